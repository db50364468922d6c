//! Likely duplicates of a whole book, all at once, in memory.

pub mod tune;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::Desk;
use super::distinct::Apart;
use super::lookalike::{Proof, model, proofs, subject};
use crate::error::article::begin_a;
use crate::error::{Code, Error, Result};
use crate::matching::compare::{Prepared, compare};
use crate::matching::groups::groups;
use crate::matching::pairs::{Pair, pairs};
use crate::model::ids::Id;
use crate::model::kind::{Kind, Storage};
use crate::model::record::{Record, card_id, read_card};
use crate::model::value::Value;
use crate::store::BlobId;
use crate::store::snapshot::bad_yaml;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// Kind.
    pub kind: String,
    /// Least score; the book's own limit for duplicates when none is given.
    pub min: Option<f64>,
    /// Only pairs with a record of this person, as typed.
    pub owner: Option<String>,
    /// Only pairs with a record changed since this day or commit.
    pub since: Option<String>,
}

/// Two records that look alike.
#[derive(Debug, Clone)]
pub struct Found {
    /// Place of the first in [`Answer::records`].
    pub a: usize,
    /// Place of the second.
    pub b: usize,
    /// Probability.
    pub score: f64,
    /// Why.
    pub evidence: Vec<Proof>,
}

/// Records that look alike, as pairs and as groups.
#[derive(Debug, Default)]
pub struct Answer {
    /// The records named by pairs and groups.
    pub records: Vec<Record>,
    /// Pairs, those of one group together, groups by their best pair.
    pub pairs: Vec<Found>,
    /// Groups: places of their members.
    pub groups: Vec<Vec<usize>>,
}

/// Pairs weaker than the limit still tell whether a group holds together.
const WEAK: f64 = 0.05;

/// Looks for the likely duplicates of a kind. `progress` is told how many records were worked through.
pub fn find(desk: &Desk, question: &Question, progress: &(dyn Fn(usize) + Sync)) -> Result<Answer> {
    let kind = duplicate_kind(desk, &question.kind)?;
    let model = model(desk);
    let min = question.min.unwrap_or(model.duplicate);
    let Alike { files, numbers, prepared, pairs: mut all } = alike(desk, kind, min, progress)?;
    let path = |at: u32| files[numbers[at as usize] as usize].0.as_str();
    let id = |at: u32| card_id(kind, path(at)).map(|id| id.to_string()).unwrap_or_default();
    let together = groups(&all, min);
    all.retain(|pair| pair.score >= min);
    let changed = changed_since(desk, kind, question.since.as_deref())?;
    let owner = question.owner.as_deref().map(|typed| desk.link_target("person", typed)).transpose()?;
    let all_seen = desk.reach()?.is_none();
    let mut answer = Answer::default();
    let mut places: HashMap<u32, usize> = HashMap::new();
    let mut kept: Vec<Pair> = Vec::new();
    for pair in all {
        if changed.as_ref().is_some_and(|ids| !ids.contains(&id(pair.a)) && !ids.contains(&id(pair.b))) {
            continue;
        }
        let mut ours = owner.is_none();
        let mut seen = true;
        for at in [pair.a, pair.b] {
            if let Entry::Vacant(place) = places.entry(at) {
                let (path, blob) = &files[numbers[at as usize] as usize];
                let Some(record) = card_of(kind, path, &desk.book.blob(*blob)?)? else { continue };
                place.insert(answer.records.len());
                answer.records.push(record);
            }
            let record = &answer.records[places[&at]];
            ours |= owner.as_deref().is_some_and(|owner| record.text("owner") == owner);
            seen &= all_seen || desk.sees(kind, record)?;
        }
        if ours && seen {
            kept.push(pair);
        }
    }
    let explained = |pair: &Pair| {
        let full = |at: u32| {
            let record = &answer.records[places[&at]];
            Prepared::new(subject(kind, &record.fields)).with_counts_of(&prepared[at as usize])
        };
        let comparison = compare(&full(pair.a), &full(pair.b), &model);
        Found {
            a: places[&pair.a],
            b: places[&pair.b],
            score: pair.score,
            evidence: proofs(comparison.evidence),
        }
    };
    let found: Vec<Found> = kept.par_iter().map(explained).collect();
    let place = |member: &u32| places.get(member).copied();
    let mentioned: HashSet<usize> = kept.iter().flat_map(|p| [places[&p.a], places[&p.b]]).collect();
    answer.groups = together
        .iter()
        .map(|group| {
            group.iter().filter_map(place).filter(|at| mentioned.contains(at)).collect::<Vec<usize>>()
        })
        .filter(|group| group.len() > 1)
        .collect();
    order(&mut answer, found);
    Ok(answer)
}

/// The cards of a kind, as they were compared, and those that look alike.
struct Alike {
    files: Vec<(String, BlobId)>,
    /// For each card that was compared, its place among the files.
    numbers: Vec<u32>,
    prepared: Vec<Prepared>,
    pairs: Vec<Pair>,
}

