//! A table as aligned text: each cell is measured once, and every row goes into one text.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr as _;

use super::clean;
use super::table::{Table, cut};

/// Cells that a name keeps where every column is to have room.
const SHORT_NAME: usize = 16;
/// Blank cells between two columns.
const GAP: usize = 2;
/// Blanks to take some from.
const BLANKS: &str = "                                                                ";

/// A text that cannot steer a terminal, and its width there.
type Cell<'a> = (Cow<'a, str>, usize);

/// A table measured for the terminal.
struct Measured<'a> {
    headings: Vec<Cell<'a>>,
    /// Row after row, as many cells each as there are headings.
    cells: Vec<Cell<'a>>,
    columns: Vec<Shape>,
}

/// What a column needs.
struct Shape {
    /// Width of its heading.
    heading: usize,
    /// Width of its widest cell, the heading included.
    widest: usize,
    /// Numbers and money.
    right: bool,
    /// Short single words.
    whole: bool,
}

impl Shape {
    /// Text that is neither an id nor a number.
    fn is_name(&self) -> bool {
        !self.right && !self.whole
    }
}

/// The table in lines, its headings in bold if wanted, with a rule above so many last rows. One line a row, cut to the
/// width of the terminal; columns that would be too narrow to read are left out from the right.
pub fn draw(table: &Table, width: Option<usize>, bold: bool, totals: usize) -> String {
    if table.rows.is_empty() {
        return String::new();
    }
    let all = Measured::new(table);
    let Some(width) = width else {
        let widths: Vec<usize> = all.columns.iter().map(|column| column.widest).collect();
        return all.lines(&widths, bold, totals);
    };
    // Rather a name cut short than a number left out.
    let fits = readable(&all.columns, width, false);
    let tight = all.columns[fits..].iter().any(|column| column.right);
    let count = if tight { readable(&all.columns, width, true) } else { fits };
    all.lines(&widths(&all.columns[..count], width, tight), bold, totals)
}

impl<'a> Measured<'a> {
    fn new(table: &'a Table) -> Self {
        let headings: Vec<Cell<'_>> = table.columns.iter().map(|column| measure(&column.label)).collect();
        let shapes = table.columns.iter().zip(&headings).enumerate();
        let mut columns: Vec<Shape> = shapes
            .map(|(number, (column, (_, width)))| Shape {
                heading: *width,
                widest: *width,
                right: column.right,
                whole: table.is_whole(number),
            })
            .collect();
        let mut cells = Vec::with_capacity(table.rows.len() * columns.len());
        for row in &table.rows {
            for (number, column) in columns.iter_mut().enumerate() {
                let cell = row.get(number).map_or((Cow::Borrowed(""), 0), |text| measure(text));
                column.widest = column.widest.max(cell.1);
                cells.push(cell);
            }
        }
        Self { headings, cells, columns }
    }

    /// Headings and rows in columns of these widths; further columns are left out.
    fn lines(&self, widths: &[usize], bold: bool, totals: usize) -> String {
        let across = self.headings.len().max(1);
        let rows = self.cells.len() / across;
        let wide: usize = widths.iter().sum::<usize>() + GAP * widths.len();
        let mut out = String::with_capacity((rows + 1) * (wide + 16));
        if bold {
            out.push_str("\u{1b}[1m");
        }
        let mut longest = self.line(&self.headings, widths, &mut out);
        out.push_str(if bold { "\u{1b}[0m\n" } else { "\n" });
        let mut rule = None;
        for (number, row) in self.cells.chunks(across).enumerate() {
            if totals > 0 && number + totals == rows {
                rule = Some(out.len());
            }
            longest = longest.max(self.line(row, widths, &mut out));
            out.push('\n');
        }
        if let Some(rule) = rule {
            out.insert_str(rule, &format!("{}\n", "─".repeat(longest)));
        }
        out
    }

