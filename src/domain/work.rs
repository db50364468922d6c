//! Work with a time, whatever its kind: how far it is, what is late, what must not slip, when all will be done.

use std::collections::HashMap;

use super::critical_path::{Activity, Plan, plan};
use super::workdays::Calendar;
use crate::model::date::Date;
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::schedule::Schedule;
use crate::model::value::Value;

/// Hours of a working day: what work without an estimate counts.
pub const DAY: f64 = 8.0;
/// All done.
pub const DONE: i64 = 100;

/// One piece of work as its record says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Work {
    /// Id of the record.
    pub id: String,
    /// Its place in the breakdown; empty when there is none.
    pub code: String,
    /// What people call it.
    pub title: String,
    /// First day planned.
    pub start: Option<Date>,
    /// Last day planned.
    pub due: Option<Date>,
    /// The day it began.
    pub started: Option<Date>,
    /// The day it was done.
    pub finished: Option<Date>,
    /// 0 to 100.
    pub progress: i64,
    /// Hours it takes, if somebody said.
    pub weight: Option<f64>,
    /// Who does it.
    pub who: Vec<String>,
    /// Ids of what must be done before.
    pub after: Vec<String>,
    /// True when it is only the sum of what is below it in the breakdown.
    pub whole: bool,
}

impl Work {
    /// Reads a record of a kind with a schedule. Days that are none count as not said.
    pub fn read(kind: &Kind, schedule: &Schedule, record: &Record) -> Self {
        let text = |name: &Option<String>| name.as_ref().map_or("", |name| record.text(name)).to_owned();
        let day = |name: &str| Date::from_iso(record.text(name)).ok();
        let links = |name: &str| match record.fields.get(name) {
            Some(Value::List(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(Value::Text(id)) if !id.is_empty() => vec![id.clone()],
            _ => Vec::new(),
        };
        let weight = schedule.weight.as_ref().and_then(|name| record.fields.get(name));
        let weight = weight.and_then(Value::scalar_text).and_then(|text| text.parse::<f64>().ok());
        Self {
            id: record.id.to_string(),
            code: text(&schedule.code),
            title: record.title(kind).to_owned(),
            start: day(&schedule.start),
            due: day(&schedule.due),
            started: schedule.started.as_deref().and_then(day),
            finished: schedule.finished.as_deref().and_then(day),
            progress: record
                .fields
                .get(&schedule.progress)
                .and_then(Value::as_int)
                .unwrap_or(0)
                .clamp(0, DONE),
            weight: weight.filter(|weight| weight.is_finite() && *weight >= 0.0),
            who: schedule.who.iter().flat_map(|name| links(name)).collect(),
            after: schedule.after.as_deref().map(links).unwrap_or_default(),
            whole: false,
        }
    }

    /// True when nothing of it is left.
    pub fn is_done(&self) -> bool {
        self.progress >= DONE
    }

    /// True when it should have been done before a day, and is not.
    pub fn is_late(&self, on: Date) -> bool {
        !self.whole && !self.is_done() && self.due.is_some_and(|due| due < on)
    }

    /// Working days it is planned to take: from its days, else from its hours; one at least.
    fn days(&self, calendar: &Calendar) -> i64 {
        match (self.start, self.due) {
            (Some(start), Some(due)) => (calendar.after(due) - calendar.number(start)).max(1),
            _ => self.weight.map_or(1, |hours| (hours.min(1e6) / DAY).ceil() as i64).max(1),
        }
    }

    /// The working day before which it is not to begin.
    fn from(&self, calendar: &Calendar) -> Option<i64> {
        let by_due = || self.due.map(|due| calendar.after(due) - self.days(calendar));
        self.start.map(|start| calendar.number(start)).or_else(by_due)
    }

    fn hours(&self) -> f64 {
        self.weight.unwrap_or(DAY)
    }
}

/// All the work of a record, in the order of the breakdown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Works {
    /// Each piece.
    pub all: Vec<Work>,
}

impl Works {
    /// Puts them in order; one with others below its code is the sum of those.
    pub fn new(mut all: Vec<Work>) -> Self {
        all.sort_by(|a, b| {
            let key = |work: &Work| (work.code.is_empty(), parts(&work.code), work.start, work.due);
            key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
        });
        let below = |code: &str, other: &Work| {
            !code.is_empty() && other.code.strip_prefix(code).is_some_and(|rest| rest.starts_with('.'))
        };
        let wholes: Vec<bool> =
            all.iter().map(|work| all.iter().any(|other| below(&work.code, other))).collect();
        for at in 0..all.len() {
            if !wholes[at] {
                continue;
            }
            let code = all[at].code.clone();
            let leaves = all.iter().zip(&wholes).filter(|(other, whole)| !**whole && below(&code, other));
            let leaves: Vec<Work> = leaves.map(|(work, _)| work.clone()).collect();
            let work = &mut all[at];
            work.whole = true;
            work.start = leaves.iter().filter_map(|leaf| leaf.start).min();
            work.due = leaves.iter().filter_map(|leaf| leaf.due).max();
            work.progress = rolled_up(&leaves).unwrap_or(0);
        }
        Self { all }
    }

