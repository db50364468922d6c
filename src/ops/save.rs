//! Hand edits of the checkout: seen by `status`, checked and committed by `save`.

use super::apply::{Applied, Intent};
use super::desk::{add_own, own_kinds};
use super::{Desk, rules};
use crate::error::{Code, Error, Result};
use crate::model::kind::Storage;
use crate::model::kinds::Kinds;
use crate::model::places::Place;
use crate::model::record::{read_card, read_journal};
use crate::model::validate::{Judge, Problem};
use crate::store::commit::Origin;
use crate::store::snapshot::bad_yaml;
use crate::store::status::Edit;

/// One edited file and what is wrong with it.
#[derive(Debug, Clone)]
pub struct Edited {
    /// Path in the book.
    pub path: String,
    /// New, changed or removed.
    pub edit: Edit,
    /// Kind and id, when the file is a record's.
    pub record: Option<(String, String)>,
    /// Why it cannot be saved.
    pub problem: Option<Error>,
}

/// What the checkout has that HEAD does not.
pub fn edited(desk: &Desk) -> Result<Vec<Edited>> {
    let mut all = Vec::new();
    for (path, edit) in desk.book.hand_edits()? {
        let place = desk.kinds.of_path(&path);
        let record = place.as_ref().map(|place| (place.kind.name.clone(), place.id.to_string()));
        let problem = match edit {
            Edit::Removed => None,
            _ => check(desk, &path, place.as_ref()).err(),
        };
        all.push(Edited { path, edit, record, problem });
    }
    Ok(all)
}

/// The same, without what who is looking may not see.
pub fn edited_and_seen(desk: &Desk) -> Result<Vec<Edited>> {
    let mut all = edited(desk)?;
    if desk.reach()?.is_some() {
        let mut seen = Vec::with_capacity(all.len());
        for file in all {
            if desk.sees_path(&file.path)? {
                seen.push(file);
            }
        }
        all = seen;
    }
    Ok(all)
}

/// Checks a file of the checkout as `save` would.
fn check(desk: &Desk, path: &str, place: Option<&Place<'_>>) -> Result<()> {
    let bytes = desk.book.working_file(path)?.unwrap_or_default();
    match place {
        Some(place) => {
            check_record(path, place, &bytes)?;
            check_host(&desk.kinds, path, place, &bytes)
        }
        None if path == crate::config::FILE => {
            crate::config::Config::parse(&String::from_utf8_lossy(&bytes)).map(drop)
        }
        None if path.starts_with("schemas/") => check_schemas(desk, path, &bytes),
        None => {
            super::scorecards::read_own(desk, path, &bytes)?;
            super::templates::read_own(desk, path, &bytes).map(drop)
        }
    }
}

/// A card in another's folder names that other: its file would not be found again.
pub(super) fn check_host(kinds: &Kinds, path: &str, place: &Place<'_>, bytes: &[u8]) -> Result<()> {
    let Some((host, id)) = &place.host else { return Ok(()) };
    let record = read_card(place.kind, &place.id, bytes).map_err(|e| bad_yaml(path, &e))?;
    match kinds.host(place.kind, &record.fields) {
        Some((kind, named)) if kind.name == host.name && named == *id => Ok(()),
        named => {
            let named = named.map(|(_, id)| id.to_string()).unwrap_or_default();
            Err(Error::new(
                Code::BadValue,
                format!("{path}: it lies in the folder of {id}, but names {named:?}."),
                format!("{path}: 文件位于 {id} 的文件夹, 但内容指向 {named:?}。"),
            )
            .hint(
                format!("Name {id}, or use `kehu set {} …`, which moves the file.", place.id),
                format!("请改为 {id}, 或用 `kehu set {} …` 更改并移动文件。", place.id),
            ))
        }
    }
}

