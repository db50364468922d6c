//! The text of a card, three-way: its fields, and what a person wrote around them.

use std::collections::BTreeSet;

use super::fields::merge_fields;
use super::{Merged, Spot, Stamps, Which, note_removal, side};
use crate::model::conflict::{Conflict, REMOVED, Side};
use crate::model::kind::Kind;
use crate::model::record::{CONFLICTS, MERGED, is_system, modeline, ordered, read_fields};
use crate::model::value::Map;
use crate::model::yaml::{self, MODELINE, Node, YamlError, write_document, write_entry};

/// One card of three versions. Without a base, two records were made with one id.
///
/// # Errors
/// A version is not YAML a card may use.
pub fn merge_cards(
    kind: &Kind,
    path: &str,
    base: Option<&str>,
    first: &str,
    second: &str,
    stamps: Stamps<'_>,
) -> Result<Merged, YamlError> {
    let swap = first > second;
    let (first, second) = if swap { (second, first) } else { (first, second) };
    let swapped = |which: Which, spot: Spot<'_>| stamps(which.swapped(swap), spot);
    let read = |text: &str| read_fields(kind, text.as_bytes());
    let old = base.map(read).transpose()?.unwrap_or_default();
    let (a, b) = (read(first)?, read(second)?);
    let whole = |text: &str| Merged { text: text.to_owned(), conflicts: Vec::new(), entries: 1 };
    if first == second || base == Some(second) {
        return Ok(whole(first));
    }
    if base == Some(first) {
        return Ok(whole(second));
    }
    let merged = match (parted(&old, &a), parted(&old, &b)) {
        (true, false) => left_behind(&a, &old, &b, Which::Second, &swapped),
        (false, true) => left_behind(&b, &old, &a, Which::First, &swapped),
        _ => merge_fields(kind, None, &old, &a, &b, &swapped),
    };
    Ok(written(kind, path, base, [first, second], merged))
}

/// A card that one side took out and the other changed: it stays, and that is told.
///
/// # Errors
/// The card is not YAML a card may use.
pub fn taken_out(
    kind: &Kind,
    path: &str,
    changed: &str,
    by: Which,
    stamps: Stamps<'_>,
) -> Result<Merged, YamlError> {
    let mut fields = read_fields(kind, changed.as_bytes())?;
    note_removal(&mut fields, stamps, by, None);
    let text = text_of(kind, path, Some(changed), [changed, changed], fields);
    Ok(Merged { text, conflicts: vec![REMOVED.to_owned()], entries: 1 })
}

/// The merge for two sides that are good, yet make nothing good together: what either changed is in conflict, and the
/// card stands as the base has it, or as the first side when there is none.
///
/// # Errors
/// A version is not YAML a card may use.
pub fn stand_back(
    kind: &Kind,
    path: &str,
    base: Option<&str>,
    first: &str,
    second: &str,
    stamps: Stamps<'_>,
) -> Result<Merged, YamlError> {
    let swap = first > second;
    let (first, second) = if swap { (second, first) } else { (first, second) };
    let swapped = |which: Which, spot: Spot<'_>| stamps(which.swapped(swap), spot);
    let read = |text: &str| read_fields(kind, text.as_bytes());
    let (a, b) = (read(first)?, read(second)?);
    let old = base.map_or_else(|| Ok(a.clone()), read)?;
    let mut all = Conflict::all(&old);
    let names: BTreeSet<&String> = old.keys().chain(a.keys()).chain(b.keys()).collect();
    for name in names.into_iter().filter(|name| *name != CONFLICTS) {
        if (a.get(name), b.get(name)) != (old.get(name), old.get(name)) {
            let spot = Spot { entry: None, path: name };
            let mut sides = vec![
                side(&swapped, Which::First, spot, a.get(name).cloned()),
                side(&swapped, Which::Second, spot, b.get(name).cloned()),
            ];
            if a.get(name) == b.get(name) {
                sides.push(Side { value: old.get(name).cloned(), by: None, at: None });
            }
            all.push(Conflict::new(name, sides));
        }
    }
    for conflict in Conflict::all(&a).into_iter().chain(Conflict::all(&b)) {
        if !all.contains(&conflict) {
            all.push(conflict);
        }
    }
    let mut merged = old;
    Conflict::write(&mut merged, all);
    Ok(written(kind, path, base, [first, second], merged))
}

