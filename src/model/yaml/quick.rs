//! A quick reader of canonical text, the form in which `write.rs` leaves nearly every file.
//!
//! One pass over the bytes, no positions. Whatever the writer would not write so (comments,
//! flow style, tabs, blank lines, odd indentation, a key twice ...) is turned down, and the
//! reader with positions decides: it gives the values or the error and its place. The law:
//! what is read here is exactly what that reader gives.

mod scalar;

use std::borrow::Cow;

use super::lines::MODELINE;
use super::read::{self, MAX_BYTES, MAX_DEPTH, MAX_KEYS, YamlError, resolve};
use super::write::{MAX_KEY, is_key};
use crate::model::value::{Map, Value};

/// The line that leads each entry of a journal.
const MARK: &[u8] = b"---\n";

/// The fields of a card, whatever form its text has.
pub fn card(text: &str) -> Result<Map, YamlError> {
    match documents(text).map(<[Map; 1]>::try_from) {
        Some(Ok([fields])) => Ok(fields),
        _ => read::fields(read::parse(text)?),
    }
}

/// The entries of a journal, whatever form its text has.
pub fn entries(text: &str) -> Result<Vec<Map>, YamlError> {
    match documents(text) {
        Some(documents) => Ok(documents),
        None => read::parse_documents(text)?.into_iter().map(read::fields).collect(),
    }
}

/// What stands above the first entry of a journal, and the entries, each with its text from its `---` line on.
pub fn journal(text: &str) -> Option<(&str, Vec<(Map, &str)>)> {
    let entries = documents(text)?;
    let start = if text.as_bytes().starts_with(MARK) { 0 } else { text.find("\n---\n")? + 1 };
    let (head, mut rest) = text.split_at(start);
    let mut pieces = Vec::with_capacity(entries.len());
    while !rest.is_empty() {
        let end = rest.get(MARK.len()..)?.find("\n---\n").map_or(rest.len(), |at| MARK.len() + at + 1);
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    (pieces.len() == entries.len()).then(|| (head, entries.into_iter().zip(pieces).collect()))
}

/// The documents of a canonical text, each with at least one field; `None` for any other text.
pub fn documents(text: &str) -> Option<Vec<Map>> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, lead: 0, open: Vec::new() };
    if text.starts_with(MODELINE) {
        reader.comment()?;
    } else {
        reader.line(0);
    }
    let mut documents = Vec::new();
    if !reader.rest().starts_with(MARK) {
        documents.push(reader.document()?);
    }
    while !reader.rest().is_empty() {
        if reader.lead != 0 || !reader.rest().starts_with(MARK) {
            return None;
        }
        reader.line(reader.at + MARK.len());
        documents.push(reader.document()?);
    }
    (reader.lead == 0).then_some(documents)
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// The next byte; after each line the first one of the next line that is no blank.
    at: usize,
    /// Blanks at the start of the current line.
    lead: usize,
    /// Fields of the groups that are being read; a group is made when its size is known.
    open: Vec<(String, Value)>,
}

