//! Periods that take no entries once they are closed, as the schema of a kind says.
//!
//! ```yaml
//! period:
//!   - {kind: period, date: date, fields: [date, lines], counts: {state: [approved, paid]}}
//!   - {kind: period, date: returns.on}     # the items of a list, each by its own day
//! ```
//!
//! A record is not made in a closed period nor moved into one, and what counts there stays as it is. What does not count yet
//! (a draft that was left over) may be changed and moved out, but not made to count.

use serde::{Deserialize, Serialize};

use super::kind::{FieldType, Kind};
use super::schema::{Result, at, error, get, known_words, text_of, texts_of};
use super::value::{Map, Value};
use super::yaml::{Node, NodeData};

/// The fields of a period's record: its first day and its last.
pub const FROM: &str = "from";
/// The last day.
pub const UNTIL: &str = "until";

/// What ties the records of a kind to periods.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The kind of the periods, whose `closed` word says which are over.
    pub kind: String,
    /// The day of a record: a field, or `list.field` for each item of a list by itself.
    pub date: String,
    /// What stays as it is; empty: everything.
    pub fields: Vec<String>,
    /// A choice, and the words of it with which a record counts; every record counts when nothing is said.
    pub counts: Option<(String, Vec<String>)>,
}

/// A period that is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// First day, ISO.
    pub from: String,
    /// Last day, ISO.
    pub until: String,
}

impl Span {
    /// True for its days.
    pub fn holds(&self, day: &str) -> bool {
        !day.is_empty() && self.from.as_str() <= day && day <= self.until.as_str()
    }
}

impl Period {
    /// The closed period that a change touches, and the day in it. `None` for a record that was not there, or is gone.
    pub fn touched<'a>(
        &self,
        before: Option<&Map>,
        after: Option<&Map>,
        closed: &'a [Span],
    ) -> Option<(&'a Span, String)> {
        let found = |day: &str| {
            let span = closed.iter().find(|span| span.kind == self.kind && span.holds(day))?;
            Some((span, day.to_owned()))
        };
        if let Some((list, field)) = self.date.split_once('.') {
            let (old, new) = (self.items(before, list), self.items(after, list));
            let gone = left_over(&old, &new);
            let come = left_over(&new, &old);
            return gone.iter().chain(&come).find_map(|item| found(text(item.as_map()?, field)));
        }
        let day = |fields: Option<&Map>| fields.map_or("", |fields| text(fields, &self.date)).to_owned();
        let (old, new) = (day(before), day(after));
        let entered = found(&new).filter(|_| old != new);
        let changed = || {
            let (was, is) = (before.filter(|fields| self.counted(fields)), after.filter(|f| self.counted(f)));
            if self.same(was, is) {
                return None;
            }
            was.and_then(|_| found(&old)).or_else(|| is.and_then(|_| found(&new)))
        };
        entered.or_else(changed)
    }

    /// The days on which a record has entries that count.
    pub fn days<'a>(&'a self, fields: &'a Map) -> Vec<&'a str> {
        match self.date.split_once('.') {
            Some((list, field)) => {
                let items = self.items(Some(fields), list);
                items.into_iter().filter_map(|item| Some(text(item.as_map()?, field))).collect()
            }
            None if self.counted(fields) => vec![text(fields, &self.date)],
            None => Vec::new(),
        }
    }

    fn counted(&self, fields: &Map) -> bool {
        let said = |(field, words): &(String, Vec<String>)| {
            words.iter().any(|word| Some(word.as_str()) == fields.get(field).and_then(Value::as_str))
        };
        text(fields, "retired").is_empty() && self.counts.as_ref().is_none_or(said)
    }

    fn items<'a>(&self, fields: Option<&'a Map>, list: &str) -> Vec<&'a Value> {
        let fields = fields.filter(|fields| self.counted(fields));
        let items = fields.and_then(|fields| fields.get(list)).and_then(Value::as_list);
        items.unwrap_or_default().iter().collect()
    }

    /// True when what stays is the same in both, and both count or neither.
    fn same(&self, one: Option<&Map>, other: Option<&Map>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) if self.fields.is_empty() => one == other,
            (Some(one), Some(other)) => self.fields.iter().all(|name| one.get(name) == other.get(name)),
            (None, None) => true,
            _ => false,
        }
    }
}