    /// What is no sum of others.
    pub fn leaves(&self) -> impl Iterator<Item = &Work> {
        self.all.iter().filter(|work| !work.whole)
    }

    /// How far all of it is, each piece counting by its hours; `None` when there is none. 100 only when all is done.
    pub fn progress(&self) -> Option<i64> {
        let leaves: Vec<Work> = self.leaves().cloned().collect();
        rolled_up(&leaves)
    }

    /// The first and the last day planned.
    pub fn span(&self) -> (Option<Date>, Option<Date>) {
        (
            self.leaves().filter_map(|work| work.start.or(work.due)).min(),
            self.leaves().filter_map(|work| work.due.or(work.start)).max(),
        )
    }

    /// When each piece can be done by what was planned, in the order of `all`; sums of others have no slot.
    pub fn planned(&self, calendar: &Calendar) -> Option<Vec<Option<super::critical_path::Slot>>> {
        let places = self.places();
        let activities: Vec<Activity> = self
            .leaves()
            .map(|work| Activity {
                from: work.from(calendar),
                days: work.days(calendar),
                after: before(work, &places),
            })
            .collect();
        let from = activities.iter().filter_map(|one| one.from).min().unwrap_or(0);
        let Plan { slots, .. } = plan(&activities, from)?;
        let mut slots = slots.into_iter();
        Some(self.all.iter().map(|work| if work.whole { None } else { slots.next() }).collect())
    }

    /// The last day of all if what is left takes as long as it was planned to, from a day on; `None` when all is done or
    /// something waits for itself.
    pub fn expected(&self, today: Date, calendar: &Calendar) -> Option<Date> {
        if self.leaves().all(Work::is_done) {
            return None;
        }
        let now = calendar.number(today);
        let places = self.places();
        let left = |work: &Work| {
            let after = before(work, &places);
            let left = (work.days(calendar) * (DONE - work.progress) + DONE - 1) / DONE;
            match (work.is_done(), work.started.is_some() || work.progress > 0) {
                // What is done holds nobody up.
                (true, _) => Activity { from: None, days: 0, after: Vec::new() },
                (_, true) => Activity { from: Some(now), days: left, after: Vec::new() },
                _ => Activity { from: Some(work.from(calendar).unwrap_or(now).max(now)), days: left, after },
            }
        };
        let activities: Vec<Activity> = self.leaves().map(left).collect();
        let made = plan(&activities, now)?;
        Some(calendar.day(made.end - 1))
    }

