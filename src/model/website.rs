//! Websites, written without `http:` as the norm wants them.

use std::fmt;

use crate::model::bad_value::{BadValue, clean};

const EXAMPLE: &str = "www.oa.com.cn";

/// What ends a sentence, not an address.
const STOPS: [char; 6] = [';', ',', '，', '；', '。', ' '];

/// A website: host, port when unusual, path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Website {
    host: String,
    port: Option<u16>,
    path: String,
}

impl Website {
    /// Reads a website, with or without a scheme (mistyped ones too).
    pub fn parse(text: &str) -> Result<Self, BadValue> {
        let text = clean(text, EXAMPLE)?;
        let rest = without_scheme(text.trim_end_matches(STOPS));
        if rest.is_empty() {
            return Err(bad("it is empty", "内容为空"));
        }
        if rest.chars().any(|c| c.is_whitespace() || "<>\"`\\".contains(c)) {
            return Err(bad(
                "a website has no spaces, quotes or angle brackets",
                "网址不能含有空格、引号或尖括号",
            ));
        }
        let cut = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(cut);
        if path.starts_with("//") || authority.ends_with(':') {
            return Err(bad(
                "only http and https websites can be kept here",
                "此处只能填写 http 或 https 网址",
            ));
        }
        if authority.contains('@') {
            return Err(bad(
                "a website carries no user name or password (is it an email address?)",
                "网址不能带用户名或密码 (是否为邮箱地址?)",
            ));
        }
        let (host, port) = match authority.split_once(':') {
            None => (authority, None),
            Some((host, port)) => (host, Some(read_port(port)?)),
        };
        let host = read_host(host).map_err(|(en, zh)| bad(en, zh))?;
        let path = match path.contains(['?', '#']) {
            true => path,
            // What stood before the last slash may be a stop too.
            false => path.trim_end_matches(|c| c == '/' || STOPS.contains(&c)),
        };
        Ok(Self { host, port: port.filter(|port| *port != 80 && *port != 443), path: path.to_owned() })
    }

    /// The host in lower case, without port.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The host without a leading `www.`, for comparing.
    pub fn domain(&self) -> &str {
        match self.host.strip_prefix("www.") {
            Some(rest) if rest.contains('.') => rest,
            _ => &self.host,
        }
    }
}

impl fmt::Display for Website {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.host)?;
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        f.write_str(&self.path)
    }
}

/// Reads the name of a host: lower case, at least two labels; or says in both languages why not.
pub(crate) fn read_host(text: &str) -> Result<String, (&'static str, &'static str)> {
    let host = text.replace(['。', '．', '｡'], ".").to_lowercase();
    let host = host.strip_suffix('.').unwrap_or(&host);
    if !host.contains('.') {
        return Err(("its domain needs a dot, such as oa.com.cn", "域名中应有点, 例如 oa.com.cn"));
    }
    if host.len() > 253 {
        return Err(("its domain is too long", "域名太长"));
    }
    for label in host.split('.') {
        if label.is_empty() || label.chars().count() > 63 {
            return Err((
                "each part of its domain has 1 to 63 characters",
                "域名的每一段应为 1 到 63 个字符",
            ));
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Err((
                "no part of its domain starts or ends with a hyphen",
                "域名的各段不能以连字符开头或结尾",
            ));
        }
        if !label.chars().all(|c| c.is_alphanumeric() || "-_".contains(c)) {
            return Err((
                "its domain has letters, digits, hyphens and dots only",
                "域名只能由字母、数字、连字符和点组成",
            ));
        }
    }
    Ok(host.to_owned())
}

fn read_port(text: &str) -> Result<u16, BadValue> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    match text.parse::<u16>() {
        Ok(port) if port > 0 && digits => Ok(port),
        _ => Err(bad(
            "after the host only a port number from 1 to 65535 may follow a colon",
            "主机名的冒号后只能是 1 到 65535 的端口号",
        )),
    }
}

/// Drops `http:`, `https://`, `http:/`, `http//` and the like.
fn without_scheme(text: &str) -> &str {
    let mut rest = text.trim_start_matches('/');
    loop {
        let scheme = ["https", "http"]
            .into_iter()
            .find(|scheme| rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        match scheme.and_then(|scheme| rest.get(scheme.len()..)) {
            Some(after) if after.starts_with([':', ';', '/']) => {
                rest = after.trim_start_matches([':', ';', '/', '\\', ' ']);
            }
            _ => return rest,
        }
    }
}

fn bad(en: &str, zh: &str) -> BadValue {
    BadValue::new(en, zh, EXAMPLE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        Website::parse(text).map_or_else(|bad| bad.en, |website| website.to_string())
    }

    #[test]
    fn schemes_and_slashes_go_and_paths_stay() {
        for (typed, stored) in [
            ("www.OA.com.cn", "www.oa.com.cn"),
            ("http://www.oa.com.cn/", "www.oa.com.cn"),
            ("HTTPS://Oa.com:443/A/b/", "oa.com/A/b"),
            ("http:/oa.com", "oa.com"),
            ("http：／／www．oa。com", "www.oa.com"),
            ("http//oa.com", "oa.com"),
            ("oa.com:8080/x?y=/", "oa.com:8080/x?y=/"),
            ("//oa.com", "oa.com"),
            ("httpbin.org", "httpbin.org"),
            ("https://例子.中国/关于", "例子.中国/关于"),
            ("192.168.1.1:80", "192.168.1.1"),
            ("oa.com/;/", "oa.com"),
        ] {
            assert_eq!(shown(typed), stored, "{typed}");
        }
    }

    #[test]
    fn what_is_no_website_is_refused() {
        for bad in [
            "",
            "http://",
            "localhost",
            "ftp://oa.com",
            "javascript:alert(1)",
            "user:pw@oa.com",
            "li@oa.com",
            "oa .com",
            "oa..com",
            "-oa.com",
            "oa.com:99999",
            "oa.com:+80",
            "oa\u{202e}.com",
            "oa.com/\u{7}",
            "oa.com/<b>",
            "oa,com.cn",
        ] {
            assert!(Website::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn host_and_domain() {
        let parts = Website::parse("http://www.oa.com.cn:8080/x")
            .map(|w| (w.host().to_owned(), w.domain().to_owned()));
        assert_eq!(parts, Ok(("www.oa.com.cn".to_owned(), "oa.com.cn".to_owned())));
        assert_eq!(Website::parse("www.cn").map(|w| w.domain().to_owned()), Ok("www.cn".to_owned()));
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(text in "(https?:?/{0,2})?[a-zA-Z0-9例.-]{1,20}(:[0-9]{1,4})?[a-z/?#:;.]{0,10}|\\PC{0,20}") {
            if let Ok(website) = Website::parse(&text) {
                prop_assert_eq!(Website::parse(&website.to_string()), Ok(website));
            }
        }
    }
}
