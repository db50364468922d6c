//! The numbers of a pair and what they weighed, told in words.

use super::evidence::{Evidence, Reason};
use super::features::{FEATURES, Row, Topic};
use super::form::Form;
use super::near;
use super::prepared::Prepared;
use super::regions;
use super::subject::Fact;

/// Weights smaller than this are added to the name's, not told.
const SMALL: f64 = 0.05;

/// The number of a feature in a row.
fn rung(row: &Row, name: &str) -> u8 {
    FEATURES.iter().position(|(own, _, _)| *own == name).map_or(0, |at| row[at])
}

/// One reason for each topic that weighed something, together exactly what the topics weighed.
pub fn told(
    mine: &Prepared,
    theirs: &Prepared,
    row: &Row,
    shares: &[f64; Topic::ALL.len()],
) -> Vec<Evidence> {
    let mut evidence = Vec::with_capacity(8);
    let mut rest = 0.0;
    for (topic, word) in Topic::ALL {
        let weight = shares[topic as usize];
        match reason(topic, mine, theirs, row) {
            Some((reason, pair)) if weight.abs() >= SMALL || topic == Topic::Name => {
                let (field, yours, others) =
                    pair.unwrap_or_else(|| (word.to_owned(), String::new(), String::new()));
                evidence.push(Evidence { field, yours, theirs: others, weight, reason });
            }
            _ => rest += weight,
        }
    }
    // What is left belongs to no field that both fill: it is told with the first reason.
    match evidence.first_mut() {
        Some(first) => first.weight += rest,
        None if rest.abs() >= SMALL => evidence.push(Evidence {
            field: "name".to_owned(),
            yours: String::new(),
            theirs: String::new(),
            weight: rest,
            reason: Reason::NothingShared,
        }),
        None => {}
    }
    evidence
}

/// Log-odds of contacts for persons: another one says little, the same one much.
const PERSON_CONTACTS: [(Reason, f64); 6] = [
    (Reason::SamePhone, 4.0),
    (Reason::NearPhone, 1.5),
    (Reason::OtherPhone, -0.4),
    (Reason::SameEmail, 5.0),
    (Reason::NearEmail, 2.0),
    (Reason::OtherEmail, -0.4),
];

/// Phones and emails of two persons.
pub fn contacts(mine: &Prepared, theirs: &Prepared) -> Vec<Evidence> {
    if mine.phones.is_empty() && mine.emails.is_empty() {
        return Vec::new();
    }
    let row = super::features::features(mine, theirs);
    let found =
        [phone(mine, theirs, &row, false), phone(mine, theirs, &row, true), email(mine, theirs, &row)];
    let told = found.into_iter().flatten().filter_map(|(reason, pair)| {
        let (_, weight) = PERSON_CONTACTS.iter().find(|(own, _)| *own == reason)?;
        let (field, yours, theirs) = pair?;
        Some(Evidence { field, yours, theirs, weight: *weight, reason })
    });
    told.collect()
}

type Pair = Option<(String, String, String)>;

fn reason(topic: Topic, a: &Prepared, b: &Prepared, row: &Row) -> Option<(Reason, Pair)> {
    match topic {
        Topic::Name => name(a, b, row),
        Topic::Trade => match rung(row, "trade") {
            0 | 1 => Some((Reason::OtherTrade, names(a, b))),
            3 | 4 => Some((Reason::SameTrade, names(a, b))),
            _ => None,
        },
        Topic::Legal => match rung(row, "legal") {
            0 => Some((Reason::OtherLegal, names(a, b))),
            2 => Some((Reason::SameLegal, names(a, b))),
            _ => None,
        },
        Topic::Branch => match rung(row, "branch") {
            0 | 1 => Some((Reason::OtherBranch, names(a, b))),
            3 => Some((Reason::SameBranch, names(a, b))),
            _ => None,
        },
        Topic::Phone => phone(a, b, row, false),
        Topic::Mobile => phone(a, b, row, true),
        Topic::Email => email(a, b, row),
        Topic::Website => website(a, b, row),
        Topic::Address => address(a, b, row),
        Topic::City => city(a, b, row),
    }
}

fn name(a: &Prepared, b: &Prepared, row: &Row) -> Option<(Reason, Pair)> {
    let pair = names(a, b)?;
    let reason = match (rung(row, "identity"), rung(row, "writing")) {
        (4, _) => Reason::SameName,
        (3, _) => Reason::SameCore,
        (2, _) => Reason::SameBrand,
        (1, _) => Reason::Sounds,
        (_, _) if rung(row, "initials") >= 2 => Reason::Initials,
        (_, 1) if rung(row, "brand_spelled") >= 18 || rung(row, "brand_held") >= 18 => Reason::Pinyin,
        (_, _) if rung(row, "brand_held") >= 20 => Reason::Part,
        (_, _) if rung(row, "brand_spelled") >= 12 || rung(row, "brand_letters") >= 10 => Reason::NearName,
        _ => Reason::OtherName,
    };
    Some((reason, Some(pair)))
}

/// The two names that are nearest.
fn names(a: &Prepared, b: &Prepared) -> Pair {
    let near = |x: &Form, y: &Form| {
        let brands = near::likeness(x.brand_spelled(), y.brand_spelled());
        u32::from(brands) * 2
            + u32::from(near::likeness(&x.spelled, &y.spelled))
            + u32::from(x.full == y.full)
    };
    let pairs = a.names.iter().flat_map(|x| b.names.iter().map(move |y| (x, y)));
    let (x, y) = pairs.max_by_key(|(x, y)| near(x, y))?;
    let text = |side: &Prepared, form: &Form| fact(side.facts.as_ref().map(|s| &s.names[..]), form.fact);
    let (field, yours) = text(a, x).unwrap_or_else(|| ("name".to_owned(), x.core.iter().collect()));
    let (_, theirs) = text(b, y).unwrap_or_else(|| ("name".to_owned(), y.core.iter().collect()));
    Some((field, yours, theirs))
}

