//! Asking the index.

use std::collections::HashMap;
use std::ops::Bound;

use tantivy::collector::{Count, DocSetCollector, TopDocs};
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, InvertedIndexRangeQuery, Occur, Query, TermQuery,
};
use tantivy::schema::{IndexRecordOption, Value as _};
use tantivy::{DocAddress, DocSet as _, Order, Searcher, TERMINATED, TantivyDocument, Term};

use super::any_of::any_of;
use super::number::ByNumber;
use super::query::{Ask, within_reach};
use super::{SearchIndex, wrong};
use crate::error::Result;
use crate::model::access::Reach;

/// Postings read for one look-alike question; keys beyond it are too common to tell anything.
const BUDGET: u64 = 20_000;

/// A record found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Kind.
    pub kind: String,
    /// Id.
    pub id: String,
    /// For journal entries: id of the card.
    pub parent: String,
    /// For a card in another's folder: id of that card.
    pub host: String,
    /// What a person calls it.
    pub title: String,
    /// Blob of its file, as bytes.
    pub blob: Vec<u8>,
    /// Relevance, higher is better; only comparable within one answer.
    pub score: f32,
}

/// Order of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    Relevance,
    /// By id.
    Id,
    /// As they lie in the index, which is quickest.
    Any,
    /// By a field; `numeric` says how it is kept.
    Field {
        /// Dotted path.
        path: String,
        /// Kept as a number.
        numeric: bool,
        /// Largest first.
        descending: bool,
    },
}

impl SearchIndex {
    /// Records that answer a query, and how many there are in all.
    pub fn search(&self, ask: &Ask, sort: &Sort, limit: usize) -> Result<(Vec<Hit>, usize)> {
        let searcher = self.reader.searcher();
        let query = ask.to_tantivy(&self.fields);
        let total = searcher.search(&query, &Count).map_err(|e| wrong(&e))?;
        let limit = limit.min(total);
        if limit == 0 {
            return Ok((Vec::new(), total));
        }
        let top = TopDocs::with_limit(limit);
        let by_id = || (tantivy::collector::sort_key::SortByString::for_field("id"), Order::Asc);
        let found: Vec<(f32, DocAddress)> = match sort {
            Sort::Relevance => {
                let key = tantivy::collector::sort_key::SortBySimilarityScore;
                let found = searcher.search(&query, &top.order_by((key, by_id())));
                found.map(|found| found.into_iter().map(|((score, _), at)| (score, at)).collect())
            }
            Sort::Id => searcher.search(&query, &top.order_by(by_id())).map(unscored),
            Sort::Any => searcher.search(&query, &DocSetCollector).map(|found| {
                let mut found: Vec<DocAddress> = found.into_iter().collect();
                found.sort_unstable();
                found.into_iter().take(limit).map(|at| (0.0, at)).collect()
            }),
            Sort::Field { path, numeric, descending } => {
                let column = format!("fields.{path}");
                let order = if *descending { Order::Desc } else { Order::Asc };
                if *numeric {
                    let key = ByNumber { column, descending: *descending };
                    searcher.search(&query, &top.order_by((key, by_id()))).map(unscored)
                } else {
                    let key = (tantivy::collector::sort_key::SortByString::for_field(&column), order);
                    searcher.search(&query, &top.order_by((key, by_id()))).map(unscored)
                }
            }
        }
        .map_err(|e| wrong(&e))?;
        Ok((self.hits(&searcher, found)?, total))
    }

    /// How many records answer a query.
    pub fn count(&self, ask: &Ask) -> Result<usize> {
        self.reader.searcher().search(&ask.to_tantivy(&self.fields), &Count).map_err(|e| wrong(&e))
    }

    /// Records of a kind that share look-alike keys, most telling first. A key shared by many
    /// says little, so each counts by how rare it is, and keys are read from the rarest on
    /// until a bounded number of postings was seen.
    pub fn sharing(&self, kind: &str, keys: &[(String, f64)], limit: usize) -> Result<Vec<Hit>> {
        let searcher = self.reader.searcher();
        let all = searcher.num_docs().max(1) as f64;
        let mut terms = Vec::with_capacity(keys.len());
        for (key, weight) in keys {
            let term = Term::from_field_text(self.fields.key, key);
            let count = searcher.doc_freq(&term).map_err(|e| wrong(&e))?;
            if count > 0 {
                let rarity = (all / count as f64).ln().max(0.05) * weight;
                terms.push((count, rarity as f32, term));
            }
        }
        terms.sort_by_key(|(count, _, _)| *count);
        let mut sums: HashMap<DocAddress, f32> = HashMap::new();
        let mut seen = 0;
        for (count, rarity, term) in terms {
            seen += count;
            if seen > BUDGET && !sums.is_empty() {
                break;
            }
            for (segment, reader) in searcher.segment_readers().iter().enumerate() {
                let index = reader.inverted_index(self.fields.key).map_err(|e| wrong(&e))?;
                let postings = index.read_postings(&term, IndexRecordOption::Basic);
                let Some(mut postings) = postings.map_err(|e| wrong(&e.into()))? else { continue };
                let mut doc = postings.doc();
                while doc != TERMINATED {
                    if !reader.is_deleted(doc) {
                        *sums.entry(DocAddress::new(segment as u32, doc)).or_default() += rarity;
                    }
                    doc = postings.advance();
                }
            }
        }
        let mut found: Vec<(f32, DocAddress)> = sums.into_iter().map(|(at, sum)| (sum, at)).collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut hits = Vec::with_capacity(limit);
        for at in found {
            hits.extend(self.hits(&searcher, vec![at])?.into_iter().filter(|hit| hit.kind == kind));
            if hits.len() == limit {
                break;
            }
        }
        Ok(hits)
    }

