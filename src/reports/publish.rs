//! Reports as files: one by the ending of its name, or all of them into a folder with a page of contents.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::made::{Made, Maker};
use super::params::Typed;
use super::shown::about_desk;
use super::verify::beside;
use crate::error::{Code, Error, Result, quoted};
use crate::ops::files;
use crate::output::clean;
use crate::output::sheet::Sheet;
use crate::output::sheet_page::contents;

/// The page of contents of a folder.
const CONTENTS: &str = "index.html";
/// What a folder holds, for scripts.
const LIST: &str = "reports.json";
/// Longest name of a report that is written as a file of its name, in bytes: every disk takes it, with what is added.
const LONGEST: usize = 120;

/// Sorts of files that a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FileSort {
    /// A page.
    Html,
    /// Markdown.
    Md,
    /// Comma-separated.
    Csv,
    /// JSON.
    Json,
    /// A workbook.
    Xlsx,
}

impl FileSort {
    const ALL: [(&'static str, Self); 5] = [
        ("html", Self::Html),
        ("md", Self::Md),
        ("csv", Self::Csv),
        ("json", Self::Json),
        ("xlsx", Self::Xlsx),
    ];

    /// By the ending of a name. Errors: it has none of these.
    pub fn of(path: &Path) -> Result<Self> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let found = Self::ALL.into_iter().find(|(known, _)| Some(*known) == ending.as_deref());
        found.map(|(_, sort)| sort).ok_or_else(|| {
            let path = quoted(&path.to_string_lossy());
            Error::new(
                Code::Usage,
                format!("{path} does not end like a report."),
                format!("{path} 的结尾不是报表文件的结尾。"),
            )
            .hint(
                "The ending says what is written: .html, .md, .csv, .json or .xlsx.",
                "文件名的结尾决定格式: .html、.md、.csv、.json 或 .xlsx。",
            )
        })
    }

    fn ending(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, sort)| *sort == self).map_or("", |(ending, _)| ending)
    }

    /// True where the file itself says where it comes from.
    pub(super) fn tells(self) -> bool {
        matches!(self, Self::Html | Self::Md)
    }

    /// The bytes of a report.
    pub(super) fn bytes(self, made: &Made) -> Result<Vec<u8>> {
        Ok(match self {
            Self::Html => made.statement.in_page(&made.sheet.to_page()).into_bytes(),
            Self::Md => made.statement.in_markdown(&made.sheet.to_markdown()).into_bytes(),
            Self::Csv => made.sheet.table.to_csv().into_bytes(),
            Self::Json => format!("{}\n", clean::json(&made.json())).into_bytes(),
            Self::Xlsx => made.sheet.to_workbook().map_err(|why| {
                Error::new(Code::Io, format!("The workbook failed: {why}."), format!("工作簿出错: {why}。"))
            })?,
        })
    }
}

/// A file ready to be written.
struct Ready {
    path: PathBuf,
    bytes: Vec<u8>,
    digest: String,
    beside: Option<String>,
}

impl Ready {
    fn new(path: PathBuf, sort: FileSort, made: &Made) -> Result<Self> {
        let bytes = sort.bytes(made)?;
        let digest = files::digest(&bytes);
        let beside = (!sort.tells()).then(|| made.statement.beside(&digest));
        Ok(Self { path, bytes, digest, beside })
    }

    /// The report first: a statement of another file is found out by its digest.
    fn write(&self) -> Result<()> {
        files::write(&self.path, &self.bytes)?;
        match &self.beside {
            Some(text) => files::write(&beside(&self.path), text.as_bytes()),
            None => Ok(()),
        }
    }
}

/// Writes a report, and beside it where it comes from when the file cannot say so; gives the names of both.
/// Nothing is written when `dry`.
pub fn one(path: &Path, made: &Made, dry: bool) -> Result<Json> {
    let ready = Ready::new(path.to_owned(), FileSort::of(path)?, made)?;
    if !dry {
        ready.write()?;
    }
    let beside = ready.beside.as_ref().map(|_| beside(path).display().to_string());
    Ok(json!({
        "file": path.display().to_string(),
        "statement": beside,
        "rows": made.rows(),
        "sha256": ready.digest,
    }))
}

/// What was written into a folder.
pub struct Published {
    /// Reports that were made.
    pub reports: usize,
    /// Names of their files, the page of contents among them.
    pub files: Vec<String>,
    /// Reports that could not be made, and why.
    pub failed: Vec<(String, Error)>,
    /// What went wrong and did no harm.
    pub problem: Option<Error>,
}

