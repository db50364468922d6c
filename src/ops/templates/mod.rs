//! The templates of a book: the shipped ones, and its own in `templates/KIND/`, which go before them.

mod check;
mod fill;
mod given;

use super::Desk;
use super::edit::changed_links;
use crate::error::article::a;
use crate::error::{Code, Error, Result, did_you_mean, nearest, quoted};
use crate::model::ids::{Id, Random};
use crate::model::input::{Assignment, Change, assign, field_path, fill_defaults};
use crate::model::kind::{ANY, Kind};
use crate::model::record::Record;
use crate::model::template::{Parameter, Template, read_template};
use crate::model::validate::Judge;
use crate::model::value::Map;
use crate::model::yaml::{self, Position};
use fill::{Filler, Named};
use given::Given;

/// Kinds, names and texts of the shipped templates.
static SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/templates.postcard"));
/// Where a book keeps its own.
const FOLDER: &str = "templates";

/// A parameter and what was typed for it.
type Word = (String, String);

/// All templates of a book, by kind and name.
///
/// # Errors
/// One of its own cannot be used.
pub fn all(desk: &Desk) -> Result<Vec<Template>> {
    let mut templates = shipped()?;
    for (path, blob) in desk.book.files_below(desk.at, FOLDER)? {
        if let Some(template) = read_own(desk, &path, &desk.book.blob(blob)?)? {
            templates.retain(|known| (&known.kind, &known.name) != (&template.kind, &template.name));
            templates.push(template);
        }
    }
    templates.sort_by(|a, b| (&a.kind, &a.name).cmp(&(&b.kind, &b.name)));
    Ok(templates)
}

/// The shipped templates alone.
fn shipped() -> Result<Vec<Template>> {
    let wrong = |why: String| {
        Error::new(
            Code::BadSchema,
            format!("The shipped templates cannot be read: {why}."),
            format!("内置模板无法读取: {why}。"),
        )
    };
    let files: Vec<(String, String, String)> =
        postcard::from_bytes(SHIPPED).map_err(|error| wrong(error.to_string()))?;
    files
        .iter()
        .map(|(kind, name, text)| {
            read_template(kind, name, text)
                .map_err(|e| wrong(format!("{kind}/{name}:{}:{}: {}", e.at.line, e.at.column, e.en)))
        })
        .collect()
}

/// Reads and checks a template of the book's own; files elsewhere or of another sort are none.
pub(super) fn read_own(desk: &Desk, path: &str, bytes: &[u8]) -> Result<Option<Template>> {
    let steps: Vec<&str> = path.split('/').collect();
    let [FOLDER, kind, file] = steps[..] else { return Ok(None) };
    let Some(name) = file.strip_suffix(".yaml") else { return Ok(None) };
    let wrong = |at: Position, en: &str, zh: &str| {
        let (line, column) = (at.line.max(1), at.column.max(1));
        Error::new(
            Code::BadSchema,
            format!("{path}:{line}:{column}: {en}."),
            format!("{path}:{line}:{column}: {zh}。"),
        )
    };
    let text = yaml::read::utf8(bytes).map_err(|e| wrong(e.at, &e.en, &e.zh))?;
    let template = read_template(kind, name, text).map_err(|e| wrong(e.at, &e.en, &e.zh))?;
    check::check(desk, &template).map_err(|(at, error)| Error {
        code: Code::BadSchema,
        hint_en: error.hint_en.clone(),
        hint_zh: error.hint_zh.clone(),
        ..wrong(at, error.en.trim_end_matches('.'), error.zh.trim_end_matches('。'))
    })?;
    Ok(Some(template))
}

/// The templates of a kind.
pub fn of(desk: &Desk, kind: &Kind) -> Result<Vec<Template>> {
    let mut templates = all(desk)?;
    templates.retain(|template| template.kind == kind.name);
    Ok(templates)
}

