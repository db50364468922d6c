//! A new entry in the journal beside a card.

use super::Desk;
use super::apply::{Applied, Intent};
use super::entry::{append, journal_bytes, new_id};
use super::plans::{Made, Plans, Wish, text};
use crate::error::article::begin_a;
use crate::error::{Code, Error, Result};
use crate::model::date::DateTime;
use crate::model::input::{Assignment, assign, fill_defaults};
use crate::model::kind::Kind;
use crate::model::record::journal_path;
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};

/// A contact as typed.
#[derive(Debug, Clone, Default)]
pub struct Note {
    /// Fields of the entry.
    pub words: Vec<Assignment>,
    /// The plan this contact does: by id or its start; `Some(None)` for the earliest of one's own.
    pub done: Option<Option<String>>,
    /// The next step: day and text.
    pub next: Option<(String, String)>,
}

/// What became of plans when a contact was logged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// The plan that is done.
    pub done: Option<Made>,
    /// What comes next: the next time of what was done, and what was planned.
    pub next: Vec<Made>,
}

/// Writes an entry with a stamp: who and when. The plan it does is marked, the next step becomes a plan.
pub fn log(desk: &mut Desk, typed: &str, note: &Note, dry: bool) -> Result<(Moved, Applied)> {
    let mut moved = Moved::default();
    let applied = desk.apply("log", dry, &mut |desk| {
        moved = Moved::default();
        let (kind, record) = desk.resolve(typed)?;
        let journal = desk.kinds.log_of(&kind.name).ok_or_else(|| no_journal(kind))?;
        let mut random = desk.random();
        let mut fields = Map::default();
        assign(journal, &mut fields, &note.words, &desk.context)?;
        let entry = new_id(&mut random);
        fields.insert("id".to_owned(), Value::text(entry.clone()));
        fields.insert("by".to_owned(), Value::text(desk.stamp_by()?));
        fill_defaults(journal, &mut fields, &desk.context);
        let mut plans = Plans::of(desk, kind, &record.id)?;
        if let (Some(named), Some(plans)) = (&note.done, &mut plans) {
            let at = plans.meant(named.as_deref(), &record)?;
            let plan = plans.made(at);
            // Who says no more did just what was planned.
            fields.entry("text".to_owned()).or_insert_with(|| Value::text(plan.text.clone()));
            let day = DateTime::from_rfc3339(text(&fields, "at")).unwrap_or(desk.context.now.into());
            moved.next.extend(plans.done(at, &day, &entry, &mut random)?);
            moved.done = Some(plan);
        }
        if let (Some((date, what)), Some(plans)) = (&note.next, &mut plans) {
            let wish = Wish { date: date.clone(), text: what.clone(), ..Wish::default() };
            let from = Map::from_iter([("from".to_owned(), Value::text(entry.clone()))]);
            moved.next.push(plans.add(&wish, from, &mut random)?);
        }
        Judge::new(journal)?.accept(&fields, &journal.name)?;
        let type_word = text(&fields, "type").to_owned();
        let path = journal_path(journal, kind, &record.id);
        let mut bytes = journal_bytes(desk, journal, &path)?;
        append(journal, &mut bytes, fields);
        let subject = format!("{}: {type_word} with {} ({})", journal.name, record.title(kind), record.id);
        let mut intent = Intent::new("log", subject);
        intent.put(&kind.name, record.id.as_str(), path, bytes);
        if let Some(plans) = plans.filter(|_| moved != Moved::default()) {
            let (path, bytes) = plans.file();
            intent.file(path, Some(bytes));
        }
        intent.trailer("Kehu-Entry", &entry);
        Ok(intent)
    })?;
    Ok((moved, applied))
}

fn no_journal(kind: &Kind) -> Error {
    Error::new(
        Code::BadValue,
        format!("{} has no log.", begin_a(&kind.name)),
        format!("{}没有联系记录。", kind.label.zh),
    )
    .hint("Logs are kept beside customers.", "联系记录属于客户。")
}
