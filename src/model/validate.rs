//! Is a record what its schema says? JSON Schema by the `jsonschema` crate, the formats by
//! our own types, every problem with its field and both languages.

use jsonschema::error::ValidationErrorKind as Kinds;
use jsonschema::{Draft, PatternOptions, Validator};

use super::bad_value::BadValue;
use super::conflict::malformed;
use super::date::{Date, DateTime};
use super::email::Email;
use super::ids::Id;
use super::input::no_controls;
use super::kind::{FieldType, Kind};
use super::money::Money;
use super::phone::Phone;
use super::value::{Map, Value, map_to_json};
use super::website::Website;
use crate::error::article::a;
use crate::error::{Code, Error, Result};

/// One thing wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Dotted path of the field; empty for the record as a whole.
    pub path: String,
    /// What is wrong, in English.
    pub en: String,
    /// What is wrong, in Chinese.
    pub zh: String,
    /// A right value, when one helps.
    pub example: &'static str,
    /// True when a required field is empty.
    pub missing: bool,
}

impl Problem {
    /// The problem as an error about record `what`.
    pub fn into_error(self, what: &str) -> Error {
        self.error_about(what, what)
    }

    /// The problem as an error about a record, named in both languages.
    pub fn error_about(self, en_what: &str, zh_what: &str) -> Error {
        let Problem { path, en, zh, example, missing } = self;
        let code = if missing { Code::MissingField } else { Code::BadValue };
        let at = if path.is_empty() { String::new() } else { format!("{path}: ") };
        let error = Error::new(code, format!("{en_what}: {at}{en}."), format!("{zh_what}: {at}{zh}。"));
        if example.is_empty() {
            return error;
        }
        error.hint(format!("Write it like this: {path}={example}"), format!("请这样写: {path}={example}"))
    }
}

/// A kind's schema ready to judge many records.
pub struct Judge<'a> {
    kind: &'a Kind,
    validator: Validator,
}

impl<'a> Judge<'a> {
    /// Compiles the schema of a kind.
    pub fn new(kind: &'a Kind) -> Result<Self> {
        let wrong = |why: String| {
            Error::new(
                Code::BadSchema,
                format!("schemas/{}/{}.yaml: {why}.", kind.module, kind.name),
                format!("schemas/{}/{}.yaml: {why}。", kind.module, kind.name),
            )
        };
        let schema = serde_json::from_str(&kind.schema).map_err(|e| wrong(e.to_string()))?;
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(false)
            // The engine whose time grows with the text alone: a book may not stall a command by a pattern.
            .with_pattern_options(PatternOptions::regex().size_limit(1 << 20))
            .build(&schema)
            .map_err(|e| wrong(e.to_string()))?;
        Ok(Self { kind, validator })
    }

    /// Everything wrong with the fields of a record, in the order of the schema.
    pub fn problems(&self, fields: &Map) -> Vec<Problem> {
        let mut problems = self.schema_problems(fields);
        for (name, value) in fields {
            if let Some(field) = self.kind.field(name) {
                check(&field.ty, value, name, &mut problems);
            }
        }
        if let Some((path, en, zh)) = malformed(fields) {
            let (en, zh) = (en.to_owned(), zh.to_owned());
            problems.push(Problem { path, en, zh, example: "", missing: false });
        }
        problems
    }

    /// What JSON Schema has against the fields, their formats aside: enough for values that were just read by their types.
    pub fn schema_problems(&self, fields: &Map) -> Vec<Problem> {
        let json = serde_json::Value::Object(map_to_json(fields));
        if self.validator.is_valid(&json) {
            return Vec::new();
        }
        self.validator.iter_errors(&json).map(|error| self.told(&error)).collect()
    }

    /// A problem in words: what a field wants is said by its help better than by a pattern.
    fn told(&self, error: &jsonschema::ValidationError<'_>) -> Problem {
        let mut problem = problem(error);
        if let Kinds::Pattern { .. } = error.kind()
            && let Some(help) =
                self.kind.field_at(&problem.path).and_then(|at| at.field).map(|field| &field.help)
            && !help.en.is_empty()
        {
            problem.en = format!("it is not written as it should be: {}", help.en.trim_end_matches('.'));
            problem.zh = format!("写法不对: {}", help.zh.trim_end_matches('。'));
        }
        problem
    }

    /// The first problem as an error.
    pub fn accept(&self, fields: &Map, what: &str) -> Result<()> {
        match self.problems(fields).into_iter().next() {
            None => Ok(()),
            Some(problem) => {
                let kind = self.kind;
                let rest = what.strip_prefix(kind.name.as_str());
                let zh = rest.map_or_else(|| what.to_owned(), |rest| format!("{}{rest}", kind.label.zh));
                Err(problem.error_about(what, &zh))
            }
        }
    }
}