impl<'a> Reader<'a> {
    /// Moves to the first byte that is no blank in the line that starts at `from`.
    fn line(&mut self, from: usize) {
        self.at = from;
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
        self.lead = self.at - from;
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// Ends the line, which must end here, with `value`.
    fn end<T>(&mut self, value: T) -> Option<T> {
        if self.peek()? != b'\n' {
            return None;
        }
        self.line(self.at + 1);
        Some(value)
    }

    fn comment(&mut self) -> Option<()> {
        let mut at = self.stop(0)?;
        while self.bytes[at] != b'\n' {
            at = self.stop(at + 1)?;
        }
        self.line(at + 1);
        Some(())
    }

    fn document(&mut self) -> Option<Map> {
        if self.lead == 0 { self.map(0, 0) } else { None }
    }

    /// The fields of a group whose keys stand at `indent`; the first key is next.
    fn map(&mut self, indent: usize, depth: usize) -> Option<Map> {
        if depth > MAX_DEPTH {
            return None;
        }
        let base = self.open.len();
        loop {
            if self.open.len() - base == MAX_KEYS {
                return None;
            }
            let key = self.key()?;
            let value = self.value(indent, depth + 1)?;
            self.open.push((key, value));
            // A key never starts with `-`: the line leads an item or a document.
            if self.lead != indent || matches!(self.peek(), None | Some(b'-')) {
                break;
            }
        }
        let mut map = Map::with_capacity_and_hasher(self.open.len() - base, Default::default());
        for (key, value) in self.open.drain(base..) {
            if map.insert(key, value).is_some() {
                return None;
            }
        }
        Some(map)
    }

    fn key(&mut self) -> Option<String> {
        let from = self.at;
        let key = match self.peek()? {
            b'"' => self.quoted()?,
            // `-` could lead an item, and `...` ends a document.
            b'-' | b'.' => return None,
            _ => self.plain()?.to_owned(),
        };
        if self.at - from > MAX_KEY || !is_key(&key) || self.peek()? != b':' {
            return None;
        }
        self.at += 1;
        Some(key)
    }

    /// What stands after the colon of a key at `indent`.
    fn value(&mut self, indent: usize, depth: usize) -> Option<Value> {
        match self.peek()? {
            b' ' => {
                self.at += 1;
                self.inline(indent, depth)
            }
            b'\n' => {
                self.line(self.at + 1);
                match self.lead {
                    lead if lead <= indent => (depth <= MAX_DEPTH).then_some(Value::Null),
                    lead if lead != indent + 2 => None,
                    lead if self.is_item() => self.list(lead, depth).map(Value::List),
                    lead => self.map(lead, depth).map(Value::Map),
                }
            }
            _ => None,
        }
    }

    /// The items of a list whose dashes stand at `indent`; the first dash is next.
    fn list(&mut self, indent: usize, depth: usize) -> Option<Vec<Value>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut items = Vec::new();
        while self.lead == indent && self.is_item() {
            self.at += 1;
            items.push(if self.peek()? == b' ' {
                self.at += 1;
                self.item(indent, depth + 1)?
            } else {
                self.line(self.at + 1);
                match self.lead {
                    lead if lead <= indent => (depth < MAX_DEPTH).then_some(Value::Null)?,
                    lead if lead == indent + 2 && self.is_item() => Value::List(self.list(lead, depth + 1)?),
                    _ => return None,
                }
            });
        }
        Some(items)
    }

    fn is_item(&self) -> bool {
        matches!(self.rest(), [b'-', b' ' | b'\n', ..])
    }

    /// What stands after a dash and its blank: a group when a key comes first.
    fn item(&mut self, indent: usize, depth: usize) -> Option<Value> {
        let from = self.at;
        match self.peek()? {
            b'"' => self.quoted().map(drop)?,
            b'|' | b'[' | b'{' => return self.inline(indent, depth),
            _ => self.plain().map(drop)?,
        }
        let is_key = self.peek()? == b':';
        self.at = from;
        if is_key { self.map(indent + 2, depth).map(Value::Map) } else { self.inline(indent, depth) }
    }

    /// A scalar or an empty list or group up to the end of its line or block.
    fn inline(&mut self, indent: usize, depth: usize) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        let value = match self.peek()? {
            b'|' => return self.block(indent + 2).map(Value::Text),
            b'"' => Value::Text(self.quoted()?),
            b'[' => self.word(b"[]", Value::List(Vec::new()))?,
            b'{' => self.word(b"{}", Value::Map(Map::default()))?,
            _ => resolve(Cow::Borrowed(self.plain()?)),
        };
        self.end(value)
    }

    fn word(&mut self, word: &[u8], value: Value) -> Option<Value> {
        self.rest().starts_with(word).then(|| self.at += word.len())?;
        Some(value)
    }
}

#[cfg(test)]
mod tests;
