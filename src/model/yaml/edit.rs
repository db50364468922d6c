//! Changing fields of a hand-written file without disturbing the rest (law 5).
//!
//! A scalar on one line is replaced where it stands; new keys and items are added as lines;
//! larger values are replaced as blocks. After every edit the text is read again and must
//! hold exactly the wanted fields, else the edit is refused and the file stays as it is.

use super::lines::{lines, modeline_of};
use super::quick;
use super::read::{Node, NodeData, Position, parse};
use super::write::{inline_scalar, is_block, write_document, write_list, write_pair};
use crate::model::value::{Map, Value};

/// Why an edit was refused: it would have lost something at this place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Line of the file that would lose a comment or could not be edited.
    pub line: u32,
    /// Dotted path of the field.
    pub path: String,
}

/// Makes `text` hold the fields `new`. Text in canonical form is written anew; any other
/// text is edited in place. `order` gives the place of a new top-level key.
pub fn edit(
    text: &str,
    modeline: Option<&str>,
    new: &Map,
    order: &dyn Fn(&str) -> usize,
) -> Result<String, Refused> {
    let refused = |line, path: &str| Refused { line, path: path.to_owned() };
    let first = modeline_of(text);
    let canonical = |read: Vec<Map>| matches!(&read[..], [old] if write_document(first, old) == text);
    if quick::documents(text).is_some_and(canonical) {
        return Ok(write_document(first.or(modeline), new));
    }
    let node = parse(text).map_err(|error| refused(error.at.line, ""))?;
    let Value::Map(old) = node.value() else { return Err(refused(1, "")) };
    if write_document(first, &old) == text {
        return Ok(write_document(first.or(modeline), new));
    }
    if old == *new {
        return Ok(text.to_owned());
    }
    let mut steps = Vec::new();
    differences(&Value::Map(old), &Value::Map(new.clone()), "", &mut steps);
    let mut text = text.to_owned();
    for step in steps {
        let node = parse(&text).map_err(|error| refused(error.at.line, &step.path))?;
        text = apply(&text, &node, &step, order)?;
    }
    match parse(&text).map(Node::into_value) {
        Ok(Value::Map(read)) if same(&read, new) => Ok(text),
        _ => Err(refused(1, "")),
    }
}

/// Equal whatever the order of keys: a hand-written file keeps its own.
fn same(left: &Map, right: &Map) -> bool {
    left.len() == right.len() && left.iter().all(|(key, value)| right.get(key) == Some(value))
}

/// One place to change; `None` removes it.
struct Step {
    path: String,
    value: Option<Value>,
}

fn differences(old: &Value, new: &Value, path: &str, steps: &mut Vec<Step>) {
    let child = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match (old, new) {
        (old, new) if old == new => {}
        (Value::Map(old), Value::Map(new)) if !new.is_empty() && !old.is_empty() => {
            for key in old.keys().filter(|key| !new.contains_key(*key)) {
                steps.push(Step { path: child(key), value: None });
            }
            for (key, value) in new {
                match old.get(key) {
                    Some(before) => differences(before, value, &child(key), steps),
                    None => steps.push(Step { path: child(key), value: Some(value.clone()) }),
                }
            }
        }
        (Value::List(old), Value::List(new)) if new.len() >= old.len() && !old.is_empty() => {
            for (index, value) in new.iter().enumerate() {
                match old.get(index) {
                    Some(before) => differences(before, value, &child(&index.to_string()), steps),
                    None => {
                        steps.push(Step { path: child(&index.to_string()), value: Some(value.clone()) });
                    }
                }
            }
        }
        _ => steps.push(Step { path: path.to_owned(), value: Some(new.clone()) }),
    }
}

