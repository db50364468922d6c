//! What a side brought to a record that does not count: taken away there, and what was done to it there done at its home.

use std::collections::HashSet;

use super::redirects::Redirects;
use super::together::{Texts, Version, Work};
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::places::Place;
use crate::model::record::{journal_path, path_in, read_card};
use crate::model::value::Map;
use crate::ops::entry::id_of;
use crate::ops::merge::{entries_of, folder, relink_file, together};
use crate::store::merge::Put;

/// A record that a side merged into one while another counts.
struct Stray<'r> {
    /// The record.
    id: &'r Id,
    /// Ours or theirs.
    side: usize,
    /// Where that side put its things.
    left: Id,
    /// Where they are now.
    now: Id,
    /// Where they belong.
    home: Id,
}

impl<'a> Work<'a> {
    /// Puts right what sides brought to places that do not count, once all files are merged.
    pub(super) fn brought_back(&mut self, redirects: &Redirects) -> Result<()> {
        for side in [0, 1] {
            for (name, left) in redirects.astray(side) {
                let Some(kind) = self.desk.kinds.get(&name.0) else { continue };
                let now = redirects.home(&(name.0.clone(), left.clone()));
                let stray = Stray { id: &name.1, side, left, now, home: redirects.home(&name) };
                for journal in self.desk.kinds.journals(&kind.name) {
                    self.entries_back(kind, journal, &stray)?;
                }
                self.files_back(kind, &stray)?;
            }
        }
        Ok(())
    }

    /// The entries of a journal.
    fn entries_back(&mut self, kind: &'a Kind, journal: &'a Kind, stray: &Stray<'_>) -> Result<()> {
        let path = |id: &Id| journal_path(journal, kind, id);
        let (old_path, left_path) = (path(stray.id), path(&stray.left));
        let Some(old) = self.desk.book.file(self.versions[0], &old_path)? else { return Ok(()) };
        let (_, was) = entries_of(journal, &old_path, &old)?;
        let mut mine: HashSet<&str> = was.iter().map(|(fields, _)| id_of(fields)).collect();
        // What somebody wrote without an id is nobody's.
        mine.remove("");
        let place = Place { kind: journal, parent: Some(kind), host: None, id: stray.home.clone() };
        let there = self.desk.book.file(self.versions[stray.side + 1], &left_path)?.unwrap_or_default();
        let (head, kept) = entries_of(journal, &left_path, &there)?;
        let kept = kept.into_iter().filter(|(fields, _)| mine.contains(id_of(fields))).collect();
        let there = together(head, kept).into_bytes();
        let there =
            relink_file(&place, &left_path, &there, stray.left.as_str(), stray.id.as_str(), Some(&old))?;
        let (_, is) = entries_of(journal, &left_path, &there)?;
        let stays = |(fields, _): &(Map, String)| is.iter().any(|(other, _)| other == fields);
        if is.len() != was.len() || !was.iter().all(stays) {
            let home_path = path(&stray.home);
            let at_home = |bytes: &[u8], path: &str| {
                relink_file(&place, path, bytes, stray.id.as_str(), stray.home.as_str(), None)
            };
            let version = |bytes: Vec<u8>, path: &str| vec![(path.to_owned(), bytes)];
            let mut three = [version(at_home(&old, &old_path)?, &old_path), Vec::new(), Vec::new()];
            three[stray.side + 1] = version(at_home(&there, &left_path)?, &left_path);
            if let Some(now) = self.now(&home_path)? {
                three[2 - stray.side] = version(now, &home_path);
            }
            self.put_journal(&place, home_path, &three)?;
        }
        let own = self.desk.book.journal(self.versions[0], journal, kind, &stray.now)?;
        let own: HashSet<&str> = own.iter().map(id_of).collect();
        self.entries_out(journal, path(&stray.now), &|id| mine.contains(id) && !own.contains(id))
    }

