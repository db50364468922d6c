//! Many folders read at once: what lies in each, in parallel.

use git2::Oid;
use rayon::prelude::*;

use super::objects::{Loose, TreeCache};
use super::{Book, Snapshot, git_error, tree};
use crate::error::Result;

/// A file's path and bytes.
pub type File = (String, Vec<u8>);

/// Fewest folders a thread is started for.
const LEAST: usize = 16;

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
        let git_dir = self.repo.path().to_owned();
        let size = folders.len().div_ceil(rayon::current_num_threads() * 4).max(LEAST);
        let parts: Vec<Result<Vec<T>>> = folders
            .par_chunks(size)
            .enumerate()
            .map(|(chunk, part)| {
                let repo = git2::Repository::open(&git_dir)
                    .map_err(|e| git_error("Opening the repository", "打开仓库", &e))?;
                let cache = TreeCache::default();
                let objects = Loose::with_cache(&repo, &cache)?;
                let mut made = Vec::with_capacity(part.len());
                for (number, folder) in part.iter().enumerate() {
                    made.push(make(chunk * size + number, files(&objects, root, folder, wanted)?)?);
                }
                Ok(made)
            })
            .collect();
        let mut all = Vec::with_capacity(folders.len());
        for part in parts {
            all.extend(part?);
        }
        Ok(all)
    }
}

fn files(
    objects: &Loose<'_>,
    root: Oid,
    folder: &str,
    wanted: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Vec<File>> {
    let mut found = Vec::new();
    let Some((tree::FOLDER, oid)) = tree::find(objects, root, folder)? else { return Ok(found) };
    tree::walk(objects, oid, &format!("{folder}/"), &mut |path, oid| {
        if wanted(path) {
            found.push((path.to_owned(), objects.read(oid)?));
        }
        Ok(())
    })?;
    Ok(found)
}
