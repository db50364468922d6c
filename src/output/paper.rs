//! A paper to keep or to send: headings, facts, tables, notes and entries, written as Markdown or HTML with every text
//! escaped.

use super::Format;
use super::clean;

/// A paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// Title.
    pub title: String,
    /// Said below the title.
    pub subtitle: String,
    /// What follows.
    pub parts: Vec<Part>,
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A heading.
    Heading(String),
    /// Labels and values.
    Facts(Vec<(String, String)>),
    /// Headings and rows.
    Table(Vec<String>, Vec<Vec<String>>),
    /// Single lines.
    Items(Vec<String>),
    /// Something said, with its head and what comes next; empty when nothing does.
    Entry {
        /// When, who, how.
        head: String,
        /// What was said and done.
        text: String,
        /// The next step.
        next: String,
    },
}

impl Paper {
    /// Adds a section unless it is empty.
    pub fn section(&mut self, heading: &str, parts: Vec<Part>) {
        let filled = |part: &Part| match part {
            Part::Facts(facts) => !facts.is_empty(),
            Part::Table(_, rows) => !rows.is_empty(),
            Part::Items(items) => !items.is_empty(),
            Part::Heading(_) | Part::Entry { .. } => true,
        };
        if parts.iter().any(filled) {
            self.parts.push(Part::Heading(heading.to_owned()));
            self.parts.extend(parts.into_iter().filter(filled));
        }
    }

    /// The text of the paper; a whole page for HTML, Markdown for every other format.
    pub fn write(&self, format: Format) -> String {
        if format == Format::Html { self.html() } else { self.markdown() }
    }

    fn markdown(&self) -> String {
        let mut out = format!("# {}\n\n{}\n", md(&self.title), md(&self.subtitle));
        for part in &self.parts {
            out.push('\n');
            match part {
                Part::Heading(text) => out.push_str(&format!("## {}\n", md(text))),
                Part::Facts(facts) => {
                    for (label, value) in facts {
                        out.push_str(&format!("- {}: {}\n", md(label), block(value, "  ")));
                    }
                }
                Part::Table(headings, rows) => {
                    let line = |cells: &[String]| {
                        let cells: Vec<String> = cells.iter().map(|cell| md(cell)).collect();
                        format!("| {} |\n", cells.join(" | "))
                    };
                    out.push_str(&line(headings));
                    out.push_str(&format!("|{}\n", " --- |".repeat(headings.len())));
                    rows.iter().for_each(|row| out.push_str(&line(row)));
                }
                Part::Items(items) => {
                    items.iter().for_each(|item| out.push_str(&format!("- {}\n", block(item, "  "))));
                }
                Part::Entry { head, text, next } => {
                    out.push_str(&format!("- {}\n\n  {}\n", md(head), block(text, "  ")));
                    if !next.is_empty() {
                        out.push_str(&format!("\n  → {}\n", md(next)));
                    }
                }
            }
        }
        out
    }

    fn html(&self) -> String {
        let safe = |text: &str| clean::html(text).replace('\n', "<br>");
        let title = safe(&self.title);
        let mut out = format!(
            "<!doctype html>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<h1>{title}</h1>\n<p>{}</p>\n",
            safe(&self.subtitle)
        );
        for part in &self.parts {
            match part {
                Part::Heading(text) => out.push_str(&format!("<h2>{}</h2>\n", safe(text))),
                Part::Facts(facts) => {
                    out.push_str("<dl>\n");
                    for (label, value) in facts {
                        out.push_str(&format!("<dt>{}</dt><dd>{}</dd>\n", safe(label), safe(value)));
                    }
                    out.push_str("</dl>\n");
                }
                Part::Table(headings, rows) => {
                    let line = |cells: &[String], tag: &str| {
                        let cells = cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", safe(cell)));
                        format!("<tr>{}</tr>\n", cells.collect::<String>())
                    };
                    out.push_str(&format!("<table>\n{}", line(headings, "th")));
                    rows.iter().for_each(|row| out.push_str(&line(row, "td")));
                    out.push_str("</table>\n");
                }
                Part::Items(items) => {
                    let items = items.iter().map(|item| format!("<li>{}</li>\n", safe(item)));
                    out.push_str(&format!("<ul>\n{}</ul>\n", items.collect::<String>()));
                }
                Part::Entry { head, text, next } => {
                    out.push_str(&format!("<h3>{}</h3>\n<p>{}</p>\n", safe(head), safe(text)));
                    if !next.is_empty() {
                        out.push_str(&format!("<p>→ {}</p>\n", safe(next)));
                    }
                }
            }
        }
        out
    }
}

