//! The book as SQL tables, for reports and `kehu sql` (docs/tables.md).
//!
//! The only folder that knows SQLite and Parquet. What is in the tables may be deleted at any time.
//!
//! Each table `customer` is a view on `rows$customer`, whose rows are numbered by card: all rows that come from one card's
//! folder lie between `card << 24` and the next card, so that they are replaced and hidden together.

mod added;
mod cell;
mod guard;
mod parquet;
mod put;
mod query;
mod rows;
mod shape;

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use crate::error::{Code, Error, Result};

pub use self::parquet::Encoder;
pub use added::{ChangeRow, Pair};
pub use cell::{Cell, plain};
pub use guard::{Guarded, Target};
use put::{Put, bind};
pub use query::{Limits, Rows, mentions};
pub use rows::{CardRows, Filler, Settings, calendar};
pub use shape::{Added, Column, Shape, Sort, Source, Table};

/// Format of the tables; others are built anew.
pub const FORMAT: u32 = 5;
/// Before the names of what views read; doubled in the names of what is no table, which no kind can have.
const HIDDEN: &str = "rows$";
/// Bits of a row's number that count the rows of one card in one table.
const BITS: u32 = 24;
/// How long another process is waited for.
const PATIENCE: Duration = Duration::from_millis(500);
/// Bytes of a page; larger ones than usual, since questions read whole tables.
const PAGE: i64 = 16 << 10;
/// Pages kept in memory while tables are built, in KiB, and while they are asked: a question reads most pages once, and each
/// page of memory taken anew costs more than reading it again.
const BUILDING: i64 = 64 << 10;
const ASKING: i64 = 8 << 10;
/// Rows whose values are looked at to learn how a table is best read.
const SAMPLE: i64 = 400;

/// What tables were built from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Tree of the commit they answer for; empty before the first.
    pub tree: String,
    /// Hash of all schemas.
    pub schemas: u64,
}

/// Open tables.
pub struct Tables {
    db: Connection,
    shape: Shape,
    /// True when views stand before the tables that show what is seen.
    covered: bool,
    /// What those who ask should know: that the tables could not be kept, and why.
    pub note: Option<Error>,
}

impl Tables {
    /// New tables in a file, or in memory.
    pub fn create(file: Option<&Path>, shape: Shape) -> Result<Self> {
        let db = match file {
            Some(path) => Connection::open(path),
            None => Connection::open_in_memory(),
        };
        let tables = Self { db: db.map_err(|e| wrong(&e))?, shape, covered: false, note: None };
        tables.settle(BUILDING).map_err(|e| wrong(&e))?;
        tables.db.execute_batch("pragma locking_mode = exclusive").map_err(|e| wrong(&e))?;
        tables.declare().map_err(|e| wrong(&e))?;
        Ok(tables)
    }

