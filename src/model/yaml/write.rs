//! The one canonical way a record is written (law 6).
//!
//! Block style, two spaces, LF, strings quoted only where a YAML 1.1 or 1.2 reader could
//! take them for something else, `|` for long text. Writing what was read from this writer
//! gives the same bytes.

use crate::model::value::{Map, Value};

/// Characters that mean something to YAML 1.1 or 1.2 readers where a scalar starts.
pub(super) const INDICATORS: &str = "-?:,[]{}#&*!|>'\"%@`=<~";

/// Longest key as it is written, in bytes: YAML ends keys at 1024 characters.
pub(super) const MAX_KEY: usize = 1000;
/// Most bytes that one byte of a text is written as.
const WIDEST: usize = 6;

/// True for a key that can be written so that it can be read again.
pub(super) fn is_key(key: &str) -> bool {
    let width = || {
        let mut out = String::new();
        push_scalar(&mut out, key);
        out.len()
    };
    !key.is_empty() && (key.len() < MAX_KEY / WIDEST || width() <= MAX_KEY)
}

/// A card: an optional modeline, then the fields.
pub fn write_document(modeline: Option<&str>, fields: &Map) -> String {
    let mut out = String::with_capacity(512);
    if let Some(line) = modeline {
        out.push_str(line);
        out.push('\n');
    }
    if fields.is_empty() {
        out.push_str("{}\n");
    } else {
        write_map(&mut out, fields, 0);
    }
    out
}

/// One entry of a journal, led by its `---` line.
pub fn write_entry(fields: &Map) -> String {
    let mut out = String::from("---\n");
    write_map(&mut out, fields, 0);
    out
}

/// The fields of a group at an indentation, one or more lines.
pub fn write_map(out: &mut String, fields: &Map, indent: usize) {
    for (key, value) in fields {
        push_indent(out, indent);
        write_pair(out, key, value, indent);
    }
}

/// `key: value` from the current column on, with the line end.
pub fn write_pair(out: &mut String, key: &str, value: &Value, indent: usize) {
    push_scalar(out, key);
    out.push(':');
    match value {
        Value::Map(map) if !map.is_empty() => {
            out.push('\n');
            write_map(out, map, indent + 2);
        }
        Value::List(items) if !items.is_empty() => {
            out.push('\n');
            write_list(out, items, indent + 2);
        }
        value => write_after_space(out, value, indent),
    }
}

/// The items of a list at an indentation.
pub fn write_list(out: &mut String, items: &[Value], indent: usize) {
    for item in items {
        push_indent(out, indent);
        out.push('-');
        match item {
            Value::Map(map) if !map.is_empty() => {
                for (index, (key, value)) in map.iter().enumerate() {
                    if index == 0 {
                        out.push(' ');
                    } else {
                        push_indent(out, indent + 2);
                    }
                    write_pair(out, key, value, indent + 2);
                }
            }
            Value::List(nested) if !nested.is_empty() => {
                out.push('\n');
                write_list(out, nested, indent + 2);
            }
            value => write_after_space(out, value, indent),
        }
    }
}

fn write_after_space(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Null => {}
        Value::List(_) => out.push_str(" []"),
        Value::Map(_) => out.push_str(" {}"),
        Value::Text(text) if is_block(text) => {
            write_block(out, text, indent + 2);
            return;
        }
        Value::Text(text) => {
            out.push(' ');
            push_scalar(out, text);
        }
        scalar => {
            out.push(' ');
            out.push_str(&inline_scalar(scalar));
        }
    }
    out.push('\n');
}

/// A scalar on one line, quoted where needed.
pub fn inline_scalar(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Text(text) => push_scalar(&mut out, text),
        Value::Null => {}
        other => out.push_str(&other.scalar_text().unwrap_or_default()),
    }
    out
}

/// True for text that is written as a `|` block: several printable lines.
pub fn is_block(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with([' ', '\n'])
        && text.chars().all(|c| c == '\n' || c == '\t' || is_printable(c))
        && !text.starts_with('\t')
}

fn write_block(out: &mut String, text: &str, indent: usize) {
    let body = text.trim_end_matches('\n');
    let ends = text.len() - body.len();
    out.push_str(match ends {
        0 => " |-\n",
        1 => " |\n",
        _ => " |+\n",
    });
    for line in body.split('\n') {
        if !line.is_empty() {
            push_indent(out, indent);
            out.push_str(line);
        }
        out.push('\n');
    }
    for _ in 1..ends {
        out.push('\n');
    }
}

fn push_scalar(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        push_quoted(out, text);
    }
}

/// True when no YAML reader takes the bare text for anything but this text.
pub fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    if text.starts_with(' ') || text.ends_with([' ', ':']) {
        return false;
    }
    if INDICATORS.contains(first) {
        return false;
    }
    let mut before = first;
    for c in text.chars() {
        if !is_printable(c) {
            return false;
        }
        if (c == ' ' && before == ':') || (c == '#' && before == ' ') {
            return false;
        }
        before = c;
    }
    !is_word(text) && !looks_like_number(text)
}

