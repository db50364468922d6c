//! Files that a side brought to a record that does not count: taken away there.

use super::redirects::Redirects;
use super::together::Work;
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::ops::merge::folder;
use crate::store::merge::Put;

impl<'a> Work<'a> {
    /// Puts right what sides brought to places that do not count, once all files are merged.
    pub(super) fn brought_back(&mut self, redirects: &Redirects) -> Result<()> {
        for side in [0, 1] {
            for (name, left) in redirects.astray(side) {
                let Some(kind) = self.desk.kinds.get(&name.0) else { continue };
                let now = redirects.home(&(name.0.clone(), left.clone()));
                self.files_back(kind, &name.1, &now)?;
            }
        }
        Ok(())
    }

    /// Other files in the folder.
    fn files_back(&mut self, kind: &Kind, id: &Id, now: &Id) -> Result<()> {
        let [Some(from), Some(now)] = [id, now].map(|id| folder(kind, id)) else { return Ok(()) };
        for (path, blob) in self.desk.book.files_below(self.versions[0], &from)? {
            if self.desk.kinds.of_path(&path).is_some() {
                continue;
            }
            let there = format!("{now}{}", path.strip_prefix(&from).unwrap_or(&path));
            if self.now(&there)?.is_some_and(|bytes| self.desk.book.blob(blob).is_ok_and(|old| bytes == old))
            {
                self.puts.insert(there, Put::Gone);
            }
        }
        Ok(())
    }
}
