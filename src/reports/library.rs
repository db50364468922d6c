//! Where reports are found: shipped ones, and the book's own before them.

use std::collections::BTreeMap;

use super::file::{self, Report};
use crate::error::{Code, Error, Result, did_you_mean, nearest, quoted};
use crate::ops::Desk;

/// Names and texts of the shipped report files; parts are named `parts/NAME`.
static SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/reports.postcard"));
/// Where the book's own lie.
const FOLDER: &str = "reports";
/// Between the name of the folder of parts and that of a part.
const PARTS: &str = "parts/";

/// Report files by name.
pub struct Library(BTreeMap<String, (bool, String)>);

impl Library {
    /// The shipped reports alone.
    pub fn shipped() -> Result<Self> {
        let files: Vec<(String, String)> = postcard::from_bytes(SHIPPED).map_err(|error| {
            Error::new(
                Code::BadReport,
                format!("The shipped reports cannot be read: {error}."),
                format!("内置报表无法读取: {error}。"),
            )
        })?;
        Ok(Self(files.into_iter().map(|(name, text)| (name, (false, text))).collect()))
    }

    /// The shipped reports and those of a book.
    pub fn of(desk: &Desk) -> Result<Self> {
        let mut library = Self::shipped()?;
        for (path, blob) in desk.book.files_below(desk.at, FOLDER)? {
            let name = path.strip_prefix("reports/").and_then(|name| name.strip_suffix(".sql"));
            let plain = |name: &&str| {
                let stem = name.strip_prefix(PARTS).unwrap_or(name);
                !stem.is_empty() && stem.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            };
            let Some(name) = name.filter(plain) else { continue };
            let text = String::from_utf8_lossy(&desk.book.blob(blob)?).into_owned();
            library.0.insert(name.to_owned(), (true, text));
        }
        Ok(library)
    }

    /// The names of all reports, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str).filter(|name| !name.starts_with(PARTS))
    }

    /// A report by name. Errors: there is none; its file is wrong.
    pub fn find(&self, typed: &str) -> Result<Report> {
        let found = self.0.get(typed).filter(|_| !typed.starts_with(PARTS));
        let (own, text) = found.ok_or_else(|| {
            let (en, zh) = did_you_mean(nearest(typed, self.names()));
            Error::new(
                Code::Usage,
                format!("There is no report {}.{en}", quoted(typed)),
                format!("没有报表 {}。{zh}", quoted(typed)),
            )
            .hint("`kehu report` lists them.", "`kehu report` 列出所有报表。")
        })?;
        file::read(typed, *own, text)
    }

    /// What is wrong with the files of the book's own reports: path and why.
    pub fn problems(&self) -> Vec<(String, Error)> {
        let own = self.names().filter(|name| self.0.get(*name).is_some_and(|(own, _)| *own));
        let wrong = |name: &str| {
            let error = self.find(name).and_then(|report| self.sql(&report)).err()?;
            Some((format!("{FOLDER}/{name}.sql"), error))
        };
        own.filter_map(wrong).collect()
    }

    /// The whole SQL of a report: the parts it names, then its own text.
    pub fn sql(&self, report: &Report) -> Result<String> {
        self.with_parts(report, &report.sql)
    }

    /// The ids that a report leaves out because what their records say cannot be.
    pub fn left_out_sql(&self, report: &Report) -> Result<Option<String>> {
        let ask = |name: &String| self.with_parts(report, &format!("select id from {name} order by id"));
        report.left_out.as_ref().map(ask).transpose()
    }

    /// A question with the parts of a report in front.
    fn with_parts(&self, report: &Report, own: &str) -> Result<String> {
        let mut queries = Vec::with_capacity(report.parts.len());
        for part in &report.parts {
            let Some((_, text)) = self.0.get(&format!("{PARTS}{part}")) else {
                let names = self.0.keys().filter_map(|name| name.strip_prefix(PARTS));
                let (en, zh) = did_you_mean(nearest(part, names));
                return Err(Error::new(
                    Code::BadReport,
                    format!("reports/{}.sql: with: there is no part {}.{en}", report.name, quoted(part)),
                    format!("reports/{}.sql: with: 没有 {}。{zh}", report.name, quoted(part)),
                )
                .hint("docs/reports.md lists them.", "可用的部分见 docs/reports.md。"));
            };
            queries.push(text.trim());
        }
        if queries.is_empty() {
            return Ok(own.to_owned());
        }
        let head = format!("with\n{}", queries.join(",\n"));
        let begins_with = own.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("with"))
            && own[4..].starts_with(char::is_whitespace);
        Ok(match begins_with {
            true => format!("{head},\n{}", own[4..].trim_start()),
            false => format!("{head}\n{own}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_report_can_be_read_and_put_together() {
        let library = Library::shipped().unwrap();
        assert!(library.names().count() >= 20);
        for name in library.names() {
            let report = library.find(name).unwrap();
            let sql = library.sql(&report).unwrap();
            assert!(!report.title.en.is_empty() && !report.title.zh.is_empty(), "{name}");
            assert!(!report.title.zh.is_ascii(), "{name}: its title is in Chinese too");
            assert_eq!(sql.matches("with\n").count(), usize::from(!report.parts.is_empty()), "{name}");
        }
    }

    #[test]
    fn mistyped_names_are_guessed() {
        let error = Library::shipped().unwrap().find("agin").err().unwrap();
        assert!(error.en.contains("`aging`"), "{error}");
    }
}
