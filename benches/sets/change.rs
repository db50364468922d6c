//! Changes to names and contacts beyond those in the sets, so that what is learned holds for
//! other data: letters wrong, gone or swapped, sounds alike, words left out or put elsewhere,
//! abbreviations, English names, fields left empty, digits wrong.

use std::collections::HashMap;
use std::sync::LazyLock;

use kehu::matching::hash::mixed;
use kehu::matching::normal::{self, NormalName};
use kehu::matching::spelled::{is_chinese, reading, spell};
use kehu::matching::subject::Subject;

/// Characters that brands are made of, by their sound.
static ALIKE: LazyLock<HashMap<&'static str, Vec<char>>> = LazyLock::new(|| {
    let mut all: HashMap<&'static str, Vec<char>> = HashMap::new();
    for line in include_str!("../../src/matching/letters.txt").lines() {
        if let Some((c, sound)) = line.chars().next().and_then(|c| Some((c, reading(c)?))) {
            all.entry(sound).or_default().push(c);
        }
    }
    all
});

/// English words of trades by the Chinese ones, from the matcher's list.
static TRADES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for line in include_str!("../../src/matching/trades.txt").lines() {
        let words: Vec<&str> = line.split(' ').skip(1).collect();
        let (chinese, english): (Vec<&str>, Vec<&str>) =
            words.into_iter().partition(|word| word.chars().next().is_some_and(is_chinese));
        if let Some(first) = english.first() {
            all.extend(chinese.into_iter().map(|word| (word, *first)));
        }
    }
    all
});

/// A row of numbers that looks random and never changes.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        (mixed(mixed(self.0)) >> 20) as usize % n.max(1)
    }

    /// True in so many of a hundred.
    pub fn percent(&mut self, n: usize) -> bool {
        self.below(100) < n
    }

    fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Changes a subject in some ways.
pub fn changed(mut subject: Subject, dice: &mut Dice) -> Subject {
    if let Some(fact) = subject.names.iter().position(|fact| fact.text.chars().any(is_chinese)) {
        let text = subject.names[fact].text.clone();
        let mut name = chinese_change(&text, dice);
        if dice.percent(20) {
            name = chinese_change(&name, dice);
        }
        subject.names[fact].text = name;
        if dice.percent(70) {
            let kept = subject.names.swap_remove(fact);
            subject.names = vec![kept];
        }
    } else if let Some(fact) = subject.names.first_mut() {
        fact.text = letters_change(&fact.text, dice);
    }
    let n = subject.phones.len();
    if n > 0 && dice.percent(8) {
        let at = dice.below(n);
        subject.phones[at].text = digit_wrong(&subject.phones[at].text, dice);
    }
    for facts in [&mut subject.phones, &mut subject.emails, &mut subject.websites] {
        if !facts.is_empty() && dice.percent(10) {
            let at = dice.below(facts.len());
            facts.remove(at);
        }
    }
    for text in [&mut subject.address, &mut subject.province, &mut subject.city, &mut subject.county] {
        if dice.percent(10) {
            text.clear();
        }
    }
    subject
}

fn digit_wrong(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let digits: Vec<usize> = (0..letters.len()).filter(|at| letters[*at].is_ascii_digit()).collect();
    if digits.len() > 4 {
        let at = *dice.one(&digits[3..]);
        letters[at] = char::from(b'0' + dice.below(10) as u8);
    }
    letters.into_iter().collect()
}

fn letters_change(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 3 {
        return text.to_owned();
    }
    let at = dice.below(letters.len() - 1);
    match dice.below(4) {
        0 => letters.swap(at, at + 1),
        1 => {
            letters.remove(at);
        }
        2 => letters[at] = char::from(b'a' + dice.below(26) as u8),
        _ => letters.insert(at, ' '),
    }
    letters.into_iter().collect()
}

/// The parts of a Chinese name: what stands before the core, brand, trade, what stands behind.
fn parts<'a>(text: &'a str, name: &NormalName) -> Option<(&'a str, String, String, &'a str)> {
    let at = text.find(&name.core).filter(|_| name.core.chars().count() >= 2)?;
    let trade = name.core[name.brand.len()..].to_owned();
    Some((&text[..at], name.brand.clone(), trade, &text[at + name.core.len()..]))
}

