//! Taking a merge back, also weeks later: each file from the three states of the merge and as it is now. What came since and
//! cannot be told apart stays with the record that stayed, and is listed.

use super::Desk;
use super::apply::{Applied, Intent};
use super::assemble::{changed_card, new_card};
use super::merge::{entries_of, folder, merged_ids, relink_file, together};
use crate::error::{Code, Error, Result};
use crate::model::ids::Id;
use crate::model::kind::{Kind, Storage};
use crate::model::places::Place;
use crate::model::record::{Record, card_path, journal_path, modeline, read_card};
use crate::model::split::{States, split};
use crate::model::value::{Map, Value};
use crate::store::history::Step;
use crate::store::snapshot::bad_yaml;
use crate::store::tree::Difference;

/// The trailer that names the merge a commit takes apart.
pub const TRAILER_BACK: &str = "Kehu-Unmerges";

/// Something that came after the merge and stays with the record that stayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stays {
    /// File it is in.
    pub path: String,
    /// Field, entry or the file itself.
    pub what: String,
}

/// Splits a merged record off again; `typed` is its own id.
pub fn unmerge(desk: &mut Desk, typed: &str, dry: bool) -> Result<(Vec<Stays>, Applied)> {
    let mut stays = Vec::new();
    let applied = desk.apply("unmerge", dry, &mut |desk| {
        stays.clear();
        let (kind, other) = desk.resolve_itself(typed, None)?;
        let (other, step) = find(desk, kind, other)?;
        let Some(keep) = other.merged_into().and_then(Id::parse) else { return Err(never(&other)) };
        let survivor =
            desk.book.card(desk.at, kind, &keep)?.ok_or_else(|| Error::not_found(keep.as_str()))?;
        if let Some(further) = survivor.merged_into() {
            return Err(Error::new(
                Code::Conflict,
                format!("{keep} was itself merged into {further} since."),
                format!("{keep} 之后又被合并到 {further}。"),
            )
            .hint(format!("First: kehu unmerge {keep}"), format!("请先运行: kehu unmerge {keep}")));
        }
        let subject = format!(
            "{}: unmerge {} ({}) from {} ({keep})",
            kind.name,
            other.title(kind),
            other.id,
            survivor.title(kind)
        );
        let mut work = Work {
            desk,
            step: &step,
            kind,
            keep: &keep,
            others: merged_ids(&step),
            intent: Intent::new("unmerge", subject),
            stays: Vec::new(),
        };
        work.run()?;
        let mut intent = work.intent;
        stays = work.stays;
        // The record that was asked for is told first.
        intent.touched.sort_by_key(|touched| touched.id != other.id.as_str());
        intent.trailer(TRAILER_BACK, &step.commit.to_string());
        Ok(intent)
    })?;
    Ok((stays, applied))
}

/// The merged record and the commit that merged it. The id of a survivor of just one merge will do.
fn find(desk: &Desk, kind: &Kind, record: Record) -> Result<(Record, Step)> {
    if record.merged_into().is_none() {
        let path = desk.kinds.path_of(kind, &record)?;
        let steps = desk.book.history_of(desk.at, &[path], usize::MAX)?;
        for (step, _) in steps {
            let Some(id) = merged_ids(&step).first().and_then(|id| Id::parse(id)) else { continue };
            let other = desk.book.card(desk.at, kind, &id)?;
            if let Some(other) = other.filter(|other| other.merged_into() == Some(record.id.as_str())) {
                return Ok((other, step));
            }
        }
        return Err(never(&record));
    }
    let path = desk.kinds.path_of(kind, &record)?;
    let steps = desk.book.history_of(desk.at, &[path], usize::MAX)?;
    let merge = steps
        .into_iter()
        .map(|(step, _)| step)
        .find(|step| merged_ids(step).iter().any(|id| id == record.id.as_str()));
    match merge {
        Some(step) => Ok((record, step)),
        None => Err(never(&record)),
    }
}

fn never(record: &Record) -> Error {
    let id = &record.id;
    Error::new(
        Code::Nothing,
        format!("{id} was not merged with another record."),
        format!("{id} 没有与其他记录合并。"),
    )
    .hint(format!("`kehu history {id}` shows what was done."), format!("`kehu history {id}` 可查看历史。"))
}

