//! Fitting the matcher to a book: with what its people decided (merged, distinct), or without labels.

use super::duplicate_kind;
use crate::error::{Code, Error, Result};
use crate::matching::compare::Prepared;
pub use crate::matching::tune::Hits;
use crate::matching::tune::{Seen, Tuning, from_book, from_decisions, hits};
use crate::matching::weigh::Model;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::record::{Record, card_path, read_card};
use crate::ops::apply::{Applied, Intent};
use crate::ops::distinct::Apart;
use crate::ops::lookalike::{model, subject};
use crate::ops::merge::merged_ids;
use crate::ops::unmerge::TRAILER_BACK;
use crate::ops::{Desk, ask};
use crate::store::Snapshot;
use crate::store::change::Message;

/// From so many decisions on of each sort they are learned from.
const ENOUGH: usize = 10;
/// Parts of the decisions; each is judged by what the others teach.
const FOLDS: usize = 5;
/// Records of a book that are looked at when nobody decided anything.
const SAMPLE: usize = 2000;

/// What a fitting found.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// How many pairs were merged.
    pub merged: usize,
    /// How many were said to be two.
    pub distinct: usize,
    /// Whether the decisions were enough to learn from; otherwise only the prior moved.
    pub labelled: bool,
    /// What the weights of now make of the decisions.
    pub before: Hits,
    /// What the new ones make of decisions they did not see.
    pub after: Hits,
    /// The new weights.
    pub tuning: Tuning,
}

/// Fits the weights; nothing is adopted.
pub fn fit(desk: &Desk, typed: &str) -> Result<Fitted> {
    let kind = duplicate_kind(desk, typed)?;
    let model = model(desk);
    let shipped = Model { duplicate: model.duplicate, possible: model.possible, ..Model::default() };
    let decisions = decisions(desk, kind, &shipped)?;
    let merged = decisions.iter().filter(|(_, same)| *same).count();
    let distinct = decisions.len() - merged;
    let labelled = merged >= ENOUGH && distinct >= ENOUGH;
    let before = hits(&decisions, &Tuning::of(&model), model.duplicate);
    let (tuning, after) = if labelled {
        let mut after = Hits::default();
        for fold in 0..FOLDS {
            let (mut rest, mut own) = (Vec::new(), Vec::new());
            for (number, decision) in decisions.iter().enumerate() {
                if number % FOLDS == fold { own.push(decision.clone()) } else { rest.push(decision.clone()) }
            }
            let part = hits(&own, &from_decisions(&rest), model.duplicate);
            after.found += part.found;
            after.missed += part.missed;
            after.apart += part.apart;
            after.wrong += part.wrong;
        }
        (from_decisions(&decisions), after)
    } else {
        let tuning = from_book(&candidates(desk, kind, &shipped)?);
        let after = hits(&decisions, &tuning, model.duplicate);
        (tuning, after)
    };
    Ok(Fitted { merged, distinct, labelled, before, after, tuning })
}

/// Writes the new weights into `kehu.toml`.
pub fn adopt(desk: &mut Desk, tuning: &Tuning, dry: bool) -> Result<Applied> {
    let table = tuning.toml();
    desk.apply("duplicates", dry, &mut |desk| {
        let path = crate::config::FILE;
        let text = String::from_utf8_lossy(&desk.book.file(desk.at, path)?.unwrap_or_default()).into_owned();
        if text.lines().any(|line| line.trim_start().starts_with("[matching")) {
            return Err(Error::new(
                Code::Conflict,
                format!("{path} has a [matching] table already."),
                format!("{path} 已有 [matching] 表。"),
            )
            .hint(format!("Put these lines in its place:\n{table}"), format!("请用以下内容替换:\n{table}")));
        }
        let mut intent = Intent::new("duplicates", "matching: weights fitted to this book");
        let text = format!("{}\n\n{table}", text.trim_end());
        crate::config::Config::parse(&text)?;
        intent.file(path.to_owned(), Some(text.into_bytes()));
        Ok(intent)
    })
}

/// Pairs that were merged (as they were before) and pairs that were said to be two.
fn decisions(desk: &Desk, kind: &Kind, model: &Model) -> Result<Vec<(Seen, bool)>> {
    let mut found = Vec::new();
    let mut undone: Vec<String> = Vec::new();
    desk.book.walk(desk.at, &mut |step| {
        for back in ["Kehu-Undoes", TRAILER_BACK] {
            undone.extend(Message::trailer(&step.message, back).map(str::to_owned));
        }
        if undone.contains(&step.commit.to_string()) {
            return Ok(true);
        }
        for id in merged_ids(&step).iter().filter_map(|id| Id::parse(id)) {
            let stub = desk.book.card(step.after, kind, &id)?;
            let Some(keep) = stub.and_then(|stub| stub.merged_into().and_then(Id::parse)) else { continue };
            if let (Some(a), Some(b)) =
                (card(desk, step.before, kind, &keep)?, card(desk, step.before, kind, &id)?)
            {
                found.push((seen(desk, kind, &a, &b, model)?, true));
            }
        }
        Ok(true)
    })?;
    let apart = Apart::of(desk)?;
    let mut pairs: Vec<_> = apart.pairs().collect();
    pairs.sort();
    for (a, b) in pairs {
        let (Some(a), Some(b)) = (Id::parse(a), Id::parse(b)) else { continue };
        if let (Some(a), Some(b)) = (card(desk, desk.at, kind, &a)?, card(desk, desk.at, kind, &b)?) {
            found.push((seen(desk, kind, &a, &b, model)?, false));
        }
    }
    Ok(found)
}

fn card(desk: &Desk, at: Snapshot, kind: &Kind, id: &Id) -> Result<Option<Record>> {
    // What cannot be read any more teaches nothing.
    let bytes = desk.book.file(at, &card_path(kind, id))?;
    Ok(bytes.and_then(|bytes| read_card(kind, id, &bytes).ok()))
}

fn seen(desk: &Desk, kind: &Kind, a: &Record, b: &Record, model: &Model) -> Result<Seen> {
    let index = desk.index()?;
    let prepared = |record: &Record| {
        let mut prepared = Prepared::new(subject(kind, &record.fields));
        prepared.count_sharers(|key| index.key_count(&key.text()));
        prepared
    };
    Ok(Seen::of(&prepared(a), &prepared(b), model))
}

/// Candidates of some records of the book.
fn candidates(desk: &Desk, kind: &Kind, model: &Model) -> Result<Vec<Seen>> {
    let question = ask::Question { limit: Some(SAMPLE), ..ask::Question::default() };
    let (records, _) = ask::list(desk, kind, &question)?;
    let mut found = Vec::new();
    for record in &records {
        for other in crate::ops::lookalike::compared(desk, kind, record)? {
            found.push(seen(desk, kind, record, &other, model)?);
        }
    }
    Ok(found)
}
