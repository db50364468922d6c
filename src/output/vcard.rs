//! vCard 4.0: contacts and companies as cards, folded at 75 octets; `ops::import::read::vcard` reads them back.

use std::io::{self, Write};

use crate::model::bad_value::is_steering;

/// One card: a contact person, or the company itself when `name` is empty. Empty fields are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactCard {
    /// The person; empty for the card of a company.
    pub name: String,
    /// The company.
    pub org: String,
    /// Position of the person.
    pub title: String,
    /// Phone at work; the company's phone on its card.
    pub office: String,
    /// Mobile.
    pub mobile: String,
    /// Phone at home.
    pub home: String,
    /// Email.
    pub email: String,
    /// Day of birth, `1985-04-12`.
    pub birthday: String,
    /// Website of the company.
    pub website: String,
    /// Street of the company.
    pub address: String,
    /// City of the company.
    pub city: String,
    /// Province of the company.
    pub province: String,
    /// Remarks.
    pub remarks: String,
    /// An id that stays the same from one export to the next.
    pub uid: String,
}

/// Writes cards; control characters other than line breaks, and direction overrides, are dropped.
pub fn write(cards: impl Iterator<Item = ContactCard>, out: &mut dyn Write) -> io::Result<()> {
    for card in cards {
        let (kind, name) = if card.name.is_empty() { ("org", &card.org) } else { ("individual", &card.name) };
        out.write_all(b"BEGIN:VCARD\r\nVERSION:4.0\r\n")?;
        let birthday = if is_date(&card.birthday) {
            ("BDAY", card.birthday.replace('-', ""))
        } else {
            ("BDAY;VALUE=text", card.birthday)
        };
        let place = [&card.address, &card.city, &card.province];
        let address = if place.iter().all(|p| p.is_empty()) {
            String::new()
        } else {
            format!(";;{};;", place.map(|p| escape(p)).join(";"))
        };
        let lines = [
            ("KIND", kind.to_owned()),
            ("UID", escape(&card.uid)),
            ("FN", escape(name)),
            ("ORG", escape(&card.org)),
            ("TITLE", escape(&card.title)),
            ("TEL;TYPE=work", escape(&card.office)),
            ("TEL;TYPE=cell", escape(&card.mobile)),
            ("TEL;TYPE=home", escape(&card.home)),
            ("EMAIL", escape(&card.email)),
            (birthday.0, escape(&birthday.1)),
            ("URL", escape(&card.website)),
            ("ADR;TYPE=work", address),
            ("NOTE", escape(&card.remarks)),
        ];
        for (property, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
            fold(&format!("{property}:{value}"), out)?;
        }
        out.write_all(b"END:VCARD\r\n")?;
    }
    Ok(())
}

fn is_date(text: &str) -> bool {
    let shape = |(i, b): (usize, u8)| {
        if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() }
    };
    text.len() == 10 && text.bytes().enumerate().all(shape)
}

pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").replace('\r', "\n").chars() {
        match c {
            '\n' => escaped.push_str("\\n"),
            '\\' | ',' | ';' => escaped.extend(['\\', c]),
            '\t' => escaped.push(c),
            c if is_steering(c) => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes a line in pieces of at most 75 octets, never inside a character.
pub(super) fn fold(line: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = line;
    let mut room = 75;
    while rest.len() > room {
        let (head, tail) = rest.split_at((0..=room).rfind(|at| rest.is_char_boundary(*at)).unwrap_or(room));
        out.write_all(head.as_bytes())?;
        out.write_all(b"\r\n ")?;
        rest = tail;
        room = 74;
    }
    out.write_all(rest.as_bytes())?;
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::import::read::{Cell, Format, read};
    use proptest::prelude::*;

    fn text(card: ContactCard) -> String {
        let mut out = Vec::new();
        write([card].into_iter(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_are_folded_and_escaped() {
        let card = ContactCard {
            name: "李,雷".into(),
            org: "惠普".repeat(40),
            birthday: "1985-04-12".into(),
            ..Default::default()
        };
        let text = text(card);
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        assert!(text.contains("FN:李\\,雷\r\n") && text.contains("BDAY:19850412\r\n"));
    }

    #[test]
    fn a_company_has_its_own_card() {
        let card = ContactCard { org: "惠普".into(), office: "021".into(), ..Default::default() };
        let sheet = read(text(card).as_bytes(), Format::Vcard).unwrap();
        let text = |t: &str| Cell::Text(t.into());
        assert_eq!(sheet.rows[0].cells, [(0, text("惠普")), (1, text("021"))]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            names in prop::collection::vec("[a-z客\\\\,;:\"=.]{1,60}", 2),
            values in prop::collection::vec("([!-~客户😀][ -~客户😀]{0,80}[!-~客户])?", 6),
            remarks in "([!-~客][ -~客\n\t]{0,200}[!-~客])?",
        ) {
            let birthday = "--0412".to_owned();
            let [title, office, mobile, home, email, city] = <[String; 6]>::try_from(values).unwrap();
            // the reader takes tel: for the scheme of a URI
            prop_assume!(![&office, &mobile, &home].iter().any(|v| v.starts_with("tel:")));
            let card = ContactCard {
                name: names[0].clone(), org: names[1].clone(), title, office, mobile, home, email, birthday, city, remarks,
                ..Default::default()
            };
            let sheet = read(text(card.clone()).as_bytes(), Format::Vcard).unwrap();
            prop_assert!(sheet.bad.is_empty() && sheet.rows.len() == 1);
            let cells = &sheet.rows[0].cells;
            prop_assert_eq!(&cells[0], &(0, Cell::Text(card.org)));
            let city = cells.iter().find(|(i, _)| *i == 5).map(|(_, c)| c.clone());
            prop_assert_eq!(city, (!card.city.is_empty()).then_some(Cell::Text(card.city)));
            let Some((8, Cell::Structured(contacts))) = cells.last() else { panic!("no contacts") };
            let fields = [
                ("name", card.name), ("title", card.title), ("office", card.office), ("mobile", card.mobile),
                ("home", card.home), ("email", card.email), ("birthday", card.birthday), ("remarks", card.remarks),
            ];
            for (key, value) in fields {
                prop_assert_eq!(contacts[0][key].as_str().unwrap_or_default(), value, "{}", key);
            }
        }
    }
}
