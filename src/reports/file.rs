//! A report file: YAML in a comment, then one `select` (docs/reports.md).

use super::drill::Drill;
use crate::error::{Code, Error, Result};
use crate::model::kind::Label;
use crate::model::value::{Map, Value};
use crate::model::yaml::{self, Node};

/// A question that can be asked by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Name, as typed.
    pub name: String,
    /// True for one of the book's own.
    pub own: bool,
    /// What it tells.
    pub title: Label,
    /// One sentence more.
    pub help: Label,
    /// Shared queries put in front.
    pub parts: Vec<String>,
    /// The shared query that tells which records are left out because what they say cannot be.
    pub left_out: Option<String>,
    /// What may be typed behind the name as `param=value`.
    pub parameters: Vec<Parameter>,
    /// How its columns are shown, in their order.
    pub columns: Vec<Column>,
    /// What is drawn.
    pub chart: Option<ChartPlan>,
    /// Commands that list the records behind the figures of a row.
    pub drill: Vec<Drill>,
    /// Its own SQL.
    pub sql: String,
}

/// A parameter of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Name, as typed.
    pub name: String,
    /// What it does.
    pub help: Label,
    /// What it takes.
    pub takes: Takes,
}

/// What a parameter takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Takes {
    /// One of some words; the first when none is typed.
    Words(Vec<String>),
    /// A record of a kind.
    Record(String),
    /// A day, with what stands for it when none is typed.
    Day(Option<String>),
    /// A whole number.
    Number {
        /// When none is typed.
        default: Option<i64>,
        /// Smallest.
        least: i64,
        /// Largest.
        most: i64,
    },
    /// A currency that `rate` has.
    Currency,
    /// Anything.
    Text,
}

/// How a column is shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Column {
    /// Name in the `select`.
    pub name: String,
    /// Heading.
    pub label: Option<Label>,
    /// The field whose label, type and words it has: `contract.amount`.
    pub of: Option<(String, String)>,
    /// Sort; text when nobody says.
    pub show: Option<Show>,
    /// For money: the column of its currency.
    pub currency: Option<String>,
    /// The kind whose ids it holds.
    pub record: Option<RecordOf>,
    /// Whose words it holds.
    pub words: Vec<Words>,
    /// What people read where there is nothing.
    pub empty: Option<Label>,
    /// Summed up in a last row.
    pub total: bool,
    /// Says which row it is.
    pub key: bool,
    /// Not shown.
    pub hide: bool,
}

/// Sorts of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// As it is.
    Text,
    /// A whole number.
    Count,
    /// A number as it is.
    Number,
    /// One decimal.
    Tenths,
    /// Hundredths as a whole number.
    Percent,
    /// An amount.
    Money,
    /// A day.
    Day,
    /// Words between blanks.
    List,
    /// `A3 B6`.
    Counts,
    /// A question in SQL; its answer, one number, is shown.
    Question,
}

impl Show {
    const ALL: [(&'static str, Self); 10] = [
        ("text", Self::Text),
        ("count", Self::Count),
        ("number", Self::Number),
        ("tenths", Self::Tenths),
        ("percent", Self::Percent),
        ("money", Self::Money),
        ("day", Self::Day),
        ("list", Self::List),
        ("counts", Self::Counts),
        ("question", Self::Question),
    ];

    /// True for what can be added, compared and drawn.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Self::Count | Self::Number | Self::Question | Self::Tenths | Self::Percent | Self::Money
        )
    }
}

/// Which records a column names.
#[derive(Debug, Clone, PartialEq)]
pub enum RecordOf {
    /// Those of a kind.
    Kind(String),
    /// Those of the kind that a parameter's word says.
    Parameter(String, Vec<(String, String)>),
}

/// Words and what people read for them.
#[derive(Debug, Clone, PartialEq)]
pub enum Words {
    /// Those of a field.
    Field(String, String),
    /// These.
    Own(Vec<(String, Label)>),
}

