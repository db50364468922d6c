//! Cards in the folders of records that either side merged: each is followed by its id to the one folder where it belongs, and
//! what both sides did to it is put together there.

use std::collections::{BTreeMap, BTreeSet};

use super::redirects::Redirects;
use super::together::{Version, Work};
use super::ways::{Beside, Ways};
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::places::Place;
use crate::model::record::path_in;
use crate::ops::merge::{folder, relink_file};
use crate::store::merge::Put;
use crate::store::tree::Difference;

/// One card in each version that has it, by the record in whose folder it is.
type Found = [BTreeMap<Id, Vec<u8>>; 3];

impl<'a> Work<'a> {
    /// Puts all cards in folders where they belong that either side changed; `done` gets the files.
    pub(super) fn children(
        &mut self,
        redirects: &Redirects,
        changed: &[Vec<Difference>; 2],
        done: &mut BTreeSet<String>,
    ) -> Result<()> {
        let mut owners: BTreeMap<(&'a str, &'a str, Id), BTreeSet<Id>> = BTreeMap::new();
        for difference in changed.iter().flatten() {
            if let Some(Place { kind, host: Some((host, owner)), id, .. }) =
                self.desk.kinds.of_path(&difference.path)
                && host.unique
            {
                owners.entry((&host.name, &kind.name, id)).or_default().insert(owner);
            }
        }
        let (desk, versions) = (self.desk, self.versions);
        let mut ways: BTreeMap<&str, Ways<'_>> = BTreeMap::new();
        for ((host, kind, id), owners) in owners {
            if let (Some(host), Some(kind)) = (self.desk.kinds.get(host), self.desk.kinds.get(kind)) {
                let ways =
                    ways.entry(&host.name).or_insert_with(|| Ways::new(desk, versions, host, redirects));
                self.child(host, kind, &id, owners, ways, done)?;
            }
        }
        Ok(())
    }

    fn child(
        &mut self,
        host: &'a Kind,
        kind: &'a Kind,
        id: &Id,
        owners: BTreeSet<Id>,
        ways: &Ways<'_>,
        done: &mut BTreeSet<String>,
    ) -> Result<()> {
        let path = |owner: &Id| path_in(kind, &folder(host, owner).unwrap_or_default(), id);
        let mut found = Found::default();
        for (version, found) in found.iter_mut().enumerate() {
            for owner in &owners {
                if let Some(bytes) = self.desk.book.file(self.versions[version], &path(owner))? {
                    found.insert(owner.clone(), bytes);
                }
            }
        }
        let beside: Beside<'_> = found.each_ref().map(|found| found.keys().collect());
        let mut homes: BTreeMap<&Id, Id> = BTreeMap::new();
        for owner in &owners {
            homes.insert(owner, ways.home(&beside, owner)?);
        }
        // Two cards with one id are not put into one folder: the second stays where it is.
        let is_second = |owner: &Id| {
            let with = |found: &BTreeMap<Id, Vec<u8>>| {
                found.contains_key(owner)
                    && found.keys().any(|other| other < owner && homes[other] == homes[owner])
            };
            found.iter().any(with)
        };
        let homes: BTreeMap<&Id, Id> = homes
            .iter()
            .map(|(owner, home)| (*owner, if is_second(owner) { (*owner).clone() } else { home.clone() }))
            .collect();
        if homes.iter().all(|(owner, home)| *owner == home) {
            return Ok(());
        }
        let mut puts: BTreeMap<String, Put> = owners.iter().map(|owner| (path(owner), Put::Gone)).collect();
        for home in homes.values().collect::<BTreeSet<_>>() {
            let place = Place { kind, parent: None, host: Some((host, home.clone())), id: id.clone() };
            let mut three: [Version; 3] = [None, None, None];
            for (version, slot) in three.iter_mut().enumerate() {
                let Some((owner, bytes)) = found[version].iter().find(|(owner, _)| homes[owner] == *home)
                else {
                    continue;
                };
                let at = path(owner);
                let mut bytes = bytes.clone();
                // Links there that a side put over to its own survivor are put back first.
                let was = found[0].iter().find(|(was, _)| homes[was] == *home);
                if let Some((was, before)) = was.filter(|(was, _)| *was != owner) {
                    bytes = relink_file(&place, &at, &bytes, owner.as_str(), was.as_str(), Some(before))?;
                }
                let was = was.map_or(owner, |(was, _)| was);
                bytes = relink_file(&place, &at, &bytes, was.as_str(), home.as_str(), None)?;
                *slot = Some((at, bytes));
            }
            let to = path(home);
            let merged = self.card(kind, id, &to, &three)?;
            puts.insert(to, merged.map_or(Put::Gone, Put::Text));
        }
        for (path, put) in puts {
            if put != Put::Gone || self.desk.book.blob_id(self.desk.at, &path)?.is_some() {
                self.puts.insert(path.clone(), put);
            }
            done.insert(path);
        }
        Ok(())
    }
}
