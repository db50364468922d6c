//! Two subjects held against one another.

use super::evidence::{Evidence, Reason};
use super::lists;
use super::normal::{self, NormalName};
use super::subject::{Fact, Subject};
use super::weigh::Model;
use crate::model::email::Email;
use crate::model::phone::Phone;
use crate::model::website::Website;

/// Most names, phones, addresses of a subject that are looked at.
const MOST: usize = 12;

/// A fact with its normal form.
#[derive(Debug, Clone)]
pub struct Held<T> {
    /// As written.
    pub fact: Fact,
    /// Normal form.
    pub value: T,
}

/// A phone with its normal form.
#[derive(Debug, Clone)]
pub struct HeldPhone {
    /// As written.
    pub fact: Fact,
    /// Digits for comparing.
    pub key: String,
    /// True for mobiles.
    pub mobile: bool,
}

/// An email with its normal form.
#[derive(Debug, Clone)]
pub struct HeldEmail {
    /// As written.
    pub fact: Fact,
    /// Whole address, lower case.
    pub whole: String,
    /// Domain.
    pub domain: String,
    /// True when anybody gets a mailbox there.
    pub free: bool,
}

/// A subject with its normal forms, made once and compared often.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// Names.
    pub names: Vec<Held<NormalName>>,
    /// Phones.
    pub phones: Vec<HeldPhone>,
    /// Emails.
    pub emails: Vec<HeldEmail>,
    /// Websites: domain without `www`.
    pub websites: Vec<Held<String>>,
    city: String,
    address: String,
    scrap: bool,
}

/// Score and reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Probability that both are one, 0 to 1.
    pub score: f64,
    /// Reasons.
    pub evidence: Vec<Evidence>,
}

impl Prepared {
    /// Brings a subject to normal form.
    pub fn new(subject: Subject) -> Self {
        let Subject { names, phones, emails, websites, address, province, city, county: _, scrap } = subject;
        let names: Vec<_> = names
            .into_iter()
            .take(MOST)
            .map(|fact| Held { value: normal::name(&fact.text), fact })
            .filter(|held| !held.value.full.is_empty())
            .collect();
        let phones = phones
            .into_iter()
            .take(MOST)
            .filter_map(|fact| {
                let phone = Phone::parse(&fact.text, "86").ok()?;
                Some(HeldPhone { key: phone.key(), mobile: phone.is_mobile(), fact })
            })
            .collect();
        let emails = emails
            .into_iter()
            .take(MOST)
            .filter_map(|fact| {
                let email = Email::parse(&fact.text).ok()?;
                let free = lists::is_free_mail(email.domain());
                Some(HeldEmail { whole: email.key(), domain: email.domain().to_owned(), free, fact })
            })
            .collect();
        let websites = websites
            .into_iter()
            .take(MOST)
            .filter_map(|fact| {
                Some(Held { value: Website::parse(&fact.text).ok()?.domain().to_owned(), fact })
            })
            .collect();
        let bare = |place: &str| place.trim().trim_end_matches(['市', '省']).to_lowercase();
        let city = if city.is_empty() { province } else { city };
        Self { names, phones, emails, websites, city: bare(&city), address: street(&address), scrap }
    }
}

/// The telling end of an address: road, number, room; without the places before them.
fn street(address: &str) -> String {
    let folded = crate::index::fold(address);
    let mut rest = folded.as_str();
    while let Some(place) = lists::leading_place(rest) {
        rest = &rest[place.len()..];
    }
    rest.chars().take(60).collect()
}

/// Compares two subjects.
pub fn compare(mine: &Prepared, theirs: &Prepared, model: &Model) -> Comparison {
    let mut evidence = Vec::with_capacity(6);
    names(mine, theirs, model, &mut evidence);
    phones(mine, theirs, model, &mut evidence);
    mails(mine, theirs, model, &mut evidence);
    places(mine, theirs, model, &mut evidence);
    // A scrap is asked for because it is thought to be here.
    let prior = if mine.scrap { model.prior + 1.5 } else { model.prior };
    let sum: f64 = prior + evidence.iter().map(|e| e.weight).sum::<f64>();
    Comparison { score: 1.0 / (1.0 + (-sum).exp()), evidence }
}

fn names(mine: &Prepared, theirs: &Prepared, model: &Model, evidence: &mut Vec<Evidence>) {
    let mut best: Option<Evidence> = None;
    for a in &mine.names {
        for b in &theirs.names {
            let (weight, reason) = name_pair(&a.value, &b.value, model, mine.scrap || theirs.scrap);
            if best.as_ref().is_none_or(|best| weight > best.weight) {
                best = Some(Evidence {
                    field: a.fact.field.clone(),
                    yours: a.fact.text.clone(),
                    theirs: b.fact.text.clone(),
                    weight,
                    reason,
                });
            }
        }
    }
    let branch = |side: &Prepared| side.names.iter().map(|n| n.value.branch.clone()).find(|b| !b.is_empty());
    let (a, b) = (branch(mine), branch(theirs));
    let alike = best.as_ref().is_some_and(|best| best.weight > 0.0);
    evidence.extend(best);
    if alike && a != b && !mine.scrap && !theirs.scrap {
        evidence.push(Evidence {
            field: "name".to_owned(),
            yours: a.unwrap_or_default(),
            theirs: b.unwrap_or_default(),
            weight: model.other_branch,
            reason: Reason::OtherBranch,
        });
    }
}

