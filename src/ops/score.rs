//! Assessing what a record is worth, and keeping the assessment beside it (CRM-09).

use serde_json::{Value as Json, json};

use super::apply::{Applied, Intent};
use super::ask::{self, Question};
use super::edit::card_bytes;
use super::entry::{append, journal_bytes, new_id};
use super::{Desk, assemble, pay, scorecards};
use crate::domain::measures::{self, Amount, Facts, Ground};
use crate::domain::score::{points_of_amount, points_of_value, score};
use crate::error::article::begin_a;
use crate::error::{Code, Error, Result, did_you_mean, nearest, quoted};
use crate::model::input::{Assignment, Change, fill_defaults};
use crate::model::kind::Kind;
use crate::model::record::{Record, journal_path};
use crate::model::scorecard::{Band, Criterion, Measure, Scorecard, Source};
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};

/// The kind of journal that keeps assessments.
const JOURNAL: &str = "assessment";
/// What points rest on that somebody typed.
const TYPED: &str = "typed";
/// Entries and records named as what a criterion rests on, in the journal.
const NAMED: usize = 5;

/// What a record is worth, criterion by criterion.
#[derive(Debug, Clone)]
pub struct Assessed {
    /// Kind of the record.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// The scorecard.
    pub card: Scorecard,
    /// For each criterion, in the scorecard's order: points and what they rest on.
    pub lines: Vec<Line>,
    /// 0 to 100; nothing when too little is known.
    pub score: Option<i64>,
    /// Where the score lies.
    pub band: Option<Band>,
    /// Share of the weight that is known, in hundredths.
    pub known: i64,
    /// Level of the record now.
    pub level: Option<i64>,
    /// The newest assessment by this scorecard that was kept.
    pub kept: Option<Map>,
}

/// Points of a criterion.
#[derive(Debug, Clone)]
pub struct Line {
    /// Points; nothing when not known.
    pub points: Option<i64>,
    /// What it adds to the score, in tenths of a point.
    pub adds: Option<i64>,
    /// What the points rest on.
    pub rests: Rests,
}

/// What points rest on.
#[derive(Debug, Clone, PartialEq)]
pub enum Rests {
    /// Nobody said.
    Nothing,
    /// Typed with this assessment.
    Typed,
    /// Typed with an earlier assessment: its id, day and person.
    Kept(String, String, String),
    /// A field of the record and its value.
    Field(String, String),
    /// A measure, its value, and what it counted, newest first.
    Measured(&'static str, Option<Amount>, Vec<Ground>),
}

impl Rests {
    /// As the journal keeps it.
    fn text(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Typed => TYPED.to_owned(),
            Self::Kept(id, day, _) => format!("{JOURNAL}/{id} {day}"),
            Self::Field(path, value) => format!("{path}={value}"),
            Self::Measured(name, amount, grounds) => {
                let named = grounds.iter().take(NAMED).map(ground_text).collect::<Vec<_>>();
                let more = if grounds.len() > NAMED { ", …" } else { "" };
                let amount = amount.as_ref().map(Amount::to_string).unwrap_or_default();
                match named.is_empty() {
                    true => format!("{name}={amount}"),
                    false => format!("{name}={amount} ({}{more})", named.join(", ")),
                }
            }
        }
    }

    fn json(&self) -> Json {
        match self {
            Self::Nothing => Json::Null,
            Self::Typed => json!({TYPED: true}),
            Self::Kept(id, day, by) => json!({"entry": {"kind": JOURNAL, "id": id, "date": day, "by": by}}),
            Self::Field(path, value) => json!({"field": path, "value": value}),
            Self::Measured(name, amount, grounds) => {
                let entries = grounds.iter().map(|g| json!({"kind": g.kind, "id": g.id, "date": g.date}));
                json!({
                    "measure": name,
                    "value": amount.as_ref().map(Amount::to_json),
                    "entries": entries.collect::<Vec<_>>(),
                })
            }
        }
    }
}

