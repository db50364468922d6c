//! One run of the program: where, in which language and format, and the desk to work at.

pub mod agenda;
pub mod answered;
pub mod collided;
pub mod counted;
pub mod disputed;
pub mod events;
pub mod handed;
pub mod looked;
pub mod merging;
pub mod moved;
pub mod page;
pub mod planned;
pub mod review;
pub mod scored;
pub mod synced;
pub mod written;

use std::path::PathBuf;

use crate::error::{Code, Error, Lang, Result, quoted};
use crate::model::date::Date;
use crate::ops::Desk;
use crate::output::{Format, Out};

/// Options every command has.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Global {
    /// Work in this folder instead of the current one
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub dir: Option<PathBuf>,
    /// Read the book as it was: a commit, a tag, or a day
    #[arg(long, value_name = "REV|DATE", global = true)]
    pub at: Option<String>,
    /// Take this day for today: what is due, late or quiet then
    #[arg(long, value_name = "DATE", global = true)]
    pub as_of: Option<String>,
    /// How data is written
    #[arg(long, value_enum, global = true)]
    pub format: Option<Format>,
    /// Short for --format json
    #[arg(long, global = true, conflicts_with = "format")]
    pub json: bool,
    /// Say nothing but data and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Show what would change, and change nothing
    #[arg(short = 'n', long, global = true)]
    pub dry_run: bool,
    /// Never ask; fail instead
    #[arg(long, global = true)]
    pub no_input: bool,
    /// Language of labels and messages: en or zh-CN
    #[arg(long, value_name = "LANG", global = true)]
    pub lang: Option<String>,
}

impl Global {
    /// Language before a book is known: `--lang`, else the environment.
    pub fn lang(&self) -> Option<Lang> {
        if let Some(lang) = &self.lang {
            return Lang::parse(lang);
        }
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"))?;
        // The C locale says nothing about a person's language; the book may.
        Lang::parse(&locale).filter(|_| !matches!(locale.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8"))
    }

    /// The format asked for.
    pub fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format.unwrap_or_default() }
    }

    /// The folder to work in.
    pub fn folder(&self) -> PathBuf {
        self.dir.clone().unwrap_or_else(|| PathBuf::from("."))
    }
}

/// The day of `--as-of`.
fn as_of(text: &str, desk: &Desk) -> Result<Date> {
    Date::parse(text, desk.clock.date_naive()).map_err(|_| {
        Error::new(
            Code::Usage,
            format!("--as-of {}: a day is wanted, such as 2026-06-30.", quoted(text)),
            format!("--as-of {}: 应为日期, 如 2026-06-30。", quoted(text)),
        )
    })
}

/// A run of the program.
pub struct Session {
    /// Options.
    pub global: Global,
    /// Where to speak.
    pub out: Out,
}

impl Session {
    /// Starts a run.
    pub fn new(global: Global) -> Self {
        let out = Out::new(global.format(), global.lang().unwrap_or_default(), global.quiet);
        Self { global, out }
    }

    /// Opens the book. Its language counts when the user's environment names none.
    pub fn desk(&mut self) -> Result<Desk> {
        let desk = self.desk_to_mend()?;
        match desk.schema_problem {
            Some(problem) => Err(problem),
            None => Ok(desk),
        }
    }

    /// Opens the book for commands that can mend its schemas.
    pub fn desk_to_mend(&mut self) -> Result<Desk> {
        let mut desk = Desk::open(&self.global.folder(), self.global.at.as_deref())?;
        if let Some(day) = &self.global.as_of {
            desk.look_from(as_of(day, &desk)?);
        }
        if self.global.lang().is_none()
            && let Some(lang) = desk.config.lang()
        {
            self.out.lang = lang;
        }
        Ok(desk)
    }

    /// Opens the book as it is, for commands whose `--at` means something else.
    pub fn desk_now(&mut self) -> Result<(Desk, Option<String>)> {
        let at = self.global.at.take();
        self.desk().map(|desk| (desk, at))
    }

    /// All of standard input, as text.
    pub fn read_all(&self) -> Result<String> {
        use std::io::Read as _;
        let mut text = String::new();
        let read = std::io::stdin().lock().read_to_string(&mut text);
        read.map(|_| text).map_err(|error| Error::io("Standard input", &error))
    }

    /// True when a person can be asked.
    pub fn can_ask(&self) -> bool {
        use std::io::IsTerminal as _;
        !self.global.no_input
            && !self.out.is_json()
            && std::io::stdin().is_terminal()
            && std::io::stderr().is_terminal()
    }
}
