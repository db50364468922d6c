//! Opens the SQL tables for a state of the book and brings them there (law 4).
//!
//! A seal beside each file says how long it is and when it was written last. Whoever changes the file renews the seal when all
//! is on the disk; a file whose seal does not fit was damaged, or left by a process that died, and is built anew.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use super::groups::families;
use super::{Book, Lock, Snapshot, fault};
use crate::error::{Error, Result};
use crate::model::kinds::Kinds;
use crate::tables::{CardRows, Filler, Settings, Shape, Stamp, Tables};

/// From this many changed files on, building anew is quicker than catching up.
const REBUILD: usize = 20_000;
/// Cards read at a time.
const PIECE: usize = 4096;
/// How long another process is waited for.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much the tables of past states may take, in bytes.
const MOST_PAST: u64 = 2 << 30;
/// How often another process may get in between.
const TRIES: usize = 3;

/// Fills what is filled only when it is asked for; true when it changed something. Called with tables that may be written,
/// or, `false`, only asked whether anything is missing.
pub type More<'a> = &'a mut dyn FnMut(&mut Tables, bool) -> Result<bool>;

/// Where tables lie.
struct Place {
    file: PathBuf,
    seal: PathBuf,
    past: bool,
}

impl Place {
    fn is_sealed(&self) -> bool {
        match (fs::read_to_string(&self.seal), measure(&self.file)) {
            (Ok(seal), Ok(measured)) => {
                seal == measured && !self.strangers().iter().any(|path| path.exists())
            }
            _ => false,
        }
    }

    /// Files of another program that SQLite would read together with this one.
    fn strangers(&self) -> [PathBuf; 3] {
        ["db-journal", "db-wal", "db-shm"].map(|end| self.file.with_extension(end))
    }

