//! Files outside the book that a person names: read whole, written whole.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::error::{Code, Error, Result};

/// Largest file that is read, in bytes.
const MAX_BYTES: u64 = 4 << 30;

/// Reads a file, or standard input for `-`.
pub fn read(name: &str) -> Result<Vec<u8>> {
    if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .take(MAX_BYTES)
            .read_to_end(&mut bytes)
            .map_err(|e| Error::io("standard input", &e))?;
        return Ok(bytes);
    }
    let meta = fs::metadata(name).map_err(|e| Error::io(name, &e))?;
    if meta.is_dir() {
        return Err(
            Error::io(name, &std::io::ErrorKind::IsADirectory.into()).hint("Name a file.", "请指定文件。")
        );
    }
    if meta.len() > MAX_BYTES {
        return Err(Error::new(
            Code::BadImport,
            format!("{name} is larger than 4 GiB."),
            format!("{name} 大于 4 GiB。"),
        )
        .hint("Split it and take the parts in turn.", "请拆分后分批处理。"));
    }
    fs::read(name).map_err(|e| Error::io(name, &e))
}

/// Writes over a file that another program handed over.
pub fn overwrite(name: &str, bytes: &[u8]) -> Result<()> {
    fs::write(name, bytes).map_err(|e| Error::io(name, &e))
}

/// Size of a file in bytes; none is known of standard input.
pub fn size(name: &str) -> Result<u64> {
    if name == "-" {
        return Ok(0);
    }
    fs::metadata(name).map(|meta| meta.len()).map_err(|e| Error::io(name, &e))
}

/// Reads text, or standard input for `-`.
pub fn read_text(name: &str) -> Result<String> {
    String::from_utf8(read(name)?).map_err(|_| {
        Error::new(
            Code::BadValue,
            format!("{name} is not UTF-8 text."),
            format!("{name} 不是 UTF-8 编码的文字。"),
        )
    })
}

/// Writes a file whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let shown = path.display();
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("out");
    let temporary: PathBuf = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let written = fs::File::create(&temporary)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&temporary, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&temporary);
        Error::io(shown, &error)
    })
}

/// Takes a file away; one that is not there is no error.
pub fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io(path.display(), &error)),
        _ => Ok(()),
    }
}

/// The SHA-256 of the bytes of a file, in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a folder and those above it.
pub fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|e| Error::io(path.display(), &e))
}

/// True when a folder exists and holds anything.
pub fn is_filled(path: &Path) -> bool {
    fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some())
}

/// Names in a folder, in order; `None` when nothing is there. Errors: it is no folder, it cannot be read.
pub fn names_in(path: &Path) -> Result<Option<Vec<String>>> {
    let failed = |e: std::io::Error| Error::io(path.display(), &e);
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<std::io::Result<Vec<_>>>().map_err(failed)?;
    names.sort();
    Ok(Some(names))
}

/// A fresh folder for a demonstration, below the system's temporary folder.
pub fn demo_folder() -> PathBuf {
    std::env::temp_dir().join(format!("kehu-demo-{}", std::process::id()))
}
