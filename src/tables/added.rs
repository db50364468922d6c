//! Tables that are filled only when a question names them: changes of fields, pairs of look-alikes.

use super::{Added, Cell, Shape, Source, Table, Tables, bind, hidden, insert_into, wrong};
use crate::error::Result;

/// A pair of look-alikes.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Kind of both.
    pub kind: String,
    /// One record.
    pub a: String,
    /// The other.
    pub b: String,
    /// How alike, 0 to 1.
    pub score: f64,
    /// `duplicate` or `possible`.
    pub verdict: String,
}

/// A row of `changes`.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeRow {
    /// The card it belongs to, `kind/id`.
    pub card: String,
    /// The card it came from, when a commit moved it; only who sees both sees the row.
    pub from: Option<String>,
    /// Cells.
    pub cells: Vec<Cell>,
}

impl Tables {
    /// What a table was filled from, when it was.
    pub fn filled_from(&self, added: Added) -> Option<String> {
        self.said(name_of(added))
    }

    /// Fills `changes`. `anew` takes out what was there.
    pub fn put_changes(&mut self, anew: bool, rows: &[ChangeRow], from: &str) -> Result<()> {
        let table = table_of(&self.shape, Added::Changes).cloned();
        let Some(table) = table else { return Ok(()) };
        self.together(|tables| {
            if anew {
                tables.db.execute(&format!("delete from {}", hidden(&table.name)), [])?;
            }
            let sql = format!("select coalesce(max(rows$n), 0) from {}", hidden(&table.name));
            let last: i64 = tables.db.query_row(&sql, [], |row| row.get(0))?;
            let mut insert = tables.db.prepare_cached(&insert_into(&table, 2))?;
            for (number, row) in (last + 1..).zip(rows) {
                insert.raw_bind_parameter(table.columns.len() + 2, &row.card)?;
                insert.raw_bind_parameter(table.columns.len() + 3, &row.from)?;
                bind(&mut insert, number, &row.cells)?;
            }
            tables.say(name_of(Added::Changes), from)
        })
    }

    /// Fills `duplicate`.
    pub fn put_pairs(&mut self, pairs: &[Pair], from: &str) -> Result<()> {
        let table = table_of(&self.shape, Added::Duplicate).cloned();
        let Some(table) = table else { return Ok(()) };
        self.together(|tables| {
            tables.db.execute(&format!("delete from {}", hidden(&table.name)), [])?;
            let mut insert = tables.db.prepare_cached(&insert_into(&table, 0))?;
            for (number, pair) in (1i64..).zip(pairs) {
                let texts = [&pair.kind, &pair.a, &pair.b].map(|text| Cell::text(text));
                let mut cells = texts.to_vec();
                cells.extend([Cell::Real(pair.score), Cell::text(&pair.verdict)]);
                bind(&mut insert, number, &cells)?;
            }
            tables.say(name_of(Added::Duplicate), from)
        })
    }

    /// Every row of a table, in the order in which they were put in; `each` is called with their cells.
    pub fn every_row(&self, table: &Table, each: &mut dyn FnMut(&[Cell]) -> Result<()>) -> Result<()> {
        let sql = format!("select {} from {}", super::names(table), super::quoted(&table.name));
        let mut statement = self.db.prepare(&sql).map_err(|e| wrong(&e))?;
        let mut rows = statement.query([]).map_err(|e| wrong(&e))?;
        let mut cells = Vec::with_capacity(table.columns.len());
        while let Some(row) = rows.next().map_err(|e| wrong(&e))? {
            cells.clear();
            for place in 0..table.columns.len() {
                cells.push(Cell::read(row.get_ref(place).map_err(|e| wrong(&e))?));
            }
            each(&cells)?;
        }
        Ok(())
    }
}

fn name_of(added: Added) -> &'static str {
    match added {
        Added::Changes => "changes",
        Added::Duplicate => "duplicate",
        Added::QuietPolicy | Added::Rate | Added::Calendar => "settings",
    }
}

fn table_of(shape: &Shape, added: Added) -> Option<&Table> {
    shape.tables.iter().find(|table| table.source == Source::Added(added))
}
