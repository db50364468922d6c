//! Making a repository for a new book.

use std::path::Path;

use git2::{Repository, RepositoryInitOptions};

use super::{Book, fast_objects, git_error};
use crate::error::{Error, Result};

impl Book {
    /// Opens the repository of a folder or makes one; true when it was made.
    pub fn init(dir: &Path, bare: bool) -> Result<(Self, bool)> {
        fast_objects();
        std::fs::create_dir_all(dir).map_err(|e| Error::io(dir.display(), &e))?;
        if let Ok(repo) = Repository::open(dir) {
            return Ok((Self::of(repo), false));
        }
        let branch = git2::Config::open_default()
            .and_then(|config| config.get_string("init.defaultBranch"))
            .unwrap_or_else(|_| "main".to_owned());
        let mut options = RepositoryInitOptions::new();
        options.bare(bare).mkdir(true).mkpath(true).initial_head(&branch).external_template(false);
        let repo = Repository::init_opts(dir, &options)
            .map_err(|e| git_error("Making the repository", "新建仓库", &e))?;
        Ok((Self::of(repo), true))
    }

    /// Sets a value of the repository's own git configuration.
    pub fn configure(&self, key: &str, value: &str) -> Result<()> {
        let doing = |e: git2::Error| git_error("Writing git's configuration", "写入 git 配置", &e);
        self.repo.config().and_then(|mut config| config.set_str(key, value)).map_err(doing)
    }
}
