//! The work that lies in the folder of a record: every card of a kind with a schedule.

use super::Desk;
use super::ask::{self, Question};
use super::card::folder;
use super::today::{Part, Waiting, Wanted, shown};
use crate::domain::work::Work;
pub use crate::domain::work::Works;
use crate::error::article::begin_a;
use crate::error::{Code, Error, Result};
use crate::model::date::Date;
use crate::model::kind::Kind;
use crate::model::record::Record;

/// Beyond what is shown, so many pieces of work are asked whether they still go on.
const READ: usize = 200;

/// The work among cards of a folder.
pub fn among<'a>(children: impl Iterator<Item = (&'a Kind, &'a [Record])>) -> Works {
    let mut all = Vec::new();
    for (kind, records) in children {
        let Some(schedule) = &kind.schedule else { continue };
        let living = records.iter().filter(|record| !record.is_retired());
        all.extend(living.map(|record| Work::read(kind, schedule, record)));
    }
    Works::new(all)
}

/// A record with the work in its folder.
///
/// # Errors
/// There is no such record, or its kind has no work.
pub fn of<'a>(desk: &'a Desk, typed: &str) -> Result<(&'a Kind, Record, Works)> {
    let (mut kind, mut record) = desk.resolve(typed)?;
    // Who names a piece of work means all of it.
    if kind.schedule.is_some()
        && let Some((host, id)) = desk.kinds.host(kind, &record.fields)
        && let Some(card) = desk.seen(host, desk.book.card(desk.at, host, &id)?)?
    {
        (kind, record) = (host, card);
    }
    if !desk.kinds.children(&kind.name).any(|child| child.schedule.is_some()) {
        return Err(Error::new(
            Code::BadValue,
            format!("{} has no work that could be drawn.", begin_a(&kind.name)),
            format!("{}没有可绘制的工作。", kind.label.zh),
        )
        .hint(
            "Its kind needs others in its folder that have a `schedule`: docs/projects.md",
            "其文件夹中须有带 `schedule` 的类型, 见 docs/projects.md",
        ));
    }
    let (children, _) = folder(desk, kind, &record)?;
    let works = among(children.iter().map(|(kind, records)| (*kind, records.as_slice())));
    Ok((kind, record, works))
}

/// What somebody has to do by a day, earliest first; work of what is over is none.
pub fn due(desk: &Desk, wanted: &Wanted, last: Date) -> Result<Part<Waiting>> {
    let mut found: Part<Waiting> = Part::default();
    for kind in desk.kinds.cards() {
        let Some((schedule, who)) = kind.schedule.as_ref().and_then(|one| Some((one, one.who.first()?)))
        else {
            continue;
        };
        let person = wanted.who.as_deref().unwrap_or("*");
        let (due, progress) = (&schedule.due, &schedule.progress);
        let query = format!("{who}:{person} AND {due}:<={last} AND {progress}:<100");
        let most = wanted.limit.saturating_mul(2).saturating_add(READ);
        let question =
            Question { query: query.clone(), sort: Some(due.clone()), limit: Some(most), retired: false };
        let (records, total) = ask::list(desk, kind, &question)?;
        let read = records.len();
        let before = found.rows.len();
        for record in records {
            let work = Work::read(kind, schedule, &record);
            let host = match desk.kinds.host(kind, &record.fields) {
                Some((host, id)) => desk.book.card(desk.at, host, &id)?.map(|card| (host, card)),
                None => None,
            };
            if host.as_ref().is_some_and(|(host, card)| host.is_closed(&card.fields)) {
                continue;
            }
            found.rows.push(Waiting {
                id: work.id,
                kind: kind.name.clone(),
                name: work.title,
                customer: host.as_ref().map(|(_, card)| card.id.to_string()).unwrap_or_default(),
                of: host.as_ref().map(|(host, card)| card.title(host).to_owned()).unwrap_or_default(),
                due: work.due.map(|day| day.to_string()).unwrap_or_default(),
                who: work.who.join(", "),
            });
        }
        // What was not read is taken to go on.
        found.total += found.rows.len() - before + total.saturating_sub(read);
        if found.query.is_empty() {
            found.query = shown(kind, &query);
        }
    }
    found.rows.sort_by(|a, b| (&a.due, &a.id).cmp(&(&b.due, &b.id)));
    found.rows.truncate(wanted.limit);
    Ok(found)
}
