//! What a question may do: read the tables, and in them only what the person who asks may see (law 9).

use std::collections::HashSet;

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;

use super::{Added, BITS, HIDDEN, Source, Tables, hidden, names, quoted, wrong};
use crate::error::{Code, Error, Result};
use crate::model::access::Reach;

/// Longest text a question may make, in bytes.
const LONGEST: i32 = 16 << 20;
/// Memory a question may use, in bytes.
const MEMORY: i64 = 2 << 30;
/// Table functions that read nothing but what they are given.
const FREE: [&str; 2] = ["json_each", "json_tree"];
/// How tables begin that tell of SQLite itself.
const MACHINE: [&str; 6] = ["sqlite_", "pragma_", "dbstat", "bytecode", "tables_used", "fts"];
/// Functions that reach beyond the tables, or tell how many rows there are in all.
const CLOSED: [&str; 5] =
    ["load_extension", "fts3_tokenizer", "changes", "total_changes", "last_insert_rowid"];

/// A kind whose records are hidden with what they name: table, and for each column that names records, their tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guarded {
    /// Table.
    pub table: String,
    /// Its kind.
    pub kind: String,
    /// Column and where it may lead to.
    pub links: Vec<(String, Vec<Target>)>,
}

/// Where a link may lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To records of a kind with folders of their own.
    Kind(String),
    /// To records in the folders of others, by their table.
    Table(String),
}

impl Tables {
    /// Lets only what is within reach be read; `None` for somebody who sees everything.
    /// `named`: tables that name records by more than their rows are asked too (`changes`, `duplicate`).
    pub fn limit_to(&mut self, reach: Option<&Reach>, guarded: &[Guarded], named: bool) -> Result<()> {
        let covered = match reach {
            Some(reach) => self.hide(reach, guarded, named).map_err(|e| wrong(&e))?,
            None => HashSet::new(),
        };
        self.covered = !covered.is_empty();
        self.close(covered).map_err(|e| wrong(&e))
    }

    /// Covers the tables with views of the same names that show what is seen; tells which.
    fn hide(&self, reach: &Reach, guarded: &[Guarded], named: bool) -> rusqlite::Result<HashSet<String>> {
        let db = &self.db;
        db.execute_batch(
            "create temp table rows$seen (marks integer primary key);
             create temp table rows$out (card integer primary key);
             create temp table rows$named (name text primary key) without rowid;",
        )?;
        self.find_seen(reach)?;
        // What is gone keeps its marks: where all are seen, nothing has to be hidden, and asking each row costs as much again
        // as most questions.
        let hides = "select exists (select 1 from main.rows$$marks where id not in (select marks from temp.rows$seen))";
        if !db.query_row(hides, [], |row| row.get::<_, bool>(0))? {
            return Ok(HashSet::new());
        }
        for guarded in guarded {
            self.hide_what_names_hidden(guarded)?;
        }
        if named {
            db.execute_batch(
                "insert into temp.rows$named select name from main.rows$$card
                 where marks in (select marks from temp.rows$seen) and card not in (select card from temp.rows$out)",
            )?;
        }
        let mut covered = HashSet::new();
        let named = "in (select name from temp.rows$named)";
        for table in &self.shape.tables {
            let seen = "rows$m in (select marks from temp.rows$seen)";
            let rule = match &table.source {
                // What a commit moved to a hidden record is hidden with all its story.
                Source::Added(Added::Changes) => format!(
                    "rows$of {named} and (rows$from is null or rows$from {named}) and (kind, record) not in \
                     (select kind, record from main.{} where rows$from is not null and not rows$of {named})",
                    hidden(&table.name)
                ),
                Source::Added(Added::Duplicate) => {
                    format!("kind || '/' || a {named} and kind || '/' || b {named}")
                }
                Source::Added(_) => continue,
                Source::Kind(kind)
                | Source::List { kind, .. }
                | Source::Lacks(kind)
                | Source::Charges(kind)
                    if guarded.iter().any(|guarded| guarded.kind == *kind) =>
                {
                    format!("{seen} and rows$n >> {BITS} not in (select card from temp.rows$out)")
                }
                _ => seen.to_owned(),
            };
            let (name, columns, behind) = (quoted(&table.name), names(table), hidden(&table.name));
            db.execute_batch(&format!(
                "create temp view {name} as select {columns} from main.{behind} where {rule}"
            ))?;
            covered.insert(table.name.to_lowercase());
        }
        Ok(covered)
    }

