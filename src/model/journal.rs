//! The text of a journal cut into its entries.

use super::value::{Map, Value};
use super::yaml::{Node, YamlError, parse_documents};

/// The text of a journal cut before each entry: what stands above the first one, then the entries, comments included.
pub fn pieces(text: &str) -> Result<Vec<String>, YamlError> {
    Ok(pieces_at(text, &parse_documents(text)?))
}

/// The same for a text whose entries were found already.
pub fn pieces_at(text: &str, nodes: &[Node]) -> Vec<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut pieces = Vec::with_capacity(nodes.len() + 1);
    let mut from = 0;
    // An entry's lines run from its `---` to the next one.
    for node in nodes {
        let line = node.start.line as usize - 1;
        let start = (0..=line).rev().find(|at| lines[*at].starts_with("---")).unwrap_or(line);
        pieces.push(lines[from..start].concat());
        from = start;
    }
    pieces.push(lines[from..].concat());
    pieces
}

/// When an entry was, comparable across zones; entries without a time come first.
pub fn moment(entry: &Map) -> i64 {
    let text = entry.get("at").and_then(Value::as_str).unwrap_or_default();
    chrono::DateTime::parse_from_rfc3339(text).map_or(0, |at| at.timestamp())
}