/// The template of a kind that a person means: by name, or by label in either language.
pub fn find(desk: &Desk, kind: &Kind, typed: &str) -> Result<Template> {
    let templates = of(desk, kind)?;
    let means = |template: &&Template| {
        template.name == typed || template.label.zh == typed || template.label.en.eq_ignore_ascii_case(typed)
    };
    if let Some(found) = templates.iter().find(means) {
        return Ok(found.clone());
    }
    let names = || templates.iter().map(|template| template.name.as_str());
    let (en, zh) = did_you_mean(nearest(typed, names()));
    let error = Error::new(
        Code::NotFound,
        format!("There is no template {} for {}.{en}", quoted(typed), a(&kind.name)),
        format!("{}没有模板 {}。{zh}", kind.label.zh, quoted(typed)),
    );
    let known = names().collect::<Vec<_>>().join(", ");
    Err(match known.is_empty() {
        true => error.hint(
            format!("There is none yet; write one in {FOLDER}/{}/NAME.yaml: docs/templates.md", kind.name),
            format!("尚无模板; 请写在 {FOLDER}/{}/名称.yaml, 见 docs/templates.md", kind.name),
        ),
        false => error.hint(format!("Templates: {known}"), format!("模板: {known}")),
    })
}

/// What a template makes of what was typed: the records, the first one first.
pub fn make(desk: &Desk, kind: &Kind, template: &Template, words: &[Assignment]) -> Result<Vec<Record>> {
    let (given, own) = told_apart(kind, template, words)?;
    let lookup = |target: &str, typed: &str| -> Result<(String, String)> {
        let id = desk.link_target(target, typed)?;
        let title = Id::parse(&id).map(|id| title(desk, target, &id)).transpose()?.flatten();
        Ok((id.clone(), title.unwrap_or(id)))
    };
    let given = Given::read(template, &given, &desk.context, &desk.config.calendar.days, &lookup)?;
    // Records are in the language of the book, whoever makes them.
    let lang = desk.config.lang().unwrap_or_default();
    assign(kind, &mut Map::default(), &own, &desk.context)?;
    let filler = Filler { kinds: &desk.kinds, context: &desk.context, lookup: &lookup, given, lang };
    let mut random = desk.random();
    let records = filler.records(template, &mut |kind, fields, made| {
        let mut fields = fields.clone();
        if made.is_empty() {
            assign(kind, &mut fields, &own, &desk.context)?;
        }
        fresh_id(desk, kind, &fields, &mut random, made)
    });
    let records = records.map_err(|(at, error)| {
        let (name, line) = (&template.name, at.line);
        // A number that is taken is no fault of the template.
        match error.code {
            Code::Exists => error,
            _ => Error {
                en: format!("The template {name}, line {line}: {}", ended(&error.en, '.')),
                zh: format!("模板 {name} 第 {line} 行: {}", ended(&error.zh, '。')),
                ..error
            },
        }
    })?;
    let mut made = Vec::with_capacity(records.len());
    for (number, (name, mut record)) in records.into_iter().enumerate() {
        let kind = desk.kinds.find(&name)?;
        if number == 0 {
            let before = record.fields.clone();
            assign(kind, &mut record.fields, &own, &desk.context)?;
            changed_links(desk, kind, &before, &mut record.fields)?;
        }
        fill_defaults(kind, &mut record.fields, &desk.context);
        judged(kind, &record)?;
        made.push(record);
    }
    Ok(made)
}

fn ended(text: &str, stop: char) -> String {
    if text.ends_with(['.', '。', '?']) { text.to_owned() } else { format!("{text}{stop}") }
}

/// What a record is called, as far as who gives the command may see it.
fn title(desk: &Desk, target: &str, id: &Id) -> Result<Option<String>> {
    for kind in desk.kinds.cards().filter(|kind| target == ANY || kind.name == target) {
        if let Some(card) = desk.seen(kind, desk.card(kind, id)?)? {
            return Ok(Some(card.title(kind).to_owned()));
        }
    }
    Ok(None)
}

