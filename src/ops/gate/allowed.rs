//! May the author of a commit change what it changes? By the access rules as they were before it.

use super::given::is_given;
use super::post::Post;
use super::{about, not_permitted};
use crate::error::{Error, Result};
use crate::model::approval::{Approval, Objection};
use crate::model::drawn::is_drawn;
use crate::model::kind::Storage;
use crate::model::places::Place;
use crate::model::record::{read_card, read_journal};
use crate::model::value::{Map, Value};
use crate::ops::answers::for_another;
use crate::ops::entry::id_of;
use crate::ops::stamps::{Known, Sheet};
use crate::store::Change;
use crate::store::arrivals::Deed;

/// What a commit changes that is not its author's to change, by the state of each of its parents.
pub fn refused(
    post: &mut Post,
    deed: &Deed,
    sheets: &[Sheet<'_>],
    known: &Known,
    me: &str,
) -> Result<Vec<Error>> {
    let when = deed.arrival.at.min(post.desk.clock);
    let mut refused = Vec::new();
    for (number, parent) in deed.arrival.parents.iter().enumerate() {
        let before = post.people(*parent)?;
        if before.is_empty() {
            continue;
        }
        post.sit(*parent, me, when)?;
        let keeps = post.desk.rights()?.edits_all.is_some();
        for sheet in sheets {
            if is_of_the_parents(sheet) {
                continue;
            }
            refused.extend(answered_for_another(sheet, known, me).map(|error| about(sheet.path, error)));
            let change = Change { path: sheet.path.to_owned(), content: sheet.new.clone() };
            let desk = &post.desk;
            let stepped = |place: &Place<'_>, change: &Change| match sheet.old.len() {
                0 | 1 => desk.stepped(place, change),
                _ => desk.permit_merged_steps(place.kind, &place.id, &sheet.old, change.content.as_deref()),
            };
            if keeps && !is_kept(sheet) {
                // Who may change everything still moves records by their workflows alone.
                let stepped = stepped(&sheet.place, &change);
                refused.extend(stepped.err().map(|error| about(sheet.path, error)));
                continue;
            }
            let old = sheet.old.get(number).and_then(Option::as_deref);
            // What was decided amiss says more than whose the file is.
            let amiss = decided(sheet, old, known, me);
            if !amiss.is_empty() {
                refused.extend(amiss);
                continue;
            }
            if let Err(error) = desk.permit_each(&[change], &stepped)
                && !is_given(&post.desk, sheet, old)?
            {
                refused.push(about(sheet.path, error));
            }
        }
        for file in deed.files.iter().filter(|_| !keeps) {
            if post.desk.kinds.of_path(&file.path).is_none() {
                let change = Change { path: file.path.clone(), content: None };
                let judged =
                    post.desk.permit_changes(&[change]).and_then(|()| post.desk.permit_beside(&file.path));
                refused.extend(judged.err().map(|error| about(&file.path, error)));
            }
        }
    }
    // Two parents may say the same.
    let mut told: Vec<Error> = Vec::new();
    refused.into_iter().for_each(|error| {
        if !told.contains(&error) {
            told.push(error);
        }
    });
    Ok(told)
}

/// True for records that some roles alone change, or on which they alone write payments.
fn is_kept(sheet: &Sheet<'_>) -> bool {
    let access = sheet.place.top().0.access.as_ref();
    access.is_some_and(|access| access.only || access.kept) || sheet.place.kind.payments.is_some()
}

/// True for a file of a merge whose content its parents had: they are answered for by the commits that brought it.
pub fn is_of_the_parents(sheet: &Sheet<'_>) -> bool {
    if sheet.old.len() < 2 {
        return false;
    }
    fn all(files: &[Option<Vec<u8>>]) -> Vec<Option<&[u8]>> {
        files.iter().map(Option::as_deref).collect()
    }
    let (new, old, bases) = (sheet.new.as_deref(), all(&sheet.old), all(&sheet.bases));
    // What one side changed and the merge put back is the merger's doing.
    let put_back = old.contains(&new) && bases.contains(&new);
    !put_back && is_drawn(sheet.place.kind, &sheet.place.id, new, &old, &bases)
}

