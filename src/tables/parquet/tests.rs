use std::fs::File;

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::{Field, Row};
use parquet::schema::printer::print_schema;
use proptest::prelude::*;

use super::*;
use crate::model::kind::Label;
use crate::tables::{Added, Column, Source};

fn table(columns: &[(&str, Sort)]) -> Table {
    let label = Label { en: String::new(), zh: String::new() };
    let column =
        |(name, sort): &(&str, Sort)| Column { name: (*name).to_owned(), sort: *sort, label: label.clone() };
    let columns = columns.iter().map(column).collect();
    Table { name: "t".into(), label: label.clone(), source: Source::Added(Added::Rate), columns }
}

/// A file of some rows, as readers find it.
fn written(table: &Table, rows: impl Iterator<Item = Vec<Cell>>) -> SerializedFileReader<File> {
    let mut file = tempfile::tempfile().unwrap();
    let said = [("kehu.commit".to_owned(), "abc".to_owned())];
    let mut encoder = Encoder::new(&mut file, table, &said).unwrap();
    let mut count = 0;
    for row in rows {
        encoder.push(&row).unwrap();
        count += 1;
    }
    assert_eq!(encoder.finish().unwrap(), count);
    SerializedFileReader::new(file).unwrap()
}

fn rows(reader: &SerializedFileReader<File>) -> Vec<Row> {
    reader.get_row_iter(None).unwrap().map(|row| row.unwrap()).collect()
}

/// An amount as it is read, in ten-thousandths.
fn amount_of(row: &Row, place: usize) -> Option<i128> {
    match row.get_column_iter().nth(place).unwrap().1 {
        Field::Decimal(decimal) => {
            assert_eq!((decimal.precision(), decimal.scale()), (38, 4));
            Some(i128::from_be_bytes(decimal.data().try_into().unwrap()))
        }
        Field::Null => None,
        other => panic!("{other:?}"),
    }
}

const ALL: [(&str, Sort); 5] = [
    ("id", Sort::Text),
    ("level", Sort::Integer),
    ("open", Sort::Boolean),
    ("score", Sort::Real),
    ("amount", Sort::Money),
];

#[test]
fn each_type_comes_back_and_nothing_stays_nothing() {
    let full = |text: &str, level, open, score, amount| {
        vec![Cell::text(text), Cell::Int(level), Cell::Int(open), Cell::Real(score), Cell::Real(amount)]
    };
    let given = [
        full("惠普", i64::MIN, 1, -0.5, 120_000.5),
        vec![Cell::Null; 5],
        full("a\n\u{1f600}", i64::MAX, 0, 1e300, -0.01),
    ];
    let reader = written(&table(&ALL), given.into_iter());
    let found = rows(&reader);
    let told = |row: &Row| {
        row.get_column_iter().take(4).map(|(_, field)| field.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(told(&found[0]), format!("\"惠普\" {} true -5E-1", i64::MIN));
    assert_eq!(told(&found[1]), "null null null null");
    assert!(
        told(&found[2]).starts_with(&format!("\"a\n\u{1f600}\" {} false", i64::MAX)),
        "{}",
        told(&found[2])
    );
    let amounts: Vec<_> = found.iter().map(|row| amount_of(row, 4)).collect();
    assert_eq!(amounts, [Some(1_200_005_000), None, Some(-100)]);
}

#[test]
fn a_table_without_rows_has_its_columns() {
    let reader = written(&table(&ALL), std::iter::empty());
    let file = reader.metadata().file_metadata();
    let mut text = Vec::new();
    print_schema(&mut text, file.schema());
    let text = String::from_utf8(text).unwrap();
    for column in [
        "OPTIONAL BYTE_ARRAY id (STRING);",
        "OPTIONAL INT64 level;",
        "OPTIONAL BOOLEAN open;",
        "OPTIONAL DOUBLE score;",
        "OPTIONAL FIXED_LEN_BYTE_ARRAY (16) amount (DECIMAL(38,4));",
    ] {
        assert!(text.contains(column), "{column} in {text}");
    }
    assert_eq!((file.num_rows(), reader.num_row_groups()), (0, 0));
    let said = file.key_value_metadata().unwrap();
    assert!(said.iter().any(|pair| pair.key == "kehu.commit" && pair.value.as_deref() == Some("abc")));
}

#[test]
fn many_rows_make_several_groups() {
    let count = GROUP as i64 * 2 + 7;
    let given = (0..count).map(|n| vec![if n % 3 == 0 { Cell::Null } else { Cell::Int(n) }]);
    let reader = written(&table(&[("n", Sort::Integer)]), given);
    let groups = (0..reader.num_row_groups()).map(|place| reader.metadata().row_group(place).num_rows());
    assert_eq!(groups.collect::<Vec<_>>(), [GROUP as i64, GROUP as i64, 7]);
    let found = rows(&reader);
    for (n, row) in (0..).zip(&found) {
        let wanted = if n % 3 == 0 { Field::Null } else { Field::Long(n) };
        assert_eq!(row.get_column_iter().next().unwrap().1, &wanted);
    }
    assert_eq!(found.len() as i64, count);
}

#[test]
fn a_value_of_another_type_is_never_written_as_something_else() {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, &table(&[("level", Sort::Integer)]), &[]).unwrap();
    let error = encoder.push(&[Cell::text("three")]).unwrap_err();
    assert!(error.en.contains("\"three\" stands in level of t"), "{}", error.en);
    assert_eq!(amount(0.000_01), None);
    assert_eq!(amount(1e40), None);
}

proptest! {
    /// Fifteen digits are exact, below nothing too, whatever the currency has after the point.
    #[test]
    fn amounts_of_fifteen_digits_are_exact(
        minor in -999_999_999_999_999i64..=999_999_999_999_999,
        decimals in 0u32..=4,
    ) {
        let told = Decimal::new(minor, decimals);
        let float: f64 = told.to_string().parse().unwrap();
        prop_assert_eq!(amount(float), Some(i128::from(minor) * 10i128.pow(4 - decimals)));
    }
}
