//! Are the stamps that a commit brought its author's own?

use super::{about, not_permitted};
use crate::error::{Code, Error};
use crate::ops::stamps::{Known, Sheet, is_ahead};
use crate::store::arrivals::Deed;

/// Stamps that a commit forged or altered.
pub fn forged(deed: &Deed, sheets: &[Sheet<'_>], known: &Known, me: &str) -> Vec<Error> {
    let mut found = Vec::new();
    for sheet in sheets {
        for new in known.news(sheet.path) {
            let (stamp, by) = (&new.stamp, &new.stamp.by);
            let on = match (stamp.on.as_str(), stamp.entry.as_str()) {
                (on, "") => on.to_owned(),
                (_, entry) => entry.to_owned(),
            };
            let on = if on.is_empty() { on } else { format!("{on}: ") };
            let error = if let Some(was) = &new.was {
                not_permitted(
                    format!(
                        "{on}the stamp of an entry was altered: {} {} became {by} {}.",
                        was.by, was.at, stamp.at
                    ),
                    format!("{on}记录的邮戳被改动: {} {} 变为 {by} {}。", was.by, was.at, stamp.at),
                )
                .hint("Write a new entry; what is written stays.", "请另写一条; 已写下的内容不变。")
            } else if by != me {
                not_permitted(
                    format!("{on}it is stamped by {by}, but the commit is by {me}."),
                    format!("{on}邮戳是 {by}, 但提交人是 {me}。"),
                )
                .hint(
                    format!("What {by} did is written down by {by}; write it anew under your own name."),
                    format!("{by} 所做的应由 {by} 记录; 请以自己的名义重新写下。"),
                )
            } else if is_ahead(stamp, deed.arrival.latest()) {
                Error::new(
                    Code::BadValue,
                    format!("{on}its time {} is later than the commit that brought it.", stamp.at),
                    format!("{on}时间 {} 晚于所在的提交。", stamp.at),
                )
                .hint("Put the clock right, then write it anew.", "请校正时钟, 再重新写下。")
            } else {
                continue;
            };
            found.push(about(sheet.path, error));
        }
    }
    found
}
