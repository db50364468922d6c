//! Sharing a record with somebody who would not see it, or with everybody as knowledge, and telling who sees it and why
//! (CRM-11).

use super::Desk;
use super::apply::{Applied, Intent};
use super::assemble::changed_card;
use super::edit::card_bytes;
use super::sight::PERSON;
use super::typed;
use crate::error::article::{a, begin_a};
use crate::error::{Code, Error, Result};
use crate::model::access::{Facts, Why, is_knowledge};
use crate::model::date::{Date, DateTime};
use crate::model::kind::Kind;
use crate::model::record::{KNOWLEDGE, Record};
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};

/// How a record is shared.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The record, as typed.
    pub record: String,
    /// The person, as typed.
    pub person: String,
    /// Last day, as typed.
    pub until: Option<String>,
    /// May change it too.
    pub edit: bool,
    /// Only look.
    pub dry: bool,
}

/// Shares a record with a person; sharing again replaces what was said before.
pub fn share(desk: &mut Desk, order: &Order) -> Result<Applied> {
    desk.apply("share", order.dry, &mut |desk| {
        let (kind, record) = desk.resolve(&order.record)?;
        let field = shares_field(kind)?;
        let person = desk.link_target(PERSON, &order.person)?;
        let until = order.until.as_deref().map(|day| until(desk, day)).transpose()?;
        if let Some(facts) = Facts::of(kind, &record.fields) {
            let guest = desk.viewer_of(&person)?;
            if matches!(guest.sees(&facts), Some(Why::Owner | Why::Subject | Why::Superior)) {
                return Err(Error::new(
                    Code::Nothing,
                    format!(
                        "{person} sees {} already: it is theirs, or its owner reports to them.",
                        record.id
                    ),
                    format!("{person} 已可查看 {}: 是其经理或上司。", record.id),
                ));
            }
            if facts.level > guest.clearance {
                return Err(Error::new(
                    Code::NotPermitted,
                    format!(
                        "{} has security level {}, {person} only {}; sharing would not let them see it.",
                        record.id, facts.level, guest.clearance
                    ),
                    format!(
                        "{} 的安全级别为 {}, {person} 只有 {}, 共享后也看不到。",
                        record.id, facts.level, guest.clearance
                    ),
                )
                .hint(
                    format!("Lower it with `kehu set {} security={}`.", record.id, guest.clearance),
                    format!("可用 `kehu set {} security={}` 降低。", record.id, guest.clearance),
                ));
            }
        }
        let mut entry = Map::default();
        entry.insert("person".to_owned(), Value::text(person.clone()));
        entry.extend(until.map(|day| ("until".to_owned(), Value::text(day))));
        if order.edit {
            entry.insert("edit".to_owned(), Value::Bool(true));
        }
        // Said again in the same words: nothing changes.
        let said = |known: &&Value| {
            ["person", "until", "edit"].iter().all(|name| known.at(name) == entry.get(*name))
        };
        let mut shares = list(&record, field);
        if !shares.iter().any(|known| said(&known)) {
            shares.retain(|known| known.at("person").and_then(Value::as_str) != Some(&person));
            entry.insert("by".to_owned(), Value::text(desk.stamp_by()?));
            entry.insert("at".to_owned(), Value::text(DateTime::from(desk.context.now).to_string()));
            shares.push(Value::Map(entry));
        }
        write(desk, kind, &record, (field, Value::List(shares)), "share", &format!("with {person}"))
    })
}

/// Takes a share back.
pub fn unshare(desk: &mut Desk, typed: &str, person: &str, dry: bool) -> Result<Applied> {
    desk.apply("unshare", dry, &mut |desk| {
        let (kind, record) = desk.resolve(typed)?;
        let field = shares_field(kind)?;
        let person = desk.link_target(PERSON, person)?;
        let mut shares = list(&record, field);
        let before = shares.len();
        shares.retain(|known| known.at("person").and_then(Value::as_str) != Some(&person));
        if shares.len() == before {
            return Err(Error::new(
                Code::Nothing,
                format!("{} is not shared with {person}.", record.id),
                format!("{} 没有共享给 {person}。", record.id),
            )
            .hint(
                format!("`kehu who {}` tells who sees it.", record.id),
                format!("`kehu who {}` 查看谁能看到。", record.id),
            ));
        }
        write(desk, kind, &record, (field, Value::List(shares)), "unshare", &format!("from {person}"))
    })
}

