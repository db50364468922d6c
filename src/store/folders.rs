//! Many folders read at once: what lies in each, in parallel.

use std::sync::atomic::{AtomicUsize, Ordering};

use git2::Oid;
use rayon::prelude::*;

use super::objects::Loose;
use super::{Book, Snapshot, tree};
use crate::error::Result;

/// A file's path and bytes.
pub type File = (String, Vec<u8>);
/// The place of a folder, and what was made of it.
type Made<T> = (usize, Result<T>);

/// Folders a thread takes at a time.
const LEAST: usize = 32;

impl Book {
    /// Reads the wanted files of each folder and makes something of them; order is kept. `make` gets the place of the
    /// folder among those asked for.
    pub fn read_folders<T, F>(
        &self,
        at: Snapshot,
        folders: &[String],
        wanted: &(dyn Fn(&str) -> bool + Sync),
        make: F,
    ) -> Result<Vec<T>>
    where
        T: Send,
        F: Fn(usize, Vec<File>) -> Result<T> + Sync,
    {
        let Some(root) = at.tree else { return Ok(Vec::new()) };
        // By path, so that a thread finds what it takes at a time in few trees.
        let mut sorted: Vec<usize> = (0..folders.len()).collect();
        sorted.sort_unstable_by_key(|number| folders[*number].as_str());
        let (git_dir, trees) = (self.repo.path(), &self.trees);
        let next = AtomicUsize::new(0);
        let threads = rayon::current_num_threads().min(folders.len().div_ceil(LEAST));
        // Opening the repository costs as much as reading some folders: each thread opens it once and takes a few at a time.
        let parts: Vec<Result<Vec<Made<T>>>> = (0..threads)
            .into_par_iter()
            .map(|_| {
                let repo = super::quarantine::open(git_dir)?;
                let objects = Loose::with_cache(&repo, trees)?;
                let mut made = Vec::new();
                loop {
                    let from = next.fetch_add(LEAST, Ordering::Relaxed);
                    let Some(part) = sorted.get(from..sorted.len().min(from + LEAST)) else {
                        return Ok(made);
                    };
                    let paths: Vec<&str> = part.iter().map(|number| folders[*number].as_str()).collect();
                    let mut found = Vec::with_capacity(paths.len());
                    tree::find_each(&objects, root, &paths, &mut found)?;
                    for ((number, folder), entry) in part.iter().zip(paths).zip(found) {
                        let one =
                            files(&objects, entry, folder, wanted).and_then(|files| make(*number, files));
                        let failed = one.is_err();
                        made.push((*number, one));
                        if failed {
                            return Ok(made);
                        }
                    }
                }
            })
            .collect();
        let mut all = Vec::with_capacity(folders.len());
        for part in parts {
            all.extend(part?);
        }
        // Of several failures the first in the order asked for is told.
        all.sort_unstable_by_key(|(number, _)| *number);
        all.into_iter().map(|(_, made)| made).collect()
    }
}

fn files(
    objects: &Loose<'_>,
    entry: Option<(u32, Oid)>,
    folder: &str,
    wanted: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Vec<File>> {
    let mut found = Vec::new();
    let Some((tree::FOLDER, oid)) = entry else { return Ok(found) };
    tree::walk(objects, oid, &format!("{folder}/"), &mut |path, oid| {
        if wanted(path) {
            found.push((path.to_owned(), objects.read(oid)?));
        }
        Ok(())
    })?;
    Ok(found)
}