/// Text of several lines below a dash: a line end stays one, indented so that it stays in its item.
fn block(text: &str, indent: &str) -> String {
    let lines = clean::lines(text);
    let lines = lines.lines().map(md).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(&format!("  \n{indent}"))
}

/// One line as Markdown that shows just these letters.
fn md(text: &str) -> String {
    let text = clean::cell(text);
    let text = text.trim();
    let harmless =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b',' | b'/') || !byte.is_ascii();
    if text.bytes().all(harmless) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut rest = text.chars().peekable();
    // What starts a heading, a list or a quotation does so at the start of a line alone.
    if text.starts_with(['#', '+', '-', '=', '>', ':']) {
        out.push('\\');
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = text[digits..].strip_prefix(['.', ')']);
    let numbered = digits > 0 && after.is_some_and(|after| after.is_empty() || after.starts_with(' '));
    let mut at = 0;
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let wordly = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match c {
            '<' => out.push_str("&lt;"),
            '\\' | '`' | '*' | '[' | ']' | '|' => out.extend(['\\', c]),
            '_' if !(wordly(before) && wordly(next)) => out.push_str("\\_"),
            '~' if next == Some('~') || before == Some('~') => out.push_str("\\~"),
            '&' if wordly(next) || next == Some('#') => out.push_str("\\&"),
            '.' | ')' if numbered && at == digits => out.extend(['\\', c]),
            c => out.push(c),
        }
        before = Some(c);
        at += c.len_utf8();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_markdown_are_shown_as_they_are() {
        for (text, wanted) in [
            ("# no heading", "\\# no heading"),
            ("- no list", "\\- no list"),
            ("1. no list", "1\\. no list"),
            ("100.50 CNY", "100.50 CNY"),
            ("2026-11-23 at 14:30", "2026-11-23 at 14:30"),
            ("zhang_wei@x.example", "zhang_wei@x.example"),
            ("_so_ *so* `so`", "\\_so\\_ \\*so\\* \\`so\\`"),
            ("[a](javascript:alert(1))", "\\[a\\](javascript:alert(1))"),
            ("<img src=x>", "&lt;img src=x>"),
            ("AT&T &lt; &", "AT\\&T \\&lt; &"),
            ("a|b\\", "a\\|b\\\\"),
            ("    code", "code"),
            ("~~gone~~", "\\~\\~gone\\~\\~"),
        ] {
            assert_eq!(md(text), wanted, "{text}");
        }
    }

    #[test]
    fn hostile_text_gets_out_of_neither() {
        let evil = "</script>\n# x\n\u{1b}[2J| a |".to_owned();
        let mut paper = Paper { title: evil.clone(), subtitle: evil.clone(), parts: Vec::new() };
        paper.section(&evil, vec![Part::Facts(vec![(evil.clone(), evil.clone())])]);
        paper.section("t", vec![Part::Table(vec![evil.clone()], vec![vec![evil.clone()]])]);
        paper.section("e", vec![Part::Entry { head: evil.clone(), text: evil.clone(), next: evil.clone() }]);
        paper.section("none", vec![Part::Items(Vec::new())]);
        for format in [Format::Md, Format::Html] {
            let text = paper.write(format);
            assert!(
                !text.contains("</script") && !text.contains('\u{1b}') && !text.contains("none"),
                "{text}"
            );
            assert_eq!(
                text.lines().filter(|line| line.starts_with("# ")).count(),
                usize::from(format == Format::Md)
            );
        }
    }
}
