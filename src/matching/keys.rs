//! Keys under which look-alikes meet: in the index and in memory alike.

use super::compare::Prepared;

/// A key and what kind it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// A letter for its class, a colon, and the value.
    pub text: String,
}

impl Key {
    fn new(class: char, value: &str) -> Self {
        Self { text: format!("{class}:{value}") }
    }

    /// How much a shared key of the class counts before its rarity: a number or address is
    /// worth more than a pair of letters.
    pub fn weight(&self) -> f64 {
        match self.text.as_bytes().first() {
            Some(b'p' | b'e') => 3.0,
            Some(b'd') => 2.5,
            Some(b'c') => 2.0,
            Some(b'b' | b'y') => 1.6,
            Some(b'i') => 1.0,
            _ => 0.5,
        }
    }
}

/// The keys of a subject, each once.
pub fn keys(prepared: &Prepared) -> Vec<Key> {
    let mut keys = Vec::with_capacity(24);
    for phone in &prepared.phones {
        keys.push(Key::new('p', &phone.key));
    }
    for email in &prepared.emails {
        keys.push(Key::new('e', &email.whole));
        if !email.free {
            keys.push(Key::new('d', &email.domain));
        }
    }
    for website in &prepared.websites {
        keys.push(Key::new('d', &website.value));
    }
    for name in &prepared.names {
        let name = &name.value;
        if name.core.is_empty() {
            continue;
        }
        keys.push(Key::new('c', &name.core));
        keys.push(Key::new('y', &name.spelled));
        if name.brand != name.core {
            keys.push(Key::new('b', &name.brand));
            keys.push(Key::new('y', &name.brand_spelled));
        }
        if name.initials.len() >= 2 && name.initials.len() <= 8 {
            keys.push(Key::new('i', &name.initials));
        }
        // A short western name may be somebody's initials.
        if !name.chinese && (2..=5).contains(&name.core.len()) {
            keys.push(Key::new('i', &name.core));
        }
        grams(name.chinese, &name.core, &mut keys);
        if name.chinese && name.spelled.is_ascii() {
            spelled_grams(&name.brand_spelled, &mut keys);
        } else {
            spelled_grams(&name.brand, &mut keys);
        }
    }
    keys.sort();
    keys.dedup();
    keys
}

fn grams(chinese: bool, core: &str, keys: &mut Vec<Key>) {
    if !chinese {
        return;
    }
    let letters: Vec<char> = core.chars().take(24).collect();
    for pair in letters.windows(2) {
        keys.push(Key::new('g', &pair.iter().collect::<String>()));
    }
}

/// Runs of four letters of a spelling, so that one wrong letter does not hide a name.
fn spelled_grams(spelled: &str, keys: &mut Vec<Key>) {
    let letters: Vec<char> = spelled.chars().take(24).collect();
    for run in letters.windows(4) {
        keys.push(Key::new('s', &run.iter().collect::<String>()));
    }
}
