//! A report on how far a piece of work is: written into its card and, stamped, into the journal beside the record it
//! belongs to.

use super::Desk;
use super::apply::{Applied, Intent};
use super::assemble::changed_card;
use super::edit::card_bytes;
use super::entry::{append, journal_bytes, new_id};
use super::works;
use crate::domain::work::{DONE, Work, Works};
use crate::error::article::{a, begin_a};
use crate::error::{Code, Error, Result};
use crate::model::date::Date;
use crate::model::input::{Assignment, Change, assign, fill_defaults, read, value_error};
use crate::model::kind::{FieldType, Kind};
use crate::model::record::{Record, journal_path};
use crate::model::schedule::Schedule;
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};

/// A report as typed.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The piece of work.
    pub work: String,
    /// How far it is: 0 to 100, with or without %.
    pub percent: String,
    /// What was done; may be empty.
    pub text: String,
    /// Hours it took since the last report.
    pub spent: Option<String>,
    /// The day it began, or was done; today when not said.
    pub on: Option<String>,
    /// Only look.
    pub dry: bool,
}

/// What a report came to.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Id and title of the piece of work.
    pub work: (String, String),
    /// How far it was.
    pub before: i64,
    /// How far it is.
    pub now: i64,
    /// The day it was done.
    pub finished: Option<Date>,
    /// The record it belongs to, and how far that is with it.
    pub whole: Option<(String, String, i64)>,
    /// What comes before it and is not done: id and title.
    pub waits: Vec<(String, String)>,
}

/// Writes a report.
pub fn report(desk: &mut Desk, report: &Report) -> Result<(Applied, Told)> {
    let mut told = Told::default();
    let applied = desk.apply("progress", report.dry, &mut |desk| {
        let (kind, record) = desk.resolve(&report.work)?;
        let schedule = kind.schedule.as_ref().ok_or_else(|| no_schedule(kind))?;
        let (percent, on) = (percent(desk, report, &schedule.progress)?, day(desk, report)?);
        let host = host(desk, kind, &record)?;
        let work = Work::read(kind, schedule, &record);
        let all = all(desk, kind, host.as_ref(), record.clone())?;
        let whole = all.all.iter().any(|one| one.id == work.id && one.whole);
        if whole {
            return Err(is_sum(kind, &work));
        }
        may(desk, kind, &work, host.as_ref())?;
        if let Some((host, card)) = &host
            && host.is_closed(&card.fields)
        {
            return Err(is_closed(host, card));
        }
        let mut fields = record.fields.clone();
        moved(schedule, &mut fields, percent, on);
        let what = format!("{} {}", kind.name, record.id);
        Judge::new(kind)?.accept(&fields, &what)?;
        let after = Record { fields: fields.clone(), ..record.clone() };
        let made = Work::read(kind, schedule, &after);
        let with = self::all(desk, kind, host.as_ref(), after)?;
        let left = |id: &&String| with.all.iter().find(|one| one.id == **id && !one.is_done());
        told = Told {
            work: (work.id.clone(), work.title.clone()),
            before: work.progress,
            now: percent,
            finished: made.finished,
            whole: host.as_ref().and_then(|(kind, card)| {
                Some((card.id.to_string(), card.title(kind).to_owned(), with.progress()?))
            }),
            waits: made
                .after
                .iter()
                .filter_map(|id| left(&id))
                .map(|one| (one.id.clone(), one.title.clone()))
                .collect(),
        };
        if percent == 0 {
            told.waits.clear();
        }
        let subject = format!("{}: {percent}% {} ({})", kind.name, record.title(kind), record.id);
        let mut intent = Intent::new("progress", subject);
        let (path, old) = card_bytes(desk, kind, &record)?;
        let text = changed_card(kind, &path, &old, fields)?;
        intent.put(&kind.name, record.id.as_str(), path, text.into_bytes());
        // What says nothing new is no entry.
        let news = percent != work.progress || !report.text.trim().is_empty() || report.spent.is_some();
        if let (Some(name), Some(host), true) = (&schedule.journal, &host, news) {
            let place = beside(desk, kind, name, host)?;
            let (path, bytes, id) = entry(desk, schedule, &place, report, &told)?;
            intent.file(path, Some(bytes));
            intent.trailer("Kehu-Entry", &id);
        }
        Ok(intent)
    })?;
    Ok((applied, told))
}

