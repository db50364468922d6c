//! What stands at a path of the checkout, and writing there. No link is ever followed.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid};

use super::fault;
use super::shift::{LINK, MODULE, PROGRAM, Shift, Stood};
use crate::error::{Code, Error, Result};

/// What stands at a path.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// Nothing: on the way to it stands a file or a link, and one of the two goes away.
    Beneath,
    /// A folder.
    Folder,
    /// A link and where it leads.
    Link(Vec<u8>),
    /// A file.
    File(Vec<u8>),
}

impl Found {
    /// True when it is what a tree has; `links` tells whether links are made here at all.
    pub fn is(&self, stood: Stood, links: bool) -> bool {
        let (mode, oid) = stood;
        match self {
            Self::Folder => mode == MODULE,
            Self::Link(target) => mode == LINK && is_blob(target, oid),
            Self::File(bytes) if mode == LINK => !links && is_blob(bytes, oid),
            Self::File(bytes) => mode != MODULE && same_content(bytes, oid),
            Self::Nothing | Self::Beneath => false,
        }
    }
}

/// What stands at a path below a folder; `gone` are the paths that go away with it.
pub fn found(work_dir: &Path, path: &str, gone: &HashSet<&str>) -> Result<Found> {
    let wrong = |error: &std::io::Error| Error::io(path, error);
    let mut at = work_dir.to_owned();
    for (slash, _) in path.match_indices('/') {
        let above = &path[..slash];
        at.push(above.rsplit('/').next().unwrap_or(above));
        match fs::symlink_metadata(&at) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(wrong(&error)),
            Ok(meta) if meta.is_dir() => {}
            Ok(_) if gone.contains(above) || gone.contains(path) => return Ok(Found::Beneath),
            Ok(meta) if meta.is_symlink() => return Err(in_the_way(path)),
            Ok(_) => return Err(wrong(&ErrorKind::NotADirectory.into())),
        }
    }
    at.push(path.rsplit('/').next().unwrap_or(path));
    match fs::symlink_metadata(&at) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Found::Nothing),
        Err(error) => Err(wrong(&error)),
        Ok(meta) if meta.is_dir() => Ok(Found::Folder),
        Ok(meta) if meta.is_symlink() => {
            let target = fs::read_link(&at).map_err(|error| wrong(&error))?;
            Ok(Found::Link(target.into_os_string().into_encoded_bytes()))
        }
        Ok(_) => fs::read(&at).map(Found::File).map_err(|error| wrong(&error)),
    }
}

/// True when all that a folder holds goes away, so that a file can take its place.
pub fn empties(folder: &Path, path: &str, gone: &HashSet<&str>) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    let mut any = false;
    for entry in entries {
        let Ok(entry) = entry else { return false };
        let Some(name) = entry.file_name().to_str().map(|name| format!("{path}/{name}")) else {
            return false;
        };
        let goes = match entry.file_type() {
            Ok(sort) if sort.is_dir() => empties(&entry.path(), &name, gone),
            _ => gone.contains(name.as_str()),
        };
        if !goes {
            return false;
        }
        any = true;
    }
    any
}

/// A path below the checkout that no link leads out of.
pub fn safe_path(work_dir: &Path, path: &str) -> Result<PathBuf> {
    let at = safe_place(work_dir, path)?;
    match fs::symlink_metadata(&at) {
        Ok(meta) if meta.is_symlink() => Err(in_the_way(path)),
        _ => Ok(at),
    }
}

/// The same where a link may stand at the path itself, as long as none leads to it.
fn safe_place(work_dir: &Path, path: &str) -> Result<PathBuf> {
    let mut at = work_dir.to_owned();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        at.push(part);
        if parts.peek().is_some() && fs::symlink_metadata(&at).is_ok_and(|meta| meta.is_symlink()) {
            return Err(in_the_way(path));
        }
    }
    Ok(at)
}

/// True when real folders lead to a path.
fn has_folder(work_dir: &Path, path: &str) -> bool {
    let mut above = path.match_indices('/').map(|(slash, _)| work_dir.join(&path[..slash]));
    above.all(|folder| fs::symlink_metadata(folder).is_ok_and(|meta| meta.is_dir()))
}

/// True when a link of the book stays within it, and out of git's own files. `..` may only begin its target: further on it
/// would lead up from wherever another link went.
pub fn leads_inside(path: &str, target: &[u8]) -> bool {
    let Ok(target) = std::str::from_utf8(target) else { return false };
    if target.is_empty() || target.starts_with('/') || target.contains(['\\', '\0']) {
        return false;
    }
    let (mut up, mut down) = (0, false);
    for part in target.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." if down => return false,
            ".." => up += 1,
            part if part.eq_ignore_ascii_case(".git") => return false,
            _ => down = true,
        }
    }
    // git reads these from the tree, never through a link.
    let name = path.rsplit('/').next().unwrap_or(path);
    up <= path.matches('/').count() && !name.to_ascii_lowercase().starts_with(".git")
}

