//! Settling conflicts: each field gets one of the values that were wanted, or another, and the conflict goes.

use super::Desk;
use super::apply::{Applied, Intent};
use super::assemble::changed_card;
use super::conflicts::{Disputed, around, entry_of, listed, of_entry, shell};
use super::edit::{card_bytes, changed_links};
use super::entry::{change, id_of, take_out};
use super::typed::text;
use crate::error::{Code, Error, Result, nearest, quoted};
use crate::model::conflict::{self, Conflict, Side};
use crate::model::input::{follow, read_any, value_error};
use crate::model::kind::{FieldType, Kind};
use crate::model::places::folder_of;
use crate::model::record::{Record, journal_path};
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};

/// What is to be settled.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The record or the entry.
    pub id: String,
    /// Fields and what they become.
    pub words: Vec<Word>,
    /// Everything as this person had it.
    pub by: Option<String>,
    /// Only look.
    pub dry: bool,
}

/// One `field=what`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Stored path of the field.
    pub field: String,
    /// What it becomes.
    pub wish: Wish,
}

/// What a field becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// As who is asking wrote it.
    Ours,
    /// As the other wrote it.
    Theirs,
    /// The side with a number.
    Side(usize),
    /// Another value, as typed; empty clears the field.
    Value(String),
}

/// A card or an entry, and where it is.
struct Target<'a> {
    /// Kind of the card, and the card.
    host: &'a Kind,
    card: Record,
    /// The journal and the entry.
    entry: Option<(&'a Kind, Map)>,
}

impl<'a> Target<'a> {
    /// The record or the entry a person means. A merged one leads to its survivor, unless it is in conflict itself.
    fn of(desk: &'a Desk, typed: &str) -> Result<Self> {
        match desk.resolve_itself(typed, None) {
            Ok((host, card)) if Conflict::all(&card.fields).is_empty() => {
                let (host, card) = desk.follow(host, card)?;
                Ok(Self { host, card, entry: None })
            }
            Ok((host, card)) => Ok(Self { host, card, entry: None }),
            Err(error) if error.code == Code::NotFound => Self::entry(desk, typed.trim())?.ok_or(error),
            Err(error) => Err(error),
        }
    }

    fn entry(desk: &'a Desk, id: &str) -> Result<Option<Self>> {
        let journals = desk.kinds.all().iter().filter(|kind| !kind.parents.is_empty());
        for journal in journals {
            let Some(hit) = desk.index()?.with_id(&journal.name, id)? else { continue };
            if let Some((host, card, entry)) = entry_of(desk, journal, &hit)? {
                return Ok(Some(Self { host, card, entry: Some((journal, entry)) }));
            }
        }
        Ok(None)
    }

    fn kind(&self) -> &'a Kind {
        self.entry.as_ref().map_or(self.host, |(journal, _)| journal)
    }

    fn fields(&self) -> &Map {
        self.entry.as_ref().map_or(&self.card.fields, |(_, entry)| entry)
    }

    fn id(&self) -> &str {
        self.entry.as_ref().map_or(self.card.id.as_str(), |(_, entry)| id_of(entry))
    }
}

/// What is in conflict in a record and all that lies in its folder, or in an entry.
pub fn disputed(desk: &Desk, typed: &str) -> Result<(String, String, Vec<Disputed>)> {
    let target = Target::of(desk, typed)?;
    let all = match &target.entry {
        Some((journal, entry)) => of_entry(journal, entry, target.host, &target.card),
        None => around(desk, target.host, &target.card)?,
    };
    Ok((target.id().to_owned(), target.kind().name.clone(), all))
}