    fn places(&self) -> HashMap<&str, usize> {
        self.leaves().enumerate().map(|(at, work)| (work.id.as_str(), at)).collect()
    }
}

fn before(work: &Work, places: &HashMap<&str, usize>) -> Vec<usize> {
    work.after.iter().filter_map(|id| places.get(id.as_str()).copied()).collect()
}

/// The mean progress by hours, half up; below 100 while anything is left.
fn rolled_up(works: &[Work]) -> Option<i64> {
    let hours: f64 = works.iter().map(Work::hours).sum();
    if works.is_empty() {
        return None;
    }
    // Work of no hours at all still counts each piece alike.
    let share = |work: &Work| if hours > 0.0 { work.hours() / hours } else { 1.0 / works.len() as f64 };
    let mean: f64 = works.iter().map(|work| share(work) * work.progress as f64).sum();
    let most = if works.iter().all(Work::is_done) { DONE } else { DONE - 1 };
    Some(((mean + 1e-9).round() as i64).clamp(0, most))
}

/// `1.10` comes after `1.9`.
fn parts(code: &str) -> Vec<(u64, String)> {
    let part = |part: &str| (part.parse().unwrap_or(u64::MAX), part.to_owned());
    code.split('.').map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Option<Date> {
        Some(Date::from_iso(text).unwrap())
    }

    fn work(
        id: &str,
        code: &str,
        days: [&str; 2],
        progress: i64,
        weight: Option<f64>,
        after: &[&str],
    ) -> Work {
        Work {
            id: id.to_owned(),
            code: code.to_owned(),
            start: date(days[0]),
            due: date(days[1]),
            progress,
            weight,
            after: after.iter().map(|id| (*id).to_owned()).collect(),
            ..Work::default()
        }
    }

    /// By hand: 40 hours all done, 120 hours half done, 8 hours (no estimate) not begun: (40·100 + 120·50) / 168 = 59.5.
    /// The sum 1 counts its parts only.
    #[test]
    fn progress_is_rolled_up_by_hours() {
        let works = Works::new(vec![
            work("c", "1.10", ["2026-12-14", "2026-12-14"], 0, None, &[]),
            work("a", "1.1", ["2026-12-01", "2026-12-04"], 100, Some(40.0), &[]),
            work("b", "1.2", ["2026-12-07", "2026-12-11"], 50, Some(120.0), &["a"]),
            work("s", "1", ["2030-01-01", "2030-01-01"], 7, Some(1000.0), &[]),
        ]);
        let order: Vec<&str> = works.all.iter().map(|work| work.id.as_str()).collect();
        assert_eq!(order, ["s", "a", "b", "c"]);
        assert_eq!(works.progress(), Some(60));
        let sum = &works.all[0];
        assert_eq!(
            (sum.whole, sum.progress, sum.start, sum.due),
            (true, 60, date("2026-12-01"), date("2026-12-14"))
        );
        assert_eq!(Works::default().progress(), None);
    }

    /// By hand: a Mon 30 Nov–Fri 4 Dec, b (after a) Mon 7–Wed 9 Dec, c (after a) Mon 7 Dec: c may slip two days.
    /// On Tue 8 Dec a is done, b is at a third (one day of three), c not begun: b needs two more days, 8 and 9; c is done on
    /// the 8th. With b not begun it takes 8, 9 and 10. And a is late if it is not done by then.
    #[test]
    fn what_is_critical_late_and_expected() {
        let all = |a: i64, b: i64| {
            Works::new(vec![
                work("a", "1", ["2026-11-30", "2026-12-04"], a, None, &[]),
                work("b", "2", ["2026-12-07", "2026-12-09"], b, None, &["a"]),
                work("c", "3", ["2026-12-07", "2026-12-07"], 0, None, &["a"]),
            ])
        };
        let works = all(100, 34);
        let slack: Vec<i64> =
            works.planned(&Calendar::default()).unwrap().iter().map(|slot| slot.unwrap().slack()).collect();
        assert_eq!(slack, [0, 0, 2]);
        let today = date("2026-12-08").unwrap();
        assert_eq!(works.expected(today, &Calendar::default()), date("2026-12-09"));
        assert_eq!(all(100, 0).expected(today, &Calendar::default()), date("2026-12-10"));
        // A fifth of a is left, so b begins on the 9th: 9, 10, 11.
        assert_eq!(all(80, 0).expected(today, &Calendar::default()), date("2026-12-11"));
        let late = |works: &Works| works.all.iter().filter(|work| work.is_late(today)).count();
        assert_eq!((late(&works), late(&all(80, 0))), (1, 2));
    }

    proptest! {
        /// Rolled up lies between the least and the greatest, and is 100 just when all is done.
        #[test]
        fn a_mean_is_a_mean(all in prop::collection::vec((0i64..=100, prop::option::of(0u32..500)), 1..20)) {
            let works = Works::new(
                all.iter()
                    .enumerate()
                    .map(|(at, (progress, hours))| Work {
                        id: format!("{at}"),
                        progress: *progress,
                        weight: hours.map(f64::from),
                        ..Work::default()
                    })
                    .collect(),
            );
            let told = works.progress().unwrap();
            let least = all.iter().map(|(progress, _)| *progress).min().unwrap();
            let most = all.iter().map(|(progress, _)| *progress).max().unwrap();
            prop_assert!(told <= most && (told >= least || told == 99));
            prop_assert_eq!(told == 100, least == 100);
            prop_assert!(works.planned(&Calendar::default()).is_some());
        }
    }
}