    /// Puts a journal of three versions, its entries in the order of time.
    pub(super) fn put_journal(&mut self, place: &Place<'a>, path: String, three: &Texts) -> Result<()> {
        let put = match self.journal(place, &path, three)? {
            Some(bytes) => {
                let (head, entries) = entries_of(place.kind, &path, &bytes)?;
                Put::Text(together(head, entries).into_bytes())
            }
            None => Put::Gone,
        };
        self.puts.insert(path, put);
        Ok(())
    }

    /// Takes entries out of a journal as it is so far.
    pub(super) fn entries_out(
        &mut self,
        journal: &Kind,
        path: String,
        goes: &dyn Fn(&str) -> bool,
    ) -> Result<()> {
        let Some(bytes) = self.now(&path)? else { return Ok(()) };
        let (head, entries) = entries_of(journal, &path, &bytes)?;
        let before = entries.len();
        let left: Vec<_> = entries.into_iter().filter(|(fields, _)| !goes(id_of(fields))).collect();
        if left.len() < before {
            let gone = left.is_empty();
            let text: String = left.into_iter().fold(head, |text, (_, piece)| text + &piece);
            self.puts.insert(path, if gone { Put::Gone } else { Put::Text(text.into_bytes()) });
        }
        Ok(())
    }

    /// Cards and other files in the folder.
    fn files_back(&mut self, kind: &'a Kind, stray: &Stray<'_>) -> Result<()> {
        let folders = [stray.id, &stray.left, &stray.now, &stray.home].map(|id| folder(kind, id));
        let [Some(from), Some(left), Some(now), Some(home)] = folders else { return Ok(()) };
        for (path, blob) in self.desk.book.files_below(self.versions[0], &from)? {
            let old = self.desk.book.blob(blob)?;
            let place = self.desk.kinds.of_path(&path);
            match place {
                Some(child) if child.host.is_some() => {
                    let ways = [&left, &now, &home].map(|folder| path_in(child.kind, folder, &child.id));
                    self.card_back(&child, stray, (&path, old), ways)?;
                }
                Some(_) => {}
                None => {
                    let there = format!("{now}{}", path.strip_prefix(&from).unwrap_or(&path));
                    if self.now(&there)?.is_some_and(|bytes| bytes == old) {
                        self.puts.insert(there, Put::Gone);
                    }
                }
            }
        }
        Ok(())
    }

    /// A card in the folder: what that side did to it is done to the one at home.
    fn card_back(
        &mut self,
        child: &Place<'a>,
        stray: &Stray<'_>,
        (path, old): (&str, Vec<u8>),
        [left, now, home]: [String; 3],
    ) -> Result<()> {
        let (id, at_home) = (stray.id.as_str(), stray.home.as_str());
        let relinked = |path: &str, bytes: &[u8]| relink_file(child, path, bytes, id, at_home, None);
        let base: Version = Some((path.to_owned(), relinked(path, &old)?));
        let mut there: Version = None;
        if let Some(bytes) = self.desk.book.file(self.versions[stray.side + 1], &left)? {
            let bytes = relink_file(child, &left, &bytes, stray.left.as_str(), id, Some(&old))?;
            there = Some((left.clone(), relinked(&left, &bytes)?));
        }
        let fields = |version: &Version| {
            version
                .as_ref()
                .and_then(|(_, bytes)| read_card(child.kind, &child.id, bytes).ok())
                .map(|card| card.fields)
        };
        if fields(&base) != fields(&there) {
            let mut three = [base, None, None];
            three[stray.side + 1] = there;
            three[2 - stray.side] = self.now(&home)?.map(|bytes| (home.clone(), bytes));
            let put = self.card(child.kind, &child.id, &home, &three)?.map_or(Put::Gone, Put::Text);
            self.puts.insert(home, put);
        }
        if self.now(&now)?.is_some() {
            self.puts.insert(now, Put::Gone);
        }
        Ok(())
    }
}