fn fact(facts: Option<&[Fact]>, number: u8) -> Option<(String, String)> {
    facts?.get(usize::from(number)).map(|fact| (fact.field.clone(), fact.text.clone()))
}

fn phone(a: &Prepared, b: &Prepared, row: &Row, mobile: bool) -> Option<(Reason, Pair)> {
    let rung = rung(row, if mobile { "mobile" } else { "phone" });
    let (open, near, same) = if mobile { (1, 2, 3) } else { (2, 3, 3) };
    if rung == open {
        return None;
    }
    let reason = match rung {
        r if r == near => Reason::NearPhone,
        r if r > same || (mobile && r == same) => Reason::SamePhone,
        _ => Reason::OtherPhone,
    };
    let told = reason == Reason::SamePhone;
    let pairs = a.phones.iter().flat_map(|x| b.phones.iter().map(move |y| (x, y)));
    let (x, y) = pairs
        .filter(|(x, y)| x.mobile == mobile && y.mobile == mobile)
        .max_by_key(|(x, y)| u8::from(told && x.digits == y.digits))?;
    let text = |side: &Prepared, number: u8| {
        let subject = side.facts.as_ref()?;
        match number.checked_sub(100) {
            Some(mail) => fact(Some(&subject.emails), mail),
            None => fact(Some(&subject.phones), number),
        }
    };
    let word = if mobile { "mobile" } else { "phone" };
    let (field, yours) = text(a, x.fact).unwrap_or_else(|| (word.to_owned(), x.digits.to_string()));
    let (_, theirs) = text(b, y.fact).unwrap_or_else(|| (word.to_owned(), y.digits.to_string()));
    Some((reason, Some((field, yours, theirs))))
}

fn email(a: &Prepared, b: &Prepared, row: &Row) -> Option<(Reason, Pair)> {
    let reason = match rung(row, "email") {
        0 => Reason::OtherEmail,
        1 => return None,
        2 => Reason::NearEmail,
        _ => Reason::SameEmail,
    };
    let pairs = a.emails.iter().flat_map(|x| b.emails.iter().map(move |y| (x, y)));
    let (x, y) = pairs.max_by_key(|(x, y)| u8::from(x.whole == y.whole))?;
    let text = |side: &Prepared, number| {
        fact(side.facts.as_ref().map(|s| &s.emails[..]), number)
            .unwrap_or(("email".to_owned(), String::new()))
    };
    let ((field, yours), (_, theirs)) = (text(a, x.fact), text(b, y.fact));
    Some((reason, Some((field, yours, theirs))))
}

fn website(a: &Prepared, b: &Prepared, row: &Row) -> Option<(Reason, Pair)> {
    let reason = match (rung(row, "domain"), rung(row, "handle")) {
        (3.., _) => Reason::SameDomain,
        (2, _) | (_, 1) => Reason::NearDomain,
        (0, _) => Reason::OtherDomain,
        _ => return None,
    };
    let pairs = a.domains.iter().flat_map(|x| b.domains.iter().map(move |y| (x, y)));
    let Some((x, y)) = pairs.max_by_key(|(x, y)| u8::from(x.whole == y.whole)) else {
        return Some((reason, None));
    };
    let text = |side: &Prepared, domain: &super::contacts::Domain| {
        let subject = side.facts.as_ref();
        let facts = subject.map(|s| if domain.mail { &s.emails[..] } else { &s.websites[..] });
        let label = || String::from_utf8_lossy(&domain.label).into_owned();
        fact(facts, domain.fact).unwrap_or_else(|| ("website".to_owned(), label()))
    };
    let ((field, yours), (_, theirs)) = (text(a, x), text(b, y));
    Some((reason, Some((field, yours, theirs))))
}

fn address(a: &Prepared, b: &Prepared, row: &Row) -> Option<(Reason, Pair)> {
    let reason = match (rung(row, "road"), rung(row, "unit")) {
        (2, _) => return None,
        (0 | 1, _) => Reason::OtherAddress,
        (_, 0) => Reason::OtherRoom,
        (3, _) => Reason::SameRoad,
        _ => Reason::SameAddress,
    };
    let text = |side: &Prepared| side.facts.as_ref().map_or_else(String::new, |s| s.address.clone());
    Some((reason, Some(("address".to_owned(), text(a), text(b)))))
}

fn city(a: &Prepared, b: &Prepared, row: &Row) -> Option<(Reason, Pair)> {
    let reason = match (rung(row, "city"), rung(row, "name_region")) {
        (0 | 1, _) | (2 | 3, 0) => Reason::OtherCity,
        (4, _) | (_, 2) => Reason::SameCity,
        (3, _) => Reason::SameProvince,
        _ => return None,
    };
    let text = |side: &Prepared| {
        let written = side.facts.as_ref().map(|s| if s.city.is_empty() { &s.province } else { &s.city });
        // Known by its phone, its address or its name.
        let known = || regions::name_of(side.place()).to_owned();
        written.filter(|text| !text.is_empty()).map_or_else(known, String::clone)
    };
    Some((reason, Some(("city".to_owned(), text(a), text(b)))))
}
