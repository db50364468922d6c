//! From fields to the text of a file, keeping what a person wrote there (laws 5 and 6).

use crate::error::{Code, Error, Result};
use crate::model::kind::Kind;
use crate::model::record::{modeline, ordered};
use crate::model::value::Map;
use crate::model::yaml::{self, Refused, write_document};

/// The text of a new card.
pub fn new_card(kind: &Kind, path: &str, fields: Map) -> String {
    write_document(Some(&modeline(kind, path)), &ordered(kind, fields))
}

/// The text of a card with other fields; hand-written text keeps its comments and order.
pub fn changed_card(kind: &Kind, path: &str, old: &[u8], fields: Map) -> Result<String> {
    let text = std::str::from_utf8(old).unwrap_or_default();
    let line = modeline(kind, path);
    let fields = ordered(kind, fields);
    yaml::edit(text, Some(&line), &fields, &|key| kind.rank(key))
        .map_err(|refused| loses_comment(path, &refused))
}

/// The same for a card whose fields were read already: one in canonical form is written anew without reading it again.
pub fn changed_record(kind: &Kind, path: &str, old: &[u8], before: &Map, fields: Map) -> Result<String> {
    let first = yaml::modeline_of(std::str::from_utf8(old).unwrap_or_default());
    if write_document(first, before).as_bytes() == old {
        let line = modeline(kind, path);
        return Ok(write_document(first.or(Some(&line)), &ordered(kind, fields)));
    }
    changed_card(kind, path, old, fields)
}

/// The error for an edit that would lose something a person wrote.
pub fn loses_comment(path: &str, refused: &Refused) -> Error {
    let (line, field) = (refused.line, &refused.path);
    Error::new(
            Code::KeepsComment,
            format!("{path}:{line}: changing {field} here would lose a comment or the way it is written, so nothing was changed."),
            format!("{path}:{line}: 在此更改 {field} 会丢失注释或书写方式, 因此未作改动。"),
        )
        .hint(
            "Change it in an editor and `kehu save`, or move the comment to a line of its own above the field.",
            "请在编辑器中修改后 `kehu save`, 或把注释移到该字段上方单独一行。",
        )
}
