//! The rows of the table `changes`: which fields each commit changed.

use std::collections::HashMap;

use super::Desk;
use super::past::{FieldChange, People, changes_between};
use crate::error::Result;
use crate::model::kind::{FieldType, Kind, Storage};
use crate::model::value::Value;
use crate::store::BlobId;
use crate::store::tree::Difference;
use crate::tables::{Cell, ChangeRow, plain};

/// Rows in the order of the commits, of those after one.
pub(super) fn changed_rows(desk: &Desk, people: &People, after: Option<BlobId>) -> Result<Vec<ChangeRow>> {
    let tops: Vec<&str> = desk.kinds.cards().filter_map(|kind| kind.home.split('/').next()).collect();
    let look = |path: &str| tops.contains(&path.split('/').next().unwrap_or_default());
    let mut commits = desk.book.changes_since(desk.at, after, &look)?;
    let mut moved: HashMap<(usize, String), String> = HashMap::new();
    for (number, commit) in commits.iter_mut().enumerate() {
        for (path, from) in join_moves(desk, &mut commit.files) {
            moved.insert((number, path), from);
        }
    }
    let files: Vec<(usize, &Difference)> = commits
        .iter()
        .enumerate()
        .flat_map(|(number, commit)| commit.files.iter().map(move |file| (number, file)))
        .collect();
    let heads: Vec<[Cell; 3]> = commits
        .iter()
        .map(|commit| {
            let by = people.id(&commit.email).unwrap_or_else(|| commit.name.clone());
            [Cell::Text(commit.commit.to_string()), Cell::Text(commit.at.to_rfc3339()), Cell::text(&by)]
        })
        .collect();
    let kinds = &desk.kinds;
    let parts = desk.book.each_difference(&files, |number, file, old, new| {
        let Some(place) = kinds.of_path(&file.path) else { return Vec::new() };
        let (top, id) = place.top();
        let card = format!("{}/{id}", top.name);
        let changes = changes_between(&place, old, new);
        let told = match (place.kind.storage, old, new) {
            (Storage::Card, None, Some(_)) => came(place.kind, place.id.as_str(), changes),
            (Storage::Card, Some(_), None) => vec![went(place.id.as_str())],
            _ => changes,
        };
        let from = match moved.is_empty() {
            true => None,
            false => moved.get(&(number, file.path.clone())).filter(|from| **from != card),
        };
        let row = |change: FieldChange| {
            let mut cells = heads[number].to_vec();
            cells.extend([Cell::text(&place.kind.name), Cell::text(place.id.as_str())]);
            cells.push(Cell::Text(change.field));
            cells.extend([change.old, change.new].map(|value| value.as_ref().map_or(Cell::Null, plain)));
            ChangeRow { card: card.clone(), from: from.cloned(), cells }
        };
        told.into_iter().map(row).collect::<Vec<_>>()
    })?;
    Ok(parts.into_iter().flatten().collect())
}

/// A record that came: its id, and the words of its choices, so that each has a first one.
fn came(kind: &Kind, id: &str, changes: Vec<FieldChange>) -> Vec<FieldChange> {
    let choice = |name: &str| matches!(kind.field(name).map(|field| &field.ty), Some(FieldType::Choice(_)));
    let new = Some(Value::text(id));
    let mut told = vec![FieldChange { field: "id".to_owned(), old: None, new }];
    told.extend(changes.into_iter().filter(|change| choice(&change.field)));
    told
}

fn went(id: &str) -> FieldChange {
    FieldChange { field: "id".to_owned(), old: Some(Value::text(id)), new: None }
}

/// A card that moved to another folder in one commit is one that changed. Gives the new paths of such cards, and the card
/// (`kind/id`) in whose folder each was before.
fn join_moves(desk: &Desk, files: &mut Vec<Difference>) -> Vec<(String, String)> {
    if !files.iter().any(|file| file.new.is_none()) {
        return Vec::new();
    }
    let key = |file: &Difference| {
        let place = desk.kinds.of_path(&file.path)?;
        (place.host.is_some()).then(|| (place.kind.name.clone(), place.id.to_string()))
    };
    let mut gone: HashMap<(String, String), (Option<BlobId>, String)> = HashMap::new();
    for file in files.iter().filter(|file| file.new.is_none()) {
        if let (Some(key), Some(place)) = (key(file), desk.kinds.of_path(&file.path)) {
            let (top, id) = place.top();
            gone.insert(key, (file.old, format!("{}/{id}", top.name)));
        }
    }
    let (mut joined, mut moves) = (Vec::new(), Vec::new());
    for file in files.iter_mut().filter(|file| file.old.is_none()) {
        if let Some(key) = key(file)
            && let Some((old, from)) = gone.remove(&key)
        {
            file.old = old;
            moves.push((file.path.clone(), from));
            joined.push(key);
        }
    }
    files.retain(|file| file.new.is_some() || !key(file).is_some_and(|key| joined.contains(&key)));
    moves
}
