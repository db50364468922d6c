//! A table as a Parquet file, for engines other than SQLite (docs/scale.md).

use std::io::Write;
use std::str::FromStr as _;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Type as Physical, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray};
use parquet::errors::{ParquetError, Result as Encoded};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use rust_decimal::Decimal;

use super::{Cell, Sort, Table};
use crate::error::{Code, Error, Result};

/// Most rows of a group: as much of a file as is in memory.
const GROUP: usize = 1 << 16;
/// A group whose texts come to so many bytes ends earlier.
const GROUP_BYTES: usize = 64 << 20;
/// Digits of an amount, and how many of them follow the point.
const DIGITS: (i32, u32) = (38, 4);
/// Bytes of an amount.
const WIDTH: usize = size_of::<i128>();

/// Writes the rows of one table.
pub struct Encoder<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    table: String,
    columns: Vec<Gathered>,
    rows: usize,
    whole: u64,
}

impl<W: Write + Send> Encoder<W> {
    /// Begins a file; `said` is kept in it for who reads it: names and values.
    pub fn new(into: W, table: &Table, said: &[(String, String)]) -> Result<Self> {
        let said = said.iter().map(|(name, value)| KeyValue::new(name.clone(), value.clone()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_key_value_metadata(Some(said.collect()));
        let wrong = |error| failed(&table.name, &error);
        let fields = table.columns.iter().map(|column| field(&column.name, column.sort).map(Arc::new));
        let fields = fields.collect::<Encoded<Vec<_>>>().map_err(wrong)?;
        let schema = Type::group_type_builder(&table.name).with_fields(fields).build().map_err(wrong)?;
        let writer = SerializedFileWriter::new(into, Arc::new(schema), Arc::new(properties.build()));
        let columns = table.columns.iter().map(|column| Gathered::new(&column.name, column.sort));
        Ok(Self {
            writer: writer.map_err(wrong)?,
            table: table.name.clone(),
            columns: columns.collect(),
            rows: 0,
            whole: 0,
        })
    }

    /// Adds a row.
    pub fn push(&mut self, cells: &[Cell]) -> Result<()> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            if !column.take(cell) {
                return Err(misfit(&self.table, &column.name, cell));
            }
        }
        self.rows += 1;
        self.whole += 1;
        let bytes: usize = self.columns.iter().map(|column| column.bytes.len()).sum();
        if self.rows >= GROUP || bytes >= GROUP_BYTES {
            self.end_group()?;
        }
        Ok(())
    }

    /// Ends the file; how many rows it has.
    pub fn finish(mut self) -> Result<u64> {
        if self.rows > 0 {
            self.end_group()?;
        }
        self.writer.close().map_err(|error| failed(&self.table, &error))?;
        Ok(self.whole)
    }

    fn end_group(&mut self) -> Result<()> {
        self.rows = 0;
        put(&mut self.writer, &mut self.columns).map_err(|error| failed(&self.table, &error))
    }
}

fn put<W: Write + Send>(writer: &mut SerializedFileWriter<W>, columns: &mut [Gathered]) -> Encoded<()> {
    let mut group = writer.next_row_group()?;
    for column in columns {
        let Some(mut place) = group.next_column()? else { break };
        column.put(place.untyped())?;
        place.close()?;
    }
    group.close().map(|_| ())
}

fn field(name: &str, sort: Sort) -> Encoded<Type> {
    let (physical, logical) = match sort {
        Sort::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Sort::Integer => (Physical::INT64, None),
        Sort::Boolean => (Physical::BOOLEAN, None),
        Sort::Real => (Physical::DOUBLE, None),
        Sort::Money => {
            let logical = LogicalType::decimal(DIGITS.1.cast_signed(), DIGITS.0);
            (Physical::FIXED_LEN_BYTE_ARRAY, Some(logical))
        }
    };
    let builder = Type::primitive_type_builder(name, physical).with_logical_type(logical);
    match sort {
        Sort::Money => builder
            .with_length(WIDTH as i32)
            .with_precision(DIGITS.0)
            .with_scale(DIGITS.1.cast_signed())
            .build(),
        _ => builder.build(),
    }
}

/// What a group has of a column. Nulls have a level and no value.
struct Gathered {
    name: String,
    sort: Sort,
    levels: Vec<i16>,
    /// Texts and amounts, one after the other.
    bytes: Vec<u8>,
    /// Where each text ends.
    ends: Vec<usize>,
    whole: Vec<i64>,
    yes: Vec<bool>,
    real: Vec<f64>,
}

