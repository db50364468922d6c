//! Many look-ups at once: all records of a kind in memory.

use rayon::prelude::*;

use super::{COMPARED, Candidate, Look, SHOWN, candidate, finish, model, subject};
use crate::error::Result;
use crate::matching::batch::Block;
use crate::matching::compare::{Prepared, score};
use crate::matching::weigh::Model;
use crate::model::kind::Kind;
use crate::model::value::{Map, Value};
use crate::ops::Desk;

/// All records of a kind in memory, for looking up many rows.
pub struct Batch {
    kind: Kind,
    block: Block,
    known: Vec<Known>,
    model: Model,
}

/// What a row of an import looks like.
pub struct InPiece {
    /// The record it looks like.
    pub twin: Option<Candidate>,
    /// Earlier rows of the piece it looks like, by number; id, name and owner are for the caller to fill in.
    pub earlier: Vec<(usize, Candidate)>,
}

/// A record in memory.
struct Known {
    id: String,
    name: String,
    owner: String,
}

impl Batch {
    /// Reads all records of a kind.
    pub fn of_book(desk: &Desk, kind: &Kind) -> Result<Self> {
        let mut batch =
            Self { kind: kind.clone(), block: Block::new(), known: Vec::new(), model: model(desk) };
        let records = desk.book.cards(desk.at, kind)?;
        let prepared: Vec<(Known, Prepared)> = records
            .into_par_iter()
            .filter(|record| !record.is_retired())
            .map(|record| {
                let known = Known {
                    id: record.id.to_string(),
                    name: record.title(kind).to_owned(),
                    owner: record.text("owner").to_owned(),
                };
                (known, Prepared::new(subject(kind, &record.fields)))
            })
            .collect();
        for (known, prepared) in prepared {
            batch.block.insert(prepared);
            batch.known.push(known);
        }
        Ok(batch)
    }

    /// Adds a record that is about to be made.
    pub fn add(&mut self, kind: &Kind, id: &str, fields: &Map) {
        let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        self.block.insert(Prepared::new(subject(kind, fields)));
        self.known.push(Known { id: id.to_owned(), name: text(&kind.naming), owner: text("owner") });
    }

    /// Looks a piece of an import up, in parallel: against all records in memory, and the rows against one another.
    pub fn look_piece(&self, rows: &[&Map]) -> Vec<InPiece> {
        let mut prepared: Vec<Prepared> =
            rows.par_iter().map(|fields| Prepared::new(subject(&self.kind, fields))).collect();
        let mut own = Block::new();
        prepared.par_iter_mut().for_each(|row| self.block.count_sharers(row));
        for row in &prepared {
            own.insert(row.clone());
        }
        prepared
            .par_iter()
            .enumerate()
            .map(|(number, mine)| {
                let twin = self.best(&self.block, mine).map(|at| {
                    let (known, theirs) = (&self.known[at], self.block.prepared(at));
                    candidate(&self.kind, &known.id, &known.name, &known.owner, mine, theirs, &self.model)
                });
                let earlier = own.candidates(mine, COMPARED).into_iter().map(|(at, _)| at);
                let earlier = earlier.filter(|at| *at < number).filter_map(|at| {
                    let theirs = &prepared[at];
                    let like = score(mine, theirs, &self.model) >= self.model.duplicate;
                    like.then(|| (at, candidate(&self.kind, "", "", "", mine, theirs, &self.model)))
                });
                InPiece { twin, earlier: earlier.collect() }
            })
            .collect()
    }

    /// The likeliest duplicate in a block.
    fn best(&self, block: &Block, mine: &Prepared) -> Option<usize> {
        let near = block.candidates(mine, COMPARED).into_iter();
        let scored = near.map(|(at, _)| (score(mine, block.prepared(at), &self.model), at));
        let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
        (best.0 >= self.model.duplicate).then_some(best.1)
    }

    /// Looks many up, in parallel.
    pub fn look_all(&self, desk: &Desk, all: &[Map]) -> Result<Vec<Look>> {
        let found: Vec<Vec<Candidate>> = all
            .par_iter()
            .map(|fields| self.candidates(Prepared::new(subject(&self.kind, fields))))
            .collect();
        found.into_iter().map(|candidates| finish(desk, &self.kind, candidates, &self.model)).collect()
    }

    fn candidates(&self, mut mine: Prepared) -> Vec<Candidate> {
        self.block.count_sharers(&mut mine);
        let mine = &mine;
        let found = self.block.candidates(mine, COMPARED).into_iter();
        let mut near: Vec<(f64, usize)> =
            found.map(|(at, _)| (score(mine, self.block.prepared(at), &self.model), at)).collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| self.known[a.1].id.cmp(&self.known[b.1].id)));
        near.truncate(SHOWN);
        near.into_iter()
            .map(|(_, at)| {
                let (known, theirs) = (&self.known[at], self.block.prepared(at));
                candidate(&self.kind, &known.id, &known.name, &known.owner, mine, theirs, &self.model)
            })
            .collect()
    }
}
