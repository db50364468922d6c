//! Some fields of every record that answers a query, read from the columns of the index, without reading the records.

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
            let first = rows.len();
            rows.resize_with(first + docs.len(), || Vec::with_capacity(paths.len()));
            for path in paths {
                let column = OneColumn::open(segment, path).and_then(|column| column.read(&docs));
                for (row, figure) in rows[first..].iter_mut().zip(column.map_err(|e| wrong(&e))?) {
                    row.push(figure);
                }
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
}

impl OneColumn {
    fn open(segment: &SegmentReader, path: &str) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let name = format!("fields.{path}");
        Ok(Self { text: fast.str(&name)?, whole: fast.column_opt(&name)?, decimal: fast.column_opt(&name)? })
    }

    /// The field of some records, in their order.
    fn read(&self, docs: &[DocId]) -> tantivy::Result<Vec<Figure>> {
        let number = |doc: DocId| {
            let whole = self.whole.as_ref().and_then(|column| column.first(doc)).map(|number| number as f64);
            whole.or_else(|| self.decimal.as_ref().and_then(|column| column.first(doc)))
        };
        let Some(text) = &self.text else {
            return Ok(docs.iter().map(|doc| number(*doc).map_or(Figure::None, Figure::Number)).collect());
        };
        // Each word is looked up once, and all in the order of the dictionary: it is read from front to back, block by block.
        let mut places: Vec<u64> = docs.iter().flat_map(|doc| text.term_ords(*doc)).collect();
        places.sort_unstable();
        places.dedup();
        let mut words: Vec<Arc<str>> = Vec::with_capacity(places.len());
        let mut keep = |word: &[u8]| {
            words.push(Arc::from(std::str::from_utf8(word).unwrap_or_default().trim_start_matches(WHOLE)));
        };
        text.dictionary().sorted_ords_to_term_cb(&places, &mut keep)?;
        let word = |place: u64| places.binary_search(&place).ok().and_then(|at| words.get(at).cloned());
        let read = |doc: &DocId| match number(*doc) {
            Some(number) => Figure::Number(number),
            None => match text.term_ords(*doc).filter_map(word).collect::<Vec<_>>() {
                words if words.is_empty() => Figure::None,
                words => Figure::Words(words),
            },
        };
        Ok(docs.iter().map(read).collect())
    }
}