impl Gathered {
    fn new(name: &str, sort: Sort) -> Self {
        Self {
            name: name.to_owned(),
            sort,
            levels: Vec::new(),
            bytes: Vec::new(),
            ends: Vec::new(),
            whole: Vec::new(),
            yes: Vec::new(),
            real: Vec::new(),
        }
    }

    /// False when the column cannot hold it.
    fn take(&mut self, cell: &Cell) -> bool {
        match (self.sort, cell) {
            (_, Cell::Null) => {
                self.levels.push(0);
                return true;
            }
            (Sort::Text, Cell::Text(text)) => {
                self.bytes.extend_from_slice(text.as_bytes());
                self.ends.push(self.bytes.len());
            }
            (Sort::Integer, Cell::Int(number)) => self.whole.push(*number),
            (Sort::Boolean, Cell::Int(number)) => self.yes.push(*number != 0),
            (Sort::Real, Cell::Real(number)) => self.real.push(*number),
            (Sort::Money, Cell::Real(number)) => match amount(*number) {
                Some(amount) => self.bytes.extend_from_slice(&amount.to_be_bytes()),
                None => return false,
            },
            _ => return false,
        }
        self.levels.push(1);
        true
    }

    /// Writes what was gathered and begins anew.
    fn put(&mut self, writer: &mut ColumnWriter<'_>) -> Encoded<()> {
        let levels = std::mem::take(&mut self.levels);
        let bytes = ByteArray::from(std::mem::take(&mut self.bytes));
        let levels = Some(levels.as_slice());
        match writer {
            ColumnWriter::ByteArrayColumnWriter(writer) => {
                let mut start = 0;
                let texts = self.ends.drain(..).map(|end| {
                    let text = bytes.slice(start, end - start);
                    start = end;
                    text
                });
                writer.write_batch(&texts.collect::<Vec<_>>(), levels, None)?;
            }
            ColumnWriter::FixedLenByteArrayColumnWriter(writer) => {
                let starts = (0..bytes.len()).step_by(WIDTH);
                let amounts = starts.map(|start| FixedLenByteArray::from(bytes.slice(start, WIDTH)));
                writer.write_batch(&amounts.collect::<Vec<_>>(), levels, None)?;
            }
            ColumnWriter::Int64ColumnWriter(writer) => {
                writer.write_batch(&std::mem::take(&mut self.whole), levels, None)?;
            }
            ColumnWriter::BoolColumnWriter(writer) => {
                writer.write_batch(&std::mem::take(&mut self.yes), levels, None)?;
            }
            ColumnWriter::DoubleColumnWriter(writer) => {
                writer.write_batch(&std::mem::take(&mut self.real), levels, None)?;
            }
            _ => return Err(ParquetError::General(format!("{}: no such type", self.name))),
        }
        Ok(())
    }
}

/// An amount in ten-thousandths. The shortest text of a float is the decimal it was made from.
fn amount(number: f64) -> Option<i128> {
    let decimal = Decimal::from_str(&number.to_string()).ok()?.normalize();
    let missing = DIGITS.1.checked_sub(decimal.scale())?;
    decimal.mantissa().checked_mul(10i128.pow(missing))
}

fn failed(table: &str, error: &ParquetError) -> Error {
    if let ParquetError::External(cause) = error
        && let Some(cause) = cause.downcast_ref::<std::io::Error>()
    {
        return Error::io(format!("The Parquet file of {table}"), cause);
    }
    Error::new(
        Code::Io,
        format!("The Parquet file of {table}: {error}."),
        format!("表 {table} 的 Parquet 文件出错: {error}。"),
    )
}

/// Tables that hold what they cannot were damaged.
fn misfit(table: &str, column: &str, cell: &Cell) -> Error {
    let shown = crate::error::quoted(&cell.shown());
    Error::new(
        Code::Io,
        format!("The SQL tables are damaged: {shown} stands in {column} of {table}."),
        format!("SQL 表已损坏: {table} 的 {column} 中有 {shown}。"),
    )
    .hint("`kehu doctor --fix` builds them anew.", "`kehu doctor --fix` 可重建。")
}

#[cfg(test)]
mod tests;
