//! Changing fields of a record, by assignments or in an editor.

use super::Desk;
use super::apply::{Applied, Intent};
use super::assemble::changed_card;
use super::conflicts::refuse;
use super::create::resolve_links;
use crate::error::{Code, Error, Result};
use crate::model::input::{Assignment, assign};
use crate::model::kind::Kind;
use crate::model::record::{Record, read_card};
use crate::model::validate::Judge;
use crate::model::value::Map;
use crate::store::snapshot::bad_yaml;

/// `kehu set`: applies assignments to records.
pub fn set(desk: &mut Desk, typed: &[String], words: &[Assignment], dry: bool) -> Result<Applied> {
    desk.apply("set", dry, &mut |desk| {
        let mut intent: Option<Intent> = None;
        for typed in typed {
            let (kind, record) = desk.resolve(typed)?;
            let (path, old) = card_bytes(desk, kind, &record)?;
            let mut fields = record.fields.clone();
            for word in words {
                refuse(kind, record.id.as_str(), &fields, &word.path)?;
            }
            assign(kind, &mut fields, words, &desk.context)?;
            changed_links(desk, kind, &record.fields, &mut fields)?;
            let what = format!("{} {}", kind.name, record.id);
            Judge::new(kind)?.accept(&fields, &what)?;
            let text = changed_card(kind, &path, &old, fields)?;
            let names = words.iter().map(|word| word.path.as_str()).collect::<Vec<_>>().join(", ");
            let subject = format!("{}: set {names} of {} ({})", kind.name, record.title(kind), record.id);
            let intent = intent.get_or_insert_with(|| Intent::new("set", subject));
            let path = moved(desk, kind, &record, path, &text, intent)?;
            intent.put(&kind.name, record.id.as_str(), path, text.into_bytes());
        }
        intent.ok_or_else(|| Error::not_found(""))
    })
}

/// Resolves the links that differ from before; old ones stay as they are.
pub(super) fn changed_links(desk: &Desk, kind: &Kind, before: &Map, fields: &mut Map) -> Result<()> {
    let mut changed: Map = fields.clone();
    changed.retain(|name, value| before.get(name) != Some(value));
    resolve_links(desk, kind, &mut changed)?;
    fields.extend(changed);
    Ok(())
}

/// Path and committed bytes of a card.
pub fn card_bytes(desk: &Desk, kind: &Kind, record: &Record) -> Result<(String, Vec<u8>)> {
    let path = desk.kinds.path_of(kind, record)?;
    let bytes = desk.book.file(desk.at, &path)?.ok_or_else(|| Error::not_found(record.id.as_str()))?;
    Ok((path, bytes))
}

/// Where a card lies now: one that names another host moves into that one's folder.
pub(super) fn moved(
    desk: &Desk,
    kind: &Kind,
    record: &Record,
    path: String,
    text: &str,
    intent: &mut Intent,
) -> Result<String> {
    let after = read_card(kind, &record.id, text.as_bytes()).map_err(|e| bad_yaml(&path, &e))?;
    let now = desk.kinds.path_of(kind, &after)?;
    if now != path {
        intent.file(path, None);
    }
    Ok(now)
}

/// Takes the text a person edited for a card, after checking it.
pub fn replace(desk: &mut Desk, id: &str, before: &[u8], text: &str) -> Result<Applied> {
    desk.apply("edit", false, &mut |desk| {
        let (kind, record) = desk.resolve(id)?;
        let (path, now) = card_bytes(desk, kind, &record)?;
        if now != before {
            return Err(Error::new(
                Code::Conflict,
                format!("{path} was changed by somebody else while you edited it."),
                format!("您编辑期间 {path} 已被他人更改。"),
            )
            .hint(
                "Your text is kept; run `kehu edit` again to look at both.",
                "您的文字已保留; 请再次运行 `kehu edit`。",
            ));
        }
        let edited = read_card(kind, &record.id, text.as_bytes()).map_err(|e| bad_yaml(&path, &e))?;
        Judge::new(kind)?.accept(&edited.fields, &format!("{} {}", kind.name, record.id))?;
        let mut intent =
            Intent::new("edit", format!("{}: edit {} ({})", kind.name, edited.title(kind), record.id));
        let path = moved(desk, kind, &record, path, text, &mut intent)?;
        intent.put(&kind.name, record.id.as_str(), path, text.as_bytes().to_vec());
        Ok(intent)
    })
}
