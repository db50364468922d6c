//! Who gives the command and when: git's own configuration, as for any commit.

use chrono::{DateTime, FixedOffset, Local, TimeZone as _};
use git2::{Repository, Time};

use super::Book;
use crate::error::{Code, Error, Result};

/// Name, email and moment of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// git's `user.name`.
    pub name: String,
    /// git's `user.email`.
    pub email: String,
    /// When, in the user's zone.
    pub at: DateTime<FixedOffset>,
}

impl Author {
    /// `Name <email> seconds zone`, as git writes it in commits and ref logs.
    pub(super) fn line(&self) -> String {
        let clean = |text: &str| text.replace(['<', '>', '\n', '\0'], "");
        let minutes = self.at.offset().local_minus_utc() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        let (name, email, seconds) = (clean(&self.name), clean(&self.email), self.at.timestamp());
        format!("{name} <{email}> {seconds} {sign}{hours:02}{rest:02}")
    }
}

/// The moment of the command: `KEHU_NOW` (RFC 3339) when set, else the clock.
pub fn now() -> DateTime<FixedOffset> {
    std::env::var("KEHU_NOW")
        .ok()
        .and_then(|text| DateTime::parse_from_rfc3339(text.trim()).ok())
        .unwrap_or_else(|| Local::now().fixed_offset())
}

/// The author of a command in a repository; `at` replaces git's clock.
pub(super) fn author(repo: &Repository) -> Result<Author> {
    let signature = repo.author_from_env().or_else(|_| repo.signature()).map_err(|_| no_identity())?;
    let (name, email) = (signature.name().unwrap_or_default(), signature.email().unwrap_or_default());
    if name.is_empty() || email.is_empty() {
        return Err(no_identity());
    }
    let at = if std::env::var_os("GIT_AUTHOR_DATE").is_some() && std::env::var_os("KEHU_NOW").is_none() {
        moment(signature.when())
    } else {
        now()
    };
    Ok(Author { name: name.to_owned(), email: email.to_owned(), at })
}

/// A git time in its own zone.
pub fn moment(time: Time) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(time.offset_minutes() * 60);
    zone.and_then(|zone| zone.timestamp_opt(time.seconds(), 0).single()).unwrap_or_default()
}

impl Book {
    /// Who gives the command.
    pub fn author(&self) -> Result<Author> {
        author(&self.repo)
    }
}

/// The error for an unknown user, with the two lines to type.
pub fn no_identity() -> Error {
    Error::new(
        Code::NoIdentity,
        "Git does not know who you are, and every change carries a name.",
        "git 不知道您是谁, 而每次改动都要署名。",
    )
    .hint(
        "git config --global user.name \"Your Name\"\ngit config --global user.email you@example.com",
        "git config --global user.name \"您的姓名\"\ngit config --global user.email you@example.com",
    )
}
