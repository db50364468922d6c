//! Why a text is not a value of its type, and the cleaning that every type does first.

use std::fmt;

/// Why a text is not a value of its type: plain sentences without a final stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadValue {
    /// The reason in English.
    pub en: String,
    /// The reason in Chinese.
    pub zh: String,
    /// One right value.
    pub example: &'static str,
}

impl BadValue {
    /// A reason in both languages and a right value.
    pub fn new(en: impl Into<String>, zh: impl Into<String>, example: &'static str) -> Self {
        Self { en: en.into(), zh: zh.into(), example }
    }
}

impl fmt::Display for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

impl std::error::Error for BadValue {}

/// True for control characters and direction overrides, which can steer a terminal or hide text.
pub fn is_steering(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The text trimmed and with fullwidth letters, digits and signs made plain; steering characters
/// are refused.
pub fn clean(text: &str, example: &'static str) -> Result<String, BadValue> {
    let text = text.trim();
    if let Some(c) = text.chars().find(|c| is_steering(*c)) {
        let code = u32::from(c);
        return Err(BadValue::new(
            format!("it contains the control character U+{code:04X}"),
            format!("含有控制字符 U+{code:04X}"),
            example,
        ));
    }
    let plain: String = text.chars().map(narrow).collect();
    Ok(plain.trim().to_owned())
}

/// A fullwidth character as its plain twin; every other character as it is.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '￥' => '¥',
        '￡' => '£',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_is_folded_and_ends_trimmed() {
        assert_eq!(clean("　ＡＢＣ：１２３\n", "x"), Ok("ABC:123".to_owned()));
        assert_eq!(clean("王芳 ￥", "x"), Ok("王芳 ¥".to_owned()));
    }

    #[test]
    fn steering_characters_are_refused_with_their_code() {
        for bad in ["a\u{1b}[31m", "a\tb", "a\u{202e}b", "a\u{2066}b", "a\0b", "a\u{9b}b"] {
            let refused = clean(bad, "x");
            assert!(refused.as_ref().is_err_and(|e| e.en.contains("U+")), "{bad:?}");
        }
    }
}
