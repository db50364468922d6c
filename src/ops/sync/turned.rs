//! Records that had been merged before two people went apart, and that one side has found to belong elsewhere since: what the
//! other did to their entries where they were is done where they are.

use std::collections::HashSet;

use super::redirects::Redirects;
use super::together::Work;
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::places::Place;
use crate::model::record::journal_path;
use crate::model::value::Map;
use crate::ops::entry::id_of;
use crate::ops::merge::{entries_of, relink_file, together};
use crate::ops::resolve::MOST_MERGES;

/// The entries of a journal, each with its text.
type Entries = Vec<(Map, String)>;

impl<'a> Work<'a> {
    /// Follows what turned, once all files are merged.
    pub(super) fn follow_turned(&mut self, redirects: &Redirects) -> Result<()> {
        for name in &redirects.turned {
            let Some(kind) = self.desk.kinds.get(&name.0) else { continue };
            let home = redirects.home(name);
            let at = [0, 1, 2].map(|version| self.end_in(version, kind, &name.1));
            let [from, ours, theirs] = at;
            let (from, ours, theirs) = (from?, ours?, theirs?);
            for (side, left, other) in [(0, &ours, &theirs), (1, &theirs, &ours)] {
                if *left != home && *other == home {
                    for journal in self.desk.kinds.journals(&kind.name) {
                        self.entries_on(kind, journal, side, [&from, left, &home])?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The record that one is part of in a version.
    fn end_in(&self, version: usize, kind: &Kind, id: &Id) -> Result<Id> {
        let mut at = id.clone();
        for _ in 0..MOST_MERGES {
            let card = self.desk.book.card(self.versions[version], kind, &at)?;
            let Some(next) = card.and_then(|card| card.merged_into().and_then(Id::parse)) else { break };
            at = next;
        }
        Ok(at)
    }

    /// The entries of a journal that one side took from one record home to another, while the other side has them at `left`.
    fn entries_on(
        &mut self,
        kind: &'a Kind,
        journal: &'a Kind,
        side: usize,
        [from, left, home]: [&Id; 3],
    ) -> Result<()> {
        let path = |id: &Id| journal_path(journal, kind, id);
        let read = |version: usize, id: &Id| -> Result<Entries> {
            let bytes = self.desk.book.file(self.versions[version], &path(id))?.unwrap_or_default();
            Ok(entries_of(journal, &path(id), &bytes)?.1)
        };
        fn ids(entries: &Entries) -> HashSet<&str> {
            entries.iter().map(|(fields, _)| id_of(fields)).filter(|id| !id.is_empty()).collect()
        }
        let (was, there, moved_from, moved_to) =
            (read(0, from)?, read(side + 1, left)?, read(2 - side, from)?, read(2 - side, home)?);
        let before = read(0, home)?;
        let (stayed, came, own) = (ids(&moved_from), ids(&moved_to), ids(&before));
        let moved: HashSet<String> = ids(&was)
            .into_iter()
            .filter(|id| came.contains(id) && !stayed.contains(id) && !own.contains(id))
            .map(str::to_owned)
            .collect();
        if moved.is_empty() {
            return Ok(());
        }
        let of = |entries: Entries| -> Entries {
            entries.into_iter().filter(|(fields, _)| moved.contains(id_of(fields))).collect()
        };
        let (was, there) = (of(was), of(there));
        let says = |entries: &Entries| entries.iter().map(|(fields, _)| fields.clone()).collect::<Vec<_>>();
        let (left_path, home_path) = (path(left), path(home));
        if says(&was) != says(&there) {
            let place = Place { kind: journal, parent: Some(kind), host: None, id: home.clone() };
            let version = |entries: Entries, at: &Id| -> Result<Vec<(String, Vec<u8>)>> {
                let text = together(String::new(), entries).into_bytes();
                let text = relink_file(&place, &path(at), &text, at.as_str(), home.as_str(), None)?;
                Ok(vec![(path(at), text)])
            };
            let mut three = [version(was, from)?, Vec::new(), Vec::new()];
            three[side + 1] = version(there, left)?;
            if let Some(now) = self.now(&home_path)? {
                three[2 - side] = vec![(home_path.clone(), now)];
            }
            self.put_journal(&place, home_path, &three)?;
        }
        // There they looked taken out by one side and changed by the other.
        self.clashes.retain(|clash| {
            clash.path != left_path
                || clash.field.split(':').next().is_none_or(|entry| !moved.contains(entry))
        });
        self.entries_out(journal, left_path, &|id| moved.contains(id))
    }
}