/// A chart of some columns.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartPlan {
    /// How it is drawn.
    pub sort: ChartSort,
    /// The columns drawn.
    pub columns: Vec<String>,
    /// The column of the labels.
    pub by: String,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartSort {
    /// A bar for each value.
    Bars,
    /// A bar for each row, of segments.
    Stacked,
    /// A line for each column.
    Line,
}

/// Reads a report file. Errors: no front matter, an unknown word in it, a column that is named and not there.
pub fn read(name: &str, own: bool, text: &str) -> Result<Report> {
    let path = format!("reports/{name}.sql");
    let wrong = |place: &str, en: String, zh: String| {
        Error::new(Code::BadReport, format!("{path}{place}: {en}."), format!("{path}{place}: {zh}。"))
            .hint("docs/reports.md tells what a report file says.", "报表文件的写法见 docs/reports.md。")
    };
    let split = text.trim_start().strip_prefix("/*").and_then(|rest| rest.split_once("*/"));
    let Some((front, sql)) = split else {
        return Err(wrong(
            ":1",
            "it begins with no comment of YAML, /* … */".to_owned(),
            "开头没有 YAML 注释 /* … */".to_owned(),
        ));
    };
    // Blank lines may stand above the comment.
    let above = text.len() - text.trim_start().len();
    let above = u32::try_from(text[..above].matches('\n').count()).unwrap_or_default();
    let node = yaml::parse(front)
        .map_err(|e| wrong(&format!(":{}:{}", e.at.line + above, e.at.column), e.en, e.zh))?;
    let line = |at: &str| format!(":{}", line_of(&node, at) + above);
    let Value::Map(front) = node.clone().into_value() else {
        return Err(wrong(
            &line(""),
            "the front matter is no group of fields".to_owned(),
            "文件头不是字段组".to_owned(),
        ));
    };
    front_matter(name, own, &front, sql).map_err(|Bad(en, zh)| {
        let at = line(en.split(": ").next().unwrap_or_default());
        wrong(&at, en, zh)
    })
}

/// The line of a field by its dotted path, or of what is nearest above it.
fn line_of(node: &Node, path: &str) -> u32 {
    let mut at = (node, node.start.line);
    for step in path.split('.') {
        let entry = at.0.entries().and_then(|all| all.iter().find(|(name, _, _)| name == step));
        let Some((_, start, below)) = entry else { break };
        at = (below, start.line);
    }
    at.1
}

/// Why front matter is none, in both languages.
struct Bad(String, String);

type Read<T> = std::result::Result<T, Bad>;

fn bad<T>(at: &str, en: impl Into<String>, zh: impl Into<String>) -> Read<T> {
    Err(Bad(format!("{at}: {}", en.into()), format!("{at}: {}", zh.into())))
}

fn known(at: &str, map: &Map, words: &[&str]) -> Read<()> {
    match map.keys().find(|key| !words.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => match crate::error::nearest(key, words.iter().copied()) {
            Some(near) => bad(
                at,
                format!("{key} is not known, did you mean `{near}`"),
                format!("未知的 {key}, 是不是 `{near}`"),
            ),
            None => bad(at, format!("{key} is not known"), format!("未知的 {key}")),
        },
    }
}

