//! Objects that stand whole in a pack, as kehu and `git fast-import` pack them, read by several threads at once.
//!
//! libgit2 takes locks, looks at windows of the pack and inflates slowly; a command that reads thousands of small records
//! spends a third of its time there. Whatever is not plain here (a delta, a large offset, an old index, damage) is left to it.
//! Formats: git's `gitformat-pack`. Each object is checked against its name.

use std::fs::{self, File};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::{Decompress, FlushDecompress, Status};
use git2::{ObjectType, Oid};

use super::objects::name;

/// The packs of one folder of objects, listed when first asked.
#[derive(Default)]
pub(super) struct PackedFiles {
    packs: OnceLock<Vec<PackFile>>,
    /// The pack that had the last one.
    last: AtomicUsize,
}

/// One pack and its index.
struct PackFile {
    index: File,
    pack: File,
    /// How many names start with a byte or with one before it.
    fanout: Vec<u32>,
}

/// `\377tOc`, version 2.
const INDEX_HEAD: [u8; 8] = [0xff, b't', b'O', b'c', 0, 0, 0, 2];
const FANOUT: u64 = 8;
const NAMES: u64 = FANOUT + 4 * 256;
const NAME: u64 = 20;
/// Names looked at with one read: they are evenly spread, so that a guess is right within this.
const WINDOW: u64 = 192;
/// Bytes of a pack read first: most records fit.
const FIRST: usize = 1024;
/// Packs beyond these are left to libgit2: each takes two of the files that a process may have open.
const MOST: usize = 64;
/// Larger objects are left to libgit2.
const LARGEST: u64 = 64 << 20;

impl PackedFiles {
    /// The body of an object; `None` when it is not here, or not plain, or not what its name says.
    pub fn read(&self, folder: &Path, oid: Oid) -> Option<Vec<u8>> {
        let packs = self.packs.get_or_init(|| listed(folder));
        let last = self.last.load(Ordering::Relaxed).min(packs.len());
        let order = (last..packs.len()).chain(0..last);
        let (place, offset) = order.into_iter().find_map(|at| Some((at, packs[at].offset(oid)?)))?;
        self.last.store(place, Ordering::Relaxed);
        let (kind, body) = packs[place].object(offset)?;
        (name(kind, &body).ok()? == oid).then_some(body)
    }
}

fn listed(folder: &Path) -> Vec<PackFile> {
    let entries = fs::read_dir(folder.join("pack")).into_iter().flatten().flatten().map(|entry| entry.path());
    let indexes = entries.filter(|path| path.extension().is_some_and(|ending| ending == "idx"));
    indexes.take(MOST).filter_map(|path| PackFile::open(&path)).collect()
}

impl PackFile {
    fn open(path: &Path) -> Option<Self> {
        let (index, pack) = (File::open(path).ok()?, File::open(path.with_extension("pack")).ok()?);
        let mut head = [0; NAMES as usize];
        read_at(&index, &mut head, 0)?;
        let (version, table) = head.split_at(FANOUT as usize);
        let fanout: Vec<u32> = table.chunks_exact(4).filter_map(number).collect();
        (version == INDEX_HEAD && fanout.is_sorted()).then_some(Self { index, pack, fanout })
    }

    /// Where an object begins.
    fn offset(&self, oid: Oid) -> Option<u64> {
        let wanted = oid.as_bytes();
        let first = usize::from(wanted[0]);
        let (mut low, mut high) =
            (if first == 0 { 0 } else { u64::from(self.fanout[first - 1]) }, u64::from(self.fanout[first]));
        // How far into the names of its first byte it should stand.
        let part = u64::from(u32::from_be_bytes(wanted[1..5].try_into().ok()?));
        let mut guess = low + (((high - low) * part) >> 32);
        let mut names = [0; (WINDOW * NAME) as usize];
        while low < high {
            let from = guess.saturating_sub(WINDOW / 2).clamp(low, high - 1);
            let count = WINDOW.min(high - from);
            let names = &mut names[..(count * NAME) as usize];
            read_at(&self.index, names, NAMES + from * NAME)?;
            let known = |at: usize| &names[at * NAME as usize..(at + 1) * NAME as usize];
            let (mut least, mut most) = (0, count as usize);
            while least < most {
                let middle = (least + most) / 2;
                match known(middle).cmp(wanted) {
                    std::cmp::Ordering::Equal => return self.place(from + middle as u64),
                    std::cmp::Ordering::Less => least = middle + 1,
                    std::cmp::Ordering::Greater => most = middle,
                }
            }
            match least {
                0 => high = from,
                _ if least == count as usize => low = from + count,
                _ => return None,
            }
            guess = low + (high - low) / 2;
        }
        None
    }

    /// Offset of the object with a place in the index.
    fn place(&self, at: u64) -> Option<u64> {
        let all = u64::from(*self.fanout.last()?);
        let mut offset = [0; 4];
        // Behind the names stand the checksums, four bytes each.
        read_at(&self.index, &mut offset, NAMES + all * (NAME + 4) + at * 4)?;
        let offset = u32::from_be_bytes(offset);
        (offset >> 31 == 0).then_some(u64::from(offset))
    }