/// The new state of a piece of work.
fn moved(schedule: &Schedule, fields: &mut Map, percent: i64, on: Date) {
    fields.insert(schedule.progress.clone(), Value::Int(percent));
    let filled = |fields: &Map, name: &str| fields.get(name).is_some_and(|value| !value.is_empty());
    if let Some(started) = &schedule.started
        && percent > 0
    {
        // What was done on a day had begun by then.
        let known = fields.get(started).and_then(Value::as_str).and_then(|day| Date::from_iso(day).ok());
        if known.is_none_or(|known| known > on) {
            fields.insert(started.clone(), Value::text(on.to_string()));
        }
    }
    if let Some(finished) = &schedule.finished {
        match percent == DONE {
            true if !filled(fields, finished) => {
                fields.insert(finished.clone(), Value::text(on.to_string()));
            }
            true => {}
            false => drop(fields.shift_remove(finished)),
        }
    }
}

/// A journal beside a record, and its field that names the piece of work.
struct Beside<'a> {
    journal: &'a Kind,
    link: String,
    host: &'a Kind,
    card: &'a Record,
}

/// The journal that keeps the reports on work of a kind.
fn beside<'a>(
    desk: &'a Desk,
    kind: &Kind,
    name: &str,
    (host, card): &'a (&Kind, Record),
) -> Result<Beside<'a>> {
    let journal = desk.kinds.journals(&host.name).find(|journal| journal.name == name);
    let leads = |journal: &Kind| {
        let own = |ty: &FieldType| matches!(ty, FieldType::Link(target) if *target == kind.name);
        journal.fields.iter().find(|field| own(&field.ty)).map(|field| field.name.clone())
    };
    if let (Some(journal), Some(link)) = (journal, journal.and_then(leads)) {
        return Ok(Beside { journal, link, host, card });
    }
    let path = format!("schemas/{}/{}.yaml", kind.module, kind.name);
    Err(Error::new(
        Code::BadSchema,
        format!(
            "{path}: `schedule` keeps reports in `{name}`, which is no journal beside {} that links to {}.",
            a(&host.name),
            a(&kind.name)
        ),
        format!("{path}: `schedule` 的 `{name}` 不是{}旁指向{}的日志。", host.label.zh, kind.label.zh),
    ))
}

/// The entry in the journal beside the record the work belongs to: its path, the file with it, its id.
fn entry(
    desk: &Desk,
    schedule: &Schedule,
    place: &Beside<'_>,
    report: &Report,
    told: &Told,
) -> Result<(String, Vec<u8>, String)> {
    let (journal, percent) = (place.journal, told.now);
    let mut fields = Map::default();
    let mut words = Vec::new();
    let mut word = |path: &str, value: &str| {
        if journal.field(path).is_some() && !value.trim().is_empty() {
            words.push(Assignment { path: path.to_owned(), change: Change::Set(value.to_owned()) });
        }
    };
    word("type", "progress");
    word("text", &report.text);
    word(&schedule.progress, &percent.to_string());
    match (&schedule.spent, &report.spent) {
        (Some(field), Some(hours)) => word(field, hours),
        (None, Some(_)) => {
            return Err(Error::new(
                Code::Usage,
                format!("The journal {} keeps no hours.", journal.name),
                format!("日志 {} 不记录工时。", journal.name),
            ));
        }
        _ => {}
    }
    assign(journal, &mut fields, &words, &desk.context)?;
    let id = new_id(&mut desk.random());
    fields.insert("id".to_owned(), Value::text(id.clone()));
    fields.insert("by".to_owned(), Value::text(desk.stamp_by()?));
    fields.insert(place.link.clone(), Value::text(told.work.0.clone()));
    fill_defaults(journal, &mut fields, &desk.context);
    Judge::new(journal)?.accept(&fields, &journal.name)?;
    let path = journal_path(journal, place.host, &place.card.id);
    let mut bytes = journal_bytes(desk, journal, &path)?;
    append(journal, &mut bytes, fields);
    Ok((path, bytes, id))
}

/// The record in whose folder the work lies.
fn host<'a>(desk: &'a Desk, kind: &Kind, record: &Record) -> Result<Option<(&'a Kind, Record)>> {
    match desk.kinds.host(kind, &record.fields) {
        Some((host, id)) => Ok(desk.book.card(desk.at, host, &id)?.map(|card| (host, card))),
        None => Ok(None),
    }
}

