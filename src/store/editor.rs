//! The user's editor. The program comes from the user's own environment, never from a book.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::Book;
use crate::error::{Code, Error, Result};

impl Book {
    /// Where a text is kept while it is edited; it stays there when the result is not accepted.
    pub fn draft_path(&self, name: &str) -> PathBuf {
        self.state.join("drafts").join(format!("{name}.yaml"))
    }

    /// Lets the user edit a text and returns it. An unfinished draft of the same name is
    /// offered again instead of `text`.
    pub fn edit(&self, name: &str, text: &str) -> Result<String> {
        let path = self.draft_path(name);
        let doing = |e: std::io::Error| Error::io(path.display(), &e);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(doing)?;
        }
        if !path.exists() {
            fs::write(&path, text).map_err(doing)?;
        }
        let set = |name: &str| std::env::var(name).ok().filter(|editor| !editor.trim().is_empty());
        let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| "vi".to_owned());
        let shell = format!("{editor} \"$1\"");
        let status = Command::new("sh").args(["-c", &shell, "kehu"]).arg(&path).status();
        match status {
            Ok(status) if status.success() => fs::read_to_string(&path).map_err(doing),
            _ => {
                let _ = fs::remove_file(&path);
                Err(Error::new(
                    Code::Editor,
                    format!("The editor `{editor}` did not end well; nothing was changed."),
                    format!("编辑器 `{editor}` 未正常结束; 没有任何改动。"),
                )
                .hint("Name another: EDITOR=nano kehu edit ID", "换一个: EDITOR=nano kehu edit 编号"))
            }
        }
    }

    /// The draft was taken.
    pub fn drop_draft(&self, name: &str) {
        let _ = fs::remove_file(self.draft_path(name));
    }
}
