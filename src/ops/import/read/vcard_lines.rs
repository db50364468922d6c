//! The lines of vCards 2.1, 3.0 and 4.0: unfolded, decoded and cut into properties.

use crate::ops::import::read::encoding;

/// One property of a card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Property {
    /// Name in capitals, without the group.
    pub name: String,
    /// Types such as `cell` and `work`, in small letters.
    pub types: Vec<String>,
    /// The value, decoded but with its backslashes.
    pub value: String,
}

impl Property {
    /// Whether it has one of these types.
    pub fn is(&self, types: &[&str]) -> bool {
        self.types.iter().any(|t| types.contains(&t.as_str()))
    }

    /// The value as text.
    pub fn text(&self) -> String {
        unescape(&self.value)
    }

    /// The parts between semicolons as text.
    pub fn parts(&self) -> Vec<String> {
        split(&self.value, ';', '\\').into_iter().map(unescape).collect()
    }
}

/// One card.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// Number of the card, from 1.
    pub number: u64,
    /// How the card starts in the file.
    pub raw: String,
    /// Its properties.
    pub properties: Vec<Property>,
    /// What is wrong with it, in English and Chinese.
    pub wrong: Option<(String, String)>,
}

/// Hands on every card of a text.
pub fn for_each(text: &str, mut each: impl FnMut(Card)) {
    let mut card: Option<Card> = None;
    let mut number = 0;
    let mut base64 = false;
    let mut lines = text.lines().enumerate().peekable();
    while let Some((index, first)) = lines.next() {
        let mut line = first.trim_start_matches('\u{feff}').to_owned();
        let printable =
            line.split(':').next().is_some_and(|h| h.to_ascii_uppercase().contains("QUOTED-PRINTABLE"));
        while let Some((_, next)) = lines.peek() {
            if printable && line.ends_with('=') {
                line.pop();
                line.push_str(next);
            } else if next.starts_with([' ', '\t']) {
                line.push_str(&next[1..]);
            } else {
                break;
            }
            lines.next();
        }
        let word = line.trim().to_ascii_uppercase();
        if word == "BEGIN:VCARD" {
            card.take().map(unfinished).into_iter().for_each(&mut each);
            number += 1;
            card = Some(Card { number, ..Card::default() });
        } else if word == "END:VCARD" {
            card.take().into_iter().for_each(&mut each);
        } else if let Some(card) = card.as_mut().filter(|_| !word.is_empty()) {
            if card.raw.len() < 2000 {
                card.raw.push_str(line.get(..2000).unwrap_or(&line));
                card.raw.push('\n');
            }
            match property(&line) {
                Some((property, binary)) => {
                    base64 = binary;
                    card.properties.push(property);
                }
                None if base64 => {}
                None => {
                    let n = index + 1;
                    let wrong = (format!("line {n} is no property"), format!("第 {n} 行不是属性"));
                    card.wrong.get_or_insert(wrong);
                }
            }
        }
    }
    card.map(unfinished).into_iter().for_each(&mut each);
}

fn unfinished(mut card: Card) -> Card {
    card.wrong = Some(("END:VCARD is missing".into(), "缺少 END:VCARD".into()));
    card
}

/// A property, and whether its value is base64.
fn property(line: &str) -> Option<(Property, bool)> {
    let head = split(line, ':', '"').first()?.len();
    let (head, value) = (line.get(..head)?, line.get(head + 1..)?);
    let mut parts = split(head, ';', '"').into_iter();
    let name = parts.next()?.rsplit('.').next()?.trim().to_ascii_uppercase();
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
        return None;
    }
    let (mut types, mut charset, mut encoding) = (Vec::new(), "", String::new());
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or(("", part));
        let value = value.trim().trim_matches('"');
        let word = value.to_ascii_uppercase();
        match key.trim().to_ascii_uppercase().as_str() {
            "CHARSET" => charset = value,
            "ENCODING" => encoding = word,
            "" if matches!(word.as_str(), "QUOTED-PRINTABLE" | "BASE64" | "B") => encoding = word,
            "TYPE" | "" => types.extend(value.split(',').map(|t| t.trim().to_ascii_lowercase())),
            _ => {}
        }
    }
    let binary = matches!(encoding.as_str(), "B" | "BASE64");
    let value = match encoding.as_str() {
        "QUOTED-PRINTABLE" => decode(&unquote(value), charset).replace("\r\n", "\n"),
        _ if binary => String::new(),
        _ => value.to_owned(),
    };
    Some((Property { name, types, value }, binary))
}

fn decode(bytes: &[u8], charset: &str) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if charset.is_empty() => text.to_owned(),
        _ if charset.is_empty() => encoding::decode_label(bytes, "gb18030").into_owned(),
        _ => encoding::decode_label(bytes, charset).into_owned(),
    }
}

/// The bytes of quoted-printable text.
fn unquote(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        let hex = tail.get(..2).and_then(|h| std::str::from_utf8(h).ok());
        match hex.and_then(|h| u8::from_str_radix(h, 16).ok()).filter(|_| *first == b'=') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => bytes.push(*first),
        }
    }
    bytes
}

/// Cuts at a separator; `guard` is a backslash before it or a pair of quotes around it.
fn split(text: &str, separator: char, guard: char) -> Vec<&str> {
    let (mut parts, mut from, mut guarded) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        if c == separator && !guarded {
            parts.push(&text[from..at]);
            from = at + c.len_utf8();
        } else if c == guard {
            guarded = !guarded;
        } else if guard == '\\' {
            guarded = false;
        }
    }
    parts.push(&text[from..]);
    parts
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('\\', Some('n' | 'N')) => plain.push('\n'),
            ('\\', Some(e @ ('\\' | ',' | ';' | ':'))) => plain.push(e),
            _ => {
                plain.push(c);
                continue;
            }
        }
        chars.next();
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cards(text: &str) -> Vec<Card> {
        let mut all = Vec::new();
        for_each(text, |card| all.push(card));
        all
    }

    #[test]
    fn lines_are_unfolded_and_decoded() {
        let text = "BEGIN:VCARD\r\nitem1.TEL;TYPE=\"work,voice\";type=CELL:1\r\nNOTE:a\\, b\\n\r\n c\r\n\
                    FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=C1=AA=\r\n=CD=A8\r\nORG:A\\;B;C\r\n\
                    PHOTO;ENCODING=BASE64;JPEG:AAAA\r\nBBBB\r\n\r\nEND:VCARD\r\n";
        let card = &cards(text)[0];
        let p = &card.properties;
        assert_eq!((p[0].name.as_str(), p[0].types.join(" ")), ("TEL", "work voice cell".into()));
        assert_eq!(p[1].text(), "a, b\nc");
        assert_eq!(p[2].text(), "联通");
        assert_eq!(p[3].parts(), ["A;B", "C"]);
        assert!(card.wrong.is_none());
    }

    #[test]
    fn broken_cards_are_told() {
        let all = cards("junk\nBEGIN:VCARD\nFN:a\nBEGIN:VCARD\nno colon\nEND:VCARD\nBEGIN:VCARD\n");
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|card| card.wrong.is_some()));
    }
}
