//! A template filled in: texts put together, days reckoned, links to what is made along with it.

use super::given::{Given, Told};
use crate::error::article::a;
use crate::error::{Code, Error, Lang, Result, did_you_mean, nearest, quoted};
use crate::model::bad_value::BadValue;
use crate::model::date::Date;
use crate::model::ids::Id;
use crate::model::input::{Context, find_field, from_json, value_error};
use crate::model::kind::{ANY, Field, FieldType, Kind, Storage};
use crate::model::kinds::Kinds;
use crate::model::record::Record;
use crate::model::template::{Part, Piece, RECORD, Sort, Template, pieces, reckoned};
use crate::model::value::{Map, Value};
use crate::model::yaml::Position;
use serde_json::Value as Json;

/// What somebody may look up: kind and text typed, id and title.
pub type Lookup<'a> = &'a dyn Fn(&str, &str) -> Result<(String, String)>;
/// What makes the id of a new record of a kind with these fields; the others made so far.
pub type NewId<'a> = &'a mut dyn FnMut(&Kind, &Map, &[Named]) -> Result<Id>;
/// An error, and where in the template.
pub type Placed<T> = std::result::Result<T, (Position, Error)>;

/// A record that is being made: what links call it, its kind and id.
#[derive(Debug, Clone)]
pub struct Named {
    /// `record`, the key of a child, or nothing.
    pub key: String,
    /// Kind.
    pub kind: String,
    /// Id.
    pub id: Id,
}

/// Fills templates in.
pub struct Filler<'a> {
    /// The kinds there are.
    pub kinds: &'a Kinds,
    /// What reading depends on.
    pub context: &'a Context,
    /// Finds records named by the template itself.
    pub lookup: Lookup<'a>,
    /// The parameters.
    pub given: Given,
    /// Which of two texts is taken where the template has both.
    pub lang: Lang,
}

