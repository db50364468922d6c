//! A report at two moments, side by side: what is now, and how it changed.

use std::collections::HashMap;

use super::answer::{Answer, Cell, Heading};

/// Now against then: the columns that say which row it is, and for each number what it is now and by how much it changed;
/// for scripts, what it was too. Rows that are at one of the two moments only count as nothing at the other.
pub fn versus(now: &Answer, then: &Answer, day: &str) -> Answer {
    let lang = now.lang();
    let keys: Vec<usize> = key_columns(now);
    let numbers: Vec<usize> = (0..now.headings().len())
        .filter(|place| now.headings()[*place].number && !keys.contains(place))
        .collect();
    let mut headings: Vec<Heading> = keys.iter().map(|place| now.headings()[*place].clone()).collect();
    for place in &numbers {
        let heading = &now.headings()[*place];
        headings.push(heading.clone());
        headings.push(Heading {
            key: format!("{}_change", heading.key),
            label: "±".to_owned(),
            number: true,
            is_key: false,
        });
    }
    let mut answer = Answer::new(lang, headings);
    answer.problem = now.problem.clone().or_else(|| then.problem.clone());
    let name = |row: &[Cell]| keys.iter().map(|place| row[*place].json().to_string()).collect::<Vec<_>>();
    let mut before: HashMap<Vec<String>, Vec<&Vec<Cell>>> = HashMap::new();
    for row in then.rows() {
        before.entry(name(row)).or_default().push(row);
    }
    let pair = |row: &[Cell], old: Option<&Vec<Cell>>, gone: bool| {
        let mut cells: Vec<Cell> = keys.iter().map(|place| row[*place].clone()).collect();
        for place in &numbers {
            let is = if gone { Cell::Empty } else { row[*place].clone() };
            let was = old.map_or(Cell::Empty, |old| old[*place].clone());
            cells.extend([is.clone(), change(&is, &was)]);
        }
        cells
    };
    let mut rows = Vec::new();
    for row in now.rows() {
        let old = before.get_mut(&name(row)).and_then(|rows| (!rows.is_empty()).then(|| rows.remove(0)));
        rows.push(pair(row, old, false));
    }
    for row in then.rows() {
        let gone = before.get_mut(&name(row)).and_then(|rows| (!rows.is_empty()).then(|| rows.remove(0)));
        if let Some(old) = gone {
            rows.push(pair(old, Some(old), true));
        }
    }
    for row in rows {
        answer.push(row);
    }
    for total in now.totals() {
        let unit = |row: &[Cell]| row.iter().map(Cell::unit).find(|unit| unit.len() == 3).unwrap_or_default();
        let old = then.totals().iter().find(|old| unit(old) == unit(total));
        answer.total(pair(total, old, false));
    }
    for note in now.notes() {
        answer.note(note.clone(), note.clone());
    }
    answer.note(format!("± against {day}"), format!("± 与 {day} 相比"));
    answer
}

/// The columns that say which row it is: those the report names, else all that are no numbers.
fn key_columns(answer: &Answer) -> Vec<usize> {
    let places = 0..answer.headings().len();
    let said: Vec<usize> = places.clone().filter(|place| answer.headings()[*place].is_key).collect();
    if said.is_empty() { places.filter(|place| !answer.headings()[*place].number).collect() } else { said }
}

/// What came; nothing where neither is a number.
fn change(is: &Cell, was: &Cell) -> Cell {
    match was.negated() {
        Some(less) => is.plus(&less).unwrap_or(Cell::Empty),
        None => is.clone(),
    }
}
