//! What a written report says for machines: from which commit it was made, when, with what, and for whom.
//!
//! It stands in the file itself where a reader does not see it (HTML, Markdown), else beside it in `FILE.kehu.json`.

use serde_json::{Value as Json, json};

use crate::error::Lang;
use crate::output::clean;

/// Before the statement of a page; its JSON is escaped, so it holds no quotes.
const PAGE: (&str, &str) = ("<meta name=\"kehu\" content=\"", "\">\n");
/// In a page the statement stands before this, the first thing in it that comes from a book.
const BEFORE: &str = "<title>";
/// Around the statement of a Markdown file, in its last line.
const MARKDOWN: (&str, &str) = ("\n<!-- kehu ", " -->\n");
/// Most of a statement that is read, in bytes.
const LARGEST: usize = 1 << 20;

/// Where a report comes from: enough to make it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Name of the report.
    pub report: String,
    /// The state of the book, all digits.
    pub commit: String,
    /// When it was made, RFC 3339.
    pub made: String,
    /// The day taken for today.
    pub as_of: String,
    /// What was typed behind the name, `param=value`; records by id.
    pub parameters: Vec<String>,
    /// Id of the person for whom it was made; empty when nobody is known.
    pub person: String,
    /// Language.
    pub lang: Lang,
    /// Version of kehu.
    pub version: String,
    /// What it was compared with.
    pub versus: Option<Versus>,
}

/// The other moment of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versus {
    /// The state of the book.
    pub commit: String,
    /// The day taken for today.
    pub as_of: String,
    /// Who was looking, as the book knew them then.
    pub person: String,
}

impl Statement {
    /// As JSON.
    pub fn json(&self) -> Json {
        let mut json = json!({
            "report": self.report,
            "commit": self.commit,
            "made": self.made,
            "as_of": self.as_of,
            "parameters": self.parameters,
            "person": self.person,
            "lang": self.lang.pick("en", "zh-CN"),
            "version": self.version,
        });
        if let Some(versus) = &self.versus {
            json["versus"] = json!({"commit": versus.commit, "as_of": versus.as_of, "person": versus.person});
        }
        json
    }

    /// Reads what `json` gives; `None` when something is missing or of another sort.
    pub fn of(json: &Json) -> Option<Self> {
        let text = |json: &Json, key: &str| json.get(key)?.as_str().map(str::to_owned);
        let parameters = json.get("parameters")?.as_array()?.iter();
        let versus = match json.get("versus") {
            None => None,
            Some(versus) => Some(Versus {
                commit: text(versus, "commit")?,
                as_of: text(versus, "as_of")?,
                person: text(versus, "person")?,
            }),
        };
        Some(Self {
            report: text(json, "report")?,
            commit: text(json, "commit")?,
            made: text(json, "made")?,
            as_of: text(json, "as_of")?,
            parameters: parameters.map(|word| word.as_str().map(str::to_owned)).collect::<Option<_>>()?,
            person: text(json, "person")?,
            lang: Lang::parse(&text(json, "lang")?)?,
            version: text(json, "version")?,
            versus,
        })
    }

    /// A page with the statement in its head.
    pub fn in_page(&self, page: &str) -> String {
        let (open, close) = PAGE;
        let json = clean::html(&clean::json(&self.json()));
        page.replacen(BEFORE, &format!("{open}{json}{close}{BEFORE}"), 1)
    }

    /// The statement of a page.
    pub fn from_page(page: &str) -> Option<Self> {
        let head = page.get(..page.find(BEFORE)?)?;
        let (open, close) = PAGE;
        let (_, rest) = head.split_once(open)?;
        let (json, _) = rest.split_once(close)?;
        let json = json.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        parsed(&json.replace("&#39;", "'").replace("&amp;", "&"))
    }

    /// A Markdown file with the statement in its last line.
    pub fn in_markdown(&self, text: &str) -> String {
        // Two dashes would end the comment; in JSON they stand only inside texts.
        let json = clean::json(&self.json()).replace("--", "-\\u002d");
        let (open, close) = MARKDOWN;
        format!("{text}{open}{json}{close}")
    }

    /// The statement of a Markdown file.
    pub fn from_markdown(text: &str) -> Option<Self> {
        let (open, close) = MARKDOWN;
        let (_, json) = text.strip_suffix(close)?.rsplit_once(open)?;
        parsed(json)
    }

    /// The text of the file beside a report, with the digest of the report.
    pub fn beside(&self, digest: &str) -> String {
        let mut json = self.json();
        json["sha256"] = digest.into();
        format!("{}\n", clean::json(&json))
    }

    /// The statement of a file beside a report, and the digest it has of the report.
    pub fn from_beside(text: &str) -> Option<(Self, String)> {
        let json: Json = serde_json::from_str(text).ok().filter(|_| text.len() <= LARGEST)?;
        Some((Self::of(&json)?, json.get("sha256")?.as_str()?.to_owned()))
    }
}

fn parsed(text: &str) -> Option<Statement> {
    let json = serde_json::from_str(text).ok().filter(|_| text.len() <= LARGEST)?;
    Statement::of(&json)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn statement(text: String) -> Statement {
        Statement {
            report: "aging".to_owned(),
            commit: "c0ffee".to_owned(),
            made: "2026-11-23T09:00:00+08:00".to_owned(),
            as_of: "2026-11-23".to_owned(),
            parameters: vec![format!("owner={text}")],
            person: text.clone(),
            lang: Lang::Zh,
            version: "1".to_owned(),
            versus: Some(Versus { commit: "c".to_owned(), as_of: text, person: String::new() }),
        }
    }

    proptest! {
        #[test]
        fn any_statement_is_read_as_it_was_written(text in "[-<>\"'&\\\\a\u{0}-\u{20}\u{202e}客]{0,12}") {
            let made = statement(text);
            let page = made.in_page("<head>\n<title>x</title>\n");
            prop_assert_eq!(Statement::from_page(&page), Some(made.clone()));
            let markdown = made.in_markdown("# x\n");
            prop_assert_eq!(markdown.matches("--").count(), 2);
            prop_assert_eq!(Statement::from_markdown(&markdown), Some(made.clone()));
            let beside = Statement::from_beside(&made.beside("00"));
            prop_assert_eq!(beside, Some((made, "00".to_owned())));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            prop_assert_eq!(Statement::from_page(&text), None);
            prop_assert_eq!(Statement::from_markdown(&text), None);
            prop_assert_eq!(Statement::from_beside(&text), None);
        }
    }

    #[test]
    fn a_title_is_no_statement() {
        let page = "<title>x</title>\n<meta name=\"kehu\" content=\"{}\">\n";
        assert_eq!(Statement::from_page(page), None);
    }
}
