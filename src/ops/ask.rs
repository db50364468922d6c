//! Questions answered with records: lists and searches.

use std::collections::{BTreeSet, HashMap};

use super::Desk;
use crate::error::{Code, Error, Result, nearest};
pub use crate::index::Figure;
use crate::index::{
    Ask, BAND, COMPLETE, Hit, Reading, SCORE, Sort, Test, fold, initials, parse_query, spelled, text_paths,
};
use crate::model::ids::Id;
use crate::model::input::field_path;
use crate::model::kind::{FieldType, Kind, Storage};
use crate::model::record::{KNOWLEDGE, RETIRED, Record};
use crate::model::value::{Map, Value};

/// From so many records on they are read in parallel.
const MANY: usize = 64;
/// Names of fewer records are looked up one by one.
const SOME: usize = 1000;

/// What `list` is asked for.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// Query; empty for all.
    pub query: String,
    /// Field to sort by; `-` before it for the largest first.
    pub sort: Option<String>,
    /// At most so many.
    pub limit: Option<usize>,
    /// Retired records too.
    pub retired: bool,
}

/// Records that answer a question, and how many there are in all.
pub fn list(desk: &Desk, kind: &Kind, question: &Question) -> Result<(Vec<Record>, usize)> {
    let ask = understand(desk, kind, question)?;
    let sort = match question.sort.as_deref() {
        // What is to be done is listed by its day, what was said and done by when it was.
        None => match kind.due.as_deref().or_else(|| kind.is_log().then_some("at")) {
            Some(field) => sort_of(kind, field)?,
            None => Sort::Id,
        },
        Some(word) => sort_of(kind, word)?,
    };
    let limit = question.limit.unwrap_or(usize::MAX);
    if desk.names_guarded(kind) && desk.reach()?.is_some() {
        // Whether these may be seen hangs on the records they name.
        let (hits, _) = desk.index()?.search(&ask, &sort, usize::MAX)?;
        let mut found = Vec::new();
        for record in records(desk, kind, &hits)? {
            found.extend(desk.seen(kind, Some(record))?);
        }
        let total = found.len();
        found.truncate(limit);
        return Ok((found, total));
    }
    let (hits, total) = desk.index()?.search(&ask, &sort, limit)?;
    Ok((records(desk, kind, &hits)?, total))
}

/// How many records answer a question.
pub fn count(desk: &Desk, kind: &Kind, question: &Question) -> Result<usize> {
    if desk.names_guarded(kind) && desk.reach()?.is_some() {
        return list(desk, kind, &Question { limit: Some(0), ..question.clone() }).map(|(_, total)| total);
    }
    let ask = understand(desk, kind, question)?;
    desk.index()?.count(&ask)
}

/// Some fields of every record that answers a question, without reading the records: numbers, choices, links, days,
/// and what the index adds to a record (`last`, `next`, `score`, `band`, `complete`, `lacks`).
pub fn columns_of(desk: &Desk, kind: &Kind, question: &Question, paths: &[&str]) -> Result<Vec<Vec<Figure>>> {
    let ask = understand(desk, kind, question)?;
    desk.index()?.columns(&ask, paths)
}

/// What records of a kind are called, by id, from the index alone.
pub fn titles(desk: &Desk, kind: &Kind, ids: &BTreeSet<String>) -> Result<HashMap<String, String>> {
    let index = desk.index()?;
    let hits = if ids.len() < SOME {
        let mut hits = Vec::with_capacity(ids.len());
        for id in ids {
            hits.extend(index.with_id(&kind.name, id)?);
        }
        hits
    } else {
        index.search(&Ask::Kind(kind.name.clone()), &Sort::Relevance, usize::MAX)?.0
    };
    Ok(hits.into_iter().filter(|hit| ids.contains(&hit.id)).map(|hit| (hit.id, hit.title)).collect())
}

/// What the index knows of the records that answer a query and one more condition.
pub fn hits(desk: &Desk, kind: &Kind, query: &str, also: Ask) -> Result<Vec<Hit>> {
    let question = Question { query: query.to_owned(), ..Question::default() };
    let ask = understand(desk, kind, &question)?.and(also);
    desk.index()?.search(&ask, &Sort::Id, usize::MAX).map(|(hits, _)| hits)
}

fn understand(desk: &Desk, kind: &Kind, question: &Question) -> Result<Ask> {
    let resolve = |kind: &str, typed: &str| desk.link_target(kind, typed).ok();
    let reading = Reading { kind, today: desk.context.now.date_naive(), resolve: &resolve };
    let ask = parse_query(&super::quiet::spelled_out(desk, kind, &question.query)?, &reading)?;
    let living = question.retired || ask.mentions(RETIRED);
    let ask = within_reach(desk, Ask::Kind(kind.name.clone()).and(ask))?;
    Ok(if living { ask } else { ask.and_not(Ask::Field(RETIRED.to_owned(), Test::Exists)) })
}

/// The same question for what who is looking may see.
fn within_reach(desk: &Desk, ask: Ask) -> Result<Ask> {
    Ok(match desk.reach()? {
        Some(reach) => ask.and(Ask::Reach(reach.clone())),
        None => ask,
    })
}

