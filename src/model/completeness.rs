//! How complete a record is: named rules of what it needs, as data in the schema, and what is missing.
//!
//! Each rule counts the same; inside a rule, the share of its needs that are met. Complete = the average of these
//! shares in hundredths, rounded; 100 only when nothing is missing.

use super::kind::{Kind, Need, NeedRule};
use super::schema::{SchemaError, error, get, known_words, label_of, text_of, texts_of};
use super::value::{Map, Value};
use super::yaml::{Node, NodeData};

/// What is whole when a rule is met.
const WHOLE: u64 = 1_000_000;

/// What a record has and lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness<'a> {
    /// 0 to 100.
    pub percent: i64,
    /// Each rule with the needs that are not met; for each need, what would meet it.
    pub rules: Vec<(&'a NeedRule, Vec<&'a [Need]>)>,
}

impl Completeness<'_> {
    /// Marks of the rules that are not met in full.
    pub fn lacks(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().filter(|(_, missing)| !missing.is_empty()).map(|(rule, _)| rule.mark.as_str())
    }
}

/// How complete a record with its journals is; nothing for kinds without rules.
pub fn complete<'a>(
    kind: &'a Kind,
    fields: &Map,
    journals: &[(&Kind, Vec<Map>)],
) -> Option<Completeness<'a>> {
    let rules: Vec<(&NeedRule, Vec<&[Need]>)> = kind
        .completeness
        .iter()
        .map(|rule| {
            let unmet = |need: &&Vec<Need>| !need.iter().any(|way| is_met(kind, way, fields, journals));
            (rule, rule.needs.iter().filter(unmet).map(Vec::as_slice).collect())
        })
        .collect();
    let share = |(rule, missing): &(&NeedRule, Vec<&[Need]>)| {
        let all = rule.needs.len().max(1) as u64;
        (all - (missing.len() as u64).min(all)) * WHOLE / all
    };
    let count = rules.len() as u64;
    if count == 0 {
        return None;
    }
    let sum: u64 = rules.iter().map(share).sum();
    let percent = (sum * 200 + count * WHOLE) / (count * WHOLE * 2);
    let whole = rules.iter().all(|(_, missing)| missing.is_empty());
    let percent = if whole { 100 } else { percent.min(99) };
    Some(Completeness { percent: i64::try_from(percent).unwrap_or(100), rules })
}

fn is_met(kind: &Kind, need: &Need, fields: &Map, journals: &[(&Kind, Vec<Map>)]) -> bool {
    let holds = |value: Option<&Value>| match (&need.value, value) {
        (Some(wanted), Some(value)) => value.scalar_text().as_ref() == Some(wanted),
        (None, Some(value)) => !value.is_empty(),
        (_, None) => false,
    };
    let (first, rest) = split(&need.path);
    if kind.field(first).is_some() {
        let value = fields.get(first);
        return holds(if rest.is_empty() { value } else { value.and_then(|value| value.at(rest)) });
    }
    let mut entries =
        journals.iter().filter(|(journal, _)| journal.name == first).flat_map(|(_, entries)| entries);
    match rest {
        "" => entries.next().is_some(),
        rest => entries.any(|entry| holds(entry.get(rest))),
    }
}

/// `log.type` is the journal `log` and its field `type`; `contacts.0.name` a field and the way inside.
fn split(path: &str) -> (&str, &str) {
    path.split_once('.').unwrap_or((path, ""))
}

/// `completeness: [{mark: A, label: {…}, needs: [business, phone|mobile, log.type=email]}]`
pub(super) fn read_rules(x: &Node) -> Result<Vec<NeedRule>, SchemaError> {
    let Some(node) = get(x, "completeness") else { return Ok(Vec::new()) };
    let wrong = |node: &Node| {
        error(
            node.start,
            "`completeness` is a list like `[{mark: A, label: {en: …, zh: …}, needs: [phone|mobile, log.type=email]}]`",
            "`completeness` 应为列表, 如 `[{mark: A, label: {en: …, zh: …}, needs: [phone|mobile, log.type=email]}]`",
        )
    };
    let NodeData::List(items) = &node.data else { return Err(wrong(node)) };
    let mut rules: Vec<NeedRule> = Vec::with_capacity(items.len());
    for item in items {
        known_words(item, &["mark", "label", "needs"])?;
        let (mark, label) = (text_of(item, "mark")?, label_of(item, "label")?);
        let (Some(mark), Some(label)) = (mark, label) else { return Err(wrong(item)) };
        let needs = texts_of(item, "needs")?;
        let good =
            |mark: &str| (1..=8).contains(&mark.len()) && mark.chars().all(|c| c.is_ascii_alphanumeric());
        if needs.is_empty() || !good(&mark) || rules.iter().any(|rule| rule.mark == mark) {
            return Err(wrong(item));
        }
        rules.push(NeedRule { mark, label, needs: needs.iter().map(|need| read_need(need)).collect() });
    }
    Ok(rules)
}

