//! Makes a written report again, from the commit it names, and compares.
//!
//! The file is anybody's: what it says is read as if it were typed, and nothing in it is followed or run.

use std::path::{Path, PathBuf};

use chrono::DateTime;
use serde_json::{Value as Json, json};

use super::library::Library;
use super::made::Maker;
use super::params::Typed;
use super::publish::FileSort;
use super::shown::VERSION;
use super::statement::Statement;
use crate::error::{Code, Error, Lang, Result, quoted};
use crate::model::date::Date;
use crate::ops::{Desk, files};

/// Letters shown around the first difference.
const AROUND: usize = 24;

/// Where the statement of a file lies that cannot hold one.
pub fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".kehu.json");
    name.into()
}

/// A file compared with the book.
pub struct Verified {
    /// What the file says of itself.
    pub statement: Statement,
    /// The first difference; none when the book says the same.
    pub difference: Option<Difference>,
    /// Worth knowing, in both languages.
    pub notes: Vec<(String, String)>,
}

/// The first place where a file and the book differ.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its line in the file, from 1.
    pub line: usize,
    /// What the file has there.
    pub file: String,
    /// What the book says.
    pub book: String,
}

/// Makes a report file again and compares it byte by byte; `head` is the book as it is.
///
/// Errors: the file says not, or not in a way that can be read, where it comes from; the book has no such state; it was
/// made for somebody else, and who asks does not see everything.
pub fn verify(head: &Desk, file: &str) -> Result<Verified> {
    let path = Path::new(file);
    let sort = FileSort::of(path)?;
    let bytes = files::read(file)?;
    let (statement, digest) = stated(path, sort, &bytes)?;
    let wrong = |what: &str| unreadable(file, what);
    let clock = DateTime::parse_from_rfc3339(&statement.made).map_err(|_| wrong("made"))?;
    let look = |commit: &str, as_of: &str, person: &str| -> Result<Desk> {
        if !matches!(commit.len(), 40 | 64) || !commit.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(wrong("commit"));
        }
        let day = Date::from_iso(as_of).map_err(|_| wrong("as_of"))?;
        let mut desk = head.at_commit(commit, clock)?;
        if let Some(problem) = desk.schema_problem.take() {
            return Err(problem);
        }
        if person != desk.context.me && person != head.context.me && !head.sees_all_ever()? {
            return Err(not_for_you(file, person));
        }
        person.clone_into(&mut desk.context.me);
        desk.look_from(day);
        Ok(desk)
    };
    let desk = look(&statement.commit, &statement.as_of, &statement.person)?;
    let versus = statement.versus.as_ref();
    let then = versus.map(|then| look(&then.commit, &then.as_of, &then.person)).transpose()?;
    let library = Library::of(&desk)?;
    let (lang, version) = (statement.lang, statement.version.as_str());
    let maker = Maker { desk: &desk, then: then.as_ref(), library: &library, lang, version, plain: false };
    let made = library.find(&statement.report).and_then(|report| {
        let typed = Typed::read(&report, &statement.parameters)?;
        maker.make(&report, &typed)
    });
    let made = made.map_err(|error| of_file(file, error))?;
    let again = sort.bytes(&made)?;
    let difference = difference(&bytes, &again);
    let mut notes = notes(head, &desk, &statement);
    if let (Some(_), Some(digest)) = (&difference, digest) {
        notes.push(match digest == files::digest(&bytes) {
            true => ("The file is as it was written.".to_owned(), "文件写入后没有改动。".to_owned()),
            false => (
                format!("The file is not the one that {} tells of.", beside(path).display()),
                format!("文件不是 {} 所说明的那一个。", beside(path).display()),
            ),
        });
    }
    Ok(Verified { statement, difference, notes })
}

/// What a file says of itself, and the digest of the file where that lies beside it.
fn stated(path: &Path, sort: FileSort, bytes: &[u8]) -> Result<(Statement, Option<String>)> {
    let text = || std::str::from_utf8(bytes).ok();
    let found = match sort {
        FileSort::Html => text().and_then(Statement::from_page).map(|statement| (statement, None)),
        FileSort::Md => text().and_then(Statement::from_markdown).map(|statement| (statement, None)),
        _ => {
            let name = beside(path);
            let text = match files::read(&name.to_string_lossy()) {
                Ok(bytes) => String::from_utf8(bytes).ok(),
                Err(error) if error.code == Code::NotFound => None,
                Err(error) => return Err(error),
            };
            text.and_then(|text| Statement::from_beside(&text)).map(|(said, digest)| (said, Some(digest)))
        }
    };
    found.ok_or_else(|| {
        let name = path.display();
        let place = match sort.tells() {
            true => String::new(),
            false => format!(" ({})", beside(path).display()),
        };
        Error::new(
            Code::BadValue,
            format!("{name} does not say where it comes from{place}."),
            format!("{name} 没有说明来源{place}。"),
        )
        .hint(
            "Only what `kehu report … --out` wrote can be verified; CSV, JSON and XLSX together with their .kehu.json.",
            "只能核对由 `kehu report … --out` 写出的文件; CSV、JSON、XLSX 需连同其 .kehu.json。",
        )
    })
}

