//! CSV that a spreadsheet opens without running anything.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe in front. Plain signed decimals (`-12.50`,
//! `+8613800138000`) are harmless and stay. So that nothing is lost, a cell that already has such an apostrophe gets
//! one more (control characters and direction overrides are shown as `<U+001B>`), and `ops::import::read::delimited` drops exactly one: writing and importing gives the cells back.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::model::bad_value::is_steering;

/// What starts a formula, also in full width, and what some programs skip before one.
const MARKS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

/// The cell with an apostrophe in front when a spreadsheet could take it for a formula.
pub fn neutralise(cell: &str) -> Cow<'_, str> {
    if is_plain(cell) {
        return Cow::Borrowed(cell);
    }
    let visible = |c: char| is_steering(c) && !matches!(c, '\t' | '\r' | '\n');
    if cell.chars().any(visible) {
        let shown = cell.chars().map(|c| match visible(c) {
            true => format!("<U+{:04X}>", u32::from(c)),
            false => c.to_string(),
        });
        return Cow::Owned(neutralise(&shown.collect::<String>()).into_owned());
    }
    let behind = cell.trim_start_matches('\'');
    let marked = behind.trim_start_matches([' ', '\u{a0}', '\u{3000}']).starts_with(MARKS);
    let quoted = behind.len() < cell.len();
    if marked && (quoted || !is_signed_decimal(cell)) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// True for most cells: they begin with a letter or a digit, and hold what ASCII prints and Chinese characters (bytes E4 to E9
/// begin those from U+4000 to U+9FFF).
fn is_plain(cell: &str) -> bool {
    let begins = |c: char| c.is_ascii_alphanumeric() || ('\u{4e00}'..='\u{9fff}').contains(&c);
    cell.starts_with(begins) && cell.bytes().all(|b| matches!(b, b' '..=b'~' | 0x80..=0xbf | 0xe4..=0xe9))
}

fn is_signed_decimal(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let Some(rest) = cell.strip_prefix(['+', '-']) else {
        return false;
    };
    match rest.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(rest),
    }
}

/// Writes a header and rows (RFC 4180 with LF), every cell neutralised.
pub fn write(
    columns: &[String],
    rows: impl Iterator<Item = impl AsRef<[String]>>,
    out: &mut dyn Write,
    delimiter: u8,
) -> io::Result<()> {
    let mut writer = WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(Terminator::Any(b'\n'))
        .quote_style(QuoteStyle::Necessary)
        .flexible(true)
        .from_writer(out);
    let mut record = |cells: &[String]| {
        cells.iter().try_for_each(|cell| writer.write_field(neutralise(cell).as_bytes()))?;
        writer.write_record(None::<&[u8]>)
    };
    record(columns)?;
    for row in rows {
        record(row.as_ref())?;
    }
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::import::read::{Cell, Format, read};
    use proptest::prelude::*;

    #[test]
    fn formulas_are_disarmed() {
        for cell in [
            "=1+1", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "　＠x", "'=1", "-", "+86 21",
        ] {
            assert_eq!(neutralise(cell), format!("'{cell}"), "{cell:?}");
        }
        for cell in ["", "-12.50", "+8613800138000", "惠普", "a=b", "'t Hart", "1-2", "'"] {
            assert_eq!(neutralise(cell), cell);
        }
    }

    #[test]
    fn line_ends_and_quotes() {
        let mut out = Vec::new();
        let rows = [vec!["a,\"b\"\n".to_owned(), "=1".to_owned()]];
        write(&["名称".into(), "x".into()], rows.into_iter(), &mut out, b',').unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "名称,x\n\"a,\"\"b\"\"\n\",'=1\n");
    }

    proptest! {
        #[test]
        fn what_counts_as_plain_hides_nothing_and_starts_no_formula(cell in "[=a1 客\u{3000}\u{80}\u{202e}\u{feff}＝\t-]{0,5}") {
            if is_plain(&cell) {
                prop_assert!(!cell.contains(is_steering));
                let begins = cell.trim_start_matches(['\'', ' ', '\u{a0}', '\u{3000}']);
                prop_assert!(!begins.starts_with(MARKS));
            }
        }

        #[test]
        fn importing_gives_the_cells_back(
            cells in prop::collection::vec("['=+@\\-＝ \t\r\n\",;a1.客]{0,8}", 1..5),
            delimiter in prop::sample::select(vec![b',', b'\t']),
        ) {
            prop_assume!(cells.iter().any(|cell| !cell.trim().is_empty()));
            let columns: Vec<String> = (0..cells.len()).map(|i| format!("c{i}")).collect();
            let mut out = Vec::new();
            write(&columns, [cells.clone()].into_iter(), &mut out, delimiter).unwrap();
            let format = if delimiter == b',' { Format::Csv } else { Format::Tsv };
            let sheet = read(&out, format).unwrap();
            let mut back = vec![String::new(); cells.len()];
            for (index, cell) in sheet.rows[0].cells.clone() {
                if let Cell::Text(text) = cell {
                    back[index] = text;
                }
            }
            prop_assert_eq!(back, cells);
        }
    }
}