struct Work<'a> {
    desk: &'a Desk,
    step: &'a Step,
    kind: &'a Kind,
    keep: &'a Id,
    others: Vec<String>,
    intent: Intent,
    stays: Vec<Stays>,
}

impl Work<'_> {
    fn run(&mut self) -> Result<()> {
        let all = self.desk.book.files_of(self.step)?;
        let moves = self.moves(&all)?;
        for difference in &all {
            if moves.iter().any(|(from, to)| [from, to].contains(&&difference.path)) {
                continue;
            }
            self.take_back(difference)?;
        }
        for (from, to) in moves {
            self.move_back(&all, from, to)?;
        }
        self.newer_files()
    }

    fn blob(&self, path: &str) -> Result<Option<Vec<u8>>> {
        self.desk.book.file(self.desk.at, path)
    }

    fn was(&self, oid: Option<crate::store::BlobId>) -> Result<Option<Vec<u8>>> {
        oid.map(|oid| self.desk.book.blob(oid)).transpose()
    }

    /// Writes or removes a file, naming the record it belongs to.
    fn write(&mut self, path: &str, content: Option<Vec<u8>>) {
        match (self.desk.kinds.of_path(path), content) {
            (Some(place), Some(bytes)) => {
                self.intent.put(&place.kind.name, place.id.as_str(), path.to_owned(), bytes);
            }
            (_, content) => self.intent.file(path.to_owned(), content),
        }
    }

    /// Files the merge moved from a folder of the others to that of the survivor.
    fn moves(&self, all: &[Difference]) -> Result<Vec<(String, String)>> {
        let Some(home) = folder(self.kind, self.keep) else { return Ok(Vec::new()) };
        let mut moves: Vec<(String, String)> = Vec::new();
        for gone in all.iter().filter(|d| d.new.is_none() && !self.is_record(&d.path)) {
            let to = all.iter().find(|d| {
                d.old.is_none()
                    && (d.new == gone.old || self.same_card(&gone.path, &d.path))
                    && d.path.starts_with(&format!("{home}/"))
                    && !moves.iter().any(|(_, to)| *to == d.path)
            });
            moves.extend(to.map(|to| (gone.path.clone(), to.path.clone())));
        }
        Ok(moves)
    }

    /// True for two places of one card that lives in another's folder.
    fn same_card(&self, from: &str, to: &str) -> bool {
        let places = (self.desk.kinds.of_path(from), self.desk.kinds.of_path(to));
        matches!(places, (Some(a), Some(b)) if a.host.is_some() && a.kind.name == b.kind.name && a.id == b.id)
    }

    /// True for the card and the journals of the two, which are split rather than moved.
    fn is_record(&self, path: &str) -> bool {
        self.desk.kinds.of_path(path).is_some_and(|place| {
            let card = place.parent.unwrap_or(place.kind);
            card.name == self.kind.name
                && (place.id == *self.keep || self.others.iter().any(|id| id == place.id.as_str()))
        })
    }

    fn move_back(&mut self, all: &[Difference], from: String, to: String) -> Result<()> {
        let merged = all.iter().find(|d| d.path == to).and_then(|d| d.new);
        match self.blob(&to)? {
            Some(bytes) => {
                let mut bytes = bytes;
                let before = all.iter().find(|d| d.path == from).and_then(|d| d.old);
                if self.desk.book.blob_id(self.desk.at, &to)? != merged {
                    // Changed since: it goes back with the change.
                    self.stays.push(Stays { path: from.clone(), what: "changed".to_owned() });
                    if let (Some(place), Some(old)) = (self.desk.kinds.of_path(&from), self.was(before)?)
                        && let Some((_, host)) = &place.host
                    {
                        let keep = self.keep.as_str();
                        bytes = relink_file(&place, &to, &bytes, keep, host.as_str(), Some(&old))?;
                    }
                } else if let Some(old) = self.was(before)? {
                    bytes = old;
                }
                self.write(&from, Some(bytes));
                self.write(&to, None);
            }
            None => self.stays.push(Stays { path: to, what: "removed".to_owned() }),
        }
        Ok(())
    }

    fn take_back(&mut self, difference: &Difference) -> Result<()> {
        let path = &difference.path;
        // The other's card may be written already, with what was done since to what came from it.
        if self.intent.draft.changes.iter().any(|change| change.path == *path) {
            return Ok(());
        }
        let now = self.desk.book.blob_id(self.desk.at, path)?;
        if now == difference.new && self.changed_since(difference)?.is_empty() {
            // Untouched since: as it was, byte for byte.
            let old = self.was(difference.old)?;
            self.write(path, old);
            return Ok(());
        }
        let place = self.desk.kinds.of_path(path);
        match place {
            Some(place) if place.kind.name == self.kind.name && place.id == *self.keep => {
                self.survivor(&place, difference)
            }
            Some(place) if self.is_record(path) && place.kind.storage == Storage::Card => {
                self.tombstone(&place, difference)
            }
            Some(place) if self.is_record(path) => self.journal(&place, difference),
            Some(place) => self.linked(&place, difference),
            None => {
                self.stays.push(Stays { path: path.clone(), what: "changed".to_owned() });
                Ok(())
            }
        }
    }

    fn fields(&self, place: &Place<'_>, path: &str, bytes: Option<Vec<u8>>) -> Result<Map> {
        match bytes {
            Some(bytes) => {
                Ok(read_card(place.kind, &place.id, &bytes).map_err(|e| bad_yaml(path, &e))?.fields)
            }
            None => Ok(Map::default()),
        }
    }

    /// The card of the record that stayed: field by field.
    fn survivor(&mut self, place: &Place<'_>, difference: &Difference) -> Result<()> {
        let path = &difference.path;
        let keep = self.fields(place, path, self.was(difference.old)?)?;
        let merged = self.fields(place, path, self.was(difference.new)?)?;
        let current = self.blob(path)?.ok_or_else(|| Error::not_found(place.id.as_str()))?;
        let now = self.fields(place, path, Some(current.clone()))?;
        let mut mine = now.clone();
        for id in self.others.clone() {
            let Some(id) = Id::parse(&id) else { continue };
            let card = card_path(self.kind, &id);
            let before = self.desk.book.file(self.step.before, &card)?;
            let other = self.fields(place, &card, before)?;
            let parted =
                split(place.kind, &States { keep: &keep, other: &other, merged: &merged, now: &now });
            self.stays.extend(parted.stays.into_iter().map(|what| Stays { path: path.clone(), what }));
            mine = parted.keep;
            if parted.other != other {
                // What was done since to what came from the other goes back with it.
                let text = new_card(place.kind, &card, parted.other);
                self.replace(&card, text.into_bytes());
            }
        }
        let text = changed_card(place.kind, path, &current, mine)?;
        self.write(path, Some(text.into_bytes()));
        Ok(())
    }

    /// Puts content in the place of what was going to be written.
    fn replace(&mut self, path: &str, content: Vec<u8>) {
        match self.intent.draft.changes.iter_mut().find(|change| change.path == path) {
            Some(change) => change.content = Some(content),
            None => self.write(path, Some(content)),
        }
    }

    /// The card of the other, edited while it was merged: as it was, with those edits.
    fn tombstone(&mut self, place: &Place<'_>, difference: &Difference) -> Result<()> {
        let path = &difference.path;
        let stub = self.fields(place, path, self.was(difference.new)?)?;
        let now = self.fields(place, path, self.blob(path)?)?;
        let old = self.was(difference.old)?.unwrap_or_default();
        let mut fields = self.fields(place, path, Some(old.clone()))?;
        for (name, value) in now.iter().filter(|(name, value)| stub.get(*name) != Some(value)) {
            fields.insert(name.clone(), value.clone());
        }
        let text = changed_card(place.kind, path, &old, fields)?;
        self.write(path, Some(text.into_bytes()));
        Ok(())
    }

    /// Entries that came from a journal of the others and were changed since the merge: a plan that was done.
    fn changed_since(&self, difference: &Difference) -> Result<Vec<(Map, String)>> {
        let path = &difference.path;
        let theirs = self.desk.kinds.of_path(path).filter(|place| {
            place.kind.storage == Storage::Journal && self.is_record(path) && place.id != *self.keep
        });
        let (Some(place), Some(old)) = (theirs, self.was(difference.old)?) else { return Ok(Vec::new()) };
        let merged = journal_path(place.kind, self.kind, self.keep);
        let Some(now) = self.blob(&merged)? else { return Ok(Vec::new()) };
        let old = entries_of(place.kind, path, &old)?.1;
        let mut now = entries_of(place.kind, &merged, &now)?.1;
        now.retain(|(fields, _)| {
            old.iter().any(|(known, _)| known.get("id") == fields.get("id") && known != fields)
        });
        Ok(now)
    }

    /// Journals by entry: each goes back to whose it was, as it is now; new ones stay.
    fn journal(&mut self, place: &Place<'_>, difference: &Difference) -> Result<()> {
        let path = &difference.path;
        let id = |fields: &Map| fields.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let now = match self.blob(path)? {
            Some(bytes) => entries_of(place.kind, path, &bytes)?,
            None => (String::new(), Vec::new()),
        };
        let mut head = now.0;
        let mut mine = now.1;
        if place.id == *self.keep {
            let ours = self.ids(place, self.was(difference.old)?)?;
            let merged = self.ids(place, self.was(difference.new)?)?;
            mine.retain(|(fields, _)| {
                let id = id(fields);
                ours.contains(&id) || !merged.contains(&id)
            });
            for (fields, _) in mine.iter().filter(|(fields, _)| !merged.contains(&id(fields))) {
                self.stays.push(Stays { path: path.clone(), what: id(fields) });
            }
        } else if let Some(bytes) = self.was(difference.old)? {
            // Entries somebody wrote beside the merged record meanwhile are its own.
            let old = entries_of(place.kind, path, &bytes)?;
            mine.retain(|(fields, _)| !old.1.iter().any(|(known, _)| id(known) == id(fields)));
            head = old.0;
            let changed = self.changed_since(difference)?;
            mine.extend(old.1.into_iter().map(|entry| {
                let same = |other: &&(Map, String)| other.0.get("id") == entry.0.get("id");
                changed.iter().find(same).cloned().unwrap_or(entry)
            }));
        }
        if mine.is_empty() {
            self.write(path, None);
            return Ok(());
        }
        if head.is_empty() {
            head = format!("{}\n", modeline(place.kind, path));
        }
        let text = together(head, mine);
        self.write(path, Some(text.into_bytes()));
        Ok(())
    }

    fn ids(&self, place: &Place<'_>, bytes: Option<Vec<u8>>) -> Result<Vec<String>> {
        let Some(bytes) = bytes else { return Ok(Vec::new()) };
        let entries = entries_of(place.kind, "", &bytes)?.1;
        Ok(entries.iter().filter_map(|(fields, _)| fields.get("id")?.as_str().map(str::to_owned)).collect())
    }

    /// A record whose links the merge had put over, changed since: only its links go back.
    fn linked(&mut self, place: &Place<'_>, difference: &Difference) -> Result<()> {
        let path = &difference.path;
        let (Some(current), Some(before)) = (self.blob(path)?, self.was(difference.old)?) else {
            self.stays.push(Stays { path: path.clone(), what: "removed".to_owned() });
            return Ok(());
        };
        let text = String::from_utf8_lossy(&before).into_owned();
        let Some(other) = self.others.iter().find(|id| text.contains(id.as_str())) else { return Ok(()) };
        let new = relink_file(place, path, &current, self.keep.as_str(), other, Some(&before))?;
        self.write(path, Some(new));
        Ok(())
    }

    /// Files that came into the survivor's folder since.
    fn newer_files(&mut self) -> Result<()> {
        let Some(home) = folder(self.kind, self.keep) else { return Ok(()) };
        let now = self.desk.book.files_below(self.desk.at, &home)?;
        for (path, _) in now {
            let known = self.desk.book.blob_id(self.step.after, &path)?.is_some();
            if !known && !self.is_record(&path) {
                self.stays.push(Stays { path, what: "added".to_owned() });
            }
        }
        Ok(())
    }
}