fn problem(error: &jsonschema::ValidationError<'_>) -> Problem {
    let mut path = error.instance_path().as_str().trim_start_matches('/').replace('/', ".");
    let mut missing = false;
    let (en, zh) = match error.kind() {
        Kinds::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            missing = true;
            ("this must be filled in".to_owned(), "必须填写".to_owned())
        }
        Kinds::MinLength { .. } => {
            missing = true;
            ("this must not be empty".to_owned(), "不能为空".to_owned())
        }
        Kinds::MaxLength { limit: 0 } => ("this must be empty here".to_owned(), "此处必须留空".to_owned()),
        Kinds::MaxLength { limit } => {
            (format!("longer than {limit} characters"), format!("超过 {limit} 个字符"))
        }
        Kinds::Enum { options } => {
            let words: Vec<_> = options
                .as_array()
                .into_iter()
                .flatten()
                .map(|word| word.as_str().map_or_else(|| word.to_string(), str::to_owned))
                .collect();
            let words = words.join(", ");
            (format!("it must be one of {words}"), format!("只能是 {words}"))
        }
        Kinds::Minimum { limit } => (format!("less than {limit}"), format!("小于 {limit}")),
        Kinds::Maximum { limit } => (format!("more than {limit}"), format!("大于 {limit}")),
        Kinds::ExclusiveMinimum { limit } => {
            (format!("it must be more than {limit}"), format!("必须大于 {limit}"))
        }
        Kinds::ExclusiveMaximum { limit } => {
            (format!("it must be less than {limit}"), format!("必须小于 {limit}"))
        }
        Kinds::MinItems { limit } => (format!("it needs at least {limit}"), format!("至少需要 {limit} 项")),
        Kinds::MaxItems { limit } => (format!("it has more than {limit}"), format!("超过 {limit} 项")),
        Kinds::Pattern { pattern } => {
            (format!("it does not fit the pattern {pattern}"), format!("不符合格式 {pattern}"))
        }
        Kinds::UniqueItems => ("an item stands twice".to_owned(), "有重复的项".to_owned()),
        Kinds::Type { kind } => {
            let wanted = format!("{kind:?}").to_lowercase();
            let wanted = wanted.trim_start_matches("single(").trim_end_matches(')').to_owned();
            (format!("it must be {}", a(&wanted)), format!("类型应为 {wanted}"))
        }
        _ => {
            let text = error.to_string();
            (text.clone(), text)
        }
    };
    Problem { path, en, zh, example: "", missing }
}

/// Values whose format is one of our types must read as that type.
fn check(ty: &FieldType, value: &Value, path: &str, problems: &mut Vec<Problem>) {
    match (ty, value) {
        (FieldType::List(item), Value::List(items)) => {
            for (index, value) in items.iter().enumerate() {
                check(item, value, &format!("{path}.{index}"), problems);
            }
        }
        (FieldType::Group(fields), Value::Map(map)) => {
            for (key, value) in map {
                if let Some(field) = fields.iter().find(|field| field.name == *key) {
                    check(&field.ty, value, &format!("{path}.{key}"), problems);
                }
            }
        }
        (ty, Value::Text(text)) => {
            if let Err(bad) = check_text(ty, text) {
                problems.push(Problem {
                    path: path.to_owned(),
                    en: bad.en,
                    zh: bad.zh,
                    example: bad.example,
                    missing: false,
                });
            }
        }
        _ => {}
    }
}

fn check_text(ty: &FieldType, text: &str) -> std::result::Result<(), BadValue> {
    match ty {
        FieldType::Date => Date::from_iso(text).map(drop),
        FieldType::DateTime => DateTime::from_rfc3339(text).map(drop),
        FieldType::Money => Money::parse(text, None).map(drop),
        FieldType::Phone => Phone::parse(text, "86").map(drop),
        FieldType::Email => Email::parse(text).map(drop),
        FieldType::Website => Website::parse(text).map(drop),
        FieldType::Link(kind) => match Id::parse(text) {
            Some(_) => Ok(()),
            None => Err(BadValue::new(
                format!("it must be the id of {}", a(kind)),
                format!("应为 {kind} 的编号"),
                "wang",
            )),
        },
        FieldType::LongText => no_controls(&text.replace(['\n', '\t'], " ")),
        FieldType::Text | FieldType::Choice(_) => no_controls(text),
        _ => Ok(()),
    }
}
