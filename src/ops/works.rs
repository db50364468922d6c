//! The work that lies in the folder of a record: every card of a kind with a schedule.

use super::Desk;
use super::card::folder;
use crate::domain::work::Work;
pub use crate::domain::work::Works;
use crate::error::{Code, Error, Result};
use crate::model::kind::Kind;
use crate::model::record::Record;

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
            format!("A {} has no work that could be drawn.", kind.name),
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