    /// One row without blanks at its end; tells its width.
    fn line(&self, row: &[Cell<'_>], widths: &[usize], out: &mut String) -> usize {
        let start = out.len();
        let (mut end, mut blanks) = (0, 0);
        for (((text, wide), column), room) in row.iter().zip(&self.columns).zip(widths) {
            let cut = (wide > room).then(|| cut(text, *room));
            let (text, wide) = cut.as_ref().map_or((&**text, *wide), |text| (text, text.width()));
            let free = room.saturating_sub(wide);
            blanks += if column.right { free } else { 0 };
            if !text.is_empty() {
                blank(blanks, out);
                out.push_str(text);
                end += blanks + wide;
                blanks = 0;
            }
            blanks += if column.right { GAP } else { free + GAP };
        }
        let kept = start + out[start..].trim_end().len();
        end -= out[kept..].width();
        out.truncate(kept);
        end
    }
}

fn blank(mut count: usize, out: &mut String) {
    while count > 0 {
        let some = count.min(BLANKS.len());
        out.push_str(&BLANKS[..some]);
        count -= some;
    }
}

/// The text as it may be shown, with its width.
fn measure(text: &str) -> Cell<'_> {
    let mut width = 0;
    for c in text.chars() {
        width += match c {
            ' '..='~' => 1,
            '\u{4e00}'..='\u{9fff}' => 2,
            // Controls, and letters that join.
            _ => {
                let text = clean::shown(text);
                let width = text.width();
                return (text, width);
            }
        };
    }
    (Cow::Borrowed(text), width)
}

/// How many columns have room for their heading and some of their text; when it is tight, names are cut first.
fn readable(columns: &[Shape], width: usize, tight: bool) -> usize {
    let mut used = 0;
    for (number, column) in columns.iter().enumerate() {
        let widest = column.widest;
        let least = match number {
            0 | 1 if tight && column.is_name() => widest.min(SHORT_NAME),
            0 => widest.min(38),
            _ if column.right => widest.min(38),
            1 => widest.min(width * 3 / 8),
            _ if column.whole => widest,
            _ => widest.min(column.heading.max(12)),
        };
        used += least + GAP;
        if used > width + GAP && number > 1 {
            return number;
        }
    }
    columns.len()
}

/// The width of each column: what it needs where there is room for that, else what it needs at least; the others share
/// what is left.
fn widths(columns: &[Shape], width: usize, tight: bool) -> Vec<usize> {
    let gap = |number: usize| if number + 1 == columns.len() { 0 } else { GAP };
    let least = |number: usize| {
        let column: &Shape = &columns[number];
        // Ids are for copying: never cut the first column. The second is the name.
        let most = match number {
            0 | 1 if tight && column.is_name() => SHORT_NAME + gap(number),
            0 => 38 + gap(number),
            1 if !column.right => width * 3 / 8,
            // Half a number is a wrong one, nor is half an id, day or phone of use.
            // As many as `readable` counted for it, whether or not a gap follows.
            _ if column.right || column.whole => 38 + gap(number),
            _ => return None,
        };
        Some((column.widest + gap(number)).min(most))
    };
    let mut shares = Shares { decided: vec![None; columns.len()], left: width };
    for (number, column) in columns.iter().enumerate() {
        shares.left = shares.left.saturating_sub(gap(number));
        if least(number).is_some_and(|least| column.widest + gap(number) <= least) {
            shares.decide(number, column.widest.max(1));
        }
    }
    shares.settle(|number, share| {
        let least = least(number).filter(|least| share < *least)?;
        Some(least.saturating_sub(gap(number)).max(1))
    });
    shares
        .settle(|number, share| Some(columns[number].widest).filter(|widest| share > 0 && *widest <= share));
    shares.rest()
}

/// The room of a line while it is shared out.
struct Shares {
    decided: Vec<Option<usize>>,
    left: usize,
}

impl Shares {
    fn decide(&mut self, number: usize, width: usize) {
        self.decided[number] = Some(width);
        self.left = self.left.saturating_sub(width);
    }

    fn open(&self) -> usize {
        self.decided.iter().filter(|width| width.is_none()).count()
    }