/// Which words are parameters; the others are fields of the first record.
fn told_apart(
    kind: &Kind,
    template: &Template,
    words: &[Assignment],
) -> Result<(Vec<Word>, Vec<Assignment>)> {
    let (mut given, mut own) = (Vec::new(), Vec::new());
    for word in words {
        match (template.parameter(&word.path), &word.change) {
            (Some(parameter), Change::Set(text)) => given.push((parameter.name.clone(), text.clone())),
            (Some(parameter), Change::Clear) => given.push((parameter.name.clone(), String::new())),
            (Some(parameter), Change::Append(_)) => {
                let name = &parameter.name;
                return Err(Error::new(
                    Code::BadValue,
                    format!("{name} is a parameter of the template, so += has nothing to add to."),
                    format!("{name} 是模板的参数, 不能用 += 追加。"),
                )
                .hint(format!("Use {name}=VALUE."), format!("请用 {name}=值。")));
            }
            (None, _) if field_path(kind, &word.path).is_ok() => own.push(word.clone()),
            (None, _) => {
                let names = template.parameters.iter().map(|one| one.name.as_str());
                let names = names.chain(kind.fields.iter().map(|field| field.name.as_str()));
                let (en, zh) = did_you_mean(nearest(&word.path, names));
                let (typed, name) = (quoted(&word.path), &template.name);
                return Err(Error::new(
                    Code::UnknownField,
                    format!(
                        "{typed} is neither a parameter of the template {name} nor a field of {}.{en}",
                        a(&kind.name)
                    ),
                    format!("{typed} 既不是模板 {name} 的参数, 也不是{}的字段。{zh}", kind.label.zh),
                )
                .hint(asked(template, true), asked(template, false)));
            }
        }
    }
    Ok((given, own))
}

/// What a template asks for, for people.
pub fn asked(template: &Template, en: bool) -> String {
    let one = |one: &Parameter| {
        let label = if en { &one.label.en } else { &one.label.zh };
        match (one.required, &one.default) {
            (true, _) => format!("{} ({label})", one.name),
            (false, Some(default)) => format!("[{}={default}] ({label})", one.name),
            (false, None) => format!("[{}] ({label})", one.name),
        }
    };
    let all = template.parameters.iter().map(one).collect::<Vec<_>>().join(", ");
    format!("{}{all}", if en { "Parameters: " } else { "参数: " })
}

/// Holds a made record against its kind.
fn judged(kind: &Kind, record: &Record) -> Result<()> {
    Judge::new(kind)?.accept(&record.fields, &kind.name)?;
    super::apply::obey(kind, record.id.as_str(), &record.fields)
}

/// An id for one of several new records: not taken, and not among the others.
fn fresh_id(desk: &Desk, kind: &Kind, fields: &Map, random: &mut Random, made: &[Named]) -> Result<Id> {
    for _ in 0..64 {
        let id = super::create::make_id(desk, kind, fields, random)?;
        if !made.iter().any(|known| known.kind == kind.name && known.id == id) {
            return Ok(id);
        }
        if kind.id.own {
            return Err(Error::new(
                Code::Exists,
                format!("The template makes the {} {id} twice.", kind.name),
                format!("模板重复建立{} {id}。", kind.label.zh),
            ));
        }
    }
    super::create::make_id(desk, kind, fields, random)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::desk::shipped_kinds;

    #[test]
    fn every_shipped_template_can_be_used() {
        let kinds = shipped_kinds().unwrap();
        let templates = shipped().unwrap();
        assert!(!templates.is_empty());
        for template in templates {
            let told = check::check_with(&kinds, &template);
            assert!(told.is_ok(), "{}/{}: {:?}", template.kind, template.name, told.err());
            assert!(!template.label.zh.is_ascii() && !template.help.en.is_empty(), "{}", template.name);
        }
    }
}
