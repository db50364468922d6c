//! Sums of a report's columns.

use super::answer::Cell;
use super::file::Show;
use super::ready::Ready;
use crate::error::{Code, Error, Result};
use crate::ops::tables::SqlCell;

/// Sums of the columns that are summed up, for each currency by itself.
#[derive(Default)]
pub(super) struct Sums(Vec<(Option<String>, Vec<Option<Cell>>)>);

impl Sums {
    /// Adds a row: its values, and the cells of the columns that are summed up.
    pub fn add(&mut self, ready: &[Ready], row: &[SqlCell], cells: &[Cell]) -> Result<()> {
        if !ready.iter().any(|column| column.column.total) {
            return Ok(());
        }
        let money = ready.iter().find(|column| column.column.total && column.show == Show::Money);
        let currency = money.and_then(|column| row[column.currency?].as_str()).map(str::to_owned);
        let found = self.0.iter().position(|(known, _)| *known == currency);
        let at = found.unwrap_or_else(|| {
            self.0.push((currency, vec![None; ready.len()]));
            self.0.len() - 1
        });
        for ((sum, column), cell) in self.0[at].1.iter_mut().zip(ready).zip(cells) {
            if column.column.total && *cell != Cell::Empty {
                *sum = Some(match sum.take() {
                    None => cell.clone(),
                    Some(sum) => sum.plus(cell).ok_or_else(too_large)?,
                });
            }
        }
        Ok(())
    }

    /// The rows of totals.
    pub fn rows(mut self, ready: &[Ready], shown: &[usize], total: &str) -> Vec<Vec<Cell>> {
        self.0.retain(|(_, sums)| sums.iter().any(Option::is_some));
        // What has no amount stands last, and not at all when it adds nothing.
        if self.0.len() > 1 {
            self.0.retain(|(currency, sums)| currency.is_some() || sums.iter().flatten().any(adds));
        }
        self.0.sort_by_key(|(currency, _)| (currency.is_none(), currency.clone()));
        let row = |(currency, sums): (Option<String>, Vec<Option<Cell>>)| {
            let cells = shown.iter().enumerate().map(|(number, place)| match &sums[*place] {
                Some(sum) => sum.clone(),
                None if number == 0 => Cell::text(total),
                None if ready.iter().any(|column| column.bare && column.currency == Some(*place)) => {
                    Cell::text(currency.clone().unwrap_or_default())
                }
                None => Cell::Empty,
            });
            cells.collect()
        };
        self.0.into_iter().map(row).collect()
    }
}

/// False for zero.
fn adds(cell: &Cell) -> bool {
    cell.number() != Some(0.0)
}

fn too_large() -> Error {
    Error::new(Code::BadValue, "The sum cannot be told: it has too many digits.", "无法给出合计: 位数太多。")
}
