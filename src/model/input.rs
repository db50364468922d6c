//! What a person typed, turned into the value a field keeps: parsed once, at the door.

use chrono::{DateTime as ChronoDateTime, FixedOffset};

use super::bad_value::{BadValue, is_steering};
use super::date::{Date, DateTime};
use super::email::Email;
use super::kind::{DefaultValue, Field, FieldType, Kind};
use super::money::Money;
use super::phone::Phone;
use super::value::{Map, Value};
use super::website::Website;
use crate::error::article::a;
use crate::error::{Code, Error, Result, nearest};

/// What reading depends on besides the text.
#[derive(Debug, Clone)]
pub struct Context {
    /// The moment of the command, in the user's zone.
    pub now: ChronoDateTime<FixedOffset>,
    /// Who gives the command; empty when unknown.
    pub me: String,
    /// Country code of phones written without one.
    pub country: String,
    /// Currency of money written without one.
    pub currency: String,
}

/// One `field=value`, `field+=value` or `field=` as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Dotted path.
    pub path: String,
    /// What to do there.
    pub change: Change,
}

/// What an assignment does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// `field=value`
    Set(String),
    /// `field+=value`
    Append(String),
    /// `field=`
    Clear,
}

impl Assignment {
    /// Splits `field=value`; `None` when there is no field before a `=`.
    pub fn parse(word: &str) -> Option<Self> {
        let (left, value) = word.split_once('=')?;
        let (path, append) = match left.strip_suffix('+') {
            Some(path) => (path, true),
            None => (left, false),
        };
        let good = |c: char| c.is_alphanumeric() || "_.-".contains(c) || c == ' ';
        if path.is_empty() || !path.chars().all(good) || path.starts_with(' ') {
            return None;
        }
        let change = match (append, value) {
            (true, value) => Change::Append(value.to_owned()),
            (false, "") => Change::Clear,
            (false, value) => Change::Set(value.to_owned()),
        };
        Some(Self { path: path.to_owned(), change })
    }
}

/// Applies assignments to the fields of a record.
pub fn assign(kind: &Kind, fields: &mut Map, words: &[Assignment], context: &Context) -> Result<()> {
    for word in words {
        let path = field_path(kind, &word.path)?;
        let at = kind.field_at(&path).ok_or_else(|| unknown(kind, &word.path))?;
        if at.field.is_some_and(|field| field.stamped) {
            return Err(Error::new(
                Code::BadValue,
                format!("{path} is written by kehu, not by hand."),
                format!("{path} 由 kehu 写入, 不能手工填写。"),
            ));
        }
        match &word.change {
            Change::Clear => clear(fields, &path),
            Change::Append(text) => {
                let FieldType::List(item) = at.ty else {
                    return Err(Error::new(
                        Code::BadValue,
                        format!("{path} is not a list, so += has nothing to add to."),
                        format!("{path} 不是列表, 不能用 += 追加。"),
                    )
                    .hint(format!("Use {path}=VALUE."), format!("请用 {path}=值。")));
                };
                let value = read(item, text, context).map_err(|bad| value_error(&path, text, &bad))?;
                append(fields, &path, value)?;
            }
            Change::Set(text) => {
                let value = read_any(at.ty, text, context).map_err(|bad| value_error(&path, text, &bad))?;
                put(fields, &path, value)?;
            }
        }
    }
    let typed =
        |name: &str| words.iter().any(|word| field_path(kind, &word.path).is_ok_and(|path| path == name));
    for field in kind.fields.iter().filter(|field| typed(&field.name)) {
        imply(kind, field, fields, context, &|name, _| !typed(name));
    }
    Ok(())
}

/// Sets the fields that follow from a choice, where they are `free` to be set.
fn imply(kind: &Kind, field: &Field, fields: &mut Map, context: &Context, free: &dyn Fn(&str, &Map) -> bool) {
    let Some(word) = fields.get(&field.name).and_then(Value::as_str).map(str::to_owned) else { return };
    for implied in &field.implies {
        let value = implied.values.iter().find(|(known, _)| *known == word).map(|(_, value)| value);
        if let (Some(value), Some(target)) = (value, kind.field(&implied.field))
            && free(&implied.field, fields)
            && let Ok(value) = read_any(&target.ty, value, context)
        {
            fields.insert(implied.field.clone(), value);
        }
    }
}

/// Sets what follows from choices that were settled, where it is `free` to be set.
pub fn follow(
    kind: &Kind,
    fields: &mut Map,
    settled: &[&str],
    context: &Context,
    free: &dyn Fn(&str) -> bool,
) {
    for field in kind.fields.iter().filter(|field| settled.contains(&field.name.as_str())) {
        imply(kind, field, fields, context, &|name, _| free(name));
    }
}

