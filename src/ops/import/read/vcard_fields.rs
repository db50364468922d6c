//! Values of vCards in the form a book wants them.

use crate::ops::import::read::vcard_lines::Property;

/// Properties that say nothing about a customer.
const TECHNICAL: [&str; 9] =
    ["VERSION", "PRODID", "UID", "REV", "KIND", "X-ABSHOWAS", "X-ABLABEL", "CLASS", "SORT-STRING"];

/// Puts a property where it belongs, in the row, the contact or the extras; false when it belongs nowhere.
pub fn take(
    property: &Property,
    fields: &mut [String; 7],
    own: bool,
    slots: &mut [String; 7],
    extra: &mut Vec<String>,
) -> bool {
    let text = property.text().trim().to_owned();
    match property.name.as_str() {
        "FN" | "N" | "ORG" => {}
        "TEL" => {
            let number = telephone(&text);
            let special = ["fax", "pager", "telex"].into_iter().find(|t| property.is(&[t]));
            match special {
                Some(label) => extra.push(format!("{label}: {number}")),
                None if own => put(&mut fields[1], &number, "tel", extra, false),
                None => put(&mut slots[telephone_slot(property, &number)], &number, "tel", extra, false),
            }
        }
        "EMAIL" if own => put(&mut fields[2], &text, "email", extra, false),
        "EMAIL" => put(&mut slots[5], &text, "email", extra, false),
        "TITLE" | "ROLE" => put(&mut slots[1], &text, "title", extra, own),
        "BDAY" => put(&mut slots[6], &date(&text), "birthday", extra, own),
        "URL" => put(&mut fields[3], &text, "website", extra, false),
        "NOTE" => extra.extend((!text.is_empty()).then_some(text)),
        "ADR" => address(&property.parts(), fields, extra),
        name => return TECHNICAL.contains(&name),
    }
    true
}

/// Fills an empty slot, else keeps a different value among the extras.
fn put(slot: &mut String, value: &str, label: &str, extra: &mut Vec<String>, skip: bool) {
    if skip || value.is_empty() || slot == value {
    } else if slot.is_empty() {
        value.clone_into(slot);
    } else {
        extra.push(format!("{label}: {value}"));
    }
}

/// Puts an address in the fields of a row: post box, extension, street, city, province, code, country.
fn address(parts: &[String], fields: &mut [String], extra: &mut Vec<String>) {
    let part = |i: usize| parts.get(i).map(|p| p.trim()).filter(|p| !p.is_empty());
    let street: Vec<_> = [2, 1, 0, 5, 6].into_iter().filter_map(part).collect();
    let known = fields[4..].iter().any(|f| !f.is_empty());
    let new = [street.join(" "), part(3).unwrap_or_default().into(), part(4).unwrap_or_default().into()];
    if !known {
        fields[4..].clone_from_slice(&new);
    } else if fields[4..] != new && new.iter().any(|f| !f.is_empty()) {
        extra.push(format!("address: {}", new.join(" ").trim()));
    }
}

/// Office, mobile or home, as indexes of a contact's fields; Chinese mobiles are known by their digits.
fn telephone_slot(property: &Property, number: &str) -> usize {
    let digits: String = number.trim_start_matches("+86").chars().filter(char::is_ascii_digit).collect();
    match property {
        p if p.is(&["cell", "mobile", "iphone"]) => 3,
        p if p.is(&["home"]) => 4,
        p if !p.is(&["work"]) && digits.len() == 11 && digits.starts_with('1') => 3,
        _ => 2,
    }
}

/// `tel:+86-21-1;ext=5` as `+86-21-1-5`.
fn telephone(text: &str) -> String {
    match text.strip_prefix("tel:") {
        Some(uri) => uri.replace(";ext=", "-"),
        None => text.to_owned(),
    }
}

/// `19850412` and `1985-04-12T…` as `1985-04-12`.
fn date(text: &str) -> String {
    let day = text.split('T').next().unwrap_or_default();
    match (day.len(), day.bytes().all(|b| b.is_ascii_digit())) {
        (8, true) => format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]),
        (10, _) if day.bytes().filter(|b| *b == b'-').count() == 2 => day.to_owned(),
        _ => text.to_owned(),
    }
}

/// Family and given name in the order of their language.
pub fn join_name(parts: &[String]) -> String {
    let part = |i: usize| parts.get(i).map(|p| p.trim()).unwrap_or_default();
    let (family, given) = (part(0), part(1));
    if family.is_ascii() { format!("{given} {family}").trim().to_owned() } else { format!("{family}{given}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        assert_eq!(date("19850412"), "1985-04-12");
        assert_eq!(date("1985-04-12T00:00:00Z"), "1985-04-12");
        assert_eq!(date("--0412"), "--0412");
        assert_eq!(telephone("tel:+86-21-1;ext=5"), "+86-21-1-5");
        assert_eq!(join_name(&["Smith".into(), "Ann".into()]), "Ann Smith");
        assert_eq!(join_name(&["李".into(), "雷".into()]), "李雷");
    }
}
