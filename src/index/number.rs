//! Sorting by a number that some records, or whole segments, may lack: those come last, whatever the order.

use tantivy::collector::sort_key::NaturalComparator;
use tantivy::collector::{SegmentSortKeyComputer, SortKeyComputer};
use tantivy::columnar::{Column, MonotonicallyMappableToU64 as _};
use tantivy::{DocId, Score, SegmentReader};

/// A sort key of the numbers in a column.
#[derive(Debug, Clone)]
pub struct ByNumber {
    /// Name of the column, such as `fields.level`.
    pub column: String,
    /// Largest first.
    pub descending: bool,
}

/// The columns of one segment; whole numbers and decimals are kept apart.
pub struct SegmentNumbers {
    whole: Option<Column<i64>>,
    decimal: Option<Column<f64>>,
    descending: bool,
}

impl SortKeyComputer for ByNumber {
    type SortKey = Option<u64>;
    type Child = SegmentNumbers;
    type Comparator = NaturalComparator;

    fn segment_sort_key_computer(&self, reader: &SegmentReader) -> tantivy::Result<SegmentNumbers> {
        let fast = reader.fast_fields();
        Ok(SegmentNumbers {
            whole: fast.column_opt(&self.column)?,
            decimal: fast.column_opt(&self.column)?,
            descending: self.descending,
        })
    }
}

impl SegmentSortKeyComputer for SegmentNumbers {
    type SortKey = Option<u64>;
    type SegmentSortKey = Option<u64>;
    type SegmentComparator = NaturalComparator;

    fn segment_sort_key(&mut self, doc: DocId, _score: Score) -> Option<u64> {
        let whole = self.whole.as_ref().and_then(|column| column.first(doc)).map(|number| number as f64);
        let number = whole.or_else(|| self.decimal.as_ref().and_then(|column| column.first(doc)))?;
        // The largest key comes first, and none is smaller than any.
        let key = number.to_u64();
        Some(if self.descending { key } else { !key })
    }

    fn convert_segment_sort_key(&self, key: Option<u64>) -> Option<u64> {
        key
    }
}