/// The stored path of a typed one: field names or their labels in either language.
pub fn field_path(kind: &Kind, typed: &str) -> Result<String> {
    let (first, rest) = typed.split_once('.').map_or((typed, None), |(a, b)| (a, Some(b)));
    let first = find_field(&kind.fields, first)
        .map(|field| field.name.as_str())
        .ok_or_else(|| unknown(kind, typed))?;
    let path = match rest {
        Some(rest) => format!("{first}.{rest}"),
        None => first.to_owned(),
    };
    if kind.field_at(&path).is_none() { Err(unknown(kind, typed)) } else { Ok(path) }
}

/// A field by name or by label in either language.
pub fn find_field<'a>(fields: &'a [Field], typed: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.name == typed).or_else(|| {
        fields.iter().find(|field| field.label.zh == typed || field.label.en.eq_ignore_ascii_case(typed))
    })
}

fn unknown(kind: &Kind, typed: &str) -> Error {
    let near = nearest(typed, kind.fields.iter().map(|field| field.name.as_str()));
    Error::unknown_field(&kind.name, typed, near)
}

/// The error for a value that its type refuses.
pub fn value_error(path: &str, text: &str, bad: &BadValue) -> Error {
    Error::bad_value(path, text, &bad.en, &bad.zh, bad.example)
}

/// Reads a whole field; lists take commas or semicolons between their items, groups take JSON.
pub fn read_any(ty: &FieldType, text: &str, context: &Context) -> std::result::Result<Value, BadValue> {
    match ty {
        FieldType::List(item) if text.trim_start().starts_with('[') => read_json(item, text, true, context),
        FieldType::List(item) if !matches!(**item, FieldType::Group(_)) => text
            .split([',', ';', '，', '；', '、'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| read(item, part, context))
            .collect::<std::result::Result<_, _>>()
            .map(Value::List),
        ty => read(ty, text, context),
    }
}

fn read_json(
    ty: &FieldType,
    text: &str,
    list: bool,
    context: &Context,
) -> std::result::Result<Value, BadValue> {
    let json: serde_json::Value = serde_json::from_str(text).map_err(|error| {
        BadValue::new(
            format!("not JSON: {error}"),
            format!("不是 JSON: {error}"),
            "{\"name\":\"王芳\",\"mobile\":\"13800000000\"}",
        )
    })?;
    let whole = if list { FieldType::List(Box::new(ty.clone())) } else { ty.clone() };
    from_json(&whole, &json, context)
}

/// A JSON value (from an import or a group typed as JSON) read by its type.
pub fn from_json(
    ty: &FieldType,
    json: &serde_json::Value,
    context: &Context,
) -> std::result::Result<Value, BadValue> {
    use serde_json::Value as Json;
    match (ty, json) {
        (_, Json::Null) => Ok(Value::Null),
        (FieldType::List(item), Json::Array(items)) => items
            .iter()
            .map(|json| from_json(item, json, context))
            .collect::<std::result::Result<_, _>>()
            .map(Value::List),
        (FieldType::Group(fields), Json::Object(map)) => {
            let mut group = Map::default();
            for (key, json) in map {
                let Some(field) = find_field(fields, key) else {
                    let known = fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ");
                    return Err(BadValue::new(
                        format!("it has no field `{key}`; fields are {known}"),
                        format!("没有字段 `{key}`; 可用: {known}"),
                        "",
                    ));
                };
                let value = from_json(&field.ty, json, context)?;
                if !value.is_empty() {
                    group.insert(field.name.clone(), value);
                }
            }
            Ok(Value::Map(group))
        }
        (FieldType::Open, Json::Object(_)) => Ok(Value::from_json(json)),
        (FieldType::Money, Json::Object(map)) => {
            let part = |key: &str| map.get(key).and_then(Json::as_str).unwrap_or_default();
            read(ty, &format!("{} {}", part("amount"), part("currency")), context)
        }
        (ty, Json::String(text)) => read_any(ty, text, context),
        (ty, Json::Number(number)) => read(ty, &number.to_string(), context),
        (ty, Json::Bool(flag)) => read(ty, if *flag { "true" } else { "false" }, context),
        _ => Err(BadValue::new(
            format!("{} is wanted here", a(&ty.word())),
            format!("此处应为 {}", ty.word()),
            "",
        )),
    }
}

/// Reads one value of a type.
pub fn read(ty: &FieldType, text: &str, context: &Context) -> std::result::Result<Value, BadValue> {
    let trimmed = text.trim();
    match ty {
        FieldType::Text => one_line(trimmed).map(Value::text),
        FieldType::LongText => long_text(text).map(Value::Text),
        FieldType::Int { min, max } => {
            let number: i64 =
                trimmed.parse().map_err(|_| BadValue::new("it is not a whole number", "不是整数", "3"))?;
            if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) {
                let show = |bound: &Option<i64>| bound.map_or("…".to_owned(), |b| b.to_string());
                return Err(BadValue::new(
                    format!("it must lie between {} and {}", show(min), show(max)),
                    format!("应在 {} 到 {} 之间", show(min), show(max)),
                    "3",
                ));
            }
            Ok(Value::Int(number))
        }
        FieldType::Number => match trimmed.parse::<rust_decimal::Decimal>() {
            Ok(number) => Ok(trimmed.parse().map_or_else(|_| Value::Number(number.to_string()), Value::Int)),
            Err(_) => Err(BadValue::new("it is not a number", "不是数字", "12.5")),
        },
        FieldType::Bool => match trimmed.to_lowercase().as_str() {
            "true" | "yes" | "y" | "1" | "on" | "是" | "有" => Ok(Value::Bool(true)),
            "false" | "no" | "n" | "0" | "off" | "否" | "无" => Ok(Value::Bool(false)),
            _ => Err(BadValue::new("it is neither yes nor no", "不是“是”或“否”", "yes")),
        },
        FieldType::Date => {
            Date::parse(trimmed, context.now.date_naive()).map(|date| Value::text(date.to_string()))
        }
        FieldType::DateTime => DateTime::parse(trimmed, context.now).map(|at| Value::text(at.to_string())),
        FieldType::Money => {
            Money::parse(trimmed, Some(&context.currency)).map(|money| Value::text(money.to_string()))
        }
        FieldType::Phone => {
            Phone::parse(trimmed, &context.country).map(|phone| Value::text(phone.to_string()))
        }
        FieldType::Email => Email::parse(trimmed).map(|email| Value::text(email.to_string())),
        FieldType::Website => Website::parse(trimmed).map(|website| Value::text(website.to_string())),
        FieldType::Choice(words) => choice(words, trimmed),
        FieldType::Link(_) => one_line(trimmed).map(Value::text),
        FieldType::List(item) => read(item, text, context).map(|value| Value::List(vec![value])),
        FieldType::Group(_) | FieldType::Open => match trimmed.starts_with('{') {
            true => read_json(ty, trimmed, false, context),
            false => short_group(ty, trimmed, context),
        },
    }
}

