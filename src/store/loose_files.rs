//! Loose objects, read and checked here: libgit2 waits for ever for the rest of a file that was cut short, and fills one
//! whose head claims too much up with zeros.

use std::collections::HashSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::read::ZlibDecoder;
use git2::{ObjectType, Oid, Repository};
use rayon::prelude::*;

use super::objects::name;
use super::quarantine;

/// The folders of a repository that may have loose objects: its own, those it borrows from, and that of a push under way.
pub(super) struct LooseFiles {
    folders: Vec<PathBuf>,
    /// How many objects were looked for and had no file.
    missed: AtomicUsize,
    /// By first byte, what has a file: listed after many were looked for in vain. Later ones are libgit2's to find.
    listed: Vec<OnceLock<HashSet<Oid>>>,
}

/// What is wrong with the file of an object, in both languages.
pub(super) type Damage = (&'static str, &'static str);

/// Most bytes of an object that is read at all: a megabyte in a pack can be a gigabyte in memory.
pub const MOST: u64 = 256 << 20;
pub(super) const LARGE: Damage = ("it has more than 256 MB", "超过 256 MB");
const CUT: Damage = ("its file is empty, cut short or altered", "其文件为空、被截断或被改动");
const OTHER: Damage = ("its file holds something else", "其文件内容与名称不符");

/// So many looked for in vain, and listing the folder of a byte is quicker than looking in it again and again.
const MISSES: usize = 512;
/// Folders of loose objects: one for each first byte.
const BYTES: usize = 256;
/// How far folders borrow from each other, as in git.
const DEEPEST: usize = 5;
/// Files that one thread reads before it takes more.
const MANY: usize = 64;
/// The longest head: `commit`, a space, the size, a zero.
const HEAD: usize = 32;

impl LooseFiles {
    pub fn of(repo: &Repository) -> Self {
        let mut folders = vec![repo.commondir().join("objects")];
        borrowed(&folders[0].clone(), DEEPEST, &mut folders);
        folders.extend(quarantine::place(repo));
        let listed = std::iter::repeat_with(OnceLock::new).take(BYTES).collect();
        Self { folders, missed: AtomicUsize::new(0), listed }
    }

    /// How many objects were looked for in vain.
    pub fn missed(&self) -> usize {
        self.missed.load(Ordering::Relaxed)
    }

    /// An object that has a file of its own; `None` when it has none.
    pub fn read(&self, oid: Oid) -> Result<Option<(ObjectType, Vec<u8>)>, Damage> {
        let hex = oid.to_string();
        if self.missed() > MISSES {
            let listed = &self.listed[usize::from(oid.as_bytes()[0])];
            let list = || self.starting_with(&hex[..2]).into_iter().collect::<HashSet<Oid>>();
            if !listed.get_or_init(list).contains(&oid) {
                return Ok(None);
            }
        }
        let mut files = self.folders.iter().map(|folder| folder.join(&hex[..2]).join(&hex[2..]));
        let Some(bytes) = files.find_map(|path| fs::read(path).ok()) else {
            self.missed.fetch_add(1, Ordering::Relaxed);
            return Ok(None);
        };
        let (kind, body) = unpacked(&bytes)?;
        match name(kind, &body) {
            Ok(known) if known == oid => Ok(Some((kind, body))),
            _ => Err(OTHER),
        }
    }

    /// Objects with files of their own whose ids start with some letters.
    pub fn starting_with(&self, letters: &str) -> Vec<Oid> {
        let Some((start, rest)) = letters.split_at_checked(2) else { return Vec::new() };
        let names = self.folders.iter().flat_map(|folder| names(&folder.join(start)));
        names.filter(|name| name.starts_with(rest)).filter_map(|name| id(start, &name)).collect()
    }

    /// True when every file is whole.
    pub fn are_whole(&self) -> bool {
        let all: Vec<Oid> = (0..BYTES).flat_map(|byte| self.starting_with(&format!("{byte:02x}"))).collect();
        all.par_chunks(MANY).all(|part| part.iter().all(|oid| self.read(*oid).is_ok()))
    }
}

