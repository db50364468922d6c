//! Where git objects are read from and written to: the object database or a new pack.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use git2::{ObjectType, Odb, Oid, Repository};

use super::git_error;
use crate::error::Result;

/// A store of git objects.
pub trait Objects {
    /// The bytes of a tree.
    fn tree(&self, oid: Oid) -> Result<Rc<Vec<u8>>>;
    /// Writes a tree.
    fn write_tree(&mut self, data: &[u8]) -> Result<Oid>;
    /// Writes a blob.
    fn write_blob(&mut self, data: &[u8]) -> Result<Oid>;
}

/// Trees read lately: one command goes the same way through them several times.
#[derive(Default)]
pub struct TreeCache(RefCell<HashMap<Oid, Rc<Vec<u8>>>>);

/// Most trees kept, and the largest one.
const KEPT: usize = 256;
const LARGEST: usize = 256 << 10;

/// The object database of a repository, written as loose objects.
pub struct Loose<'a> {
    odb: Odb<'a>,
    cache: Option<&'a TreeCache>,
}

impl<'a> Loose<'a> {
    /// Opens the database.
    pub fn open(repo: &'a Repository) -> Result<Self> {
        let odb = repo.odb().map_err(|e| git_error("Opening the object database", "打开对象库", &e))?;
        Ok(Self { odb, cache: None })
    }

    /// The same, keeping the trees it reads.
    pub fn with_cache(repo: &'a Repository, cache: &'a TreeCache) -> Result<Self> {
        Ok(Self { cache: Some(cache), ..Self::open(repo)? })
    }

    /// The bytes of any object.
    pub fn read(&self, oid: Oid) -> Result<Vec<u8>> {
        let object = self
            .odb
            .read(oid)
            .map_err(|e| git_error(&format!("Reading object {oid}"), &format!("读取对象 {oid}"), &e))?;
        Ok(object.data().to_vec())
    }

    fn write(&self, kind: ObjectType, data: &[u8]) -> Result<Oid> {
        self.odb.write(kind, data).map_err(|e| git_error("Writing to the repository", "写入仓库", &e))
    }

    /// Writes a commit object from its bytes.
    pub fn write_commit(&self, data: &[u8]) -> Result<Oid> {
        self.write(ObjectType::Commit, data)
    }
}

impl Objects for Loose<'_> {
    fn tree(&self, oid: Oid) -> Result<Rc<Vec<u8>>> {
        let Some(TreeCache(kept)) = self.cache else { return self.read(oid).map(Rc::new) };
        if let Some(data) = kept.borrow().get(&oid) {
            return Ok(Rc::clone(data));
        }
        let data = Rc::new(self.read(oid)?);
        if data.len() <= LARGEST {
            let mut kept = kept.borrow_mut();
            if kept.len() >= KEPT {
                kept.clear();
            }
            kept.insert(oid, Rc::clone(&data));
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