/// All the work beside a piece of it, that piece being as given.
fn all(desk: &Desk, kind: &Kind, host: Option<&(&Kind, Record)>, own: Record) -> Result<Works> {
    let Some((host, card)) = host else {
        return Ok(works::among([(kind, std::slice::from_ref(&own))].into_iter()));
    };
    let (mut children, _) = super::card::folder(desk, host, card)?;
    for (_, records) in children.iter_mut().filter(|(known, _)| known.name == kind.name) {
        for record in records.iter_mut().filter(|record| record.id == own.id) {
            *record = own.clone();
        }
    }
    Ok(works::among(children.iter().map(|(kind, records)| (*kind, records.as_slice()))))
}

/// Who does the work reports on it, who answers for the whole, and those above them.
fn may(desk: &Desk, kind: &Kind, work: &Work, host: Option<&(&Kind, Record)>) -> Result<()> {
    let me = &desk.context.me;
    let lead = |kind: &Kind, fields: &Map| {
        let owner = kind.access.as_ref().map(|access| &access.owner);
        let owner = owner.or(kind.workflow.as_ref().map(|flow| &flow.owner));
        owner.and_then(|name| fields.get(name)).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let lead = host.map(|(kind, card)| lead(kind, &card.fields)).unwrap_or_default();
    let mut those: Vec<&str> = work.who.iter().map(String::as_str).collect();
    those.extend(
        Some(lead.as_str()).filter(|lead| !lead.is_empty() && !work.who.iter().any(|who| who == lead)),
    );
    // Nobody in particular does it, or nobody knows yet who is who.
    if those.is_empty() || (me.is_empty() && !desk.restricted()?) || those.contains(&me.as_str()) {
        return Ok(());
    }
    if desk.rights()?.edits_all.is_some() {
        return Ok(());
    }
    for one in &those {
        if desk.is_above(me, one)? {
            return Ok(());
        }
    }
    let (id, names) = (&work.id, those.join(", "));
    Err(Error::new(
        Code::NotPermitted,
        format!("You may not report on the {} {id}: it is the work of {names}.", kind.name),
        format!("您不能更新{} {id} 的进度: 由 {names} 负责。", kind.label.zh),
    )
    .hint(
        format!("Ask {names}, or one of their superiors, to report."),
        format!("请由 {names} 或其上司更新进度。"),
    ))
}

fn percent(desk: &Desk, report: &Report, field: &str) -> Result<i64> {
    let typed = report.percent.trim().trim_end_matches(['%', '％']).trim();
    let ty = FieldType::Int { min: Some(0), max: Some(DONE) };
    let value = read(&ty, typed, &desk.context).map_err(|bad| value_error(field, &report.percent, &bad))?;
    Ok(value.as_int().unwrap_or(0))
}

fn day(desk: &Desk, report: &Report) -> Result<Date> {
    let today = desk.today();
    let Some(typed) = &report.on else { return Ok(today) };
    let on = Date::parse(typed, today.0).map_err(|bad| value_error("on", typed, &bad))?;
    if on > today {
        let bad = crate::model::bad_value::BadValue::new(
            format!("{on} is still to come"),
            format!("{on} 尚未到来"),
            "",
        );
        return Err(value_error("on", typed, &bad));
    }
    Ok(on)
}

fn no_schedule(kind: &Kind) -> Error {
    Error::new(
        Code::BadValue,
        format!("{} is no work that goes on: its kind has no `schedule`.", begin_a(&kind.name)),
        format!("{}不是可报进度的工作: 其类型没有 `schedule`。", kind.label.zh),
    )
    .hint("Name a piece of work, by its id or its name.", "请指定一项工作的编号或名称。")
}

fn is_sum(kind: &Kind, work: &Work) -> Error {
    let (id, code) = (&work.id, &work.code);
    Error::new(
        Code::BadValue,
        format!("{id} is the sum of the {} below {code}; its progress follows from theirs.", kind.name),
        format!("{id} 是 {code} 之下各项{}的汇总, 其进度由它们决定。", kind.label.zh),
    )
    .hint(format!("Report on {code}.1 and the like."), format!("请更新 {code}.1 等的进度。"))
}

fn is_closed(host: &Kind, card: &Record) -> Error {
    let id = &card.id;
    Error::new(
        Code::Conflict,
        format!("The {} {id} is over, so nothing more is reported on it.", host.name),
        format!("{} {id} 已结束, 不能再更新进度。", host.label.zh),
    )
    .hint(format!("`kehu show {id}` tells its state."), format!("用 `kehu show {id}` 查看状态。"))
}
