//! What was chosen, as changes of files.

use super::Target;
use super::refused::no_place;
use crate::error::{Code, Error, Result};
use crate::model::conflict::{self, Conflict};
use crate::model::input::follow;
use crate::model::places::folder_of;
use crate::model::record::journal_path;
use crate::model::validate::Judge;
use crate::model::value::Value;
use crate::ops::Desk;
use crate::ops::apply::Intent;
use crate::ops::assemble::changed_card;
use crate::ops::edit::{card_bytes, changed_links, moved};
use crate::ops::entry::{change, take_out};

/// Gives fields their values; the conflicts that are left.
pub(super) fn carried_out(
    desk: &Desk,
    target: &Target<'_>,
    chosen: &[(String, Option<Value>)],
    intent: &mut Intent,
) -> Result<Vec<Conflict>> {
    let (kind, card) = (target.kind(), &target.card);
    let gone = |path: &str| {
        chosen.iter().any(|(field, value)| {
            *value == Some(Value::Bool(true)) && conflict::removal(field).is_some_and(|item| item == path)
        })
    };
    if gone("") {
        remove(desk, target, intent)?;
        return Ok(Vec::new());
    }
    let mut fields = target.fields().clone();
    let mut left = Conflict::all(&fields);
    // Fields before the items they lie in: what goes need not be settled.
    for (field, value) in chosen.iter().filter(|(field, _)| conflict::removal(field).is_none()) {
        let within_gone = chosen.iter().any(|(item, _)| {
            conflict::removal(item).is_some_and(|item| gone(item) && field.starts_with(&format!("{item}.")))
        });
        if !within_gone && !conflict::put(kind, &mut fields, field, value.clone()) && value.is_some() {
            return Err(no_place(target, field));
        }
    }
    for (field, value) in chosen.iter().filter(|(field, _)| conflict::removal(field) != Some("")) {
        if let Some(item) = conflict::removal(field) {
            conflict::put(kind, &mut fields, field, value.clone());
            left.retain(|one| !gone(item) || !one.field.starts_with(&format!("{item}.")));
        }
    }
    // As `set` does: what follows from a choice goes with it, unless that is settled by itself or still disputed.
    let changed = chosen.iter().map(|(field, _)| field.as_str());
    let changed: Vec<&str> = changed.filter(|name| fields.get(*name) != target.fields().get(*name)).collect();
    let disputed: Vec<String> = left.iter().map(|one| one.field.clone()).collect();
    let free = |name: &str| !disputed.iter().any(|field| field == name);
    follow(kind, &mut fields, &changed, &desk.context, &free);
    left.retain(|one| !chosen.iter().any(|(field, _)| *field == one.field));
    Conflict::write(&mut fields, left.clone());
    changed_links(desk, kind, target.fields(), &mut fields)?;
    Judge::new(kind)?.accept(&fields, &format!("{} {}", kind.name, target.id()))?;
    match &target.entry {
        None => {
            let (path, old) = card_bytes(desk, kind, card)?;
            let text = changed_card(kind, &path, &old, fields)?;
            let path = moved(desk, kind, card, path, &text, intent)?;
            intent.put(&kind.name, card.id.as_str(), path, text.into_bytes());
        }
        Some(_) => {
            let path = journal_path(kind, target.host, &card.id);
            let mut bytes = taken(desk, intent, &path)?;
            change(kind, &path, &mut bytes, fields)?;
            intent.put(&target.host.name, card.id.as_str(), path, bytes);
            intent.trailer("Kehu-Entry", target.id());
        }
    }
    Ok(left)
}

/// A journal as an intent has it so far: what was meant for its file is taken out of the intent, to be put in anew.
fn taken(desk: &Desk, intent: &mut Intent, path: &str) -> Result<Vec<u8>> {
    if let Some(at) = intent.draft.changes.iter().position(|change| change.path == path) {
        intent.touched.retain(|touched| touched.path != path);
        return Ok(intent.draft.changes.remove(at).content.unwrap_or_default());
    }
    Ok(desk.book.file(desk.at, path)?.unwrap_or_default())
}

/// Takes a card or an entry out of the book. A card that others have put something beside stays.
fn remove(desk: &Desk, target: &Target<'_>, intent: &mut Intent) -> Result<()> {
    let (kind, card) = (target.kind(), &target.card);
    if target.entry.is_some() {
        let path = journal_path(kind, target.host, &card.id);
        let mut bytes = taken(desk, intent, &path)?;
        take_out(kind, &path, &mut bytes, target.id())?;
        intent.put(&target.host.name, card.id.as_str(), path, bytes);
        intent.trailer("Kehu-Entry", target.id());
        return Ok(());
    }
    let (path, _) = card_bytes(desk, kind, card)?;
    let beside = match kind.has_folder() {
        true => desk.book.files_below(desk.at, &folder_of(kind, &card.id))?.len().saturating_sub(1),
        false => 0,
    };
    if beside > 0 {
        let id = &card.id;
        return Err(Error::new(
            Code::Conflict,
            format!("{id} cannot be taken out: {beside} more files lie in its folder."),
            format!("不能删除 {id}: 其文件夹中还有 {beside} 个文件。"),
        )
        .hint(
            format!("Keep it, kehu resolve {id} removed=no, and retire it: kehu rm {id}"),
            format!("请保留: kehu resolve {id} removed=no, 再停用: kehu rm {id}"),
        ));
    }
    intent.remove(&kind.name, card.id.as_str(), path);
    Ok(())
}
