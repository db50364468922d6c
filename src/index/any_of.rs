//! Records with any of some terms of one field.

use tantivy::query::{
    BitSetDocSet, BooleanQuery, ConstScorer, EnableScoring, Explanation, Occur, Query, Scorer, TermQuery,
    Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet as _, Score, SegmentReader, TantivyError, Term};

use super::query::constant;

/// So many terms are walked through side by side; more are gathered first.
const FEW: usize = 64;

/// The question for records with any of some terms of one field.
pub(super) fn any_of(field: Field, terms: Vec<Term>) -> Box<dyn Query> {
    if terms.len() > FEW {
        return Box::new(Gathered { field, terms });
    }
    let one = |term| -> (Occur, Box<dyn Query>) {
        (Occur::Should, constant(Box::new(TermQuery::new(term, IndexRecordOption::Basic))))
    };
    Box::new(BooleanQuery::new(terms.into_iter().map(one).collect()))
}

/// Many terms, looked up one by one; what has them is kept as one bit a document. tantivy's own `TermSetQuery` makes up a
/// dictionary of 2 MB for each question to go through the terms of the index with.
#[derive(Debug, Clone)]
struct Gathered {
    field: Field,
    terms: Vec<Term>,
}

impl Query for Gathered {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Gathered {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = reader.inverted_index(self.field)?;
        let mut found = BitSet::with_max_value(reader.max_doc());
        for term in &self.terms {
            let Some(info) = index.get_term_info(term)? else { continue };
            let mut postings = index.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            while !postings.docs().is_empty() {
                for doc in postings.docs() {
                    found.insert(*doc);
                }
                postings.advance();
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        match self.scorer(reader, 1.0)?.seek(doc) == doc {
            true => Ok(Explanation::new("any of many terms", 1.0)),
            false => Err(TantivyError::InvalidArgument("the document has none of the terms".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use tantivy::collector::DocSetCollector;
    use tantivy::{Index, IndexWriter, TantivyDocument};

    use super::*;
    use crate::index::fields::{Fields, register, schema};

    #[test]
    fn many_terms_find_what_each_of_them_finds() {
        let index = Index::create_in_ram(schema());
        register(&index);
        let fields = Fields::of(&index.schema());
        let mark = |number: usize| format!("o:p{number}");
        // Two segments, and what is in neither any more.
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000).unwrap();
        for number in 0..900 {
            let mut document = TantivyDocument::default();
            document.add_text(fields.id, number.to_string());
            for step in [1, 7, 31] {
                document.add_text(fields.marks, mark(number / step));
            }
            writer.add_document(document).unwrap();
            if number == 450 {
                writer.commit().unwrap();
            }
        }
        for gone in (0..900).step_by(5) {
            writer.delete_term(Term::from_field_text(fields.id, &gone.to_string()));
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let terms = |numbers: &[usize]| {
            numbers.iter().map(|number| Term::from_field_text(fields.marks, &mark(*number))).collect()
        };
        let many: Vec<usize> = (0..3 * FEW).map(|number| number * 11).collect();
        let found = searcher.search(&any_of(fields.marks, terms(&many)), &DocSetCollector).unwrap();
        let mut each = std::collections::HashSet::new();
        for part in many.chunks(FEW / 2) {
            each.extend(searcher.search(&any_of(fields.marks, terms(part)), &DocSetCollector).unwrap());
        }
        assert_eq!(found, each);
        assert!(found.len() > 100, "{}", found.len());
    }
}
