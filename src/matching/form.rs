//! A name as it is compared: letters, sounds, spelling, each with the brand in front.

use super::hash::hash;
use super::lists;
use super::normal::{Legal, NormalName};
use super::spelled::{self, spell};

/// Longest core compared, in characters.
const MOST: usize = 32;

/// A name made for comparing.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Letters of the core; the brand comes first.
    pub core: Box<[char]>,
    /// How each letter sounds.
    pub sounds: Box<[u16]>,
    /// How much each letter tells, in bits; letters of the trade tell little.
    pub bits: Box<[u8]>,
    /// Spelling of the core; the brand comes first.
    pub spelled: Box<[u8]>,
    /// Spelling of the brand in its other reading; empty when it has none.
    pub other: Box<[u8]>,
    /// First letters of the core.
    pub initials: Box<[u8]>,
    /// Letters of the brand.
    pub brand: u8,
    /// Length of the brand's spelling.
    pub brand_spelled: u8,
    /// Legal form.
    pub legal: Legal,
    /// True for a Chinese name.
    pub chinese: bool,
    /// Which fact it was.
    pub fact: u8,
    /// How many records have the brand, as far as known.
    pub crowd: u16,
    /// Trades.
    pub trades: Box<[u8]>,
    /// The whole name, legal form and all.
    pub full: u64,
}

impl Form {
    /// Makes a name ready.
    pub fn of(name: &NormalName, fact: u8) -> Option<Self> {
        let core: Box<[char]> = name.core.chars().take(MOST).collect();
        if core.is_empty() {
            return None;
        }
        let brand = name.brand.chars().count().min(core.len());
        let text: String = core.iter().collect();
        let brand_text: String = core[..brand].iter().collect();
        let clip = |text: String| -> Box<[u8]> { text.into_bytes().into_iter().take(96).collect() };
        let bits = core.iter().enumerate().map(|(at, c)| {
            let own = lists::bits(*c) as u8;
            if at < brand { own } else { own / 4 }
        });
        Some(Self {
            sounds: core.iter().map(|c| spelled::sound(*c)).collect(),
            bits: bits.collect(),
            spelled: clip(spell(&text, false)),
            other: spelled::spell_other(&brand_text).map(clip).unwrap_or_default(),
            initials: if name.chinese { clip(spell(&text, true)) } else { Box::default() },
            brand: brand as u8,
            brand_spelled: spell(&brand_text, false).len().min(96) as u8,
            legal: name.legal,
            chinese: name.chinese,
            fact,
            crowd: 0,
            trades: name.trades.iter().take(6).copied().collect(),
            full: hash(&[name.full.as_bytes()]),
            core,
        })
    }

    /// Letters of the brand.
    pub fn brand(&self) -> &[char] {
        &self.core[..usize::from(self.brand)]
    }

    /// Sounds of the brand.
    pub fn brand_sounds(&self) -> &[u16] {
        &self.sounds[..usize::from(self.brand)]
    }

    /// Spelling of the brand.
    pub fn brand_spelled(&self) -> &[u8] {
        &self.spelled[..usize::from(self.brand_spelled).min(self.spelled.len())]
    }

    /// First letters of the brand, for a Chinese name.
    pub fn brand_initials(&self) -> &[u8] {
        &self.initials[..usize::from(self.brand).min(self.initials.len())]
    }
}
