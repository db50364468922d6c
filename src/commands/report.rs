//! `kehu report`

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use crate::error::{Code, Error, Lang, Result};
use crate::output::Format;
use crate::output::table::Table;
use crate::reports::publish::{FileSort, all, one};
use crate::reports::shown::VERSION;
use crate::reports::verify::verify;
use crate::reports::{Asked, Library, Maker, Typed};
use crate::session::Session;

/// Arguments of `kehu report`.
///
/// Without a name all reports are listed; `kehu report NAME --help` tells what one takes. For cron:
/// `0 6 1 * *  kehu -C ~/book report --all --out ~/reports`
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
pub struct Args {
    /// The report; without it, all are listed
    name: Option<String>,
    /// What it is asked, as param=value
    #[arg(value_name = "PARAM=VALUE")]
    words: Vec<String>,
    /// Tell what the report is and takes; without one, print this
    #[arg(short, long)]
    help: bool,
    /// Print its SQL with the parameters filled in
    #[arg(long, requires = "name", conflicts_with_all = ["out", "versus"])]
    sql: bool,
    /// Compare with how it was on a day, or at a commit
    #[arg(long, value_name = "REV|DATE", requires = "name")]
    versus: Option<String>,
    /// Write it to a file: .html, .md, .csv, .json or .xlsx; with --all, to a folder
    #[arg(long, value_name = "FILE|DIR")]
    out: Option<PathBuf>,
    /// Write every report with its defaults, and a page of contents; for cron
    #[arg(long, requires = "out", conflicts_with = "name")]
    all: bool,
    /// The sorts of files that --all writes
    #[arg(
        long,
        value_name = "SORTS",
        value_enum,
        value_delimiter = ',',
        requires = "all",
        default_value = "html"
    )]
    files: Vec<FileSort>,
    /// Make a written report again and compare
    #[arg(long, value_name = "FILE", conflicts_with_all = ["name", "all", "out"])]
    verify: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    if args.help {
        return help(args.name.as_deref(), session);
    }
    if let Some(file) = &args.verify {
        return compare(file, session);
    }
    if let (true, Some(folder)) = (args.all, &args.out) {
        return publish(folder, &args.files, session);
    }
    let Some(name) = &args.name else {
        return match args.out {
            Some(_) => Err(Error::new(Code::Usage, "Which report?", "要哪个报表?").hint(
                "Name one, or write all of them: kehu report --all --out DIR",
                "请指定报表, 或写出全部: kehu report --all --out 文件夹",
            )),
            None => list(session),
        };
    };
    // A name that cannot be written is refused before the work.
    args.out.as_deref().map(FileSort::of).transpose()?;
    let desk = session.desk()?;
    let library = Library::of(&desk)?;
    let report = library.find(name)?;
    let typed = Typed::read(&report, &args.words)?;
    let lang = session.out.lang;
    if args.sql {
        let sql = Asked::new(&desk, &library, &report, &typed, lang)?.filled_sql()?;
        session.out.thing(&sql, &json!({"report": report.name, "sql": sql}));
        return Ok(());
    }
    let then = args.versus.as_deref().map(|when| desk.then(when)).transpose()?;
    let rows_alone = matches!(session.out.format, Format::Csv | Format::Json | Format::Yaml);
    let plain = args.out.is_none() && rows_alone;
    let maker = Maker { desk: &desk, then: then.as_ref(), library: &library, lang, version: VERSION, plain };
    let made = maker.make(&report, &typed)?;
    if let Some(problem) = &made.problem {
        session.out.warn(problem);
    }
    let Some(path) = &args.out else {
        session.out.sheet(&made.sheet, &|| made.json());
        // The program ends here; giving many rows back one by one would only take time.
        std::mem::forget(made);
        return Ok(());
    };
    let dry = session.global.dry_run;
    let json = one(path, &made, dry)?;
    session.out.thing("", &json);
    let (rows, path) = (made.rows(), path.display());
    let counted = if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") };
    session.out.talk(&match (lang, dry) {
        (Lang::En, false) => format!("Wrote {name} ({counted}) to {path}."),
        (Lang::En, true) => format!("Would write {name} ({counted}) to {path} (nothing was written)."),
        (Lang::Zh, false) => format!("已将 {name} ({rows} 行) 写入 {path}。"),
        (Lang::Zh, true) => format!("将把 {name} ({rows} 行) 写入 {path} (尚未写入)。"),
    });
    Ok(())
}

