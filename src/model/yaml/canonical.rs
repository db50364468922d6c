//! Reading what kehu wrote itself, without a YAML parser: ten times as fast, and most files of a book are just as
//! [`write`](super::write) writes them.
//!
//! What is understood is written again and must give the same bytes; as writing loses nothing, it is then what any reader
//! reads. All else is `None`, and left to the parser.

use std::borrow::Cow;

use super::read::{MAX_BYTES, MAX_KEYS, resolve};
use super::write::{write_document, write_entry};
use crate::model::value::{Map, Value};

/// Longest key and deepest nesting taken here, in bytes and levels.
const LONGEST: usize = 200;
const DEEPEST: usize = 16;
/// The line that ends one entry of a journal and starts the next.
const MARK: &str = "---\n";

/// The fields of a card.
pub fn document(text: &str) -> Option<Map> {
    let (head, body) = head(text)?;
    let fields = fields(body)?;
    (write_document(head, &fields) == text).then_some(fields)
}

/// What stands above the first entry of a journal, and the entries, each with its text.
pub fn journal(text: &str) -> Option<(&str, Vec<(Map, &str)>)> {
    let (_, mut rest) = head(text)?;
    let top = &text[..text.len() - rest.len()];
    let mut entries = Vec::new();
    while !rest.is_empty() {
        let body = rest.strip_prefix(MARK)?;
        let end = body.find("\n---\n").map_or(rest.len(), |at| MARK.len() + at + 1);
        let (piece, after) = rest.split_at(end);
        let fields = fields(&piece[MARK.len()..])?;
        if write_entry(&fields) != piece {
            return None;
        }
        entries.push((fields, piece));
        rest = after;
    }
    (!entries.is_empty()).then_some((top, entries))
}

/// The line for editors, if there is one, and what follows.
fn head(text: &str) -> Option<(Option<&str>, &str)> {
    if text.len() > MAX_BYTES {
        return None;
    }
    if !text.starts_with('#') {
        return Some((None, text));
    }
    let (line, rest) = text.split_once('\n')?;
    let plain = line.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    (plain && line.starts_with("# yaml-language-server:")).then_some((Some(line), rest))
}

fn fields(body: &str) -> Option<Map> {
    let mut lines = Lines { rest: body };
    let mut fields = Map::new();
    lines.group(&mut fields, 0)?;
    (lines.rest.is_empty() && !fields.is_empty()).then_some(fields)
}

/// Lines not read yet.
struct Lines<'a> {
    rest: &'a str,
}

impl<'a> Lines<'a> {
    /// The next line without its indentation, when that is `indent`.
    fn peek(&self, indent: usize) -> Option<&'a str> {
        let (line, _) = self.rest.split_once('\n')?;
        let text = line.trim_start_matches(' ');
        (line.len() - text.len() == indent && !text.is_empty()).then_some(text)
    }

    fn take(&mut self, indent: usize) -> Option<&'a str> {
        let text = self.peek(indent)?;
        self.rest = &self.rest[indent + text.len() + 1..];
        Some(text)
    }

    /// Adds the pairs of a group.
    fn group(&mut self, map: &mut Map, indent: usize) -> Option<()> {
        while self.peek(indent).is_some_and(|line| !line.starts_with('-')) {
            let line = self.take(indent)?;
            self.pair(map, line, indent)?;
        }
        Some(())
    }

    fn pair(&mut self, map: &mut Map, line: &'a str, indent: usize) -> Option<()> {
        let (key, value) = key_of(line)?;
        if key.len() > LONGEST || map.len() == MAX_KEYS {
            return None;
        }
        let value = match value {
            Some(text) => scalar(text)?,
            None => self.below(indent + 2)?,
        };
        map.insert(key.to_owned(), value).is_none().then_some(())
    }

    /// The group or list that starts on the next line; nothing when it does not.
    fn below(&mut self, indent: usize) -> Option<Value> {
        match self.peek(indent) {
            None => Some(Value::Null),
            Some(_) if indent > 2 * DEEPEST => None,
            Some(line) if line.starts_with('-') => self.list(indent).map(Value::List),
            Some(_) => {
                let mut map = Map::new();
                self.group(&mut map, indent)?;
                Some(Value::Map(map))
            }
        }
    }

    fn list(&mut self, indent: usize) -> Option<Vec<Value>> {
        let mut items = Vec::new();
        while self.peek(indent).is_some_and(|line| line.starts_with('-')) {
            let line = self.take(indent)?;
            items.push(match line.strip_prefix("- ") {
                None if line == "-" => self.below(indent + 2)?,
                None => return None,
                Some(item) if key_of(item).is_some() => {
                    let mut map = Map::new();
                    self.pair(&mut map, item, indent + 2)?;
                    self.group(&mut map, indent + 2)?;
                    Value::Map(map)
                }
                Some(item) => scalar(item)?,
            });
        }
        Some(items)
    }
}

