//! Templates as data: `templates/KIND/NAME.yaml` says which records are made together, with what is asked for put in.
//!
//! ```yaml
//! label: {en: Survey, zh: 调研}
//! parameters:
//!   start: {type: date, default: today, label: {en: Start, zh: 开始}}
//!   customer: {type: link customer, required: true, label: {en: Customer, zh: 客户}}
//! record: {name: "{customer} survey", customer: "@customer", start: start, due: start+10wd}
//! children:
//!   - {kind: task, key: ask, record: {name: Ask, start: start, due: start+4wd}}
//!   - {kind: task, record: {name: Tell, after: ["@ask"], start: start+5wd, due: start+10wd}}
//! ```
//!
//! In a text `{name}` stands for a parameter, in a day `start+5d` for one reckoned from it, in a link `@name` for a record:
//! that of a parameter, of a child's key, or `@record`. Unknown words are errors with line and column, as in schemas.

use super::kind::Label;
use super::schema::{SchemaError, at, error, flag_of, get, known_words, label_of, text_of};
use super::value::{Map, Value};
use super::yaml::{Node, NodeData, Position, parse};

/// Most bytes of a template.
pub const MOST_BYTES: usize = 256 << 10;
/// Most records it makes besides the first.
pub const MOST_CHILDREN: usize = 500;
/// Most parameters.
pub const MOST_PARAMETERS: usize = 50;
/// The name of the first record among links.
pub const RECORD: &str = "record";

type Result<T> = std::result::Result<T, SchemaError>;

/// A template.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// Name of the file.
    pub name: String,
    /// Kind of its first record: the folder.
    pub kind: String,
    /// What people call it.
    pub label: Label,
    /// What it is for.
    pub help: Label,
    /// What is asked for, in the order of the file.
    pub parameters: Vec<Parameter>,
    /// Fields of the first record.
    pub record: Part,
    /// The other records.
    pub children: Vec<Part>,
}

/// Something asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, as typed.
    pub name: String,
    /// What people call it.
    pub label: Label,
    /// What it takes.
    pub sort: Sort,
    /// Must be given.
    pub required: bool,
    /// What it is when nobody says, as typed.
    pub default: Option<String>,
    /// Where it stands.
    pub at: Position,
}

/// What a parameter takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sort {
    /// A day.
    Date,
    /// A text.
    Text,
    /// An amount.
    Money,
    /// A record of a kind.
    Link(String),
}

impl Sort {
    /// The word of a template.
    pub fn word(&self) -> String {
        match self {
            Self::Date => "date".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Money => "money".to_owned(),
            Self::Link(kind) => format!("link {kind}"),
        }
    }
}

/// A record of a template.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its kind.
    pub kind: String,
    /// What others call it in their links; empty when none does.
    pub key: String,
    /// Its fields, not filled in yet.
    pub fields: Map,
    /// Where it stands.
    pub at: Position,
}

impl Template {
    /// A parameter by name or by label in either language.
    pub fn parameter(&self, typed: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|one| one.name == typed).or_else(|| {
            let label = |one: &&Parameter| one.label.zh == typed || one.label.en.eq_ignore_ascii_case(typed);
            self.parameters.iter().find(label)
        })
    }
}

