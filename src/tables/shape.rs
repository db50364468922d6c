//! Which tables a book has: one for each kind, one for each list in a record, and those that kehu adds.

use std::collections::HashSet;

use crate::model::kind::{FieldType, Kind, Label, Storage, TOTAL};
use crate::model::kinds::Kinds;
use crate::model::record::{MERGED, RETIRED};

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Text, words, ids, ISO days and moments.
    Text,
    /// Whole numbers.
    Integer,
    /// Yes or no, as 1 and 0.
    Boolean,
    /// Other numbers.
    Real,
    /// Amounts of money; numbers in SQLite, exact decimals in Parquet.
    Money,
}

impl Sort {
    /// The type as SQLite declares it.
    pub fn declared(self) -> &'static str {
        match self {
            Self::Text => "TEXT",
            Self::Integer => "INTEGER",
            Self::Boolean => "BOOLEAN",
            // Numeric affinity would turn 5.0 into 5, and 5 / 2 into 2.
            Self::Real | Self::Money => "REAL",
        }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name, as in SQL.
    pub name: String,
    /// Type.
    pub sort: Sort,
    /// What people call it.
    pub label: Label,
}

/// What fills a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The records or entries of a kind.
    Kind(String),
    /// The items of a list in the records of a kind.
    List {
        /// Kind.
        kind: String,
        /// The field.
        field: String,
    },
    /// Rules of completeness that records of a kind do not meet.
    Lacks(String),
    /// The months in which records of a kind wear out.
    Charges(String),
    /// Something kehu adds.
    Added(Added),
}

/// Tables that kehu adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// Fields that commits changed.
    Changes,
    /// Pairs that wait for a decision.
    Duplicate,
    /// When a customer is quiet.
    QuietPolicy,
    /// What currencies are worth.
    Rate,
    /// Days.
    Calendar,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Name, as in SQL.
    pub name: String,
    /// What a row is.
    pub label: Label,
    /// What fills it.
    pub source: Source,
    /// Columns.
    pub columns: Vec<Column>,
}

/// All tables of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// In the order of kinds, those that kehu adds last.
    pub tables: Vec<Table>,
}

impl Shape {
    /// The tables of the kinds of a book.
    pub fn of(kinds: &Kinds) -> Self {
        let mut tables = Vec::new();
        for kind in kinds.all() {
            tables.push(kind_table(kind));
            for field in &kind.fields {
                if let FieldType::List(item) = &field.ty {
                    tables.push(list_table(kind, &field.name, &field.label, item));
                }
            }
            if !kind.completeness.is_empty() {
                tables.push(lacks_table(kind));
            }
            if kind.has_value() {
                tables.push(charges_table(kind));
            }
        }
        let own = tables.len();
        tables.extend(added());
        for table in tables.iter_mut().filter(|table| table.name.starts_with("sqlite_")) {
            // SQLite keeps such names for itself.
            table.name.insert_str(0, "kind_");
        }
        let (of_kinds, added) = tables.split_at_mut(own);
        distinct(added.iter_mut().chain(of_kinds).map(|table| &mut table.name));
        Self { tables }
    }

    /// A table by name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name.eq_ignore_ascii_case(name))
    }

    /// The place of the table that is filled from something.
    pub fn place(&self, source: &Source) -> Option<usize> {
        self.tables.iter().position(|table| table.source == *source)
    }
}

fn label(en: &str, zh: &str) -> Label {
    Label { en: en.to_owned(), zh: zh.to_owned() }
}

fn column(name: &str, sort: Sort, en: &str, zh: &str) -> Column {
    Column { name: name.to_owned(), sort, label: label(en, zh) }
}

fn finished(name: String, label: Label, source: Source, mut columns: Vec<Column>) -> Table {
    distinct(columns.iter_mut().map(|column| &mut column.name));
    Table { name, label, source, columns }
}

/// SQL does not tell capitals apart, and a field may be called as a column that kehu adds: the later one gets a number.
fn distinct<'a>(names: impl Iterator<Item = &'a mut String>) {
    let mut known = HashSet::new();
    for name in names {
        let mut number = 2;
        let plain = name.clone();
        while !known.insert(name.to_lowercase()) {
            *name = format!("{plain}_{number}");
            number += 1;
        }
    }
}

