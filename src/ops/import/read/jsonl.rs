//! JSON lines: one object a line. Numbers keep their literal text; lists and objects stay structured.
//!
//! The lines are passed over twice: first for the names of the columns, then for the values.

use std::fmt;

use indexmap::IndexSet;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::ops::import::read::{
    BadRow, Cell, MAX_COLUMNS, MAX_RECORD, Note, OnColumns, OnRow, ReadError, Row, encoding,
};

/// Reads objects; the columns are all keys in the order they are met.
pub fn for_each(
    bytes: &[u8],
    columns: &mut OnColumns<'_>,
    row: &mut OnRow<'_>,
) -> Result<Vec<Note>, ReadError> {
    let (text, note) = encoding::decode(bytes)?;
    if text.trim_start().starts_with('[') {
        return Err(ReadError::new(
            Some(1),
            "a JSON list, not JSON lines",
            "文件是 JSON 数组，不是 JSON lines",
        )
        .hint("write one object a line: jq -c '.[]' FILE", "请改为每行一个对象：jq -c '.[]' 文件"));
    }
    let names = all_keys(&text)?;
    columns(&names.iter().cloned().collect::<Vec<_>>())?;
    for (line, text) in lines(&text) {
        row(read_line(line, text, &names))?;
    }
    Ok(note.into_iter().collect())
}

/// Lines that are not blank, with their number.
fn lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    let lines = (1..).zip(text.split('\n').map(str::trim));
    lines.filter(|(_, line)| !line.is_empty())
}

fn all_keys(text: &str) -> Result<IndexSet<String>, ReadError> {
    let mut names = IndexSet::new();
    for (line, text) in lines(text).filter(|(_, text)| text.len() <= MAX_RECORD) {
        let Ok(Members(members)) = serde_json::from_str::<Members<IgnoredAny>>(text) else {
            continue;
        };
        for (key, _) in members {
            if !names.contains(&key) {
                names.insert(key);
            }
        }
        if names.len() > MAX_COLUMNS {
            return Err(ReadError::new(
                Some(line),
                format!("more than {MAX_COLUMNS} different keys"),
                format!("不同的键超过 {MAX_COLUMNS} 个"),
            ));
        }
    }
    if names.is_empty() {
        return Err(ReadError::new(None, "no JSON object in the file", "文件中没有 JSON 对象")
            .hint("write one object a line: {\"name\": \"…\"}", "每行一个对象：{\"name\": \"…\"}"));
    }
    Ok(names)
}

fn read_line(line: u64, text: &str, names: &IndexSet<String>) -> Result<Row, BadRow> {
    if text.len() > MAX_RECORD {
        return Err(BadRow::new(line, text, "the line is longer than 4 MiB", "该行超过 4 MiB"));
    }
    if !text.starts_with('{') {
        return Err(BadRow::new(line, text, "not a JSON object", "不是 JSON 对象"));
    }
    let Members(members) =
        serde_json::from_str::<Members<&RawValue>>(text).map_err(|e| syntax(line, text, &e))?;
    let mut cells = Vec::with_capacity(members.len());
    for (key, raw) in members {
        let Some(index) = names.get_index_of(&key) else {
            continue;
        };
        if cells.iter().any(|(taken, _)| *taken == index) {
            let en = format!("key `{key}` is there twice");
            return Err(BadRow::new(line, text, en, format!("键“{key}”重复")));
        }
        if let Some(cell) = cell(raw.get()).map_err(|e| syntax(line, text, &e))? {
            cells.push((index, cell));
        }
    }
    cells.sort_by_key(|(index, _)| *index);
    Ok(Row { line, cells })
}

fn cell(raw: &str) -> serde_json::Result<Option<Cell>> {
    Ok(match raw.as_bytes().first() {
        Some(b'"') => Some(serde_json::from_str::<String>(raw)?).filter(|t| !t.is_empty()).map(Cell::Text),
        Some(b'[' | b'{') => Some(Cell::Structured(serde_json::from_str(raw)?)),
        Some(b'n') | None => None,
        Some(_) => Some(Cell::Text(raw.to_owned())),
    })
}

fn syntax(line: u64, text: &str, error: &serde_json::Error) -> BadRow {
    let column = error.column();
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    BadRow::new(
        line,
        text,
        format!("not JSON at column {column}: {reason}"),
        format!("第 {column} 列不是有效的 JSON：{reason}"),
    )
}

/// The members of an object as they stand, repeated keys included.
struct Members<V>(Vec<(String, V)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Members<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor(std::marker::PhantomData))
    }
}

struct MembersVisitor<V>(std::marker::PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for MembersVisitor<V> {
    type Value = Members<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::import::read::{Format, read};

    #[test]
    fn literals_and_structures() {
        let text = "{\"名称\":\"惠普\",\"n\":0012}\n\n{\"b\":12.10,\"a\":12345678901234567890123,\"名称\":null}\r\n\
                    {\"c\":[{\"name\":\"李\"}],\"a\":true,\"b\":\"\"}\n";
        let sheet = read(text.as_bytes(), Format::Jsonl).unwrap();
        assert_eq!(sheet.columns, ["b", "a", "名称", "c"]);
        assert_eq!((sheet.bad[0].line, sheet.bad.len()), (1, 1));
        assert!(sheet.bad[0].en.contains("column"), "{}", sheet.bad[0].en);
        let text = |t: &str| Cell::Text(t.into());
        assert_eq!(sheet.rows[0].cells, [(0, text("12.10")), (1, text("12345678901234567890123"))]);
        assert_eq!(sheet.rows[1].line, 4);
        let list = Cell::Structured(Box::new(serde_json::json!([{"name": "李"}])));
        assert_eq!(sheet.rows[1].cells, [(1, text("true")), (3, list)]);
    }

    #[test]
    fn bad_lines_do_not_stop_the_rest() {
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(500), "]".repeat(500));
        let text = format!("{{\"a\":1}}\n3\n{{\"a\":1,\"a\":2}}\n{deep}\n{{\"a\":1}} x\n{{\"a\":2}}");
        let sheet = read(text.as_bytes(), Format::Jsonl).unwrap();
        assert_eq!(sheet.rows.len(), 2);
        assert_eq!(sheet.bad.iter().map(|b| b.line).collect::<Vec<_>>(), [2, 3, 4, 5]);
    }

    #[test]
    fn lists_and_nothing_are_refused() {
        assert!(read(b"[{\"a\":1}]", Format::Jsonl).unwrap_err().hint_en.contains("jq"));
        assert!(read(b"\n", Format::Jsonl).is_err());
    }
}