/// Reads the template of a name and kind. Errors: what is wrong, with its line.
pub fn read_template(kind: &str, name: &str, text: &str) -> Result<Template> {
    if text.len() > MOST_BYTES {
        return Err(error(
            Position::default(),
            format!("a template has at most {} KB", MOST_BYTES >> 10),
            format!("模板最多 {} KB", MOST_BYTES >> 10),
        ));
    }
    let root = parse(text).map_err(|e| SchemaError { at: e.at, en: e.en, zh: e.zh })?;
    if !is_name(name, true) {
        return Err(error(
            root.start,
            format!("`{name}` is no name for a template: use letters, digits, - and _"),
            format!("`{name}` 不能作模板名: 只用字母、数字、- 和 _"),
        ));
    }
    known_words(&root, &["label", "help", "parameters", "record", "children"])?;
    let label = label_of(&root, "label")?.ok_or_else(|| missing(root.start, "label"))?;
    let record = get(&root, "record").ok_or_else(|| missing(root.start, "record"))?;
    let template = Template {
        name: name.to_owned(),
        kind: kind.to_owned(),
        label,
        help: label_of(&root, "help")?.unwrap_or_default(),
        parameters: parameters(&root)?,
        record: Part {
            kind: kind.to_owned(),
            key: RECORD.to_owned(),
            fields: fields_of(record)?,
            at: record.start,
        },
        children: children(&root)?,
    };
    distinct(&template)?;
    Ok(template)
}

fn parameters(root: &Node) -> Result<Vec<Parameter>> {
    let Some(node) = get(root, "parameters") else { return Ok(Vec::new()) };
    let entries = node.entries().ok_or_else(|| {
        error(
            node.start,
            "`parameters` is written like `{start: {type: date}}`",
            "`parameters` 应写作 `{start: {type: date}}`",
        )
    })?;
    if entries.len() > MOST_PARAMETERS {
        return Err(error(
            node.start,
            format!("a template has at most {MOST_PARAMETERS} parameters"),
            format!("模板最多 {MOST_PARAMETERS} 个参数"),
        ));
    }
    entries.iter().map(|(name, at, node)| parameter(name, *at, node)).collect()
}

fn parameter(name: &str, name_at: Position, node: &Node) -> Result<Parameter> {
    known_words(node, &["type", "label", "required", "default"])?;
    if !is_name(name, false) {
        return Err(error(
            name_at,
            format!("`{name}` is no name for a parameter: use a-z, 0-9 and _"),
            format!("`{name}` 不能作参数名: 只用 a-z、0-9 和 _"),
        ));
    }
    let word = text_of(node, "type")?.unwrap_or_else(|| "text".to_owned());
    let sort = match (word.as_str(), word.strip_prefix("link ")) {
        ("date", _) => Sort::Date,
        ("text", _) => Sort::Text,
        ("money", _) => Sort::Money,
        (_, Some(kind)) if !kind.trim().is_empty() => Sort::Link(kind.trim().to_owned()),
        _ => {
            return Err(error(
                at(node, "type"),
                format!("unknown type `{word}`; types are date, text, money, link KIND"),
                format!("未知的类型 `{word}`; 可用: date, text, money, link 类型"),
            ));
        }
    };
    let bare = Label { en: name.replace('_', " "), zh: name.to_owned() };
    let default = get(node, "default").and_then(|default| default.value().scalar_text());
    Ok(Parameter {
        name: name.to_owned(),
        label: label_of(node, "label")?.unwrap_or(bare),
        sort,
        required: flag_of(node, "required")?,
        default: default.filter(|text| !text.is_empty()),
        at: name_at,
    })
}

fn children(root: &Node) -> Result<Vec<Part>> {
    let Some(node) = get(root, "children") else { return Ok(Vec::new()) };
    let NodeData::List(items) = &node.data else {
        return Err(error(node.start, "`children` is a list", "`children` 应为列表"));
    };
    if items.len() > MOST_CHILDREN {
        return Err(error(
            node.start,
            format!("a template makes at most {MOST_CHILDREN} records besides the first"),
            format!("模板最多另建 {MOST_CHILDREN} 个记录"),
        ));
    }
    let child = |node: &Node| {
        known_words(node, &["kind", "key", "record"])?;
        let key = text_of(node, "key")?.unwrap_or_default();
        if !key.is_empty() && !is_name(&key, false) {
            return Err(error(
                at(node, "key"),
                format!("`{key}` is no key: use a-z, 0-9 and _"),
                format!("`{key}` 不能作键: 只用 a-z、0-9 和 _"),
            ));
        }
        Ok(Part {
            kind: text_of(node, "kind")?.ok_or_else(|| missing(node.start, "kind"))?,
            key,
            fields: fields_of(get(node, "record").ok_or_else(|| missing(node.start, "record"))?)?,
            at: node.start,
        })
    };
    items.iter().map(child).collect()
}