/// `phone|mobile`, `status=won`, `log.type=email`.
fn read_need(text: &str) -> Vec<Need> {
    text.split('|')
        .map(|way| match way.split_once('=') {
            Some((path, value)) => {
                Need { path: path.trim().to_owned(), value: Some(value.trim().to_owned()) }
            }
            None => Need { path: way.trim().to_owned(), value: None },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::read_kind;
    use proptest::prelude::*;

    fn customer() -> Kind {
        read_kind("customer", "crm", false, include_str!("../../schemas/crm/customer.yaml")).unwrap()
    }

    fn log() -> Kind {
        read_kind("log", "crm", false, include_str!("../../schemas/crm/log.yaml")).unwrap()
    }

    fn entry(fields: &[(&str, &str)]) -> Map {
        fields.iter().map(|(name, text)| ((*name).to_owned(), Value::text(*text))).collect()
    }

    #[test]
    fn the_norm_has_five_rules() {
        let kind = customer();
        let marks: Vec<&str> = kind.completeness.iter().map(|rule| rule.mark.as_str()).collect();
        assert_eq!(marks, ["A", "B", "C", "D", "E"]);
        let empty = complete(&kind, &Map::default(), &[]).unwrap();
        assert_eq!((empty.percent, empty.lacks().count()), (0, 5));
        let (kind_of_log, fields) = (log(), entry(&[("needs", "采购要留痕"), ("mobile", "13800138000")]));
        let part = complete(&kind, &fields, &[]).unwrap();
        // A: one of four needs, B: all. 25/5 + 100/5.
        assert_eq!((part.percent, part.lacks().collect::<Vec<_>>()), (25, vec!["A", "C", "D", "E"]));
        let call = entry(&[("type", "call"), ("next_date", "2026-12-01")]);
        let journals = [(&kind_of_log, vec![call.clone()])];
        let called = complete(&kind, &fields, &journals).unwrap();
        assert_eq!(called.lacks().collect::<Vec<_>>(), ["A", "C", "E"]);
        let journals = [(&kind_of_log, vec![call, entry(&[("type", "email")])])];
        assert_eq!(complete(&kind, &fields, &journals).unwrap().lacks().collect::<Vec<_>>(), ["A", "C"]);
        assert_eq!(complete(&kind_of_log, &fields, &[]), None, "a kind without rules");
    }

    #[test]
    fn mistakes_are_named() {
        let text = include_str!("../../schemas/crm/customer.yaml");
        for (from, to) in [("mark: B", "makr: B"), ("mark: B", "mark: A"), ("needs: [needs]", "needs: []")] {
            assert!(text.contains(from), "{from}");
            let wrong = read_kind("customer", "crm", false, &text.replacen(from, to, 1));
            assert!(wrong.is_err(), "{to}");
        }
    }

    proptest! {
        #[test]
        fn more_never_makes_a_record_less_complete(
            names in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
            one in any::<prop::sample::Index>(),
            types in prop::collection::vec(prop::sample::select(vec!["call", "email", "note"]), 0..4),
        ) {
            let (kind, journal) = (customer(), log());
            let mut fields = Map::default();
            for index in &names {
                let field = &kind.fields[index.index(kind.fields.len())];
                fields.insert(field.name.clone(), Value::text("x"));
            }
            let entries: Vec<Map> = types.iter().map(|kind| entry(&[("type", kind)])).collect();
            let before = complete(&kind, &fields, &[(&journal, entries.clone())]).unwrap().percent;
            prop_assert!((0..=100).contains(&before));
            let fewer = complete(&kind, &fields, &[(&journal, entries.iter().skip(1).cloned().collect())]);
            prop_assert!(fewer.unwrap().percent <= before);
            fields.insert(kind.fields[one.index(kind.fields.len())].name.clone(), Value::text("y"));
            let after = complete(&kind, &fields, &[(&journal, entries)]).unwrap();
            prop_assert!(after.percent >= before);
            prop_assert_eq!(after.percent == 100, after.lacks().count() == 0);
        }
    }
}
