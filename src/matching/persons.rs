//! Persons held against one another: field by field, each with a weight for what was found, in
//! the manner of Fellegi and Sunter. The weights were learned without labels (`em.rs`).

use super::evidence::{Evidence, Reason};
use super::hash::hash;
use super::near;
use super::normal::tidy;
use super::subject::{PersonPart, Subject};

/// Fields of a person.
pub const FIELDS: usize = 8;
/// What comparing a field may find.
pub const LEVELS: usize = 4;
/// A field that one of both leaves empty.
pub const MISSING: u8 = u8::MAX;
/// Names of the fields, as reasons tell them when nothing better is known.
const NAMES: [&str; FIELDS] =
    ["given_name", "surname", "birthday", "identity", "address", "city", "postcode", "province"];

/// Log-odds before any evidence, among persons that share a key.
const PRIOR: f64 = -7.6;
/// Log-odds of each field when it differs, is far, near, or the same.
const WEIGHTS: [[f64; LEVELS]; FIELDS] = [
    [-1.97, 0.79, 4.35, 5.24],
    [-2.29, 2.42, 4.93, 5.28],
    [-2.71, -2.59, 3.27, 7.47],
    [-2.75, 2.76, 7.27, 7.53],
    [-2.18, 2.71, 6.49, 7.49],
    [-2.42, 1.45, 6.05, 6.29],
    [-4.17, -1.95, 2.78, 6.36],
    [-3.43, 0.00, 0.32, 1.49],
];

/// What identifies a person.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Person {
    /// Letters of each field, tidied.
    parts: [Box<[u8]>; FIELDS],
}

impl Person {
    /// The person a subject is; `None` for a company.
    pub fn of(subject: &Subject) -> Option<Self> {
        if subject.person.is_empty() {
            return None;
        }
        let mut person = Self::default();
        for (part, fact) in &subject.person {
            let at = match part {
                PersonPart::Given => 0,
                PersonPart::Surname => 1,
                PersonPart::Birthday => 2,
                PersonPart::Identity => 3,
                PersonPart::Postcode => 6,
            };
            person.parts[at] = letters(&fact.text);
        }
        let town = if subject.city.is_empty() { &subject.county } else { &subject.city };
        for (at, text) in [(4, &subject.address), (5, town), (7, &subject.province)] {
            person.parts[at] = letters(text);
        }
        person.parts[..4].iter().any(|part| !part.is_empty()).then_some(person)
    }

    /// Keys under which persons meet: each needs two things alike, or one that few share.
    pub fn each_key(&self, mut tell: impl FnMut(u64)) {
        let head =
            |at: usize, len: usize| self.parts[at].get(..len.min(self.parts[at].len())).unwrap_or_default();
        let mut key = |kind: u8, parts: &[&[u8]]| {
            if parts.iter().all(|part| part.len() >= 2) {
                let mut all: Vec<&[u8]> = vec![std::slice::from_ref(&kind)];
                all.extend(parts);
                tell(hash(&all));
            }
        };
        let [given, surname, birthday, identity, address, town, postcode, _] = &self.parts;
        key(1, &[birthday]);
        key(2, &[identity]);
        key(3, &[head(0, 3), head(1, 3)]);
        // Given name and surname may have changed places.
        key(3, &[head(1, 3), head(0, 3)]);
        key(4, &[given, town]);
        key(5, &[surname, postcode]);
        key(6, &[address]);
        key(7, &[head(4, 8), town]);
        key(8, &[given, postcode]);
        key(9, &[surname, town]);
        key(10, &[head(2, 6), head(0, 2)]);
        key(11, &[birthday.get(4..).unwrap_or_default(), head(1, 2)]);
        key(12, &[head(4, 8), postcode]);
        for half in [head(3, 4), identity.get(3..).unwrap_or_default()] {
            key(13, &[half, head(0, 2)]);
            key(14, &[half, head(1, 2)]);
        }
    }

    /// What comparing each field finds, [`MISSING`] where one is empty; the same from both sides.
    pub fn levels(&self, other: &Self) -> [u8; FIELDS] {
        let mut levels = [MISSING; FIELDS];
        for (at, level) in levels.iter_mut().enumerate() {
            let (a, b) = (&self.parts[at], &other.parts[at]);
            if !a.is_empty() && !b.is_empty() {
                *level = found(at, a, b);
            }
        }
        // Given name and surname in each other's place.
        let swapped = |x: &Self, y: &Self| !x.parts[0].is_empty() && x.parts[0] == y.parts[1];
        let (one, two) = (swapped(self, other), swapped(other, self));
        if (one || two) && levels[..2].iter().all(|level| *level < 2 || *level == MISSING) {
            let both = one && two;
            levels[0] = if both { 3 } else { 2 };
            levels[1] = levels[0];
        }
        levels
    }
}