fn fields_of(node: &Node) -> Result<Map> {
    match node.value() {
        Value::Map(map) => Ok(map),
        _ => Err(error(node.start, "`record` is a group of fields", "`record` 应为一组字段")),
    }
}

/// `@name` means one thing.
fn distinct(template: &Template) -> Result<()> {
    let mut known: Vec<&str> = vec![RECORD];
    known.extend(template.parameters.iter().map(|one| one.name.as_str()));
    if let Some(one) = template.parameters.iter().find(|one| one.name == RECORD) {
        return Err(twice(one.at, RECORD));
    }
    for child in template.children.iter().filter(|child| !child.key.is_empty()) {
        if known.contains(&child.key.as_str()) {
            return Err(twice(child.at, &child.key));
        }
        known.push(&child.key);
    }
    Ok(())
}

fn twice(at: Position, name: &str) -> SchemaError {
    error(at, format!("`{name}` names two things"), format!("`{name}` 指代两样东西"))
}

fn missing(at: Position, word: &str) -> SchemaError {
    error(at, format!("`{word}` is missing"), format!("缺少 `{word}`"))
}

fn is_name(name: &str, any_letters: bool) -> bool {
    let good = |c: char| match any_letters {
        true => c.is_alphanumeric() || c == '_' || c == '-',
        false => c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_',
    };
    !name.is_empty() && name.len() <= 100 && name.chars().all(good)
}

/// A piece of a text with places for parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Plain(String),
    /// What stands between braces.
    Hole(&'a str),
}

/// Takes a text apart: `{name}` is a hole, `{{` and `}}` are braces; `None` when a brace is not closed.
pub fn pieces(text: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        plain.push_str(&rest[..at]);
        let (brace, after) = rest[at..].split_at(1);
        if let Some(after) = after.strip_prefix(brace) {
            plain.push_str(brace);
            rest = after;
            continue;
        }
        if brace == "}" {
            return None;
        }
        let (hole, after) = after.split_once('}')?;
        if !plain.is_empty() {
            pieces.push(Piece::Plain(std::mem::take(&mut plain)));
        }
        pieces.push(Piece::Hole(hole.trim()));
        rest = after;
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        pieces.push(Piece::Plain(plain));
    }
    Some(pieces)
}

/// A step from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Calendar days.
    Days(i64),
    /// Working days.
    Workdays(i64),
    /// Calendar months.
    Months(i64),
}

/// Longest step, in its own unit.
const MOST_STEPS: i64 = 20_000;