    fn object(&self, offset: u64) -> Option<(ObjectType, Vec<u8>)> {
        let mut bytes = [0; FIRST];
        let mut held = read_some(&self.pack, &mut bytes, offset)?;
        let (kind, size, head) = object_head(&bytes[..held])?;
        let mut body = Vec::with_capacity(usize::try_from(size).ok()?);
        let mut inflater = Decompress::new(true);
        let (mut from, mut next) = (head, offset + held as u64);
        loop {
            let before = inflater.total_in();
            let done = inflater.decompress_vec(&bytes[from..held], &mut body, FlushDecompress::None).ok()?;
            from += usize::try_from(inflater.total_in() - before).ok()?;
            if done == Status::StreamEnd {
                return (body.len() as u64 == size).then_some((kind, body));
            }
            if from < held {
                // More comes out than the head promised.
                return None;
            }
            held = read_some(&self.pack, &mut bytes, next)?;
            (from, next) = (0, next + held as u64);
        }
    }
}

/// Type, size and length of the head of an object that stands whole.
fn object_head(bytes: &[u8]) -> Option<(ObjectType, u64, usize)> {
    let first = *bytes.first()?;
    let kind = match first >> 4 & 7 {
        1 => ObjectType::Commit,
        2 => ObjectType::Tree,
        3 => ObjectType::Blob,
        _ => return None,
    };
    let (mut size, mut shift, mut at) = (u64::from(first & 15), 4, 1);
    while bytes[at - 1] & 0x80 != 0 {
        size |= u64::from(*bytes.get(at)? & 0x7f).checked_shl(shift)?;
        (shift, at) = (shift + 7, at + 1);
    }
    (size <= LARGEST).then_some((kind, size, at))
}

fn number(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

/// Fills a buffer from a place of a file.
fn read_at(file: &File, bytes: &mut [u8], mut from: u64) -> Option<()> {
    let mut filled = 0;
    while filled < bytes.len() {
        let read = read_some(file, &mut bytes[filled..], from)?;
        (filled, from) = (filled + read, from + read as u64);
    }
    Some(())
}

/// Reads what there is from a place of a file; `None` at its end.
#[cfg(unix)]
fn read_some(file: &File, bytes: &mut [u8], from: u64) -> Option<usize> {
    use std::os::unix::fs::FileExt as _;
    loop {
        match file.read_at(bytes, from) {
            Ok(0) => return None,
            Ok(read) => return Some(read),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

/// Elsewhere all is left to libgit2: a read at a place moves the file's own place there.
#[cfg(not(unix))]
fn read_some(_: &File, _: &mut [u8], _: u64) -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use git2::Repository;

    /// A repository with many blobs in packs: whole ones, some over a read, some as deltas.
    fn packed(folder: &Path, texts: &[Vec<u8>]) -> (Repository, Vec<Oid>) {
        let repo = Repository::init_bare(folder).unwrap();
        let mut ids = Vec::new();
        for part in texts.chunks(texts.len().div_ceil(3)) {
            let mut builder = repo.packbuilder().unwrap();
            for text in part {
                let id = repo.blob(text).unwrap();
                builder.insert_object(id, None).unwrap();
                ids.push(id);
            }
            builder.write(&folder.join("objects/pack"), 0o644).unwrap();
        }
        (repo, ids)
    }

    #[test]
    fn every_whole_object_is_found_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let mut texts: Vec<Vec<u8>> = (0..1500).map(|n| format!("record {n}\n").into_bytes()).collect();
        // Nothing like each other, so that none is a delta.
        let noise = |from: u32, n: u32| {
            (from..from + n)
                .flat_map(|at| at.wrapping_mul(0x9e37_79b9).rotate_left(at).to_be_bytes())
                .collect()
        };
        texts.extend([noise(1_000_000, 3000), noise(2_000_000, 40_000), Vec::new()]);
        let (_repo, ids) = packed(folder.path(), &texts);
        let files = PackedFiles::default();
        let objects = folder.path().join("objects");
        let mut whole = 0;
        for (id, text) in ids.iter().zip(&texts) {
            if let Some(body) = files.read(&objects, *id) {
                assert_eq!(&body, text);
                whole += 1;
            }
        }
        // libgit2 packs some of the likes as deltas.
        assert!(whole > 100, "{whole}");
        for (id, text) in ids.iter().zip(&texts).rev().take(3) {
            assert!(files.read(&objects, *id).as_ref() == Some(text));
        }
        for n in 0..500 {
            let other = name(ObjectType::Blob, format!("other {n}").as_bytes()).unwrap();
            assert_eq!(files.read(&objects, other), None);
        }
    }

    #[test]
    fn whatever_is_altered_is_no_answer() {
        let folder = tempfile::tempdir().unwrap();
        let texts: Vec<Vec<u8>> = (0..40).map(|n| format!("{n} {}", "abc".repeat(n)).into_bytes()).collect();
        let (_repo, ids) = packed(folder.path(), &texts);
        let objects = folder.path().join("objects");
        let mut altered = 0;
        for entry in fs::read_dir(objects.join("pack")).unwrap().flatten() {
            let bytes = fs::read(entry.path()).unwrap();
            for at in (0..bytes.len()).step_by(bytes.len() / 60 + 1) {
                for harm in
                    [bytes[..at].to_vec(), [&bytes[..at], &[bytes[at] ^ 0x55], &bytes[at + 1..]].concat()]
                {
                    fs::remove_file(entry.path()).unwrap();
                    fs::write(entry.path(), harm).unwrap();
                    let files = PackedFiles::default();
                    for (id, text) in ids.iter().zip(&texts) {
                        let body = files.read(&objects, *id);
                        altered += usize::from(body.is_none());
                        assert!(body.is_none_or(|body| body == *text));
                    }
                }
            }
            fs::write(entry.path(), bytes).unwrap();
        }
        assert!(altered > 0);
    }
}
