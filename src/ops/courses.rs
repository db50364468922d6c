//! Which values a field took over time, for all records of a kind, in one walk over the commits.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};

use super::Desk;
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::record::read_card;
use crate::store::BlobId;
use crate::store::changes::Changed;

/// A value that a field took, and since when; none: since before the time asked about.
pub type Step = (Option<DateTime<FixedOffset>>, String);

/// A commit's change of one record's file: when, what it was, what it became.
type Move = (DateTime<FixedOffset>, Option<BlobId>, Option<BlobId>);

/// The values of a text field of each record of a kind, oldest first, from a moment on. What the records of the past held
/// is told for all of them: whoever shows it leaves out those that may not be seen.
pub fn courses(
    desk: &Desk,
    kind: &Kind,
    field: &str,
    since: Option<DateTime<FixedOffset>>,
) -> Result<HashMap<Id, Vec<Step>>> {
    let homes = homes(desk, kind);
    let look = |path: &str| homes.iter().any(|home| lies_on(home, path));
    let mut changes = desk.book.changes_since(desk.at, None, &look)?;
    changes.retain(|changed| since.is_none_or(|since| changed.at >= since));
    // Each commit's files by record: a record that moves has one that goes and one that comes.
    let mut moves: HashMap<Id, Vec<Move>> = HashMap::new();
    for Changed { at, files, .. } in &changes {
        for file in files {
            let Some(place) = desk.kinds.of_path(&file.path).filter(|place| place.kind.name == kind.name)
            else {
                continue;
            };
            let moves = moves.entry(place.id).or_default();
            match moves.last_mut().filter(|(before, _, _)| before == at) {
                Some((_, old, new)) => {
                    *old = old.or(file.old);
                    *new = file.new.or(*new);
                }
                None => moves.push((*at, file.old, file.new)),
            }
        }
    }
    let values = values(desk, kind, field, moves.values().flatten())?;
    let value = |blob: BlobId| values.get(&blob).cloned().unwrap_or_default();
    Ok(moves
        .into_iter()
        .map(|(id, moves)| {
            let before = moves.first().and_then(|(_, old, _)| *old).map(|old| (None, value(old)));
            let after = moves.iter().filter_map(|(at, _, new)| new.map(|new| (Some(*at), value(new))));
            (id, before.into_iter().chain(after).collect())
        })
        .collect())
}

/// The field in each of many versions of cards; versions that cannot be read have none.
fn values<'a>(
    desk: &Desk,
    kind: &Kind,
    field: &str,
    moves: impl Iterator<Item = &'a Move>,
) -> Result<HashMap<BlobId, String>> {
    let mut blobs: Vec<BlobId> = moves.flat_map(|(_, old, new)| [*old, *new]).flatten().collect();
    blobs.sort_unstable();
    blobs.dedup();
    let files: Vec<(String, BlobId)> = blobs.iter().map(|blob| (String::new(), *blob)).collect();
    let Some(any) = Id::parse(&kind.name) else { return Ok(HashMap::new()) };
    let texts = desk.book.read_each(&files, |_, bytes| {
        let card = read_card(kind, &any, bytes).ok();
        Ok(Some(card.map(|card| card.text(field).to_owned()).unwrap_or_default()))
    })?;
    Ok(blobs.into_iter().zip(texts).collect())
}

/// Path patterns of a kind's cards.
fn homes(desk: &Desk, kind: &Kind) -> Vec<Vec<String>> {
    let steps = |home: &str| home.split('/').map(str::to_owned).collect();
    if !kind.is_child() {
        return vec![steps(&kind.home)];
    }
    let hosts =
        desk.kinds.cards().filter(|host| desk.kinds.children(&host.name).any(|c| c.name == kind.name));
    hosts
        .filter_map(|host| host.home.rsplit_once('/'))
        .map(|(folder, _)| steps(&kind.home.replace("{parent}", folder)))
        .collect()
}

/// True when a path is one of the pattern, or a folder on the way to one.
fn lies_on(home: &[String], path: &str) -> bool {
    let mut home = home.iter();
    path.split('/').all(|step| home.next().is_some_and(|known| known.contains('{') || known == step))
}
