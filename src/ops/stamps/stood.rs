//! What carried a stamp in a file before a commit, and how often it may stand there after it.

use std::collections::HashMap;

use super::{Sealed, Sheet, Stamp, sealed_of};

/// What is the same thing in two versions of a file: an entry by its id, all else by its stamp.
pub type Key = (String, String, String, String);

/// The key of something stamped.
pub fn key(stamp: &Stamp) -> Key {
    let Stamp { on, entry, by, at } = stamp.clone();
    if entry.is_empty() { (on, entry, by, at) } else { (on, entry, String::new(), String::new()) }
}

/// What stood under one key.
#[derive(Debug, Default)]
pub struct Slot {
    /// How many may stand there now.
    pub most: usize,
    /// Every version of it that stood there.
    pub versions: Vec<Sealed>,
}

/// What stood in a file.
pub type Stood = HashMap<Key, Slot>;

/// By key.
pub fn grouped(all: Vec<Sealed>) -> HashMap<Key, Vec<Sealed>> {
    let mut groups: HashMap<Key, Vec<Sealed>> = HashMap::new();
    for one in all {
        groups.entry(key(&one.stamp)).or_default().push(one);
    }
    groups
}

/// What the parents of a commit had in a file.
pub fn stood(sheet: &Sheet<'_>) -> Stood {
    let read = |files: &[Option<Vec<u8>>]| -> Vec<HashMap<Key, Vec<Sealed>>> {
        files
            .iter()
            .map(|bytes| grouped(bytes.as_deref().map_or_else(Vec::new, |b| sealed_of(&sheet.place, b))))
            .collect()
    };
    let (parents, bases) = (read(&sheet.old), read(&sheet.bases));
    let mut stood = Stood::default();
    for source in parents.iter().chain(&bases) {
        add(&mut stood, source);
    }
    // What both sides of a merge added is in it, though the stamps be alike.
    if parents.len() > 1 {
        for (key, slot) in
            stood.iter_mut().filter(|((_, entry, ..), slot)| entry.is_empty() && slot.versions.len() > 1)
        {
            let of = |source: &HashMap<Key, Vec<Sealed>>, version: &Sealed| {
                source.get(key).is_some_and(|all| all.contains(version))
            };
            let stays = |version: &&Sealed| {
                !bases.iter().any(|base| of(base, version)) || parents.iter().all(|side| of(side, version))
            };
            slot.most = slot.most.max(slot.versions.iter().filter(stays).count());
        }
    }
    stood
}

/// What stood there at another time may stand there again.
pub fn add(stood: &mut Stood, source: &HashMap<Key, Vec<Sealed>>) {
    for (key, all) in source {
        let slot = stood.entry(key.clone()).or_default();
        slot.most = slot.most.max(all.len());
        for one in all {
            if !slot.versions.contains(one) {
                slot.versions.push(one.clone());
            }
        }
    }
}
