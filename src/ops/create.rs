//! A new record: defaults filled, links resolved, an id made, look-alikes asked first.

use super::Desk;
use super::apply::{Applied, Intent};
use super::assemble::new_card;
use super::lookalike::{self, Look};
use super::templates;
use crate::error::article::{a, begin_a};
use crate::error::{Code, Error, Result, quoted};
use crate::model::ids::{Id, own_slug, slug};
use crate::model::input::{Assignment, assign, fill_defaults};
use crate::model::kind::{Field, FieldType, Kind, Storage};
use crate::model::record::{ANYWAY, Record, card_path};
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};

/// How a new record is wanted.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Kind.
    pub kind: String,
    /// Fields as typed.
    pub words: Vec<Assignment>,
    /// Go on despite a look-alike, for this reason.
    pub anyway: Option<String>,
    /// The template it is made from: then the fields may be its parameters, and more records come along.
    pub template: Option<String>,
    /// Change nothing.
    pub dry: bool,
}

/// What came of a wish.
pub enum Made {
    /// The record, and what the tool filled in by itself (field, value).
    Done(Box<Applied>, Vec<(String, String)>),
    /// A likely duplicate stands in the way.
    LookAlike(Look),
}

/// Makes a record.
pub fn create(desk: &mut Desk, wish: &Wish) -> Result<Made> {
    if let Some(reason) = &wish.anyway
        && reason.trim().is_empty()
    {
        return Err(Error::new(
            Code::Usage,
            "--anyway needs a reason that others will understand.",
            "--anyway 须给出他人能理解的原因。",
        ));
    }
    let mut stopped = None;
    let mut offered = Vec::new();
    let made = desk.apply("new", wish.dry, &mut |desk| {
        let kind = desk.kinds.find(&wish.kind)?;
        if kind.storage == Storage::Journal {
            return Err(is_entry(kind));
        }
        // Before anything is told of ids that are taken.
        desk.permit_new(kind)?;
        if let Some(name) = &wish.template {
            let template = templates::find(desk, kind, name)?;
            let mut made = templates::make(desk, kind, &template, &wish.words)?.into_iter();
            let Some(record) = made.next() else { return Err(Error::not_found(name)) };
            if let Some(look) = twin(desk, kind, &record, wish)? {
                stopped = Some(look);
                return Err(Error::new(Code::LookAlike, "", ""));
            }
            return several(desk, kind, record, made, &template.name);
        }
        let mut fields = Map::default();
        assign(kind, &mut fields, &wish.words, &desk.context)?;
        fill_defaults(kind, &mut fields, &desk.context);
        offered = offer_short_name(kind, &mut fields);
        resolve_links(desk, kind, &mut fields)?;
        copy_shared(desk, kind, &mut fields)?;
        if let Some(reason) = &wish.anyway {
            fields.insert(ANYWAY.to_owned(), Value::text(reason.trim()));
        }
        Judge::new(kind)?.accept(&fields, &kind.name)?;
        let id = make_id(desk, kind, &fields, &mut desk.random())?;
        let record = Record { kind: kind.name.clone(), id, fields };
        if let Some(look) = twin(desk, kind, &record, wish)? {
            stopped = Some(look);
            return Err(Error::new(Code::LookAlike, "", ""));
        }
        intent(desk, kind, record, wish.anyway.as_deref())
    });
    match (made, stopped) {
        (_, Some(look)) => Ok(Made::LookAlike(look)),
        (Ok(applied), None) => Ok(Made::Done(Box::new(applied), offered)),
        (Err(error), None) => Err(error),
    }
}

/// A record that stands in the way of a new one.
fn twin(desk: &Desk, kind: &Kind, record: &Record, wish: &Wish) -> Result<Option<Look>> {
    if !kind.unique || wish.anyway.is_some() {
        return Ok(None);
    }
    let look = lookalike::of_record(desk, kind, record)?;
    Ok(Some(look).filter(|look| look.verdict == lookalike::Verdict::Duplicate))
}

/// A record with those that its template makes along with it, in one commit.
fn several(
    desk: &Desk,
    kind: &Kind,
    record: Record,
    others: impl Iterator<Item = Record>,
    template: &str,
) -> Result<Intent> {
    let mut intent = intent(desk, kind, record, None)?;
    let mut count = 0;
    for other in others {
        let kind = desk.kinds.find(&other.kind)?;
        let path = desk.kinds.path_of(kind, &other)?;
        let id = other.id.clone();
        let text = new_card(kind, &path, other.fields);
        intent.put(&kind.name, id.as_str(), path, text.into_bytes());
        count += 1;
    }
    if count > 0 {
        intent.draft.message.subject.push_str(&format!(" + {count}"));
    }
    intent.trailer("Kehu-Template", template);
    Ok(intent)
}

fn intent(desk: &Desk, kind: &Kind, record: Record, anyway: Option<&str>) -> Result<Intent> {
    let title = record.title(kind).to_owned();
    let mut intent = Intent::new("new", format!("{}: {title} ({})", kind.name, record.id));
    let path = desk.kinds.path_of(kind, &record)?;
    let text = new_card(kind, &path, record.fields);
    intent.put(&kind.name, record.id.as_str(), path, text.into_bytes());
    if let Some(reason) = anyway {
        intent.trailer("Kehu-Anyway", reason);
    }
    Ok(intent)
}