/// `log/rktmmx2664 2026-11-23`.
pub fn ground_text(ground: &Ground) -> String {
    format!("{}/{} {}", ground.kind, ground.id, ground.date).trim_end().to_owned()
}

/// What was typed for the criteria of a scorecard.
pub type Typed = Vec<(String, Option<i64>)>;

/// What a record is worth as the book stands, with points typed now.
pub fn assess(desk: &Desk, typed: &str, scorecard: Option<&str>, words: &[Assignment]) -> Result<Assessed> {
    let (kind, record) = desk.resolve(typed)?;
    let card = scorecards::find(desk, kind, scorecard)?;
    let said = read_words(&card, words)?;
    let mut kept = kept(desk, kind, &record, &card)?;
    let facts = facts(desk, kind, &record, &card)?;
    let found: Vec<(Option<i64>, Rests)> =
        card.criteria.iter().map(|criterion| known(criterion, &said, &kept, &record, &facts)).collect();
    let points: Vec<Option<i64>> = found.iter().map(|(points, _)| *points).collect();
    let result = score(&card, &points);
    let lines = found.into_iter().zip(&result.adds).map(|((points, rests), adds)| Line {
        points,
        adds: *adds,
        rests,
    });
    Ok(Assessed {
        kind: kind.name.clone(),
        id: record.id.to_string(),
        title: record.title(kind).to_owned(),
        lines: lines.collect(),
        score: result.score,
        band: result.band.cloned(),
        known: result.known,
        level: record.fields.get("level").and_then(Value::as_int),
        kept: kept.pop(),
        card,
    })
}

/// Points of a criterion and what they rest on: typed now, else from the book, else typed before.
fn known(
    criterion: &Criterion,
    said: &Typed,
    kept: &[Map],
    record: &Record,
    facts: &Facts,
) -> (Option<i64>, Rests) {
    if let Some((_, points)) = said.iter().find(|(name, _)| *name == criterion.name) {
        if points.is_some() {
            return (*points, Rests::Typed);
        }
        if criterion.source == Source::Typed {
            return (None, Rests::Nothing);
        }
    }
    match &criterion.source {
        Source::Typed => before(criterion, kept).unwrap_or((None, Rests::Nothing)),
        Source::Measure(measure, rule) => {
            let (amount, grounds) = measures::take(*measure, facts);
            let points = amount.as_ref().and_then(|amount| points_of_amount(rule, amount));
            (points, Rests::Measured(measure.word(), amount, grounds))
        }
        Source::Field(path, rule) => {
            let whole = Value::Map(record.fields.clone());
            let value = whole.at(path).cloned().unwrap_or_default();
            match points_of_value(rule, &value) {
                Some(points) => (Some(points), Rests::Field(path.clone(), value.flat_text())),
                None => (None, Rests::Nothing),
            }
        }
    }
}

/// What somebody typed for a criterion in an earlier assessment, of those kept, newest last.
fn before(criterion: &Criterion, kept: &[Map]) -> Option<(Option<i64>, Rests)> {
    let newest = kept.last()?;
    let points = newest.get("points")?.at(&criterion.name)?.as_int()?;
    // A scorecard that changed meanwhile may not have so many points any more.
    if !(0..=criterion.max).contains(&points) {
        return None;
    }
    let rests = newest.get("rests_on").and_then(|rests| rests.at(&criterion.name)?.as_str()).unwrap_or(TYPED);
    let first = rests.strip_prefix(JOURNAL).and_then(|rest| rest.strip_prefix('/')?.split_once(' '));
    let entry = first.and_then(|(id, _)| kept.iter().find(|entry| text(entry, "id") == id)).unwrap_or(newest);
    let day = text(entry, "at").get(..10).unwrap_or_default();
    let rests = Rests::Kept(text(entry, "id").to_owned(), day.to_owned(), text(entry, "by").to_owned());
    Some((Some(points), rests))
}

