//! Reading YAML into values that know their line and column.
//!
//! Limits keep hostile files from hurting: size, depth, no aliases, no tags, no key twice.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::write::{MAX_KEY, is_key};
use crate::model::value::{Map, Value};

/// Largest file that is read as YAML, in bytes (a journal of about 50 000 entries).
pub const MAX_BYTES: usize = 16 << 20;
/// Deepest nesting of lists and groups.
pub const MAX_DEPTH: usize = 48;
/// Most keys in one group; keeps the search for a repeated key short.
pub const MAX_KEYS: usize = 2000;

/// A place in a file, both counted from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What stands there.
    pub data: NodeData,
    /// First character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeData {
    /// A scalar; `plain` when written without quotes.
    Scalar {
        /// The value as YAML 1.2 reads it, leading zeros kept as text.
        value: Value,
        /// True for single-line flow scalars, which can be replaced in place.
        inline: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A group: key, where the key stands, value.
    Map(Vec<(String, Position, Node)>),
}

/// Why a text is not YAML that a record may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// Where.
    pub at: Position,
    /// What is wrong, in English.
    pub en: String,
    /// What is wrong, in Chinese.
    pub zh: String,
}

impl YamlError {
    fn new(at: Position, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { at, en: en.into(), zh: zh.into() }
    }
}

impl Node {
    /// The node without its positions.
    pub fn value(&self) -> Value {
        match &self.data {
            NodeData::Scalar { value, .. } => value.clone(),
            NodeData::List(items) => Value::List(items.iter().map(Node::value).collect()),
            NodeData::Map(entries) => {
                Value::Map(entries.iter().map(|(key, _, node)| (key.clone(), node.value())).collect())
            }
        }
    }

    /// The node without its positions, taking it apart.
    pub fn into_value(self) -> Value {
        match self.data {
            NodeData::Scalar { value, .. } => value,
            NodeData::List(items) => Value::List(items.into_iter().map(Node::into_value).collect()),
            NodeData::Map(entries) => {
                Value::Map(entries.into_iter().map(|(key, _, node)| (key, node.into_value())).collect())
            }
        }
    }

    /// Key position (or item position) and node at a dotted path; the deepest that exists.
    pub fn locate(&self, path: &str) -> Position {
        let (mut node, mut at) = (self, self.start);
        for step in path.split('.').filter(|step| !step.is_empty()) {
            let next = match &node.data {
                NodeData::Map(entries) => {
                    entries.iter().find(|(key, _, _)| key == step).map(|(_, key_at, child)| (child, *key_at))
                }
                NodeData::List(items) => step
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| items.get(index))
                    .map(|child| (child, child.start)),
                NodeData::Scalar { .. } => None,
            };
            let Some((child, child_at)) = next else { break };
            (node, at) = (child, child_at);
        }
        at
    }

    /// The entries of a group node.
    pub fn entries(&self) -> Option<&[(String, Position, Node)]> {
        match &self.data {
            NodeData::Map(entries) => Some(entries),
            _ => None,
        }
    }
}

/// Reads bytes as UTF-8, naming the line of the first bad byte.
pub fn utf8(bytes: &[u8]) -> Result<&str, YamlError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        YamlError::new(
            Position { line: u32::try_from(line).unwrap_or(u32::MAX), column: 1 },
            "this is not UTF-8 text",
            "不是 UTF-8 编码的文字",
        )
    })
}

/// Reads exactly one document.
pub fn parse(text: &str) -> Result<Node, YamlError> {
    let mut documents = parse_documents(text)?;
    match documents.len() {
        1 => Ok(documents.remove(0)),
        0 => {
            let at = Position { line: 1, column: 1 };
            Ok(Node { data: NodeData::Map(Vec::new()), start: at, end: at })
        }
        _ => Err(YamlError::new(
            documents[1].start,
            "a second document starts here; a card holds one",
            "这里开始了第二个文档, 一张卡片只能有一个",
        )),
    }
}