    /// How many records have a look-alike key; those taken out since the last merge still count.
    pub fn key_count(&self, key: &str) -> usize {
        let term = Term::from_field_text(self.fields.key, key);
        self.reader.searcher().doc_freq(&term).map_or(0, |count| usize::try_from(count).unwrap_or(usize::MAX))
    }

    fn of_kind(&self, kind: &str) -> Box<dyn Query> {
        let term = Term::from_field_text(self.fields.kind, kind);
        Box::new(ConstScoreQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 0.0))
    }

    /// Records that have any of some exact keys.
    pub fn with_keys(&self, keys: &[String], reach: Option<&Reach>, limit: usize) -> Result<Vec<Hit>> {
        let terms = keys.iter().map(|key| Term::from_field_text(self.fields.key, key));
        self.all_of(any_of(self.fields.key, terms.collect()), reach, limit)
    }

    /// The card of a kind with an id.
    pub fn with_id(&self, kind: &str, id: &str) -> Result<Option<Hit>> {
        let term = Term::from_field_text(self.fields.id, id);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let query: Vec<(Occur, Box<dyn Query>)> =
            vec![(Occur::Must, Box::new(query)), (Occur::Must, self.of_kind(kind))];
        Ok(self.all_of(Box::new(BooleanQuery::new(query)), None, 1)?.into_iter().next())
    }

    /// True when a living record of a kind has a key.
    pub fn holds(&self, kind: &str, key: &str) -> Result<bool> {
        let term = Term::from_field_text(self.fields.key, key);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let query =
            BooleanQuery::new(vec![(Occur::Must, Box::new(query)), (Occur::Must, self.of_kind(kind))]);
        self.reader.searcher().search(&query, &Count).map(|count| count > 0).map_err(|e| wrong(&e))
    }

    /// Cards whose id starts with some letters, by id.
    pub fn starting_with(&self, prefix: &str, reach: Option<&Reach>, limit: usize) -> Result<Vec<Hit>> {
        let term = |text: &str| Term::from_field_text(self.fields.id, text);
        // `~` sorts after every letter an id may have.
        let (from, to) = (term(prefix), term(&format!("{prefix}~")));
        let query = InvertedIndexRangeQuery::new(Bound::Included(from), Bound::Included(to));
        let mut hits = self.all_of(Box::new(query), reach, limit)?;
        hits.retain(|hit| hit.parent.is_empty());
        hits.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(hits)
    }

    /// Records that link to an id.
    pub fn linking_to(&self, id: &str, reach: Option<&Reach>, limit: usize) -> Result<Vec<Hit>> {
        let term = Term::from_field_text(self.fields.link, id);
        self.all_of(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), reach, limit)
    }

    fn all_of(&self, query: Box<dyn Query>, reach: Option<&Reach>, limit: usize) -> Result<Vec<Hit>> {
        let searcher = self.reader.searcher();
        let top = TopDocs::with_limit(limit.max(1)).order_by_score();
        let query = match reach {
            Some(reach) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, query),
                (Occur::Must, within_reach(&self.fields, reach)),
            ])),
            None => query,
        };
        let found = searcher.search(&query, &top).map_err(|e| wrong(&e))?;
        self.hits(&searcher, found)
    }

    /// How many records of each kind there are.
    pub fn kinds(&self, names: &[String]) -> Result<HashMap<String, usize>> {
        let searcher = self.reader.searcher();
        let count = |name: &String| {
            let query = self.of_kind(name);
            let all = BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, Box::new(AllQuery))]);
            searcher.search(&all, &Count).map(|count| (name.clone(), count)).map_err(|e| wrong(&e))
        };
        names.iter().map(count).collect()
    }

    fn hits(&self, searcher: &Searcher, found: Vec<(f32, DocAddress)>) -> Result<Vec<Hit>> {
        found
            .into_iter()
            .map(|(score, address)| {
                let document: TantivyDocument = searcher.doc(address).map_err(|e| wrong(&e))?;
                let text = |field| {
                    document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
                };
                Ok(Hit {
                    kind: text(self.fields.kind),
                    id: text(self.fields.id),
                    parent: text(self.fields.parent),
                    host: text(self.fields.host),
                    title: text(self.fields.title),
                    blob: document
                        .get_first(self.fields.blob)
                        .and_then(|value| value.as_bytes())
                        .unwrap_or_default()
                        .to_vec(),
                    score,
                })
            })
            .collect()
    }
}

fn unscored<T>(found: Vec<(T, DocAddress)>) -> Vec<(f32, DocAddress)> {
    found.into_iter().map(|(_, address)| (0.0, address)).collect()
}
