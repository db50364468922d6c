//! Keys under which look-alikes meet: in the index and in memory alike.

use super::address::Address;
use super::contacts::{Domain, Mail, Number};
use super::form::Form;
use super::hash::{hash, mixed};
use super::prepared::Prepared;

/// Longest row of letters that gives runs.
const MOST_LETTERS: usize = 24;

/// What a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A phone's number in its area.
    Phone,
    /// An email address.
    Email,
    /// A domain.
    Domain,
    /// Road and number.
    Road,
    /// Spelling of a core.
    Core,
    /// Spelling of a brand.
    Brand,
    /// First letters.
    Initials,
    /// Two neighbouring characters.
    Pair,
    /// Two neighbouring sounds.
    Sounds,
    /// Four letters of a spelling.
    Run,
    /// Anything of a person.
    Person,
}

/// A key: its class and a number for its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Class.
    pub class: Class,
    /// Value.
    pub value: u64,
}

impl Key {
    fn new(class: Class, value: u64) -> Self {
        Self { class, value: mixed(value ^ ((class as u64 + 1) << 56)) }
    }

    /// The key as the index keeps it: seven letters, because its dictionary grows with every
    /// letter of what nobody shares. They are enough: two keys in a million records meet by
    /// chance in one question of a hundred, and what they find is compared in full.
    pub fn text(self) -> String {
        const LETTERS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-abcdefghijklmnopqrstuvwxyz_";
        (0..7).map(|at| char::from(LETTERS[(self.value >> (58 - 6 * at) & 63) as usize])).collect()
    }

    /// How much a shared key of the class counts before its rarity: a number or address is
    /// worth more than a pair of letters.
    pub fn weight(self) -> f64 {
        match self.class {
            Class::Phone | Class::Email => 2.0,
            Class::Domain => 2.0,
            Class::Road => 0.8,
            Class::Core => 1.4,
            Class::Brand => 1.4,
            Class::Initials => 1.0,
            Class::Pair => 0.6,
            Class::Sounds => 0.5,
            Class::Run => 0.35,
            Class::Person => 1.7,
        }
    }
}

/// The key of a phone.
pub fn phone_key(number: &Number) -> Key {
    Key::new(Class::Phone, number.digits)
}

/// The key of an email address.
pub fn email_key(mail: &Mail) -> Key {
    Key::new(Class::Email, mail.whole)
}

/// The key of a domain.
pub fn domain_key(domain: &Domain) -> Key {
    Key::new(Class::Domain, domain.whole)
}

/// The key of a road and its number.
pub fn road_key(address: &Address) -> Option<Key> {
    if address.number == 0 {
        return None;
    }
    let road: String = address.road.iter().collect();
    Some(Key::new(Class::Road, hash(&[road.as_bytes(), &address.number.to_le_bytes()])))
}

/// The key of a brand.
pub fn brand_key(form: &Form) -> Option<Key> {
    let spelled = form.brand_spelled();
    (!spelled.is_empty()).then(|| Key::new(Class::Brand, hash(&[spelled])))
}

/// The keys of a subject, each once.
pub fn keys(prepared: &Prepared) -> Vec<Key> {
    let mut keys = Vec::with_capacity(32);
    for phone in &prepared.phones {
        keys.push(phone_key(phone));
    }
    for mail in &prepared.emails {
        keys.push(email_key(mail));
    }
    for domain in &prepared.domains {
        keys.push(domain_key(domain));
        // Names and domains meet: yunjian.com and 云检.
        if domain.label.len() >= 4 {
            keys.push(Key::new(Class::Brand, hash(&[&domain.label])));
        }
    }
    keys.extend(prepared.address.as_deref().and_then(road_key));
    for form in &prepared.names {
        name_keys(form, &mut keys);
    }
    if let Some(person) = &prepared.person {
        person.each_key(|value| keys.push(Key::new(Class::Person, value)));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn name_keys(form: &Form, keys: &mut Vec<Key>) {
    let core = hash(&[&form.spelled]);
    keys.push(Key::new(Class::Core, core));
    keys.extend(brand_key(form));
    if !form.other.is_empty() {
        keys.push(Key::new(Class::Brand, hash(&[&form.other])));
    }
    if form.chinese {
        for initials in [&form.initials[..], form.brand_initials()] {
            if (2..=8).contains(&initials.len()) {
                keys.push(Key::new(Class::Initials, hash(&[initials])));
            }
        }
        let letters = &form.core[..form.core.len().min(MOST_LETTERS)];
        for (at, pair) in letters.windows(2).enumerate() {
            // Pairs within the trade say next to nothing.
            if at < usize::from(form.brand).max(1) {
                let value = u64::from(u32::from(pair[0])) << 32 | u64::from(u32::from(pair[1]));
                keys.push(Key::new(Class::Pair, value));
            }
        }
        for (at, pair) in form.sounds[..letters.len()].windows(2).enumerate() {
            if at + 1 < usize::from(form.brand).max(2) {
                keys.push(Key::new(Class::Sounds, u64::from(pair[0]) << 16 | u64::from(pair[1])));
            }
        }
        // One letter between: finds a name with one wrong or gone.
        for (at, three) in form.sounds[..letters.len()].windows(3).enumerate() {
            if at + 2 < usize::from(form.brand) {
                keys.push(Key::new(Class::Sounds, u64::from(three[0]) << 16 | u64::from(three[2])));
            }
        }
    } else if (2..=8).contains(&form.core.len()) {
        // A short western name may be somebody's first letters.
        keys.push(Key::new(Class::Initials, hash(&[&form.spelled])));
    }
    let spelled = form.brand_spelled();
    for run in spelled[..spelled.len().min(MOST_LETTERS)].windows(4) {
        keys.push(Key::new(Class::Run, hash(&[run])));
    }
}
