//! One neutral table, drawn as text, CSV, Markdown or HTML.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::clean;
use super::csv_cells;
use super::table_text;

/// Longest single word that is shown whole or not at all.
const MOST_WHOLE: usize = 24;

/// A column: its heading and how its cells stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Heading in the user's language.
    pub label: String,
    /// Numbers and money stand to the right.
    pub right: bool,
}

/// Headings and rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows of plain text.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with left-aligned columns.
    pub fn new(labels: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let columns = labels.into_iter().map(|label| Column { label: label.into(), right: false }).collect();
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// Aligned columns, one line a row, cut to the width of the terminal. Columns that would be
    /// too narrow to read are left out from the right; other formats have them all.
    pub fn to_text(&self, width: Option<usize>, colour: bool) -> String {
        table_text::draw(self, width, colour, 0)
    }

    /// True for a column of short single words, such as ids, days and phones.
    pub(super) fn is_whole(&self, number: usize) -> bool {
        let mut cells = self.rows.iter().filter_map(|row| row.get(number));
        cells.all(|text| text.len() <= MOST_WHOLE && text.is_ascii() && !text.contains(' '))
    }

    /// Width of the widest cell of a column, without its heading.
    pub(super) fn widest(&self, number: usize) -> usize {
        self.rows.iter().filter_map(|row| row.get(number)).map(|text| text.width()).max().unwrap_or(0)
    }

    /// RFC 4180, formulas made harmless.
    pub fn to_csv(&self) -> String {
        let mut out = Vec::new();
        let labels: Vec<String> = self.columns.iter().map(|column| column.label.clone()).collect();
        // Writing to memory cannot fail.
        let _ = csv_cells::write(&labels, self.rows.iter(), &mut out, b',');
        String::from_utf8(out).unwrap_or_default()
    }

    /// A Markdown table.
    pub fn to_markdown(&self) -> String {
        self.markdown(0)
    }

    /// A Markdown table with so many last rows in bold.
    pub fn markdown(&self, bold: usize) -> String {
        let cell = clean::markdown;
        let strong = |text: &String| match cell(text) {
            text if text.is_empty() => text,
            text => format!("**{text}**"),
        };
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut out = line(self.columns.iter().map(|column| cell(&column.label)).collect());
        out.push_str(&line(
            self.columns.iter().map(|column| if column.right { "---:" } else { "---" }.to_owned()).collect(),
        ));
        let (rows, last) = self.rows.split_at(self.rows.len().saturating_sub(bold));
        rows.iter().for_each(|row| out.push_str(&line(row.iter().map(|text| cell(text)).collect())));
        last.iter().for_each(|row| out.push_str(&line(row.iter().map(strong).collect())));
        out
    }

    /// An HTML table.
    pub fn to_html(&self) -> String {
        let mut out = String::from("<table>\n<thead><tr>");
        for column in &self.columns {
            out.push_str(&format!("<th>{}</th>", clean::html(&column.label)));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for row in &self.rows {
            out.push_str("<tr>");
            for (text, column) in row.iter().zip(&self.columns) {
                let style = if column.right { " style=\"text-align:right\"" } else { "" };
                out.push_str(&format!("<td{style}>{}</td>", clean::html(text)));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n");
        out
    }
}

/// Columns of the terminal on standard output.
pub fn terminal_width() -> Option<usize> {
    size().map(|(width, _)| width)
}

/// Lines of the terminal; enough for any page when unknown.
pub fn terminal_height() -> usize {
    size().map_or(usize::MAX, |(_, height)| height)
}

fn size() -> Option<(usize, usize)> {
    let (width, height) = terminal_size::terminal_size()?;
    Some((usize::from(width.0), usize::from(height.0)))
}

/// Pads text to a width in terminal cells; Chinese counts double.
pub fn pad(text: &str, width: usize) -> String {
    let gap = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(gap))
}

/// Text cut to a width in terminal cells, with a sign that it goes on.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_where_the_room_ends() {
        assert_eq!(
            (cut("上海金科", 8), cut("上海金科", 7), cut("上海金科", 6)),
            ("上海金科".into(), "上海金…".into(), "上海…".into())
        );
        assert_eq!((cut("abc", 2), cut("", 0)), ("a…".into(), "".into()));
    }
}
