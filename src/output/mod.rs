//! Everything that reaches a person or a pipe: tables, JSON, CSV, Markdown, HTML, messages.
//!
//! stdout is data, stderr is talk. With `main.rs` the only place that prints.

pub mod annotations;
pub mod calendar;
pub mod card;
pub mod chart;
mod chart_line;
mod chart_spark;
mod chart_svg;
mod chart_text;
pub mod clean;
pub mod csv_cells;
mod figure;
pub mod gantt;
mod gantt_scale;
pub mod labels;
pub mod page;
pub mod paper;
pub mod progress;
#[cfg(test)]
mod samples;
pub mod sections;
pub mod sheet;
pub mod sheet_page;
mod sheet_workbook;
pub mod table;
mod table_text;
pub mod vcard;
pub mod workbook;

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::process::{Command, Stdio};

use serde_json::Value as Json;

use crate::error::{Error, Lang};
use table::Table;

/// How data is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// Aligned columns.
    #[default]
    Table,
    /// One JSON value.
    Json,
    /// YAML.
    Yaml,
    /// Comma-separated.
    Csv,
    /// Markdown.
    Md,
    /// A piece of HTML.
    Html,
}

/// Where and how to speak.
#[derive(Debug)]
pub struct Out {
    /// Format of data.
    pub format: Format,
    /// Language of labels and messages.
    pub lang: Lang,
    /// No talk but errors.
    pub quiet: bool,
    /// Colour on standard output.
    pub colour: bool,
    /// Width of tables; none in a pipe.
    pub width: Option<usize>,
    terminal: bool,
    page: String,
}

