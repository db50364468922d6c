//! All tables as a folder of Parquet files, for engines other than SQLite (docs/scale.md).

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use serde_json::{Value as Json, json};

use super::Desk;
use super::tables::Wants;
use crate::error::{Code, Error, Result};
use crate::store::files;
use crate::store::new_folder::NewFolder;
use crate::tables::{Encoder, Table, Tables};

/// Says that a folder is an export, and which. Engines pass over names that begin so.
pub const MARKER: &str = "_kehu.json";
/// Keeps an export that lies in the book out of its commits.
const IGNORE: &str = ".gitignore";
/// The file of a table in its folder.
const PART: &str = "part-0.parquet";

/// What was written, or would be.
#[derive(Debug)]
pub struct Lake {
    /// The commit it was made from; empty before the first.
    pub commit: String,
    /// Tables and how many rows each has.
    pub tables: Vec<(String, u64)>,
    /// What those who asked should know of the tables.
    pub note: Option<Error>,
}

/// Writes all tables that may be seen into a folder, or only counts them. The folder may be new, empty, or an earlier export.
pub fn write(desk: &Desk, folder: &Path, dry: bool) -> Result<Lake> {
    free(folder)?;
    let mut tables = desk.tables(Wants::ALL)?;
    let commit = desk.at.commit_text();
    let at = desk.clock.to_rfc3339();
    let version = env!("CARGO_PKG_VERSION");
    let mut lake = Lake { commit, tables: Vec::new(), note: tables.note.take() };
    if dry {
        for table in &tables.shape().tables {
            lake.tables.push((table.name.clone(), count(&tables, table)?));
        }
        return Ok(lake);
    }
    let said = [("kehu.commit", lake.commit.as_str()), ("kehu.version", version), ("kehu.at", &at)];
    let said = said.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let new = NewFolder::begin(folder)?;
    for table in &tables.shape().tables {
        let rows = new.file(&format!("{}/{PART}", table.name), |file| encode(&tables, table, &said, file))?;
        lake.tables.push((table.name.clone(), rows));
    }
    let marker = json!({"commit": lake.commit, "version": version, "at": at, "tables": lake.tables_json()});
    for (name, text) in [(IGNORE, "*\n".to_owned()), (MARKER, format!("{marker:#}\n"))] {
        let write = |file: &mut File| file.write_all(text.as_bytes());
        new.file(name, |file| write(file).map_err(|e| Error::io(folder.join(name).display(), &e)))?;
    }
    // It took a while: somebody may have put something there.
    free(folder)?;
    new.put()?;
    Ok(lake)
}

impl Lake {
    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }

    /// The tables for scripts.
    pub fn tables_json(&self) -> Json {
        self.tables.iter().map(|(table, rows)| json!({"table": table, "rows": rows})).collect()
    }
}

fn encode(tables: &Tables, table: &Table, said: &[(String, String)], file: &mut File) -> Result<u64> {
    let mut encoder = Encoder::new(file, table, said)?;
    tables.every_row(table, &mut |cells| encoder.push(cells))?;
    encoder.finish()
}

fn count(tables: &Tables, table: &Table) -> Result<u64> {
    let mut rows = 0;
    tables.every_row(table, &mut |_| {
        rows += 1;
        Ok(())
    })?;
    Ok(rows)
}

/// Refuses a folder in which anything lies that no export wrote.
fn free(folder: &Path) -> Result<()> {
    if folder.is_file() {
        return Err(taken(folder, None));
    }
    let Some(names) = files::names_in(folder)? else { return Ok(()) };
    if names.is_empty() {
        return Ok(());
    }
    let marker = folder.join(MARKER);
    let known = names.iter().any(|name| name == MARKER);
    let marker = known.then(|| files::read_text(&marker.display().to_string()).ok()).flatten();
    let marker: Option<Json> = marker.and_then(|text| serde_json::from_str(&text).ok());
    let Some(tables) = marker.as_ref().and_then(|marker| marker["tables"].as_array()) else {
        return Err(taken(folder, None));
    };
    for name in names.iter().filter(|name| *name != MARKER && *name != IGNORE) {
        let path = folder.join(name);
        let table = path.is_dir() && tables.iter().any(|table| table["table"] == name.as_str());
        let inside = if table { files::names_in(&path)? } else { None };
        let Some(inside) = inside else { return Err(taken(folder, Some(name))) };
        if let Some(other) = inside.iter().find(|inside| *inside != PART) {
            return Err(taken(folder, Some(&format!("{name}/{other}"))));
        }
    }
    Ok(())
}

/// The error for a folder that holds something else.
fn taken(folder: &Path, what: Option<&str>) -> Error {
    let folder = folder.display();
    let (en, zh) = match what {
        Some(what) => (
            format!("{folder} holds {what}, which no export wrote; it would be lost."),
            format!("{folder} 中的 {what} 不是导出的文件, 替换会丢失它。"),
        ),
        None => (
            format!("{folder} exists and is no earlier export, so it is left as it is."),
            format!("{folder} 已存在, 且不是之前的导出, 因此不会替换。"),
        ),
    };
    Error::new(Code::Exists, en, zh)
        .hint("Name a new folder: kehu export --parquet DIR", "请指定新文件夹: kehu export --parquet 目录")
}
