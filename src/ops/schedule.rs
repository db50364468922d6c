//! The work of a record over time: what is critical, what is late, when all will be done.

use super::{Desk, works};
use crate::domain::critical_path::Slot;
use crate::domain::work::{Work, Works};
use crate::domain::workdays::Calendar;
use crate::error::{Lang, Result};
use crate::model::date::Date;
use crate::model::kind::Kind;
use crate::model::record::Record;

/// The work of a record.
pub struct Schedule<'a> {
    /// Kind of the record.
    pub kind: &'a Kind,
    /// The record.
    pub record: Record,
    /// Its work, in the order of the breakdown.
    pub pieces: Vec<Piece>,
    /// How far all of it is.
    pub progress: Option<i64>,
    /// First day planned.
    pub start: Option<Date>,
    /// Last day planned.
    pub due: Option<Date>,
    /// The last day if what is left takes as long as planned; `None` when all is done.
    pub expected: Option<Date>,
    /// True when something waits for itself, so that nothing is known of what is critical.
    pub circle: bool,
}

/// A piece of work.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// What it is.
    pub work: Work,
    /// Working days it may slip without moving the end; `None` for sums of others.
    pub slack: Option<i64>,
    /// It must not slip, and is not done.
    pub critical: bool,
    /// It should have been done.
    pub late: bool,
    /// It is planned to begin before what it waits for can be done.
    pub early: bool,
}

/// Finds a record and looks at its work.
pub fn schedule<'a>(desk: &'a Desk, typed: &str) -> Result<Schedule<'a>> {
    let (kind, record, works) = works::of(desk, typed)?;
    Ok(Schedule::new(kind, record, works, desk.today(), &desk.config.calendar.days))
}

impl<'a> Schedule<'a> {
    /// The work of a record as of a day.
    pub fn new(kind: &'a Kind, record: Record, works: Works, today: Date, calendar: &Calendar) -> Self {
        let planned = works.planned(calendar);
        let (start, due) = works.span();
        let (progress, expected) = (works.progress(), works.expected(today, calendar));
        let slots: Vec<Option<Slot>> = planned.clone().unwrap_or_else(|| vec![None; works.all.len()]);
        let pieces = works.all.into_iter().zip(slots).map(|(work, slot)| Piece {
            slack: slot.map(|slot| slot.slack()),
            critical: slot.is_some_and(|slot| slot.is_critical()) && !work.is_done(),
            late: work.is_late(today),
            early: match (slot, work.start) {
                (Some(slot), Some(start)) => calendar.number(start) < slot.start && !work.is_done(),
                _ => false,
            },
            work,
        });
        Self {
            kind,
            record,
            pieces: pieces.collect(),
            progress,
            start,
            due,
            expected,
            circle: planned.is_none(),
        }
    }

    /// Labels and values of where it stands: how far, from when to when, expected end, what is late.
    pub fn standing(&self, lang: Lang) -> Vec<(String, String)> {
        let mut facts = Vec::new();
        let mut say = |en: &str, zh: &str, value: String| facts.push((lang.pick(en, zh).to_owned(), value));
        let Some(progress) = self.progress else { return facts };
        say("Progress", "进度", format!("{progress}%"));
        if let (Some(start), Some(due)) = (self.start, self.due) {
            say("Planned", "计划", format!("{start} – {due}"));
        }
        if let Some(expected) = self.expected {
            say("Expected end", "预计完成", expected.to_string());
        }
        let late = self.pieces.iter().filter(|piece| piece.late).count();
        if late > 0 {
            say("Late", "逾期", late.to_string());
        }
        facts
    }

    /// What should be looked at, for people.
    pub fn notes(&self, lang: Lang) -> Vec<String> {
        let mut notes = Vec::new();
        if self.circle {
            notes.push(
                lang.pick(
                    "Some work waits for itself, so there is no critical path: kehu doctor",
                    "有工作互相等待成环, 无法计算关键路径: kehu doctor",
                )
                .to_owned(),
            );
        }
        for piece in self.pieces.iter().filter(|piece| piece.early) {
            let work = &piece.work;
            let title = format!("{} {}", work.code, work.title);
            notes.push(match lang {
                Lang::En => {
                    format!("{} is planned to begin before what it comes after is done.", title.trim())
                }
                Lang::Zh => format!("{} 的计划开始早于其前置任务的完成。", title.trim()),
            });
        }
        notes
    }
}