/// Shares a record with everybody as knowledge, stamped; sharing it again says why anew.
pub fn tell(desk: &mut Desk, typed: &str, note: &str, dry: bool) -> Result<Applied> {
    let note = typed::text(note.trim())?;
    desk.apply("share", dry, &mut |desk| {
        let (kind, record) = desk.resolve(typed)?;
        let said = record.fields.get(KNOWLEDGE).and_then(|said| said.at("note")).and_then(Value::as_str);
        if is_knowledge(&record.fields) && said.unwrap_or_default() == note {
            return Err(Error::new(
                Code::Nothing,
                format!("{} is shared as knowledge already.", record.id),
                format!("{} 已共享为知识。", record.id),
            ));
        }
        let mut stamp = Map::default();
        stamp.insert("by".to_owned(), Value::text(desk.stamp_by()?));
        stamp.insert("at".to_owned(), Value::text(DateTime::from(desk.context.now).to_string()));
        if !note.is_empty() {
            stamp.insert("note".to_owned(), Value::text(note.clone()));
        }
        write(desk, kind, &record, (KNOWLEDGE, Value::Map(stamp)), "share", "as knowledge")
    })
}

/// Takes back what was shared as knowledge.
pub fn withdraw(desk: &mut Desk, typed: &str, dry: bool) -> Result<Applied> {
    desk.apply("unshare", dry, &mut |desk| {
        let (kind, record) = desk.resolve(typed)?;
        if !is_knowledge(&record.fields) {
            return Err(Error::new(
                Code::Nothing,
                format!("{} is not shared as knowledge.", record.id),
                format!("{} 没有共享为知识。", record.id),
            )
            .hint("`kehu find --knowledge` lists what is.", "`kehu find --knowledge` 列出已共享的知识。"));
        }
        write(desk, kind, &record, (KNOWLEDGE, Value::Null), "unshare", "as knowledge")
    })
}

/// The last day of a share: today or later.
fn until(desk: &Desk, typed: &str) -> Result<String> {
    let today = desk.context.now.date_naive();
    let day =
        Date::parse(typed, today).map_err(|bad| crate::model::input::value_error("until", typed, &bad))?;
    let day = day.to_string();
    if day < today.format("%Y-%m-%d").to_string() {
        return Err(Error::new(
            Code::BadValue,
            format!("until: {day} is over already."),
            format!("until: {day} 已经过去。"),
        ));
    }
    Ok(day)
}

fn list(record: &Record, field: &str) -> Vec<Value> {
    record.fields.get(field).and_then(Value::as_list).unwrap_or_default().to_vec()
}

fn shares_field(kind: &Kind) -> Result<&str> {
    let field = kind.access.as_ref().and_then(|access| access.shares.as_deref());
    field.ok_or_else(|| {
        let (en, zh) = if kind.is_child() {
            (
                format!("{} is shared with its {}.", begin_a(&kind.name), kind.within[0]),
                format!("{}随其客户共享。", kind.label.zh),
            )
        } else if kind.access.is_some() {
            (format!("{} is not shared.", begin_a(&kind.name)), format!("{}不能共享。", kind.label.zh))
        } else {
            (format!("Everybody sees {} already.", a(&kind.name)), format!("{}对所有人可见。", kind.label.zh))
        };
        Error::new(Code::Usage, en, zh)
    })
}

fn write(
    desk: &Desk,
    kind: &Kind,
    record: &Record,
    (field, value): (&str, Value),
    verb: &str,
    with: &str,
) -> Result<Intent> {
    let (path, old) = card_bytes(desk, kind, record)?;
    let mut fields = record.fields.clone();
    match value.is_empty() && field == KNOWLEDGE {
        true => fields.shift_remove(field),
        false => fields.insert(field.to_owned(), value),
    };
    Judge::new(kind)?.accept(&fields, &format!("{} {}", kind.name, record.id))?;
    let text = changed_card(kind, &path, &old, fields)?;
    let subject = format!("{}: {verb} {} ({}) {with}", kind.name, record.title(kind), record.id);
    let mut intent = Intent::new(verb, subject);
    intent.put(&kind.name, record.id.as_str(), path, text.into_bytes());
    Ok(intent)
}

/// Somebody who sees a record.
#[derive(Debug, Clone)]
pub struct Seer {
    /// Id of the person.
    pub person: String,
    /// Name.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// Everybody who sees a record, those who answer for it first.
pub fn who(desk: &Desk, typed: &str) -> Result<(Record, Vec<Seer>)> {
    let (kind, record) = desk.resolve(typed)?;
    let facts = desk.facts(kind, &record)?;
    let Some(people) = desk.kinds.get(PERSON) else { return Ok((record, Vec::new())) };
    let mut seers = Vec::new();
    for person in desk.book.cards(desk.at, people)?.into_iter().filter(|person| !person.is_retired()) {
        let why = match &facts {
            Some(facts) => desk.viewer_of(person.id.as_str())?.sees(facts),
            None => Some(Why::Open),
        };
        if let Some(why) = why {
            let name = person.text("name").to_owned();
            seers.push(Seer { person: person.id.to_string(), name, why });
        }
    }
    let rank = |why: &Why| match why {
        Why::Owner | Why::Subject => 0,
        Why::Superior => 1,
        Why::Shared { .. } => 2,
        Why::Role { .. } => 3,
        Why::Awaited => 4,
        Why::Knowledge => 5,
        Why::Nobodys | Why::Open => 6,
    };
    seers.sort_by_key(|seer| rank(&seer.why));
    Ok((record, seers))
}