fn apply(text: &str, root: &Node, step: &Step, order: &dyn Fn(&str) -> usize) -> Result<String, Refused> {
    let refuse = |at: Position| Refused { line: at.line, path: step.path.clone() };
    let (parent_path, key) = step.path.rsplit_once('.').unwrap_or(("", &step.path));
    let parent = descend(root, parent_path).ok_or_else(|| refuse(root.start))?;
    let lines = Lines::new(text);
    match &parent.data {
        NodeData::Map(entries) => {
            let Some(index) = entries.iter().position(|(name, _, _)| name == key) else {
                let Some(value) = &step.value else { return Ok(text.to_owned()) };
                return lines.insert_pair(parent, key, value, order).ok_or_else(|| refuse(parent.start));
            };
            let (_, key_at, node) = &entries[index];
            match &step.value {
                Some(value) => lines
                    .replace_scalar(node, value)
                    .or_else(|| lines.replace_pair(*key_at, node, key, value))
                    .ok_or_else(|| refuse(*key_at)),
                None => lines.remove_pair(*key_at, node).ok_or_else(|| refuse(*key_at)),
            }
        }
        NodeData::List(items) => {
            let value = step.value.as_ref().ok_or_else(|| refuse(parent.start))?;
            match key.parse::<usize>().ok().and_then(|index| items.get(index)) {
                Some(node) => lines.replace_scalar(node, value).ok_or_else(|| refuse(node.start)),
                None => lines.append_item(items, value).ok_or_else(|| refuse(parent.start)),
            }
        }
        NodeData::Scalar { .. } => Err(refuse(parent.start)),
    }
}

fn descend<'a>(root: &'a Node, path: &str) -> Option<&'a Node> {
    path.split('.').filter(|step| !step.is_empty()).try_fold(root, |node, step| match &node.data {
        NodeData::Map(entries) => entries.iter().find(|(key, _, _)| key == step).map(|(_, _, child)| child),
        NodeData::List(items) => step.parse::<usize>().ok().and_then(|index| items.get(index)),
        NodeData::Scalar { .. } => None,
    })
}

