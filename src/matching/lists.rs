//! Lists of words kept as data beside the code: places, legal forms, trades, free mail.

use std::sync::LazyLock;

/// Provinces, cities and counties of China, full and short, sorted.
static PLACES: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("places.txt").lines().collect());
/// Legal forms in Chinese, longest first.
static LEGAL: LazyLock<Vec<&str>> = LazyLock::new(|| longest_first(include_str!("legal_forms.txt")));
/// Legal forms as western words, sorted.
static LEGAL_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("legal_words.txt").lines().collect());
/// What companies do, in Chinese, longest first.
static TRADES: LazyLock<Vec<&str>> = LazyLock::new(|| longest_first(include_str!("trade_words.txt")));
/// What companies do, as western words, sorted.
static TRADE_WORDS: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("trade_words_en.txt").lines().collect());
/// Domains where anybody gets a mailbox, sorted.
static FREE_MAIL: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("free_mail.txt").lines().collect());

/// Longest place name, in letters.
const LONGEST_PLACE: usize = 11;

fn longest_first(text: &'static str) -> Vec<&'static str> {
    let mut words: Vec<&str> = text.lines().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// The longest place a text begins with.
pub fn leading_place(text: &str) -> Option<&str> {
    let ends: Vec<usize> =
        text.char_indices().map(|(at, _)| at).chain([text.len()]).skip(2).take(LONGEST_PLACE - 1).collect();
    ends.into_iter().rev().map(|end| &text[..end]).find(|start| PLACES.binary_search(start).is_ok())
}

/// True for the name of a place.
pub fn is_place(text: &str) -> bool {
    PLACES.binary_search(&text).is_ok()
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
    LEGAL_WORDS.binary_search(&word).is_ok()
}

/// True for a western trade.
pub fn is_trade_word(word: &str) -> bool {
    TRADE_WORDS.binary_search(&word).is_ok()
}

/// True for a domain where anybody gets a mailbox.
pub fn is_free_mail(domain: &str) -> bool {
    FREE_MAIL.binary_search(&domain).is_ok()
}

/// True for the pinyin of a province or large city, as western names carry it.
pub fn is_place_word(word: &str) -> bool {
    static PINYIN: LazyLock<std::collections::HashSet<String>> = LazyLock::new(|| {
        let spelled = |name: &str| crate::matching::normal::spell(name.trim_end_matches(['省', '市']), false);
        PLACES
            .iter()
            .filter(|name| name.ends_with('省') || name.ends_with('市'))
            .map(|name| spelled(name))
            .collect()
    });
    PINYIN.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_for_the_search() {
        for list in [&*PLACES, &*LEGAL_WORDS, &*TRADE_WORDS, &*FREE_MAIL] {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]));
        }
        assert_eq!(leading_place("上海市浦东新区金科"), Some("上海市"));
        assert_eq!(leading_place("金科电子"), None);
        assert!(is_place_word("guangzhou"));
    }
}
