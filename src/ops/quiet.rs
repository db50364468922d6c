//! Customers that somebody has not talked with for longer than the company allows.

use chrono::NaiveDate;

use super::Desk;
use super::ask::{self, Question};
use super::today::{Part, shown};
use crate::config::FILE;
use crate::domain::quiet::{Band, Rule, bands, query, shipped};
use crate::error::{Code, Error, Result, quoted};
use crate::model::ids::Id;
use crate::model::kind::{FieldType, Kind};
use crate::model::record::Record;

/// A customer nobody talked with for long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quiet {
    /// The customer.
    pub customer: String,
    /// What the customer is called.
    pub name: String,
    /// Status.
    pub status: String,
    /// Level.
    pub level: i64,
    /// Who looks after the customer.
    pub owner: String,
    /// Day of the last contact; none when there never was one.
    pub last: Option<String>,
    /// Days since then.
    pub days: Option<i64>,
    /// Days that may pass.
    pub allowed: u32,
}

/// Quiet customers of somebody, or of all, the longest quiet first.
pub fn quiet(desk: &Desk, owner: Option<&str>, limit: usize) -> Result<Part<Quiet>> {
    let Some((kind, bands)) = policy(desk)? else { return Ok(Part::default()) };
    let query = asked(owner);
    let today = desk.context.now.date_naive();
    // Somebody's customers are few enough to look at each; those of all are asked for.
    let asked = owner.map_or(query.clone(), |owner| format!("owner:{owner}"));
    let question = Question { query: asked, ..Question::default() };
    let mut found: Vec<(bool, String, String)> = Vec::new();
    for row in ask::columns_of(desk, kind, &question, &["last", "next", "status", "level", "id"])? {
        let [last, next, status, level, id] = &row[..] else { continue };
        let level = level.whole().unwrap_or(1);
        let band = bands.iter().find(|band| band.holds(status.word(), level));
        let (last, planned) = (last.word(), !next.word().is_empty());
        if band.is_some_and(|band| band.is_quiet(last, planned, today)) {
            found.push((last.is_empty(), last.to_owned(), id.word().to_owned()));
        }
    }
    found.sort_unstable();
    let total = found.len();
    let mut rows = Vec::new();
    for (_, last, id) in found.iter().take(limit) {
        let card = Id::parse(id).map(|id| desk.book.card(desk.at, kind, &id)).transpose()?.flatten();
        rows.extend(card.map(|record| row(&record, kind, last, &bands, today)));
    }
    Ok(Part { rows, total, query: shown(kind, &query) })
}

/// The owner of each quiet customer.
pub fn owners(desk: &Desk) -> Result<Vec<String>> {
    let Some(kind) = desk.kinds.get(CUSTOMER) else { return Ok(Vec::new()) };
    let rows =
        ask::columns_of(desk, kind, &Question { query: asked(None), ..Question::default() }, &["owner"])?;
    Ok(rows.iter().filter_map(|row| Some(row.first()?.word().to_owned())).collect())
}

fn asked(owner: Option<&str>) -> String {
    owner.map_or("quiet:yes".to_owned(), |owner| format!("owner:{owner} AND quiet:yes"))
}

/// A query with `quiet:yes` spelled out as the company understands it.
pub(super) fn spelled_out(desk: &Desk, kind: &Kind, text: &str) -> Result<String> {
    if kind.name != CUSTOMER || !text.contains("quiet:") {
        return Ok(text.to_owned());
    }
    let Some((_, bands)) = policy(desk)? else { return Ok(text.to_owned()) };
    // No customer is quiet where no rule says so.
    let quiet = query(&bands).unwrap_or_else(|| "(id:none AND NOT id:none)".to_owned());
    let mut text = text.to_owned();
    for (word, query) in
        [("quiet:yes", &quiet), ("quiet:是", &quiet), ("quiet:no", &format!("(NOT {quiet})"))]
    {
        text = text.replace(word, query);
    }
    Ok(text)
}

/// The kind that is quiet or not.
const CUSTOMER: &str = "customer";

/// The rules of the company, else those shipped.
pub fn rules(desk: &Desk) -> Vec<Rule> {
    let own = desk.config.quiet.iter();
    let own: Vec<Rule> = own
        .map(|rule| Rule { status: rule.status.clone(), min_level: rule.min_level, days: rule.days })
        .collect();
    if own.is_empty() { shipped() } else { own }
}

/// The kind and its bands, as the company wants them.
pub fn policy(desk: &Desk) -> Result<Option<(&Kind, Vec<Band>)>> {
    let Some(kind) = desk.kinds.get(CUSTOMER) else { return Ok(None) };
    let rules = rules(desk);
    if let Some(FieldType::Choice(words)) = kind.field("status").map(|field| &field.ty) {
        let known = |rule: &&Rule| !words.iter().any(|(word, _)| *word == rule.status);
        if !desk.config.quiet.is_empty()
            && let Some(rule) = rules.iter().find(known)
        {
            let all = words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(", ");
            return Err(Error::new(
                Code::BadConfig,
                format!("{FILE}: quiet.status {} is none of {all}.", quoted(&rule.status)),
                format!("{FILE}: quiet.status {} 不在 {all} 之中。", quoted(&rule.status)),
            )
            .hint("docs/book-format.md lists the settings.", "可用设置见 docs/book-format.md。"));
        }
    }
    Ok(Some((kind, bands(&rules))))
}

fn row(record: &Record, kind: &Kind, last: &str, bands: &[Band], today: NaiveDate) -> Quiet {
    let status = record.text("status").to_owned();
    let level = record.fields.get("level").and_then(|value| value.as_int()).unwrap_or(1);
    let since = NaiveDate::parse_from_str(last, "%Y-%m-%d").ok();
    Quiet {
        customer: record.id.to_string(),
        name: record.title(kind).to_owned(),
        owner: record.text("owner").to_owned(),
        allowed: bands.iter().find(|band| band.holds(&status, level)).map_or(0, |band| band.days),
        days: since.map(|day| (today - day).num_days()),
        last: since.map(|_| last.to_owned()),
        status,
        level,
    }
}