/// Reads all documents of a file (a journal has one per entry).
pub fn parse_documents(text: &str) -> Result<Vec<Node>, YamlError> {
    let start = Position { line: 1, column: 1 };
    if text.len() > MAX_BYTES {
        return Err(YamlError::new(
            start,
            format!("the file is larger than {} MiB", MAX_BYTES >> 20),
            format!("文件大于 {} MiB", MAX_BYTES >> 20),
        ));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut parser = Parser::new_from_str(text);
    let mut documents = Vec::new();
    loop {
        let (event, span) = next(&mut parser)?;
        match event {
            Event::StreamEnd => return Ok(documents),
            Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing => {}
            event => documents.push(node(&mut parser, event, span, 0)?),
        }
    }
}

type Events<'input> = Parser<'input, saphyr_parser::StrInput<'input>>;

fn next<'input>(parser: &mut Events<'input>) -> Result<(Event<'input>, Span), YamlError> {
    match parser.next_event() {
        Some(Ok(pair)) => Ok(pair),
        None => Ok((Event::StreamEnd, Span::default())),
        Some(Err(error)) => {
            let info = error.info().to_owned();
            let at = position(*error.marker());
            Err(YamlError::new(at, format!("not YAML: {info}"), format!("YAML 语法错误: {info}")))
        }
    }
}

fn position(marker: saphyr_parser::Marker) -> Position {
    let clamp = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Position { line: clamp(marker.line()), column: clamp(marker.col() + 1) }
}

fn node<'input>(
    parser: &mut Events<'input>,
    event: Event<'input>,
    span: Span,
    depth: usize,
) -> Result<Node, YamlError> {
    let start = position(span.start);
    if depth > MAX_DEPTH {
        return Err(YamlError::new(
            start,
            format!("nested deeper than {MAX_DEPTH} levels"),
            format!("嵌套超过 {MAX_DEPTH} 层"),
        ));
    }
    match event {
        Event::Scalar(text, style, _, tag) => {
            if tag.is_some() {
                return Err(tag_error(start));
            }
            let end = position(span.end);
            let inline =
                !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) && start.line == end.line;
            let value = match style {
                ScalarStyle::Plain => resolve(text),
                _ => Value::Text(text.into_owned()),
            };
            Ok(Node { data: NodeData::Scalar { value, inline }, start, end })
        }
        Event::SequenceStart(_, tag) => {
            if tag.is_some() {
                return Err(tag_error(start));
            }
            let mut items = Vec::new();
            loop {
                let (event, span) = next(parser)?;
                if matches!(event, Event::SequenceEnd) {
                    let end = position(span.end);
                    return Ok(Node { data: NodeData::List(items), start, end });
                }
                items.push(node(parser, event, span, depth + 1)?);
            }
        }
        Event::MappingStart(_, tag) => {
            if tag.is_some() {
                return Err(tag_error(start));
            }
            let mut entries: Vec<(String, Position, Node)> = Vec::new();
            loop {
                let (event, span) = next(parser)?;
                if matches!(event, Event::MappingEnd) {
                    let end = position(span.end);
                    return Ok(Node { data: NodeData::Map(entries), start, end });
                }
                let key_at = position(span.start);
                let key = key_text(event, key_at)?;
                if has_key(&entries, &key) {
                    return Err(YamlError::new(
                        key_at,
                        format!("the key `{key}` stands here a second time"),
                        format!("键 `{key}` 在这里第二次出现"),
                    ));
                }
                if entries.len() == MAX_KEYS {
                    return Err(YamlError::new(
                        key_at,
                        format!("more than {MAX_KEYS} keys in one group"),
                        format!("一组中的键超过 {MAX_KEYS} 个"),
                    ));
                }
                let (event, span) = next(parser)?;
                let value = node(parser, event, span, depth + 1)?;
                entries.push((key, key_at, value));
            }
        }
        Event::Alias(_) => Err(YamlError::new(
            start,
            "aliases (*name) are not used in records; write the value out",
            "记录中不使用别名 (*name), 请把值写全",
        )),
        _ => Err(YamlError::new(start, "a value is missing here", "这里缺少一个值")),
    }
}

// A group of thousands of keys is hostile; a linear look-up is fastest for all others.
fn has_key(entries: &[(String, Position, Node)], key: &str) -> bool {
    entries.iter().any(|(known, _, _)| known == key)
}

fn tag_error(at: Position) -> YamlError {
    YamlError::new(at, "tags (!name) are not used in records", "记录中不使用标签 (!name)")
}

fn key_text(event: Event<'_>, at: Position) -> Result<String, YamlError> {
    match event {
        // No command could name its field.
        Event::Scalar(text, _, _, None) if text.is_empty() => {
            Err(YamlError::new(at, "a key is empty", "键为空"))
        }
        Event::Scalar(text, _, _, None) if is_key(&text) => Ok(text.into_owned()),
        Event::Scalar(_, _, _, None) => Err(YamlError::new(
            at,
            format!("a key is longer than {MAX_KEY} characters"),
            format!("键超过 {MAX_KEY} 个字符"),
        )),
        _ => Err(YamlError::new(at, "a key must be plain text", "键必须是普通文字")),
    }
}

