//! The search index: look-alikes and queries answered from a projection of the commits.
//!
//! The only folder that knows tantivy. What is in the index may be deleted at any time.

mod any_of;
mod columns;
mod document;
mod fields;
mod folder;
mod number;
mod query;
mod search;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;
use std::path::Path;

use tantivy::directory::error::OpenReadError;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, TantivyDocument, Term};

use crate::error::{Code, Error, Result};

pub use columns::Figure;
pub use document::{
    BAND, COMPLETE, CONFLICT, Document, SCORE, SINCE, Sheet, WAITS, card_documents, source_key, typed_keys,
};
pub use fields::FORMAT;
pub use query::{Ask, Part, Reading, Scalar, Test, parse as parse_query, text_paths};
pub use search::{Hit, Sort};
pub use text::{fold, initials, spelled};

use fields::Fields;
use folder::Folder;

/// What an index was built from; an index with another stamp is caught up or rebuilt.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    /// Format of the index.
    pub format: u32,
    /// Commit it answers for; empty before the first.
    pub commit: String,
    /// Hash of all schemas.
    pub schemas: u64,
}

/// An open search index.
pub struct SearchIndex {
    index: Index,
    reader: IndexReader,
    fields: Fields,
}

/// Bytes of stored fields packed together: an answer unpacks a block for each record, so small
/// ones are quicker.
const STORE_BLOCK: usize = 2048;
/// Memory of the writer for a few documents, and for building from nothing.
const SMALL: usize = 15_000_000;
const LARGE: usize = 200_000_000;

impl SearchIndex {
    /// Opens the index of a folder; `None` when there is none or it cannot be used.
    pub fn open(folder: &Path) -> Option<(Self, Stamp)> {
        let index = Index::open(Folder::open(folder).ok()?).ok()?;
        if index.schema() != fields::schema() {
            return None;
        }
        let index = Self::of(index).ok()?;
        // The stamp is read after the segments, and somebody may have brought the index to another commit in between: only
        // where it stands beside the very segments that were opened does it tell what they hold.
        let meta = index.index.load_metas().ok()?;
        let stamped = meta.segments.iter().map(|segment| (segment.id(), segment.delete_opstamp()));
        if !stamped.collect::<BTreeMap<_, _>>().eq(index.reader.searcher().generation().segments()) {
            return None;
        }
        let stamp: Stamp = serde_json::from_str(&meta.payload?).ok()?;
        (stamp.format == FORMAT).then_some((index, stamp))
    }

    /// A new index in an empty folder.
    pub fn create(folder: &Path) -> Result<Self> {
        let settings = IndexSettings { docstore_blocksize: STORE_BLOCK, ..IndexSettings::default() };
        let folder = Folder::open(folder).map_err(|e| wrong(&e.into()))?;
        Self::of(Index::create(folder, fields::schema(), settings).map_err(|e| wrong(&e))?)
    }

    /// A new index in memory: for old commits and for books that cannot be written.
    pub fn in_memory() -> Result<Self> {
        Self::of(Index::create_in_ram(fields::schema()))
    }

    fn of(index: Index) -> Result<Self> {
        fields::register(&index);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .num_warming_threads(1)
            .doc_store_cache_num_blocks(8)
            .try_into()
            .map_err(|e| wrong(&e))?;
        let fields = Fields::of(&index.schema());
        Ok(Self { index, reader, fields })
    }

    /// Takes out the documents of some cards, puts new ones in, and stamps the result.
    pub fn update(&mut self, gone: &[String], documents: &[Document], stamp: &Stamp) -> Result<()> {
        let writer = self.writer(documents.len())?;
        for card in gone {
            writer.delete_term(Term::from_field_text(self.fields.card, card));
        }
        for document in documents {
            writer.add_document(document.to_tantivy(&self.fields)).map_err(|e| wrong(&e))?;
        }
        self.finish(writer, stamp)
    }

    /// Fills an empty index from a stream of pieces.
    pub fn build(
        &mut self,
        pieces: &mut dyn Iterator<Item = Result<Vec<Document>>>,
        stamp: &Stamp,
    ) -> Result<()> {
        let writer = self.writer(usize::MAX)?;
        for piece in pieces {
            for document in piece? {
                writer.add_document(document.to_tantivy(&self.fields)).map_err(|e| wrong(&e))?;
            }
        }
        self.finish(writer, stamp)?;
        self.unite()
    }

    /// Makes one segment of many: each costs a search six files to open.
    fn unite(&mut self) -> Result<()> {
        let segments = self.index.searchable_segment_ids().map_err(|e| wrong(&e))?;
        if segments.len() < 2 {
            return Ok(());
        }
        let mut writer: IndexWriter<TantivyDocument> =
            self.index.writer_with_num_threads(1, SMALL).map_err(|e| wrong(&e))?;
        writer.merge(&segments).wait().map_err(|e| wrong(&e))?;
        writer.wait_merging_threads().map_err(|e| wrong(&e))?;
        self.reader.reload().map_err(|e| wrong(&e))
    }

    fn writer(&self, documents: usize) -> Result<IndexWriter<TantivyDocument>> {
        let (threads, memory) = if documents < 2000 { (1, SMALL) } else { (2, LARGE) };
        self.index.writer_with_num_threads(threads, memory).map_err(|e| wrong(&e))
    }

    fn finish(&mut self, mut writer: IndexWriter<TantivyDocument>, stamp: &Stamp) -> Result<()> {
        let payload = serde_json::to_string(stamp).unwrap_or_default();
        let mut commit = writer.prepare_commit().map_err(|e| wrong(&e))?;
        commit.set_payload(&payload);
        commit.commit().map_err(|e| wrong(&e))?;
        // Unwaited merges are lost with the process, and segments pile up.
        writer.wait_merging_threads().map_err(|e| wrong(&e))?;
        self.reader.reload().map_err(|e| wrong(&e))
    }

    /// How many segments the index has.
    pub fn segments(&self) -> usize {
        self.reader.searcher().segment_readers().len()
    }

    /// Checks every file of the index against its checksum.
    pub fn is_sound(&self) -> bool {
        self.index.validate_checksum().is_ok_and(|damaged| damaged.is_empty())
    }
}

/// The error for an index that failed.
fn wrong(error: &tantivy::TantivyError) -> Error {
    let text = match error {
        tantivy::TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
            format!("{} is missing", path.display())
        }
        other => other.to_string(),
    };
    if text.contains("No space left") {
        return Error::io("The search index", &std::io::ErrorKind::StorageFull.into());
    }
    Error::new(Code::Io, format!("The search index failed: {text}."), format!("搜索索引出错: {text}。"))
        .hint("`kehu doctor --fix` builds it anew.", "`kehu doctor --fix` 可重建索引。")
}
