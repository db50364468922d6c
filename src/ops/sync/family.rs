//! A record with all that either side merged into it, but for its journals and the cards in its folder: what the other side did meanwhile in the parts goes to the whole.

use std::collections::{BTreeMap, BTreeSet};

use super::redirects::{Name, Redirects};
use super::together::{Note, Version, Work};
use crate::error::Result;
use crate::model::conflict::Conflict;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::merge::{Spot, Which, carry};
use crate::model::places::Place;
use crate::model::record::{KNOWLEDGE, MERGED, card_path, read_card};
use crate::model::value::{Map, Value};
use crate::ops::assemble::{changed_card, new_card};
use crate::ops::merge::{beside, folder, relink_file};
use crate::store::merge::Put;
use crate::store::snapshot::bad_yaml;
use crate::store::tree::Difference;

/// What lies in the folders of a family, by what it is rather than by where.
#[derive(Default)]
struct Parts {
    /// Cards of the members: base, ours, theirs.
    cards: BTreeMap<Id, [Version; 3]>,
    files: BTreeMap<String, [Version; 3]>,
    /// All paths there are on any side.
    paths: BTreeSet<String>,
}

impl<'a> Work<'a> {
    /// Brings together every record that either side merged with others; gives the folders and cards that are done.
    pub(super) fn families(&mut self, redirects: &Redirects) -> Result<Vec<String>> {
        let mut done = Vec::new();
        for ((kind, survivor), members) in redirects.families() {
            let Some(kind) = self.desk.kinds.get(&kind) else { continue };
            self.family(kind, &survivor, &members, redirects)?;
            for id in members.iter().chain([&survivor]) {
                done.push(
                    folder(kind, id).map_or_else(|| card_path(kind, id), |folder| format!("{folder}/")),
                );
            }
        }
        Ok(done)
    }

    fn family(
        &mut self,
        kind: &'a Kind,
        survivor: &Id,
        members: &BTreeSet<Id>,
        redirects: &Redirects,
    ) -> Result<()> {
        let parts = self.parts(kind, survivor, members, redirects)?;
        let mut wanted: BTreeMap<String, Put> = BTreeMap::new();
        let path = card_path(kind, survivor);
        if let Some(bytes) = self.whole(kind, survivor, members, &parts)? {
            wanted.insert(path, Put::Text(bytes));
        }
        for id in members {
            let path = card_path(kind, id);
            if let Some(bytes) = self.tombstone(kind, id, &parts, redirects)? {
                let bytes = leading_on(kind, id, &path, bytes, redirects)?;
                wanted.insert(path, Put::Text(bytes));
            }
        }
        for (path, three) in &parts.files {
            self.plain_file(path, path, three)?;
        }
        for path in &parts.paths {
            if !wanted.contains_key(path) && !parts.files.contains_key(path) {
                self.puts.insert(path.clone(), Put::Gone);
            }
        }
        self.puts.extend(wanted);
        Ok(())
    }

    fn parts(
        &self,
        kind: &Kind,
        survivor: &Id,
        members: &BTreeSet<Id>,
        redirects: &Redirects,
    ) -> Result<Parts> {
        let mut parts = Parts::default();
        let home = folder(kind, survivor);
        for version in 0..3 {
            for id in [survivor].into_iter().chain(members) {
                // A side that merged it into something else is taken not to have touched it.
                let astray = version > 0
                    && redirects
                        .astray(version - 1)
                        .iter()
                        .any(|(name, _)| name.0 == kind.name && name.1 == *id);
                let from = self.versions[if astray { 0 } else { version }];
                let card = card_path(kind, id);
                let below = match folder(kind, id) {
                    Some(folder) => self.desk.book.files_below(from, &folder)?,
                    None => self
                        .desk
                        .book
                        .blob_id(from, &card)?
                        .map(|oid| (card.clone(), oid))
                        .into_iter()
                        .collect(),
                };
                for (path, oid) in below {
                    // Entries and cards in the folder are followed each by itself.
                    if path != card && self.desk.kinds.of_path(&path).is_some() {
                        continue;
                    }
                    let bytes = self.desk.book.blob(oid)?;
                    if version > 0 {
                        parts.paths.insert(path.clone());
                    }
                    if path == card {
                        parts.cards.entry(id.clone()).or_default()[version] = Some((path, bytes));
                        continue;
                    }
                    let own = folder(kind, id).unwrap_or_default();
                    let rest = path.strip_prefix(&own).unwrap_or(&path);
                    let mut to = format!("{}{rest}", home.as_deref().unwrap_or_default());
                    if parts.files.get(&to).is_some_and(|three| three[version].is_some()) {
                        to = beside(&to, id.as_str());
                    }
                    parts.files.entry(to).or_default()[version] = Some((path, bytes));
                }
            }
        }
        Ok(parts)
    }

