//! One record as a page: text for the terminal, Markdown, HTML.

use unicode_width::UnicodeWidthStr as _;

use super::Format;
use super::clean;
use super::page::{self, lines};
use super::table::{Table, pad};
use crate::error::Lang;

/// What a page about a record says.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Name of the record.
    pub title: String,
    /// Kind and id.
    pub subtitle: String,
    /// Language of everything in it.
    pub lang: Lang,
    /// Label and value of each field.
    pub facts: Vec<(String, String)>,
    /// Lists inside the record and around it.
    pub sections: Vec<Section>,
    /// Heading of the log.
    pub log_title: String,
    /// Entries, newest first.
    pub log: Vec<Entry>,
    /// Said below a shortened log.
    pub more: Option<String>,
}

/// A small table with a heading.
#[derive(Debug, Clone)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// Column headings.
    pub headings: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

/// An entry of the log.
#[derive(Debug, Clone)]
pub struct Entry {
    /// When, who, how.
    pub head: String,
    /// What was said and done.
    pub text: String,
    /// Next step.
    pub next: String,
}

/// Draws a page; formats without a page of their own get the text.
pub fn render(view: &View, format: Format, width: Option<usize>, colour: bool) -> String {
    match format {
        Format::Md => markdown(view),
        Format::Html => html(view),
        _ => text(view, width, colour),
    }
}

fn section_table(section: &Section) -> Table {
    let mut table = Table::new(section.headings.iter().map(String::as_str));
    table.rows.clone_from(&section.rows);
    table
}

fn text(view: &View, width: Option<usize>, colour: bool) -> String {
    let bold = |text: &str| if colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() };
    let mut out = format!("{}  {}\n\n", bold(&clean::cell(&view.title)), clean::cell(&view.subtitle));
    let widest = view.facts.iter().map(|(label, _)| label.width()).max().unwrap_or(0);
    for (label, value) in &view.facts {
        let label = pad(&clean::cell(label), widest + 2);
        let gap = " ".repeat(widest + 2);
        let room = width.map_or(usize::MAX, |width| width.saturating_sub(widest + 2).max(20));
        for (number, line) in clean::lines(value).lines().flat_map(|line| wrap(line, room)).enumerate() {
            out.push_str(if number == 0 { &label } else { &gap });
            out.push_str(&line);
            out.push('\n');
        }
    }
    for section in &view.sections {
        out.push_str(&format!("\n{}\n", bold(&clean::cell(&section.title))));
        let drawn = section_table(section).to_text(None, false);
        let fits = width.is_none_or(|width| drawn.lines().all(|line| line.width() + 2 <= width));
        if fits {
            drawn.lines().for_each(|line| out.push_str(&format!("  {line}\n")));
        } else {
            section_lines(section, width.unwrap_or(80), &mut out);
        }
    }
    if !view.log.is_empty() {
        out.push_str(&format!("\n{}\n", bold(&clean::cell(&view.log_title))));
    }
    let room = width.map_or(usize::MAX, |width| width.saturating_sub(4).max(20));
    for entry in &view.log {
        out.push_str(&format!("  {}\n", clean::cell(&entry.head)));
        for line in clean::lines(&entry.text).lines().flat_map(|line| wrap(line, room)) {
            out.push_str(&format!("    {line}\n"));
        }
        if !entry.next.is_empty() {
            out.push_str(&format!("    → {}\n", clean::cell(&entry.next)));
        }
    }
    if let Some(more) = &view.more {
        out.push_str(&format!("  {more}\n"));
    }
    out
}

/// A section too wide for a table: a paragraph a row, nothing cut off, broken between its fields where that is enough.
fn section_lines(section: &Section, width: usize, out: &mut String) {
    for row in &section.rows {
        let filled = section.headings.iter().zip(row).filter(|(_, value)| !value.is_empty());
        let mut line = String::from(" ");
        for (number, (label, value)) in filled.enumerate() {
            let piece = clean::cell(&format!("{label}: {value}"));
            let dot = if number == 0 { " " } else { " · " };
            if line.width() + dot.width() + piece.width() <= width {
                line.push_str(dot);
                line.push_str(&piece);
                continue;
            }
            if number > 0 {
                out.push_str(&format!("{line}\n"));
            }
            let mut pieces = wrap(&piece, width.saturating_sub(4));
            let last = pieces.pop().unwrap_or_default();
            pieces.iter().for_each(|piece| out.push_str(&format!("    {piece}\n")));
            line = format!("    {last}");
        }
        out.push_str(&format!("{line}\n"));
    }
}

/// What no line begins with.
const CLOSING: &str = ":;,.!?)]%：；，。、！？）】》」』”’";

/// Breaks a line at spaces or between Chinese characters.
fn wrap(line: &str, room: usize) -> Vec<String> {
    if line.width() <= room {
        return vec![line.to_owned()];
    }
    let mut lines = vec![String::new()];
    let mut used = 0;
    let mut word = String::new();
    let place = |word: &mut String, lines: &mut Vec<String>, used: &mut usize| {
        if *used + word.width() > room && *used > 0 {
            lines.push(String::new());
            *used = 0;
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(word);
        }
        *used += word.width();
        word.clear();
    };
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        word.push(c);
        let closes = rest.peek().is_some_and(|next| CLOSING.contains(*next));
        if word.width() >= room || (!closes && (c == ' ' || c.to_string().width() == 2)) {
            place(&mut word, &mut lines, &mut used);
        }
    }
    place(&mut word, &mut lines, &mut used);
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

fn markdown(view: &View) -> String {
    let safe = |text: &str| clean::lines(text).replace('<', "&lt;");
    let mut out = format!("# {}\n\n{}\n\n", safe(&view.title), safe(&view.subtitle));
    for (label, value) in &view.facts {
        out.push_str(&format!("- **{}**: {}\n", safe(label), safe(value).replace('\n', "\n  ")));
    }
    for section in &view.sections {
        out.push_str(&format!("\n## {}\n\n{}", safe(&section.title), section_table(section).to_markdown()));
    }
    if !view.log.is_empty() {
        out.push_str(&format!("\n## {}\n\n", safe(&view.log_title)));
    }
    for entry in &view.log {
        out.push_str(&format!("- {}\n\n  {}\n", safe(&entry.head), safe(&entry.text).replace('\n', "\n  ")));
        if !entry.next.is_empty() {
            out.push_str(&format!("\n  → {}\n", safe(&entry.next)));
        }
    }
    out
}

/// A whole page, to print or to send.
fn html(view: &View) -> String {
    let mut out = format!(
        "<header>\n<h1>{}</h1>\n<p>{}</p>\n</header>\n<main>\n{}",
        lines(&view.title),
        lines(&view.subtitle),
        page::facts(&view.facts)
    );
    for section in &view.sections {
        out.push_str(&format!(
            "<h2>{}</h2>\n{}",
            lines(&section.title),
            page::table(&section_table(section), 0, &section.title)
        ));
    }
    if !view.log.is_empty() {
        out.push_str(&format!("<h2>{}</h2>\n", lines(&view.log_title)));
    }
    for entry in &view.log {
        out.push_str(&format!("<h3>{}</h3>\n<p>{}</p>\n", lines(&entry.head), lines(&entry.text)));
        if !entry.next.is_empty() {
            out.push_str(&format!("<p>→ {}</p>\n", lines(&entry.next)));
        }
    }
    out.push_str("</main>\n");
    page::page(view.lang, &view.title, "", &out)
}