/// The key of a line, and what stands behind it.
fn key_of(line: &str) -> Option<(&str, Option<&str>)> {
    let (key, rest) = match line.strip_prefix('"') {
        Some(quoted) => {
            let (key, rest) = quoted.split_once('"')?;
            (key, rest.strip_prefix(':')?)
        }
        None => match line.find(": ") {
            Some(at) => (&line[..at], &line[at + 1..]),
            None => (line.strip_suffix(':')?, ""),
        },
    };
    Some((key, if rest.is_empty() { None } else { Some(rest.strip_prefix(' ')?) }))
}

/// A value on one line. Blocks and letters written with a backslash are left to the parser.
fn scalar(text: &str) -> Option<Value> {
    match text.as_bytes() {
        b"[]" => Some(Value::List(Vec::new())),
        b"{}" => Some(Value::Map(Map::new())),
        [b'|', ..] => None,
        [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => Some(Value::text(&text[1..text.len() - 1])),
        [b'"', ..] => None,
        _ => Some(resolve(Cow::Borrowed(text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::yaml::{parse, parse_documents};
    use proptest::prelude::*;

    const CARD: &str = "# yaml-language-server: $schema=../.kehu/schemas/customer.json\nname: 金科: no\n";

    #[test]
    fn a_card_as_kehu_writes_it_is_understood() {
        let text = "# yaml-language-server: $schema=../a.json\nname: 上海金科\nlevel: 3\nrate: 1.50\nempty:\ntags:\n  - a\n  - \"12\"\nnone: []\n\
                    contacts:\n  - name: 张\n    mobile: \"139\"\n    more:\n      deep: true\n  - \"on\": \"2026-11-23\"\naddress:\n  city: 上海市\n";
        assert_eq!(
            document(text),
            parse(text).ok().map(|node| match node.into_value() {
                Value::Map(map) => map,
                _ => Map::new(),
            })
        );
        assert!(document(text).is_some());
    }

    #[test]
    fn what_a_person_wrote_is_left_to_the_parser() {
        for text in [
            "",
            "{}\n",
            "name: a",
            "name:  a\n",
            "name: a # b\n",
            "name: 'a'\n",
            "name: a\r\n",
            "# ours\nname: a\n",
            "name: a\n\n",
            "name: a\nname: b\n",
            "tags: [a]\n",
            "tags:\n- a\n",
            "text: |\n  a\n  b\n",
            "name: \"a\\tb\"\n",
            "id: 007\n",
            "a: *b\n",
            "\u{feff}name: a\n",
            "name: a\n---\nname: b\n",
            CARD,
            &format!("{}: a\n", "k".repeat(2000)),
        ] {
            assert_eq!(document(text), None, "{text:?}");
        }
    }

    /// A text as the parser reads it: the fields of each document.
    fn parsed(text: &str) -> Option<Vec<Map>> {
        let map = |value| if let Value::Map(map) = value { Some(map) } else { None };
        parse_documents(text).ok()?.into_iter().map(|node| map(node.into_value())).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]
        /// Whatever is understood is what the parser reads, and the pieces are the whole.
        #[test]
        fn nothing_is_taken_for_what_it_is_not(
            lines in prop::collection::vec("(  |    )?(- )?(a|b|\"on\"|客户|[a-z#'&|-]{1,3})?(: |:|)(\\[\\]|\\{\\}|[0-9.]{1,3}|\"[a-z ]{0,3}\"|[a-z:#|> -]{0,4})|---", 1..8),
            modeline in any::<bool>(),
        ) {
            let head = if modeline { "# yaml-language-server: x\n" } else { "" };
            let text = format!("{head}{}\n", lines.join("\n"));
            if let Some(fields) = document(&text) {
                prop_assert_eq!(parsed(&text), Some(vec![fields]), "\n{}", text);
            }
            if let Some((top, entries)) = journal(&text) {
                let whole: String = [top].into_iter().chain(entries.iter().map(|(_, piece)| *piece)).collect();
                prop_assert_eq!(&whole, &text);
                prop_assert_eq!(parsed(&text), Some(entries.into_iter().map(|(fields, _)| fields).collect()), "\n{}", text);
            }
        }
    }
}