    /// The tables of a file and what they were built from; `None` when there are none or they cannot be used.
    pub fn open(path: &Path, shape: Shape, write: bool) -> Option<(Self, Stamp)> {
        let right = if write { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
        let db = Connection::open_with_flags(path, right | OpenFlags::SQLITE_OPEN_NO_MUTEX).ok()?;
        let tables = Self { db, shape, covered: false, note: None };
        tables.settle(if write { BUILDING } else { ASKING }).ok()?;
        let format = tables.said("format")?.parse::<u32>().ok()?;
        let stamp = tables.stamped()?;
        (format == FORMAT).then_some((tables, stamp))
    }

    fn stamped(&self) -> Option<Stamp> {
        Some(Stamp { tree: self.said("tree")?, schemas: self.said("schemas")?.parse().ok()? })
    }

    /// True when they were built from this.
    pub fn is_stamped(&self, stamp: &Stamp) -> bool {
        self.stamped().as_ref() == Some(stamp)
    }

    /// Keeps what was read as it is until the tables are closed.
    pub fn hold(&self) -> Result<()> {
        self.db.execute_batch("begin").map_err(|e| wrong(&e))
    }

    /// All tables.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Whoever writes seals the file when it is done, so a journal on disk would only cost time.
    fn settle(&self, cache: i64) -> rusqlite::Result<()> {
        self.db.busy_timeout(PATIENCE)?;
        for (config, on) in [
            (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
            (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
            (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        ] {
            self.db.set_db_config(config, on)?;
        }
        self.db.pragma_update(None, "page_size", PAGE)?;
        self.db.pragma_update(None, "journal_mode", "memory")?;
        self.db.pragma_update(None, "synchronous", "off")?;
        self.db.pragma_update(None, "temp_store", "memory")?;
        self.db.pragma_update(None, "cache_size", -cache)
    }

    fn declare(&self) -> rusqlite::Result<()> {
        let mut sql = String::from(
            "begin; create table rows$$said (name text primary key, value text) without rowid;
             create table rows$$card (card integer primary key, name text, marks integer);
             create table rows$$marks (id integer primary key, marks text unique);",
        );
        for table in &self.shape.tables {
            let columns = table
                .columns
                .iter()
                .map(|column| format!("{} {}", quoted(&column.name), column.sort.declared()));
            let columns = columns.collect::<Vec<_>>().join(", ");
            let extra = match table.source {
                Source::Added(Added::Changes) => ", rows$of text, rows$from text",
                Source::Added(_) => "",
                _ => ", rows$m integer",
            };
            let (hidden, name) = (hidden(&table.name), quoted(&table.name));
            let names = names(table);
            sql.push_str(&format!(
                "create table {hidden} (rows$n integer primary key, {columns}{extra});
                 create view {name} as select {names} from {hidden};"
            ));
        }
        sql.push_str("commit;");
        self.db.execute_batch(&sql)
    }

    /// Something said of the tables as a whole.
    fn said(&self, name: &str) -> Option<String> {
        let sql = "select value from rows$$said where name = ?1";
        self.db.query_row(sql, [name], |row| row.get(0)).optional().ok()?
    }

    fn say(&self, name: &str, value: &str) -> rusqlite::Result<()> {
        let sql = "insert or replace into rows$$said values (?1, ?2)";
        self.db.prepare_cached(sql)?.execute([name, value]).map(|_| ())
    }

    fn stamp(&self, stamp: &Stamp) -> rusqlite::Result<()> {
        self.say("format", &FORMAT.to_string())?;
        self.say("tree", &stamp.tree)?;
        self.say("schemas", &stamp.schemas.to_string())
    }

    /// Fills new tables from pieces.
    pub fn fill(
        &mut self,
        pieces: &mut dyn Iterator<Item = Result<Vec<CardRows>>>,
        settings: &Settings,
        stamp: &Stamp,
    ) -> Result<()> {
        let doing = |e: rusqlite::Error| wrong(&e);
        self.db.execute_batch("begin").map_err(doing)?;
        let mut card = 0;
        {
            let mut put = Put::new(&self.db, &self.shape).map_err(doing)?;
            for piece in pieces {
                for rows in piece? {
                    card += 1;
                    put.card(card, &rows).map_err(doing)?;
                }
            }
        }
        self.settings(settings).map_err(doing)?;
        self.say("next", &(card + 1).to_string()).map_err(doing)?;
        self.stamp(stamp).map_err(doing)?;
        let mut sql = String::from("create unique index rows$$name on rows$$card (name);");
        for table in self.shape.tables.iter().filter(|table| matches!(table.source, Source::Kind(_))) {
            let index = quoted(&format!("{HIDDEN}{}$id", table.name));
            sql.push_str(&format!("create index {index} on {} (id);", hidden(&table.name)));
        }
        sql.push_str(&format!("commit; pragma analysis_limit = {SAMPLE}; analyze;"));
        self.db.execute_batch(&sql).map_err(doing)
    }

    /// Takes some cards out, with all in their folders, puts others in, and stamps the result: all or nothing.
    pub fn update(
        &mut self,
        gone: &[String],
        cards: &[CardRows],
        settings: &Settings,
        stamp: &Stamp,
    ) -> Result<()> {
        self.together(|tables| {
            let mut next: i64 = tables.said("next").and_then(|text| text.parse().ok()).unwrap_or(1);
            let mut numbers = std::collections::HashMap::new();
            let mut find = tables.db.prepare_cached("select card from rows$$card where name = ?1")?;
            for name in gone {
                if let Some(card) = find.query_row([name], |row| row.get::<_, i64>(0)).optional()? {
                    tables.take_out(card)?;
                    numbers.insert(name.as_str(), card);
                }
            }
            drop(find);
            let mut put = Put::new(&tables.db, &tables.shape)?;
            for rows in cards {
                let name = format!("{}/{}", rows.kind, rows.id);
                let card = numbers.get(name.as_str()).copied().unwrap_or_else(|| {
                    next += 1;
                    next - 1
                });
                put.card(card, rows)?;
            }
            drop(put);
            tables.say("next", &next.to_string())?;
            tables.settings(settings)?;
            tables.stamp(stamp)
        })
    }

    /// Does several things as one transaction.
    fn together(&mut self, make: impl FnOnce(&Self) -> rusqlite::Result<()>) -> Result<()> {
        self.db.execute_batch("begin immediate").map_err(|e| wrong(&e))?;
        let done = make(self).and_then(|()| self.db.execute_batch("commit"));
        done.map_err(|error| {
            let _ = self.db.execute_batch("rollback");
            wrong(&error)
        })
    }

    fn take_out(&self, card: i64) -> rusqlite::Result<()> {
        let (from, to) = (card << BITS, (card + 1) << BITS);
        for table in self.shape.tables.iter().filter(|table| !matches!(table.source, Source::Added(_))) {
            let sql = format!("delete from {} where rows$n >= ?1 and rows$n < ?2", hidden(&table.name));
            self.db.prepare_cached(&sql)?.execute([from, to])?;
        }
        self.db.prepare_cached("delete from rows$$card where card = ?1")?.execute([card]).map(|_| ())
    }

    /// Fills the tables of the settings when they are not as they were.
    fn settings(&self, settings: &Settings) -> rusqlite::Result<()> {
        let mark = settings.mark();
        if self.said("settings").as_deref() == Some(mark.as_str()) {
            return Ok(());
        }
        for (added, rows) in settings.rows() {
            let Some(table) = self.shape.tables.iter().find(|table| table.source == Source::Added(added))
            else {
                continue;
            };
            self.db.execute(&format!("delete from {}", hidden(&table.name)), [])?;
            let mut insert = self.db.prepare(&insert_into(table, 0))?;
            for (number, row) in (1i64..).zip(&rows) {
                bind(&mut insert, number, row)?;
            }
        }
        self.say("settings", &mark)
    }
}

/// `insert` with a place for the row's number, each column, and some more.
fn insert_into(table: &Table, more: usize) -> String {
    let places = vec!["?"; 1 + table.columns.len() + more].join(", ");
    format!("insert into {} values ({places})", hidden(&table.name))
}

/// A name as SQL takes any.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The table behind a view.
fn hidden(name: &str) -> String {
    quoted(&format!("{HIDDEN}{name}"))
}

/// The columns of a table, for `select`.
fn names(table: &Table) -> String {
    table.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
}

/// The error for tables that failed.
fn wrong(error: &rusqlite::Error) -> Error {
    use rusqlite::ErrorCode::{CannotOpen, DiskFull, ReadOnly};
    let kind = match error.sqlite_error_code() {
        Some(DiskFull) => Some(std::io::ErrorKind::StorageFull),
        Some(ReadOnly) => Some(std::io::ErrorKind::ReadOnlyFilesystem),
        Some(CannotOpen) => Some(std::io::ErrorKind::PermissionDenied),
        _ => None,
    };
    if let Some(kind) = kind {
        return Error::io("The SQL tables", &kind.into());
    }
    Error::new(Code::Io, format!("The SQL tables failed: {error}."), format!("SQL 表出错: {error}。"))
        .hint("`kehu doctor --fix` builds them anew.", "`kehu doctor --fix` 可重建。")
}