    /// The card of the survivor: its own three versions, then what was changed in the parts meanwhile.
    fn whole(
        &mut self,
        kind: &'a Kind,
        survivor: &Id,
        members: &BTreeSet<Id>,
        parts: &Parts,
    ) -> Result<Option<Vec<u8>>> {
        let path = card_path(kind, survivor);
        let mut own = parts.cards.get(survivor).cloned().unwrap_or_default();
        for version in [1, 2] {
            // A merge the other way round that does not count leaves the survivor as it was.
            if is_tombstone(kind, survivor, &own[version]) && !is_tombstone(kind, survivor, &own[0]) {
                own[version] = own[0].clone();
            }
        }
        let Some(mut bytes) = self.card(kind, survivor, &path, &own)? else { return Ok(None) };
        let read = |id: &Id, bytes: &[u8], path: &str| -> Result<Map> {
            Ok(read_card(kind, id, bytes).map_err(|e| bad_yaml(path, &e))?.fields)
        };
        for id in members {
            let Some(three) = parts.cards.get(id) else { continue };
            let Some((_, old)) = &three[0] else { continue };
            for (side, version) in [(Which::First, &three[1]), (Which::Second, &three[2])] {
                let Some((from, new)) = version.as_ref().filter(|(_, new)| new != old) else { continue };
                if is_tombstone(kind, id, version) {
                    continue;
                }
                let (hands, at) = (self.hands, path.clone());
                let stamps = |which: Which, spot: Spot<'_>| match which {
                    Which::Second => hands.stamp(side, kind, from, spot),
                    Which::First => hands
                        .stamp(side.swapped(true), kind, &at, spot)
                        .or_else(|| hands.stamp(side, kind, &at, spot)),
                };
                let fields = read(survivor, &bytes, &path)?;
                let merged = carry(kind, &read(id, old, from)?, &read(id, new, from)?, &fields, &stamps);
                for conflict in Conflict::all(&merged) {
                    self.clashes.push(super::together::Clash {
                        kind: kind.name.clone(),
                        id: survivor.to_string(),
                        field: conflict.field,
                        path: path.clone(),
                    });
                }
                // What a person wrote around the fields goes before how they are written.
                bytes = changed_card(kind, &path, &bytes, merged.clone())
                    .unwrap_or_else(|_| new_card(kind, &path, merged))
                    .into_bytes();
            }
        }
        for id in members {
            let place = Place { kind, parent: None, host: None, id: survivor.clone() };
            bytes = relink_file(&place, &path, &bytes, id.as_str(), survivor.as_str(), None)?;
        }
        Ok(Some(bytes))
    }

    /// What stays of a part: where it went.
    fn tombstone(
        &mut self,
        kind: &'a Kind,
        id: &Id,
        parts: &Parts,
        redirects: &Redirects,
    ) -> Result<Option<Vec<u8>>> {
        let Some(three) = parts.cards.get(id) else { return Ok(None) };
        let path = card_path(kind, id);
        let name: Name = (kind.name.clone(), id.clone());
        let mut sides: [Version; 2] = [None, None];
        for side in [0, 1] {
            // As that side has it, whatever counted above.
            let bytes = self.desk.book.file(self.versions[side + 1], &path)?;
            let version = bytes.map(|bytes| (path.clone(), bytes));
            if redirects.by[side].contains_key(&name) {
                sides[side] = version;
            }
        }
        match sides {
            [Some(ours), Some(theirs)] => {
                let three = [three[0].clone(), Some(ours), Some(theirs)];
                self.card(kind, id, &path, &three)
            }
            [Some((_, bytes)), None] => self.shared_meanwhile(kind, id, &path, bytes, &three[0], &three[2]),
            [None, Some((_, bytes))] => self.shared_meanwhile(kind, id, &path, bytes, &three[0], &three[1]),
            // It had been merged before.
            [None, None] => self.card(kind, id, &path, three),
        }
    }

    /// What one side shared of a part while the other merged it stays with the part, as what was shared of it before, so that
    /// it counts again when the merge is taken back; the whole is not seen by more people for it, and that is told.
    fn shared_meanwhile(
        &mut self,
        kind: &Kind,
        id: &Id,
        path: &str,
        part: Vec<u8>,
        base: &Version,
        other: &Version,
    ) -> Result<Option<Vec<u8>>> {
        let read = |bytes: &[u8]| read_card(kind, id, bytes).map(|record| record.fields);
        let (Some((_, base)), Some((_, other))) = (base, other) else { return Ok(Some(part)) };
        let (Ok(base), Ok(other), Ok(mut fields)) = (read(base), read(other), read(&part)) else {
            return Ok(Some(part));
        };
        let shares = kind.access.as_ref().and_then(|access| access.shares.as_deref());
        let mut brought = false;
        for name in shares.into_iter().chain([KNOWLEDGE]) {
            // What the merging side had there is what the base has: a merge shares nothing.
            if base.get(name) == other.get(name) || base.get(name) != fields.get(name) {
                continue;
            }
            brought = true;
            match other.get(name) {
                Some(value) => drop(fields.insert(name.to_owned(), value.clone())),
                None => drop(fields.shift_remove(name)),
            }
        }
        if !brought {
            return Ok(Some(part));
        }
        let whole = fields.get(MERGED).and_then(Value::as_str).unwrap_or_default().to_owned();
        self.notes.push(Note {
            path: path.to_owned(),
            en: format!("it was shared while it was merged into {whole}, which is not shared by that; `kehu share {whole}` does"),
            zh: format!("合并到 {whole} 期间它被共享, 但 {whole} 并未因此共享; 如需共享请运行 `kehu share {whole}`"),
        });
        Ok(Some(changed_card(kind, path, &part, fields)?.into_bytes()))
    }

    /// Links that one side made to a record that the other merged lead to the survivor.
    pub(super) fn relink(&mut self, redirects: &Redirects, changed: &[Vec<Difference>; 2]) -> Result<()> {
        if redirects.is_empty() {
            return Ok(());
        }
        let ends: Vec<(String, String)> = redirects
            .last
            .keys()
            .map(|name| (name.1.to_string(), redirects.home(name).to_string()))
            .collect();
        let paths: BTreeSet<&String> =
            changed.iter().flatten().filter(|d| d.new.is_some()).map(|difference| &difference.path).collect();
        for path in paths {
            let Some(place) = self.desk.kinds.of_path(path) else { continue };
            let Some(old) = self.now(path)? else { continue };
            let mut bytes = old.clone();
            for (from, to) in &ends {
                if memchr::memmem::find(&bytes, from.as_bytes()).is_some() {
                    bytes = relink_file(&place, path, &bytes, from, to, None).unwrap_or(bytes);
                }
            }
            if bytes != old {
                self.puts.insert(path.clone(), Put::Text(bytes));
            }
        }
        Ok(())
    }
}

/// A part that names what it is part of in the merged book: of two the one that counts, whatever the base had.
fn leading_on(kind: &Kind, id: &Id, path: &str, bytes: Vec<u8>, redirects: &Redirects) -> Result<Vec<u8>> {
    let Some(whole) = redirects.last.get(&(kind.name.clone(), id.clone())) else { return Ok(bytes) };
    let Ok(mut fields) = read_card(kind, id, &bytes).map(|record| record.fields) else { return Ok(bytes) };
    match fields.get_mut(MERGED) {
        Some(named) if named.as_str() != Some(whole.as_str()) => *named = Value::text(whole.as_str()),
        _ => return Ok(bytes),
    }
    Ok(changed_card(kind, path, &bytes, fields)?.into_bytes())
}

fn is_tombstone(kind: &Kind, id: &Id, version: &Version) -> bool {
    let record = version.as_ref().and_then(|(_, bytes)| read_card(kind, id, bytes).ok());
    record.is_some_and(|record| record.fields.get(MERGED).is_some_and(|v: &Value| !v.is_empty()))
}
