//! Who is asked to come and what they answered: a list of people, each with an answer of their own.

use super::kind::{Field, FieldType, Kind, Label, Storage};
use super::schema::{Result, at, error};
use super::value::{Map, Value};
use super::yaml::Node;

/// Fields of the items of such a list.
pub const PERSON: &str = "person";
/// What was answered.
pub const ANSWER: &str = "answer";
/// When.
pub const AT: &str = "at";
/// By whom: always the person.
pub const BY: &str = "by";
/// What was said with it.
pub const NOTE: &str = "note";

/// The answer of one person, empty fields when there is none yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer<'a> {
    /// Who is asked.
    pub person: &'a str,
    /// The word of the choice.
    pub answer: &'a str,
    /// When it was given.
    pub at: &'a str,
    /// By whom it was given.
    pub by: &'a str,
    /// What was said with it.
    pub note: &'a str,
}

impl Kind {
    /// Everybody asked, with their answers, in the order of the list.
    pub fn answers<'a>(&self, fields: &'a Map) -> Vec<Answer<'a>> {
        let Some(list) = &self.answers else { return Vec::new() };
        let items = fields.get(list).and_then(Value::as_list).unwrap_or_default();
        let read = |item: &'a Value| {
            let text = |name: &str| item.at(name).and_then(Value::as_str).unwrap_or_default();
            Answer {
                person: text(PERSON),
                answer: text(ANSWER),
                at: text(AT),
                by: text(BY),
                note: text(NOTE),
            }
        };
        items.iter().map(read).collect()
    }

    /// Whose answer was changed by somebody else: one that `author` did not give, and that no earlier state had.
    pub fn foreign_answer<'a>(&self, before: &[Map], after: &'a Map, author: &str) -> Option<&'a str> {
        let known: Vec<Answer<'_>> = before.iter().flat_map(|fields| self.answers(fields)).collect();
        let foreign = |one: &Answer<'_>| {
            let none = Answer { person: one.person, ..Answer::default() };
            one.person != author && *one != none && !known.contains(one)
        };
        let cleared = |one: &Answer<'_>| {
            let had = known.iter().any(|was| was.person == one.person && !was.answer.is_empty());
            one.person != author && one.answer.is_empty() && had && !known.contains(one)
        };
        self.answers(after).into_iter().find(|one| foreign(one) || cleared(one)).map(|one| one.person)
    }

    /// The state `before` with the answers of those alone who are asked in none of the states `now`: who was taken off the
    /// list comes back with their answer when that is undone.
    pub fn taken_off(&self, before: &Map, now: &[Map]) -> Map {
        let Some(list) = &self.answers else { return Map::default() };
        let asked: Vec<&str> =
            now.iter().flat_map(|fields| self.answers(fields)).map(|one| one.person).collect();
        let off = |item: &&Value| {
            let person = item.at(PERSON).and_then(Value::as_str).unwrap_or_default();
            !asked.contains(&person)
        };
        let items = before.get(list).and_then(Value::as_list).unwrap_or_default();
        Map::from_iter([(list.clone(), Value::List(items.iter().filter(off).cloned().collect()))])
    }

    /// The words one may answer with, with their labels.
    pub fn answer_words(&self) -> &[(String, Label)] {
        let items = self.answers.as_ref().and_then(|list| items_of(self, list)).unwrap_or_default();
        match items.iter().find(|field| field.name == ANSWER).map(|field| &field.ty) {
            Some(FieldType::Choice(words)) => words,
            _ => &[],
        }
    }
}