fn kind_table(kind: &Kind) -> Table {
    let mut columns = vec![column("id", Sort::Text, "Id", "编号")];
    if kind.storage == Storage::Journal {
        columns.push(column("parent", Sort::Text, "The record it stands beside", "所属记录"));
    }
    for field in kept(kind) {
        columns_of(&field.name, &field.label, &field.ty, &mut columns);
    }
    if kind.has_total() {
        columns.push(column(TOTAL, Sort::Money, "Total of the lines", "明细合计"));
        columns.push(column("total_currency", Sort::Text, "Currency of the total", "合计币种"));
    }
    if !kind.completeness.is_empty() {
        columns.push(column("complete", Sort::Integer, "Complete, in hundredths", "完整度 (%)"));
    }
    finished(kind.name.clone(), kind.label.clone(), Source::Kind(kind.name.clone()), columns)
}

/// The fields of a kind that are columns of its table; retired records are not in it.
pub(super) fn kept(kind: &Kind) -> impl Iterator<Item = &crate::model::kind::Field> {
    kind.fields.iter().filter(|field| {
        !matches!(field.name.as_str(), "id" | RETIRED | MERGED) && !matches!(field.ty, FieldType::List(_))
    })
}

/// The columns of one field; as many as `values::cells` gives.
fn columns_of(name: &str, told: &Label, ty: &FieldType, columns: &mut Vec<Column>) {
    let mut push = |name: String, sort, label: Label| columns.push(Column { name, sort, label });
    match ty {
        FieldType::Money => {
            push(name.to_owned(), Sort::Money, told.clone());
            let (en, zh) = (format!("{}: currency", told.en), format!("{}: 币种", told.zh));
            push(format!("{name}_currency"), Sort::Text, Label { en, zh });
        }
        FieldType::Int { .. } => push(name.to_owned(), Sort::Integer, told.clone()),
        FieldType::Bool => push(name.to_owned(), Sort::Boolean, told.clone()),
        FieldType::Number => push(name.to_owned(), Sort::Real, told.clone()),
        FieldType::Group(fields) => {
            for field in fields {
                let en = format!("{}: {}", told.en, field.label.en);
                let zh = format!("{}: {}", told.zh, field.label.zh);
                columns_of(&format!("{name}_{}", field.name), &Label { en, zh }, &field.ty, columns);
            }
        }
        _ => push(name.to_owned(), Sort::Text, told.clone()),
    }
}

fn list_table(kind: &Kind, name: &str, told: &Label, item: &FieldType) -> Table {
    let mut columns = vec![
        column("parent", Sort::Text, "The record or entry it is in", "所属记录"),
        column("position", Sort::Integer, "Place in the list, from 0", "序号, 从 0 起"),
    ];
    match item {
        FieldType::Group(fields) => {
            for field in fields {
                columns_of(&field.name, &field.label, &field.ty, &mut columns);
            }
        }
        item => columns_of("value", told, item, &mut columns),
    }
    let source = Source::List { kind: kind.name.clone(), field: name.to_owned() };
    let told = label(&format!("{}: {}", kind.label.en, told.en), &format!("{}: {}", kind.label.zh, told.zh));
    finished(format!("{}_{name}", kind.name), told, source, columns)
}

fn lacks_table(kind: &Kind) -> Table {
    let columns = vec![
        column("parent", Sort::Text, "The record", "所属记录"),
        column("position", Sort::Integer, "Place in the list, from 0", "序号, 从 0 起"),
        column("value", Sort::Text, "Mark of the rule that is not met", "未满足规则的代号"),
    ];
    let told = label(
        &format!("{}: rules of completeness not met", kind.label.en),
        &format!("{}: 未满足的完整度规则", kind.label.zh),
    );
    finished(format!("{}_lacks", kind.name), told, Source::Lacks(kind.name.clone()), columns)
}

/// Month after month the same charge: one row, from the first of them to the last.
fn charges_table(kind: &Kind) -> Table {
    let columns = vec![
        column("parent", Sort::Text, "The record", "所属记录"),
        column("position", Sort::Integer, "Place in the list, from 0", "序号, 从 0 起"),
        column("first_month", Sort::Text, "First month", "起始月"),
        column("last_month", Sort::Text, "Last month", "截止月"),
        column(
            "start",
            Sort::Integer,
            "First month as 12 × year + month − 1",
            "起始月序号 (12 × 年 + 月 − 1)",
        ),
        column("months", Sort::Integer, "How many months", "月数"),
        column(
            "next",
            Sort::Integer,
            "First month of the next row, so counted; empty in the last",
            "下一行起始月序号, 末行为空",
        ),
        column("amount", Sort::Money, "Charge of each month", "月折旧额"),
        column("amount_currency", Sort::Text, "Currency", "币种"),
        column("worth", Sort::Money, "Worth before the first month", "期初净值"),
    ];
    let told = label(
        &format!("{}: charges of depreciation", kind.label.en),
        &format!("{}: 折旧计划", kind.label.zh),
    );
    finished(format!("{}_depreciation", kind.name), told, Source::Charges(kind.name.clone()), columns)
}