impl Out {
    /// Finds out about the terminal.
    pub fn new(format: Format, lang: Lang, quiet: bool) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
        let width = columns.or_else(|| terminal.then(table::terminal_width).flatten());
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
        Self {
            format,
            lang,
            quiet,
            colour: terminal && !no_colour && !dumb,
            width,
            terminal,
            page: String::new(),
        }
    }

    /// True when data goes to a script.
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// True when a write tells its answer on stdout too.
    pub fn tells_things(&self) -> bool {
        matches!(self.format, Format::Json | Format::Yaml)
    }

    /// One of two texts in the user's language.
    pub fn say<'a>(&self, en: &'a str, zh: &'a str) -> &'a str {
        self.lang.pick(en, zh)
    }

    /// A line of talk on standard error.
    pub fn talk(&self, text: &str) {
        if !self.quiet {
            self.flush_err(&format!("{}\n", clean::lines(text)));
        }
    }

    /// Asks a person; `None` when there is no more to read.
    pub fn ask(&mut self, question: &str) -> Option<String> {
        self.flush();
        self.flush_err(&clean::lines(question));
        let mut answer = String::new();
        let read = std::io::stdin().lock().read_line(&mut answer).ok()?;
        (read > 0).then_some(answer)
    }

    /// A line of data.
    pub fn line(&mut self, text: &str) {
        self.page.push_str(&clean::lines(text));
        self.page.push('\n');
        self.flush_if_piped();
    }

    /// Raw data of a format that has its own rules for controls (a file written to stdout).
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.flush();
        write_out(bytes);
    }

    /// One JSON value on a line of its own.
    pub fn json(&mut self, value: &Json) {
        self.page.push_str(&clean::json(value));
        self.page.push('\n');
        self.flush_if_piped();
    }

    /// Rows: a table for people, `json` for scripts.
    pub fn rows(&mut self, table: &Table, json: &Json) {
        let text = match self.format {
            Format::Json => format!("{}\n", clean::json(json)),
            Format::Yaml => yaml(json),
            Format::Table => table.to_text(self.width, self.colour),
            Format::Csv => table.to_csv(),
            Format::Md => table.to_markdown(),
            Format::Html => table.to_html(),
        };
        self.page.push_str(&text);
        self.flush_if_piped();
    }

    /// An answered report: `json` for scripts, everything else for people.
    pub fn sheet(&mut self, sheet: &sheet::Sheet, json: &dyn Fn() -> Json) {
        let text = match self.format {
            Format::Json => format!("{}\n", clean::json(&json())),
            Format::Yaml => yaml(&json()),
            Format::Table => sheet.to_text(self.width, self.colour),
            Format::Csv => sheet.table.to_csv(),
            Format::Md => sheet.to_markdown(),
            Format::Html => sheet.to_page(),
        };
        self.page.push_str(&text);
        self.flush_if_piped();
        if !matches!(self.format, Format::Md | Format::Html) {
            for note in &sheet.notes {
                self.talk(note);
            }
            if sheet.table.rows.is_empty() && self.format != Format::Table {
                self.talk(self.say("Nothing to report.", "没有可报告的内容。"));
            }
        }
    }

    /// One thing: `text` for people, `json` for scripts.
    pub fn thing(&mut self, text: &str, json: &Json) {
        match self.format {
            Format::Json => self.json(json),
            Format::Yaml => {
                self.page.push_str(&yaml(json));
                self.flush_if_piped();
            }
            _ => {
                let text = text.trim_end_matches('\n');
                if !text.is_empty() {
                    self.line(text);
                }
            }
        }
    }

    /// An error, with what to do next.
    pub fn error(&self, error: &Error) {
        if error.en.is_empty() {
            return;
        }
        if self.is_json() {
            let json = serde_json::json!({"error": {
                "code": error.code.word(),
                "message": error.message(self.lang),
                "hint": error.advice(self.lang),
            }});
            self.flush_err(&format!("{}\n", clean::json(&json)));
            return;
        }
        let mut text = format!("{}: {}\n", self.say("error", "错误"), error.message(self.lang));
        for line in error.advice(self.lang).lines() {
            text.push_str(&format!("  {line}\n"));
        }
        self.flush_err(&clean::lines(&text));
    }

    /// A warning: all went well but for this.
    pub fn warn(&self, error: &Error) {
        let mut text = format!("{}: {}", self.say("warning", "注意"), error.message(self.lang));
        if !error.advice(self.lang).is_empty() {
            text.push_str(&format!("\n  {}", error.advice(self.lang)));
        }
        self.flush_err(&format!("{}\n", clean::lines(&text)));
    }

    fn flush_err(&self, text: &str) {
        let _ = std::io::stderr().write_all(text.as_bytes());
    }

    fn flush_if_piped(&mut self) {
        if !self.terminal {
            self.flush();
        }
    }

    /// Writes what was gathered; through the pager when it is taller than the terminal.
    pub fn flush(&mut self) {
        let page = std::mem::take(&mut self.page);
        if page.is_empty() {
            return;
        }
        if self.terminal && page.lines().count() > table::terminal_height() && through_pager(&page) {
            return;
        }
        write_out(page.as_bytes());
    }
}

impl Drop for Out {
    fn drop(&mut self) {
        self.flush();
    }
}

/// A reader that went away is no error.
fn write_out(bytes: &[u8]) {
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(bytes).and_then(|()| stdout.flush());
}

/// Shows a page in the user's own `$PAGER`; false when there is none.
fn through_pager(page: &str) -> bool {
    let Some(pager) = std::env::var("PAGER").ok().filter(|pager| !pager.trim().is_empty()) else {
        return false;
    };
    let child = Command::new("sh")
        .args(["-c", &pager])
        .env("LESS", std::env::var("LESS").unwrap_or_else(|_| "FRX".to_owned()))
        .stdin(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else { return false };
    if let Some(mut stdin) = child.stdin.take() {
        let _ = stdin.write_all(page.as_bytes());
    }
    child.wait().is_ok()
}

fn yaml(json: &Json) -> String {
    use crate::model::value::Value;
    use crate::model::yaml::write::{write_list, write_map};
    let mut text = String::new();
    match Value::from_json(json) {
        Value::Map(map) => write_map(&mut text, &map, 0),
        Value::List(items) => write_list(&mut text, &items, 0),
        other => text.push_str(&other.flat_text()),
    }
    text
}