/// The words of a command line, understood for a record: which conflict each means. Files and standard input are read.
pub fn words(desk: &Desk, typed: &str, words: &[String]) -> Result<Vec<Word>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let target = Target::of(desk, typed)?;
    let (kind, fields) = (target.kind(), target.fields());
    let conflicts = Conflict::all(fields);
    let stored = |path: &str| conflict::typed_path(kind, fields, path);
    let known = |path: &str| {
        let path = stored(path);
        let same = |one: &&Conflict| Some(&one.field) == path.as_ref() || stored(&one.field) == path;
        path.as_ref().and_then(|_| conflicts.iter().find(same)).map(|one| one.field.clone())
    };
    let word = |word: &String| -> Result<Word> {
        // The name of an item may hold a `=`, too.
        let mut cuts = word.match_indices('=').map(|(at, _)| (&word[..at], &word[at + 1..]));
        let found = cuts.find_map(|(path, value)| Some((known(path)?, value)));
        let Some((field, value)) = found else { return Err(unknown(&target, &conflicts, word)) };
        let wish = match value.trim() {
            "ours" | "我方" => Wish::Ours,
            "theirs" | "对方" => Wish::Theirs,
            _ => Wish::Value(text(value)?),
        };
        Ok(Word { field, wish })
    };
    words.iter().map(word).collect()
}

/// Settles fields; those left out stay in conflict. Gives the paths settled, and those left.
pub fn settle(desk: &mut Desk, order: &Order) -> Result<(Vec<String>, Vec<String>, Applied)> {
    let (mut settled, mut left) = (Vec::new(), Vec::new());
    let applied = desk.apply("resolve", order.dry, &mut |desk| {
        let target = Target::of(desk, &order.id)?;
        let chosen = chosen(desk, &target, order)?;
        settled = chosen.iter().map(|(field, _)| field.clone()).collect();
        let (intent, open) = carried_out(desk, &target, &chosen)?;
        left = open.into_iter().map(|conflict| conflict.field).collect();
        Ok(intent)
    })?;
    Ok((settled, left, applied))
}

/// The value each field gets.
fn chosen(desk: &Desk, target: &Target<'_>, order: &Order) -> Result<Vec<(String, Option<Value>)>> {
    let conflicts = Conflict::all(target.fields());
    let mut chosen: Vec<(String, Option<Value>)> = Vec::new();
    for word in &order.words {
        let Some(conflict) = conflicts.iter().find(|one| one.field == word.field) else {
            return Err(unknown(target, &conflicts, &format!("{}=", word.field)));
        };
        let value = match &word.wish {
            Wish::Ours => one_side(desk, target, conflict, true)?.value,
            Wish::Theirs => one_side(desk, target, conflict, false)?.value,
            Wish::Side(number) => conflict.sides.get(*number).cloned().unwrap_or_default().value,
            Wish::Value(typed) => read(desk, target, conflict, typed)?,
        };
        chosen.retain(|(field, _)| *field != word.field);
        chosen.push((word.field.clone(), value));
    }
    if let Some(by) = &order.by {
        let person = person(desk, &conflicts, by)?;
        for conflict in &conflicts {
            if chosen.iter().any(|(field, _)| *field == conflict.field) {
                continue;
            }
            let mut wrote = conflict.sides.iter().filter(|side| side.by.as_ref() == Some(&person));
            if let (Some(side), None) = (wrote.next(), wrote.next()) {
                chosen.push((conflict.field.clone(), side.value.clone()));
            }
        }
        if chosen.is_empty() {
            return Err(wrote_none(target, &conflicts, &person));
        }
    }
    Ok(chosen)
}

/// The side that who is asking wrote, or the one they did not.
fn one_side(desk: &Desk, target: &Target<'_>, conflict: &Conflict, ours: bool) -> Result<Side> {
    let me = desk.stamp_by()?;
    let mine = |side: &&Side| side.by.as_ref() == Some(&me);
    let wrote = conflict.sides.iter().filter(mine).count();
    let mut fitting = conflict.sides.iter().filter(|side| mine(side) == ours);
    match (fitting.next(), fitting.next()) {
        (Some(side), None) if wrote == 1 => Ok(side.clone()),
        _ => Err(ambiguous(target, conflict, &me, ours)),
    }
}

fn ambiguous(target: &Target<'_>, conflict: &Conflict, me: &str, ours: bool) -> Error {
    let (id, field) = (target.id(), &conflict.field);
    let label = conflict::label(target.kind(), field);
    let word = if ours { "ours" } else { "theirs" };
    let (en, zh) = listed(conflict);
    let by = conflict.sides.iter().find_map(|side| side.by.as_deref()).unwrap_or("PERSON");
    Error::new(
        Code::Conflict,
        format!("{id}: {}: which side is `{word}` cannot be told for {me}:{en}", label.en),
        format!("{id}: {}: 对 {me} 而言无法确定 `{word}` 是哪一方:{zh}", label.zh),
    )
    .hint(
        format!("Type the value, kehu resolve {id} {}=VALUE, or take one person's: --by {by}", shell(field)),
        format!("请写出值: kehu resolve {id} {}=值, 或采用某人的: --by {by}", shell(field)),
    )
}