/// Words that YAML 1.1 or 1.2 readers take for null or truth.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    text.len() <= 5 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Numbers, times and dates of YAML 1.1 and 1.2, generously.
fn looks_like_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    let unsigned = bytes.strip_prefix(b"+").unwrap_or(bytes);
    let Some(first) = unsigned.first() else { return false };
    if *first == b'.' {
        return true;
    }
    if !first.is_ascii_digit() {
        return false;
    }
    let number = unsigned.iter().all(|b| b.is_ascii_digit() || b"_.,:".contains(b));
    let exponent = unsigned.iter().all(|b| b.is_ascii_digit() || b"_.eE+-".contains(b))
        && unsigned.iter().any(|b| matches!(b, b'e' | b'E'));
    let radix = unsigned.len() > 1 && *first == b'0' && b"xXoObB".contains(&unsigned[1]);
    number || exponent || radix || looks_like_date(bytes)
}

fn looks_like_date(bytes: &[u8]) -> bool {
    let mut parts = bytes.splitn(3, |b| *b == b'-');
    let year = parts.next().is_some_and(|p| p.len() == 4 && p.iter().all(u8::is_ascii_digit));
    let month = parts.next().is_some_and(|p| (1..=2).contains(&p.len()) && p.iter().all(u8::is_ascii_digit));
    let day = parts.next().is_some_and(|p| p.first().is_some_and(u8::is_ascii_digit));
    year && month && day
}

/// Characters a file may show as they are: no controls, no direction overrides, no
/// look-alike spaces or line ends.
pub(super) fn is_printable(c: char) -> bool {
    !(c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{a0}'))
}

fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) <= 0xff => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            c if u32::from(c) <= 0xffff => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    out.push('"');
}

fn push_indent(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::yaml::parse;
    use proptest::prelude::*;

    fn one(text: &str) -> String {
        inline_scalar(&Value::text(text))
    }

    #[test]
    fn only_what_could_be_misread_is_quoted() {
        for plain in ["金科电子", "021-63539330-1010", "Jinke", "400-820-8820", "a:b", "x#y", "R&D"] {
            assert_eq!(one(plain), plain);
        }
        for quoted in [
            "",
            "no",
            "Yes",
            "NULL",
            "~",
            "0123",
            "13800000000",
            "1e3",
            "12:30",
            "2026-01-01",
            "2026-01-01T10:00:00+08:00",
            ".5",
            "+8613",
            "0x1f",
            "- a",
            "a: b",
            "a #b",
            " a",
            "a ",
            "a:",
            "@x",
            "120,000",
            "\u{202e}x",
            "a\tb",
        ] {
            assert!(one(quoted).starts_with('"'), "{quoted:?} became {}", one(quoted));
        }
    }

    fn scalar() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::Int),
            Just(Value::Number("10.10".into())),
            "\\PC{0,24}".prop_map(Value::Text),
            "[ a-z0-9:#\\-\n\t\"'\\\\一二客户|>]{0,30}".prop_map(Value::Text),
            ".{0,12}".prop_map(Value::Text),
        ]
    }

    pub(in crate::model::yaml) fn tree() -> impl Strategy<Value = Value> {
        scalar().prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::List),
                prop::collection::vec(("[a-z_客0-9 :#-]{1,8}", inner), 0..5)
                    .prop_map(|pairs| Value::Map(pairs.into_iter().collect())),
            ]
        })
    }

    #[test]
    fn what_is_too_wide_for_a_key_is_no_key() {
        for (letter, written) in [("a", 1), ("é", 2), ("客", 3), ("\u{1f}", 4), ("\u{200b}", 6)] {
            let quotes = if written > 3 { 2 } else { 0 };
            let most = letter.repeat((MAX_KEY - quotes) / written);
            let read = |key: &str| {
                let fields: Map = [(key.to_owned(), Value::text("x"))].into_iter().collect();
                parse(&write_document(None, &fields)).map(|node| node.into_value() == Value::Map(fields))
            };
            assert_eq!(read(&most), Ok(true), "{letter:?}");
            assert!(
                !is_key(&format!("{most}{letter}{letter}")) && read(&letter.repeat(2000)).is_err(),
                "{letter:?}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn what_was_written_is_read_back_and_written_the_same(value in tree()) {
            let fields: Map = [("field".to_owned(), value)].into_iter().collect();
            let text = write_document(None, &fields);
            let read = parse(&text).map_err(|e| TestCaseError::fail(format!("{e:?}\n{text}")))?;
            let Value::Map(again) = read.into_value() else { unreachable!() };
            prop_assert_eq!(&again, &fields, "\n{}", text);
            prop_assert_eq!(&write_document(None, &again), &text);
        }
    }
}