fn text<'a>(fields: &'a Map, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The assessments of a record by a scorecard, newest last.
fn kept(desk: &Desk, kind: &Kind, record: &Record, card: &Scorecard) -> Result<Vec<Map>> {
    let Some(journal) = desk.kinds.journals(&kind.name).find(|journal| journal.name == JOURNAL) else {
        return Ok(Vec::new());
    };
    let mut entries = desk.book.journal(desk.at, journal, kind, &record.id)?;
    entries.retain(|entry| text(entry, "scorecard") == card.name);
    entries.sort_by_key(crate::model::journal::moment);
    Ok(entries)
}

/// What the book has of a record beyond its own fields, as far as a scorecard asks for it.
fn facts(desk: &Desk, kind: &Kind, record: &Record, card: &Scorecard) -> Result<Facts> {
    let asked = |wanted: &[Measure]| {
        card.criteria.iter().any(|criterion| match &criterion.source {
            Source::Measure(measure, _) => wanted.contains(measure),
            _ => false,
        })
    };
    let log = match desk.kinds.log_of(&kind.name) {
        Some(journal) => desk.book.journal(desk.at, journal, kind, &record.id)?,
        None => Vec::new(),
    };
    let mut opportunities = Vec::new();
    if asked(&[Measure::OpportunityOpen]) {
        let (_, found) = linked(desk, "opportunity", kind, record)?;
        opportunities.extend(found.into_iter().map(|record| (record.id.to_string(), record.fields)));
    }
    let mut contracts = Vec::new();
    if asked(&[Measure::Contracts12Months, Measure::Overdue]) {
        let (of, found) = linked(desk, "contract", kind, record)?;
        for record in found {
            contracts.extend(of.map(|of| pay::contract(of, &record)).transpose()?);
        }
    }
    Ok(Facts { today: desk.context.now.date_naive(), log, opportunities, contracts })
}

/// A kind, and its living records that name a record in the field called like its kind.
fn linked<'a>(
    desk: &'a Desk,
    of: &str,
    kind: &Kind,
    record: &Record,
) -> Result<(Option<&'a Kind>, Vec<Record>)> {
    let Some(of) = desk.kinds.get(of).filter(|of| of.field(&kind.name).is_some()) else {
        return Ok((None, Vec::new()));
    };
    let query = format!("{}:\"{}\"", kind.name, record.id);
    let (found, _) = ask::list(desk, of, &Question { query, ..Question::default() })?;
    Ok((Some(of), found))
}

/// Points as typed: `size=4`, `size=2000 and more`; nothing for `size=`.
fn read_words(card: &Scorecard, words: &[Assignment]) -> Result<Typed> {
    words
        .iter()
        .map(|word| {
            let criterion = card
                .criteria
                .iter()
                .find(|criterion| criterion.name == word.path)
                .or_else(|| {
                    card.criteria.iter().find(|criterion| {
                        criterion.label.zh == word.path || criterion.label.en.eq_ignore_ascii_case(&word.path)
                    })
                })
                .ok_or_else(|| no_criterion(card, &word.path))?;
            let points = match &word.change {
                Change::Clear => None,
                Change::Set(value) | Change::Append(value) => Some(read_points(criterion, value)?),
            };
            Ok((criterion.name.clone(), points))
        })
        .collect()
}

fn read_points(criterion: &Criterion, typed: &str) -> Result<i64> {
    let typed = typed.trim();
    let named =
        criterion.scale.iter().find(|(_, label)| label.zh == typed || label.en.eq_ignore_ascii_case(typed));
    if let Some((points, _)) = named {
        return Ok(*points);
    }
    match typed.parse::<i64>() {
        Ok(points) if (0..=criterion.max).contains(&points) => Ok(points),
        _ => {
            let max = criterion.max;
            let error = Error::bad_value(
                &criterion.name,
                typed,
                &format!("points go from 0 to {max}"),
                &format!("分值为 0 到 {max}"),
                "",
            );
            let scale = |chinese: bool| {
                let step = |(points, label): &(i64, crate::model::kind::Label)| {
                    format!("{points} {}", if chinese { &label.zh } else { &label.en })
                };
                criterion.scale.iter().map(step).collect::<Vec<_>>().join(", ")
            };
            Err(match criterion.scale.is_empty() {
                true => error.hint(format!("{}={max}", criterion.name), format!("{}={max}", criterion.name)),
                false => error.hint(scale(false), scale(true)),
            })
        }
    }
}