fn items_of<'a>(kind: &'a Kind, list: &str) -> Option<&'a [Field]> {
    match &kind.field(list)?.ty {
        FieldType::List(item) => match &**item {
            FieldType::Group(fields) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}

/// The list has items of a person, and of a stamped answer with who and when.
pub(super) fn check_answers(x: &Node, kind: &Kind) -> Result<()> {
    let Some(list) = &kind.answers else { return Ok(()) };
    let items = items_of(kind, list).unwrap_or_default();
    let is = |name: &str, fits: &dyn Fn(&Field) -> bool| {
        items.iter().any(|field| field.name == name && fits(field))
    };
    let person = |field: &Field| matches!(&field.ty, FieldType::Link(target) if target == "person");
    let good = kind.storage == Storage::Card
        && kind.field(list).is_some_and(|field| field.key.as_deref() == Some(PERSON))
        && is(PERSON, &person)
        && is(ANSWER, &|field| field.stamped && matches!(field.ty, FieldType::Choice(_)))
        && is(AT, &|field| field.stamped && field.ty == FieldType::DateTime)
        && is(BY, &|field| field.stamped && person(field))
        && is(NOTE, &|field| field.stamped && field.ty == FieldType::Text);
    if good {
        return Ok(());
    }
    Err(error(
        at(x, "answers"),
        format!(
            "`answers` names `{list}`: a list with `key: person` of groups of person, and of answer, at, by and note, which are stamped"
        ),
        format!(
            "`answers` 中的 `{list}` 应为以 person 为 key 的列表, 各项含 person 以及 stamped 的 answer、at、by、note"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::schema::read_kind;
    use super::*;

    const PARTY: &str = "type: object\nproperties:\n  name: {type: string}\n  guests:\n    type: array\n    x-kehu: {key: person}\n    items:\n      type: object\n      properties:\n        person: {type: string, x-kehu: {link: person}}\n        answer: {type: string, enum: [yes, no], x-kehu: {stamped: true}}\n        at: {type: string, format: date-time, x-kehu: {stamped: true}}\n        by: {type: string, x-kehu: {link: person, stamped: true}}\n        note: {type: string, x-kehu: {stamped: true}}\nx-kehu:\n  home: parties/{id}.yaml\n  name: name\n  answers: guests\n";

    #[test]
    fn a_list_of_people_and_their_answers() {
        let kind = read_kind("party", "own", true, PARTY).unwrap();
        assert_eq!(
            kind.answer_words().iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>(),
            ["yes", "no"]
        );
        let guest = |person: &str, answer: &str| {
            let pair = |name: &str, text: &str| (name.to_owned(), Value::text(text));
            Value::Map([pair(PERSON, person), pair(ANSWER, answer)].into_iter().collect())
        };
        let fields: Map = [("guests".to_owned(), Value::List(vec![guest("li", "yes"), guest("wang", "")]))]
            .into_iter()
            .collect();
        let told: Vec<_> = kind.answers(&fields).iter().map(|one| (one.person, one.answer)).collect();
        assert_eq!(told, [("li", "yes"), ("wang", "")]);
    }

    #[test]
    fn nobody_changes_the_answer_of_another() {
        let kind = read_kind("party", "own", true, PARTY).unwrap();
        let list = |pairs: &[(&str, &str)]| -> Map {
            let item = |(person, answer): &(&str, &str)| {
                let pair = |name: &str, text: &str| (name.to_owned(), Value::text(text));
                Value::Map([pair(PERSON, person), pair(ANSWER, answer)].into_iter().collect())
            };
            [("guests".to_owned(), Value::List(pairs.iter().map(item).collect()))].into_iter().collect()
        };
        let before = [list(&[("li", "yes"), ("wang", "")])];
        let foreign = |after: &[(&str, &str)], author: &str| {
            kind.foreign_answer(&before, &list(after), author).map(str::to_owned)
        };
        assert_eq!(foreign(&[("li", "no"), ("wang", "")], "li"), None, "one's own");
        assert_eq!(foreign(&[("li", "no"), ("wang", "")], "wang").as_deref(), Some("li"));
        assert_eq!(foreign(&[("li", ""), ("wang", "")], "wang").as_deref(), Some("li"));
        assert_eq!(foreign(&[("li", "yes"), ("zhao", "yes")], "wang").as_deref(), Some("zhao"));
        assert_eq!(foreign(&[("li", "yes"), ("zhao", "")], "wang"), None, "asked, and no answer yet");
        assert_eq!(foreign(&[("wang", "yes")], "wang"), None, "taken off the list");
        let now = list(&[("wang", "no")]);
        assert_eq!(kind.taken_off(&before[0], std::slice::from_ref(&now)), list(&[("li", "yes")]));
        assert_eq!(kind.taken_off(&before[0], &[now, before[0].clone()]), list(&[]), "still asked");
    }

    #[test]
    fn mistakes_are_named() {
        for (was, wrong) in [
            ("key: person", "key: answer"),
            ("answers: guests", "answers: name"),
            ("answers: guests", "answers: gone"),
            ("enum: [yes, no], x-kehu: {stamped: true}", "enum: [yes, no]"),
            ("x-kehu: {link: person}}", "x-kehu: {link: product}}"),
        ] {
            assert!(PARTY.contains(was));
            let error = read_kind("party", "own", true, &PARTY.replace(was, wrong)).unwrap_err();
            assert!(error.en.contains("`answers` names"), "{wrong}: {}", error.en);
        }
    }
}
