//! Taking a command back: a new commit that undoes it field by field, and refuses where
//! later changes stand on it.

use super::Desk;
use super::apply::{Applied, Intent};
use super::assemble::{changed_card, new_card};

use super::past::{FieldChange, changes_of};
use crate::error::{Code, Error, Result};
use crate::model::journal::pieces;
use crate::model::kind::Storage;
use crate::model::places::{Place, folder_of};
use crate::model::record::{card_path, read_card, read_journal};
use crate::model::value::{Map, Value};
use crate::model::yaml::write_entry;
use crate::store::change::Message;
use crate::store::history::Step;
use crate::store::snapshot::bad_yaml;
use crate::store::tree::Difference;

/// The trailer that names the commit taken back.
pub(super) const UNDOES: &str = "Kehu-Undoes";

/// Takes back the given commit, or the newest that is not taken back yet.
pub fn undo(desk: &mut Desk, commit: Option<&str>, dry: bool) -> Result<Applied> {
    desk.apply("undo", dry, &mut |desk| {
        let step = match commit {
            Some(text) => desk.book.step_of(text)?,
            None => newest(desk)?,
        };
        if step.before.commit.is_none() {
            return Err(Error::new(
                Code::Conflict,
                "The first commit of a book cannot be taken back.",
                "账簿的第一次提交不能撤回。",
            ));
        }
        let subject = step.message.lines().next().unwrap_or_default().to_owned();
        let mut intent = Intent::new("undo", format!("undo: {subject}"));
        let all = desk.book.files_of(&step)?;
        for difference in &all {
            take_back(desk, difference, &all, &mut intent)?;
        }
        intent.trailer(UNDOES, &step.commit.to_string());
        Ok(intent)
    })
}

/// The newest commit that is neither an undo nor undone.
fn newest(desk: &Desk) -> Result<Step> {
    let mut undone: Vec<String> = Vec::new();
    let mut found = None;
    desk.book.walk(desk.at, &mut |step| {
        if let Some(target) = Message::trailer(&step.message, UNDOES) {
            undone.push(target.to_owned());
            return Ok(true);
        }
        if undone.contains(&step.commit.to_string()) {
            return Ok(true);
        }
        found = Some(step);
        Ok(false)
    })?;
    found.ok_or_else(|| Error::new(Code::Nothing, "There is nothing to undo.", "没有可撤回的操作。"))
}

fn take_back(desk: &Desk, difference: &Difference, all: &[Difference], intent: &mut Intent) -> Result<()> {
    let path = &difference.path;
    let now = desk.book.blob_id(desk.at, path)?;
    let old = difference.old.map(|oid| desk.book.blob(oid)).transpose()?;
    let place = desk.kinds.of_path(path);
    if now == difference.new {
        if let (Some(place), None) = (&place, &old) {
            refuse_orphans(desk, place, all)?;
        }
        // Untouched since: the file goes back as it was, byte for byte.
        match (place, old) {
            (Some(place), Some(bytes)) => {
                intent.put(&place.kind.name, place.id.as_str(), path.clone(), bytes)
            }
            (Some(place), None) => intent.remove(&place.kind.name, place.id.as_str(), path.clone()),
            (None, old) => intent.file(path.clone(), old),
        }
        return Ok(());
    }
    let (Some(place), Some(now)) = (place, now) else { return Err(conflict(path, "")) };
    let changes = changes_of(desk, &place, difference)?;
    let current = desk.book.blob(now)?;
    let text = match place.kind.storage {
        Storage::Card => card_without(&place, path, &current, &changes)?,
        Storage::Journal => journal_without(&place, path, &current, &changes)?,
    };
    intent.put(&place.kind.name, place.id.as_str(), path.clone(), text.into_bytes());
    Ok(())
}