/// An answer that its author did not give, and that no parent had.
fn answered_for_another(sheet: &Sheet<'_>, known: &Known, me: &str) -> Option<Error> {
    let kind = sheet.place.kind;
    kind.answers.as_ref()?;
    let read = |bytes: &Vec<u8>| read_card(kind, &sheet.place.id, bytes).ok().map(|record| record.fields);
    let after = sheet.new.as_ref().and_then(read)?;
    let mut before: Vec<Map> = sheet.old.iter().flatten().filter_map(read).collect();
    let back: Vec<Map> = known.answered(sheet.path).map(|old| kind.taken_off(old, &before)).collect();
    before.extend(back);
    kind.foreign_answer(&before, &after, me).map(|person| for_another(person, sheet.place.id.as_str()))
}

/// Decisions that are not the author's to make.
fn decided(sheet: &Sheet<'_>, old: Option<&[u8]>, known: &Known, me: &str) -> Vec<Error> {
    let kind = sheet.place.kind;
    let (Some(approval), Some(new)) = (&kind.approval, sheet.new.as_deref()) else { return Vec::new() };
    let pairs: Vec<(Option<Map>, Map)> = match kind.storage {
        Storage::Card => {
            let read =
                |bytes: &[u8]| read_card(kind, &sheet.place.id, bytes).ok().map(|record| record.fields);
            read(new).map(|new| (old.and_then(read), new)).into_iter().collect()
        }
        Storage::Journal => {
            let read = |bytes: &[u8]| read_journal(kind, bytes).unwrap_or_default();
            let old = old.map(read).unwrap_or_default();
            let before = |entry: &Map| old.iter().find(|known| id_of(known) == id_of(entry)).cloned();
            read(new).into_iter().map(|entry| (before(&entry), entry)).collect()
        }
    };
    let objection = |(before, after): &(Option<Map>, Map)| {
        let objection = approval.objection(before.as_ref(), after, me)?;
        let id = if kind.storage == Storage::Card { sheet.place.id.as_str() } else { id_of(after) };
        let by = after.get(&approval.by).and_then(Value::as_str).unwrap_or_default();
        // An entry that moved here, or was taken back and is put back, was decided before.
        let moved = known.was_decided(kind, id, by) && !matches!(objection, Objection::Asker(_));
        (!moved).then(|| told(sheet.path, approval, &objection, after))
    };
    pairs.iter().filter(|(before, after)| before.as_ref() != Some(after)).filter_map(objection).collect()
}

fn told(path: &str, approval: &Approval, objection: &Objection, after: &Map) -> Error {
    let by = &approval.by;
    let what = match id_of(after) {
        "" => String::new(),
        id => format!("{id}: "),
    };
    let error = match objection {
        Objection::Own => not_permitted(
            format!("{what}{by}: nobody decides what they asked for themselves."),
            format!("{what}{by}: 不能批准自己提出的事项。"),
        )
        .hint("Leave it to a colleague who may decide it.", "请由有权决定的同事办理。"),
        Objection::For(person) => not_permitted(
            format!("{what}{by}: this is for {person} to decide."),
            format!("{what}{by}: 应由 {person} 决定。"),
        )
        .hint(format!("Ask {person} to answer it."), format!("请 {person} 答复。")),
        Objection::Foreign(person) => not_permitted(
            format!("{what}{by}: it says {person} decided, who did not write it."),
            format!("{what}{by}: 写明由 {person} 决定, 但提交人不是本人。"),
        )
        .hint(format!("Ask {person} to answer it."), format!("请 {person} 答复。")),
        Objection::Asker(field) => not_permitted(
            format!("{what}{field}: who asked stays as it was written."),
            format!("{what}{field}: 提出人不能更改。"),
        )
        .hint("Ask anew instead.", "请重新提出。"),
    };
    about(path, error)
}
