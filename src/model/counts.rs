//! What a record of a kind counts, as its schema says: a stocktake counts assets, an inspection could count vehicles.
//!
//! ```yaml
//! counts:
//!   of: asset                       # the kind that is counted
//!   by: number                      # its field that is read off the thing
//!   lines: lines                    # the list that keeps what was expected and found
//!   scope: [place, class]           # fields of both kinds: the filled ones say which are counted
//!   expects: {state: [in_stock, in_use]}   # words of a choice of those that should be there
//!   compare: [place, user]          # what is compared with how they were found
//!   missing: lose                   # the move of those that were not found
//!   differs: relocate               # the move that writes down how they were found
//!   back: take_back                 # the move of those that were found though they should not be there
//!   settle: settle                  # the move of this kind that ends the count
//! ```

use serde::{Deserialize, Serialize};

use super::kind::{Field, FieldType, Kind};
use super::schema::{Result, at, error, get, known_words, text_of, texts_of};
use super::yaml::Node;

/// What a line of a count says, besides the compared fields and how they were found (`found_place`).
pub const ITEM: &str = "item";
/// See [`ITEM`]: the number as it was read.
pub const READ: &str = "read";
/// See [`ITEM`]: true when it was found.
pub const FOUND: &str = "found";
/// See [`ITEM`]: in what it differs.
pub const DIFFERENCE: &str = "difference";
/// See [`ITEM`]: what was done about it.
pub const SETTLEMENT: &str = "settlement";

/// What a record of a kind counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// The kind that is counted.
    pub of: String,
    /// Its field that is read off the thing.
    pub by: String,
    /// The list that keeps what was expected and found.
    pub lines: String,
    /// Fields of both kinds that say which are counted.
    pub scope: Vec<String>,
    /// A choice of the kind that is counted, and its words of those that should be there.
    pub expects: Option<(String, Vec<String>)>,
    /// Fields that are compared.
    pub compare: Vec<String>,
    /// The move of those that were not found.
    pub missing: String,
    /// The move that writes down how they were found.
    pub differs: String,
    /// The move of those that were found though they should not be there.
    pub back: String,
    /// The move of the count itself that ends it.
    pub settle: String,
}

/// Reads the word `counts` of a schema.
pub(super) fn counts_of(x: &Node) -> Result<Option<Counts>> {
    let Some(node) = get(x, "counts") else { return Ok(None) };
    known_words(
        node,
        &["of", "by", "lines", "scope", "expects", "compare", "missing", "differs", "back", "settle"],
    )?;
    let text = |key: &str| {
        text_of(node, key)?.filter(|text| !text.is_empty()).ok_or_else(|| {
            error(node.start, format!("`counts` needs `{key}`"), format!("`counts` 须有 `{key}`"))
        })
    };
    let expects = match get(node, "expects").map(|node| (node, node.entries())) {
        None => None,
        Some((expects, Some([(field, _, _)]))) => Some((field.clone(), texts_of(expects, field)?)),
        Some((expects, _)) => {
            return Err(error(
                expects.start,
                "`expects` is written like `{state: [in_stock, in_use]}`",
                "`expects` 应写作 `{state: [in_stock, in_use]}`",
            ));
        }
    };
    Ok(Some(Counts {
        of: text("of")?,
        by: text("by")?,
        lines: text("lines")?,
        scope: texts_of(node, "scope")?,
        expects,
        compare: texts_of(node, "compare")?,
        missing: text("missing")?,
        differs: text("differs")?,
        back: text("back")?,
        settle: text("settle")?,
    }))
}

/// The list of a count has the fields that counting writes; its settling is one of its moves.
pub(super) fn check_counts(x: &Node, kind: &Kind) -> Result<()> {
    let Some(counts) = &kind.counts else { return Ok(()) };
    let at = at(x, "counts");
    let inner = match kind.field(&counts.lines).map(|field| &field.ty) {
        Some(FieldType::List(item)) => match &**item {
            FieldType::Group(fields) => fields.as_slice(),
            _ => &[],
        },
        _ => &[],
    };
    let found: Vec<String> = counts.compare.iter().map(|name| format!("found_{name}")).collect();
    let own = [READ, FOUND, DIFFERENCE, SETTLEMENT, "by", "at"];
    let names = own.into_iter().chain(counts.compare.iter().chain(&found).map(String::as_str));
    let has = |name: &str| inner.iter().any(|field: &Field| field.name == name);
    let links =
        inner.iter().any(|field| field.name == ITEM && field.ty == FieldType::Link(counts.of.clone()));
    if let Some(name) = names.into_iter().find(|name| !has(name)).or((!links).then_some(ITEM)) {
        let lines = &counts.lines;
        return Err(error(
            at,
            format!("`counts` keeps its lines in `{lines}`, whose items need the field `{name}`"),
            format!("`counts` 的明细 `{lines}` 缺少字段 `{name}`"),
        ));
    }
    if let Some(name) = counts.scope.iter().find(|name| kind.field(name).is_none()) {
        return Err(error(
            at,
            format!("`counts` names the field `{name}`, which is not among the properties"),
            format!("`counts` 提到的字段 `{name}` 不在 properties 中"),
        ));
    }
    let settles = kind.workflow.as_ref().is_some_and(|flow| flow.find(&counts.settle).is_some());
    if !settles {
        let settle = &counts.settle;
        return Err(error(
            at,
            format!("`counts` ends with the move `{settle}`, which is none of its workflow"),
            format!("`counts` 的动作 `{settle}` 不在流程中"),
        ));
    }
    Ok(())
}

