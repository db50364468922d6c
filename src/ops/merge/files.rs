//! What lies in the folder of a merged record: journals are interleaved by time, other files move over.

use super::{Plan, relink_file};
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::journal::{add_entry, moment, pieces_at};
use crate::model::kind::Kind;
use crate::model::places::folder_of;
use crate::model::record::{Record, card_path, journal_path, modeline, read_entries, written_journal};
use crate::model::value::Map;
use crate::model::yaml::{parse_documents, read};
use crate::ops::{Desk, Intent};
use crate::store::snapshot::bad_yaml;

/// The folder a card has to itself; `None` for kinds with one file each.
pub fn folder(kind: &Kind, id: &Id) -> Option<String> {
    kind.has_folder().then(|| folder_of(kind, id))
}

/// Journals and files of the others go to the record that stays.
pub(super) fn bring_over(
    desk: &Desk,
    kind: &Kind,
    keep: &Id,
    others: &[Record],
    plan: &mut Plan,
    intent: &mut Intent,
) -> Result<()> {
    let journals: Vec<&Kind> = desk.kinds.journals(&kind.name).collect();
    for journal in &journals {
        interleave(desk, kind, journal, keep, others, plan, intent)?;
    }
    let Some(home) = folder(kind, keep) else { return Ok(()) };
    for other in others {
        let Some(from) = folder(kind, &other.id) else { continue };
        let card = card_path(kind, &other.id);
        let own: Vec<String> =
            journals.iter().map(|journal| journal_path(journal, kind, &other.id)).collect();
        for (path, blob) in desk.book.files_below(desk.at, &from)? {
            if path == card || own.contains(&path) {
                continue;
            }
            let rest = path.strip_prefix(&format!("{from}/")).unwrap_or(&path);
            let mut to = format!("{home}/{rest}");
            if desk.book.blob_id(desk.at, &to)?.is_some() {
                to = beside(&to, other.id.as_str());
            }
            let bytes = desk.book.blob(blob)?;
            let place = desk.kinds.of_path(&path);
            // A card in the folder names the record in whose folder it lies.
            let bytes = match &place {
                Some(place) => relink_file(place, &path, &bytes, other.id.as_str(), keep.as_str(), None)?,
                None => bytes,
            };
            match place {
                Some(place) => intent.put(&place.kind.name, place.id.as_str(), to.clone(), bytes),
                None => intent.file(to.clone(), Some(bytes)),
            }
            intent.file(path, None);
            plan.moved.push(to);
        }
    }
    Ok(())
}

/// `files/quote.pdf` beside one of that name: `files/quote-jinke-7k3m.pdf`.
pub(in crate::ops) fn beside(path: &str, mark: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or((String::new(), path), |(f, n)| (format!("{f}/"), n));
    match name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
        Some((stem, end)) => format!("{folder}{stem}-{mark}.{end}"),
        None => format!("{folder}{name}-{mark}"),
    }
}

/// One journal of several, by time, each entry byte for byte as it was.
fn interleave(
    desk: &Desk,
    kind: &Kind,
    journal: &Kind,
    keep: &Id,
    others: &[Record],
    plan: &mut Plan,
    intent: &mut Intent,
) -> Result<()> {
    let path = journal_path(journal, kind, keep);
    let mut head = None;
    let mut entries: Vec<(Map, String)> = Vec::new();
    let mut taken = Vec::new();
    for (number, id) in [keep].into_iter().chain(others.iter().map(|other| &other.id)).enumerate() {
        let from = journal_path(journal, kind, id);
        let Some(bytes) = desk.book.file(desk.at, &from)? else { continue };
        let (first, own) = entries_of(journal, &from, &bytes)?;
        if number == 0 {
            head = Some(first);
        } else {
            plan.entries += own.len();
            taken.push(from);
        }
        entries.extend(own);
    }
    if taken.is_empty() {
        return Ok(());
    }
    let head = head.unwrap_or_else(|| format!("{}\n", modeline(journal, &path)));
    intent.file(path, Some(together(head, entries).into_bytes()));
    taken.into_iter().for_each(|from| intent.file(from, None));
    Ok(())
}

/// What stands above the entries of a journal, and each entry with its text.
pub(in crate::ops) fn entries_of(
    journal: &Kind,
    path: &str,
    bytes: &[u8],
) -> Result<(String, Vec<(Map, String)>)> {
    let wrong = |e| bad_yaml(path, &e);
    let text = read::utf8(bytes).map_err(wrong)?;
    if let Some((head, entries)) = written_journal(journal, text) {
        let entries = entries.into_iter().map(|(fields, piece)| (fields, piece.to_owned()));
        return Ok((head.to_owned(), entries.collect()));
    }
    let nodes = parse_documents(text).map_err(wrong)?;
    let mut texts = pieces_at(text, &nodes).into_iter();
    let fields = read_entries(journal, nodes).map_err(wrong)?;
    let head = texts.next().unwrap_or_default();
    Ok((head, fields.into_iter().zip(texts).collect()))
}

/// A journal from its entries, in the order of their time.
pub(in crate::ops) fn together(head: String, mut entries: Vec<(Map, String)>) -> String {
    entries.sort_by_key(|(fields, _)| moment(fields));
    let mut text = head;
    entries.iter().for_each(|(_, piece)| add_entry(&mut text, piece));
    text
}
