//! Websites, written without scheme as the norm asks.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

use super::bad_value::BadValue;
use super::email::is_host;
use super::input::no_controls;

/// A website: host in lower case, path as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Website {
    host: String,
    rest: String,
}

const EXAMPLE: &str = "www.oa.com.cn";

impl Website {
    /// Reads a website; a scheme before it is dropped.
    pub fn parse(text: &str) -> Result<Self, BadValue> {
        no_controls(text.trim())?;
        let text: String = text.trim().nfkc().collect();
        let text = without_scheme(&text);
        let bad = |en: &str, zh: &str| Err(BadValue::new(en, zh, EXAMPLE));
        if text.contains(char::is_whitespace) {
            return bad("a website has no spaces", "网址不含空格");
        }
        let split = text.find(['/', '?', '#']).unwrap_or(text.len());
        let (host, rest) = text.split_at(split);
        if host.contains('@') {
            return bad(
                "a website has no user name in it; is it an email address?",
                "网址不含用户名; 是不是邮件地址?",
            );
        }
        let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
        if port.is_some_and(|port| port.parse::<u16>().is_err()) {
            return bad("the port is not a number", "端口不是数字");
        }
        let name = name.trim_end_matches('.').to_lowercase();
        if !is_host(&name) {
            return bad("a website is a name with a dot", "网址应为带点的域名");
        }
        let host = match port {
            Some(port) if !matches!(port, "80" | "443") => format!("{name}:{port}"),
            _ => name,
        };
        let rest = if rest == "/" { String::new() } else { rest.trim_end_matches('/').to_owned() };
        Ok(Self { host, rest })
    }

    /// The host, with a port that is not the usual one.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The host without a leading `www.` and without port.
    pub fn domain(&self) -> &str {
        let host = self.host.split(':').next().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host)
    }
}

/// `http://`, `https://`, and what people make of them.
fn without_scheme(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    for scheme in ["https:", "http:", "https", "http"] {
        if let Some(rest) = lower.strip_prefix(scheme) {
            let slashes = rest.len() - rest.trim_start_matches(['/', ':']).len();
            if scheme.ends_with(':') || slashes > 0 {
                return &text[scheme.len() + slashes..];
            }
        }
    }
    text.trim_start_matches('/')
}

impl fmt::Display for Website {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.host, self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_go_and_hosts_are_lower_case() {
        for (text, right) in [
            ("www.OA.com.cn", "www.oa.com.cn"),
            ("http://www.oa.com.cn/", "www.oa.com.cn"),
            ("HTTPS：//OA.com/About/", "oa.com/About"),
            ("http:/oa.com:80", "oa.com"),
            ("//oa.com:8080/x", "oa.com:8080/x"),
            ("公司.中国", "公司.中国"),
        ] {
            let site = Website::parse(text).unwrap();
            assert_eq!(site.to_string(), right);
            assert_eq!(Website::parse(right).unwrap(), site);
        }
        assert_eq!(Website::parse("www.oa.com.cn").unwrap().domain(), "oa.com.cn");
    }

    #[test]
    fn others_are_refused() {
        for text in ["", "oa", "a b.com", "http://u:p@x.com", "x.com:y", "x..com", "a\u{1b}.com"] {
            assert!(Website::parse(text).is_err(), "{text}");
        }
    }
}
