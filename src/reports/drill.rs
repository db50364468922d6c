//! From a figure to its records: the command that lists what a row of a report adds up.
//!
//! `drill: {actual: [report, entries, "{by}={group}|without={by}", "since={first_day}"]}` in the front matter: a word is taken
//! in its first form, of those between `|`, whose columns and parameters all hold something; without one it is left out.

use super::file::Report;
use crate::ops::tables::SqlCell;

/// The command behind one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drill {
    /// The column.
    pub column: String,
    /// The words of the command, each with its forms.
    pub words: Vec<Vec<String>>,
}

impl Drill {
    /// Reads the words of a column's command.
    pub fn new(column: &str, words: &[String]) -> Self {
        let forms = |word: &String| word.split('|').map(str::to_owned).collect();
        Self { column: column.to_owned(), words: words.iter().map(forms).collect() }
    }

    /// The names between braces.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let inner = |form: &'_ String| -> Vec<(usize, usize)> {
            let starts = form.match_indices('{').map(|(at, _)| at + 1);
            starts.filter_map(|at| Some((at, at + form[at..].find('}')?))).collect()
        };
        self.words
            .iter()
            .flatten()
            .flat_map(move |form| inner(form).into_iter().map(move |(from, until)| &form[from..until]))
    }

    /// The command for a row; `value` tells a column or parameter.
    pub fn command(&self, value: &dyn Fn(&str) -> Option<String>) -> String {
        let mut words = vec!["kehu".to_owned()];
        for forms in &self.words {
            let word = forms.iter().find_map(|form| filled(form, value)).map(|word| shell(&word));
            // A parameter may say what the group says too.
            words.extend(word.filter(|word| !words.contains(word)));
        }
        words.join(" ")
    }
}

/// A form with what stands in braces filled in; none when something of it is empty.
fn filled(form: &str, value: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut out = String::new();
    let mut rest = form;
    while let Some(at) = rest.find('{') {
        let end = at + rest[at..].find('}')?;
        out.push_str(&rest[..at]);
        out.push_str(&value(&rest[at + 1..end])?);
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    Some(out)
}

/// A word as a shell takes it.
fn shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-@%+=:,./".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// The commands of a row, by column.
pub(super) fn commands(
    report: &Report,
    row: &[SqlCell],
    values: &[(String, SqlCell)],
) -> Vec<(String, String)> {
    let shown = |cell: &SqlCell| Some(cell.shown()).filter(|text| !text.is_empty());
    let value = |name: &str| match report.columns.iter().position(|column| column.name == name) {
        Some(place) => row.get(place).and_then(shown),
        None => values.iter().find(|(known, _)| known == name).and_then(|(_, cell)| shown(cell)),
    };
    report.drill.iter().map(|drill| (drill.column.clone(), drill.command(&value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_taken_in_the_first_form_that_is_filled() {
        let words = ["report", "entries", "{by}={group}|without={by}", "since={since}"].map(str::to_owned);
        let drill = Drill::new("actual", &words);
        assert_eq!(drill.names().collect::<Vec<_>>(), ["by", "group", "by", "since"]);
        let told = |pairs: &[(&str, &str)]| {
            drill.command(&|name| {
                pairs.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned())
            })
        };
        assert_eq!(
            told(&[("by", "person"), ("group", "li"), ("since", "2026-01-01")]),
            "kehu report entries person=li since=2026-01-01"
        );
        assert_eq!(told(&[("by", "person")]), "kehu report entries without=person");
        assert_eq!(
            told(&[("by", "person"), ("group", "O'Neill $x")]),
            "kehu report entries 'person=O'\\''Neill $x'"
        );
        assert_eq!(told(&[]), "kehu report entries");
    }
}