/// Pairs from a score on, or weak ones, that are not recorded as two.
fn alike(desk: &Desk, kind: &Kind, min: f64, progress: &(dyn Fn(usize) + Sync)) -> Result<Alike> {
    let files = desk.book.card_files(desk.at, kind)?;
    let numbered: HashMap<&str, u32> =
        files.iter().enumerate().map(|(number, (path, _))| (path.as_str(), number as u32)).collect();
    let read: Vec<(u32, Prepared)> = desk.book.read_each(&files, |path, bytes| {
        let Some(record) = card_of(kind, path, bytes)?.filter(|record| !record.is_retired()) else {
            return Ok(None);
        };
        let number = numbered.get(path).copied().unwrap_or_default();
        Ok(Some((number, Prepared::compact(&subject(kind, &record.fields)))))
    })?;
    let (numbers, mut prepared): (Vec<u32>, Vec<Prepared>) = read.into_iter().unzip();
    let mut pairs = pairs(&mut prepared, &model(desk), min.min(WEAK), progress);
    let id = |at: u32| {
        let path = &files[numbers[at as usize] as usize].0;
        card_id(kind, path).map(|id| id.to_string()).unwrap_or_default()
    };
    let apart = Apart::of(desk)?;
    pairs.retain(|pair| !apart.has(&id(pair.a), &id(pair.b)));
    Ok(Alike { files, numbers, prepared, pairs })
}

/// All pairs of a kind that wait for a decision, hidden ones too: ids, score, and whether it is a likely duplicate.
pub(super) fn waiting(desk: &Desk, kind: &Kind) -> Result<Vec<(String, String, f64, bool)>> {
    let model = model(desk);
    let Alike { files, numbers, mut pairs, .. } = alike(desk, kind, model.possible, &|_| {})?;
    pairs.retain(|pair| pair.score >= model.possible);
    let id = |at: u32| {
        let path = &files[numbers[at as usize] as usize].0;
        card_id(kind, path).map(|id| id.to_string()).unwrap_or_default()
    };
    let found = pairs.iter().map(|pair| (id(pair.a), id(pair.b), pair.score, pair.score >= model.duplicate));
    Ok(found.collect())
}

/// Groups by their best pair; the pairs of one group together, then pairs that hold no group together.
fn order(answer: &mut Answer, found: Vec<Found>) {
    let mut home: HashMap<usize, usize> = HashMap::new();
    for (number, group) in answer.groups.iter().enumerate() {
        home.extend(group.iter().map(|member| (*member, number)));
    }
    let of = |pair: &Found| match (home.get(&pair.a), home.get(&pair.b)) {
        (Some(a), Some(b)) if a == b => Some(*a),
        _ => None,
    };
    let mut best = vec![0.0f64; answer.groups.len()];
    for pair in &found {
        if let Some(group) = of(pair) {
            best[group] = best[group].max(pair.score);
        }
    }
    let mut ranks: Vec<usize> = (0..answer.groups.len()).collect();
    ranks.sort_by(|a, b| best[*b].total_cmp(&best[*a]).then(a.cmp(b)));
    let mut rank = vec![0; ranks.len()];
    for (at, group) in ranks.iter().enumerate() {
        rank[*group] = at;
    }
    let mut found = found;
    found.sort_by_key(|pair| of(pair).map_or(usize::MAX, |group| rank[group]));
    answer.groups = ranks.into_iter().map(|group| std::mem::take(&mut answer.groups[group])).collect();
    answer.pairs = found;
}

/// A kind whose records are checked for look-alikes.
pub fn duplicate_kind<'a>(desk: &'a Desk, typed: &str) -> Result<&'a Kind> {
    let kind = desk.kinds.find(typed)?;
    if kind.unique && kind.storage == Storage::Card {
        return Ok(kind);
    }
    Err(Error::new(
        Code::Usage,
        format!("{} is not checked for duplicates: its schema says no `unique: true`.", begin_a(&kind.name)),
        format!("{}不查重: 其 schema 没有 `unique: true`。", kind.label.zh),
    ))
}

fn card_of(kind: &Kind, path: &str, bytes: &[u8]) -> Result<Option<Record>> {
    let Some(id) = card_id(kind, path) else { return Ok(None) };
    read_card(kind, &id, bytes).map(Some).map_err(|e| bad_yaml(path, &e))
}

/// Ids of cards that differ from what they were then.
fn changed_since(desk: &Desk, kind: &Kind, since: Option<&str>) -> Result<Option<HashSet<String>>> {
    let Some(since) = since else { return Ok(None) };
    let then = desk.book.at(since, desk.context.now)?;
    let differences = desk.book.differences(then, desk.at)?;
    Ok(Some(differences.iter().filter_map(|d| Some(card_id(kind, &d.path)?.to_string())).collect()))
}

/// How well filled a record is: the fuller one of a pair is offered as the one that stays.
pub fn fullness(record: &Record) -> usize {
    fn count(value: &Value) -> usize {
        match value {
            Value::List(items) => items.iter().map(count).sum(),
            Value::Map(map) => map.values().map(count).sum(),
            value => usize::from(!value.is_empty()),
        }
    }
    record.fields.values().map(count).sum()
}

/// The record behind an id, followed through merges.
pub fn living(desk: &Desk, kind: &Kind, id: &Id) -> Result<Option<Record>> {
    let Some(record) = desk.book.card(desk.at, kind, id)? else { return Ok(None) };
    let (_, record) = desk.follow(kind, record)?;
    desk.seen(kind, Some(record).filter(|record| !record.is_retired()))
}
