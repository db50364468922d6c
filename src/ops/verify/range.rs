//! Which commits are proven: `A..B`, a commit, a day, from a day on.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, TimeZone as _};

use crate::error::{Code, Error, Result, quoted};
use crate::ops::Desk;
use crate::store::{BlobId, Snapshot};

/// Which commits.
pub struct Range {
    /// Up to this state.
    pub tip: Snapshot,
    /// But for what these have.
    pub hidden: Vec<BlobId>,
    /// This commit alone.
    pub only: Option<BlobId>,
    /// Committed at this moment or later.
    pub since: Option<DateTime<FixedOffset>>,
    /// Committed before this moment.
    pub until: Option<DateTime<FixedOffset>>,
}

/// Reads `A..B`, `A..`, a commit, `2026-10-01..`, a day.
pub fn range_of(desk: &Desk, text: Option<&str>) -> Result<Range> {
    let mut range = Range { tip: desk.at, hidden: Vec::new(), only: None, since: None, until: None };
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(range) };
    if text.contains("...") {
        return Err(Error::new(
            Code::Usage,
            format!("{} is no range of commits here.", quoted(text)),
            format!("{} 不是可用的提交范围。", quoted(text)),
        )
        .hint(
            "Write it like main~20.. or 2026-10-01..2026-10-31.",
            "请写作 main~20.. 或 2026-10-01..2026-10-31。",
        ));
    }
    let day = |text: &str, later: i64| {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()? + Duration::days(later);
        desk.clock.timezone().from_local_datetime(&day.and_hms_opt(0, 0, 0)?).single()
    };
    let Some((from, to)) = text.split_once("..") else {
        match (day(text, 0), day(text, 1)) {
            (Some(since), Some(until)) => (range.since, range.until) = (Some(since), Some(until)),
            _ => {
                range.tip = desk.book.step_of(text)?.after;
                range.only = range.tip.commit;
                range.hidden = desk.book.step_of(text)?.before.commit.into_iter().collect();
            }
        }
        return Ok(range);
    };
    match (from, day(from, 0)) {
        ("", _) => {}
        (_, Some(since)) => range.since = Some(since),
        _ => range.hidden.push(desk.book.step_of(from)?.commit),
    }
    match (to, day(to, 1)) {
        ("", _) => {}
        (_, Some(until)) => range.until = Some(until),
        _ => range.tip = desk.book.step_of(to)?.after,
    }
    Ok(range)
}