/// `contacts+=王芳` is a group of its first text field: what a person would type first.
fn short_group(ty: &FieldType, text: &str, context: &Context) -> std::result::Result<Value, BadValue> {
    let FieldType::Group(fields) = ty else {
        return Err(BadValue::new(
            "a group of fields is wanted",
            "此处应为一组字段",
            "{\"region\":\"east\"}",
        ));
    };
    let Some(field) = fields.iter().find(|field| field.required).or_else(|| fields.first()) else {
        return Err(BadValue::new("the group has no fields", "该组没有字段", ""));
    };
    let value = read(&field.ty, text, context)?;
    Ok(Value::Map([(field.name.clone(), value)].into_iter().collect()))
}

/// A choice by its word or its label in either language.
fn choice(words: &[(String, super::kind::Label)], text: &str) -> std::result::Result<Value, BadValue> {
    let found = words.iter().find(|(word, label)| {
        word.eq_ignore_ascii_case(text) || label.zh == text || label.en.eq_ignore_ascii_case(text)
    });
    if let Some((word, _)) = found {
        return Ok(Value::text(word.clone()));
    }
    let en = words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(", ");
    let zh =
        words.iter().map(|(word, label)| format!("{word} ({})", label.zh)).collect::<Vec<_>>().join(", ");
    Err(BadValue::new(format!("it must be one of {en}"), format!("只能是 {zh}"), ""))
}

fn one_line(text: &str) -> std::result::Result<&str, BadValue> {
    if text.contains(['\n', '\r']) {
        return Err(BadValue::new("it must be a single line", "只能是一行", ""));
    }
    no_controls(text)?;
    Ok(text)
}

/// Long text with Unix line ends; controls other than line ends and tabs are refused.
fn long_text(text: &str) -> std::result::Result<String, BadValue> {
    let text = text.replace("\r\n", "\n");
    no_controls(&text.replace(['\n', '\t'], " "))?;
    Ok(text.trim_end().to_owned())
}

/// Refuses characters that steer terminals or hide text (law 10).
pub fn no_controls(text: &str) -> std::result::Result<(), BadValue> {
    match text.chars().find(|c| is_steering(*c)) {
        None => Ok(()),
        Some(c) => Err(BadValue::new(
            format!("it contains the control character U+{:04X}", u32::from(c)),
            format!("含有控制字符 U+{:04X}", u32::from(c)),
            "",
        )),
    }
}