fn publish(folder: &Path, sorts: &[FileSort], session: &mut Session) -> Result<()> {
    let desk = session.desk()?;
    let library = Library::of(&desk)?;
    let (lang, dry) = (session.out.lang, session.global.dry_run);
    let maker = Maker { desk: &desk, then: None, library: &library, lang, version: VERSION, plain: false };
    let published = all(&maker, folder, sorts, dry)?;
    for problem in published.problem.iter().chain(published.failed.iter().map(|(_, problem)| problem)) {
        session.out.warn(problem);
    }
    session.out.thing("", &published.json(folder));
    let (reports, files, folder) = (published.reports, published.files.len(), folder.display());
    session.out.talk(&match (lang, dry) {
        (Lang::En, false) => format!("Wrote {reports} reports to {folder} ({files} files)."),
        (Lang::En, true) => {
            format!("Would write {reports} reports to {folder} ({files} files; nothing was written).")
        }
        (Lang::Zh, false) => format!("已将 {reports} 个报表写入 {folder} ({files} 个文件)。"),
        (Lang::Zh, true) => format!("将把 {reports} 个报表写入 {folder} ({files} 个文件; 尚未写入)。"),
    });
    if published.failed.is_empty() {
        return Ok(());
    }
    let failed = published.failed.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    Err(Error::new(
        Code::BadReport,
        format!("These reports could not be made: {failed}."),
        format!("以下报表无法生成: {failed}。"),
    ))
}

fn compare(file: &str, session: &mut Session) -> Result<()> {
    if session.global.at.is_some() || session.global.as_of.is_some() {
        return Err(Error::new(
            Code::Usage,
            "The file says of which commit and day it is: leave out --at and --as-of.",
            "文件本身说明提交和日期: 请去掉 --at 和 --as-of。",
        ));
    }
    let desk = session.desk_to_mend()?;
    let verified = verify(&desk, file)?;
    let lang = session.out.lang;
    session.out.thing(&verified.told(file, lang), &verified.json(file));
    for (en, zh) in &verified.notes {
        session.out.talk(lang.pick(en, zh));
    }
    if verified.difference.is_none() { Ok(()) } else { Err(Error::new(Code::Unhealthy, "", "")) }
}

/// The book's own reports count when there is a book; the shipped ones need none.
fn library(session: &mut Session) -> Result<Library> {
    match session.desk_to_mend() {
        Ok(desk) => Library::of(&desk),
        Err(_) => Library::shipped(),
    }
}

fn help(name: Option<&str>, session: &mut Session) -> Result<()> {
    let Some(name) = name else {
        let mut command = super::command();
        command.build();
        let text = command.find_subcommand_mut("report").map(|report| report.render_long_help().to_string());
        session.out.line(text.unwrap_or_default().trim_end());
        return Ok(());
    };
    let report = library(session)?.find(name)?;
    session.out.thing(&report.explained(session.out.lang, session.out.width), &report.json());
    Ok(())
}

fn list(session: &mut Session) -> Result<()> {
    let library = library(session)?;
    let names: Vec<String> = library.names().map(str::to_owned).collect();
    let mut json = Vec::new();
    let out = &mut session.out;
    // On a terminal the parameters have a line of their own, so that nothing is cut.
    let lines = out.format == Format::Table;
    let mut table = match lines {
        true => Table::new([
            out.say("Report", "报表"),
            out.say("What it tells, and its parameters", "内容与参数"),
        ]),
        false => Table::new([
            out.say("Report", "报表"),
            out.say("What it tells", "内容"),
            out.say("Parameters", "参数"),
        ]),
    };
    for name in names {
        let report = match library.find(&name) {
            Ok(report) => report,
            Err(problem) => {
                out.warn(&problem);
                continue;
            }
        };
        let parameters = report.parameters.iter().map(|parameter| format!("{}=…", parameter.name));
        let parameters = parameters.collect::<Vec<_>>().join(" ");
        let title = out.say(&report.title.en, &report.title.zh).to_owned();
        if lines {
            table.push(vec![report.name.clone(), title]);
            if !parameters.is_empty() {
                table.push(vec![String::new(), format!("  {parameters}")]);
            }
        } else {
            table.push(vec![report.name.clone(), title, parameters]);
        }
        json.push(report.json());
    }
    out.rows(&table, &Json::Array(json));
    Ok(())
}
