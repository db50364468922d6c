//! Files that are no records, three-way: texts by lines, all else side by side.

use super::together::{Note, Version, Work};
use crate::config::FILE;
use crate::error::{Code, Error, Result};
use crate::model::merge::{Overlap, merge_lines};
use crate::ops::merge::beside;
use crate::store::merge::Put;
use crate::store::pack::name_blob;

impl Work<'_> {
    /// A file that is no record.
    pub(super) fn plain_file(&mut self, path: &str, to: &str, three: &[Version; 3]) -> Result<()> {
        let bytes = |at: usize| three[at].as_ref().map(|(_, bytes)| bytes.as_slice());
        let (base, ours, theirs) = (bytes(0), bytes(1), bytes(2));
        let put = |bytes: &[u8]| Put::Text(bytes.to_vec());
        let one = match (ours, theirs) {
            (None, None) => None,
            (Some(one), None) | (None, Some(one)) if base.is_none() => Some(one),
            (Some(one), None) | (None, Some(one)) => {
                if base != Some(one) {
                    self.notes.push(Note {
                        path: to.to_owned(),
                        en: "one side removed it, the other changed it; it stays".to_owned(),
                        zh: "一方已删除, 另一方作了更改; 予以保留".to_owned(),
                    });
                    Some(one)
                } else {
                    None
                }
            }
            (Some(a), Some(b)) if a == b || base == Some(b) => Some(a),
            (Some(a), Some(b)) if base == Some(a) => Some(b),
            (Some(a), Some(b)) => return self.two_texts(path, to, base, a, b),
        };
        self.puts.insert(to.to_owned(), one.map_or(Put::Gone, put));
        Ok(())
    }

    fn two_texts(&mut self, path: &str, to: &str, base: Option<&[u8]>, a: &[u8], b: &[u8]) -> Result<()> {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        let text = |bytes| std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
        let lines = match (text(base.unwrap_or_default()), text(a), text(b)) {
            (Some(base), Some(a), Some(b)) => {
                let lists = path.ends_with(".gitattributes") || path.ends_with(".gitignore");
                merge_lines(base, a, b, if lists { Overlap::Both } else { Overlap::Fail })
            }
            _ => None,
        };
        if let Some(lines) = lines {
            self.puts.insert(to.to_owned(), Put::Text(lines.into_bytes()));
            return Ok(());
        }
        if path == FILE || path.starts_with("schemas/") {
            return Err(by_hand(path));
        }
        self.puts.insert(to.to_owned(), Put::Text(a.to_vec()));
        // The schemas for editors are made anew from the program.
        if path.starts_with(".kehu/") {
            return Ok(());
        }
        let other = beside(to, &name_blob(b)?.to_string()[..8]);
        self.notes.push(Note {
            path: to.to_owned(),
            en: format!("both sides changed it; the other version is {other}"),
            zh: format!("双方都作了更改; 另一版本为 {other}"),
        });
        self.puts.insert(other, Put::Text(b.to_vec()));
        Ok(())
    }
}

fn by_hand(path: &str) -> Error {
    Error::new(
        Code::Conflict,
        format!("{path}: both sides changed the same lines, and settings are not guessed at."),
        format!("{path}: 双方更改了相同的行, 而设置不能猜测。"),
    )
    .hint(
        "Bring that file together with `git merge`, commit, and sync again.",
        "请用 `git merge` 合并该文件并提交, 再同步。",
    )
}
