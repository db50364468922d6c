//! A report as a page, and the page of contents of several.

use super::chart_svg;
use super::page::{facts, lines, page, table};
use super::sheet::Sheet;
use crate::error::Lang;

/// How charts and contents look.
const STYLE: &str = include_str!("sheet.css");

impl Sheet {
    /// A page with the chart, the rows, what is told besides them, and where they come from.
    pub fn to_page(&self) -> String {
        let mut body = format!("<header>\n<h1>{}</h1>\n", lines(&self.title));
        if !self.help.is_empty() {
            body.push_str(&format!("<p>{}</p>\n", lines(&self.help)));
        }
        body.push_str("</header>\n<main>\n");
        if self.table.rows.is_empty() {
            body.push_str(&format!("<p class=\"nothing\">{}</p>\n", self.nothing()));
        } else {
            if let Some(chart) = &self.chart {
                body.push_str(&chart_svg::draw(chart, &self.title, self.lang));
            }
            body.push_str(&table(&self.table, self.totals, &self.title));
            body.push_str(&self.details());
        }
        if !self.notes.is_empty() {
            let notes = self.notes.iter().map(|note| format!("<li>{}</li>\n", lines(note)));
            body.push_str(&format!("<ul class=\"notes\">\n{}</ul>\n", notes.collect::<String>()));
        }
        body.push_str("</main>\n");
        body.push_str(&about(&self.about));
        page(self.lang, &self.title, STYLE, &body)
    }
}

impl Sheet {
    /// The commands behind the figures, folded away.
    fn details(&self) -> String {
        if self.drills.is_empty() {
            return String::new();
        }
        let title = self.lang.pick("The records behind the figures", "各数字的来源");
        let all = self
            .drills
            .iter()
            .flat_map(|(row, commands)| commands.iter().map(move |(c, command)| (row, c, command)));
        let rows = all.map(|(row, column, command)| {
            format!(
                "<tr><td>{}</td><td>{}</td><td><code>{}</code></td></tr>\n",
                lines(row),
                lines(column),
                lines(command)
            )
        });
        format!(
            "<details>\n<summary>{title}</summary>\n<table>\n{}</table>\n</details>\n",
            rows.collect::<String>()
        )
    }
}

fn about(about: &[(String, String)]) -> String {
    match about {
        [] => String::new(),
        about => format!("<footer>\n{}</footer>\n", facts(about)),
    }
}

/// The page `index.html` of a folder with the page `NAME.html` of each sheet; `about` says where all of it comes from.
pub fn contents(lang: Lang, title: &str, sheets: &[Sheet], about: &[(String, String)]) -> String {
    let mut body =
        format!("<header>\n<h1>{}</h1>\n</header>\n<main>\n<ul class=\"contents\">\n", lines(title));
    for sheet in sheets {
        let rows = sheet.table.rows.len().saturating_sub(sheet.totals);
        let rows = match (lang, rows) {
            (_, 0) => sheet.nothing().to_owned(),
            (Lang::En, 1) => "1 row".to_owned(),
            (Lang::En, rows) => format!("{rows} rows"),
            (Lang::Zh, rows) => format!("{rows} 行"),
        };
        let help =
            if sheet.help.is_empty() { String::new() } else { format!("<p>{}</p>", lines(&sheet.help)) };
        body.push_str(&format!(
            "<li><a href=\"{}.html\">{}</a><span>{rows}</span>{help}</li>\n",
            address(&sheet.name),
            lines(&sheet.title),
        ));
    }
    body.push_str("</ul>\n</main>\n");
    body.push_str(&self::about(about));
    page(lang, title, STYLE, &body)
}

/// The name of a file as an address below the page: nothing in it is a scheme, a folder or a question.
fn address(name: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    name.bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_scheme_and_no_folder() {
        assert_eq!(address("aging_2026-11.a"), "aging_2026-11.a");
        assert_eq!(address("javascript:x"), "javascript%3Ax");
        assert_eq!(address("../每?#"), "..%2F%E6%AF%8F%3F%23");
    }
}
