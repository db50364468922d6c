//! Some fields of every record that answers a query, read from the columns of the index, without reading the records.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::columnar::{Column, StrColumn};
use tantivy::query::EnableScoring;
use tantivy::{DocId, SegmentReader};

use super::fields::WHOLE;
use super::query::Ask;
use super::{SearchIndex, wrong};
use crate::error::Result;

/// A field of one record.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Figure {
    /// Empty.
    #[default]
    None,
    /// A number.
    Number(f64),
    /// A word, an id, a day; of a list, its words in their order.
    Words(Vec<Arc<str>>),
}

impl Figure {
    /// The first word, or nothing.
    pub fn word(&self) -> &str {
        match self {
            Self::Words(words) => words.first().map_or("", |word| word),
            _ => "",
        }
    }

    /// All words.
    pub fn words(&self) -> &[Arc<str>] {
        match self {
            Self::Words(words) => words,
            _ => &[],
        }
    }

    /// The number, rounded to a whole one.
    pub fn whole(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(number.round() as i64),
            _ => None,
        }
    }
}

impl SearchIndex {
    /// For every record that answers a query, the fields at some paths. Numbers, choices, links and days only.
    pub fn columns(&self, ask: &Ask, paths: &[&str]) -> Result<Vec<Vec<Figure>>> {
        let searcher = self.reader.searcher();
        let query = ask.to_tantivy(&self.fields);
        let weight = query.weight(EnableScoring::disabled_from_searcher(&searcher)).map_err(|e| wrong(&e))?;
        let mut rows = Vec::new();
        for segment in searcher.segment_readers() {
            let mut docs: Vec<DocId> = Vec::new();
            let mut gather =
                |found: &[DocId]| docs.extend(found.iter().filter(|doc| !segment.is_deleted(**doc)));
            weight.for_each_no_score(segment, &mut gather).map_err(|e| wrong(&e))?;
            let mut columns = Vec::with_capacity(paths.len());
            for path in paths {
                columns.push(OneColumn::open(segment, path).map_err(|e| wrong(&e))?);
            }
            for doc in docs {
                rows.push(columns.iter_mut().map(|column| column.read(doc)).collect());
            }
        }
        Ok(rows)
    }
}

/// A field in one segment; text, whole numbers and decimals are kept apart.
struct OneColumn {
    text: Option<StrColumn>,
    whole: Option<Column<i64>>,
    decimal: Option<Column<f64>>,
    seen: HashMap<u64, Arc<str>>,
}

impl OneColumn {
    fn open(segment: &SegmentReader, path: &str) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let name = format!("fields.{path}");
        Ok(Self {
            text: fast.str(&name)?,
            whole: fast.column_opt(&name)?,
            decimal: fast.column_opt(&name)?,
            seen: HashMap::new(),
        })
    }

    fn read(&mut self, doc: DocId) -> Figure {
        let whole = self.whole.as_ref().and_then(|column| column.first(doc)).map(|number| number as f64);
        if let Some(number) = whole.or_else(|| self.decimal.as_ref().and_then(|column| column.first(doc))) {
            return Figure::Number(number);
        }
        let Some(text) = &self.text else { return Figure::None };
        let seen = &mut self.seen;
        let words: Vec<Arc<str>> = text
            .term_ords(doc)
            .map(|ord| {
                let fresh = || {
                    let mut word = String::new();
                    let known = text.ord_to_str(ord, &mut word).unwrap_or(false);
                    Arc::from(if known { word.trim_start_matches(WHOLE) } else { "" })
                };
                Arc::clone(seen.entry(ord).or_insert_with(fresh))
            })
            .collect();
        if words.is_empty() { Figure::None } else { Figure::Words(words) }
    }
}