fn letters(text: &str) -> Box<[u8]> {
    let folded: String = tidy(text).chars().filter(|c| c.is_alphanumeric()).collect();
    folded.into_bytes().into_iter().take(near::MOST).collect()
}

/// 3 the same, 2 near, 1 something in common, 0 another.
fn found(field: usize, a: &[u8], b: &[u8]) -> u8 {
    if a == b {
        return 3;
    }
    let edits = near::edits(a, b);
    let long = a.len().max(b.len());
    match field {
        // Names: one letter in three.
        0 | 1 | 5 if edits <= 1 || edits * 4 <= long || starts(a, b) => 2,
        0 | 1 | 5 if edits * 5 <= long * 2 => 1,
        2 | 3 if edits <= 1 => 2,
        2 | 3 if edits <= 2 => 1,
        4 if edits * 4 <= long || near::held(a, b).max(near::held(b, a)) >= 18 => 2,
        4 if edits * 2 <= long => 1,
        6 if edits <= 1 => 2,
        6 if edits <= 2 => 1,
        7 if edits <= 1 => 2,
        _ => 0,
    }
}

/// A name cut short.
fn starts(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= 3 && long.starts_with(short)
}

/// What each field adds to the log-odds.
pub fn shares(levels: &[u8; FIELDS]) -> [f64; FIELDS] {
    let mut shares = [0.0; FIELDS];
    for (at, level) in levels.iter().enumerate() {
        if *level != MISSING {
            shares[at] = WEIGHTS[at][usize::from(*level).min(LEVELS - 1)];
        }
    }
    shares
}

/// Log-odds before any evidence.
pub fn prior() -> f64 {
    PRIOR
}

/// The reasons of two persons, one for each field that both fill.
pub fn told(mine: Option<&Subject>, theirs: Option<&Subject>, levels: &[u8; FIELDS]) -> Vec<Evidence> {
    let shares = shares(levels);
    let told = levels.iter().enumerate().filter(|(_, level)| **level != MISSING).map(|(at, level)| {
        let (field, yours) = text(mine, at);
        Evidence { field, yours, theirs: text(theirs, at).1, weight: shares[at], reason: reason(at, *level) }
    });
    told.collect()
}

fn reason(at: usize, level: u8) -> Reason {
    match (at, level) {
        (_, 1 | 2) => Reason::NearValue,
        (2, 3) => Reason::SameBirthday,
        (2, _) => Reason::OtherBirthday,
        (3, 3) => Reason::SameIdentity,
        (3, _) => Reason::OtherIdentity,
        (4 | 6, 3) => Reason::SameAddress,
        (4 | 6, _) => Reason::OtherAddress,
        (5, 3) => Reason::SameCity,
        (5, _) => Reason::OtherCity,
        (7, 3) => Reason::SameProvince,
        (7, _) => Reason::OtherCity,
        (_, 3) => Reason::SameName,
        _ => Reason::OtherName,
    }
}

fn text(subject: Option<&Subject>, at: usize) -> (String, String) {
    let name = NAMES[at].to_owned();
    let Some(subject) = subject else { return (name, String::new()) };
    let part = match at {
        0 => PersonPart::Given,
        1 => PersonPart::Surname,
        2 => PersonPart::Birthday,
        3 => PersonPart::Identity,
        6 => PersonPart::Postcode,
        4 => return (name, subject.address.clone()),
        5 => {
            return (
                name,
                if subject.city.is_empty() { subject.county.clone() } else { subject.city.clone() },
            );
        }
        _ => return (name, subject.province.clone()),
    };
    let fact = subject.person.iter().find(|(own, _)| *own == part);
    fact.map_or((name, String::new()), |(_, fact)| (fact.field.clone(), fact.text.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::subject::Fact;

    fn person(given: &str, surname: &str, born: &str) -> Person {
        let fact = |text: &str| Fact { field: String::new(), text: text.to_owned() };
        let person = vec![
            (PersonPart::Given, fact(given)),
            (PersonPart::Surname, fact(surname)),
            (PersonPart::Birthday, fact(born)),
        ];
        Person::of(&Subject { person, ..Subject::default() }).unwrap_or_default()
    }

    #[test]
    fn persons_are_held_against_one_another() {
        let (a, b) = (person("Mitchell", "Green", "1956-04-09"), person("green", "mitchell", "19560409"));
        assert_eq!(a.levels(&b)[..4], [3, 3, 3, MISSING]);
        assert_eq!(a.levels(&b), b.levels(&a));
        let c = person("Mitchel", "Brown", "1957-04-09");
        assert_eq!(a.levels(&c)[..3], [2, 0, 2]);
    }
}