/// The items of one list that the other has not, each as often as it is there more.
fn left_over<'a>(of: &[&'a Value], other: &[&'a Value]) -> Vec<&'a Value> {
    let mut other = other.to_vec();
    of.iter()
        .filter(|item| match other.iter().position(|known| known == *item) {
            Some(place) => {
                other.swap_remove(place);
                false
            }
            None => true,
        })
        .copied()
        .collect()
}

fn text<'a>(fields: &'a Map, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Reads the word `period` of a schema: one, or a list.
pub(super) fn periods_of(x: &Node) -> Result<Vec<Period>> {
    match get(x, "period") {
        None => Ok(Vec::new()),
        Some(node) => match &node.data {
            NodeData::List(items) => items.iter().map(read).collect(),
            _ => Ok(vec![read(node)?]),
        },
    }
}

fn read(node: &Node) -> Result<Period> {
    known_words(node, &["kind", "date", "fields", "counts"])?;
    let wrong = || {
        error(
            node.start,
            "`period` is written like `{kind: period, date: date, fields: [date, lines], counts: {state: [paid]}}`",
            "`period` 应写作 `{kind: period, date: date, fields: [date, lines], counts: {state: [paid]}}`",
        )
    };
    let (Some(kind), Some(date)) = (text_of(node, "kind")?, text_of(node, "date")?) else {
        return Err(wrong());
    };
    let counts = match get(node, "counts") {
        None => None,
        Some(counts) => match counts.entries() {
            Some([(field, _, _)]) => Some((field.clone(), texts_of(counts, field)?)),
            _ => return Err(wrong()),
        },
    };
    Ok(Period { kind, date, fields: texts_of(node, "fields")?, counts })
}

/// The fields that `period` names are there, days are days and words are words of their choice.
pub(super) fn check_periods(x: &Node, kind: &Kind) -> Result<()> {
    let at = at(x, "period");
    for period in &kind.periods {
        let is_day = match period.date.split_once('.') {
            None => kind.field(&period.date).map(|field| &field.ty) == Some(&FieldType::Date),
            Some((list, name)) => match kind.field(list).map(|field| &field.ty) {
                Some(FieldType::List(item)) => match &**item {
                    FieldType::Group(fields) => {
                        fields.iter().any(|field| field.name == name && field.ty == FieldType::Date)
                    }
                    _ => false,
                },
                _ => false,
            },
        };
        if !is_day {
            let date = &period.date;
            return Err(error(
                at,
                format!("`period` takes `{date}` for a day, which is neither a date nor one in a list"),
                format!("`period` 中的 `{date}` 不是日期字段, 也不是列表中的日期"),
            ));
        }
        if let Some(name) = period.fields.iter().find(|name| kind.field(name).is_none()) {
            return Err(error(
                at,
                format!("`period` names the field `{name}`, which is not among the properties"),
                format!("`period` 提到的字段 `{name}` 不在 properties 中"),
            ));
        }
        let Some((field, words)) = &period.counts else { continue };
        let known = |word: &String| match kind.field(field).map(|field| &field.ty) {
            Some(FieldType::Choice(choices)) => choices.iter().any(|(known, _)| known == word),
            _ => false,
        };
        if let Some(word) = words.iter().find(|word| !known(word)) {
            return Err(error(
                at,
                format!("`period` names `{word}`, which is no choice of `{field}`"),
                format!("`period` 中的 `{word}` 不是 `{field}` 的可选值"),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::schema::read_kind;
    use super::*;
    use crate::model::yaml::parse;

    const CLAIM: &str = "type: object\nproperties:\n  name: {type: string}\n  date: {type: string, format: date}\n  amount: {type: string, format: money}\n  state: {type: string, enum: [draft, paid], default: draft}\n  back: {type: array, items: {type: object, properties: {on: {type: string, format: date}, amount: {type: string, format: money}}}}\nx-kehu:\n  home: claims/{id}.yaml\n  name: name\n";

    fn kind(period: &str) -> Result<Kind> {
        read_kind("claim", "own", true, &format!("{CLAIM}  period: {period}\n"))
    }

    fn fields(text: &str) -> Option<Map> {
        match parse(text).unwrap().into_value() {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    fn october() -> Vec<Span> {
        let text = str::to_owned;
        vec![Span {
            kind: text("period"),
            id: text("2026-10"),
            from: text("2026-10-01"),
            until: text("2026-10-31"),
        }]
    }

    #[test]
    fn nothing_comes_in_and_what_counts_stays() {
        let kind =
            kind("{kind: period, date: date, fields: [date, amount], counts: {state: [paid]}}").unwrap();
        let touches = |before: &str, after: &str| {
            let (before, after) = (fields(before), fields(after));
            kind.periods[0].touched(before.as_ref(), after.as_ref(), &october()).is_some()
        };
        let draft = "{date: '2026-10-05', amount: 1, state: draft}";
        let paid = "{date: '2026-10-05', amount: 1, state: paid}";
        assert!(touches("null", draft), "not even a draft is made there");
        assert!(!touches("null", "{date: '2026-11-01', state: paid}"));
        assert!(touches("{date: '2026-11-01', state: draft}", draft), "nor moved into it");
        assert!(
            !touches(draft, "{date: '2026-10-05', amount: 2, state: draft}"),
            "what was left over may be mended"
        );
        assert!(!touches(draft, "{date: '2026-11-01', amount: 1, state: paid}"), "and moved out");
        assert!(touches(draft, paid), "but not made to count");
        assert!(touches(paid, "{date: '2026-10-05', amount: 2, state: paid}"));
        assert!(touches(paid, "{date: '2026-11-05', amount: 1, state: paid}"));
        assert!(touches(paid, draft) && touches(paid, "null"));
        assert!(touches(paid, "{date: '2026-10-05', amount: 1, state: paid, retired: '2026-11-02'}"));
        assert!(
            !touches(paid, "{date: '2026-10-05', amount: 1, state: paid, name: other}"),
            "what is not named may change"
        );
        assert!(!touches("null", "{amount: 1}"), "no day, no period");
        for (day, inside) in
            [("2026-09-30", false), ("2026-10-01", true), ("2026-10-31", true), ("2026-11-01", false)]
        {
            assert_eq!(touches("null", &format!("{{date: '{day}'}}")), inside, "{day}");
        }
    }

    #[test]
    fn items_of_a_list_go_by_their_own_days() {
        let kind = kind("[{kind: period, date: back.on}]").unwrap();
        let touches = |before: &str, after: &str| {
            let (before, after) = (fields(before), fields(after));
            kind.periods[0].touched(before.as_ref(), after.as_ref(), &october()).is_some()
        };
        let old = "{back: [{on: '2026-10-05', amount: 1}]}";
        assert!(!touches(old, "{back: [{on: '2026-10-05', amount: 1}, {on: '2026-11-05', amount: 1}]}"));
        assert!(touches(old, "{back: [{on: '2026-10-05', amount: 1}, {on: '2026-10-05', amount: 1}]}"));
        assert!(
            touches(old, "{back: [{on: '2026-10-05', amount: 2}]}")
                && touches(old, "{}")
                && touches("null", old)
        );
        assert!(touches("null", old) && !touches(old, &old.replace("{back", "{name: x, back")));
        assert_eq!(kind.periods[0].days(&fields(old).unwrap()), ["2026-10-05"]);
    }

    #[test]
    fn without_fields_everything_stays() {
        let kind = kind("{kind: period, date: date}").unwrap();
        let (one, other) = (fields("{date: '2026-10-05'}"), fields("{date: '2026-10-05', name: x}"));
        assert!(kind.periods[0].touched(one.as_ref(), other.as_ref(), &october()).is_some());
        assert!(kind.periods[0].touched(one.as_ref(), one.as_ref(), &october()).is_none());
        assert!(kind.periods[0].touched(one.as_ref(), other.as_ref(), &[]).is_none());
    }

    #[test]
    fn mistakes_are_named() {
        for (wrong, said) in [
            ("{kind: period}", "is written like"),
            ("{kind: period, date: amount}", "neither a date"),
            ("{kind: period, date: back.amount}", "neither a date"),
            ("{kind: period, date: date, fields: [sum]}", "the field `sum`"),
            ("{kind: period, date: date, counts: {state: [gone]}}", "no choice of `state`"),
            ("{kind: period, date: date, when: x}", "unknown x-kehu word `when`"),
        ] {
            let error = kind(wrong).unwrap_err();
            assert!(error.en.contains(said), "{wrong}: {}", error.en);
        }
    }
}