impl Counts {
    /// What of the kind that is counted is named and is not there.
    pub fn lacks(&self, of: &Kind) -> Option<&str> {
        let (field, words) =
            self.expects.as_ref().map_or(("", [].as_slice()), |(field, words)| (field, words));
        let choice = |word: &String| match of.field(field).map(|field| &field.ty) {
            Some(FieldType::Choice(known)) => known.iter().any(|(known, _)| known == word),
            _ => false,
        };
        let fields = self.scope.iter().chain(&self.compare).chain([&self.by]);
        let moves = [&self.missing, &self.differs, &self.back];
        let flow = of.workflow.as_ref();
        let missing = fields.into_iter().find(|name| of.field(name).is_none());
        let missing = missing.or_else(|| words.iter().find(|word| !choice(word)));
        let missing = missing
            .or_else(|| moves.into_iter().find(|name| flow.is_none_or(|flow| flow.find(name).is_none())));
        missing.map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::read_kind;
    use super::*;

    const CAR: &str = "type: object\nproperties:\n  plate: {type: string}\n  yard: {type: string}\n  state: {type: string, enum: [here, gone], default: here}\n  driver: {type: string, x-kehu: {link: person}}\nx-kehu:\n  home: cars/{id}.yaml\n  name: plate\n  workflow:\n    state: state\n    owner: driver\n    moves:\n      lose: {from: [here], to: gone, who: [anyone]}\n      park: {from: [here], who: [anyone]}\n      find: {from: [gone], to: here, who: [anyone]}\n";
    const ROUND: &str = "type: object\nproperties:\n  name: {type: string}\n  yard: {type: string}\n  by: {type: string, x-kehu: {link: person}}\n  state: {type: string, enum: [open, over], default: open}\n  lines:\n    type: array\n    items:\n      type: object\n      properties:\n        item: {type: string, x-kehu: {link: car}}\n        read: {type: string}\n        found: {type: boolean}\n        yard: {type: string}\n        found_yard: {type: string}\n        difference: {type: string}\n        settlement: {type: string}\n        by: {type: string}\n        at: {type: string}\nx-kehu:\n  home: rounds/{id}.yaml\n  name: name\n  workflow: {state: state, owner: by, moves: {end: {from: [open], to: over, who: [owner]}}}\n  counts: {of: car, by: plate, lines: lines, scope: [yard], expects: {state: [here]}, compare: [yard], missing: lose, differs: park, back: find, settle: end}\n";

    fn round(from: &str, to: &str) -> Result<Kind> {
        assert!(ROUND.contains(from), "{from}");
        read_kind("round", "own", true, &ROUND.replacen(from, to, 1))
    }

    #[test]
    fn a_count_of_any_kind_is_read() {
        let counts = round("", "").unwrap().counts.unwrap();
        let car = read_kind("car", "own", true, CAR).unwrap();
        assert_eq!(counts.expects, Some(("state".to_owned(), vec!["here".to_owned()])));
        assert_eq!(counts.lacks(&car), None);
        for (from, to, lacks) in [
            ("by: plate", "by: number", "number"),
            ("missing: lose", "missing: sink", "sink"),
            ("[here]", "[there]", "there"),
        ] {
            let counts = round(from, to).unwrap().counts.unwrap();
            assert_eq!(counts.lacks(&car), Some(lacks));
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (from, to, said) in [
            (", settle: end", "", "needs `settle`"),
            ("settle: end", "settle: close", "`close`"),
            ("scope: [yard]", "scope: [street]", "`street`"),
            ("compare: [yard]", "compare: [yard, seat]", "the field `seat`"),
            ("found_yard", "seen_yard", "the field `found_yard`"),
            ("link: car", "link: person", "the field `item`"),
            ("expects: {state: [here]}", "expects: [here]", "is written like"),
            ("counts: {of", "counts: {off: x, of", "unknown x-kehu word `off`"),
        ] {
            let error = round(from, to).unwrap_err();
            assert!(error.en.contains(said), "{to}: {}", error.en);
        }
    }

    #[test]
    fn what_the_shipped_counts_name_is_there() {
        let kinds = crate::ops::desk::shipped_kinds().unwrap();
        let counting: Vec<_> = kinds.all().iter().filter_map(|kind| kind.counts.as_ref()).collect();
        assert!(!counting.is_empty());
        for counts in counting {
            assert_eq!(counts.lacks(kinds.get(&counts.of).unwrap()), None);
        }
    }
}
