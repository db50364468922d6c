//! Plans as the entries of a calendar, each with an identity that stays.

use chrono::NaiveDate;

use super::due::Due;
use crate::domain::repeat::Repeat;

/// One entry of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion<'a> {
    /// The plan it stands for.
    pub plan: &'a Due,
    /// Identity: the same from one writing to the next, and for all plans of a series.
    pub uid: String,
    /// Its day, the first when it comes again.
    pub date: NaiveDate,
    /// The rule it comes again by.
    pub repeat: Option<String>,
}

/// The entries for some plans. One that comes again but was moved stands on its own day, and its rule goes on from
/// the next one.
pub fn occasions(plans: &[Due]) -> Vec<Occasion<'_>> {
    let mut all: Vec<Occasion<'_>> = Vec::with_capacity(plans.len());
    for plan in plans {
        let Ok(date) = NaiveDate::parse_from_str(&plan.date, "%Y-%m-%d") else { continue };
        // A file written by hand may name one series twice.
        let known = all.iter().any(|other| other.uid == plan.series);
        let uid = if known { plan.id.clone() } else { plan.series.clone() };
        let rule = Repeat::read(&plan.repeat).ok();
        let (here, later) = match rule {
            Some(rule) if rule.has(date) => (Some(rule), None),
            Some(rule) => (None, rule.next(date, date)),
            None => (None, None),
        };
        all.push(Occasion { plan, uid: uid.clone(), date, repeat: here.map(|rule| rule.to_string()) });
        if let Some(next) = later {
            let repeat = next.repeat.map(|rule| rule.to_string());
            all.push(Occasion { plan, uid: format!("{uid}-then"), date: next.date, repeat });
        }
    }
    all
}
