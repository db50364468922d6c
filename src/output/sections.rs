//! Several tables under headings of their own.

use super::Format;
use super::clean;
use super::table::Table;

/// A table with a heading, and a line below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// How many rows there are in all; none for figures, whose columns need their headings.
    pub total: Option<usize>,
    /// Rows.
    pub table: Table,
    /// What else there is to say, in lines.
    pub note: String,
}

impl Section {
    fn heading(&self) -> String {
        self.total.map_or_else(|| self.title.clone(), |total| format!("{} ({total})", self.title))
    }
}

/// Draws the sections; `first` is the heading of the column that names the section where all are one table.
pub fn render(
    sections: &[Section],
    first: &str,
    format: Format,
    width: Option<usize>,
    colour: bool,
) -> String {
    match format {
        Format::Csv => csv(sections, first),
        Format::Md => each(sections, "\n", |section| {
            let note = if section.note.is_empty() {
                String::new()
            } else {
                section.note.lines().map(|line| format!("\n{}\n", clean::cell(line))).collect()
            };
            format!("## {}\n\n{}{note}", clean::cell(&section.heading()), section.table.to_markdown())
        }),
        Format::Html => each(sections, "", |section| {
            let note = if section.note.is_empty() {
                String::new()
            } else {
                section.note.lines().map(|line| format!("<p>{}</p>\n", clean::html(line))).collect()
            };
            format!("<h2>{}</h2>\n{}{note}", clean::html(&section.heading()), section.table.to_html())
        }),
        _ => text(sections, width, colour),
    }
}

fn each(sections: &[Section], between: &str, draw: impl FnMut(&Section) -> String) -> String {
    sections.iter().map(draw).collect::<Vec<_>>().join(between)
}

/// One table of all rows; figures are no rows of it.
fn csv(sections: &[Section], first: &str) -> String {
    let mut all = Table::default();
    for section in sections.iter().filter(|section| section.total.is_some()) {
        if all.columns.is_empty() {
            all = Table::new([first]);
            all.columns.extend(section.table.columns.clone());
        }
        for row in &section.table.rows {
            all.push([&section.title].into_iter().chain(row).cloned().collect());
        }
    }
    all.to_csv()
}

/// Rows below their headings, the columns of all sections in line.
fn text(sections: &[Section], width: Option<usize>, colour: bool) -> String {
    let width = width.map(|width| width.saturating_sub(2));
    let mut all = Table::default();
    for section in sections.iter().filter(|section| section.total.is_some()) {
        all.columns.clone_from(&section.table.columns);
        all.rows.extend(section.table.rows.iter().cloned());
    }
    let drawn = all.to_text(width, false);
    // Each row is one line; what stands in the columns says what they are.
    let mut lines = drawn.lines().skip(1);
    each(sections, "\n", |section| {
        let heading = clean::cell(&section.heading());
        let mut text = if colour { format!("\u{1b}[1m{heading}\u{1b}[0m\n") } else { format!("{heading}\n") };
        match section.total {
            None => {
                text.extend(section.table.to_text(width, false).lines().map(|line| format!("  {line}\n")))
            }
            Some(_) => {
                let own = lines.by_ref().take(section.table.rows.len());
                text.extend(own.map(|line| format!("  {line}\n")));
            }
        }
        text.extend(section.note.lines().map(|line| format!("  {}\n", clean::cell(line))));
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_all_sections_are_in_line_and_nothing_steers_a_terminal() {
        let section = |title: &str, name: &str| {
            let mut table = Table::new(["Customer", "Name", "What"]);
            table.push(vec!["hp-1".to_owned(), name.to_owned(), "x".to_owned()]);
            Section { title: title.to_owned(), total: Some(3), table, note: "… 2 more".to_owned() }
        };
        let all = [section("今天", "惠普"), section("A\u{1b}[2J", "a longer name")];
        let text = render(&all, "", Format::Table, Some(80), false);
        assert_eq!(
            text,
            "今天 (3)\n  hp-1      惠普           x\n  … 2 more\n\nA<U+001B>[2J (3)\n  hp-1      a longer name  x\n  … 2 more\n"
        );
        let html = render(&[section("<b>", "&")], "", Format::Html, None, false);
        assert!(html.starts_with("<h2>&lt;b&gt; (3)</h2>") && html.contains("<td>&amp;</td>"), "{html}");
        let csv = render(&all, "Section", Format::Csv, None, false);
        assert!(csv.starts_with("Section,Customer,Name,What\n今天,hp-1,惠普,x\n"), "{csv}");
        let md = render(&all[..1], "", Format::Md, None, false);
        assert!(md.starts_with("## 今天 (3)\n\n| Customer |") && md.ends_with("\n… 2 more\n"), "{md}");
    }
}