fn chinese_change(text: &str, dice: &mut Dice) -> String {
    let name = normal::name(text);
    let Some((before, brand, trade, behind)) = parts(text, &name) else {
        return letters_change(text, dice);
    };
    let letters: Vec<char> = brand.chars().collect();
    let at = dice.below(letters.len());
    let with = |change: &mut dyn FnMut(&mut Vec<char>)| {
        let mut own = letters.clone();
        change(&mut own);
        format!("{before}{}{trade}{behind}", own.into_iter().collect::<String>())
    };
    // Wrong letters are in the sets already, and pairs that only look alike, too.
    let kind = if dice.percent(5) { 3 + dice.below(3) } else { 6 + dice.below(11) };
    match kind {
        // Another character that sounds the same, or any other.
        0 | 1 => {
            let other = reading(letters[at]).and_then(|sound| ALIKE.get(sound)).map(|all| *dice.one(all));
            with(&mut |own| own[at] = other.unwrap_or('新'))
        }
        2 => {
            let sounds: Vec<&Vec<char>> = ALIKE.values().take(50).collect();
            let other = *dice.one(dice_row(&sounds, at));
            with(&mut |own| own[at] = other)
        }
        3 if letters.len() > 2 => with(&mut |own| {
            own.remove(at);
        }),
        4 if letters.len() > 1 => with(&mut |own| {
            let first = at.min(own.len() - 2);
            own.swap(first, first + 1);
        }),
        5 => with(&mut |own| own.insert(at, letters[at])),
        // The brand, with or without its place or trade.
        6 => brand,
        7 => format!("{before}{brand}"),
        8 => format!("{brand}{trade}"),
        // The place behind, in brackets or not; the trade first.
        9 if !before.is_empty() => format!("{brand}{trade}{behind}（{before}）"),
        10 if !before.is_empty() => format!("{brand}（{before}）{trade}{behind}"),
        // Short forms: the first characters of brand and trade.
        11 if !trade.is_empty() => {
            let first: String = brand.chars().take(2).chain(trade.chars().take(1)).collect();
            first
        }
        // Another legal form, and notes.
        12 => {
            let form = *dice.one(&["股份有限公司", "有限责任公司", "集团", "", "公司", "（集团）有限公司"]);
            format!("{before}{brand}{trade}{form}")
        }
        13 => {
            let note =
                *dice.one(&["（停用）", "-已合并", "【重要】", "(VIP)", " 王总", "（原）", "_1", "新"]);
            if dice.percent(50) { format!("{text}{note}") } else { format!("{note}{text}") }
        }
        // English: spelled brand, translated trade.
        14 => english(before, &brand, &trade, dice),
        15 => {
            let spelled = spell(&brand, false);
            if dice.percent(40) { letters_change(&spelled, dice) } else { spelled }
        }
        16 => {
            let all = if dice.percent(50) { format!("{brand}{trade}") } else { brand };
            let short = spell(&all, true).to_uppercase();
            if short.len() >= 2 { short } else { text.to_owned() }
        }
        _ => format!("{brand}{trade}公司"),
    }
}

fn dice_row<'a>(rows: &[&'a Vec<char>], at: usize) -> &'a [char] {
    rows[at % rows.len()]
}

fn english(before: &str, brand: &str, trade: &str, dice: &mut Dice) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |c| c.to_ascii_uppercase().to_string() + letters.as_str())
    };
    let mut words = Vec::new();
    let place: String = before.chars().filter(|c| is_chinese(*c) && !"省市县区".contains(*c)).collect();
    if !place.is_empty() && dice.percent(60) {
        words.push(capital(&spell(&place, false)));
    }
    if dice.percent(25) {
        words.extend(brand.chars().map(|c| capital(&spell(&c.to_string(), false))));
    } else {
        words.push(capital(&spell(brand, false)));
    }
    let mut rest = trade;
    while !rest.is_empty() {
        let hit = TRADES.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
        let len = hit.map_or_else(|| rest.chars().next().map_or(1, char::len_utf8), |(word, _)| word.len());
        words.extend(hit.map(|(_, english)| capital(english)));
        rest = &rest[len..];
    }
    words.push((*dice.one(&["Co., Ltd.", "Inc.", "Limited", "Corp.", "Group", "", "Company"])).to_owned());
    let text = words.join(" ");
    if dice.percent(25) { letters_change(&text, dice) } else { text }
}