/// A typed value, read as `set` reads it.
fn read(desk: &Desk, target: &Target<'_>, conflict: &Conflict, typed: &str) -> Result<Option<Value>> {
    let field = &conflict.field;
    let ty = match conflict::removal(field) {
        Some(_) => &FieldType::Bool,
        None => match conflict::spot(target.kind(), field) {
            Some(spot) if *spot.ty == FieldType::Open && spot.field.is_none() => &FieldType::Text,
            Some(spot) => spot.ty,
            None => &FieldType::Text,
        },
    };
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let value = read_any(ty, typed, &desk.context).map_err(|bad| value_error(field, typed, &bad))?;
    // What is not taken out stays: nothing is to be done then.
    Ok(Some(value).filter(|value| *value != Value::Bool(false) || conflict::removal(field).is_none()))
}

/// The person of `--by`: one of those who wrote.
fn person(desk: &Desk, conflicts: &[Conflict], typed: &str) -> Result<String> {
    let wrote =
        |id: &str| conflicts.iter().flat_map(|one| &one.sides).any(|side| side.by.as_deref() == Some(id));
    match desk.link_target("person", typed) {
        Ok(id) => Ok(id),
        Err(_) if wrote(typed) => Ok(typed.to_owned()),
        Err(error) => Err(error),
    }
}

/// The intent that gives fields their values, and the conflicts that are left.
fn carried_out(
    desk: &Desk,
    target: &Target<'_>,
    chosen: &[(String, Option<Value>)],
) -> Result<(Intent, Vec<Conflict>)> {
    let (kind, card) = (target.kind(), &target.card);
    let names = chosen.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>().join(", ");
    let subject = match &target.entry {
        None => format!("{}: settle {names} of {} ({})", kind.name, card.title(target.host), card.id),
        Some((_, entry)) => format!("{}: settle {names} of {} ({})", kind.name, id_of(entry), card.id),
    };
    let mut intent = Intent::new("resolve", subject);
    let gone = |path: &str| {
        chosen.iter().any(|(field, value)| {
            *value == Some(Value::Bool(true)) && conflict::removal(field).is_some_and(|item| item == path)
        })
    };
    if gone("") {
        remove(desk, target, &mut intent)?;
        return Ok((intent, Vec::new()));
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
            let path = super::edit::moved(desk, kind, card, path, &text, &mut intent)?;
            intent.put(&kind.name, card.id.as_str(), path, text.into_bytes());
        }
        Some(_) => {
            let path = journal_path(kind, target.host, &card.id);
            let mut bytes = desk.book.file(desk.at, &path)?.unwrap_or_default();
            change(kind, &path, &mut bytes, fields)?;
            intent.put(&target.host.name, card.id.as_str(), path, bytes);
            intent.trailer("Kehu-Entry", target.id());
        }
    }
    Ok((intent, left))
}

/// Takes a card or an entry out of the book. A card that others have put something beside stays.
fn remove(desk: &Desk, target: &Target<'_>, intent: &mut Intent) -> Result<()> {
    let (kind, card) = (target.kind(), &target.card);
    if target.entry.is_some() {
        let path = journal_path(kind, target.host, &card.id);
        let mut bytes = desk.book.file(desk.at, &path)?.unwrap_or_default();
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

fn no_place(target: &Target<'_>, field: &str) -> Error {
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

fn wrote_none(target: &Target<'_>, conflicts: &[Conflict], person: &str) -> Error {
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

fn nothing(id: &str) -> Error {
    Error::new(Code::Nothing, format!("Nothing is in conflict in {id}."), format!("{id} 没有冲突。"))
}

/// The error for a word that names no conflict.
fn unknown(target: &Target<'_>, conflicts: &[Conflict], word: &str) -> Error {
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