/// A card that got a journal or cards of its own since may not go away under them; what came with it goes with it.
fn refuse_orphans(desk: &Desk, place: &Place<'_>, gone: &[Difference]) -> Result<()> {
    if place.kind.has_folder() {
        let own = card_path(place.kind, &place.id);
        for (path, _) in desk.book.files_below(desk.at, &folder_of(place.kind, &place.id))? {
            let with_it = gone.iter().any(|difference| difference.path == path && difference.old.is_none());
            if path != own && !with_it {
                return Err(conflict(&path, ""));
            }
        }
    }
    Ok(())
}

/// The card with each changed field set back, where nobody changed it since.
fn card_without(place: &Place<'_>, path: &str, current: &[u8], changes: &[FieldChange]) -> Result<String> {
    let record = read_card(place.kind, &place.id, current).map_err(|e| bad_yaml(path, &e))?;
    let mut fields = Value::Map(record.fields);
    for change in changes {
        if fields.at(&change.field) != change.new.as_ref() {
            return Err(conflict(path, &change.field));
        }
        put_back(&mut fields, &change.field, change.old.clone());
    }
    let Value::Map(fields) = fields else { return Err(conflict(path, "")) };
    if fields.is_empty() {
        return Err(conflict(path, ""));
    }
    match std::str::from_utf8(current) {
        Ok(_) => changed_card(place.kind, path, current, fields),
        Err(_) => Ok(new_card(place.kind, path, fields)),
    }
}

fn put_back(value: &mut Value, path: &str, old: Option<Value>) {
    let (step, rest) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
    match (value, rest) {
        (Value::Map(map), None) => match old {
            Some(old) => {
                map.insert(step.to_owned(), old);
            }
            None => {
                map.shift_remove(step);
            }
        },
        (Value::Map(map), Some(rest)) => {
            if let Some(inner) = map.get_mut(step) {
                put_back(inner, rest, old);
            }
        }
        (Value::List(items), rest) => {
            let Some(item) = step.parse::<usize>().ok().and_then(|index| items.get_mut(index)) else {
                return;
            };
            match (rest, old) {
                (None, Some(old)) => *item = old,
                (Some(rest), old) => put_back(item, rest, old),
                (None, None) => {}
            }
        }
        _ => {}
    }
}

/// The journal without the entries a commit brought, other entries byte for byte as they are.
fn journal_without(place: &Place<'_>, path: &str, current: &[u8], changes: &[FieldChange]) -> Result<String> {
    let text = std::str::from_utf8(current).map_err(|_| conflict(path, ""))?;
    let entries = read_journal(place.kind, current).map_err(|e| bad_yaml(path, &e))?;
    let mut pieces = pieces(text).map_err(|e| bad_yaml(path, &e))?;
    for change in changes {
        let id = change.field.rsplit('.').next().unwrap_or_default();
        let at = entries.iter().position(|entry| entry.get("id").and_then(Value::as_str) == Some(id));
        let same = at.map(|at| Value::Map(entries[at].clone())) == change.new;
        match (at, &change.old) {
            (Some(at), None) if same => pieces[at + 1].clear(),
            (Some(at), Some(Value::Map(old))) if same => pieces[at + 1] = entry_text(old),
            (None, Some(Value::Map(old))) => pieces.push(entry_text(old)),
            _ => return Err(conflict(path, &change.field)),
        }
    }
    Ok(pieces.concat())
}

fn entry_text(fields: &Map) -> String {
    write_entry(fields)
}

fn conflict(path: &str, field: &str) -> Error {
    let what = if field.is_empty() { path.to_owned() } else { format!("{path}: {field}") };
    Error::new(
        Code::Conflict,
        format!("{what} was changed again since, so it cannot be taken back by itself."),
        format!("{what} 之后又被更改, 不能单独撤回。"),
    )
    .hint(
        "`kehu history ID` shows the later changes; undo those first, or set the field by hand.",
        "`kehu history 编号` 可查看之后的更改; 请先撤回它们, 或手工设置该字段。",
    )
}