/// The folders that one borrows from, as `info/alternates` names them.
fn borrowed(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let Ok(text) = fs::read_to_string(folder.join("info/alternates")) else { return };
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '"'])) {
        let other = folder.join(line);
        if !found.contains(&other) {
            found.push(other.clone());
            if depth > 1 {
                borrowed(&other, depth - 1, found);
            }
        }
    }
}

fn names(folder: &Path) -> impl Iterator<Item = String> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok())
}

fn id(start: &str, rest: &str) -> Option<Oid> {
    // `Oid` fills short names up.
    (rest.len() == 38).then(|| Oid::from_str(&format!("{start}{rest}")).ok()).flatten()
}

/// The kind and body of a loose object; an error when a byte is missing or over, or when it is too large to be read.
fn unpacked(bytes: &[u8]) -> Result<(ObjectType, Vec<u8>), Damage> {
    let mut inflater = ZlibDecoder::new(bytes);
    let (kind, size, mut body) = begun(&mut inflater).ok_or(CUT)?;
    if size > MOST {
        return Err(LARGE);
    }
    // One more than promised, so that what is over shows, and the end of the stream with its checksum is read.
    let rest = size.checked_sub(body.len() as u64).ok_or(CUT)?;
    inflater.by_ref().take(rest + 1).read_to_end(&mut body).map_err(|_| CUT)?;
    let whole = body.len() as u64 == size && inflater.total_in() == bytes.len() as u64;
    if whole { Ok((kind, body)) } else { Err(CUT) }
}

/// The head of a loose object, kind and size, and what of its body came with it.
fn begun(inflater: &mut ZlibDecoder<&[u8]>) -> Option<(ObjectType, u64, Vec<u8>)> {
    let mut head = Vec::with_capacity(512);
    inflater.take(HEAD as u64).read_to_end(&mut head).ok()?;
    let end = head.iter().position(|byte| *byte == 0)?;
    let (kind, size) = std::str::from_utf8(&head[..end]).ok()?.split_once(' ')?;
    Some((ObjectType::from_str(kind)?, size.parse().ok()?, head.split_off(end + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::deflate::squeeze;
    use proptest::prelude::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        squeeze(text, &mut out).unwrap();
        out
    }

    #[test]
    fn what_is_missing_over_or_foreign_is_seen() {
        assert_eq!(unpacked(&packed(b"blob 3\0abc")), Ok((ObjectType::Blob, b"abc".to_vec())));
        assert_eq!(unpacked(&packed(b"tree 0\0")), Ok((ObjectType::Tree, Vec::new())));
        let long = [b"blob 40000\0".to_vec(), vec![b'a'; 40_000]].concat();
        assert_eq!(unpacked(&packed(&long)).map(|(_, body)| body.len()), Ok(40_000));
        for wrong in [&b"blob 2\0abc"[..], b"blob 4\0abc", b"blob -3\0abc", b"thing 3\0abc", b"blob 3", b""] {
            assert_eq!(unpacked(&packed(wrong)), Err(CUT), "{}", wrong.escape_ascii());
        }
        assert_eq!(unpacked(&packed(b"blob 18446744073709551615\0")), Err(LARGE));
        assert_eq!(unpacked(b""), Err(CUT));
        assert_eq!(unpacked(&[packed(b"blob 3\0abc"), b"x".to_vec()].concat()), Err(CUT));
    }

    proptest! {
        #[test]
        fn every_cut_is_seen(body in prop::collection::vec(any::<u8>(), 0..300), at in any::<prop::sample::Index>()) {
            let whole = packed(&[format!("blob {}\0", body.len()).as_bytes(), &body].concat());
            prop_assert_eq!(unpacked(&whole), Ok((ObjectType::Blob, body)));
            prop_assert_eq!(unpacked(&whole[..at.index(whole.len())]), Err(CUT));
        }
    }
}