/// The text as lines with their own line ends.
struct Lines<'a> {
    lines: Vec<&'a str>,
    end: &'static str,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Self { lines: lines(text), end }
    }

    /// Replaces a one-line scalar by another, leaving everything around it.
    fn replace_scalar(&self, node: &Node, value: &Value) -> Option<String> {
        let NodeData::Scalar { inline: true, value: old } = &node.data else { return None };
        if matches!(value, Value::List(_) | Value::Map(_) | Value::Null) || *old == Value::Null {
            return None;
        }
        if value.as_str().is_some_and(is_block) {
            return None;
        }
        let line = self.lines.get(node.start.line as usize - 1)?;
        let line_text = if node.start.line == 1 { line.trim_start_matches('\u{feff}') } else { line };
        let mark = line.len() - line_text.len();
        let from = mark + byte_at(line_text, node.start.column)?;
        let to = mark + byte_at(line_text, node.end.column)?;
        // The scanner counts blanks before a comment as part of a plain scalar's end.
        let to = from + line.get(from..to)?.trim_end().len();
        let changed = format!("{}{}{}", &line[..from], inline_scalar(value), &line[to..]);
        Some(self.splice(node.start.line as usize - 1, node.start.line as usize, &changed))
    }

    /// Replaces `key: value` lines as a block; refused when a comment stands among them.
    fn replace_pair(&self, key_at: Position, node: &Node, key: &str, value: &Value) -> Option<String> {
        let (from, to) = self.block(key_at, node)?;
        let indent = key_at.column as usize - 1;
        let first = self.lines.get(from)?;
        let lead = &first[..byte_at(first.trim_start_matches('\u{feff}'), key_at.column)?
            + (first.len() - first.trim_start_matches('\u{feff}').len())];
        let mut block = lead.to_owned();
        write_pair(&mut block, key, value, indent);
        Some(self.splice(from, to, &self.with_ends(&block)))
    }

    fn remove_pair(&self, key_at: Position, node: &Node) -> Option<String> {
        let (from, to) = self.block(key_at, node)?;
        let first = self.lines.get(from)?;
        if !first[..byte_at(first, key_at.column)?].trim().is_empty() {
            return None;
        }
        Some(self.splice(from, to, ""))
    }

    fn insert_pair(
        &self,
        parent: &Node,
        key: &str,
        value: &Value,
        order: &dyn Fn(&str) -> usize,
    ) -> Option<String> {
        let entries = parent.entries()?;
        let rank = order(key);
        let before = entries.iter().rposition(|(name, _, _)| order(name) <= rank);
        let mut block = String::new();
        let Some((_, first_at, first)) = entries.first() else {
            write_pair(&mut block, key, value, 0);
            let whole = self.lines.concat();
            let lead = if whole.is_empty() || whole.ends_with('\n') { "" } else { self.end };
            return Some(format!("{whole}{lead}{}", self.with_ends(&block)));
        };
        let indent = first_at.column as usize - 1;
        if entries.iter().any(|(_, at, _)| at.column != first_at.column) || first.start.line == 0 {
            return None; // a flow group `{a: 1, b: 2}`
        }
        block.extend(std::iter::repeat_n(' ', indent));
        write_pair(&mut block, key, value, indent);
        let at = match before {
            Some(index) => {
                let (_, key_at, node) = &entries[index];
                self.last_line(*key_at, node)?
            }
            None if indent == 0 => first_at.line as usize - 1,
            None => self.last_line(*first_at, first)?,
        };
        Some(self.splice(at, at, &self.with_ends(&block)))
    }

    fn append_item(&self, items: &[Node], value: &Value) -> Option<String> {
        let last = items.last()?;
        let row = self.lines.get(last.start.line as usize - 1)?;
        let dash = row.find('-')?;
        if !row[..dash].trim().is_empty() {
            return None;
        }
        let mut block = String::new();
        write_list(&mut block, std::slice::from_ref(value), dash);
        let at = self.last_line(last.start, last)?;
        Some(self.splice(at, at, &self.with_ends(&block)))
    }

    /// Lines `[from, to)` of a pair; `None` when a comment would go with them.
    fn block(&self, key_at: Position, node: &Node) -> Option<(usize, usize)> {
        let from = key_at.line as usize - 1;
        let to = self.last_line(key_at, node)?;
        let literal = matches!(&node.data, NodeData::Scalar { inline: false, .. });
        let commented = self.lines[from..to].iter().enumerate().any(|(index, line)| {
            let code = if literal && index > 0 { "" } else { line };
            code.trim_start().starts_with('#') || code.contains(" #") || code.contains("\t#")
        });
        (!commented).then_some((from, to))
    }

    /// Index of the line after the last line of a value.
    fn last_line(&self, key_at: Position, node: &Node) -> Option<usize> {
        let mut last = deepest_line(node).max(key_at.line) as usize;
        if let NodeData::Scalar { inline: false, .. } = node.data {
            // Block scalars end where a line is indented no deeper than the key.
            last = key_at.line as usize;
            while let Some(line) = self.lines.get(last) {
                let depth = line.len() - line.trim_start_matches(' ').len();
                if line.trim().is_empty() || depth >= key_at.column as usize {
                    last += 1;
                } else {
                    break;
                }
            }
            while last > key_at.line as usize && self.lines[last - 1].trim().is_empty() {
                last -= 1;
            }
        }
        (last <= self.lines.len()).then_some(last)
    }

    fn with_ends(&self, block: &str) -> String {
        if self.end == "\n" { block.to_owned() } else { block.replace('\n', self.end) }
    }

    fn splice(&self, from: usize, to: usize, middle: &str) -> String {
        let mut out = self.lines[..from].concat();
        if !out.is_empty() && !out.ends_with(['\n', '\r']) {
            out.push_str(self.end);
        }
        out.push_str(middle);
        out.push_str(&self.lines[to..].concat());
        out
    }
}