fn added() -> [Table; 5] {
    use Sort::{Integer, Real, Text};
    let table = |name: &str, en: &str, zh: &str, added, columns| {
        finished(name.to_owned(), label(en, zh), Source::Added(added), columns)
    };
    [
        table(
            "changes",
            "Fields that commits changed",
            "各提交更改的字段",
            Added::Changes,
            vec![
                column("commit", Text, "Commit", "提交"),
                column("at", Text, "When", "时间"),
                column("by", Text, "Who", "操作人"),
                column("kind", Text, "Kind", "类型"),
                column("record", Text, "Record", "记录"),
                column("field", Text, "Field; id: it came or went", "字段; id 表示新建或移除"),
                column("old", Text, "Before", "原值"),
                column("new", Text, "After", "新值"),
            ],
        ),
        table(
            "duplicate",
            "Pairs of look-alikes that wait for a decision",
            "待判定的疑似重复",
            Added::Duplicate,
            vec![
                column("kind", Text, "Kind", "类型"),
                column("a", Text, "One record", "记录一"),
                column("b", Text, "The other", "记录二"),
                column("score", Real, "How alike, 0 to 1", "相似度, 0 到 1"),
                column("verdict", Text, "duplicate or possible", "duplicate 重复, possible 可能"),
            ],
        ),
        table(
            "quiet_policy",
            "After how many days without a contact a customer is quiet",
            "多少天无联系视为久未联系",
            Added::QuietPolicy,
            vec![
                column("status", Text, "Status", "状况"),
                column("min_level", Integer, "From this level on", "最低级别"),
                column("days", Integer, "Days; 0 for never", "天数; 0 为不提醒"),
            ],
        ),
        table(
            "rate",
            "What one unit of a currency is worth in the company's own",
            "各币种折合本位币",
            Added::Rate,
            vec![
                column("currency", Text, "Currency", "币种"),
                column("worth", Real, "Worth in the company's own currency", "折合本位币"),
            ],
        ),
        table(
            "calendar",
            "Days from 1990 to 2079",
            "日历, 1990 至 2079 年",
            Added::Calendar,
            vec![
                column("day", Text, "Day", "日期"),
                column("number", Integer, "Days since 1970-01-01", "自 1970-01-01 的天数"),
                column("week", Text, "ISO week", "ISO 周"),
                column("month", Text, "Month", "月"),
                column("quarter", Text, "Quarter", "季度"),
                column("year", Integer, "Year", "年"),
                column("weekday", Integer, "1 Monday to 7 Sunday", "星期, 1 为星期一"),
                column("fiscal_year", Integer, "The year in which the fiscal year begins", "财年 (起始年)"),
            ],
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_given_once() {
        let mut names = ["amount", "Amount", "amount_2", "amount"].map(str::to_owned);
        distinct(names.iter_mut());
        assert_eq!(names, ["amount", "Amount_2", "amount_2_2", "amount_3"]);
    }

    #[test]
    fn every_shipped_kind_has_a_table_whose_lists_have_tables_of_their_own() {
        let shape = Shape::of(&crate::ops::desk::shipped_kinds().unwrap());
        let columns = |name: &str| {
            let table = shape.table(name).unwrap_or_else(|| panic!("{name}"));
            table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(" ")
        };
        assert!(columns("log").starts_with("id parent at by type text"));
        assert_eq!(
            columns("contract_payments").split(' ').take(4).collect::<Vec<_>>().join(" "),
            "parent position on amount"
        );
        assert_eq!(columns("customer_tags"), "parent position value");
        assert!(columns("deal").ends_with("total total_currency"));
        assert!(columns("customer").ends_with("complete"));
        assert!(!columns("customer").contains("retired"));
        let mut names: Vec<&str> = shape.tables.iter().map(|table| table.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), shape.tables.len());
    }
}
