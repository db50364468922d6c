//! Where git objects are read from and written to: the object database or a new pack.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use git2::{ObjectType, Odb, Oid, Repository};
use sha1::{Digest as _, Sha1};

use super::deflate::squeeze;
use super::loose_files::{LARGE, LooseFiles, MOST};
use super::packed_files::PackedFiles;
use super::{fault, git_error};
use crate::error::{Code, Error, Result};

/// A store of git objects.
pub trait Objects {
    /// The bytes of a tree.
    fn tree(&self, oid: Oid) -> Result<Arc<Vec<u8>>>;
    /// Writes a tree.
    fn write_tree(&mut self, data: &[u8]) -> Result<Oid>;
    /// Writes a blob.
    fn write_blob(&mut self, data: &[u8]) -> Result<Oid>;
}

/// The name of an object: what git hashes.
pub(super) fn name(kind: ObjectType, data: &[u8]) -> Result<Oid> {
    let mut hash = Sha1::new();
    hash.update(format!("{} {}\0", kind.str(), data.len()).as_bytes());
    hash.update(data);
    Oid::from_bytes(&hash.finalize()).map_err(|e| git_error("Naming an object", "对象命名", &e))
}

/// Trees read lately, and where objects are: one command goes the same way through them several times, on several threads.
#[derive(Default)]
pub struct TreeCache {
    kept: Mutex<Kept>,
    loose: OnceLock<Arc<LooseFiles>>,
    packs: PackedFiles,
}

#[derive(Default)]
struct Kept {
    trees: HashMap<Oid, Arc<Vec<u8>>>,
    bytes: usize,
}

/// Most bytes of trees kept, and the largest one.
const KEPT: usize = 16 << 20;
const LARGEST: usize = 256 << 10;
/// So many objects without a file of their own, and the next is looked for in the packs first.
const FEW: usize = 4;

impl TreeCache {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, oid: Oid, data: &Arc<Vec<u8>>) {
        let mut kept = self.kept();
        if kept.bytes + data.len() > KEPT {
            *kept = Kept::default();
        }
        kept.bytes += data.len();
        kept.trees.insert(oid, Arc::clone(data));
    }
}

/// The error for an object that is missing or cannot be read.
pub(super) fn damaged(oid: Oid, (en, zh): (&str, &str)) -> Error {
    let told =
        Error::new(Code::Git, format!("Reading object {oid}: {en}."), format!("读取对象 {oid}: {zh}。"));
    if (en, zh) == LARGE {
        return told.hint(
            "Nothing that kehu wrote is as large. `git log --find-object` with its id names the commit that brought it; \
             take the file out there (`git rm`), and keep large documents in git-lfs.",
            "kehu 不会写入如此大的内容。可用 `git log --find-object` 加该编号找出引入它的提交, 并以 `git rm` 删除; 大文件请用 git-lfs 保存。",
        );
    }
    told.hint(
        "The repository is damaged here; `git fsck` lists all damage. Remove what it names and get it again from another \
         clone (`git fetch --refetch`), or take a backup.",
        "仓库此处已损坏; `git fsck` 列出全部损坏。请删除它指出的文件, 再从其他克隆取回 (`git fetch --refetch`), 或用备份恢复。",
    )
}

/// The object database of a repository, written as loose objects.
pub struct Loose<'a> {
    odb: Odb<'a>,
    files: Arc<LooseFiles>,
    folder: PathBuf,
    cache: Option<&'a TreeCache>,
}

impl<'a> Loose<'a> {
    /// Opens the database.
    pub fn open(repo: &'a Repository) -> Result<Self> {
        Self::among(repo, Arc::new(LooseFiles::of(repo)))
    }

    fn among(repo: &'a Repository, files: Arc<LooseFiles>) -> Result<Self> {
        let odb = repo.odb().map_err(|e| git_error("Opening the object database", "打开对象库", &e))?;
        Ok(Self { odb, files, folder: repo.commondir().join("objects"), cache: None })
    }

    /// The same, keeping the trees it reads and where objects were looked for.
    pub fn with_cache(repo: &'a Repository, cache: &'a TreeCache) -> Result<Self> {
        let files = cache.loose.get_or_init(|| Arc::new(LooseFiles::of(repo)));
        Ok(Self { cache: Some(cache), ..Self::among(repo, Arc::clone(files))? })
    }

    /// The bytes of any object.
    pub fn read(&self, oid: Oid) -> Result<Vec<u8>> {
        // Whoever missed some files of their own reads what is packed.
        let many = self.files.missed() > FEW;
        if many && let Some(body) = self.packed(oid) {
            return Ok(body);
        }
        if let Some((_, body)) = self.files.read(oid).map_err(|damage| damaged(oid, damage))? {
            return Ok(body);
        }
        if !many && let Some(body) = self.packed(oid) {
            return Ok(body);
        }
        let wrong = |e: git2::Error| damaged(oid, (e.message(), e.message()));
        let (size, _) = self.odb.read_header(oid).map_err(wrong)?;
        if size as u64 > MOST {
            return Err(damaged(oid, LARGE));
        }
        let object = self.odb.read(oid).map_err(wrong)?;
        Ok(object.data().to_vec())
    }

    /// One that stands whole in a pack.
    fn packed(&self, oid: Oid) -> Option<Vec<u8>> {
        self.cache?.packs.read(&self.folder, oid)
    }

    /// Writes a loose object. libgit2 would look through the packs anew for each, to learn whether it is there already;
    /// being there twice does no harm.
    fn write(&self, kind: ObjectType, data: &[u8]) -> Result<Oid> {
        let doing = |e: std::io::Error| Error::io("Writing to the repository", &e);
        let oid = name(kind, data)?;
        let hex = oid.to_string();
        let folder = self.folder.join(&hex[..2]);
        let path = folder.join(&hex[2..]);
        // One that lost its content with the power is written anew.
        if path.exists() && self.read(oid).is_ok_and(|known| known == data) {
            return Ok(oid);
        }
        let head = format!("{} {}\0", kind.str(), data.len());
        let mut bytes = Vec::with_capacity(data.len() / 2 + 64);
        squeeze(&[head.as_bytes(), data].concat(), &mut bytes).map_err(doing)?;
        let temporary = self.folder.join(format!("tmp_obj_kehu_{}", std::process::id()));
        let drafted = fault::write("object draft", &temporary, bytes);
        let placed = match drafted.and_then(|()| fault::rename("object", &temporary, &path)) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(&folder).and_then(|()| fs::rename(&temporary, &path))
            }
            done => done,
        };
        placed.map_err(|error| {
            let _ = fs::remove_file(&temporary);
            doing(error)
        })?;
        Ok(oid)
    }

    /// Writes a commit object from its bytes.
    pub fn write_commit(&self, data: &[u8]) -> Result<Oid> {
        self.write(ObjectType::Commit, data)
    }
}

impl Objects for Loose<'_> {
    fn tree(&self, oid: Oid) -> Result<Arc<Vec<u8>>> {
        let Some(cache) = self.cache else { return self.read(oid).map(Arc::new) };
        if let Some(data) = cache.kept().trees.get(&oid) {
            return Ok(Arc::clone(data));
        }
        let data = Arc::new(self.read(oid)?);
        if data.len() <= LARGEST {
            cache.keep(oid, &data);
        }
        Ok(data)
    }

    fn write_tree(&mut self, data: &[u8]) -> Result<Oid> {
        self.write(ObjectType::Tree, data)
    }

    fn write_blob(&mut self, data: &[u8]) -> Result<Oid> {
        self.write(ObjectType::Blob, data)
    }
}
