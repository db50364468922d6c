//! Email addresses.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

use super::bad_value::BadValue;
use super::input::no_controls;

/// An address: the user part as written, the domain in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    user: String,
    domain: String,
}

const EXAMPLE: &str = "contact@oa.com.cn";

impl Email {
    /// Reads an address; `mailto:`, angle brackets and full-width signs are forgiven.
    pub fn parse(text: &str) -> Result<Self, BadValue> {
        no_controls(text.trim())?;
        let text: String = text.trim().nfkc().collect();
        let text = text.trim_start_matches("mailto:").trim();
        let text = match (text.rfind('<'), text.ends_with('>')) {
            (Some(at), true) => &text[at + 1..text.len() - 1],
            _ => text,
        };
        let bad = |en: &str, zh: &str| Err(BadValue::new(en, zh, EXAMPLE));
        if text.contains(char::is_whitespace) {
            return bad("an address has no spaces", "邮件地址不含空格");
        }
        let Some((user, domain)) = text.split_once('@') else {
            return bad("the @ is missing", "缺少 @");
        };
        if domain.contains('@') {
            return bad("there is more than one @", "@ 不止一个");
        }
        let odd = |c: char| "<>()[]\\,;:\"".contains(c);
        let dots = user.starts_with('.') || user.ends_with('.') || user.contains("..");
        if user.is_empty() || user.len() > 64 || user.contains(odd) || dots {
            return bad("the part before the @ is not right", "@ 前的部分不正确");
        }
        let domain = domain.trim_end_matches('.').to_lowercase();
        if !is_host(&domain) {
            return bad("the part after the @ is no domain", "@ 后的部分不是域名");
        }
        Ok(Self { user: user.to_owned(), domain })
    }

    /// The part before the `@`.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The part after the `@`, lower case.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// For comparing: all lower case.
    pub fn key(&self) -> String {
        format!("{}@{}", self.user.to_lowercase(), self.domain)
    }
}

impl fmt::Display for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}@{}", self.user, self.domain)
    }
}

/// A name with at least one dot and labels of letters, digits and dashes.
pub(super) fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63 * 3
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    host.contains('.') && host.len() <= 253 && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        for (text, right) in [
            ("Contact@OA.com.CN", "Contact@oa.com.cn"),
            (" mailto:a@b.cn ", "a@b.cn"),
            ("王 <wang@x.com>", "wang@x.com"),
            ("王芳＠公司.中国", "王芳@公司.中国"),
        ] {
            assert_eq!(Email::parse(text).unwrap().to_string(), right);
        }
    }

    #[test]
    fn others_are_refused() {
        for text in
            ["", "a", "a@", "@b.cn", "a@b", "a b@c.cn", "a@b@c.cn", "a@-b.cn", ".a@b.cn", "a\u{202e}@b.cn"]
        {
            assert!(Email::parse(text).is_err(), "{text}");
        }
    }
}
