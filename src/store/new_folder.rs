//! A folder outside the book that comes whole or not at all.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};

/// A folder that is being written beside the place where it is to stand; dropped before `put`, nothing is left of it.
#[derive(Debug)]
pub struct NewFolder {
    target: PathBuf,
    fresh: PathBuf,
    old: PathBuf,
}

impl NewFolder {
    /// Begins one, and makes the folders above it.
    pub fn begin(target: &Path) -> Result<Self> {
        // Behind a symbolic link lies the disk that was meant.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let Some(name) = target.file_name().and_then(|name| name.to_str()) else {
            return Err(no_name(&target));
        };
        let beside = |end| target.with_file_name(format!(".{name}.{}.{end}", std::process::id()));
        let (fresh, old) = (beside("new"), beside("old"));
        let folder = Self { target, fresh, old };
        fs::create_dir_all(&folder.fresh).map_err(|e| folder.failed(&e))?;
        Ok(folder)
    }

    /// Writes a file of it, with the folders above it.
    pub fn file<T>(&self, place: &str, write: impl FnOnce(&mut File) -> Result<T>) -> Result<T> {
        let path = self.fresh.join(place);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| File::create(&path));
        let mut file = made.map_err(|e| self.failed(&e))?;
        let written = write(&mut file)?;
        file.sync_all().map_err(|e| self.failed(&e))?;
        Ok(written)
    }

    /// Puts it where it is to stand; what stood there goes.
    pub fn put(self) -> Result<()> {
        let known = fs::symlink_metadata(&self.target).is_ok();
        if known {
            fs::rename(&self.target, &self.old).map_err(|e| self.failed(&e))?;
        }
        if let Err(error) = fs::rename(&self.fresh, &self.target) {
            if known {
                let _ = fs::rename(&self.old, &self.target);
            }
            return Err(self.failed(&error));
        }
        if known {
            fs::remove_dir_all(&self.old).map_err(|e| Error::io(self.old.display(), &e))?;
        }
        Ok(())
    }

    fn failed(&self, error: &std::io::Error) -> Error {
        let target = self.target.display();
        if error.kind() == std::io::ErrorKind::ResourceBusy {
            return Error::new(
                Code::Io,
                format!("{target} is in use, perhaps as a disk of its own, and cannot be replaced."),
                format!("{target} 正在使用 (可能是挂载点), 无法替换。"),
            )
            .hint(
                format!("Name a folder in it: {target}/lake"),
                format!("请指定其中的文件夹: {target}/lake"),
            );
        }
        Error::io(target, error)
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.fresh);
    }
}

fn no_name(target: &Path) -> Error {
    let target = crate::error::quoted(&target.display().to_string());
    Error::new(
        Code::Usage,
        format!("{target} is no name for a new folder."),
        format!("{target} 不能作新文件夹的名称。"),
    )
}