/// Fills the fields a new record has when nobody says.
pub fn fill_defaults(kind: &Kind, fields: &mut Map, context: &Context) {
    for field in &kind.fields {
        if fields.contains_key(&field.name) {
            continue;
        }
        let value = match &field.default {
            None => continue,
            Some(DefaultValue::Me) if context.me.is_empty() => continue,
            Some(DefaultValue::Me) => Value::text(context.me.clone()),
            Some(DefaultValue::Today) => Value::text(context.now.format("%Y-%m-%d").to_string()),
            Some(DefaultValue::Now) => Value::text(DateTime::from(context.now).to_string()),
            Some(DefaultValue::Text(text)) => match read(&field.ty, text, context) {
                Ok(value) => value,
                Err(_) => continue,
            },
        };
        fields.insert(field.name.clone(), value);
    }
    for field in &kind.fields {
        imply(kind, field, fields, context, &|name, fields| !fields.contains_key(name));
    }
}

fn put(fields: &mut Map, path: &str, value: Value) -> Result<()> {
    match path.split_once('.') {
        None => {
            fields.insert(path.to_owned(), value);
            Ok(())
        }
        Some((first, rest)) => {
            let numbered = rest.split('.').next().is_some_and(|step| step.parse::<usize>().is_ok());
            let slot = fields.entry(first.to_owned()).or_insert_with(|| {
                if numbered { Value::List(Vec::new()) } else { Value::Map(Map::default()) }
            });
            put_in(slot, rest, value, path)
        }
    }
}

fn put_in(slot: &mut Value, rest: &str, value: Value, whole: &str) -> Result<()> {
    let (step, after) = rest.split_once('.').map_or((rest, None), |(a, b)| (a, Some(b)));
    match slot {
        Value::List(items) => {
            let index: usize = step.parse().map_err(|_| bad_step(whole, items.len()))?;
            if index > items.len() {
                return Err(bad_step(whole, items.len()));
            }
            if index == items.len() {
                items.push(if after.is_some() { Value::Map(Map::default()) } else { Value::Null });
            }
            match after {
                Some(after) => put_in(&mut items[index], after, value, whole),
                None => {
                    items[index] = value;
                    Ok(())
                }
            }
        }
        Value::Map(map) => match after {
            None => {
                map.insert(step.to_owned(), value);
                Ok(())
            }
            Some(after) => {
                let inner = map.entry(step.to_owned()).or_insert_with(|| Value::Map(Map::default()));
                put_in(inner, after, value, whole)
            }
        },
        _ => Err(bad_step(whole, 0)),
    }
}

fn bad_step(path: &str, len: usize) -> Error {
    Error::new(
        Code::BadValue,
        format!("{path} is not there: the list has {len} items, counted from 0."),
        format!("{path} 不存在: 列表有 {len} 项, 从 0 开始计数。"),
    )
}

fn append(fields: &mut Map, path: &str, value: Value) -> Result<()> {
    if let Some((first, rest)) = path.split_once('.')
        && let Some(inner) = fields.get_mut(first)
    {
        let len = inner.at(rest).and_then(Value::as_list).map_or(0, <[Value]>::len);
        return put_in(inner, &format!("{rest}.{len}"), value, path);
    }
    match fields.entry(path.to_owned()).or_insert_with(|| Value::List(Vec::new())) {
        Value::List(items) => {
            if !items.contains(&value) {
                items.push(value);
            }
            Ok(())
        }
        _ => Err(bad_step(path, 0)),
    }
}

fn clear(fields: &mut Map, path: &str) {
    fn inside(slot: &mut Value, rest: &str) {
        let (step, after) = rest.split_once('.').map_or((rest, None), |(a, b)| (a, Some(b)));
        match (slot, after) {
            (Value::Map(map), None) => {
                map.shift_remove(step);
            }
            (Value::Map(map), Some(after)) => {
                if let Some(inner) = map.get_mut(step) {
                    inside(inner, after);
                }
            }
            (Value::List(items), after) => {
                let Some(index) = step.parse::<usize>().ok().filter(|index| *index < items.len()) else {
                    return;
                };
                match after {
                    None => {
                        items.remove(index);
                    }
                    Some(after) => inside(&mut items[index], after),
                }
            }
            _ => {}
        }
    }
    match path.split_once('.') {
        None => {
            fields.shift_remove(path);
        }
        Some((first, rest)) => {
            if let Some(slot) = fields.get_mut(first) {
                inside(slot, rest);
                if slot.is_empty() {
                    fields.shift_remove(first);
                }
            }
        }
    }
}
