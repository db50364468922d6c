//! What a command wants of the book: file changes and the words for the commit.

use super::snapshot::Snapshot;

/// One file of the book to be written or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Path inside the book, with slashes.
    pub path: String,
    /// New content; `None` removes the file.
    pub content: Option<Vec<u8>>,
}

/// The words of a commit: a human subject, an optional body, and trailers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// One line for people.
    pub subject: String,
    /// The command's verb (`Kehu-Verb`).
    pub verb: String,
    /// Records touched (`Kehu-Record`), as `kind/id`; long lists are shortened to a count.
    pub records: Vec<String>,
    /// Further trailers.
    pub trailers: Vec<(String, String)>,
}

/// Most records named in one commit message.
const MAX_RECORDS: usize = 20;

impl Message {
    /// The text of the commit message.
    pub fn text(&self) -> String {
        let subject: String = clean(&self.subject).chars().take(200).collect();
        let mut out = format!("{subject}\n\nKehu-Verb: {}\n", self.verb);
        for record in self.records.iter().take(MAX_RECORDS) {
            out.push_str(&format!("Kehu-Record: {record}\n"));
        }
        if self.records.len() > MAX_RECORDS {
            out.push_str(&format!("Kehu-Records: {}\n", self.records.len()));
        }
        for (key, value) in &self.trailers {
            out.push_str(&format!("{key}: {}\n", clean(value)));
        }
        out
    }

    /// A trailer of a commit message.
    pub fn trailer<'a>(message: &'a str, key: &str) -> Option<&'a str> {
        message.lines().rev().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
    }

    /// All values of a trailer that stands several times.
    pub fn trailers<'a>(message: &'a str, key: &'a str) -> impl Iterator<Item = &'a str> {
        message.lines().filter_map(move |line| line.strip_prefix(key)?.strip_prefix(": "))
    }
}

/// A line may not start another trailer or carry controls.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The changes of a command and the words for them, made against a snapshot.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Files, each path at most once.
    pub changes: Vec<Change>,
    /// Words.
    pub message: Message,
}

/// What came of a draft.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The book after the command.
    pub snapshot: Snapshot,
    /// The new commit; `None` when nothing had to change.
    pub commit: Option<String>,
    /// Set when HEAD is right but the checkout could not be brought in step.
    pub warning: Option<crate::error::Error>,
}