/// True when a side merged the record into another.
fn parted(base: &Map, side: &Map) -> bool {
    side.contains_key(MERGED) && !base.contains_key(MERGED)
}

/// A record that one side merged into another stays merged; what the other side changed in it is not lost: it waits as
/// conflicts, to be brought to the survivor.
fn left_behind(tomb: &Map, base: &Map, changed: &Map, which: Which, stamps: Stamps<'_>) -> Map {
    let mut merged = tomb.clone();
    let mut all = Conflict::all(tomb);
    let names = changed.keys().chain(base.keys().filter(|name| !changed.contains_key(*name)));
    for name in names.filter(|name| base.get(*name) != changed.get(*name) && !is_system(name)) {
        let wanted = changed.get(name).filter(|value| !value.is_empty());
        if wanted == tomb.get(name) {
            continue;
        }
        let spot = Spot { entry: None, path: name };
        let sides = vec![
            side(stamps, which, spot, wanted.cloned()),
            side(stamps, which.swapped(true), spot, tomb.get(name).cloned()),
        ];
        all.push(Conflict::new(name, sides));
    }
    Conflict::write(&mut merged, all);
    merged
}

/// A merged card and what is in conflict in it.
fn written(kind: &Kind, path: &str, base: Option<&str>, sides: [&str; 2], merged: Map) -> Merged {
    let conflicts = Conflict::all(&merged).into_iter().map(|conflict| conflict.field).collect();
    Merged { text: text_of(kind, path, base, sides, merged), conflicts, entries: 1 }
}

/// The text of the merged card: canonical when both sides are, else the one a person wrote with the fields changed in it.
fn text_of(kind: &Kind, path: &str, base: Option<&str>, sides: [&str; 2], merged: Map) -> String {
    let wanted = ordered(kind, merged);
    let own = sides.iter().find_map(|text| yaml::modeline_of(text));
    let line = own.map_or_else(|| modeline(kind, path), str::to_owned);
    let canonical = || write_document(Some(&line), &wanted);
    let by_hand: Vec<&str> = sides.into_iter().filter(|text| !is_plain(text)).collect();
    if by_hand.is_empty() {
        return canonical();
    }
    let edited =
        by_hand.iter().find_map(|text| yaml::edit(text, Some(&line), &wanted, &|key| kind.rank(key)).ok());
    with_comments(edited.unwrap_or_else(canonical), base, sides)
}

/// The text of an entry with other fields, in canonical form but for its comments.
pub(super) fn entry_text(kind: &Kind, one: &str, other: &str, fields: Map) -> String {
    with_comments(write_entry(&ordered(kind, fields)), None, [one, other])
}

/// True for text as kehu writes it.
fn is_plain(text: &str) -> bool {
    yaml::quick::card(text).is_ok_and(|fields| write_document(yaml::modeline_of(text), &fields) == text)
}

/// The text with the comments that neither side took out; what has no place any more stands at the end.
fn with_comments(plain: String, base: Option<&str>, [first, second]: [&str; 2]) -> String {
    let mut text = plain.clone();
    let old = base.map(comments).unwrap_or_default();
    let (a, b) = (comments(first), comments(second));
    let taken_out = |comment: &&str| old.contains(comment) && !(a.contains(comment) && b.contains(comment));
    for comment in a.iter().chain(&b).filter(|comment| !taken_out(comment)) {
        if !text.contains(comment) {
            if !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(comment);
            text.push('\n');
        }
    }
    // What looks like a comment here and is none to YAML must not become part of the record.
    let read = |text: &str| yaml::parse(text).map(Node::into_value).ok();
    if text == plain || read(&text) == read(&plain) { text } else { plain }
}

/// The comments of a text, each from its `#` on.
fn comments(text: &str) -> Vec<&str> {
    let lines = yaml::lines(text).into_iter().filter(|line| !line.starts_with(MODELINE));
    lines.filter_map(comment).collect()
}

/// The comment of a line: a `#` at its start or behind a blank, outside quotes.
fn comment(line: &str) -> Option<&str> {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') if before.is_whitespace() => return Some(line[at..].trim_end()),
            (None, '"' | '\'') if before.is_whitespace() => quote = Some(c),
            (Some(open), c) if c == open && before != '\\' => quote = None,
            _ => {}
        }
        before = c;
    }
    None
}