fn name_pair(a: &NormalName, b: &NormalName, model: &Model, scrap: bool) -> (f64, Reason) {
    if a.full == b.full {
        return (model.same_name, Reason::SameName);
    }
    if !a.core.is_empty() && a.core == b.core {
        return (model.same_core, Reason::SameCore);
    }
    if a.chinese != b.chinese {
        let (chinese, western) = if a.chinese { (a, b) } else { (b, a) };
        return mixed_pair(chinese, western, model);
    }
    // A scrap that is all brand means whoever bears it.
    if scrap && a.brand == b.brand && (a.core == a.brand || b.core == b.brand) {
        return (model.same_core, Reason::SameCore);
    }
    if a.chinese && a.spelled == b.spelled {
        return (model.sounds, Reason::Sounds);
    }
    if a.brand == b.brand {
        // One name may leave the trade out: 金科 and 金科电子.
        let bare = a.brand == a.core || b.brand == b.core;
        let weight = if bare { model.same_brand + 1.4 } else { model.same_brand };
        return (weight, Reason::SameBrand);
    }
    let (short, long) = if a.core.len() < b.core.len() { (&a.core, &b.core) } else { (&b.core, &a.core) };
    if short.chars().count() >= 2 && long.contains(short.as_str()) {
        let share = short.len() as f64 / long.len() as f64;
        let weight = if scrap { 2.4 + share } else { -1.5 + 4.0 * share };
        return (weight, Reason::Part);
    }
    let near = strsim::normalized_damerau_levenshtein(&a.core, &b.core);
    let brands = strsim::normalized_damerau_levenshtein(&a.brand, &b.brand);
    let sounds = strsim::normalized_damerau_levenshtein(&a.spelled, &b.spelled);
    let alike = near.max(0.9 * sounds).min(0.5 + brands);
    if alike >= 0.6 {
        return (model.other_name + (alike - 0.5) * 14.0, Reason::NearName);
    }
    (model.other_name, Reason::OtherName)
}

/// A Chinese name and a western one: pinyin, initials, or nothing to say.
fn mixed_pair(chinese: &NormalName, western: &NormalName, model: &Model) -> (f64, Reason) {
    if western.core == chinese.spelled || western.brand == chinese.brand_spelled {
        return (model.pinyin, Reason::Pinyin);
    }
    let full = normal::spell(&chinese.full, false);
    if western.core.len() >= 4 && full.contains(&western.core) {
        return (model.pinyin - 0.6, Reason::Pinyin);
    }
    let near = strsim::normalized_damerau_levenshtein(&western.brand, &chinese.brand_spelled);
    if near >= 0.8 && western.brand.len() >= 5 {
        return (model.pinyin - 1.2, Reason::Pinyin);
    }
    if western.core.len() >= 2
        && (western.core == chinese.initials || chinese.initials.starts_with(&western.core))
    {
        return (model.initials, Reason::Initials);
    }
    // A translated name looks like any other: weak evidence against.
    (model.other_name / 3.0, Reason::OtherName)
}

fn phones(mine: &Prepared, theirs: &Prepared, model: &Model, evidence: &mut Vec<Evidence>) {
    let same = mine.phones.iter().find_map(|a| {
        let b = theirs.phones.iter().find(|b| same_number(&a.key, &b.key))?;
        Some((a, b))
    });
    if let Some((a, b)) = same {
        evidence.push(said(&a.fact, &b.fact.text, model.same_phone, Reason::SamePhone));
        return;
    }
    let other = mine.phones.iter().find_map(|a| {
        let b = theirs.phones.iter().find(|b| a.mobile == b.mobile)?;
        Some((a, b))
    });
    if let Some((a, b)) = other {
        evidence.push(said(&a.fact, &b.fact.text, model.other_phone, Reason::OtherPhone));
    }
}

/// Equal, or equal but for an area code that one of them leaves out.
fn same_number(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short == long || (short.len() >= 7 && long.ends_with(short))
}

fn mails(mine: &Prepared, theirs: &Prepared, model: &Model, evidence: &mut Vec<Evidence>) {
    for a in &mine.emails {
        if let Some(b) = theirs.emails.iter().find(|b| b.whole == a.whole) {
            evidence.push(said(&a.fact, &b.fact.text, model.same_email, Reason::SameEmail));
            return;
        }
    }
    let (a, b) = (domains(mine), domains(theirs));
    let same =
        a.iter().find_map(|(fact, domain)| b.iter().find(|(_, d)| d == domain).map(|(f, _)| (*fact, *f)));
    if let Some((fact, other)) = same {
        evidence.push(said(fact, &other.text, model.same_domain, Reason::SameDomain));
    } else if let (Some((fact, _)), Some((other, _))) = (a.first(), b.first()) {
        evidence.push(said(fact, &other.text, model.other_domain, Reason::OtherDomain));
    }
}