/// Fills an empty short name: the English name, or the pinyin of the most telling characters.
pub fn offer_short_name(kind: &Kind, fields: &mut Map) -> Vec<(String, String)> {
    let Some(short) = &kind.short else { return Vec::new() };
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    if !text(short).is_empty() {
        return Vec::new();
    }
    let english = text(&format!("{}_en", kind.naming));
    let name = text(&kind.naming);
    let offered = lookalike::short_name(if english.is_empty() { &name } else { &english });
    if offered.is_empty() {
        return Vec::new();
    }
    fields.insert(short.clone(), Value::text(offered.clone()));
    vec![(short.clone(), offered)]
}

/// Link fields typed by name get the id; ids that lead nowhere are refused.
pub fn resolve_links(desk: &Desk, kind: &Kind, fields: &mut Map) -> Result<()> {
    for field in &kind.fields {
        if let Some(value) = fields.get_mut(&field.name) {
            resolve_link(desk, field, &field.ty, value)?;
        }
    }
    Ok(())
}

/// What a new record does not say is taken from the records it names, where its schema says so: data that all things of a
/// model share. It stays as it is when the model changes.
pub(super) fn copy_shared(desk: &Desk, kind: &Kind, fields: &mut Map) -> Result<()> {
    for (link, names) in &kind.copies {
        let Some(FieldType::Link(target)) = kind.field(link).map(|field| &field.ty) else { continue };
        let id = fields.get(link).and_then(Value::as_str).and_then(Id::parse);
        let (Some(target), Some(id)) = (desk.kinds.get(target), id) else { continue };
        let Some(shared) = desk.card(target, &id)? else { continue };
        for name in names {
            let said = fields.get(name).is_some_and(|value| !value.is_empty());
            if let Some(value) = shared.fields.get(name).filter(|value| !said && !value.is_empty()) {
                fields.insert(name.clone(), value.clone());
            }
        }
    }
    Ok(())
}

fn resolve_link(desk: &Desk, field: &Field, ty: &FieldType, value: &mut Value) -> Result<()> {
    match (ty, value) {
        (FieldType::Link(target), Value::Text(typed)) => {
            // The person giving the command may not have a record yet.
            if target == "person" && *typed == desk.context.me {
                return Ok(());
            }
            let id = desk.link_target(target, typed).map_err(|mut error| {
                error.en = format!("{}: {}", field.name, error.en);
                error.zh = format!("{}: {}", field.label.zh, error.zh);
                error
            })?;
            *typed = id;
            Ok(())
        }
        (FieldType::List(item), Value::List(items)) => {
            items.iter_mut().try_for_each(|value| resolve_link(desk, field, item, value))
        }
        (FieldType::Group(fields), Value::Map(map)) => fields.iter().try_for_each(|inner| {
            map.get_mut(&inner.name).map_or(Ok(()), |value| resolve_link(desk, inner, &inner.ty, value))
        }),
        _ => Ok(()),
    }
}

/// An id for a new record, unused in this book.
pub fn make_id(desk: &Desk, kind: &Kind, fields: &Map, random: &mut crate::model::ids::Random) -> Result<Id> {
    let stem = stem(kind, fields);
    if kind.id.own {
        let id = Id::parse(&stem).ok_or_else(|| no_stem(kind))?;
        if is_taken(desk, kind, &id)? {
            return Err(Error::new(
                Code::Exists,
                format!("There is {} {id} already.", a(&kind.name)),
                format!("已有{} {id}。", kind.label.zh),
            )
            .hint(format!("`kehu show {id}` shows it."), format!("用 `kehu show {id}` 查看。")));
        }
        return Ok(id);
    }
    for _ in 0..64 {
        let id = random.id(&stem, &kind.name);
        if !is_taken(desk, kind, &id)? {
            return Ok(id);
        }
    }
    Err(no_stem(kind))
}

/// True when a kind has a record with an id, wherever it lives.
pub fn is_taken(desk: &Desk, kind: &Kind, id: &Id) -> Result<bool> {
    match kind.is_child() {
        true => Ok(desk.index()?.with_id(&kind.name, id.as_str())?.is_some()),
        false => Ok(desk.book.blob_id(desk.at, &card_path(kind, id))?.is_some()),
    }
}

/// The readable part of an id: the slug of the first filled field the schema names.
pub fn stem(kind: &Kind, fields: &Map) -> String {
    let filled = kind.id.from.iter().find_map(|name| {
        let text = fields.get(name)?.as_str()?;
        let text = match (kind.unique && *name == kind.naming, kind.id.own) {
            (true, _) => lookalike::brand(text),
            (_, true) => text.split('@').next().unwrap_or_default().to_owned(),
            _ => text.to_owned(),
        };
        let slug = if kind.id.own { own_slug(&text) } else { slug(&text) };
        Some(slug).filter(|slug| !slug.is_empty())
    });
    filled.unwrap_or_default()
}

/// The error for a new entry of a journal: it needs the record it stands beside.
fn is_entry(kind: &Kind) -> Error {
    let command = if kind.due.is_some() { "kehu plan ID DATE TEXT" } else { "kehu log ID TEXT" };
    Error::new(
        Code::Usage,
        format!("{} is an entry beside a record, which `new` cannot name.", begin_a(&kind.name)),
        format!("{}属于某个记录, 不能用 `new` 建立。", kind.label.zh),
    )
    .hint(format!("Write: {command}"), format!("请用: {command}"))
}

fn no_stem(kind: &Kind) -> Error {
    let field = kind.id.from.first().map_or(kind.naming.as_str(), String::as_str);
    Error::new(
        Code::BadValue,
        format!("No id can be made for this {}: {field} has no letters or digits.", kind.name),
        format!("无法生成编号: {} 中没有字母或数字 ({})。", field, quoted(&kind.name)),
    )
}
