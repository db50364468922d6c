//! Puts the rows of cards into their tables.

use std::collections::HashMap;

use rusqlite::{CachedStatement, Connection, Statement};

use super::rows::TableRow;
use super::{BITS, CardRows, Cell, Shape, insert_into};

/// Statements that put rows in.
pub(super) struct Put<'a> {
    statements: Vec<Option<CachedStatement<'a>>>,
    counts: Vec<(i64, i64)>,
    card: CachedStatement<'a>,
    /// Few sets of marks, many cards: each set has a number, which stands in every row.
    marks: HashMap<String, i64>,
    db: &'a Connection,
    shape: &'a Shape,
}

impl<'a> Put<'a> {
    pub(super) fn new(db: &'a Connection, shape: &'a Shape) -> rusqlite::Result<Self> {
        let count = shape.tables.len();
        db.set_prepared_statement_cache_capacity(3 * count + 16);
        Ok(Self {
            statements: (0..count).map(|_| None).collect(),
            counts: vec![(0, 0); count],
            card: db.prepare_cached("insert into rows$$card values (?1, ?2, ?3)")?,
            marks: HashMap::new(),
            db,
            shape,
        })
    }

    pub(super) fn card(&mut self, card: i64, rows: &CardRows) -> rusqlite::Result<()> {
        let name = format!("{}/{}", rows.kind, rows.id);
        let marks = self.number_of(rows.marks.join("\n"))?;
        self.card.execute(rusqlite::params![card, name, marks])?;
        let apart = rows.apart.iter().map(|(marks, rows)| (Some(marks), rows));
        for (own, rows) in std::iter::once((None, &rows.rows)).chain(apart) {
            let marks = match own {
                None => marks,
                Some(own) => self.number_of(own.join("\n"))?,
            };
            self.rows(card, marks, rows)?;
        }
        Ok(())
    }

    fn rows(&mut self, card: i64, marks: i64, rows: &[TableRow]) -> rusqlite::Result<()> {
        for (table, cells) in rows {
            let count = &mut self.counts[*table];
            *count = if count.0 == card { (card, count.1 + 1) } else { (card, 0) };
            let number = (card << BITS) + count.1;
            let statement = match &mut self.statements[*table] {
                Some(statement) => statement,
                empty => {
                    let sql = insert_into(&self.shape.tables[*table], 1);
                    empty.insert(self.db.prepare_cached(&sql)?)
                }
            };
            statement.raw_bind_parameter(cells.len() + 2, marks)?;
            bind(statement, number, cells)?;
        }
        Ok(())
    }

    /// The number of a set of marks, a new one when it was not met before.
    fn number_of(&mut self, marks: String) -> rusqlite::Result<i64> {
        if let Some(number) = self.marks.get(&marks) {
            return Ok(*number);
        }
        self.db.prepare_cached("insert or ignore into rows$$marks (marks) values (?1)")?.execute([&marks])?;
        let mut find = self.db.prepare_cached("select id from rows$$marks where marks = ?1")?;
        let number = find.query_row([&marks], |row| row.get(0))?;
        self.marks.insert(marks, number);
        Ok(number)
    }
}

/// Puts in one row with its number.
pub(super) fn bind(statement: &mut Statement<'_>, number: i64, cells: &[Cell]) -> rusqlite::Result<()> {
    statement.raw_bind_parameter(1, number)?;
    for (place, cell) in (2..).zip(cells) {
        statement.raw_bind_parameter(place, cell)?;
    }
    statement.raw_execute().map(|_| ())
}
