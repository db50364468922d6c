//! Whole pages of HTML: one skeleton and one style for everything that is kept, printed or sent.
//!
//! A page stands alone: it loads nothing and runs nothing, and says so to the browser.

use super::clean;
use super::table::Table;
use crate::error::Lang;

/// What the browser may do: show the style of the page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/// How pages look: on a screen by day and night, on a telephone, on paper.
const STYLE: &str = include_str!("page.css");

/// Text up to this width stands in one line.
const SHORT: usize = 12;
/// Text wider than this may be broken, but not into a column of single words.
const LONG: usize = 20;

/// A page around its body, which is HTML already; `style` is said behind the style of all pages.
pub fn page(lang: Lang, title: &str, style: &str, body: &str) -> String {
    let style: String = STYLE.lines().chain(style.lines()).map(str::trim).collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        lang.pick("en", "zh-CN"),
        clean::html(&clean::cell(title)),
    )
}

/// A table in a box of its own, which scrolls where the page is too narrow; the last rows are totals.
pub fn table(table: &Table, totals: usize, label: &str) -> String {
    // Numbers stand to the right; ids, days and short names are not broken; long text has room.
    let sides: Vec<&str> = (0..table.columns.len())
        .map(|at| match &table.columns[at] {
            column if column.right => " class=\"n\"",
            _ if table.is_whole(at) || table.widest(at) <= SHORT => " class=\"w\"",
            _ if table.widest(at) > LONG => " class=\"t\"",
            _ => "",
        })
        .collect();
    let side = |at: usize| sides.get(at).copied().unwrap_or_default();
    let mut out = format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table>\n<thead>\n<tr>",
        clean::html(&clean::cell(label))
    );
    for (at, column) in table.columns.iter().enumerate() {
        out.push_str(&format!("<th scope=\"col\"{}>{}</th>", side(at), lines(&column.label)));
    }
    out.push_str("</tr>\n</thead>\n");
    let (rows, last) = table.rows.split_at(table.rows.len().saturating_sub(totals));
    for (rows, class) in [(rows, ""), (last, " class=\"totals\"")] {
        if rows.is_empty() {
            continue;
        }
        out.push_str(&format!("<tbody{class}>\n"));
        for row in rows {
            let cells =
                row.iter().enumerate().map(|(at, text)| format!("<td{}>{}</td>", side(at), lines(text)));
            out.push_str(&format!("<tr>{}</tr>\n", cells.collect::<String>()));
        }
        out.push_str("</tbody>\n");
    }
    out.push_str("</table>\n</div>\n");
    out
}

/// Text that keeps its line ends.
pub fn lines(text: &str) -> String {
    clean::html(text).replace('\n', "<br>")
}

/// Labels and values.
pub fn facts(facts: &[(String, String)]) -> String {
    let facts =
        facts.iter().map(|(label, value)| format!("<dt>{}</dt><dd>{}</dd>\n", lines(label), lines(value)));
    format!("<dl>\n{}</dl>\n", facts.collect::<String>())
}
