//! A subject with its normal forms, made once and compared often.

use super::address::{self, Address};
use super::contacts::{self, Domain, Mail, Number};
use super::form::Form;
use super::hash::hash;
use super::normal;
use super::regions;
use super::subject::{Fact, Subject};

/// Most names, phones, addresses of a subject that are looked at.
const MOST: usize = 12;

/// A subject ready to be compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// Names.
    pub names: Box<[Form]>,
    /// Regions in names.
    pub name_regions: Box<[u32]>,
    /// The branch it is: a number for its name, 0 for the company itself.
    pub branch: u64,
    /// Phones.
    pub phones: Box<[Number]>,
    /// Emails.
    pub emails: Box<[Mail]>,
    /// Domains of its own.
    pub domains: Box<[Domain]>,
    /// Address.
    pub address: Option<Box<Address>>,
    /// Where it is, by its fields and its address.
    pub region: u32,
    /// Where it is by its phone or its name, when the fields say nothing.
    pub hint: u32,
    /// County as written, for those with several of the name.
    pub county: u32,
    /// The person it is, if it is one.
    pub person: Option<Box<super::persons::Person>>,
    /// The texts as written; left out when nobody will ask for reasons.
    pub facts: Option<Box<Subject>>,
    /// True for a scrap: only what is there counts.
    pub scrap: bool,
}

impl Prepared {
    /// Brings a subject to normal form.
    pub fn new(subject: Subject) -> Self {
        let mut prepared = Self::compact(&subject);
        prepared.facts = Some(Box::new(subject));
        prepared
    }

    /// The normal form alone, without the texts that reasons quote.
    pub fn compact(subject: &Subject) -> Self {
        let mut forms: Vec<Form> = Vec::new();
        let mut name_regions = Vec::new();
        let (mut branch, mut branch_region) = (0, 0);
        for (fact, text) in numbered(&subject.names) {
            for name in normal::names(text) {
                name_regions.extend(name.regions.iter().copied());
                if branch == 0 && !name.branch.is_empty() {
                    (branch, branch_region) = branch_number(&name.branch);
                }
                let form = Form::of(&name, fact);
                forms.extend(form.filter(|form| !forms.iter().any(|f| f.full == form.full)));
            }
        }
        name_regions.sort_unstable();
        name_regions.dedup();
        name_regions.truncate(6);
        let mut phones: Vec<Number> =
            numbered(&subject.phones).filter_map(|(fact, text)| contacts::number(text, fact)).collect();
        let mut domains: Vec<Domain> =
            numbered(&subject.websites).filter_map(|(fact, text)| contacts::website(text, fact)).collect();
        let mut emails = Vec::new();
        for (fact, text) in numbered(&subject.emails) {
            let Some((mail, domain, mobile)) = contacts::mail(text, fact) else { continue };
            emails.push(mail);
            domains.extend(domain.filter(|new| !domains.iter().any(|d| d.whole == new.whole)));
            phones.extend(mobile.filter(|new| !phones.iter().any(|p| p.digits == new.digits)).map(
                // Quoted from the email it stands in.
                |new| Number { fact: 100 + fact, ..new },
            ));
        }
        let mut region = 0;
        for text in [&subject.province, &subject.city, &subject.county] {
            let bare: String = normal::tidy(text).chars().filter(|c| c.is_alphanumeric()).collect();
            region = regions::read(&bare, region, true).0;
            if region == 0 {
                // A town abroad is known by its name alone.
                region = if bare.is_empty()
                    || text != &subject.city
                    || bare.chars().any(super::spelled::is_chinese)
                {
                    0
                } else {
                    regions::spelled(&bare).map_or_else(|| regions::abroad(&bare), |place| place.within(0))
                };
            }
        }
        let (region, address) =
            if subject.address.is_empty() { (region, None) } else { address::read(&subject.address, region) };
        let areas = phones.iter().filter(|p| !p.mobile && (10..1000).contains(&p.area));
        let by_phone = areas.map(|p| regions::of_area(&p.area.to_string())).find(|r| *r != 0);
        // A branch is where its own place is, not where the company's is.
        let by_name =
            if branch_region == 0 { name_regions.first().copied().unwrap_or(0) } else { branch_region };
        let county = normal::tidy(&subject.county);
        Self {
            hint: by_phone.unwrap_or(by_name),
            county: if county.is_empty() { 0 } else { hash(&[county.as_bytes()]) as u32 },
            person: super::persons::Person::of(subject).map(Box::new),
            names: forms.into(),
            name_regions: name_regions.into(),
            branch,
            phones: phones.into(),
            emails: emails.into(),
            domains: domains.into(),
            address: address.map(Box::new),
            region,
            facts: None,
            scrap: subject.scrap,
        }
    }

    /// Where it is, as far as anything tells.
    pub fn place(&self) -> u32 {
        if self.region == 0 { self.hint } else { self.region }
    }

    /// Tells how many records share each of its values: `count` answers for a key. What only
    /// two share is worth more than what many do.
    pub fn count_sharers(&mut self, mut count: impl FnMut(&super::keys::Key) -> usize) {
        use super::keys::{brand_key, domain_key, email_key, phone_key, road_key};
        let mut told = |key: &super::keys::Key| u16::try_from(count(key)).unwrap_or(u16::MAX);
        for form in &mut self.names {
            form.crowd = brand_key(form).map_or(0, |key| told(&key));
        }
        for phone in &mut self.phones {
            phone.crowd = told(&phone_key(phone));
        }
        for mail in &mut self.emails {
            mail.crowd = told(&email_key(mail));
        }
        for domain in &mut self.domains {
            domain.crowd = told(&domain_key(domain));
        }
        if let Some(address) = &mut self.address {
            address.crowd = road_key(address).map_or(0, |key| told(&key));
        }
    }
}

/// A number for a branch, and its region when it names one.
fn branch_number(text: &str) -> (u64, u32) {
    let place = regions::leading(text, true).map(|(_, place)| place).or_else(|| regions::spelled(text));
    match place.and_then(|place| place.regions().next()) {
        Some(region) if regions::city(region) != 0 => (u64::from(regions::city(region)), region),
        Some(region) => (u64::from(region), region),
        None => (hash(&[text.as_bytes()]) | 1 << 40, 0),
    }
}

fn numbered(facts: &[Fact]) -> impl Iterator<Item = (u8, &str)> {
    facts.iter().take(MOST).enumerate().map(|(at, fact)| (at as u8, fact.text.as_str()))
}