/// Brings one path to what a tree has; `content` are the bytes of its blob. Gives what stands there then.
pub fn put(work_dir: &Path, shift: &Shift, content: Option<&[u8]>, links: bool) -> Result<Option<Metadata>> {
    // What took the folder's place already is not looked through.
    if shift.new.is_none() && !has_folder(work_dir, &shift.path) {
        return Ok(None);
    }
    let path = safe_place(work_dir, &shift.path)?;
    if shift.old.is_some_and(|old| old.0 == MODULE) && shift.new.is_none_or(|new| new.0 != MODULE) {
        // A module that was got stays, as git leaves it.
        let _ = fs::remove_dir(&path);
    }
    match (shift.new, content) {
        (Some((MODULE, _)), _) => fs::create_dir_all(&path).map_err(|e| Error::io(&shift.path, &e))?,
        (Some((mode, _)), Some(bytes)) => write(&path, &shift.path, bytes, mode, links)?,
        _ => remove(work_dir, &path, &shift.path)?,
    }
    Ok(fs::symlink_metadata(&path).ok().filter(|meta| !meta.is_dir()))
}

/// The working file of a path, as it is now.
pub fn meta_of(work_dir: &Path, path: &str) -> Result<Option<Metadata>> {
    Ok(fs::symlink_metadata(safe_place(work_dir, path)?).ok())
}

/// Takes a half-written file away that a killed writer left.
pub fn clear_draft(work_dir: &Path, path: &str) {
    if let Some(draft) = draft_of(&work_dir.join(path)) {
        let _ = fs::remove_file(draft);
    }
}

fn draft_of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    Some(path.with_file_name(format!(".{name}.kehu-new")))
}

/// Writes a whole file or link, or none.
fn write(path: &Path, shown: &str, bytes: &[u8], mode: u32, links: bool) -> Result<()> {
    let doing = |e: std::io::Error| Error::io(shown, &e);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(doing)?;
    }
    let draft = draft_of(path).ok_or_else(|| doing(ErrorKind::InvalidFilename.into()))?;
    // A book may have a link of this name: it is not written through.
    let _ = fs::remove_file(&draft);
    let drafted = match mode {
        LINK if links => fault::step("working file draft").and_then(|()| link(bytes, &draft)),
        _ => fault::write("working file draft", &draft, bytes)
            .and_then(|()| if mode == PROGRAM { let_run(&draft) } else { Ok(()) }),
    };
    drafted.and_then(|()| fault::rename("working file", &draft, path)).map_err(|error| {
        let _ = fs::remove_file(&draft);
        doing(error)
    })
}

#[cfg(unix)]
fn link(target: &[u8], at: &Path) -> std::io::Result<()> {
    use std::os::unix::ffi::OsStrExt as _;
    std::os::unix::fs::symlink(std::ffi::OsStr::from_bytes(target), at)
}

#[cfg(not(unix))]
fn link(target: &[u8], at: &Path) -> std::io::Result<()> {
    fs::write(at, target)
}

/// Whoever may read it may run it.
#[cfg(unix)]
fn let_run(file: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(file)?.permissions().mode();
    fs::set_permissions(file, fs::Permissions::from_mode(mode | (mode & 0o444) >> 2))
}

#[cfg(not(unix))]
fn let_run(_file: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Removes a file and the folders it leaves empty. A folder in its place is not its own.
fn remove(work_dir: &Path, path: &Path, shown: &str) -> Result<()> {
    match fault::step("working file away").and_then(|()| fs::remove_file(path)) {
        Err(error) if !path.is_dir() && error.kind() != ErrorKind::NotFound => {
            return Err(Error::io(shown, &error));
        }
        _ => {}
    }
    let mut folder = path.parent();
    while let Some(at) = folder.filter(|at| *at != work_dir) {
        if fs::remove_dir(at).is_err() {
            break;
        }
        folder = at.parent();
    }
    Ok(())
}

/// Same bytes, or the same but for Windows line ends that git put there.
fn same_content(bytes: &[u8], oid: Oid) -> bool {
    is_blob(bytes, oid) || (bytes.contains(&b'\r') && is_blob(&without_cr(bytes), oid))
}

fn is_blob(bytes: &[u8], oid: Oid) -> bool {
    Oid::hash_object(ObjectType::Blob, bytes).is_ok_and(|hash| hash == oid)
}

fn without_cr(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if !(*byte == b'\r' && bytes.get(at + 1) == Some(&b'\n')) {
            out.push(*byte);
        }
    }
    out
}

/// The error for a link where kehu would have to follow it.
pub fn in_the_way(path: &str) -> Error {
    Error::new(
        Code::Conflict,
        format!("{path}: a link stands in the way; kehu follows none inside a book."),
        format!("{path}: 路径上有链接; kehu 不跟随账簿内的链接。"),
    )
    .hint("Replace the link by the real file or folder.", "请用真实的文件或文件夹替换该链接。")
}

#[cfg(test)]
mod tests {
    use super::leads_inside;

    #[test]
    fn a_link_is_made_only_where_it_stays_in_the_book() {
        for (path, target) in
            [("README", "a.txt"), ("a/b/l", "../../x"), ("a/l", ".."), ("l", "./people"), ("l", "missing")]
        {
            assert!(leads_inside(path, target.as_bytes()), "{path} -> {target}");
        }
        for (path, target) in [
            ("l", ""),
            ("l", "/etc/passwd"),
            ("l", "../x"),
            ("a/l", "../../x"),
            ("a/l", "s/../../x"),
            ("l", ".git/hooks"),
            ("a/l", "../.GIT/config"),
            (".gitmodules", "a"),
            ("l", "a\\b"),
        ] {
            assert!(!leads_inside(path, target.as_bytes()), "{path} -> {target}");
        }
    }
}
