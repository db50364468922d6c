//! An answered report as it is shown: in the terminal, in Markdown, as a page or as a workbook.

use unicode_width::UnicodeWidthStr as _;

use super::chart::Chart;
use super::table::Table;
use super::{chart_text, clean, table_text};
use crate::error::Lang;

/// One answered report.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Name of the report, which names its files too.
    pub name: String,
    /// Title in the language of the sheet.
    pub title: String,
    /// One line on what it tells; empty when there is none.
    pub help: String,
    /// Language of everything in it.
    pub lang: Lang,
    /// Headings and rows as people read them; the totals are the last rows.
    pub table: Table,
    /// The numbers among the cells of `table.rows`, for a workbook: as they stand in the text, so 40 for `40%`. A row
    /// or a cell that is missing here is text.
    pub numbers: Vec<Vec<Option<f64>>>,
    /// How many of the last rows are totals.
    pub totals: usize,
    /// Drawn besides the table.
    pub chart: Option<Chart>,
    /// Told besides the rows.
    pub notes: Vec<String>,
    /// Rows, and for each the columns with the commands that list the records behind them.
    pub drills: Vec<(String, Vec<(String, String)>)>,
    /// Labels and values that say where it comes from: commit, moment, day, parameters, version.
    pub about: Vec<(String, String)>,
}

/// Columns where nobody says how many there are.
const WIDTH: usize = 80;

impl Sheet {
    /// The title, the rows with a line above the totals, and the chart. Without a width nothing in the table is cut,
    /// and the chart takes 80 columns.
    pub fn to_text(&self, width: Option<usize>, colour: bool) -> String {
        let title = clean::cell(&self.title);
        let mut out = if colour { format!("\u{1b}[1m{title}\u{1b}[0m\n") } else { format!("{title}\n") };
        if self.table.rows.is_empty() {
            return format!("{out}\n{}\n", self.nothing());
        }
        out.push('\n');
        out.push_str(&table_text::draw(&self.table, width, colour, self.totals));
        let chart = self.chart_text(width.unwrap_or(WIDTH), colour);
        if !chart.is_empty() {
            out.push_str(&format!("\n{chart}"));
        }
        if let Some((row, commands)) = self.drills.first() {
            out.push_str(&format!("\n{}:\n", self.behind(row)));
            for (column, command) in commands {
                let line = format!("{}: {}", clean::cell(column), clean::cell(command));
                out.push_str(&wrapped(&line, width));
            }
        }
        out
    }

    /// Title, table with its totals in bold, chart as text, notes, and where it comes from.
    pub fn to_markdown(&self) -> String {
        let line = clean::markdown;
        let mut out = format!("# {}\n", line(&self.title));
        if !self.help.is_empty() {
            out.push_str(&format!("\n{}\n", line(&self.help)));
        }
        if self.table.rows.is_empty() {
            out.push_str(&format!("\n{}\n", self.nothing()));
        } else {
            out.push_str(&format!("\n{}", self.table.markdown(self.totals)));
        }
        let chart = self.chart_text(WIDTH, false);
        if !chart.is_empty() {
            let fence = fence(&chart);
            out.push_str(&format!("\n{fence}text\n{chart}{fence}\n"));
        }
        if let Some((row, commands)) = self.drills.first() {
            out.push_str(&format!("\n{}:\n\n", line(&self.behind(row))));
            for (column, command) in commands {
                out.push_str(&format!("- {}: {}\n", line(column), line(command)));
            }
        }
        if !self.notes.is_empty() {
            out.push('\n');
            self.notes.iter().for_each(|note| out.push_str(&format!("- {}\n", line(note))));
        }
        if !self.about.is_empty() {
            out.push_str("\n---\n\n");
            let about = self.about.iter();
            about.for_each(|(label, value)| {
                out.push_str(&format!("- {}: {}\n", line(label), line(value)));
            });
        }
        out
    }

    /// What a sheet without rows says.
    pub(super) fn nothing(&self) -> &'static str {
        self.lang.pick("Nothing to report.", "没有可报告的内容。")
    }

    /// What stands above the commands of a row.
    pub(super) fn behind(&self, row: &str) -> String {
        let of = if row.is_empty() { String::new() } else { format!(" ({})", clean::cell(row)) };
        self.lang.pick("The records behind the first row", "第一行数字的来源").to_owned() + &of
    }

    fn chart_text(&self, width: usize, colour: bool) -> String {
        let chart = self.chart.as_ref().filter(|_| !self.table.rows.is_empty());
        chart.map_or_else(String::new, |chart| chart_text::draw(chart, self.lang, width, colour))
    }
}

/// A command in lines that a shell takes together, not wider than the terminal where there is one.
fn wrapped(line: &str, width: Option<usize>) -> String {
    let mut out = String::from("  ");
    let (mut used, mut quoted) = (2, false);
    let mut words = Vec::<String>::new();
    for piece in line.split(' ') {
        match words.last_mut().filter(|_| quoted) {
            Some(word) => word.push_str(&format!(" {piece}")),
            None => words.push(piece.to_owned()),
        }
        quoted ^= piece.matches('\'').count() % 2 == 1;
    }
    for (number, word) in words.iter().enumerate() {
        let wide = word.width() + usize::from(number > 0);
        // Two more for the mark that goes on.
        if number > 0 && width.is_some_and(|width| used + wide + 2 > width) {
            out.push_str(" \\\n    ");
            used = 4;
        } else if number > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += word.width();
    }
    out.push('\n');
    out
}

/// A fence longer than any in the text.
fn fence(text: &str) -> String {
    let mut longest = 2;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    "`".repeat(longest + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_command_goes_on_in_the_next_line_and_words_stay_whole() {
        let line = "Actual: kehu list x 'a b c' since=1";
        assert_eq!(wrapped(line, None), format!("  {line}\n"));
        assert_eq!(wrapped(line, Some(24)), "  Actual: kehu list x \\\n    'a b c' since=1\n");
    }
}