    /// Asks for each open column, given an equal share of what is left, until none gets a width any more.
    fn settle(&mut self, width: impl Fn(usize, usize) -> Option<usize>) {
        let mut before = 0;
        while self.open() != before && self.open() > 0 {
            before = self.open();
            for number in 0..self.decided.len() {
                let share = self.left.checked_div(self.open()).unwrap_or(0);
                if self.decided[number].is_none()
                    && let Some(width) = width(number, share)
                {
                    self.decide(number, width);
                }
            }
        }
    }

    /// All widths; columns still open get equal parts, one cell at least.
    fn rest(self) -> Vec<usize> {
        let open = self.open().max(1);
        let left = self.left.max(open);
        let parts = (0..open).map(|number| left / open + usize::from(number < left % open));
        let mut parts = parts.collect::<Vec<_>>().into_iter();
        self.decided.into_iter().map(|width| width.or_else(|| parts.next()).unwrap_or(1)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::table::Column;
    use proptest::prelude::*;

    fn table(columns: &[(&str, bool)], rows: &[&[&str]]) -> Table {
        let mut table = Table::default();
        let columns =
            columns.iter().map(|(label, right)| Column { label: (*label).to_owned(), right: *right });
        table.columns.extend(columns);
        rows.iter().for_each(|row| table.push(row.iter().map(|text| (*text).to_owned()).collect()));
        table
    }

    #[test]
    fn columns_stand_in_line_and_totals_below_a_rule() {
        let columns = [("Id", false), ("客户", false), ("Amount", true), ("Note", false)];
        let rows = |name| {
            let first = ["a-1", name, "1.00 CNY", ""];
            table(&columns, &[&first, &["b-22", "x\u{1b}", "-20.00 CNY", "y  "], &["", "", "-19.00 CNY"]])
        };
        let lines = |text: String| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let wanted = [
            "Id    客户           Amount  Note",
            "a-1   上海金科     1.00 CNY",
            "b-22  x<U+001B>  -20.00 CNY  y",
            "─────────────────────────────────",
            "                 -19.00 CNY",
        ];
        assert_eq!(lines(draw(&rows("上海金科"), None, false, 1)), wanted);
        // A name is cut, and a column that has no room left out.
        let wanted = [
            "\u{1b}[1mId    客户              Amount\u{1b}[0m",
            "a-1   上海金科电…     1.00 CNY",
            "b-22  x<U+001B>     -20.00 CNY",
            "                    -19.00 CNY",
        ];
        assert_eq!(lines(draw(&rows("上海金科电子有限公司"), Some(30), true, 0)), wanted);
        assert_eq!(draw(&table(&[("Id", false)], &[]), None, false, 0), "");
    }

    proptest! {
        #[test]
        fn a_row_is_a_line_that_fits(
            columns in prop::collection::vec(("[A-Z][a-z]{0,20}|[客户金额]{1,4}", any::<bool>(), 0usize..3), 2..9),
            rows in prop::collection::vec(prop::collection::vec(("[a-z0-9-]{0,12}", "[上海金科电子a-c ]{0,30}", "[0-9]{0,9}\\.00"), 9), 1..6),
            width in 100usize..160,
        ) {
            let mut table = Table::default();
            let each = columns.iter().map(|(label, right, _)| Column { label: label.clone(), right: *right });
            table.columns.extend(each);
            for row in &rows {
                let cells = columns.iter().zip(row);
                table.push(cells.map(|((_, _, sort), (id, name, sum))| [id, name, sum][*sort].clone()).collect());
            }
            let text = draw(&table, Some(width), false, 0);
            prop_assert_eq!(text.lines().count(), rows.len() + 1);
            for line in text.lines() {
                prop_assert!(line.width() <= width && !line.ends_with(' '), "{}: {line:?}", line.width());
            }
            let whole = draw(&table, None, false, 0);
            prop_assert!(rows.iter().zip(whole.lines().skip(1)).all(|(row, line)| {
                columns.iter().zip(row).all(|((_, _, sort), (id, name, sum))| line.contains([id, name, sum][*sort].trim()))
            }), "{whole}");
        }
    }
}
