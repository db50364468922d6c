//! Why a text is not a value of its type.

/// The reason, in both languages, and one right example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadValue {
    /// In English, a plain sentence without its full stop.
    pub en: String,
    /// In Chinese.
    pub zh: String,
    /// A right value; empty when none helps.
    pub example: &'static str,
}

impl BadValue {
    /// A reason with an example.
    pub fn new(en: impl Into<String>, zh: impl Into<String>, example: &'static str) -> Self {
        Self { en: en.into(), zh: zh.into(), example }
    }
}
