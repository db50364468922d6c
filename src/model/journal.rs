//! The text of a journal cut into its entries.

use super::value::{Map, Value};
use super::yaml::{Node, YamlError, lines, parse_documents};

/// The byte order mark that some editors write.
const MARK: char = '\u{feff}';

/// The text of a journal cut before each entry: what stands above the first one, then the entries, comments included.
pub fn pieces(text: &str) -> Result<Vec<String>, YamlError> {
    Ok(pieces_at(text, &parse_documents(text)?))
}

/// The same for a text whose entries were found already.
pub fn pieces_at(text: &str, nodes: &[Node]) -> Vec<String> {
    let lines = lines(text);
    let mut pieces = Vec::with_capacity(nodes.len() + 1);
    let mut from = 0;
    // An entry's lines run from its `---` to the next one.
    for node in nodes {
        // An empty entry at the end begins after the last line.
        let line = (node.start.line as usize).min(lines.len()).saturating_sub(1).max(from);
        let marked = (from..=line).rev().find(|at| lines.get(*at).is_some_and(|line| is_marker(line)));
        let start = marked.unwrap_or(line).min(lines.len());
        pieces.push(lines[from..start].concat());
        from = start;
    }
    pieces.push(lines[from..].concat());
    // A byte order mark begins the file, whatever entry goes elsewhere.
    if let [head, first, ..] = &mut pieces[..]
        && head.is_empty()
        && first.starts_with(MARK)
    {
        head.push(first.remove(0));
    }
    pieces
}

/// Adds an entry with the line that parts it from what stands above, where it has none of its own.
pub fn add_entry(text: &mut String, entry: &str) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if !lines(entry).first().is_some_and(|line| is_marker(line)) {
        text.push_str("---\n");
    }
    text.push_str(entry);
}

/// True for the line above a document; a key may start with the same letters.
fn is_marker(line: &str) -> bool {
    let rest = line.trim_start_matches(MARK).strip_prefix("---");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

/// When an entry was, comparable across zones; entries without a time come first.
pub fn moment(entry: &Map) -> i64 {
    let text = entry.get("at").and_then(Value::as_str).unwrap_or_default();
    chrono::DateTime::parse_from_rfc3339(text).map_or(0, |at| at.timestamp())
}

#[cfg(test)]
mod tests {
    use super::{add_entry, pieces};

    #[track_caller]
    fn cut(text: &str, expected: &[&str]) {
        let pieces = pieces(text).unwrap();
        assert_eq!(pieces, expected);
        assert_eq!(pieces.concat(), text, "nothing is lost");
    }

    #[test]
    fn a_journal_is_cut_where_its_entries_begin() {
        cut("# head\n---\nid: a\n---\nid: b\n", &["# head\n", "---\nid: a\n", "---\nid: b\n"]);
        cut("id: a\n--- # more\nid: b", &["", "id: a\n", "--- # more\nid: b"]);
    }

    #[test]
    fn an_empty_entry_at_the_end_is_cut_off_too() {
        cut("---\nid: a\n---\n", &["", "---\nid: a\n", "---\n"]);
        cut("---", &["", "---"]);
    }

    #[test]
    fn an_entry_is_parted_from_the_one_above() {
        let mut text = String::from("# head");
        for entry in ["---\nid: a\n", "id: b", "---name: x\nid: c\n", "--- # d\nid: d\n"] {
            add_entry(&mut text, entry);
        }
        let parted = "# head\n---\nid: a\n---\nid: b\n---\n---name: x\nid: c\n--- # d\nid: d\n";
        assert_eq!(text, parted);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_an_entry() {
        cut("\u{feff}id: a\n---\nid: b\n", &["\u{feff}", "id: a\n", "---\nid: b\n"]);
        cut("\u{feff}---\nid: a\n", &["\u{feff}", "---\nid: a\n"]);
        cut("\u{feff}# head\n---\nid: a\n", &["\u{feff}# head\n", "---\nid: a\n"]);
    }

    #[test]
    fn a_carriage_return_by_itself_does_not_move_the_cuts() {
        cut("---\nid: a # x\r\ry: z\n---\nid: b\n", &["", "---\nid: a # x\r\ry: z\n", "---\nid: b\n"]);
    }

    #[test]
    fn a_key_that_starts_like_a_mark_is_none() {
        cut("---\n---a: x\nid: a\n---\nid: b\n", &["", "---\n---a: x\nid: a\n", "---\nid: b\n"]);
    }
}