fn deepest_line(node: &Node) -> u32 {
    match &node.data {
        NodeData::Scalar { inline: true, .. } => node.end.line,
        NodeData::Scalar { .. } => node.end.line.saturating_sub(1).max(node.start.line),
        NodeData::List(items) => {
            items.iter().map(deepest_line).max().unwrap_or(node.end.line.max(node.start.line))
        }
        NodeData::Map(entries) => entries
            .iter()
            .map(|(_, at, child)| deepest_line(child).max(at.line))
            .max()
            .unwrap_or(node.end.line.max(node.start.line)),
    }
}

/// Byte offset of a one-based character column.
fn byte_at(line: &str, column: u32) -> Option<usize> {
    let skip = column as usize - 1;
    line.char_indices().map(|(at, _)| at).chain([line.len()]).nth(skip)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(key: &str) -> usize {
        ["name", "phone", "tags", "contacts", "remarks"].iter().position(|k| *k == key).unwrap_or(99)
    }

    fn set(text: &str, path: &str, value: Option<Value>) -> Result<String, Refused> {
        let Value::Map(mut fields) = parse(text).unwrap().into_value() else { unreachable!() };
        match value {
            Some(value) => {
                fields.insert(path.to_owned(), value);
            }
            None => {
                fields.shift_remove(path);
            }
        }
        edit(text, None, &fields, &rank)
    }

    const HAND: &str = "# our best customer\nname: 金科电子   # the electronics one\nmystery: [1, 2]\n\nphone: 021-1234567\ntags:\n  - a # first\n";

    #[test]
    fn a_lone_carriage_return_ends_a_line_as_yaml_counts_them() {
        let Ok(Value::Map(mut fields)) = parse("name: a\nmystery: {b: 1}\n").map(Node::into_value) else {
            panic!("a map")
        };
        fields.insert("name".to_owned(), Value::text("c"));
        fields.insert("phone".to_owned(), Value::text("021-1234567"));
        let text = "# one\r\r\rname: a # b\rmystery: {b: 1}\r";
        let changed = edit(text, None, &fields, &|_| 0).unwrap();
        assert_eq!(changed, "# one\r\r\rname: c # b\rmystery: {b: 1}\rphone: 021-1234567\n");
    }

    #[test]
    fn a_scalar_changes_alone_and_keeps_its_comment() {
        let text = set(HAND, "name", Some(Value::text("金科"))).unwrap();
        assert_eq!(text, HAND.replace("金科电子 ", "金科 "));
    }

    #[test]
    fn a_new_key_takes_its_place_by_the_schema() {
        let text = set(HAND, "remarks", Some(Value::text("x: y"))).unwrap();
        assert!(text.starts_with(HAND), "{text}");
        assert!(text.ends_with("\nremarks: \"x: y\"\n"));
    }

    #[test]
    fn a_list_grows_by_a_line() {
        let tags = Value::List(vec![Value::text("a"), Value::text("b")]);
        let text = set(HAND, "tags", Some(tags)).unwrap();
        assert_eq!(text, format!("{HAND}  - b\n"));
    }

    #[test]
    fn an_edit_that_would_lose_a_comment_is_refused() {
        let refused = set(HAND, "tags", Some(Value::text("plain"))).unwrap_err();
        assert_eq!(refused, Refused { line: 6, path: "tags".into() });
        assert!(set(HAND, "name", None).is_err());
        assert_eq!(set(HAND, "phone", None).unwrap(), HAND.replace("phone: 021-1234567\n", ""));
    }

    #[test]
    fn windows_line_ends_stay() {
        let text = "name: a\r\nmystery: {b: 1}\r\n";
        let changed = set(text, "phone", Some(Value::text("021-1234567"))).unwrap();
        assert_eq!(changed, "name: a\r\nphone: 021-1234567\r\nmystery: {b: 1}\r\n");
    }

    #[test]
    fn canonical_text_is_written_anew() {
        assert_eq!(set("name: a\n", "phone", Some(Value::text("1"))).unwrap(), "name: a\nphone: \"1\"\n");
    }
}