fn front_matter(name: &str, own: bool, front: &Map, sql: &str) -> Read<Report> {
    known(
        "front matter",
        front,
        &["title", "help", "with", "left_out", "parameters", "columns", "chart", "drill"],
    )?;
    let sql = sql.trim().trim_end_matches(';').trim_end().to_owned();
    if sql.is_empty() {
        return bad("select", "it asks nothing", "没有查询语句");
    }
    let title = label("title", front.get("title"))?;
    if title == Label::default() {
        return bad("title", "it has none", "没有标题");
    }
    let parameters = match group("parameters", front.get("parameters"))? {
        Some(map) => map.iter().map(|(name, value)| parameter(name, value)).collect::<Read<_>>()?,
        None => Vec::new(),
    };
    let Some(map) = group("columns", front.get("columns"))? else {
        return bad("columns", "they are not said", "没有说明各列");
    };
    let columns: Vec<Column> = map.iter().map(|(name, value)| column(name, value)).collect::<Read<_>>()?;
    let has = |name: &str| columns.iter().any(|column| column.name == name);
    for column in &columns {
        if let Some(currency) = column.currency.as_deref().filter(|currency| !has(currency)) {
            return bad(
                &format!("columns.{}", column.name),
                format!("there is no column {currency}"),
                format!("没有列 {currency}"),
            );
        }
        if let Some(RecordOf::Parameter(by, _)) = &column.record
            && !parameters.iter().any(|parameter: &Parameter| parameter.name == *by)
        {
            return bad(
                &format!("columns.{}", column.name),
                format!("there is no parameter {by}"),
                format!("没有参数 {by}"),
            );
        }
    }
    let chart = match group("chart", front.get("chart"))? {
        Some(map) => Some(chart(map, &has)?),
        None => None,
    };
    let drill = drills(front.get("drill"), &columns, &parameters)?;
    let parts = names("with", front.get("with"))?;
    let help = label("help", front.get("help"))?;
    let left_out = front.get("left_out").map(|value| text("left_out", value)).transpose()?;
    if let Some(name) =
        left_out.as_deref().filter(|name| !name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
    {
        return bad("left_out", format!("{name} is no name of a query"), format!("{name} 不是查询的名称"));
    }
    Ok(Report {
        name: name.to_owned(),
        own,
        title,
        help,
        parts,
        left_out,
        parameters,
        columns,
        chart,
        drill,
        sql,
    })
}

fn group<'a>(at: &str, value: Option<&'a Value>) -> Read<Option<&'a Map>> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Map(map)) => Ok(Some(map)),
        Some(_) => bad(at, "it is no group of fields", "不是字段组"),
    }
}

/// A text in both languages, or one for both.
fn label(at: &str, value: Option<&Value>) -> Read<Label> {
    match value {
        None | Some(Value::Null) => Ok(Label::default()),
        Some(Value::Map(map)) => {
            known(at, map, &["en", "zh"])?;
            let text = |name: &str| map.get(name).and_then(Value::scalar_text).unwrap_or_default();
            let (en, zh) = (text("en"), text("zh"));
            let (first, second) =
                (if en.is_empty() { zh.clone() } else { en.clone() }, if zh.is_empty() { en } else { zh });
            Ok(Label { en: first, zh: second })
        }
        Some(value) => match value.scalar_text() {
            Some(text) => Ok(Label { en: text.clone(), zh: text }),
            None => bad(at, "it is no text", "不是文字"),
        },
    }
}

fn text(at: &str, value: &Value) -> Read<String> {
    match value.scalar_text() {
        Some(text) => Ok(text),
        None => bad(at, "a word is wanted", "应为一个词"),
    }
}

/// A list of words, or one.
fn names(at: &str, value: Option<&Value>) -> Read<Vec<String>> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::List(items)) => items.iter().map(|item| text(at, item)).collect(),
        Some(value) => text(at, value).map(|text| vec![text]),
    }
}

fn parameter(name: &str, value: &Value) -> Read<Parameter> {
    let at = format!("parameters.{name}");
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name == "as_of" || !name.chars().all(fits) || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return bad(
            &at,
            "a name is made of a-z, 0-9 and _; as_of is there already",
            "名称只能用 a-z、0-9 和 _; as_of 已有",
        );
    }
    let Some(map) = group(&at, Some(value))? else {
        return bad(&at, "it does not say what it takes", "没有说明取值");
    };
    known(&at, map, &["words", "record", "day", "number", "least", "most", "currency", "text", "help"])?;
    let whole = |name: &str| map.get(name).and_then(Value::as_int);
    let scalar = |name: &str| map.get(name).and_then(Value::scalar_text);
    let takes = if map.contains_key("words") {
        let words = names(&at, map.get("words"))?;
        if words.is_empty() {
            return bad(&at, "it has no words", "没有可用的词");
        }
        Takes::Words(words)
    } else if let Some(kind) = scalar("record") {
        Takes::Record(kind)
    } else if map.contains_key("day") {
        Takes::Day(scalar("day"))
    } else if map.contains_key("number") {
        let (least, most) = (whole("least").unwrap_or(i64::MIN), whole("most").unwrap_or(i64::MAX));
        Takes::Number { default: whole("number"), least, most }
    } else if map.contains_key("currency") {
        Takes::Currency
    } else if map.contains_key("text") {
        Takes::Text
    } else {
        return bad(&at, "it does not say what it takes", "没有说明取值");
    };
    Ok(Parameter { name: name.to_owned(), help: label(&at, map.get("help"))?, takes })
}

