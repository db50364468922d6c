//! Record ids: a readable slug and four random letters, made without a shared counter.

use std::fmt;
use std::hash::{BuildHasher, Hasher};

use pinyin::ToPinyin;

/// Letters of the random part: Crockford's base 32, lower case.
const CROCKFORD: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Longest id.
const MAX_LEN: usize = 80;
/// Longest slug taken from a name.
const MAX_SLUG: usize = 24;

/// The id of a record: lower-case ASCII letters, digits, dashes and underlines, so that it is safe
/// in paths, shells and web addresses.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(String);

impl Id {
    /// Reads an id; `None` for anything that could not be one.
    pub fn parse(text: &str) -> Option<Self> {
        let good = !text.is_empty()
            && text.len() <= MAX_LEN
            && !text.starts_with('-')
            && !text.ends_with('-')
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
        good.then(|| Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Last two letters, the folder some records share. They are random, so 1024 shelves fill
    /// evenly; first letters of pinyin would put one customer in fourteen under `ji`.
    pub fn shard(&self) -> &str {
        &self.0[self.0.len().saturating_sub(2)..]
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A slug of any text: Chinese becomes pinyin, Latin is lower-cased, the rest separates words.
/// Empty when nothing readable is left.
pub fn slug(text: &str) -> String {
    slug_within(text, MAX_SLUG)
}

/// The id of a kind with a number of its own: the whole number counts.
pub fn own_slug(text: &str) -> String {
    slug_within(text, MAX_LEN)
}

fn slug_within(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in text.chars().take(200) {
        let piece = if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase().to_string()
        } else if let Some(pinyin) = c.to_pinyin() {
            pinyin.plain().replace('ü', "v")
        } else if c == '\'' || c == '’' {
            continue;
        } else {
            gap = !out.is_empty();
            continue;
        };
        if out.len() + piece.len() + usize::from(gap) > most {
            break;
        }
        if gap {
            out.push('-');
            gap = false;
        }
        out.push_str(&piece);
    }
    out
}

/// A source of random letters: the operating system's, or a fixed seed for tests.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
}

impl Random {
    /// Seeded by the operating system.
    pub fn from_system() -> Self {
        Self { state: std::collections::hash_map::RandomState::new().build_hasher().finish() }
    }

    /// The same letters for the same seed.
    pub fn from_seed(seed: &str) -> Self {
        // FNV-1a: only needs to spread seeds, not to withstand anyone.
        let state = seed
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, b| (hash ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        Self { state }
    }

    // SplitMix64 (Steele, Lea, Flood 2014).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// `count` letters of Crockford's base 32, at most twelve.
    pub fn letters(&mut self, count: usize) -> String {
        let bits = self.next();
        (0..count.min(12)).map(|i| char::from(CROCKFORD[(bits >> (i * 5) & 31) as usize])).collect()
    }

    /// An id for a slug: `jinke-7k3m`; `fallback` stands in for an empty slug.
    pub fn id(&mut self, slug: &str, fallback: &str) -> Id {
        let stem = if slug.is_empty() { fallback } else { slug };
        Id(format!("{stem}-{}", self.letters(4)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_readable() {
        assert_eq!(slug("金科"), "jinke");
        assert_eq!(slug("HP"), "hp");
        assert_eq!(slug("O'Neill & Sons, Inc."), "oneill-sons-inc");
        assert_eq!(slug("绿凤凰"), "lvfenghuang");
        assert_eq!(slug("🙂 --"), "");
    }

    #[test]
    fn ids_never_leave_the_book() {
        for bad in ["", "../x", "a/b", "A", "-a", "a.", "a b", "..", "a\u{202e}"] {
            assert_eq!(Id::parse(bad), None, "{bad}");
        }
        assert_eq!(Id::parse("jinke-7k3m").unwrap().shard(), "3m");
    }

    #[test]
    fn letters_come_from_the_alphabet_and_the_seed() {
        let letters = Random::from_seed("a").letters(10);
        assert_eq!(letters, Random::from_seed("a").letters(10));
        assert_ne!(letters, Random::from_seed("b").letters(10));
        assert!(letters.bytes().all(|b| CROCKFORD.contains(&b)));
    }
}
