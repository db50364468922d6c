//! Lists of words kept as data beside the code: legal forms, trades, free mail, letters.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::near;

/// Legal forms as western words.
const LEGAL_WORDS: &str = include_str!("legal_words.txt");
/// Domains where anybody gets a mailbox.
const FREE_MAIL: &str = include_str!("free_mail.txt");
/// What companies do: a line names a trade and its words in both languages.
const TRADES: &str = include_str!("trades.txt");
/// How telling a character is in a brand, in bits above `a`; sorted.
const LETTERS: &[u8] = include_bytes!("letters.txt");
/// Bytes of a line of letters: a character of three bytes, its bits, the end.
const LETTER_LINE: usize = 5;

/// Words of trades, each with the number of its trade.
static TRADE_WORDS: LazyLock<HashMap<&str, u8>> = LazyLock::new(|| {
    let mut words = HashMap::with_capacity(900);
    for (number, line) in TRADES.lines().enumerate() {
        for word in line.split(' ').skip(1) {
            words.entry(word).or_insert(u8::try_from(number + 1).unwrap_or(u8::MAX));
        }
    }
    words
});

/// Western words of trades that are long enough to be known with a letter wrong.
static LONG_TRADE_WORDS: LazyLock<Vec<(&str, u8)>> = LazyLock::new(|| {
    let long = |word: &&str| word.is_ascii() && word.len() >= 5;
    let mut words: Vec<(&str, u8)> =
        TRADE_WORDS.iter().filter(|(word, _)| long(word)).map(|(word, number)| (*word, *number)).collect();
    words.sort_unstable();
    words
});

/// True when a sorted list has a word; searched where it lies, so that starting costs nothing.
pub fn has(list: &'static str, word: &str) -> bool {
    from(list, word).lines().next() == Some(word)
}

/// A sorted list from the first line that is not before a word.
pub fn from(list: &'static str, word: &str) -> &'static str {
    let bytes = list.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = (low + high) / 2;
        let start = bytes[..middle].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let end = bytes[start..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| start + at);
        let stop = bytes[start..end].iter().position(|b| *b == b'\t').map_or(end, |at| start + at);
        if bytes[start..stop] < *word.as_bytes() {
            low = (end + 1).min(bytes.len());
        } else {
            high = start;
        }
    }
    &list[low..]
}

/// The trade a word names, 0 when it names none.
pub fn trade(word: &str) -> u8 {
    TRADE_WORDS.get(word).copied().unwrap_or(0)
}

/// The trade a western word names, also with a letter wrong.
pub fn near_trade(word: &str) -> u8 {
    let exact = trade(word);
    if exact != 0 || word.len() < 6 || !word.is_ascii() {
        return exact;
    }
    let close = |other: &&(&str, u8)| {
        other.0.len().abs_diff(word.len()) <= 1
            && (other.0.as_bytes()[0] == word.as_bytes()[0] || other.0.as_bytes()[1] == word.as_bytes()[1])
            && near::edits(other.0.as_bytes(), word.as_bytes()) <= 1
    };
    LONG_TRADE_WORDS.iter().find(close).map_or(0, |(_, number)| *number)
}

/// The trade a Chinese text ends in: its length in bytes and its number.
pub fn trailing_trade(text: &str) -> Option<(usize, u8)> {
    let mut starts: [usize; 5] = [0; 5];
    let mut count = 0;
    for (at, _) in text.char_indices().rev().take(5) {
        starts[count] = at;
        count += 1;
    }
    (1..count).rev().find_map(|n| {
        let word = &text[starts[n]..];
        let number = trade(word);
        (number != 0).then_some((word.len(), number))
    })
}

/// True for a western legal form.
pub fn is_legal_word(word: &str) -> bool {
    has(LEGAL_WORDS, word)
}

/// True for a western legal form, also with a letter wrong.
pub fn is_near_legal_word(word: &str) -> bool {
    let near = |form: &str| near::edits(form.as_bytes(), word.as_bytes()) <= 1;
    is_legal_word(word) || (word.len() >= 6 && (near("limited") || near("company")))
}

/// True for a western trade.
pub fn is_trade_word(word: &str) -> bool {
    word.is_ascii() && trade(word) != 0
}

/// True for a domain where anybody gets a mailbox.
pub fn is_free_mail(domain: &str) -> bool {
    has(FREE_MAIL, domain)
}

/// True for the pinyin of a province or city.
pub fn is_place_word(word: &str) -> bool {
    super::regions::spelled(word).is_some_and(|place| !place.weak)
}

/// How much a character tells in a brand, in bits.
pub fn bits(c: char) -> u32 {
    let mut bytes = [0u8; 4];
    let wanted = c.encode_utf8(&mut bytes).as_bytes();
    if wanted.len() < 3 {
        return 4;
    }
    let (mut low, mut high) = (0, LETTERS.len() / LETTER_LINE);
    while low < high {
        let middle = (low + high) / 2;
        let line = &LETTERS[middle * LETTER_LINE..middle * LETTER_LINE + LETTER_LINE];
        match line[..3].cmp(wanted) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return u32::from(line[3] - b'a'),
        }
    }
    19
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_for_the_search() {
        for list in [LEGAL_WORDS, FREE_MAIL] {
            let words: Vec<&str> = list.lines().collect();
            assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(words.iter().all(|word| has(list, word)) && !has(list, "-") && !has(list, "~"));
        }
        assert!(LETTERS.chunks(LETTER_LINE).is_sorted_by(|a, b| a[..3] < b[..3]));
        assert!(bits('新') < bits('嫘'));
        assert!(is_place_word("guangzhou"));
    }

    #[test]
    fn trades_have_words_in_both_languages() {
        assert_eq!(trade("科技"), trade("technology"));
        assert_eq!(near_trade("technolgy"), trade("technology"));
        assert_eq!(trailing_trade("金科电子").map(|t| t.0), Some(6));
        assert!(TRADES.lines().count() < 255);
    }
}
