//! What two subjects have in common, as a row of small numbers: the input of the trees.
//!
//! Each number is a rung of a ladder: up means more alike, whatever is missing stands between
//! difference and agreement. Every number is the same from both sides.

use super::address::{self, Nearness};
use super::contacts::{Mail, Number};
use super::form::Form;
use super::name_features::{self, Names};
use super::near;
use super::normal::Legal;
use super::prepared::Prepared;
use super::regions;

/// How many numbers a pair gives.
pub const COUNT: usize = 35;

/// The numbers of a pair.
pub type Row = [u8; COUNT];

/// What a number is about, for telling reasons field by field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Brand and core of the name.
    Name,
    /// What the company does.
    Trade,
    /// Legal form.
    Legal,
    /// Branch.
    Branch,
    /// Telephone.
    Phone,
    /// Mobile.
    Mobile,
    /// Email address.
    Email,
    /// Domain.
    Website,
    /// Address.
    Address,
    /// Town.
    City,
}

impl Topic {
    /// All, in the order they are told.
    pub const ALL: [(Topic, &'static str); 10] = [
        (Topic::Name, "name"),
        (Topic::Trade, "trade"),
        (Topic::Legal, "legal"),
        (Topic::Branch, "branch"),
        (Topic::Phone, "phone"),
        (Topic::Mobile, "mobile"),
        (Topic::Email, "email"),
        (Topic::Website, "website"),
        (Topic::Address, "address"),
        (Topic::City, "city"),
    ];
}

/// Names of the numbers, their topic, and whether more of it may only raise the score (1),
/// only lower it (-1), or either (0).
pub const FEATURES: [(&str, Topic, i8); COUNT] = [
    ("brand_letters", Topic::Name, 1),
    ("brand_sounds", Topic::Name, 1),
    ("brand_spelled", Topic::Name, 1),
    ("brand_held", Topic::Name, 1),
    ("core_letters", Topic::Name, 1),
    ("core_sounds", Topic::Name, 1),
    ("core_spelled", Topic::Name, 1),
    ("identity", Topic::Name, 1),
    ("initials", Topic::Name, 1),
    ("bits_shared", Topic::Name, 1),
    ("bits_left_long", Topic::Name, -1),
    ("bits_left_short", Topic::Name, -1),
    ("brand_sharers", Topic::Name, -1),
    ("writing", Topic::Name, 0),
    ("brand_length", Topic::Name, 0),
    ("handle_names", Topic::Name, 1),
    ("english", Topic::Name, 1),
    ("trade", Topic::Trade, 1),
    ("legal", Topic::Legal, 1),
    ("branch", Topic::Branch, 1),
    ("name_region", Topic::City, 1),
    ("phone", Topic::Phone, 1),
    ("mobile", Topic::Mobile, 1),
    ("email", Topic::Email, 1),
    ("domain", Topic::Website, 1),
    ("handle", Topic::Website, 1),
    ("road", Topic::Address, 1),
    ("unit", Topic::Address, 1),
    ("city", Topic::City, 1),
    ("county", Topic::City, 1),
    ("own_region", Topic::City, 1),
    ("agreeing", Topic::Website, 1),
    ("differing", Topic::Phone, -1),
    ("brand_tail", Topic::Name, 1),
    ("trade_letters", Topic::Trade, 1),
];

/// A rung for how few share a value: 2 records say most.
fn few(crowd: u16) -> u8 {
    match crowd {
        0..=2 => 4,
        3 => 3,
        4..=5 => 2,
        6..=9 => 1,
        _ => 0,
    }
}

/// The numbers of a pair.
pub fn features(a: &Prepared, b: &Prepared) -> Row {
    let names = name_features::compare(&a.names, &b.names);
    let phone = phones(a, b, false);
    let mobile = phones(a, b, true);
    let email = mails(a, b);
    let domain = domains(a, b);
    let (road, unit) = roads(a, b);
    let city = city(a.place(), b.place());
    let agreeing = u8::from(phone >= 4)
        + u8::from(mobile >= 3)
        + u8::from(email >= 3)
        + u8::from(domain >= 3)
        + u8::from(road >= 4);
    let differing = u8::from(phone <= 1)
        + u8::from(mobile == 0)
        + u8::from(domain == 0)
        + u8::from(road <= 1)
        + u8::from(unit == 0);
    let Names { letters, sounds, spelled, held, core_letters, core_sounds, core_spelled, .. } = names;
    [
        letters,
        sounds,
        spelled,
        held,
        core_letters,
        core_sounds,
        core_spelled,
        names.identity,
        names.initials,
        names.bits_shared,
        names.bits_left_long,
        names.bits_left_short,
        names.sharers,
        names.writing,
        names.length,
        handle_names(a, b),
        names.english,
        names.trade,
        legal(a, b),
        branch(a, b),
        name_region(a, b),
        phone,
        mobile,
        email,
        domain,
        handle(a, b),
        road,
        unit,
        city,
        county(a, b),
        own_region(a, b),
        agreeing,
        differing,
        names.tail,
        names.trade_letters,
    ]
}

/// 0 other area, 1 other number, 2 open, 3 near, 4 to 9 the same: the more, the fewer share it.
fn phones(a: &Prepared, b: &Prepared, mobile: bool) -> u8 {
    let open = if mobile { 1 } else { 2 };
    let mut best: Option<u8> = None;
    for x in a.phones.iter().filter(|p| p.mobile == mobile) {
        for y in b.phones.iter().filter(|p| p.mobile == mobile) {
            let rung = number_pair(x, y, mobile);
            best = Some(best.map_or(rung, |b| b.max(rung)));
        }
    }
    best.unwrap_or(open)
}

fn number_pair(x: &Number, y: &Number, mobile: bool) -> u8 {
    let areas = x.area == 0 || y.area == 0 || x.area == y.area;
    let close = || {
        let (mut p, mut q) = ([0u8; 20], [0u8; 20]);
        let (p, q) = (decimal(x.digits, &mut p), decimal(y.digits, &mut q));
        p.len() >= 7 && near::edits(p, q) <= 1
    };
    if mobile {
        return match x.digits == y.digits {
            true => 3 + few(x.crowd.max(y.crowd)),
            false if close() => 2,
            false => 0,
        };
    }
    if x.digits == y.digits && areas {
        let rung = 4 + few(x.crowd.max(y.crowd));
        return match (x.extension, y.extension) {
            (0, _) | (_, 0) => rung,
            (p, q) if p == q => rung + 1,
            _ => rung - 1,
        };
    }
    match areas {
        true if close() => 3,
        true => 1,
        false => 0,
    }
}

fn decimal(mut number: u64, buffer: &mut [u8; 20]) -> &[u8] {
    let mut at = buffer.len();
    loop {
        at -= 1;
        buffer[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return &buffer[at..];
        }
    }
}

/// 0 other, 1 open, 2 near, 3 to 7 the same.
fn mails(a: &Prepared, b: &Prepared) -> u8 {
    let mut best = if a.emails.is_empty() || b.emails.is_empty() { 1 } else { 0 };
    for x in &a.emails {
        for y in &b.emails {
            best = best.max(mail_pair(x, y));
        }
    }
    best
}

fn mail_pair(x: &Mail, y: &Mail) -> u8 {
    if x.whole == y.whole {
        return 3 + few(x.crowd.max(y.crowd));
    }
    let close =
        x.domain == y.domain && x.user.len().min(y.user.len()) >= 5 && near::edits(&x.user, &y.user) <= 1;
    if close { 2 } else { 0 }
}

/// 0 other, 1 open, 2 the same label elsewhere, 3 to 7 the same.
fn domains(a: &Prepared, b: &Prepared) -> u8 {
    let mut best = if a.domains.is_empty() || b.domains.is_empty() { 1 } else { 0 };
    for x in &a.domains {
        for y in &b.domains {
            let rung = if x.whole == y.whole {
                3 + few(x.crowd.max(y.crowd))
            } else if x.label == y.label || (x.label.len() >= 7 && near::edits(&x.label, &y.label) <= 1) {
                2
            } else {
                0
            };
            best = best.max(rung);
        }
    }
    best
}

fn roads(a: &Prepared, b: &Prepared) -> (u8, u8) {
    let (Some(x), Some(y)) = (a.address.as_deref(), b.address.as_deref()) else { return (2, 1) };
    match address::nearness(x, y) {
        Nearness::OtherRoad => (0, 1),
        Nearness::OtherNumber => (1, 1),
        Nearness::Open => (2, 1),
        Nearness::SameRoad => (3, 1),
        Nearness::SameNumber => (4 + few(x.crowd.max(y.crowd)).div_ceil(2), address::unit(x, y)),
    }
}

/// 0 other province, 1 other city, 2 open, 3 the same province, 4 the same city.
fn city(a: u32, b: u32) -> u8 {
    if a == 0 || b == 0 {
        return 2;
    }
    match (regions::city(a), regions::city(b)) {
        // Abroad nobody knows which town lies within which.
        _ if a != b && (regions::is_abroad(a) || regions::is_abroad(b)) => {
            if regions::is_abroad(a) && regions::is_abroad(b) { 2 } else { 0 }
        }
        _ if regions::province(a) != regions::province(b) => 0,
        (0, _) | (_, 0) => 3,
        (x, y) if x == y => 4,
        _ => 1,
    }
}

/// 0 another county, 1 open, 2 the same.
fn county(a: &Prepared, b: &Prepared) -> u8 {
    match (regions::county(a.region), regions::county(b.region)) {
        (0, _) | (_, 0) if a.county != 0 && a.county == b.county => 2,
        (0, _) | (_, 0) => 1,
        (x, y) if x == y => 2,
        _ => 0,
    }
}

/// Regions in the names: 0 other, 1 open, 2 the same.
fn name_region(a: &Prepared, b: &Prepared) -> u8 {
    if a.name_regions.is_empty() || b.name_regions.is_empty() {
        return 1;
    }
    let fit = a.name_regions.iter().any(|x| b.name_regions.iter().any(|y| regions::fits(*x, *y)));
    if fit { 2 } else { 0 }
}

/// A region in one name against where the other is: 0 other, 1 open, 2 fits.
fn own_region(a: &Prepared, b: &Prepared) -> u8 {
    let side = |named: &Prepared, placed: &Prepared| {
        if named.name_regions.is_empty() || placed.region == 0 || !placed.name_regions.is_empty() {
            return 1;
        }
        if named.name_regions.iter().any(|x| regions::fits(*x, placed.region)) { 2 } else { 0 }
    };
    let (one, other) = (side(a, b), side(b, a));
    if one == 1 { other } else { one }
}

/// 0 other, 1 one names none, 2 the same.
fn legal(a: &Prepared, b: &Prepared) -> u8 {
    let forms = |side: &Prepared| {
        side.names.iter().filter(|f| f.chinese).map(|f| f.legal).find(|l| *l != Legal::None)
    };
    match (forms(a), forms(b)) {
        (Some(x), Some(y)) if x == y => 2,
        (Some(_), Some(_)) => 0,
        _ => 1,
    }
}

/// 0 other branches, 1 one is a branch, 2 none is, 3 the same branch.
fn branch(a: &Prepared, b: &Prepared) -> u8 {
    match (a.branch, b.branch) {
        (0, 0) => 2,
        (0, _) | (_, 0) => 1,
        (x, y) if x == y => 3,
        _ => 0,
    }
}

/// Whether one's domain or mailbox is called like the other: 0 no, 1 first letters, 2 spelled.
fn handle_names(a: &Prepared, b: &Prepared) -> u8 {
    let side = |named: &Prepared, labelled: &Prepared| {
        let mut best = 0;
        for label in labels(labelled) {
            for form in &named.names {
                best = best.max(label_pair(label, form));
            }
        }
        best
    };
    side(a, b).max(side(b, a))
}

fn label_pair(label: &[u8], form: &Form) -> u8 {
    let brand = form.brand_spelled();
    if brand.len() >= 4 && (label.starts_with(brand) || brand == label) {
        return 2;
    }
    if !form.other.is_empty() && form.other.len() >= 4 && label.starts_with(&form.other) {
        return 2;
    }
    let initials = &form.initials;
    let ends = initials.len() >= 3 && (label.ends_with(initials) || label.starts_with(initials));
    u8::from(ends && label.len() <= initials.len() + 3)
}

/// Letters of domains and of mailboxes elsewhere, digits cut off.
fn labels(side: &Prepared) -> impl Iterator<Item = &[u8]> {
    let domains = side.domains.iter().map(|d| letters(&d.label));
    let mails = side.emails.iter().map(|m| letters(&m.user));
    domains.chain(mails).filter(|label| label.len() >= 3)
}

fn letters(label: &[u8]) -> &[u8] {
    let end = label.iter().position(|b| !b.is_ascii_lowercase()).unwrap_or(label.len());
    &label[..end]
}

/// Domain and mailbox of another place called alike: 0 open, 1 alike.
fn handle(a: &Prepared, b: &Prepared) -> u8 {
    let alike = labels(a).any(|x| x.len() >= 5 && labels(b).any(|y| x == y));
    u8::from(alike)
}
