//! Phones, emails and websites in the form they are compared in.

use super::hash::hash;
use super::lists;
use crate::model::email::Email;
use crate::model::phone::Phone;
use crate::model::website::Website;

/// Endings under which anybody registers a domain, beside the plain ones.
const SUFFIXES: &str = include_str!("suffixes.txt");

/// A telephone number.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Digits in its area.
    pub digits: u64,
    /// Area or country, 0 when unknown.
    pub area: u32,
    /// Extension, 0 when there is none.
    pub extension: u32,
    /// True for mobiles.
    pub mobile: bool,
    /// How many records have it, as far as known.
    pub crowd: u16,
    /// Which fact it was.
    pub fact: u8,
}

/// An email address.
#[derive(Debug, Clone, PartialEq)]
pub struct Mail {
    /// The whole address.
    pub whole: u64,
    /// What stands before the @.
    pub user: Box<[u8]>,
    /// The domain.
    pub domain: u64,
    /// How many records have it, as far as known.
    pub crowd: u16,
    /// Which fact it was.
    pub fact: u8,
}

/// A domain of the company's own.
#[derive(Debug, Clone, PartialEq)]
pub struct Domain {
    /// The registrable part.
    pub whole: u64,
    /// Its first label.
    pub label: Box<[u8]>,
    /// How many records have it, as far as known.
    pub crowd: u16,
    /// Which fact it was: websites first, then emails.
    pub fact: u8,
    /// True when it was read from an email.
    pub mail: bool,
}

/// The registrable domain of a host: `m.abc.com.cn` gives `abc.com.cn`.
pub fn registrable(host: &str) -> &str {
    let host = host.trim_end_matches('.');
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (_, Some(second)) = (dots.next(), dots.next()) else { return host };
    let two = &host[second + 1..];
    if lists::has(SUFFIXES, two) {
        return dots.next().map_or(host, |third| &host[third + 1..]);
    }
    two
}

/// Reads a phone.
pub fn number(text: &str, fact: u8) -> Option<Number> {
    let phone = Phone::parse(text, "86").ok()?;
    let digits: u64 = phone.number().get(..phone.number().len().min(18))?.parse().ok()?;
    let area = match (phone.country(), phone.area()) {
        ("86" | "", area) => area.parse().unwrap_or(0),
        (country, _) => 100_000 + country.parse::<u32>().unwrap_or(0),
    };
    let extension = phone.extension().parse().unwrap_or(0);
    Some(Number { digits, area, extension, mobile: phone.is_mobile(), crowd: 0, fact })
}

/// Reads an email; gives its domain, too, when it is the company's own.
pub fn mail(text: &str, fact: u8) -> Option<(Mail, Option<Domain>, Option<Number>)> {
    let email = Email::parse(&dotted(text)).ok()?;
    let user = email.user().to_lowercase();
    let own = registrable(email.domain());
    let free = lists::is_free_mail(email.domain()) || lists::is_free_mail(own);
    let domain = (!free).then(|| domain_of(own, fact, true));
    // 18365640036@163.com names a mobile.
    let mobile = if user.len() == 11 { number(&user, fact).filter(|number| number.mobile) } else { None };
    let mail = Mail {
        whole: hash(&[user.as_bytes(), b"@", email.domain().as_bytes()]),
        user: user.into_bytes().into_iter().take(40).collect(),
        domain: hash(&[own.as_bytes()]),
        crowd: 0,
        fact,
    };
    Some((mail, domain, mobile))
}

/// Reads a website.
pub fn website(text: &str, fact: u8) -> Option<Domain> {
    let site = Website::parse(&dotted(text)).ok()?;
    let own = registrable(site.domain());
    (!lists::is_free_mail(own)).then(|| domain_of(own, fact, false))
}

fn domain_of(own: &str, fact: u8, mail: bool) -> Domain {
    let label = own.split('.').next().unwrap_or_default();
    let label: Box<[u8]> = label.bytes().take(40).collect();
    Domain { whole: hash(&[own.as_bytes()]), label, crowd: 0, fact, mail }
}

fn dotted(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('。') { text.replace('。', ".").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_the_registrable_part() {
        for (host, own) in [
            ("m.jinlide-xx.com", "jinlide-xx.com"),
            ("abc.com.cn", "abc.com.cn"),
            ("mail.abc.com.cn", "abc.com.cn"),
            ("localhost", "localhost"),
            ("com.cn", "com.cn"),
        ] {
            assert_eq!(registrable(host), own);
        }
    }

    #[test]
    fn contacts_are_read() {
        let same = |a: &str, b: &str| number(a, 0).map(|n| n.digits) == number(b, 0).map(|n| n.digits);
        assert!(same("021-63539330-1010", "+86 21 6353 9330") && same("63539330", "(021)63539330"));
        assert!(
            mail("18365640036@163.com", 0).is_some_and(|(_, own, mobile)| own.is_none() && mobile.is_some())
        );
        assert!(website("www。yunjian.com", 0).is_some_and(|d| &*d.label == b"yunjian"));
    }
}