/// A day reckoned from another: `start+2w`, `today-3wd`; the name, and the steps from it. `None`: it is written otherwise.
pub fn reckoned(text: &str) -> Option<(&str, Vec<Step>)> {
    let end = text.find(['+', '-']).unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let name = name.trim();
    if !is_name(name, false) || name.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut steps = Vec::new();
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let sign = match rest.split_at_checked(1)? {
            ("+", after) => {
                rest = after;
                1
            }
            ("-", after) => {
                rest = after;
                -1
            }
            _ => return None,
        };
        rest = rest.trim_start();
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let count: i64 = rest[..digits].parse().ok().filter(|count| *count <= MOST_STEPS)?;
        let unit = rest[digits..].find(['+', '-']).map_or(rest.len(), |at| digits + at);
        let step = match rest[digits..unit].trim() {
            "d" => Step::Days(sign * count),
            "w" => Step::Days(sign * count * 7),
            "wd" => Step::Workdays(sign * count),
            "m" => Step::Months(sign * count),
            _ => return None,
        };
        steps.push(step);
        rest = &rest[unit..];
    }
    Some((name, steps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SURVEY: &str = "label: {en: Survey, zh: 调研}\nparameters:\n  start: {type: date, default: today, label: {en: Start, zh: 开始}}\n  customer: {type: link customer, required: true}\nrecord: {name: 'Survey {customer}', start: start}\nchildren:\n  - {kind: task, key: ask, record: {name: Ask}}\n  - kind: task\n    record: {name: Tell, after: ['@ask']}\n";

    #[test]
    fn a_template_is_read_from_data_alone() {
        let template = read_template("project", "survey", SURVEY).unwrap();
        assert_eq!(template.parameter("开始").unwrap().sort, Sort::Date);
        assert!(template.parameter("customer").unwrap().required);
        assert_eq!((template.children.len(), template.children[0].key.as_str()), (2, "ask"));
    }

    #[test]
    fn mistakes_are_named() {
        for (was, wrong, said) in [
            ("type: date", "type: day", "unknown type `day`"),
            ("default:", "defualt:", "unknown x-kehu word `defualt`"),
            ("key: ask", "key: customer", "`customer` names two things"),
            ("key: ask", "key: record", "`record` names two things"),
            ("key: ask", "key: ../x", "`../x` is no key"),
            ("kind: task\n", "key: b\n", "`kind` is missing"),
            ("record: {name: 'Survey {customer}', start: start}", "record: x", "a group of fields"),
            ("label: {en: Survey, zh: 调研}\n", "", "`label` is missing"),
        ] {
            assert!(SURVEY.contains(was));
            let error = read_template("project", "survey", &SURVEY.replacen(was, wrong, 1)).unwrap_err();
            assert!(error.en.contains(said), "{wrong}: {}", error.en);
        }
        assert!(read_template("project", "../x", SURVEY).is_err());
        let many = format!("{SURVEY}{}", "  - {kind: task, record: {name: x}}\n".repeat(MOST_CHILDREN));
        assert!(read_template("project", "survey", &many).unwrap_err().en.contains("at most 500"));
        let long = format!("{SURVEY}#{}", "x".repeat(MOST_BYTES));
        assert!(read_template("project", "survey", &long).unwrap_err().en.contains("256 KB"));
    }

    #[test]
    fn days_are_reckoned_from_others() {
        assert_eq!(reckoned("start"), Some(("start", vec![])));
        assert_eq!(reckoned("start+2w-1d"), Some(("start", vec![Step::Days(14), Step::Days(-1)])));
        assert_eq!(reckoned("end - 3wd"), Some(("end", vec![Step::Workdays(-3)])));
        assert_eq!(reckoned("today+1m"), Some(("today", vec![Step::Months(1)])));
        for wrong in ["2026-12-01", "start+", "start+5", "start+5y", "start+99999d", "+5d", "", "start 5d"] {
            assert_eq!(reckoned(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn texts_have_holes() {
        let told = |text: &str| pieces(text).map(|pieces| format!("{pieces:?}"));
        assert_eq!(told("a {b} c"), Some("[Plain(\"a \"), Hole(\"b\"), Plain(\" c\")]".to_owned()));
        assert_eq!(told("{{x}}"), Some("[Plain(\"{x}\")]".to_owned()));
        assert_eq!((told("{a"), told("a}"), told("")), (None, None, Some("[]".to_owned())));
    }

    proptest! {
        #[test]
        fn no_text_breaks_them(text in "[{}a客@+\\-0-9wd ]{0,30}") {
            let _ = reckoned(&text);
            if let Some(pieces) = pieces(&text) {
                // Braces that are left are plain.
                let good = |piece: &Piece| !matches!(piece, Piece::Hole(hole) if hole.contains('\x7d'));
                let all = pieces.iter().all(good);
                prop_assert!(all);
            }
        }
    }
}