/// What a plain scalar means: null, bool, number or text.
pub(super) fn resolve(text: Cow<'_, str>) -> Value {
    match text.as_ref() {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let bytes = text.as_bytes();
    let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
    if digits.first().is_some_and(u8::is_ascii_digit) {
        let leading_zero = digits[0] == b'0' && digits.len() > 1;
        if digits.iter().all(u8::is_ascii_digit) {
            if leading_zero || text == "-0" {
                return Value::Text(text.into_owned());
            }
            return match text.parse() {
                Ok(number) => Value::Int(number),
                Err(_) => Value::Number(text.into_owned()),
            };
        }
        if !(leading_zero && digits[1].is_ascii_digit()) && is_decimal(digits) {
            return Value::Number(text.into_owned());
        }
    }
    Value::Text(text.into_owned())
}

/// `12.5`, `1e3`, `1.5E-7`: digits, at most one point, an optional exponent.
fn is_decimal(digits: &[u8]) -> bool {
    let (mantissa, exponent) = match digits.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        Some(at) => (&digits[..at], Some(&digits[at + 1..])),
        None => (digits, None),
    };
    let points = mantissa.iter().filter(|byte| **byte == b'.').count();
    let plain = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    points <= 1
        && mantissa.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
        && exponent
            .is_none_or(|bytes| plain(bytes.strip_prefix(b"-").or(bytes.strip_prefix(b"+")).unwrap_or(bytes)))
}

/// The fields of a document that must be a group.
pub fn fields(node: Node) -> Result<Map, YamlError> {
    let start = node.start;
    match node.into_value() {
        Value::Map(map) => Ok(map),
        Value::Null => Ok(Map::default()),
        _ => Err(YamlError::new(
            start,
            "a record is a group of `field: value` lines",
            "记录应由 `字段: 值` 的行组成",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        parse(text).unwrap().into_value()
    }

    #[test]
    fn numbers_keep_their_digits() {
        let map = value("a: 10.10\nb: 0123\nc: 12\nd: 1234567890123456789012\ne: 1e3\nf: -5\n");
        assert_eq!(map.at("a"), Some(&Value::Number("10.10".into())));
        assert_eq!(map.at("b"), Some(&Value::text("0123")));
        assert_eq!(map.at("c"), Some(&Value::Int(12)));
        assert_eq!(map.at("d"), Some(&Value::Number("1234567890123456789012".into())));
        assert_eq!(map.at("e"), Some(&Value::Number("1e3".into())));
        assert_eq!(map.at("f"), Some(&Value::Int(-5)));
    }

    /// Found by fuzzing: a conflict about a field without a name broke what holds conflicts.
    #[test]
    fn a_key_is_not_empty() {
        for text in [": 4\n", "\"\": 4\n", "a:\n  '': x\n", "a: {\"\": 1}\n"] {
            assert!(parse(text).is_err(), "{text:?}");
            assert!(crate::model::yaml::quick::documents(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn positions_point_at_keys_and_items() {
        let node = parse("name: 金科\ncontacts:\n  - name: 王\n    mobile: bad\n").unwrap();
        assert_eq!(node.locate("contacts.0.mobile"), Position { line: 4, column: 5 });
        assert_eq!(node.locate("name"), Position { line: 1, column: 1 });
    }

    #[test]
    fn hostile_files_get_a_plain_error() {
        assert!(parse("a: 1\na: 2\n").unwrap_err().en.contains("second time"));
        assert!(parse("a: &x 1\nb: *x\n").unwrap_err().en.contains("aliases"));
        assert!(parse("a: !!python/object x\n").unwrap_err().en.contains("tags"));
        assert!(parse("a:\n\t- 1\n").is_err());
        assert!(parse(&format!("a: {}1{}", "[".repeat(5000), "]".repeat(5000))).is_err());
        assert!(parse("a: 1\n---\nb: 2\n").unwrap_err().en.contains("second document"));
        assert_eq!(utf8(b"a: 1\nb: \xff\n").unwrap_err().at.line, 2);
    }

    #[test]
    fn byte_order_mark_and_windows_line_ends_are_read() {
        assert_eq!(value("\u{feff}a: 1\r\nb: x\r\n").at("b"), Some(&Value::text("x")));
    }
}
