//! Email addresses: one address, domain in lower case.

use std::fmt;

use crate::model::bad_value::{BadValue, clean};
use crate::model::website::read_host;

const EXAMPLE: &str = "wang@oa.com.cn";

/// An email address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email {
    user: String,
    domain: String,
}

impl Email {
    /// Reads an address, also out of `mailto:…` or `Name <…>`.
    pub fn parse(text: &str) -> Result<Self, BadValue> {
        let text = clean(text, EXAMPLE)?;
        let address = unwrapped(text.trim_end_matches([';', ',', '；', '，', '。', '、', ' ']));
        if address.is_empty() {
            return Err(bad("it is empty", "内容为空"));
        }
        let (user, domain) =
            address.split_once('@').ok_or_else(|| bad("an email address needs an @", "邮箱地址应有 @"))?;
        if domain.contains('@') {
            return Err(bad("there is more than one @; write one address only", "有多个 @; 请只写一个地址"));
        }
        if address.chars().any(char::is_whitespace) {
            return Err(bad("an email address has no spaces", "邮箱地址不能含有空格"));
        }
        check_user(user)?;
        let domain = read_host(domain).map_err(|(en, zh)| bad(en, zh))?;
        if domain.rsplit('.').next().is_some_and(|top| top.bytes().all(|b| b.is_ascii_digit())) {
            return Err(bad(
                "its domain must end in letters, such as .com or .cn",
                "域名应以字母结尾, 例如 .com 或 .cn",
            ));
        }
        if user.len() + 1 + domain.len() > 254 {
            return Err(bad("it is longer than 254 bytes", "长度超过 254 字节"));
        }
        Ok(Self { user: user.to_owned(), domain })
    }

    /// What stands before the @.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// What stands after the @, in lower case.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The whole address in lower case, for comparing.
    pub fn key(&self) -> String {
        self.to_string().to_lowercase()
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.user, self.domain)
    }
}

/// The bare address in `Name <…>`, `mailto:…?subject=…` or around spaces.
fn unwrapped(text: &str) -> &str {
    let mut inner = text;
    if let Some(open) = inner.rfind('<')
        && let Some(body) = inner.get(open + 1..)
        && let Some(body) = body.strip_suffix('>')
    {
        inner = body.trim();
    }
    let scheme = "mailto:";
    match inner.get(..scheme.len()) {
        Some(start) if start.eq_ignore_ascii_case(scheme) => {
            let rest = inner.get(scheme.len()..).unwrap_or_default();
            rest.split('?').next().unwrap_or_default().trim()
        }
        _ => inner,
    }
}

fn check_user(user: &str) -> Result<(), BadValue> {
    if user.is_empty() {
        return Err(bad("nothing stands before the @", "@ 前没有内容"));
    }
    if user.len() > 64 {
        return Err(bad("more than 64 bytes stand before the @", "@ 前的内容超过 64 字节"));
    }
    if user.starts_with('.') || user.ends_with('.') || user.contains("..") {
        return Err(bad(
            "dots before the @ stand singly and between other characters",
            "@ 前的点不能在首尾, 也不能连续",
        ));
    }
    let good = |c: char| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    match user.chars().find(|c| !good(*c)) {
        None => Ok(()),
        Some(c) => {
            Err(bad(format!("the character `{c}` can't stand before the @"), format!("@ 前不能有字符 `{c}`")))
        }
    }
}

fn bad(en: impl Into<String>, zh: impl Into<String>) -> BadValue {
    BadValue::new(en, zh, EXAMPLE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        Email::parse(text).map_or_else(|bad| bad.en, |email| email.to_string())
    }

    #[test]
    fn wrappings_go_and_only_the_domain_is_lowered() {
        for (typed, stored) in [
            (" Wang.Fang@OA.com.CN ", "Wang.Fang@oa.com.cn"),
            ("mailto:li@oa.com?subject=x", "li@oa.com"),
            ("李明 <li@oa.com>", "li@oa.com"),
            ("<MAILTO:li@oa.com>", "li@oa.com"),
            ("ｌｉ＠ｏａ．ｃｏｍ", "li@oa.com"),
            ("李明@例子.中国", "李明@例子.中国"),
            ("a+b@oa.com", "a+b@oa.com"),
            ("li@oa.com;", "li@oa.com"),
        ] {
            assert_eq!(shown(typed), stored, "{typed}");
        }
        let key = Email::parse("Li@OA.com").map(|email| email.key());
        assert_eq!(key, Ok("li@oa.com".to_owned()));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in [
            "",
            "li",
            "@oa.com",
            "li@",
            "li@oa",
            "li@oa..com",
            "li@-oa.com",
            "l i@oa.com",
            "li@@oa.com",
            "li@oa.com;wang@oa.com",
            "a..b@oa.com",
            ".a@oa.com",
            "li@10.0.0.1",
            "\"li\"@oa.com",
            "li@oa.com\u{0}x",
            "li\u{202e}@oa.com",
        ] {
            assert!(Email::parse(bad).is_err(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(text in "[a-zA-Z0-9王.+'?_:-]{1,12}@[a-zA-Z0-9例-]{1,8}\\.[a-zA-Z.]{2,6}|\\PC{0,20}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(&email.to_string()), Ok(email));
            }
        }
    }
}
