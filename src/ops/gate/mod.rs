//! The gatekeeper: what may come into a book. `pre-commit` asks whether the staged records are valid; `pre-receive` asks of
//! every commit of a push who made it, whether they may, and whether what they sign with their name is theirs.

mod allowed;
mod closed;
mod given;
pub(super) mod post;
mod push;
mod trail;
mod valid;

use std::path::Path;

use crate::config::{Config, FILE};
use crate::error::{Code, Error, Lang, Result};
use crate::store::{Book, Snapshot};
use post::Post;

pub use crate::store::hooks::{Done, Hook};
pub(super) use push::amiss;
pub use push::{Push, Update};

/// Most refusals that are told.
const MOST: usize = 20;

/// Something that is not let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The commit, shortened, and who made it; empty when it is about the whole push.
    pub commit: String,
    /// Whether the commit itself has to be left out; else a further commit mends it.
    pub of_commit: bool,
    /// What is wrong.
    pub error: Error,
}

impl Refusal {
    fn of_push(error: Error) -> Self {
        Self { commit: String::new(), of_commit: false, error }
    }
}

/// Writes the hooks that fit the repository of a folder, or takes them away.
pub fn install(dir: &Path, remove: bool, dry: bool) -> Result<Vec<Hook>> {
    let book = Book::discover(dir)?;
    if remove { book.remove_hooks(dry) } else { book.install_hooks(dry) }
}

/// The language that the book of a folder names.
pub fn language(dir: &Path) -> Result<Option<Lang>> {
    let book = Book::discover(dir)?;
    let text = book.file(book.head()?, FILE)?.unwrap_or_default();
    Ok(Config::parse(&String::from_utf8_lossy(&text)).ok().and_then(|config| config.lang()))
}

/// Judges a push from the lines that git hands to the hook.
pub fn receive(dir: &Path, lines: &str) -> Result<Push> {
    let read = |line: &str| {
        Update::parse(line).ok_or_else(|| {
            let line = crate::error::quoted(line);
            Error::new(
                Code::Usage,
                format!("{line} is not what git hands to this hook: OLD NEW REF."),
                format!("{line} 不是 git 交给此钩子的内容: 旧 新 引用。"),
            )
            .hint(
                "`kehu hook install` in the bare book has git call it.",
                "在裸仓库中运行 `kehu hook install`, 由 git 调用。",
            )
        })
    };
    let updates = lines.lines().map(read).collect::<Result<Vec<_>>>()?;
    push::receive(Book::discover(dir)?, &updates)
}

/// What is wrong with what is staged for the next commit.
pub fn staged(dir: &Path) -> Result<Vec<Refusal>> {
    let book = Book::discover(dir)?;
    let tree = book.staged_tree()?;
    let (head, next) = (book.head()?, Snapshot { commit: None, tree: Some(tree) });
    let mut post = Post::new(book)?;
    Ok(valid::flaws(&mut post, head, next)?.into_iter().map(Refusal::of_push).collect())
}

/// An error about a file, told with the file when its words do not name it.
fn about(path: &str, error: Error) -> Error {
    if error.en.starts_with(path) {
        return error;
    }
    Error { en: format!("{path}: {}", error.en), zh: format!("{path}: {}", error.zh), ..error }
}

fn not_permitted(en: String, zh: String) -> Error {
    Error::new(Code::NotPermitted, en, zh)
}
