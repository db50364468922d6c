//! What is over: which words of a field, or which filled fields, close a record, as its schema says.

use serde::{Deserialize, Serialize};

use super::kind::{FieldType, Kind};
use super::schema::{Result, at, error, get, known_words, text_of, texts_of};
use super::value::{Map, Value};
use super::yaml::Node;

/// What closes a record of a kind: `closed: {field: stage, values: [won, lost]}` or `closed: {filled: [done]}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The choice that says it.
    pub field: Option<String>,
    /// The words of that choice that close the record.
    pub values: Vec<String>,
    /// Fields that close the record once one of them is filled.
    pub filled: Vec<String>,
}

impl Kind {
    /// True for kinds whose records come to an end.
    pub fn can_close(&self) -> bool {
        self.closed.is_some()
    }

    /// True when a record with these fields is over: won, paid off, done, retired.
    pub fn is_closed(&self, fields: &Map) -> bool {
        let filled = |name: &str| fields.get(name).is_some_and(|value| !value.is_empty());
        let said = |closed: &Closed| {
            let word = closed.field.as_ref().and_then(|name| fields.get(name)).and_then(Value::as_str);
            word.is_some_and(|word| closed.values.iter().any(|value| value == word))
                || closed.filled.iter().any(|name| filled(name))
        };
        self.closed.as_ref().is_some_and(said) || (self.field(RETIRED).is_some() && filled(RETIRED))
    }

    /// True when something is still to be done for a record: its kind can be closed, and it is not.
    pub fn is_open(&self, fields: &Map) -> bool {
        self.closed.is_some() && !self.is_closed(fields)
    }
}

/// The system field of cards that are retired.
const RETIRED: &str = "retired";

/// Reads the word `closed` of a schema.
pub(super) fn closed_of(x: &Node) -> Result<Option<Closed>> {
    let Some(node) = get(x, "closed") else { return Ok(None) };
    known_words(node, &["field", "values", "filled"])?;
    let closed = Closed {
        field: text_of(node, "field")?,
        values: texts_of(node, "values")?,
        filled: texts_of(node, "filled")?,
    };
    if closed.field.is_some() == closed.values.is_empty()
        || (closed.field.is_none() && closed.filled.is_empty())
    {
        return Err(error(
            node.start,
            "`closed` is written like `{field: stage, values: [won, lost]}` or `{filled: [done]}`",
            "`closed` 应写作 `{field: stage, values: [won, lost]}` 或 `{filled: [done]}`",
        ));
    }
    Ok(Some(closed))
}

/// The words that close a record are among those its field may hold.
pub(super) fn check_closed(x: &Node, kind: &Kind) -> Result<()> {
    let Some(closed) = &kind.closed else { return Ok(()) };
    let Some(name) = &closed.field else { return Ok(()) };
    let known = |word: &String| match kind.field(name).map(|field| &field.ty) {
        Some(FieldType::Choice(words)) => words.iter().any(|(known, _)| known == word),
        _ => false,
    };
    match closed.values.iter().find(|word| !known(word)) {
        None => Ok(()),
        Some(word) => Err(error(
            at(x, "closed"),
            format!("`closed` names `{word}`, which is no choice of `{name}`"),
            format!("`closed` 中的 `{word}` 不是 `{name}` 的可选值"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::read_kind;
    use super::*;

    const CASE: &str = "type: object\nproperties:\n  name: {type: string}\n  stage: {type: string, enum: [new, won, lost]}\n  done: {type: string, format: date}\nx-kehu:\n  home: cases/{id}.yaml\n  name: name\n";

    fn kind(closed: &str) -> Result<Kind> {
        read_kind("case", "own", true, &format!("{CASE}{closed}"))
    }

    fn fields(pairs: &[(&str, &str)]) -> Map {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), Value::text(*value))).collect()
    }

    #[test]
    fn a_word_or_a_filled_field_closes() {
        let by_word = kind("  closed: {field: stage, values: [won, lost]}\n").unwrap();
        assert!(by_word.is_open(&fields(&[("stage", "new")])) && by_word.is_open(&fields(&[])));
        assert!(by_word.is_closed(&fields(&[("stage", "lost")])));
        assert!(!by_word.is_closed(&fields(&[("done", "2026-11-23")])));
        let by_field = kind("  closed: {filled: [done]}\n").unwrap();
        assert!(by_field.is_closed(&fields(&[("done", "2026-11-23")])));
        assert!(by_field.is_open(&fields(&[("done", "")])));
    }

    #[test]
    fn what_nothing_closes_is_neither_but_when_it_is_retired() {
        let plain = kind("").unwrap();
        assert!(!plain.is_open(&fields(&[])) && !plain.is_closed(&fields(&[])));
        assert!(plain.is_closed(&fields(&[("retired", "2026-11-23")])));
        let both = kind("  closed: {filled: [done]}\n").unwrap();
        assert!(!both.is_open(&fields(&[("retired", "2026-11-23")])));
    }

    #[test]
    fn mistakes_are_named() {
        for (wrong, said) in [
            ("{field: stage}", "is written like"),
            ("{}", "is written like"),
            ("{values: [won]}", "is written like"),
            ("{field: stage, values: [one]}", "no choice of `stage`"),
            ("{field: name, values: [won]}", "no choice of `name`"),
            ("{filled: [gone]}", "the field `gone`"),
            ("{filed: [done]}", "unknown x-kehu word `filed`"),
        ] {
            let error = kind(&format!("  closed: {wrong}\n")).unwrap_err();
            assert!(error.en.contains(said), "{wrong}: {}", error.en);
        }
    }
}