fn sort_of(kind: &Kind, word: &str) -> Result<Sort> {
    let (name, descending) = match word.strip_prefix('-') {
        Some(name) => (name, true),
        None => (word, false),
    };
    if matches!(name, "id" | "last" | "next" | BAND | SCORE | COMPLETE) && kind.field(name).is_none() {
        return Ok(Sort::Field {
            path: name.to_owned(),
            numeric: matches!(name, SCORE | COMPLETE),
            descending,
        });
    }
    let path = field_path(kind, name).map_err(|mut error| {
        error.code = Code::BadQuery;
        error
    })?;
    let numeric = matches!(
        kind.field_at(&path).map(|at| at.ty),
        Some(FieldType::Int { .. } | FieldType::Number | FieldType::Money)
    );
    Ok(Sort::Field { path, numeric, descending })
}

/// The records behind hits, in their order.
fn records(desk: &Desk, kind: &Kind, hits: &[Hit]) -> Result<Vec<Record>> {
    if kind.storage == Storage::Card && hits.len() >= MANY {
        return desk.book.cards_of(kind, hits);
    }
    let mut found = Vec::with_capacity(hits.len());
    let mut journals: HashMap<String, Vec<Map>> = HashMap::new();
    for hit in hits {
        if kind.storage == Storage::Card {
            found.extend(desk.book.card_of(kind, hit)?);
            continue;
        }
        let Some(parent) = Id::parse(&hit.parent) else { continue };
        if !journals.contains_key(&hit.parent) {
            journals.insert(hit.parent.clone(), entries(desk, kind, &parent)?);
        }
        let entry =
            journals[&hit.parent].iter().find(|e| e.get("id").and_then(Value::as_str) == Some(&hit.id));
        if let Some(fields) = entry {
            let mut fields = fields.clone();
            fields.insert("parent".to_owned(), Value::text(hit.parent.clone()));
            found.push(Record { kind: kind.name.clone(), id: parent, fields });
        }
    }
    Ok(found)
}

/// The entries of a journal beside the card with an id, whatever its kind.
fn entries(desk: &Desk, journal: &Kind, id: &Id) -> Result<Vec<Map>> {
    for parent in journal.parents.iter().filter_map(|name| desk.kinds.get(name)) {
        let entries = desk.book.journal(desk.at, journal, parent, id)?;
        if !entries.is_empty() {
            return Ok(entries);
        }
    }
    Ok(Vec::new())
}

/// A record found by text, and where the text stands in it.
#[derive(Debug, Clone)]
pub struct Found {
    /// The record.
    pub hit: Hit,
    /// Fields that hold the text.
    pub matched: Vec<String>,
}

/// Records that hold a text anywhere: any substring of two letters or more, pinyin, initials. Of what is shared as
/// `knowledge` alone everything, newest first, when there is no text.
pub fn find(
    desk: &Desk,
    text: &str,
    only: Option<&str>,
    knowledge: bool,
    limit: usize,
) -> Result<Vec<Found>> {
    let all = knowledge && text.trim().is_empty();
    if fold(text).is_empty() && !all {
        return Err(Error::new(
            Code::Usage,
            "There is nothing to look for: type at least one letter or digit.",
            "没有可查找的内容: 请至少输入一个字母或数字。",
        ));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let only = only.map(|kind| desk.kinds.find(kind)).transpose()?;
    let mut paths: Vec<(String, f32)> = match only {
        Some(kind) => text_paths(kind),
        None => desk.kinds.all().iter().flat_map(text_paths).collect(),
    };
    paths.sort_by(|a, b| a.0.cmp(&b.0));
    paths.dedup_by(|a, b| a.0 == b.0);
    let mut ask = words
        .iter()
        .map(|word| Ask::Text((*word).to_owned(), paths.clone()))
        .reduce(Ask::and)
        .unwrap_or(Ask::All);
    if let Some(kind) = only {
        ask = ask.and(Ask::Kind(kind.name.clone()));
    }
    ask = within_reach(desk, ask.and_not(Ask::Field(RETIRED.to_owned(), Test::Exists)))?;
    let told = format!("{KNOWLEDGE}.at");
    if knowledge {
        ask = ask.and(Ask::Field(told.clone(), Test::Exists));
    }
    let sort = match all {
        true => Sort::Field { path: told, numeric: false, descending: true },
        false => Sort::Relevance,
    };
    let (hits, _) = desk.index()?.search(&ask, &sort, limit)?;
    hits.into_iter().map(|hit| Ok(Found { matched: matched(desk, &hit, &words)?, hit })).collect()
}

fn matched(desk: &Desk, hit: &Hit, words: &[&str]) -> Result<Vec<String>> {
    let Some(kind) = desk.kinds.get(&hit.kind) else { return Ok(Vec::new()) };
    let found = records(desk, kind, std::slice::from_ref(hit))?;
    let mut names = Vec::new();
    for record in &found {
        for (name, value) in &record.fields {
            let text = value.flat_text();
            let sides = [fold(&text), spelled(&text), initials(&text)];
            let holds = words
                .iter()
                .map(|word| fold(word))
                .any(|word| !word.is_empty() && sides.iter().any(|side| side.contains(&word)));
            if holds && name != "parent" {
                names.push(name.clone());
            }
        }
    }
    Ok(names)
}

/// Columns asked for by name or label, checked.
pub fn columns(kind: &Kind, typed: &str) -> Result<Vec<String>> {
    let special = ["id", "kind", "parent"].into_iter().chain(kind.reckoned()).collect::<Vec<_>>();
    typed
        .split([',', '，'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| {
            if special.contains(&name) {
                return Ok(name.to_owned());
            }
            field_path(kind, name).map_err(|_| {
                let known =
                    kind.fields.iter().map(|field| field.name.as_str()).chain(special.iter().copied());
                let mut error = Error::unknown_field(&kind.name, name, nearest(name, known));
                error.code = Code::Usage;
                error
            })
        })
        .collect()
}