fn column(name: &str, value: &Value) -> Read<Column> {
    let at = format!("columns.{name}");
    let empty = Map::default();
    let map = group(&at, Some(value))?.unwrap_or(&empty);
    known(&at, map, &["of", "label", "as", "currency", "record", "words", "empty", "total", "key", "hide"])?;
    let yes = |name: &str| map.get(name) == Some(&Value::Bool(true));
    let show = match map.get("as").map(|value| text(&at, value)).transpose()? {
        None => None,
        Some(word) => match Show::ALL.iter().find(|(known, _)| *known == word) {
            Some((_, show)) => Some(*show),
            None => {
                let all = Show::ALL.map(|(word, _)| word).join(", ");
                return bad(
                    &at,
                    format!("as: {word} is none of {all}"),
                    format!("as: {word} 不在 {all} 之中"),
                );
            }
        },
    };
    let total = match map.get("total") {
        None => false,
        Some(value) if value.as_str() == Some("sum") => true,
        Some(_) => return bad(&at, "total is sum", "total 只能是 sum"),
    };
    let one_label = |key: &str| match map.get(key) {
        None => Ok(None),
        value => label(&format!("{at}.{key}"), value).map(Some),
    };
    let of = map.get("of").map(|value| field(&at, &text(&at, value)?)).transpose()?;
    let column = Column {
        name: name.to_owned(),
        label: one_label("label")?,
        of,
        show,
        currency: map.get("currency").map(|value| text(&at, value)).transpose()?,
        record: map.get("record").map(|value| record(&at, value)).transpose()?,
        words: words(&at, map.get("words"))?,
        empty: one_label("empty")?,
        total,
        key: yes("key"),
        hide: yes("hide"),
    };
    if column.show == Some(Show::Money) && column.currency.is_none() {
        return bad(
            &at,
            "money says with `currency` which column has its currency",
            "金额应以 currency 指明币种所在的列",
        );
    }
    Ok(column)
}

/// `kind.field`
fn field(at: &str, text: &str) -> Read<(String, String)> {
    match text.split_once('.') {
        Some((kind, field)) => Ok((kind.to_owned(), field.to_owned())),
        None => {
            bad(at, format!("{text} is not of the form kind.field"), format!("{text} 不是 类型.字段 的形式"))
        }
    }
}

fn record(at: &str, value: &Value) -> Read<RecordOf> {
    let Value::Map(map) = value else { return text(at, value).map(RecordOf::Kind) };
    let Some(by) = map.get("parameter") else {
        return bad(at, "record says no parameter", "record 没有说明 parameter");
    };
    let kinds = map.iter().filter(|(word, _)| *word != "parameter");
    let kinds = kinds.map(|(word, kind)| Ok((word.clone(), text(at, kind)?))).collect::<Read<_>>()?;
    Ok(RecordOf::Parameter(text(at, by)?, kinds))
}

fn words(at: &str, value: Option<&Value>) -> Read<Vec<Words>> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::List(items)) => {
            Ok(items.iter().map(|item| words(at, Some(item))).collect::<Read<Vec<_>>>()?.concat())
        }
        Some(Value::Map(map)) => {
            let own = map.iter().map(|(word, value)| Ok((word.clone(), label(at, Some(value))?)));
            Ok(vec![Words::Own(own.collect::<Read<_>>()?)])
        }
        Some(value) => {
            let (kind, name) = field(at, &text(at, value)?)?;
            Ok(vec![Words::Field(kind, name)])
        }
    }
}

