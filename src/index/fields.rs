//! The fixed schema of the index. A new kind or field of a book never changes it: all fields
//! of all kinds live in one JSON field.

use tantivy::Index;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, JsonObjectOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use super::text::fold;

/// Format of the index; a higher number makes old ones be built anew.
pub const FORMAT: u32 = 10;

/// Starts a value that is only ever asked for as a whole: choices, links, dates.
pub const WHOLE: char = '\u{1}';

/// A value as it is kept when it is only asked for as a whole.
pub fn whole(value: &str) -> String {
    format!("{WHOLE}{value}")
}

/// Handles of the fields.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// `kind/id` of the card in whose folder a document lies: what changes with it is put in anew together.
    pub card: Field,
    /// Kind of the record.
    pub kind: Field,
    /// Its id.
    pub id: Field,
    /// For journal entries: id of the card.
    pub parent: Field,
    /// What a person calls it, for showing.
    pub title: Field,
    /// The blob of its file, so that an answer needs no way through the trees.
    pub blob: Field,
    /// Pinyin and initials of names, by substring.
    pub pinyin: Field,
    /// Look-alike keys and exact keys.
    pub key: Field,
    /// Ids this record links to.
    pub link: Field,
    /// Every field of the record.
    pub fields: Field,
    /// For a card in another's folder: id of that card.
    pub host: Field,
    /// Who may see it, as `model::access` marks it.
    pub marks: Field,
}

/// The schema, the same for every book.
pub fn schema() -> Schema {
    let grams = || {
        TextFieldIndexing::default()
            .set_tokenizer("grams")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
    };
    let keys = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let keys = TextOptions::default().set_indexing_options(keys);
    let mut builder = Schema::builder();
    builder.add_text_field("card", keys.clone());
    builder.add_text_field("kind", keys.clone() | STORED);
    builder.add_text_field("id", STRING | STORED | FAST);
    builder.add_text_field("parent", keys.clone() | STORED);
    builder.add_text_field("title", STORED);
    builder.add_bytes_field("blob", STORED);
    let spelled = TextOptions::default().set_indexing_options(grams());
    builder.add_text_field("pinyin", spelled);
    builder.add_text_field("key", keys.clone());
    builder.add_text_field("link", keys.clone());
    let json = JsonObjectOptions::default().set_indexing_options(grams()).set_fast("raw");
    builder.add_json_field("fields", json);
    builder.add_text_field("host", keys.clone() | STORED);
    builder.add_text_field("marks", keys);
    builder.build()
}

impl Fields {
    /// The handles in a schema made by [`schema`].
    pub fn of(schema: &Schema) -> Self {
        // Fields are numbered in the order they were added.
        let get = |number: u32| Field::from_field_id(number.min(schema.num_fields() as u32 - 1));
        Self {
            card: get(0),
            kind: get(1),
            id: get(2),
            parent: get(3),
            title: get(4),
            blob: get(5),
            pinyin: get(6),
            key: get(7),
            link: get(8),
            fields: get(9),
            host: get(10),
            marks: get(11),
        }
    }
}

/// Tells an index our tokenizer.
pub fn register(index: &Index) {
    let grams = TextAnalyzer::builder(Grams { token: Token::default() }).build();
    index.tokenizers().register("grams", grams);
}

/// Every pair of neighbouring letters of the folded text, so that any substring of two
/// letters or more is a phrase; values marked as whole are one token.
#[derive(Clone)]
struct Grams {
    token: Token,
}

/// The pairs of a folded text; a single letter stands alone.
pub fn pairs(folded: &str) -> Vec<String> {
    let letters: Vec<char> = folded.chars().collect();
    match letters.len() {
        0 => Vec::new(),
        1 => vec![folded.to_owned()],
        _ => letters.windows(2).map(|pair| pair.iter().collect()).collect(),
    }
}

impl Tokenizer for Grams {
    type TokenStream<'a> = GramStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> GramStream<'a> {
        self.token.reset();
        if text.starts_with(WHOLE) {
            return GramStream {
                folded: String::new(),
                offsets: Vec::new(),
                at: 0,
                whole: Some(text),
                token: &mut self.token,
            };
        }
        let folded = fold(text);
        let offsets = folded.char_indices().map(|(at, _)| at).chain([folded.len()]).collect();
        GramStream { folded, offsets, at: 0, whole: None, token: &mut self.token }
    }
}

/// The tokens of one text.
struct GramStream<'a> {
    folded: String,
    offsets: Vec<usize>,
    at: usize,
    whole: Option<&'a str>,
    token: &'a mut Token,
}

impl TokenStream for GramStream<'_> {
    fn advance(&mut self) -> bool {
        self.token.text.clear();
        self.token.position = self.token.position.wrapping_add(1);
        if let Some(whole) = self.whole.take() {
            self.token.text.push_str(whole);
            return true;
        }
        let letters = self.offsets.len().saturating_sub(1);
        let width = letters.min(2);
        if width == 0 || self.at + width > letters {
            return false;
        }
        let piece = &self.folded[self.offsets[self.at]..self.offsets[self.at + width]];
        self.token.text.push_str(piece);
        self.at += 1;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
