//! Reading the words of a schema one by one, each error with its line.

use super::kind::Label;
use super::schema::{Result, SchemaError};
use super::value::Value;
use super::yaml::{Node, Position};

pub(super) fn known_words(x: &Node, known: &[&str]) -> Result<()> {
    let Some(entries) = x.entries() else {
        return Err(error(x.start, "`x-kehu` is a group of words", "`x-kehu` 应为一组词"));
    };
    match entries.iter().find(|(word, _, _)| !known.contains(&word.as_str())) {
        None => Ok(()),
        Some((word, word_at, _)) => {
            let list = known.join(", ");
            Err(error(
                *word_at,
                format!("unknown x-kehu word `{word}`; known here: {list}"),
                format!("未知的 x-kehu 词 `{word}`; 此处可用: {list}"),
            ))
        }
    }
}

pub(super) fn error(at: Position, en: impl Into<String>, zh: impl Into<String>) -> SchemaError {
    SchemaError { at, en: en.into(), zh: zh.into() }
}

pub(super) fn get<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    node.entries()?.iter().find(|(name, _, _)| name == key).map(|(_, _, child)| child)
}

pub(super) fn at(node: &Node, key: &str) -> Position {
    node.locate(key)
}

pub(super) fn text_of(node: &Node, key: &str) -> Result<Option<String>> {
    match get(node, key).map(|child| (child.value(), child.start)) {
        None => Ok(None),
        Some((Value::Text(text), _)) => Ok(Some(text)),
        Some((_, at)) => Err(error(at, format!("`{key}` is text"), format!("`{key}` 应为文字"))),
    }
}

pub(super) fn flag_of(node: &Node, key: &str) -> Result<bool> {
    match get(node, key).map(|child| (child.value(), child.start)) {
        None => Ok(false),
        Some((Value::Bool(flag), _)) => Ok(flag),
        Some((_, at)) => {
            Err(error(at, format!("`{key}` is true or false"), format!("`{key}` 只能是 true 或 false")))
        }
    }
}

pub(super) fn texts_of(node: &Node, key: &str) -> Result<Vec<String>> {
    let Some(child) = get(node, key) else { return Ok(Vec::new()) };
    let wrong = || error(child.start, format!("`{key}` is a list of words"), format!("`{key}` 应为词的列表"));
    let value = child.value();
    let items = value.as_list().ok_or_else(wrong)?;
    items.iter().map(|item| item.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
}

pub(super) fn label_of(node: &Node, key: &str) -> Result<Option<Label>> {
    let Some(child) = get(node, key) else { return Ok(None) };
    known_words(child, &["en", "zh"])?;
    let en = text_of(child, "en")?;
    let zh = text_of(child, "zh")?;
    match (en, zh) {
        (Some(en), Some(zh)) => Ok(Some(Label { en, zh })),
        _ => Err(error(
            child.start,
            format!("`{key}` needs both `en` and `zh`"),
            format!("`{key}` 须同时有 `en` 和 `zh`"),
        )),
    }
}
