//! Is the merged book as it should be? What came and what was merged is held against schemas, rules and links.

use std::collections::{BTreeSet, HashMap};

use super::together::{Note, Together};
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::{ANY, FieldType, Kind, Storage};
use crate::model::record::{card_path, read_fields, read_journal};
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};
use crate::ops::late_entries::late_entries;
use crate::ops::save::check_by;
use crate::ops::{Desk, circles, namesakes};

/// What is wrong among the files that came or were merged; `desk` is at the merged book.
pub fn problems(desk: &Desk, merged: &Together) -> Result<Vec<Note>> {
    let came = merged.changed[1].iter().map(|difference| &difference.path).chain(merged.puts.keys());
    let paths: BTreeSet<&String> = came.collect();
    let mut judges: HashMap<&str, Judge<'_>> = HashMap::new();
    let mut found = Vec::new();
    let mut circles = BTreeSet::new();
    for path in paths {
        let Some(place) = desk.kinds.of_path(path) else { continue };
        let Some(bytes) = desk.book.file(desk.at, path)? else { continue };
        if !judges.contains_key(place.kind.name.as_str()) {
            judges.insert(&place.kind.name, Judge::new(place.kind)?);
        }
        let Some(judge) = judges.get(place.kind.name.as_str()) else { continue };
        if let Err(error) = check_by(judge, path, &place, &bytes) {
            let bare = |text: &str| {
                let text = text.strip_prefix(path.as_str()).unwrap_or(text);
                text.trim_start_matches(':').trim_end_matches(['.', '。']).to_owned()
            };
            found.push(Note { path: path.clone(), en: bare(&error.en), zh: bare(&error.zh) });
            continue;
        }
        let records = match place.kind.storage {
            Storage::Card => read_fields(place.kind, &bytes).map(|fields| vec![fields]),
            Storage::Journal => read_journal(place.kind, &bytes),
        };
        for fields in records.unwrap_or_default() {
            found.extend(dangling(desk, place.kind, &fields)?.into_iter().map(|(field, target)| Note {
                path: path.clone(),
                en: format!("{field}: {target} is not in the book"),
                zh: format!("{field}: 账簿中没有 {target}"),
            }));
        }
        // The two sides may have closed a circle that neither had.
        if let Some(circle) = circles::through(desk, path)? {
            let (en, zh) = circle.said();
            let around: BTreeSet<&str> = circle.way.split(" → ").collect();
            if circles.insert(around.into_iter().map(str::to_owned).collect::<Vec<_>>()) {
                found.push(Note { path: path.clone(), en, zh });
            }
        }
    }
    found.extend(late(desk, merged)?);
    // Cards that both made, under one number in two folders.
    let new = merged.changed.iter().flatten().filter(|one| one.old.is_none() && one.new.is_some());
    for (path, other) in namesakes::numbers(&desk.kinds, new.map(|one| one.path.as_str())) {
        if desk.book.blob_id(desk.at, path)?.is_some() && desk.book.blob_id(desk.at, other)?.is_some() {
            let ([en, zh], [fix_en, fix_zh]) = namesakes::said(path, other);
            let (fix_en, fix_zh) = (fix_en.trim_end_matches('.'), fix_zh.trim_end_matches('。'));
            found.push(Note {
                path: path.to_owned(),
                en: format!("{en}. {fix_en}"),
                zh: format!("{zh}。{fix_zh}"),
            });
        }
    }
    Ok(found)
}

/// Entries for a period that the other side had closed meanwhile.
fn late(desk: &Desk, merged: &Together) -> Result<Vec<Note>> {
    let both = merged.changed.iter().flatten().map(|difference| &difference.path);
    let touched: BTreeSet<&String> = both.chain(merged.puts.keys()).collect();
    let dated =
        |path: &&&String| desk.kinds.of_path(path).is_some_and(|place| !place.kind.periods.is_empty());
    if !touched.iter().any(|path| dated(&path)) {
        return Ok(Vec::new());
    }
    let late = late_entries(desk)?.into_iter().filter(|(path, _)| touched.contains(path));
    let bare = |text: String| text.trim_end_matches(['.', '。']).to_owned();
    Ok(late.map(|(path, error)| Note { path, en: bare(error.en), zh: bare(error.zh) }).collect())
}

/// Links to records that are not there: field and target.
fn dangling(desk: &Desk, kind: &Kind, fields: &Map) -> Result<Vec<(String, String)>> {
    let mut links = Vec::new();
    for field in &kind.fields {
        if let Some(value) = fields.get(&field.name) {
            gather(&field.ty, value, &field.name, &mut links);
        }
    }
    let mut found = Vec::new();
    for (field, kind, target) in links {
        // Cards in another's folder can be anywhere; doctor looks for those.
        let Some(kind) = desk.kinds.get(kind).filter(|kind| kind.name != ANY && !kind.is_child()) else {
            continue;
        };
        let Some(id) = Id::parse(target) else { continue };
        if desk.book.blob_id(desk.at, &card_path(kind, &id))?.is_none() {
            found.push((field, target.to_owned()));
        }
    }
    Ok(found)
}

fn gather<'a>(ty: &'a FieldType, value: &'a Value, path: &str, links: &mut Vec<(String, &'a str, &'a str)>) {
    match (ty, value) {
        (FieldType::Link(kind), Value::Text(id)) => links.push((path.to_owned(), kind, id)),
        (FieldType::List(item), Value::List(items)) => {
            for (number, value) in items.iter().enumerate() {
                gather(item, value, &format!("{path}.{number}"), links);
            }
        }
        (FieldType::Group(fields), Value::Map(map)) => {
            for field in fields {
                if let Some(value) = map.get(&field.name) {
                    gather(&field.ty, value, &format!("{path}.{}", field.name), links);
                }
            }
        }
        _ => {}
    }
}