impl Published {
    /// For scripts.
    pub fn json(&self, folder: &Path) -> Json {
        json!({
            "folder": folder.display().to_string(),
            "files": self.files,
            "failed": self.failed.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        })
    }
}

/// Writes every report with its defaults, each file whole or not at all. The list of the folder goes first and comes
/// last, so that it never tells of files that are not there. A report that fails does not stop the others.
pub fn all(maker: &Maker, folder: &Path, sorts: &[FileSort], dry: bool) -> Result<Published> {
    let mut published = Published { reports: 0, files: Vec::new(), failed: Vec::new(), problem: None };
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut ready = Vec::new();
    let mut listed = Vec::new();
    for name in maker.library.names() {
        let (mut made, files) = match report(maker, name, folder, sorts) {
            Ok(made) => made,
            Err(error) => {
                published.failed.push((name.to_owned(), error));
                continue;
            }
        };
        for file in &files {
            let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned());
            let name = name.unwrap_or_default();
            listed.push(json!({
                "file": name,
                "sha256": file.digest,
                "rows": made.rows(),
                "statement": made.statement.json(),
            }));
            published.files.push(name);
        }
        published.reports += 1;
        published.problem = published.problem.take().or(made.problem.take());
        ready.extend(files);
        sheets.push(made.sheet);
    }
    let page = sorts.contains(&FileSort::Html).then(|| {
        let title = maker.lang.pick("Reports", "报表");
        contents(maker.lang, title, &sheets, &about_desk(maker.desk, maker.lang, maker.version))
    });
    if page.is_some() {
        published.files.push(CONTENTS.to_owned());
    }
    if dry {
        return Ok(published);
    }
    let failed = published.failed.iter().map(|(name, error)| {
        json!({"report": name, "code": error.code.word(), "message": error.message(maker.lang)})
    });
    let list = json!({"files": listed, "failed": failed.collect::<Vec<_>>()});
    files::make_folder(folder)?;
    files::remove(&folder.join(LIST))?;
    ready.iter().try_for_each(Ready::write)?;
    if let Some(page) = page {
        files::write(&folder.join(CONTENTS), page.as_bytes())?;
    }
    files::write(&folder.join(LIST), format!("{}\n", clean::json(&list)).as_bytes())?;
    Ok(published)
}

/// A report with its defaults, and its files.
fn report(maker: &Maker, name: &str, folder: &Path, sorts: &[FileSort]) -> Result<(Made, Vec<Ready>)> {
    let names = sorts.iter().map(|sort| Ok((*sort, file_name(name, *sort)?)));
    let names = names.collect::<Result<Vec<_>>>()?;
    let made = maker.make(&maker.library.find(name)?, &Typed::default())?;
    let files = names.into_iter().map(|(sort, name)| Ready::new(folder.join(name), sort, &made));
    let files = files.collect::<Result<Vec<_>>>()?;
    Ok((made, files))
}

/// The name of a report's file in a folder. Errors: it is too long, or that of the contents.
fn file_name(report: &str, sort: FileSort) -> Result<OsString> {
    let name = format!("{report}.{}", sort.ending());
    if name.len() > LONGEST || [CONTENTS, LIST].contains(&name.to_lowercase().as_str()) {
        let shown = quoted(&name);
        return Err(Error::new(
            Code::BadReport,
            format!("No report can be written as {shown}: the name is taken, or too long."),
            format!("报表不能写为 {shown}: 该名称已被占用, 或太长。"),
        )
        .hint("Give the report file another name.", "请给报表文件换个名称。"));
    }
    Ok(name.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_what_is_written() {
        let of = |name: &str| FileSort::of(Path::new(name)).ok();
        assert_eq!(of("a/b.c.HTML"), Some(FileSort::Html));
        assert_eq!(of("客户.xlsx"), Some(FileSort::Xlsx));
        for name in ["aging", ".html", "a.pdf", "a.html/..", "-", ""] {
            assert_eq!(of(name), None, "{name}");
        }
    }

    #[test]
    fn no_report_takes_the_name_of_the_contents() {
        assert_eq!(file_name("aging", FileSort::Csv).unwrap(), "aging.csv");
        assert!(file_name("Index", FileSort::Html).is_err());
        assert!(file_name("reports", FileSort::Json).is_err());
        assert!(file_name("reports", FileSort::Md).is_ok());
        assert!(file_name(&"长".repeat(60), FileSort::Md).is_err());
    }
}
