//! How text is folded for search: width, case, spaces and punctuation do not matter.

use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization as _;

/// Longest text looked at, in characters.
const MAX_CHARS: usize = 20_000;

/// Letters and digits alone, lower case, full width made half.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|b| char::from(b.to_ascii_lowercase()))
            .collect();
    }
    text.nfkc().filter(|c| c.is_alphanumeric()).take(MAX_CHARS).flat_map(char::to_lowercase).collect()
}

/// The pinyin of a text with Chinese in it, run together; empty for others.
pub fn spelled(text: &str) -> String {
    spell(text, false)
}

/// The first letters of the pinyin.
pub fn initials(text: &str) -> String {
    spell(text, true)
}

fn spell(text: &str, first: bool) -> String {
    let mut out = String::new();
    let mut chinese = false;
    for c in text.chars().take(200) {
        match c.to_pinyin() {
            Some(pinyin) => {
                chinese = true;
                out.push_str(if first { pinyin.first_letter() } else { pinyin.plain() });
            }
            None if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            None => {}
        }
    }
    if chinese { out.replace('ü', "v") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled() {
        assert_eq!(spelled("惠普中国"), "huipuzhongguo");
        assert_eq!(initials("惠普中国"), "hpzg");
        assert_eq!(spelled("Hewlett"), "");
        assert_eq!(fold("ＨＰ (中国) 021-6353"), "hp中国0216353");
    }
}
