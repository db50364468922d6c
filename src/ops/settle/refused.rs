//! Why something in conflict cannot be settled as it was said, and what can be typed instead.

use super::Target;
use crate::error::{Code, Error, Result, nearest, quoted};
use crate::model::conflict::{self, Conflict};
use crate::ops::Desk;
use crate::ops::conflicts::{around, listed, shell};

pub(super) fn ambiguous(target: &Target<'_>, conflict: &Conflict, me: &str, ours: bool) -> Error {
    let (id, field) = (target.id(), &conflict.field);
    let label = conflict::label(target.kind(), field);
    let word = if ours { "ours" } else { "theirs" };
    let (en, zh) = listed(conflict);
    let by = conflict.sides.iter().find_map(|side| side.by.as_deref()).unwrap_or("PERSON");
    let value = match conflict::removal(field) {
        Some(_) => ("yes (take it out) or no (keep it)", "yes (删除) 或 no (保留)"),
        None => ("VALUE", "值"),
    };
    Error::new(
        Code::Conflict,
        format!("{id}: {}: which side is `{word}` cannot be told for {me}:{en}", label.en),
        format!("{id}: {}: 对 {me} 而言无法确定 `{word}` 是哪一方:{zh}", label.zh),
    )
    .hint(
        format!(
            "Type the value, kehu resolve {id} {}={}, or take one person's: --by {by}",
            shell(field),
            value.0
        ),
        format!("请写出值: kehu resolve {id} {}={}, 或采用某人的: --by {by}", shell(field), value.1),
    )
}

pub(super) fn no_place(target: &Target<'_>, field: &str) -> Error {
    let id = target.id();
    Error::new(
        Code::Conflict,
        format!("{id}: {field} is not there any more, so it cannot get a value."),
        format!("{id}: {field} 已不存在, 不能赋值。"),
    )
    .hint(
        format!("Drop it: kehu resolve {id} {}=", shell(field)),
        format!("可放弃该值: kehu resolve {id} {}=", shell(field)),
    )
}

pub(super) fn wrote_none(target: &Target<'_>, conflicts: &[Conflict], person: &str) -> Error {
    let id = target.id();
    if conflicts.is_empty() {
        return nothing(id);
    }
    let people: Vec<&str> = {
        let mut all: Vec<&str> =
            conflicts.iter().flat_map(|one| &one.sides).filter_map(|side| side.by.as_deref()).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let people = people.join(", ");
    Error::new(
        Code::Conflict,
        format!("{person} wrote no side of what is in conflict in {id}, or more than one."),
        format!("{id} 的冲突中没有 {person} 写的值, 或不止一个。"),
    )
    .hint(format!("Those who wrote: {people}"), format!("写过的人: {people}"))
}

pub(super) fn nothing(id: &str) -> Error {
    Error::new(Code::Nothing, format!("Nothing is in conflict in {id}."), format!("{id} 没有冲突。"))
        .hint("`kehu status` lists what is.", "`kehu status` 列出存在的冲突。")
}

/// The error for a word about a record that is not in conflict itself, while something around it is.
pub(super) fn elsewhere(desk: &Desk, target: &Target<'_>, own: &[Conflict]) -> Result<Option<Error>> {
    let near = if own.is_empty() && target.entry.is_none() {
        around(desk, target.host, &target.card)?
    } else {
        Vec::new()
    };
    let lines: String =
        near.iter().map(|one| format!("\n  kehu resolve {} {}=", one.handle(), one.typed())).collect();
    let id = target.id();
    Ok((!near.is_empty()).then(|| {
        Error::new(
            Code::Usage,
            format!("{id} itself is not in conflict; something around it is."),
            format!("{id} 本身没有冲突; 其周围有。"),
        )
        .hint(
            format!("Name it, with ours, theirs or a value:{lines}"),
            format!("请指明, 值为 ours、theirs 或具体值:{lines}"),
        )
    }))
}

/// The error for a word that names no conflict.
pub(super) fn unknown(target: &Target<'_>, conflicts: &[Conflict], word: &str) -> Error {
    let (kind, id) = (target.kind(), target.id());
    let Some((path, _)) = word.split_once('=') else {
        return Error::new(
            Code::Usage,
            format!("{} is not of the form field=value.", quoted(word)),
            format!("{} 不是 字段=值 的形式。", quoted(word)),
        )
        .hint("Write for example: status=theirs", "例如: status=theirs");
    };
    if conflicts.is_empty() {
        return nothing(id);
    }
    let open = conflicts.iter().map(|one| shell(&one.field)).collect::<Vec<_>>().join(", ");
    let (en, zh) = (format!("In conflict are: {open}"), format!("存在冲突的字段: {open}"));
    if conflict::typed_path(kind, target.fields(), path).is_none() {
        let near = nearest(path, conflicts.iter().map(|one| one.field.as_str()));
        return Error::unknown_field(&kind.name, path, near).hint(en, zh);
    }
    Error::new(
        Code::Usage,
        format!("{id}: {} is not in conflict.", quoted(path)),
        format!("{id}: {} 没有冲突。", quoted(path)),
    )
    .hint(en, zh)
}
