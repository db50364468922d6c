//! The verbs. A new one is a file, a `mod` line, and a line in the list below.

mod accept;
mod approve;
mod attach;
mod check;
mod completions;
mod count;
mod decline;
mod demo;
mod distinct;
mod doctor;
mod duplicates;
mod edit;
mod export;
mod extract;
mod find;
mod gantt;
mod handover;
mod history;
mod hook;
mod import;
mod init;
mod kinds;
mod list;
mod log;
mod man;
mod merge;
mod merge_driver;
mod r#move;
mod new;
mod pay;
mod plan;
mod progress;
mod reject;
mod remind;
mod report;
mod resolve;
mod rm;
mod rsvp;
mod save;
mod score;
mod set;
mod share;
mod show;
mod sql;
mod status;
mod submit;
mod sync;
mod today;
mod undo;
mod unmerge;
mod unshare;
mod verify;
mod who;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Args as _, CommandFactory as _, FromArgMatches as _, Parser};

use crate::error::{Code, Error, Lang};
use crate::session::{Global, Session};

macro_rules! verbs {
    ($($(#[$doc:meta])* $name:ident => $module:ident;)*) => {
        /// What can be done.
        #[derive(Debug, clap::Subcommand)]
        enum Verb { $($(#[$doc])* $name($module::Args),)* }

        /// The command line of one verb alone; `None` for what is none, and for the verbs whose file has another name.
        fn alone(word: &str) -> Option<clap::Command> {
            let verb = match word {
                $(stringify!($module) => $module::Args::augment_args(clap::Command::new(stringify!($module))),)*
                _ => return None,
            };
            Some(Global::augment_args(clap::Command::new("kehu")).subcommand(verb))
        }

        fn run(verb: Verb, session: &mut Session) -> crate::error::Result<()> {
            match verb { $(Verb::$name(args) => $module::run(args, session),)* }
        }

        /// The verbs by the names of their files.
        #[cfg(test)]
        const VERBS: &[&str] = &[$(stringify!($module),)*];
    };
}

verbs! {
    /// Make a book, or add one to a repository
    Init => init;
    /// Make a furnished book and walk through the main job
    Demo => demo;
    /// Ask whether a customer exists before calling it
    Check => check;
    /// Make a record
    New => new;
    /// List the records of a kind
    List => list;
    /// Find records by any part of a name, pinyin, phone or text
    Find => find;
    /// Show a record with its contacts, log and links
    Show => show;
    /// Change fields of a record
    Set => set;
    /// Change a record in your editor
    Edit => edit;
    /// Retire a record; its file and history stay
    Rm => rm;
    /// Write down a contact with a customer
    Log => log;
    /// Keep a file or a link with a customer
    Attach => attach;
    /// Give out the file of a document
    Extract => extract;
    /// Let a colleague see a customer
    Share => share;
    /// Take a share back
    Unshare => unshare;
    /// Tell who sees a record, and why
    Who => who;
    /// Judge what a customer is worth, by a scorecard
    Score => score;
    /// Write down a payment of a contract
    Pay => pay;
    /// Count things against the book: what is missing, what is elsewhere
    Count => count;
    /// Answer a question about the whole book
    Report => report;
    /// Ask the tables of the book in SQL
    Sql => sql;
    /// Plan a contact with a customer, move a plan or drop it
    Plan => plan;
    /// Report how far a piece of work is
    Progress => progress;
    /// Draw the work of a project over time
    Gantt => gantt;
    /// What is due, who waits, and whom nobody called for long
    Today => today;
    /// Print what is due, and write it as a calendar; for cron
    Remind => remind;
    /// Give all that a colleague has to do to another
    Handover => handover;
    /// Take over what was handed to you
    Accept => accept;
    /// Give back what was handed to you
    Decline => decline;
    /// Hand a record in for approval
    Submit => submit;
    /// Say yes to what was handed in
    Approve => approve;
    /// Say no to what was handed in, and why
    Reject => reject;
    /// Move a record along its workflow, or list what can be done with it
    Move => r#move;
    /// Answer whether you come to a meeting
    Rsvp => rsvp;
    /// Who changed what, and when
    History => history;
    /// List the likely duplicates of the whole book, and settle them
    Duplicates => duplicates;
    /// Say that two records that look alike are two
    Distinct => distinct;
    /// Make one record of several that are the same customer
    Merge => merge;
    /// Split a merged record off again
    Unmerge => unmerge;
    /// Settle fields that two people set differently
    Resolve => resolve;
    /// Take a command back
    Undo => undo;
    /// Bring the book together with another clone: fetch, merge, push
    Sync => sync;
    /// Merge one file for git
    #[command(hide = true)]
    MergeDriver => merge_driver;
    /// Show hand edits that are not saved
    Status => status;
    /// Check and commit hand edits
    Save => save;
    /// List the kinds of records, or the fields of one
    Kinds => kinds;
    /// Take in records from CSV, TSV, XLSX, JSON lines, vCard or a calendar
    Import => import;
    /// Give out records as CSV, XLSX, JSON lines, vCard or a calendar; all tables as Parquet
    Export => export;
    /// Find what is wrong with a book and how to mend it
    Doctor => doctor;
    /// Prove stamps: who and when, held against the commits and their signatures
    Verify => verify;
    /// Have git ask kehu before commits and pushes
    Hook => hook;
    /// Print completions for a shell
    Completions => completions;
    /// Write man pages
    Man => man;
}

/// A company's back office as plain files: ask before you call, hand over without losing a thread.
///
/// 客户: 先查重再联系, 交接不丢线索。Records are YAML files in a git repository, every command
/// is one commit. Start with `kehu demo`, or `kehu init`.
///
/// Exit codes: 0 done, 1 failed, 2 usage, 3 not found or ambiguous, 4 look-alike found,
/// 5 invalid data, 6 conflict, unsaved edits or locked, 7 not permitted.
#[derive(Debug, Parser)]
#[command(name = "kehu", version, max_term_width = 100, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Verb,
}

/// The whole command line, for completions and man pages.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the program.
pub fn main() -> ExitCode {
    ExitCode::from(execute(std::env::args_os()))
}

/// Runs one command line and says how it ended.
fn execute(line: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> u8 {
    let line: Vec<OsString> = line.into_iter().map(Into::into).collect();
    let cli = match quickly(&line).map_or_else(|| Cli::try_parse_from(&line), Ok) {
        Ok(cli) => cli,
        Err(error) => return misused(&error),
    };
    if let Some(lang) = cli.global.lang.as_deref().filter(|lang| Lang::parse(lang).is_none()) {
        let error = Error::new(
            Code::Usage,
            format!("--lang {} is neither en nor zh-CN.", crate::error::quoted(lang)),
            format!("--lang {} 应为 en 或 zh-CN。", crate::error::quoted(lang)),
        );
        Session::new(Global { lang: None, ..cli.global }).out.error(&error);
        return Code::Usage.exit();
    }
    let mut session = Session::new(cli.global);
    match run(cli.verb, &mut session) {
        Ok(()) => 0,
        Err(error) => {
            session.out.flush();
            session.out.error(&error);
            error.code.exit()
        }
    }
}

/// Reads a command line by the arguments of its verb alone: those of all the others are a tenth of a quick command's time. What
/// does not go through so, help and mistakes included, is read in full.
fn quickly(line: &[OsString]) -> Option<Cli> {
    let command = line.iter().skip(1).find_map(|word| alone(word.to_str()?))?;
    Cli::from_arg_matches(&command.try_get_matches_from(line).ok()?).ok()
}

/// Help and version are answers; anything else clap refuses is misuse.
fn misused(error: &clap::Error) -> u8 {
    if !error.use_stderr() {
        let _ = error.print();
        return 0;
    }
    if std::env::args().any(|arg| arg == "--json") {
        let text = error.to_string();
        // Up to the usage lines, which are for people.
        let told = text
            .lines()
            .map(str::trim)
            .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
        let text = told.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
        let text = text.trim_start_matches("error: ").to_owned();
        let session = Session::new(Global { json: true, ..Global::default() });
        session.out.error(&Error::new(Code::Usage, text.clone(), text));
    } else {
        let _ = error.print();
    }
    Code::Usage.exit()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn a_line_read_by_its_verb_alone_says_what_it_says_in_full() {
        for line in [
            "kehu list customer --limit 3 level:>=4",
            "kehu -C /tmp/book --json show jinke --full --at 2026-09-30",
            "kehu log jinke --call -C show 谈了 --no-input",
            "kehu --lang zh-CN check 金科 --width 80",
            "kehu -C list list customer",
            "kehu report receivable on=2026-06-30 --format csv --out -",
        ] {
            let (alone, full) = (quickly(&words(line)), Cli::try_parse_from(words(line)).ok());
            assert_eq!(format!("{alone:?}"), format!("{full:?}"), "{line}");
        }
        let plain = VERBS.iter().filter(|verb| !verb.contains(['_', '#']));
        for verb in plain {
            assert!(alone(verb).is_some(), "{verb}");
            // `report NAME --help` tells of the report.
            let help = quickly(&words(&format!("kehu {verb} --help")));
            assert!(help.is_none() || *verb == "report", "{verb}");
        }
        for line in [
            "kehu",
            "kehu --version",
            "kehu lst",
            "kehu list --unknown",
            "kehu show",
            "kehu list show --help",
        ] {
            assert!(quickly(&words(line)).is_none(), "{line}");
        }
    }
}