    /// Which sets of marks are within reach.
    fn find_seen(&self, reach: &Reach) -> rusqlite::Result<()> {
        let single: HashSet<&str> = reach.marks.iter().map(String::as_str).collect();
        let within = |mark: &str| {
            single.contains(mark) || reach.ranges.iter().any(|range| range.contains(&mark.to_owned()))
        };
        let mut read = self.db.prepare("select id, marks from rows$$marks")?;
        let mut put = self.db.prepare("insert into temp.rows$seen values (?1)")?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            if row.get_ref(1)?.as_str().unwrap_or_default().split('\n').any(within) {
                put.execute([row.get::<_, i64>(0)?])?;
            }
        }
        Ok(())
    }

    /// Hides the records of a kind that name a hidden one, and those that are retired: nobody knows here what they name.
    fn hide_what_names_hidden(&self, guarded: &Guarded) -> rusqlite::Result<()> {
        let behind = hidden(&guarded.table);
        let unseen = "not in (select marks from temp.rows$seen)";
        let mut hides = vec![format!(
            "select card from main.rows$$card where name glob '{}/*'
             and card not in (select rows$n >> {BITS} from main.{behind})",
            guarded.kind
        )];
        for (column, targets) in &guarded.links {
            let column = quoted(column);
            hides.extend(targets.iter().map(|target| match target {
                Target::Kind(kind) => format!(
                    "select g.rows$n >> {BITS} from main.{behind} g
                     join main.rows$$card c on c.name = '{kind}/' || g.{column} where c.marks {unseen}"
                ),
                Target::Table(table) => format!(
                    "select g.rows$n >> {BITS} from main.{behind} g
                     join main.{} t on t.id = g.{column} where t.rows$m {unseen}",
                    hidden(table)
                ),
            }));
        }
        for hides in hides {
            self.db.execute_batch(&format!("insert or ignore into temp.rows$out {hides}"))?;
        }
        Ok(())
    }

    /// From here on nothing can be written, attached, loaded or looked at but the tables.
    fn close(&mut self, covered: HashSet<String>) -> rusqlite::Result<()> {
        self.db.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
        self.db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        self.db.pragma_update(None, "hard_heap_limit", MEMORY)?;
        self.db.pragma_update(None, "query_only", true)?;
        let public: HashSet<String> =
            self.shape.tables.iter().map(|table| table.name.to_lowercase()).collect();
        self.db.authorizer(Some(move |context: AuthContext<'_>| match allowed(&public, &covered, &context) {
            true => Authorization::Allow,
            false => Authorization::Deny,
        }))
    }
}

/// `covered`: tables that may be read through the views before them alone, so not as `main.customer`.
fn allowed(public: &HashSet<String>, covered: &HashSet<String>, context: &AuthContext<'_>) -> bool {
    match context.action {
        AuthAction::Select | AuthAction::Recursive => true,
        AuthAction::Function { function_name } => {
            !CLOSED.iter().any(|name| name.eq_ignore_ascii_case(function_name))
        }
        AuthAction::Read { table_name, column_name } => {
            let name = table_name.to_lowercase();
            // Counting rows reads no column; what is counted may be named in the question itself, by `with`, and a view's
            // rows are counted without the view. Names behind the views were refused in the text.
            let counts = column_name.is_empty() && !MACHINE.iter().any(|start| name.starts_with(start));
            let past_the_view = covered.contains(&name) && context.database_name == Some("main");
            let through_a_view =
                context.accessor.is_some_and(|accessor| public.contains(&accessor.to_lowercase()));
            if past_the_view {
                return false;
            }
            counts
                || public.contains(&name)
                || FREE.contains(&name.as_str())
                || (through_a_view && name.starts_with(HIDDEN))
        }
        _ => false,
    }
}

/// Refuses a question that names what lies behind the tables: a `with` could take the name of a view, and its rights. Where
/// views cover tables, refuses `main.customer` too, which names the table without its cover.
pub(super) fn names_hidden(sql: &str, covered: bool) -> Result<()> {
    let refuse = |en: String, zh: String| {
        Err(Error::new(Code::BadQuery, en, zh)
            .hint("`kehu sql --schema` lists the tables.", "`kehu sql --schema` 列出所有表。"))
    };
    if sql.to_lowercase().contains(HIDDEN) {
        return refuse(
            format!("Names that begin with {HIDDEN} cannot be asked."),
            format!("以 {HIDDEN} 开头的名称不可查询。"),
        );
    }
    if covered && names_main(sql) {
        return refuse("Name tables without `main.`.".to_owned(), "表名前不要加 `main.`。".to_owned());
    }
    Ok(())
}

/// True when `main` stands before a dot, whatever quotes, blanks and comments are between them. What looks so inside a text or
/// a comment counts too: telling those apart is left to SQLite, whose reading may differ.
fn names_main(sql: &str) -> bool {
    let plain = sql.to_lowercase();
    plain.match_indices("main").any(|(at, word)| {
        let alone = !plain[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        alone && after_blanks(&plain[at + word.len()..]).starts_with('.')
    })
}

/// What follows closing quotes, blanks and comments.
fn after_blanks(mut rest: &str) -> &str {
    loop {
        // SQLite takes a byte order mark for a blank.
        let blank = ['"', '`', ']', '\'', ' ', '\t', '\n', '\r', '\u{c}', '\u{feff}'];
        rest = rest.trim_start_matches(blank);
        rest = match rest.as_bytes() {
            [b'-', b'-', ..] => &rest[rest.find('\n').unwrap_or(rest.len())..],
            [b'/', b'*', ..] => rest[2..].find("*/").map_or("", |at| &rest[at + 4..]),
            _ => return rest,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_behind_a_cover_cannot_be_named() {
        for sql in [
            "select count(*) from main.customer",
            "select count(*) from MAIN . customer",
            "select count(*) from \"main\".customer",
            "select count(*) from [main].customer",
            "select count(*) from 'main'.customer",
            "select count(*) from main/* a */./* b */customer",
            "select count(*) from main -- x\n.customer",
            "select '/*', (select count(*) from main.customer), '*/'",
            "select \"--\", (select count(*) from main.customer)",
            "select count(*) from main\u{feff}.customer",
            "select :x('), (select count(*) from main/**/.customer), 'a'",
            "select count(*) from main -- a\n -- b\n/* c */ .customer",
        ] {
            assert!(names_hidden(sql, true).is_err(), "{sql}");
            assert!(names_hidden(sql, false).is_ok(), "{sql}");
        }
        for sql in [
            "select main from t",
            "select domain.x from domain",
            "select 'the main thing'",
            "select 1 /* main x */",
            "select 1 from t where remain.x = 1 and main/",
        ] {
            assert!(names_hidden(sql, true).is_ok(), "{sql}");
        }
        assert!(names_hidden("select 1 from \"Rows$customer\"", false).is_err());
    }
}
