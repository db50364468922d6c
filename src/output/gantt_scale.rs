//! The days of a chart of work on a scale of cells, or of hundredths of a width.

use chrono::{Datelike as _, Days, NaiveDate};

use super::gantt::{Bar, Gantt};

/// Most days with a line for each week.
const WEEKS: i64 = 63;

/// Days laid out in cells.
pub(super) struct Scale {
    from: NaiveDate,
    days: i64,
    /// How many cells wide it is.
    pub cells: usize,
}

impl Scale {
    pub fn of(gantt: &Gantt, room: usize) -> Option<Self> {
        let spans: Vec<_> = gantt.bars.iter().filter_map(Bar::days).collect();
        let from = spans.iter().map(|(start, _)| *start).min()?;
        let to = spans.iter().map(|(_, due)| *due).max()?;
        // From a Monday to a Sunday, so that weeks stand on whole cells where there is room.
        let from =
            from.checked_sub_days(Days::new(from.weekday().num_days_from_monday().into())).unwrap_or(from);
        let days = ((to - from).num_days() / 7 + 1) * 7;
        let room = i64::try_from(room).unwrap_or(i64::MAX);
        let cells = if days <= room { room / days * days } else { room };
        Some(Self { from, days, cells: usize::try_from(cells).unwrap_or(1) })
    }

    /// The cell in which a day begins.
    pub fn cell(&self, day: NaiveDate) -> i64 {
        let cells = i64::try_from(self.cells).unwrap_or(1);
        ((day - self.from).num_days() * cells).div_euclid(self.days)
    }

    /// The cells of a span; one at least.
    pub fn cells_of(&self, (start, due): (NaiveDate, NaiveDate)) -> (usize, usize) {
        let end = due.succ_opt().unwrap_or(due);
        let (first, last) = (self.cell(start), self.cell(end));
        let first = usize::try_from(first).unwrap_or(0).min(self.cells.saturating_sub(1));
        (first, usize::try_from(last).unwrap_or(0).clamp(first + 1, self.cells.max(first + 1)))
    }

    /// Hundredths of the width where a day begins.
    pub fn part(&self, day: NaiveDate) -> f64 {
        100.0 * (day - self.from).num_days() as f64 / self.days as f64
    }

    /// Mondays, or the first days of months, with what they are called.
    pub fn ticks(&self) -> Vec<(NaiveDate, String)> {
        let weeks = self.days <= WEEKS;
        let days = self.from.iter_days().take(usize::try_from(self.days).unwrap_or(0));
        let named =
            days.filter(|day| if weeks { day.weekday().num_days_from_monday() == 0 } else { day.day() == 1 });
        let form = if weeks { "%m-%d" } else { "%Y-%m" };
        named.map(|day| (day, day.format(form).to_string())).collect()
    }

    pub fn has(&self, day: NaiveDate) -> bool {
        day >= self.from && (day - self.from).num_days() < self.days
    }
}