impl Filler<'_> {
    /// All records of a template, the first one first, none of them judged yet.
    pub fn records(&self, template: &Template, new_id: NewId<'_>) -> Placed<Vec<(String, Record)>> {
        let parts = || std::iter::once(&template.record).chain(&template.children);
        let mut made: Vec<Named> = Vec::with_capacity(template.children.len() + 1);
        // All ids first: any of them may name any other.
        for part in parts() {
            let placed = |error| (part.at, error);
            let kind = self.kind_of(template, part).map_err(placed)?;
            let mut naming = Part { fields: Map::default(), ..part.clone() };
            for name in kind.id.from.iter().chain([&kind.naming]) {
                if let Some(value) = part
                    .fields
                    .get(name)
                    .filter(|value| value.as_str().is_none_or(|text| !text.starts_with('@')))
                {
                    naming.fields.insert(name.clone(), value.clone());
                }
            }
            let fields = self.fields(kind, &naming, &made).map_err(placed)?;
            let id = new_id(kind, &fields, &made).map_err(placed)?;
            made.push(Named { key: part.key.clone(), kind: kind.name.clone(), id });
        }
        let mut records = Vec::with_capacity(made.len());
        for (part, named) in parts().zip(&made) {
            let placed = |error| (part.at, error);
            let kind = self.kind_of(template, part).map_err(placed)?;
            let mut fields = self.fields(kind, part, &made).map_err(placed)?;
            self.host(template, kind, &mut fields, &made);
            records.push((
                named.kind.clone(),
                Record { kind: named.kind.clone(), id: named.id.clone(), fields },
            ));
        }
        Ok(records)
    }

    /// The kind of a part, if a template may make one.
    fn kind_of(&self, template: &Template, part: &Part) -> Result<&Kind> {
        let Some(kind) = self.kinds.get(&part.kind) else {
            let near = nearest(&part.kind, self.kinds.cards().map(|kind| kind.name.as_str()));
            return Err(Error::unknown_kind(&part.kind, near));
        };
        let child = part.key != RECORD || part != &template.record;
        let wrong = match (kind.storage, child && kind.unique) {
            (Storage::Journal, _) => ("is an entry beside a record", "是记录旁的日志"),
            (_, true) => ("is looked for before it is made", "新建前须查重"),
            _ => return Ok(kind),
        };
        Err(Error::new(
            Code::BadValue,
            format!("{} {}, so no template makes it", a(&kind.name), wrong.0),
            format!("{}{}, 不能由模板建立", kind.label.zh, wrong.1),
        ))
    }

    /// A child that lives in the folder of the first record and names no other names that one.
    fn host(&self, template: &Template, kind: &Kind, fields: &mut Map, made: &[Named]) {
        let filled = |name: &String| fields.get(name).is_some_and(|value| !value.is_empty());
        if kind.within.iter().any(filled) {
            return;
        }
        let home = kind.within.iter().find(|name| {
            matches!(kind.field(name).map(|field| &field.ty), Some(FieldType::Link(target)) if *target == template.kind)
        });
        if let (Some(home), Some(first)) = (home, made.first()) {
            fields.insert(home.clone(), Value::text(first.id.as_str()));
        }
    }

    fn fields(&self, kind: &Kind, part: &Part, made: &[Named]) -> Result<Map> {
        let mut fields = Map::default();
        for (typed, value) in &part.fields {
            let Some(field) = find_field(&kind.fields, typed) else {
                let near = nearest(typed, kind.fields.iter().map(|field| field.name.as_str()));
                return Err(Error::unknown_field(&kind.name, typed, near));
            };
            let moved = kind.workflow.as_ref().is_some_and(|flow| flow.state == field.name);
            if field.stamped || moved {
                let (en, zh) = match moved {
                    true => ("is moved by its workflow", "由流程改变"),
                    false => ("is written by kehu", "由 kehu 写入"),
                };
                return Err(Error::new(
                    Code::BadValue,
                    format!("{} {en}, not by a template", field.name),
                    format!("{} {zh}, 不能由模板填写", field.name),
                ));
            }
            let about = |error: Error| match error.en.starts_with(field.name.as_str()) {
                true => error,
                false => Error {
                    en: format!("{}: {}", field.name, error.en),
                    zh: format!("{}: {}", field.name, error.zh),
                    ..error
                },
            };
            let Some(json) = self.value(&field.ty, value, made).map_err(about)? else { continue };
            let read = from_json(&field.ty, &json, self.context);
            let read = read.map_err(|bad: BadValue| value_error(&field.name, &json.to_string(), &bad))?;
            if !read.is_empty() {
                fields.insert(field.name.clone(), read);
            }
        }
        Ok(fields)
    }

    /// A value of the template with everything put in; `None` when what it stands for was not given.
    fn value(&self, ty: &FieldType, value: &Value, made: &[Named]) -> Result<Option<Json>> {
        Ok(match (ty, value) {
            (_, Value::Null) => None,
            (FieldType::List(item), Value::List(items)) => {
                let mut all = Vec::with_capacity(items.len());
                for value in items {
                    // One who has two roles stands there once.
                    all.extend(self.value(item, value, made)?.filter(|json| !all.contains(json)));
                }
                Some(Json::Array(all))
            }
            (FieldType::List(item), one) if matches!(**item, FieldType::Link(_) | FieldType::Group(_)) => {
                self.value(item, one, made)?.map(|json| Json::Array(vec![json]))
            }
            (FieldType::Group(fields), Value::Map(map)) => self.group(fields, map, made)?,
            (FieldType::Link(target), Value::Text(text)) => self.link(target, text, made)?.map(Json::String),
            (FieldType::Date, Value::Text(text)) => self.day(text)?.map(|day| Json::String(day.to_string())),
            (_, Value::Text(text)) => {
                Some(self.text(text)?).filter(|text| !text.is_empty()).map(Json::String)
            }
            (FieldType::Text | FieldType::LongText, Value::Map(map)) => {
                match (map.get("en"), map.get("zh")) {
                    (Some(en), Some(zh)) if map.len() == 2 => {
                        self.value(ty, if self.lang == Lang::En { en } else { zh }, made)?
                    }
                    _ => {
                        return Err(Error::new(
                            Code::BadValue,
                            "a text is wanted, or one in each language: {en: …, zh: …}",
                            "此处应为文字, 或两种语言各一: {en: …, zh: …}",
                        ));
                    }
                }
            }
            (_, Value::Map(map)) => {
                let mut group = serde_json::Map::new();
                for (key, value) in map {
                    if let Some(json) = self.value(&FieldType::Text, value, made)? {
                        group.insert(key.clone(), json);
                    }
                }
                Some(Json::Object(group))
            }
            (_, value) => Some(value.to_json()),
        })
    }

    /// A group; one whose needed fields are not given is left out.
    fn group(&self, fields: &[Field], map: &Map, made: &[Named]) -> Result<Option<Json>> {
        let mut group = serde_json::Map::new();
        for (typed, value) in map {
            let Some(field) = find_field(fields, typed) else {
                let near = nearest(typed, fields.iter().map(|field| field.name.as_str()));
                let (en, zh) = did_you_mean(near);
                return Err(Error::new(
                    Code::UnknownField,
                    format!("there is no field {}.{en}", quoted(typed)),
                    format!("没有字段 {}。{zh}", quoted(typed)),
                ));
            };
            match self.value(&field.ty, value, made)? {
                Some(json) => drop(group.insert(field.name.clone(), json)),
                None if field.required => return Ok(None),
                None => {}
            }
        }
        Ok(Some(Json::Object(group)))
    }

    fn link(&self, target: &str, text: &str, made: &[Named]) -> Result<Option<String>> {
        let Some(name) = text.strip_prefix('@') else {
            let text = self.text(text)?;
            return Ok(if text.is_empty() { None } else { Some((self.lookup)(target, &text)?.0) });
        };
        let (kind, id) = match (self.given.told(name), made.iter().find(|named| named.key == name)) {
            (Some(None), _) => return Ok(None),
            (Some(Some(Told { sort: Sort::Link(kind), value, .. })), _) => (kind, value.clone()),
            (None, Some(named)) => (&named.kind, named.id.to_string()),
            // Ids are made one after another; all of them are there when links are filled in.
            (None, None) => return Err(self.given.unknown(name, made)),
            (Some(Some(_)), _) => {
                return Err(Error::new(
                    Code::BadValue,
                    format!("`@{name}` is no record"),
                    format!("`@{name}` 不是记录"),
                ));
            }
        };
        if target != ANY && kind != target {
            return Err(Error::new(
                Code::BadValue,
                format!("`@{name}` is {}, and {} is wanted", a(kind), a(target)),
                format!("`@{name}` 是 {kind}, 此处应为 {target}"),
            ));
        }
        Ok(Some(id))
    }

    fn day(&self, text: &str) -> Result<Option<Date>> {
        let text = text.trim();
        let text = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text).trim();
        match reckoned(text) {
            Some((name, steps)) => self.given.day(name, &steps, self.context),
            None => Date::from_iso(text).map(Some).map_err(|_| {
                Error::new(
                    Code::BadValue,
                    format!(
                        "{} is no day; write such as start, start+5d, start+2w, start+3wd, start+1m",
                        quoted(text)
                    ),
                    format!(
                        "{} 不是日期; 请写 start、start+5d、start+2w、start+3wd、start+1m 之类",
                        quoted(text)
                    ),
                )
            }),
        }
    }

    /// A text with its holes filled; what was not given leaves nothing.
    fn text(&self, text: &str) -> Result<String> {
        let pieces = pieces(text).ok_or_else(|| {
            Error::new(
                Code::BadValue,
                format!("a brace of {} is not closed; {{{{ and }}}} stand for braces", quoted(text)),
                format!("{} 中的大括号未闭合; 大括号本身写作 {{{{ 和 }}}}", quoted(text)),
            )
        })?;
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Plain(plain) => out.push_str(&plain),
                Piece::Hole(hole) => match self.given.told(hole) {
                    Some(told) => out.push_str(told.as_ref().map_or("", |told| &told.title)),
                    None => {
                        let (name, steps) = reckoned(hole).ok_or_else(|| self.given.unknown(hole, &[]))?;
                        let day = self.given.day(name, &steps, self.context)?;
                        out.push_str(&day.map(|day| day.to_string()).unwrap_or_default());
                    }
                },
            }
        }
        Ok(out.trim().to_owned())
    }
}
