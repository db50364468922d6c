//! Lists of words kept as data beside the code: places, legal forms, trades, free mail.

use std::sync::LazyLock;

/// Provinces, cities and counties of China, full and short.
const PLACES: &str = include_str!("places.txt");
/// Pinyin of provinces and cities, as western names carry them.
const PLACE_WORDS: &str = include_str!("place_words.txt");
/// Legal forms as western words.
const LEGAL_WORDS: &str = include_str!("legal_words.txt");
/// What companies do, as western words.
const TRADE_WORDS: &str = include_str!("trade_words_en.txt");
/// Domains where anybody gets a mailbox.
const FREE_MAIL: &str = include_str!("free_mail.txt");
/// Legal forms in Chinese, longest first.
static LEGAL: LazyLock<Vec<&str>> = LazyLock::new(|| longest_first(include_str!("legal_forms.txt")));
/// What companies do, in Chinese, longest first.
static TRADES: LazyLock<Vec<&str>> = LazyLock::new(|| longest_first(include_str!("trade_words.txt")));

fn longest_first(text: &'static str) -> Vec<&'static str> {
    let mut words: Vec<&str> = text.lines().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// True when a sorted list has a word; searched where it lies, so that starting costs nothing.
fn has(list: &str, word: &str) -> bool {
    from(list, word).lines().next() == Some(word)
}

/// The longest place a text begins with.
pub fn leading_place(text: &str) -> Option<&str> {
    // Places are Chinese; those that begin like the text stand together in the list.
    let head_end = text.char_indices().nth(2).map_or(text.len(), |(at, _)| at);
    let head = text.get(..head_end).filter(|head| head.len() >= 6)?;
    let mut found = None;
    for place in from(PLACES, head).lines().take_while(|place| place.starts_with(head)) {
        if text.starts_with(place) {
            found = Some(&text[..place.len()]);
        }
    }
    found
}

/// A sorted list from the first line that is not before a word.
fn from<'a>(list: &'a str, word: &str) -> &'a str {
    let bytes = list.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = (low + high) / 2;
        let start = bytes[..middle].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let end = bytes[start..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| start + at);
        if bytes[start..end] < *word.as_bytes() {
            low = (end + 1).min(bytes.len());
        } else {
            high = start;
        }
    }
    &list[low..]
}

/// True for the name of a place.
pub fn is_place(text: &str) -> bool {
    has(PLACES, text)
}

/// The text without the legal form it ends in.
pub fn without_legal_form(text: &str) -> &str {
    LEGAL.iter().find_map(|form| text.strip_suffix(form)).unwrap_or(text)
}

/// The text without the trade it ends in.
pub fn without_trade(text: &str) -> &str {
    TRADES.iter().find_map(|trade| text.strip_suffix(trade)).unwrap_or(text)
}

/// True for a western legal form.
pub fn is_legal_word(word: &str) -> bool {
    has(LEGAL_WORDS, word)
}

/// True for a western trade.
pub fn is_trade_word(word: &str) -> bool {
    has(TRADE_WORDS, word)
}

/// True for a domain where anybody gets a mailbox.
pub fn is_free_mail(domain: &str) -> bool {
    has(FREE_MAIL, domain)
}

/// True for the pinyin of a province or city.
pub fn is_place_word(word: &str) -> bool {
    has(PLACE_WORDS, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_for_the_search() {
        for list in [PLACES, PLACE_WORDS, LEGAL_WORDS, TRADE_WORDS, FREE_MAIL] {
            let words: Vec<&str> = list.lines().collect();
            assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(words.iter().all(|word| has(list, word)) && !has(list, "-") && !has(list, "~"));
        }
        assert_eq!(leading_place("上海市浦东新区金科"), Some("上海市"));
        assert_eq!(leading_place("金科电子"), None);
        assert!(is_place_word("guangzhou"));
    }
}