    /// Says that the file is being changed.
    fn unseal(&self) -> std::io::Result<()> {
        match fault::step("tables unseal").and_then(|()| fs::remove_file(&self.seal)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn seal(&self) -> std::io::Result<()> {
        fault::step("tables sync")?;
        File::open(&self.file)?.sync_data()?;
        let fresh = self.seal.with_extension("seal.new");
        fault::write("tables seal draft", &fresh, measure(&self.file)?)?;
        fault::rename("tables seal", &fresh, &self.seal)
    }

    fn fresh(&self) -> PathBuf {
        self.file.with_extension("db.new")
    }
}

/// Length and last change of a file.
fn measure(path: &Path) -> std::io::Result<String> {
    let data = fs::metadata(path)?;
    let changed = data.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(format!("{} {}\n", data.len(), changed.as_nanos()))
}

fn failed(error: &std::io::Error) -> Error {
    Error::io("The SQL tables", error)
}

impl Book {
    /// The tables for a state of the book, held as they are. HEAD's are kept on disk, and those of past states beside them by
    /// their trees; in memory, with a note, when the disk cannot be written.
    pub fn tables(&self, at: Snapshot, kinds: &Kinds, settings: &Settings, more: More<'_>) -> Result<Tables> {
        let (place, stamp) = self.place_for(at, kinds)?;
        let mut why = None;
        for _ in 0..TRIES {
            if let Some(tables) = self.sound(&place, kinds, &stamp, more)? {
                if place.past {
                    // When it was used last, for `evict`.
                    let _ = fs::read(&place.seal).and_then(|seal| fs::write(&place.seal, seal));
                }
                return Ok(tables);
            }
            match self.bring_tables(&place, at, kinds, settings, &stamp, more) {
                Ok(()) => {}
                Err(error) => {
                    why = Some(error);
                    break;
                }
            }
        }
        let mut tables = Tables::create(None, Shape::of(kinds))?;
        self.fill_tables(&mut tables, at, kinds, settings, &stamp)?;
        more(&mut tables, true)?;
        tables.note = why;
        Ok(tables)
    }

    /// The same tables once more, to ask two questions at the same time; `None` when they are in memory, or somebody put
    /// others in their place.
    pub fn tables_again(&self, at: Snapshot, kinds: &Kinds, more: More<'_>) -> Result<Option<Tables>> {
        let (place, stamp) = self.place_for(at, kinds)?;
        self.sound(&place, kinds, &stamp, more)
    }

    /// Where the tables for a state lie, and what they are built from.
    fn place_for(&self, at: Snapshot, kinds: &Kinds) -> Result<(Place, Stamp)> {
        let tree = at.tree.map(|oid| oid.to_string()).unwrap_or_default();
        let stamp = Stamp { tree, schemas: kinds.hash() };
        let past = self.head()?.tree != at.tree;
        let place = match past {
            false => self.place_of("tables.db", past),
            true => self.place_of(&format!("tables/{}-{:016x}.db", stamp.tree, stamp.schemas), past),
        };
        Ok((place, stamp))
    }

    fn place_of(&self, name: &str, past: bool) -> Place {
        let file = self.state_dir().join(name);
        Place { seal: file.with_extension("seal"), file, past }
    }

    /// Tables that are as they should be.
    fn sound(&self, place: &Place, kinds: &Kinds, stamp: &Stamp, more: More<'_>) -> Result<Option<Tables>> {
        if !place.is_sealed() {
            return Ok(None);
        }
        let Some((tables, found)) = Tables::open(&place.file, Shape::of(kinds), false) else {
            return Ok(None);
        };
        if found != *stamp || tables.hold().is_err() {
            return Ok(None);
        }
        // Asked once more; from the first reading on nobody can write. Somebody who died while writing left it unsealed.
        let mut tables = tables;
        let still = tables.is_stamped(stamp) && place.is_sealed();
        Ok((still && !more(&mut tables, false)?).then_some(tables))
    }

    /// Catches up or builds anew, under the lock of the tables.
    fn bring_tables(
        &self,
        place: &Place,
        at: Snapshot,
        kinds: &Kinds,
        settings: &Settings,
        stamp: &Stamp,
        more: More<'_>,
    ) -> Result<()> {
        if let Some(folder) = place.file.parent() {
            fs::create_dir_all(folder).map_err(|e| failed(&e))?;
        }
        let _lock = Lock::take_within(self.state_dir(), "tables.lock", "tables", PATIENCE)?;
        let head = self.place_of("tables.db", false);
        let known = place.is_sealed().then_some(place).or_else(|| head.is_sealed().then_some(&head));
        if let Some(known) = known {
            if !place.past
                && place.unseal().is_ok()
                && let Some((mut tables, found)) = Tables::open(&known.file, Shape::of(kinds), true)
                && self.catch_tables_up(&mut tables, &found, at, kinds, settings, stamp)?
                && more(&mut tables, true).is_ok()
            {
                drop(tables);
                return place.seal().map_err(|e| failed(&e));
            }
            // Somebody reads them, or a past state is wanted: a copy takes their place.
            let fresh = place.fresh();
            if fs::copy(&known.file, &fresh).is_ok()
                && let Some((mut tables, found)) = Tables::open(&fresh, Shape::of(kinds), true)
                && self.catch_tables_up(&mut tables, &found, at, kinds, settings, stamp)?
            {
                more(&mut tables, true)?;
                drop(tables);
                return self.put_in_place(place);
            }
        }
        let fresh = place.fresh();
        let _ = fs::remove_file(&fresh);
        let built = Tables::create(Some(&fresh), Shape::of(kinds)).and_then(|mut tables| {
            self.fill_tables(&mut tables, at, kinds, settings, stamp)?;
            more(&mut tables, true)
        });
        if let Err(error) = built {
            let _ = fs::remove_file(&fresh);
            return Err(error);
        }
        self.put_in_place(place)
    }

    fn put_in_place(&self, place: &Place) -> Result<()> {
        let doing = |e: std::io::Error| failed(&e);
        place.unseal().map_err(doing)?;
        for path in place.strangers().into_iter().filter(|path| path.exists()) {
            fs::remove_file(path).map_err(doing)?;
        }
        fault::rename("tables in", &place.fresh(), &place.file).and_then(|()| place.seal()).map_err(doing)?;
        if place.past {
            self.evict(place);
        }
        Ok(())
    }

    /// True when tables could be brought to a state by what differs.
    fn catch_tables_up(
        &self,
        tables: &mut Tables,
        found: &Stamp,
        at: Snapshot,
        kinds: &Kinds,
        settings: &Settings,
        stamp: &Stamp,
    ) -> Result<bool> {
        if found.schemas != stamp.schemas {
            return Ok(false);
        }
        let tree = match found.tree.as_str() {
            "" => None,
            text => match git2::Oid::from_str(text) {
                Ok(oid) if self.has_tree(oid) => Some(oid),
                _ => return Ok(false),
            },
        };
        let changed = self.differences(Snapshot { commit: None, tree }, at)?;
        if changed.len() >= REBUILD {
            return Ok(false);
        }
        let (gone, groups) = self.changed_groups(at, kinds, &changed)?;
        let filler = Filler::new(kinds, tables.shape());
        let cards = self.each_family(&groups, kinds, |family| rows(&filler, family))?;
        fault::step("tables update").map_err(|e| failed(&e))?;
        Ok(tables.update(&gone, &cards, settings, stamp).is_ok())
    }

    pub(super) fn has_tree(&self, oid: git2::Oid) -> bool {
        self.loose().is_ok_and(|objects| objects.read(oid).is_ok())
    }

    /// Fills new tables with the whole book: one thread reads while this one writes.
    fn fill_tables(
        &self,
        tables: &mut Tables,
        at: Snapshot,
        kinds: &Kinds,
        settings: &Settings,
        stamp: &Stamp,
    ) -> Result<()> {
        let groups = self.groups(at, kinds)?;
        let filler = Filler::new(kinds, tables.shape());
        let git_dir = self.git_dir();
        std::thread::scope(|scope| {
            let (send, receive) = std::sync::mpsc::sync_channel::<Result<Vec<CardRows>>>(2);
            let (groups, filler) = (&groups, &filler);
            scope.spawn(move || {
                for piece in groups.chunks(PIECE) {
                    let read = families(git_dir, piece, kinds, |family| rows(filler, family));
                    if send.send(read).is_err() {
                        return;
                    }
                }
            });
            tables.fill(&mut receive.into_iter(), settings, stamp)
        })
    }

    /// Throws all tables away; the next question builds them.
    pub(super) fn drop_tables(&self) {
        let _lock = Lock::take_within(self.state_dir(), "tables.lock", "doctor", PATIENCE);
        let place = self.place_of("tables.db", false);
        let others = [place.fresh(), place.seal.with_extension("seal.new"), self.state_dir().join("tables")];
        let own = [place.seal.clone(), place.file.clone()];
        for path in place.strangers().into_iter().chain(own).chain(others) {
            let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
    }

    /// Removes the tables of past states that were not used for longest, until the rest is small enough.
    fn evict(&self, keep: &Place) {
        let Ok(entries) = fs::read_dir(self.state_dir().join("tables")) else { return };
        let paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        // What processes left that died while building: whoever builds now has the lock.
        for left in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "new")) {
            let _ = fs::remove_file(left);
        }
        let mut known: Vec<(std::time::SystemTime, u64, PathBuf)> = paths
            .into_iter()
            .filter(|path| path.extension().is_some_and(|end| end == "db") && *path != keep.file)
            .filter_map(|path| {
                let used = fs::metadata(path.with_extension("seal")).and_then(|data| data.modified());
                Some((used.unwrap_or(UNIX_EPOCH), fs::metadata(&path).ok()?.len(), path))
            })
            .collect();
        known.sort();
        let mut whole: u64 = known.iter().map(|(_, size, _)| size).sum();
        whole += fs::metadata(&keep.file).map_or(0, |data| data.len());
        for (_, size, path) in known {
            if whole <= MOST_PAST {
                return;
            }
            let _ = fs::remove_file(path.with_extension("seal"));
            let _ = fs::remove_file(path);
            whole -= size;
        }
    }
}

fn rows(filler: &Filler, family: &super::groups::Family<'_>) -> CardRows {
    let children = family.children.iter().map(|(kind, record, _)| (*kind, record));
    filler.rows(family.kind, &family.record, &family.journals, children)
}
