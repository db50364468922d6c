//! The fixed schema of the index. A new kind or field of a book never changes it: all fields
//! of all kinds live in one JSON field.

use tantivy::Index;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, JsonObjectOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use super::text::fold;

/// Format of the index; a higher number makes old ones be built anew.
pub const FORMAT: u32 = 1;

/// Starts the token that stands for a whole value.
pub const WHOLE: char = '\u{1}';
/// Longest whole value that is one token, in bytes.
const MAX_WHOLE: usize = 120;

/// Handles of the fields.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// `kind/id` of the card a document belongs to.
    pub card: Field,
    /// Kind of the record.
    pub kind: Field,
    /// Its id.
    pub id: Field,
    /// For journal entries: id of the card.
    pub parent: Field,
    /// What a person calls it, for showing.
    pub title: Field,
    /// Names, by substring.
    pub name: Field,
    /// Pinyin and initials of names, by substring.
    pub pinyin: Field,
    /// All text, by substring.
    pub text: Field,
    /// Look-alike keys and exact keys.
    pub key: Field,
    /// Ids this record links to.
    pub link: Field,
    /// Every field of the record.
    pub fields: Field,
}

/// The schema, the same for every book.
pub fn schema() -> Schema {
    let grams = |tokenizer: &str| {
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
    };
    let keys = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let keys = TextOptions::default().set_indexing_options(keys);
    let text = TextOptions::default().set_indexing_options(grams("grams"));
    let mut builder = Schema::builder();
    builder.add_text_field("card", keys.clone());
    builder.add_text_field("kind", keys.clone() | STORED);
    builder.add_text_field("id", STRING | STORED | FAST);
    builder.add_text_field("parent", keys.clone() | STORED);
    builder.add_text_field("title", STORED);
    builder.add_text_field("name", text.clone());
    builder.add_text_field("pinyin", text.clone());
    builder.add_text_field("text", text);
    builder.add_text_field("key", keys.clone());
    builder.add_text_field("link", keys);
    let json = JsonObjectOptions::default().set_indexing_options(grams("field")).set_fast("raw");
    builder.add_json_field("fields", json);
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
            name: get(5),
            pinyin: get(6),
            text: get(7),
            key: get(8),
            link: get(9),
            fields: get(10),
        }
    }
}

/// Tells an index our tokenizers.
pub fn register(index: &Index) {
    let grams = TextAnalyzer::builder(Grams { whole: false, token: Token::default() }).build();
    let field = TextAnalyzer::builder(Grams { whole: true, token: Token::default() }).build();
    index.tokenizers().register("grams", grams);
    index.tokenizers().register("field", field);
}

/// Every pair of neighbouring letters of the folded text, so that any substring of two
/// letters or more is a phrase; with `whole`, first the value itself as one token.
#[derive(Clone)]
struct Grams {
    whole: bool,
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

/// The token of a whole value; `None` when it is too long to be one.
pub fn whole(value: &str) -> Option<String> {
    (value.len() <= MAX_WHOLE).then(|| format!("{WHOLE}{value}"))
}

impl Tokenizer for Grams {
    type TokenStream<'a> = GramStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> GramStream<'a> {
        self.token.reset();
        let mut offsets = Vec::with_capacity(text.len() / 2);
        let folded = fold(text);
        offsets.extend(folded.char_indices().map(|(at, _)| at));
        offsets.push(folded.len());
        let whole = if self.whole { whole(text) } else { None };
        GramStream { folded, offsets, at: 0, whole, token: &mut self.token }
    }
}

/// The tokens of one text.
struct GramStream<'a> {
    folded: String,
    offsets: Vec<usize>,
    at: usize,
    whole: Option<String>,
    token: &'a mut Token,
}

impl TokenStream for GramStream<'_> {
    fn advance(&mut self) -> bool {
        self.token.text.clear();
        self.token.position = self.token.position.wrapping_add(1);
        if let Some(whole) = self.whole.take() {
            self.token.text.push_str(&whole);
            return true;
        }
        let letters = self.offsets.len() - 1;
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