/// The commands behind columns; what they name are columns or parameters.
fn drills(value: Option<&Value>, columns: &[Column], parameters: &[Parameter]) -> Read<Vec<Drill>> {
    let Some(map) = group("drill", value)? else { return Ok(Vec::new()) };
    let mut drills = Vec::with_capacity(map.len());
    for (column, words) in map {
        let drill = Drill::new(column, &names("drill", Some(words))?);
        let is_column = |name: &str| columns.iter().any(|column| column.name == name);
        let known = |name: &str| is_column(name) || parameters.iter().any(|parameter| parameter.name == name);
        let missing =
            if is_column(column) { drill.names().find(|name| !known(name)) } else { Some(&**column) };
        if let Some(name) = missing {
            let at = format!("drill.{column}");
            return bad(
                &at,
                format!("there is no column or parameter {name}"),
                format!("没有列或参数 {name}"),
            );
        }
        drills.push(drill);
    }
    Ok(drills)
}

fn chart(map: &Map, has: &dyn Fn(&str) -> bool) -> Read<ChartPlan> {
    known("chart", map, &["bars", "stacked", "line", "by"])?;
    let sorts = [("bars", ChartSort::Bars), ("stacked", ChartSort::Stacked), ("line", ChartSort::Line)];
    let Some((word, sort)) = sorts.into_iter().find(|(word, _)| map.contains_key(*word)) else {
        return bad("chart", "it is bars, stacked or line", "应为 bars、stacked 或 line");
    };
    let columns = names("chart", map.get(word))?;
    let by = names("chart.by", map.get("by"))?;
    let [by] = &by[..] else {
        return bad("chart", "by names the column of the labels", "by 应指明标签所在的列");
    };
    if let Some(name) = columns.iter().chain([by]).find(|name| !has(name)) {
        return bad("chart", format!("there is no column {name}"), format!("没有列 {name}"));
    }
    Ok(ChartPlan { sort, columns, by: by.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_named_with_their_place() {
        let file = |front: &str| read("mine", true, &format!("/*\n{front}\n*/\nselect 1 as n"));
        let good = file("title: {en: Mine, zh: 我的}\ncolumns:\n  n: {as: count, total: sum}").unwrap();
        assert_eq!(
            (good.columns[0].show, good.columns[0].total, good.sql.as_str()),
            (Some(Show::Count), true, "select 1 as n")
        );
        for (front, told) in [
            ("title: x\ncolumns: {n: {as: cuont}}", "columns.n: as: cuont is none of"),
            ("title: x\ncolumns: {n: {as: money}}", "columns.n: money says"),
            ("title: x\ncolumns: {n: {labl: x}}", "columns.n: labl is not known"),
            ("title: x", "columns: they are not said"),
            ("columns: {n: {}}", "title: it has none"),
            ("title: x\ncolumns: {n: {}}\nchart: {bars: [m], by: n}", "chart: there is no column m"),
            ("title: x\ncolumns: {n: {}}\nparameters: {as_of: {day: today}}", "parameters.as_of: a name"),
            ("title: x\ncolumns: {n: {}}\nparameters: {who: {help: x}}", "parameters.who: it does not say"),
            ("title: x\ncolumns: {n: {}}\ndrill: {m: [list]}", "drill.m: there is no column or parameter m"),
            (
                "title: x\ncolumns: {n: {}}\ndrill: {n: [list, \"{k}\"]}",
                "drill.n: there is no column or parameter k",
            ),
            ("title: [", "not YAML"),
        ] {
            let error = file(front).unwrap_err();
            assert!(error.en.contains(told), "{front}: {error}");
        }
        assert!(read("mine", true, "select 1").is_err());
    }
}