/// A schema that cannot be read would stop every command after it, so all are read as they would be then.
fn check_schemas(desk: &Desk, path: &str, bytes: &[u8]) -> Result<()> {
    let known = desk.book.file(desk.at, path)?.is_some();
    let mut kinds = own_kinds(&desk.book, desk.at, &|path| desk.book.working_file(path))?;
    if !known {
        add_own(&mut kinds, path, bytes)?;
        // Kinds that are new together may lead to one another.
        for (other, edit) in desk.book.hand_edits()? {
            let new = other != path && other.starts_with("schemas/") && edit != Edit::Removed;
            if new && desk.book.file(desk.at, &other)?.is_none() {
                add_own(&mut kinds, &other, &desk.book.working_file(&other)?.unwrap_or_default())?;
            }
        }
        kinds.check()?;
    }
    Ok(())
}

/// Checks the bytes of a record's file.
pub fn check_record(path: &str, place: &Place<'_>, bytes: &[u8]) -> Result<()> {
    check_by(&Judge::new(place.kind)?, path, place, bytes)
}

/// The same by a judge of the kind that was made before.
pub(super) fn check_by(judge: &Judge<'_>, path: &str, place: &Place<'_>, bytes: &[u8]) -> Result<()> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let wrong = |problem: Problem, node: Option<&crate::model::yaml::Node>| {
        let at = node.map(|node| node.locate(&problem.path)).unwrap_or_default();
        problem.into_error(&format!("{path}:{}:{}", at.line.max(1), at.column.max(1)))
    };
    if place.kind.storage == Storage::Card {
        let record = read_card(place.kind, &place.id, bytes).map_err(|e| bad_yaml(path, &e))?;
        let problem = judge.problems(&record.fields).into_iter().next();
        if let Some(problem) = problem.or_else(|| rules::problem(place.kind, &record.fields)) {
            let node = crate::model::yaml::parse(text).ok();
            return Err(wrong(problem, node.as_ref()));
        }
        return Ok(());
    }
    let entries = read_journal(place.kind, bytes).map_err(|e| bad_yaml(path, &e))?;
    for (number, fields) in entries.iter().enumerate() {
        if let Some(problem) = judge.problems(fields).into_iter().next() {
            let nodes = crate::model::yaml::parse_documents(text).unwrap_or_default();
            return Err(wrong(problem, nodes.get(number)));
        }
    }
    Ok(())
}

/// Commits the hand edits, all of them or those of some paths.
pub fn save(desk: &mut Desk, only: &[String], message: Option<&str>, dry: bool) -> Result<Applied> {
    if desk.book.work_dir().is_none() {
        return Err(Error::new(
            Code::Nothing,
            "A bare book has no checkout, so there are no hand edits to save.",
            "裸仓库没有检出的文件, 没有可保存的手工修改。",
        ));
    }
    desk.apply_from("save", dry, Origin::Checkout, &mut |desk| {
        let mut files = edited(desk)?;
        if !only.is_empty() {
            files.retain(|file| {
                only.iter().any(|path| file.path == *path || file.path.starts_with(&format!("{path}/")))
            });
        }
        if let Some(problem) = files.iter().find_map(|file| file.problem.clone()) {
            return Err(problem);
        }
        let count = files.len();
        let subject = message.map_or_else(|| subject(&files), str::to_owned);
        let mut intent = Intent::new("save", subject);
        for file in files {
            let content = match file.edit {
                Edit::Removed => None,
                _ => desk.book.working_file(&file.path)?,
            };
            match (file.record, content) {
                (Some((kind, id)), Some(bytes)) => intent.put(&kind, &id, file.path, bytes),
                (_, content) => intent.file(file.path, content),
            }
        }
        if count == 0 {
            intent.draft.message.subject = "save".to_owned();
        }
        Ok(intent)
    })
}

fn subject(files: &[Edited]) -> String {
    match files {
        [one] => format!("save {} {}", one.edit.word(), one.path),
        _ => format!("save {} edited files", files.len()),
    }
}
