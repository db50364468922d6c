//! Which column of a file is which field: by name, by label in either language, or as told.

use super::events;
use super::read::{Cell, Row};
use crate::error::article::a;
use crate::error::{Code, Error, Result, nearest, quoted};
use crate::index::fold;
use crate::model::input::field_path;
use crate::model::kind::{Field, FieldType, Kind};

/// What happens to a column that is no field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// It is left out.
    Ignore,
    /// It is kept under `extra:`.
    Keep,
}

/// Where each column goes.
#[derive(Debug, Clone)]
pub struct Mapping {
    targets: Vec<Option<String>>,
    id: Option<usize>,
    /// Columns that go nowhere, for telling.
    pub ignored: Vec<String>,
}

/// Names people give to columns, beside labels and field names.
const ALIASES: [(&str, &str); 26] = [
    ("company", "name"),
    ("companyname", "name"),
    ("公司", "name"),
    ("公司名称", "name"),
    ("客户名称", "name"),
    ("全称", "name"),
    ("englishname", "name_en"),
    ("英文名称", "name_en"),
    ("tel", "phone"),
    ("telephone", "phone"),
    ("固定电话", "phone"),
    ("公司电话", "phone"),
    ("联系电话", "phone"),
    ("cell", "mobile"),
    ("移动电话", "mobile"),
    ("手机号", "mobile"),
    ("mail", "email"),
    ("emailaddress", "email"),
    ("邮箱", "email"),
    ("url", "website"),
    ("homepage", "website"),
    ("网址", "website"),
    ("省份", "province"),
    ("市", "city"),
    ("区县", "county"),
    ("note", "remarks"),
];

impl Mapping {
    /// Finds the field of each column; `told` holds `column=field` words.
    pub fn new(kind: &Kind, columns: &[String], told: &[String], unknown: Unknown) -> Result<Self> {
        let mut given: Vec<(String, String)> = Vec::new();
        for word in told.iter().flat_map(|word| word.split(',')) {
            let (column, field) = word.split_once('=').ok_or_else(|| {
                Error::new(
                    Code::Usage,
                    format!("--map {} is not of the form column=field.", quoted(word)),
                    format!("--map {} 不是 列=字段 的形式。", quoted(word)),
                )
            })?;
            if !columns.iter().any(|name| name == column) {
                let near = nearest(column, columns.iter().map(String::as_str));
                let near = near.map(|near| format!(" ({near}?)")).unwrap_or_default();
                let known = columns.join(", ");
                return Err(Error::new(
                    Code::Usage,
                    format!("The file has no column {}{near}; it has {known}.", quoted(column)),
                    format!("文件没有列 {}{near}; 现有: {known}。", quoted(column)),
                ));
            }
            given.push((
                column.to_owned(),
                if field.is_empty() { String::new() } else { field_path(kind, field)? },
            ));
        }
        let mut mapping = Self { targets: Vec::with_capacity(columns.len()), id: None, ignored: Vec::new() };
        for (number, column) in columns.iter().enumerate() {
            if matches!(fold(column).as_str(), "id" | "编号" | "queryid" | "客户编号") {
                mapping.id = Some(number);
            }
            // An export says of each record what kind it is.
            if fold(column) == "kind"
                && kind.field("kind").is_none()
                && !given.iter().any(|(name, _)| name == column)
            {
                mapping.targets.push(None);
                continue;
            }
            let target = match given.iter().find(|(name, _)| name == column) {
                Some((_, field)) => Some(field.clone()).filter(|field| !field.is_empty()),
                None if events::is_settled(kind, column) => {
                    mapping.targets.push(None);
                    continue;
                }
                None => events::target(kind, column).or_else(|| guess(kind, column)).or_else(|| {
                    let own = unknown == Unknown::Keep && Some(number) != mapping.id;
                    (own && kind.field("extra").is_some())
                        .then(|| format!("extra.{}", column.replace(['.', '='], "_")))
                }),
            };
            if target.is_none() && Some(number) != mapping.id {
                mapping.ignored.push(column.clone());
            }
            mapping.targets.push(target);
        }
        if !mapping.targets.iter().flatten().any(|field| *field == kind.naming) && unknown == Unknown::Keep {
            return Err(no_name(kind, columns));
        }
        Ok(mapping)
    }

    /// The field of a column.
    pub fn target(&self, column: usize) -> Option<&str> {
        self.targets.get(column)?.as_deref()
    }

    /// The row's own id, for telling which row is meant.
    pub fn own_id(&self, row: &Row) -> Option<String> {
        let id = self.id?;
        row.cells.iter().find_map(|(column, cell)| match cell {
            Cell::Text(text) if *column == id => Some(text.trim().to_owned()),
            _ => None,
        })
    }
}

/// A field by name, label, alias, or a first contact's field (`联系人姓名`).
fn guess(kind: &Kind, column: &str) -> Option<String> {
    let folded = fold(column);
    let same = |field: &&Field| {
        [&field.name, &field.label.en, &field.label.zh].iter().any(|name| fold(name) == folded)
    };
    if let Some(field) = kind.fields.iter().filter(|field| !field.stamped).find(same) {
        return Some(field.name.clone());
    }
    if let Some((_, name)) = ALIASES.iter().find(|(alias, _)| *alias == folded)
        && kind.field(name).is_some()
    {
        return Some((*name).to_owned());
    }
    if field_path(kind, column).is_ok() && column.contains('.') {
        return field_path(kind, column).ok();
    }
    // `联系人手机`, `contact mobile`
    let contacts = kind.field("contacts")?;
    let FieldType::List(item) = &contacts.ty else { return None };
    let FieldType::Group(fields) = &**item else { return None };
    let rest = folded.strip_prefix("联系人").or_else(|| folded.strip_prefix("contact"))?;
    if rest.is_empty() {
        return Some("contacts.0.name".to_owned());
    }
    let field = fields.iter().find(|field| {
        [&field.name, &field.label.en, &field.label.zh].iter().any(|name| fold(name) == rest)
    })?;
    Some(format!("contacts.0.{}", field.name))
}

fn no_name(kind: &Kind, columns: &[String]) -> Error {
    let known = columns.join(", ");
    let naming = &kind.naming;
    Error::new(
        Code::BadImport,
        format!("No column is the {naming} of {}; the file has {known}.", a(&kind.name)),
        format!("没有哪一列是{}的 {naming}; 现有: {known}。", kind.label.zh),
    )
    .hint(format!("Tell which: --map COLUMN={naming}"), format!("请指明: --map 列名={naming}"))
}