/// Domains of a subject's own, from websites and mail.
fn domains(side: &Prepared) -> Vec<(&Fact, &str)> {
    let sites = side.websites.iter().map(|held| (&held.fact, held.value.as_str()));
    let mails = side.emails.iter().filter(|mail| !mail.free).map(|mail| (&mail.fact, mail.domain.as_str()));
    sites.chain(mails).collect()
}

fn places(mine: &Prepared, theirs: &Prepared, model: &Model, evidence: &mut Vec<Evidence>) {
    if mine.address.chars().count() >= 5 && mine.address == theirs.address {
        evidence.push(Evidence {
            field: "address".to_owned(),
            yours: mine.address.clone(),
            theirs: theirs.address.clone(),
            weight: model.same_address,
            reason: Reason::SameAddress,
        });
    }
    if mine.city.is_empty() || theirs.city.is_empty() {
        return;
    }
    let same = mine.city == theirs.city
        || mine.city.starts_with(&theirs.city)
        || theirs.city.starts_with(&mine.city);
    let (weight, reason) =
        if same { (model.same_city, Reason::SameCity) } else { (model.other_city, Reason::OtherCity) };
    evidence.push(Evidence {
        field: "city".to_owned(),
        yours: mine.city.clone(),
        theirs: theirs.city.clone(),
        weight,
        reason,
    });
}

fn said(fact: &Fact, theirs: &str, weight: f64, reason: Reason) -> Evidence {
    Evidence {
        field: fact.field.clone(),
        yours: fact.text.clone(),
        theirs: theirs.to_owned(),
        weight,
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn company(name: &str, phone: &str, city: &str) -> Prepared {
        let fact = |field: &str, text: &str| Fact { field: field.to_owned(), text: text.to_owned() };
        Prepared::new(Subject {
            names: vec![fact("name", name)],
            phones: vec![fact("phone", phone)],
            city: city.to_owned(),
            ..Subject::default()
        })
    }

    fn score(a: &Prepared, b: &Prepared) -> f64 {
        compare(a, b, &Model::default()).score
    }

    #[test]
    fn near_misses_stay_apart() {
        let jinke = company("金科电子有限公司", "021-63539330", "上海市");
        let limits = Model::default();
        assert!(score(&jinke, &company("上海金科电子", "+86 21 6353 9330", "上海")) >= limits.duplicate);
        assert!(score(&jinke, &company("金科地产集团", "028-85551234", "成都市")) < limits.possible);
        assert!(
            score(&jinke, &company("金科电子有限公司成都分公司", "028-85551234", "成都市"))
                < limits.duplicate
        );
        assert!(score(&jinke, &company("金科电子有限公司", "0755-2222333", "深圳市")) < 0.95);
    }

    #[test]
    fn scraps_find_their_customer() {
        let fact = |field: &str, text: &str| Fact { field: field.to_owned(), text: text.to_owned() };
        let hp = Prepared::new(Subject {
            names: vec![fact("name", "惠普中国有限公司"), fact("short_name", "HP")],
            phones: vec![fact("phone", "010-65643888")],
            websites: vec![fact("website", "www.hp.com.cn")],
            ..Subject::default()
        });
        let limits = Model::default();
        for (scrap, least) in [
            ("惠普", limits.possible),
            ("hp", limits.possible),
            ("huipu", limits.possible),
            ("惠普中国有限公司", limits.duplicate),
            ("(010)65643888", limits.duplicate),
            ("http://hp.com.cn", limits.duplicate),
        ] {
            let found = score(&Prepared::new(Subject::from_text(scrap)), &hp);
            assert!(found >= least, "{scrap}: {found}");
        }
    }

    proptest! {
        #[test]
        fn comparison_is_symmetric_and_a_twin_is_certain(
            a in "[金科电子上海市有限公司集团abc (),.]{1,16}",
            b in "[金科电子上海市有限公司集团abc (),.]{1,16}",
            phone in "0[0-9]{9,11}",
        ) {
            let (x, y) = (company(&a, &phone, "上海"), company(&b, "13800000000", "北京"));
            prop_assert!((score(&x, &y) - score(&y, &x)).abs() < 1e-9);
            if !x.names.is_empty() {
                prop_assert!(score(&x, &x) >= 0.99, "{}", score(&x, &x));
            }
        }

        #[test]
        fn any_text_is_survived(text in ".{0,400}") {
            let x = company(&text, &text, &text);
            prop_assert!(score(&x, &x).is_finite());
        }
    }
}