fn no_criterion(card: &Scorecard, typed: &str) -> Error {
    let (en, zh) =
        did_you_mean(nearest(typed, card.criteria.iter().map(|criterion| criterion.name.as_str())));
    let names = card.criteria.iter().map(|criterion| format!("{}=0…{}", criterion.name, criterion.max));
    let names = names.collect::<Vec<_>>().join(" ");
    Error::new(
        Code::UnknownField,
        format!("The scorecard {} has no criterion {}.{en}", card.name, quoted(typed)),
        format!("评分卡 {} 没有评分项 {}。{zh}", card.name, quoted(typed)),
    )
    .hint(format!("It has {names}"), format!("评分项: {names}"))
}

/// Keeps an assessment of now, and with `apply` sets the level it suggests, in one commit.
///
/// # Errors
/// Too little is known for a score; a word or a number is wrong; with `apply`, the band suggests no level.
pub fn keep(
    desk: &mut Desk,
    typed: &str,
    scorecard: Option<&str>,
    words: &[Assignment],
    apply: bool,
    dry: bool,
) -> Result<(Assessed, Applied)> {
    let mut result = None;
    let applied = desk.apply("score", dry, &mut |desk| {
        let assessed = assess(desk, typed, scorecard, words)?;
        let intent = intent(desk, &assessed, apply)?;
        result = Some(assessed);
        Ok(intent)
    })?;
    result.map(|assessed| (assessed, applied)).ok_or_else(|| Error::not_found(typed))
}

fn intent(desk: &Desk, assessed: &Assessed, apply: bool) -> Result<Intent> {
    let (kind, record) = desk.resolve(&assessed.id)?;
    let (Some(points), Some(band)) = (assessed.score, &assessed.band) else {
        return Err(too_little(assessed));
    };
    let journal =
        desk.kinds.journals(&kind.name).find(|journal| journal.name == JOURNAL).ok_or_else(|| {
            Error::new(
                Code::BadValue,
                format!("{} keeps no assessments.", begin_a(&kind.name)),
                format!("{}没有价值评估。", kind.label.zh),
            )
        })?;
    let subject =
        format!("{}: {} ({}) scores {points}, band {}", kind.name, assessed.title, record.id, band.name);
    let mut intent = Intent::new("score", subject);
    let entry = new_id(&mut desk.random());
    let path = journal_path(journal, kind, &record.id);
    let mut bytes = journal_bytes(desk, journal, &path)?;
    append(journal, &mut bytes, fields(desk, journal, assessed, &entry, apply)?);
    intent.put(&kind.name, record.id.as_str(), path, bytes);
    if apply {
        let level = band.level.ok_or_else(|| no_level(assessed))?;
        let (path, old) = card_bytes(desk, kind, &record)?;
        let mut fields = record.fields.clone();
        fields.insert("level".to_owned(), Value::Int(level));
        if fields != record.fields {
            Judge::new(kind)?.accept(&fields, &format!("{} {}", kind.name, record.id))?;
            let text = assemble::changed_card(kind, &path, &old, fields)?;
            // The record is named already, by its assessment.
            intent.file(path, Some(text.into_bytes()));
        }
    }
    intent.trailer("Kehu-Entry", &entry);
    Ok(intent)
}