/// Worth knowing of a report that can be made again.
fn notes(head: &Desk, desk: &Desk, statement: &Statement) -> Vec<(String, String)> {
    let mut notes = Vec::new();
    if statement.version != VERSION {
        let other = quoted(&statement.version);
        notes.push((
            format!("It says it was made by kehu {other}; this is {VERSION}, which may reckon otherwise."),
            format!("文件称由 kehu {other} 生成; 当前为 {VERSION}, 算法可能不同。"),
        ));
    }
    if let (Some(then), Some(now)) = (desk.at.commit, head.at.commit)
        && !head.book.is_before(then, now)
    {
        notes.push((
            "Its commit is not in the history of the book as it is.".to_owned(),
            "该提交不在账簿当前的历史之中。".to_owned(),
        ));
    }
    notes
}

/// The first difference of two files.
fn difference(file: &[u8], book: &[u8]) -> Option<Difference> {
    if file == book {
        return None;
    }
    let at = file.iter().zip(book).take_while(|(a, b)| a == b).count();
    let line = file[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    // Both begin alike, up to a letter that may be cut in two.
    let from = file[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |place| place + 1);
    let before = String::from_utf8_lossy(&file[from..at]);
    let before: usize = before.chars().rev().take(AROUND).map(char::len_utf8).sum();
    let from = at.saturating_sub(before).max(from);
    let shown = |bytes: &[u8]| {
        let rest = &bytes[from..];
        let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let line = &line[..line.len().min(8 * AROUND)];
        String::from_utf8_lossy(line).trim_matches('\u{fffd}').chars().take(2 * AROUND).collect()
    };
    Some(Difference { line, file: shown(file), book: shown(book) })
}

fn unreadable(file: &str, what: &str) -> Error {
    Error::new(
        Code::BadValue,
        format!("{file}: what it says of where it comes from cannot be read: {what}."),
        format!("{file}: 其来源说明无法读取: {what}。"),
    )
}

/// What a file asks for and cannot be asked is a wrong file, no wrong command line.
fn of_file(file: &str, error: Error) -> Error {
    match error.code {
        Code::Usage => {
            Error::new(Code::BadValue, format!("{file}: {}", error.en), format!("{file}: {}", error.zh))
        }
        _ => error,
    }
}

fn not_for_you(file: &str, person: &str) -> Error {
    let (person_en, person_zh) = match person {
        "" => ("somebody who is not known to the book".to_owned(), "账簿不认识的人".to_owned()),
        person => (quoted(person), quoted(person)),
    };
    Error::new(
        Code::NotPermitted,
        format!("{file} was made for {person_en}, who may see other records than you."),
        format!("{file} 是为 {person_zh} 生成的, 其可见的记录可能与您不同。"),
    )
    .hint("Let them verify it, or somebody who sees everything.", "请由其本人或可见全部记录的人核对。")
}

impl Verified {
    /// For people.
    pub fn told(&self, file: &str, lang: Lang) -> String {
        let commit: String = self.statement.commit.chars().take(8).collect();
        let as_of = &self.statement.as_of;
        let Some(Difference { line, file: there, book }) = &self.difference else {
            return match lang {
                Lang::En => format!("{file}: as the book says at {commit}, as of {as_of}."),
                Lang::Zh => format!("{file}: 与账簿一致 (提交 {commit}, 截至 {as_of})。"),
            };
        };
        match lang {
            Lang::En => format!(
                "{file}: differs from the book at {commit}, as of {as_of}.\n  line {line}\n  file: {there}\n  book: {book}"
            ),
            Lang::Zh => format!(
                "{file}: 与账簿不一致 (提交 {commit}, 截至 {as_of})。\n  第 {line} 行\n  文件: {there}\n  账簿: {book}"
            ),
        }
    }

    /// For scripts.
    pub fn json(&self, file: &str) -> Json {
        let difference = self.difference.as_ref();
        json!({
            "file": file,
            "same": difference.is_none(),
            "difference": difference.map(|at| json!({"line": at.line, "file": at.file, "book": at.book})),
            "notes": self.notes.iter().map(|(en, _)| en).collect::<Vec<_>>(),
            "statement": self.statement.json(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_difference_is_shown_with_what_stands_before() {
        let found = difference("甲\n应收 120元\n".as_bytes(), "甲\n应收 130元\n".as_bytes()).unwrap();
        assert_eq!((found.line, found.file.as_str(), found.book.as_str()), (2, "应收 120元", "应收 130元"));
        let found = difference("客户".as_bytes(), "客人".as_bytes()).unwrap();
        assert_eq!((found.file.as_str(), found.book.as_str()), ("客户", "客人"));
        let found = difference(b"a\n", b"a\nb\n").unwrap();
        assert_eq!((found.line, found.file.as_str(), found.book.as_str()), (2, "", "b"));
        assert_eq!(difference(b"a", b"a"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            same in proptest::collection::vec(any::<u8>(), 0..40),
            a in proptest::collection::vec(any::<u8>(), 0..9),
            b in proptest::collection::vec(any::<u8>(), 0..9),
        ) {
            let (a, b) = ([&same[..], &a[..]].concat(), [&same[..], &b[..]].concat());
            prop_assert_eq!(difference(&a, &b).is_none(), a == b);
        }
    }
}
