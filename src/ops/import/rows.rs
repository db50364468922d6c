//! From the cells of a row to the fields of a record.

use super::columns::Mapping;
use super::read::{Cell, Row};
use crate::error::Error;
use crate::model::input::{Context, from_json, read_any, value_error};
use crate::model::kind::{FieldType, Kind};
use crate::model::value::{Map, Value};

/// Fields of a row and what was wrong with its cells.
pub struct RowFields {
    /// Fields that could be read.
    pub fields: Map,
    /// Cells that could not.
    pub problems: Vec<Error>,
}

impl RowFields {
    /// A text field, empty when absent.
    pub fn text(&self, name: &str) -> String {
        self.fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

/// Reads the cells of a row by the types of their fields.
pub fn row_fields(kind: &Kind, mapping: &Mapping, row: &Row, context: &Context) -> RowFields {
    let mut fields = Map::default();
    let mut problems = Vec::new();
    for (column, cell) in &row.cells {
        let Some(path) = mapping.target(*column) else { continue };
        let Some(at) = kind.field_at(path) else { continue };
        let read = match cell {
            Cell::Text(text) if text.trim().is_empty() => continue,
            Cell::Text(text) => {
                read_any(at.ty, text.trim(), context).map_err(|bad| value_error(path, text, &bad))
            }
            Cell::Structured(json) => {
                from_json(at.ty, json, context).map_err(|bad| value_error(path, &json.to_string(), &bad))
            }
        };
        match read {
            Ok(value) => put(&mut fields, path, at.ty, value),
            Err(problem) => problems.push(problem),
        }
    }
    RowFields { fields, problems }
}

/// Columns name at most one step into a list or a group: `contacts.0.name`, `extra.region`.
fn put(fields: &mut Map, path: &str, _ty: &FieldType, value: Value) {
    let steps: Vec<&str> = path.split('.').collect();
    match steps[..] {
        [name] => {
            fields.insert(name.to_owned(), value);
        }
        [list, index, name] => {
            let slot = fields.entry(list.to_owned()).or_insert_with(|| Value::List(Vec::new()));
            let Value::List(items) = slot else { return };
            let Ok(index) = index.parse::<usize>() else { return };
            while items.len() <= index.min(50) {
                items.push(Value::Map(Map::default()));
            }
            if let Some(Value::Map(item)) = items.get_mut(index) {
                item.insert(name.to_owned(), value);
            }
        }
        [group, name] => {
            let slot = fields.entry(group.to_owned()).or_insert_with(|| Value::Map(Map::default()));
            if let Value::Map(map) = slot {
                map.insert(name.to_owned(), value);
            }
        }
        _ => {}
    }
}