/// The entry that is kept.
fn fields(desk: &Desk, journal: &Kind, assessed: &Assessed, entry: &str, apply: bool) -> Result<Map> {
    let known = || assessed.card.criteria.iter().zip(&assessed.lines);
    let points =
        known().filter_map(|(criterion, line)| Some((criterion.name.clone(), Value::Int(line.points?))));
    let rests = known()
        .filter(|(_, line)| line.points.is_some())
        .map(|(criterion, line)| (criterion.name.clone(), Value::text(line.rests.text())));
    let band = assessed.band.as_ref();
    let mut fields = Map::from_iter([
        ("id".to_owned(), Value::text(entry)),
        ("by".to_owned(), Value::text(desk.stamp_by()?)),
        ("scorecard".to_owned(), Value::text(&*assessed.card.name)),
        ("score".to_owned(), Value::Int(assessed.score.unwrap_or(0))),
        ("band".to_owned(), Value::text(band.map(|band| band.name.clone()).unwrap_or_default())),
        ("points".to_owned(), Value::Map(points.collect())),
        ("rests_on".to_owned(), Value::Map(rests.collect())),
    ]);
    if let Some(level) = band.and_then(|band| band.level) {
        fields.insert("level".to_owned(), Value::Int(level));
    }
    if apply {
        fields.insert("applied".to_owned(), Value::Bool(true));
    }
    fill_defaults(journal, &mut fields, &desk.context);
    Judge::new(journal)?.accept(&fields, &journal.name)?;
    Ok(fields)
}

fn too_little(assessed: &Assessed) -> Error {
    let (known, least) = (assessed.known, assessed.card.least);
    let missing: Vec<&str> = assessed.missing().iter().map(|criterion| criterion.name.as_str()).collect();
    let example = missing.iter().map(|name| format!("{name}=…")).collect::<Vec<_>>().join(" ");
    Error::new(
        Code::MissingField,
        format!("Only {known}% of the weight of {} is known; a score needs {least}%.", assessed.card.name),
        format!("评分卡 {} 只有 {known}% 的权重已知; 得分至少需要 {least}%。", assessed.card.name),
    )
    .hint(format!("kehu score {} {example}", assessed.id), format!("kehu score {} {example}", assessed.id))
}

fn no_level(assessed: &Assessed) -> Error {
    let name = &assessed.card.name;
    Error::new(
        Code::BadValue,
        format!("The band reached suggests no level, so there is none to apply ({name})."),
        format!("所在档次没有建议级别, 无法设置 ({name})。"),
    )
}

impl Assessed {
    /// Criteria whose points are not known.
    pub fn missing(&self) -> Vec<&Criterion> {
        self.card
            .criteria
            .iter()
            .zip(&self.lines)
            .filter(|(_, line)| line.points.is_none())
            .map(|(criterion, _)| criterion)
            .collect()
    }

    /// The level that the band suggests.
    pub fn suggested(&self) -> Option<i64> {
        self.band.as_ref().and_then(|band| band.level)
    }

    /// For scripts: name and value of what an assessment says.
    pub fn json(&self) -> Vec<(&'static str, Json)> {
        let criteria = self.card.criteria.iter().zip(&self.lines).map(|(criterion, line)| {
            json!({
                "name": criterion.name,
                "label": {"en": criterion.label.en, "zh": criterion.label.zh},
                "points": line.points,
                "max": criterion.max,
                "weight": criterion.weight,
                "contribution": line.adds.map(|tenths| tenths as f64 / 10.0),
                "rests_on": line.rests.json(),
            })
        });
        let missing = self.missing().iter().map(|criterion| criterion.name.as_str()).collect::<Vec<_>>();
        vec![
            ("scorecard", json!(self.card.name)),
            ("score", json!(self.score)),
            ("band", json!(self.band.as_ref().map(|band| band.name.as_str()))),
            ("level", json!(self.suggested())),
            ("level_now", json!(self.level)),
            ("known", json!(self.known)),
            ("missing", json!(missing)),
            ("criteria", criteria.collect()),
        ]
    }
}
