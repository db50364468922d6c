//! git's merge driver: its setting, and what git tells it.

use std::process::{Command, Stdio};

use super::hooks::{program, shell_word};
use super::{Book, Snapshot};
use crate::error::{Code, Error, Result};

/// Name of the driver, as `.gitattributes` has it.
const NAME: &str = "merge.kehu.name";
const DRIVER: &str = "merge.kehu.driver";

impl Book {
    /// True when git would merge records by kehu.
    pub fn has_merge_driver(&self) -> bool {
        self.repo.config().is_ok_and(|config| config.get_string(DRIVER).is_ok())
    }

    /// Tells git, for this clone, to merge records by this program, and to call it afterwards. A driver set by somebody
    /// stays.
    pub fn set_merge_driver(&self) -> Result<()> {
        if self.has_merge_driver() {
            return Ok(());
        }
        let program = shell_word(&program());
        self.configure(NAME, "records of kehu, field by field")?;
        // The one that is found by name is the one a person keeps up to date.
        let line =
            format!("kehu=$(command -v kehu || echo {program}); \"$kehu\" merge-driver %O %A %B %P %X %Y");
        self.install_followers();
        self.configure(DRIVER, &line)
    }

    /// Merges three files by lines into the first, with git's marks where that fails; true when it did not.
    pub fn merge_lines(&self, ours: &str, base: &str, theirs: &str) -> Result<bool> {
        let mut command = Command::new("git");
        command.args(["merge-file", "--quiet", "--", ours, base, theirs]).stdout(Stdio::null());
        let status = command.status().map_err(|e| Error::io("Running git merge-file", &e))?;
        match status.code() {
            Some(0) => Ok(true),
            Some(code) if code < 128 => Ok(false),
            _ => Err(Error::new(
                Code::Git,
                "git merge-file could not merge these files.",
                "git merge-file 无法合并这些文件。",
            )),
        }
    }

    /// The commit that git is merging, picking or replaying, as far as it tells.
    pub fn other_side(&self, named: Option<&str>) -> Option<Snapshot> {
        let heads = std::env::vars().filter_map(|(name, _)| name.strip_prefix("GITHEAD_").map(str::to_owned));
        let named = named.and_then(|name| name.split([' ', ':']).next()).map(str::to_owned);
        let known = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD"].map(str::to_owned);
        let head = self.head().ok()?;
        heads.chain(named).chain(known).find_map(|name| {
            self.vet_revision(&name).ok()?;
            let found = self.snapshot(self.repo.revparse_single(&name).ok()?.id())?;
            (found != head).then_some(found)
        })
    }
}
