//! A paper to keep or to send: headings, facts, tables, notes and entries, written as Markdown or HTML with every text
//! escaped.

use super::Format;
use super::clean::{self, markdown as md};
use super::page::{self, lines};
use super::table::Table;
use crate::error::Lang;

/// A paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// Title.
    pub title: String,
    /// Said below the title.
    pub subtitle: String,
    /// Language of everything in it.
    pub lang: Lang,
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
                    let line = |out: &mut String, cells: &[String]| {
                        out.push_str("| ");
                        for (number, cell) in cells.iter().enumerate() {
                            out.push_str(if number == 0 { "" } else { " | " });
                            out.push_str(&md(cell));
                        }
                        out.push_str(" |\n");
                    };
                    line(&mut out, headings);
                    out.push_str(&format!("|{}\n", " --- |".repeat(headings.len())));
                    rows.iter().for_each(|row| line(&mut out, row));
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
        let mut out = format!(
            "<header>\n<h1>{}</h1>\n<p>{}</p>\n</header>\n<main>\n",
            lines(&self.title),
            lines(&self.subtitle)
        );
        let mut heading = &self.title;
        for part in &self.parts {
            match part {
                Part::Heading(text) => {
                    heading = text;
                    out.push_str(&format!("<h2>{}</h2>\n", lines(text)));
                }
                Part::Facts(facts) => out.push_str(&page::facts(facts)),
                Part::Table(headings, rows) => {
                    let mut table = Table::new(headings);
                    table.rows.clone_from(rows);
                    out.push_str(&page::table(&table, 0, heading));
                }
                Part::Items(items) => {
                    let items = items.iter().map(|item| format!("<li>{}</li>\n", lines(item)));
                    out.push_str(&format!("<ul>\n{}</ul>\n", items.collect::<String>()));
                }
                Part::Entry { head, text, next } => {
                    out.push_str(&format!("<h3>{}</h3>\n<p>{}</p>\n", lines(head), lines(text)));
                    if !next.is_empty() {
                        out.push_str(&format!("<p>→ {}</p>\n", lines(next)));
                    }
                }
            }
        }
        out.push_str("</main>\n");
        page::page(self.lang, &self.title, "", &out)
    }
}

/// Text of several lines below a dash: a line end stays one, indented so that it stays in its item.
fn block(text: &str, indent: &str) -> String {
    if !text.contains('\n') {
        return md(text);
    }
    let lines = clean::lines(text);
    let lines = lines.lines().map(md).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(&format!("  \n{indent}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_gets_out_of_neither() {
        let evil = "</script>\n# x\n\u{1b}[2J| a |".to_owned();
        let mut paper = Paper { title: evil.clone(), subtitle: evil.clone(), ..Paper::default() };
        paper.section(&evil, vec![Part::Facts(vec![(evil.clone(), evil.clone())])]);
        paper.section("t", vec![Part::Table(vec![evil.clone()], vec![vec![evil.clone()]])]);
        paper.section("e", vec![Part::Entry { head: evil.clone(), text: evil.clone(), next: evil.clone() }]);
        paper.section("left out", vec![Part::Items(Vec::new())]);
        for format in [Format::Md, Format::Html] {
            let text = paper.write(format);
            assert!(
                !text.contains("</script") && !text.contains('\u{1b}') && !text.contains("left out"),
                "{text}"
            );
            assert_eq!(
                text.lines().filter(|line| line.starts_with("# ")).count(),
                usize::from(format == Format::Md)
            );
        }
    }
}
