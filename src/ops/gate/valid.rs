//! Is what came valid? YAML, schema, rules, no marks of a merge by lines, no paths that are none of a book.

use std::collections::BTreeMap;

use super::post::Post;
use super::{MOST, about, closed};
use crate::config::{Config, FILE};
use crate::error::{Code, Error, Result};
use crate::model::kinds::Kinds;
use crate::model::places::folder_of;
use crate::model::record::{Record, card_path, read_card};
use crate::model::validate::Judge;
use crate::ops::desk::own_kinds;
use crate::ops::sight::PERSON;
use crate::ops::{circles, namesakes, save, scorecards, templates};
use crate::store::arrivals::is_hostile;
use crate::store::tree::Difference;
use crate::store::{BlobId, Snapshot};

/// Folders of a book beside those of its records.
const FOLDERS: &[&str] = &["schemas", "reports", "scorecards", "templates", ".kehu"];

/// What is wrong with a state, as far as it differs from an earlier one.
pub fn flaws(post: &mut Post, old: Snapshot, new: Snapshot) -> Result<Vec<Error>> {
    let (files, strange) = post.desk.book.arrived(old, new)?;
    post.move_to(new)?;
    let desk = &post.desk;
    let mut flaws: Vec<Error> =
        strange.iter().filter_map(|path| strange_path(&desk.kinds, path)).take(MOST).collect();
    match desk.book.file(new, FILE)? {
        Some(bytes) => flaws.extend(Config::parse(&String::from_utf8_lossy(&bytes)).err()),
        None if desk.book.file(old, FILE)?.is_some() => flaws.push(no_settings()),
        // What was no book and is none has no records.
        None => return Ok(Vec::new()),
    }
    if files.iter().any(|file| file.path.starts_with("schemas/")) {
        flaws.extend(own_kinds(&desk.book, new, &|_| Ok(None)).err());
    }
    flaws.extend(unread(post, &files)?);
    flaws.extend(closed::late(post, old, new, &files)?);
    flaws.extend(of_others(post, new, &files)?);
    let desk = &post.desk;
    for file in &files {
        if flaws.len() >= MOST {
            break;
        }
        if let Some(oid) = file.new.filter(|_| file.path.starts_with("scorecards/")) {
            flaws.extend(scorecards::read_own(desk, &file.path, &desk.book.blob(oid)?).err());
        }
        if let Some(oid) = file.new.filter(|_| file.path.starts_with("templates/")) {
            flaws.extend(templates::read_own(desk, &file.path, &desk.book.blob(oid)?).err());
        }
        if let Some(circle) = circles::through(desk, &file.path)?.filter(|_| file.new.is_some()) {
            let kind = desk.kinds.get(&circle.kind);
            flaws.extend(kind.map(|kind| about(&file.path, circle.refused(kind))));
        }
        flaws.extend(orphaned(post, new, file)?);
    }
    Ok(flaws)
}

/// People who got an address that another has.
fn of_others(post: &mut Post, new: Snapshot, files: &[Difference]) -> Result<Vec<Error>> {
    let mut found = Vec::new();
    for file in files {
        let place = post.desk.kinds.of_path(&file.path).filter(|place| place.kind.name == PERSON);
        let (Some(place), Some(blob)) = (place, file.new) else { continue };
        let (kind, id) = (place.kind, place.id.clone());
        let read =
            |blob| -> Result<Option<Record>> { Ok(read_card(kind, &id, &post.desk.book.blob(blob)?).ok()) };
        let before = file.old.map(read).transpose()?.flatten();
        let Some(after) = read(blob)?.filter(|after| !namesakes::is_same(before.as_ref(), after)) else {
            continue;
        };
        let everybody = post.people(new)?;
        if let Some(known) = everybody.get(&namesakes::address(&after))
            && known.living
            && let other = if known.id == id.as_str() { &known.other } else { &known.id }
            && !other.is_empty()
        {
            found.push(about(&file.path, namesakes::taken(&after, other)));
        }
    }
    Ok(found)
}

/// Records that cannot be read or break their schema.
fn unread(post: &Post, files: &[Difference]) -> Result<Vec<Error>> {
    let (desk, kinds) = (&post.desk, &post.desk.kinds);
    let looked = |path: &str| {
        path == FILE
            || FOLDERS.iter().any(|folder| path.split('/').next() == Some(folder))
            || kinds.of_path(path).is_some()
    };
    let new: Vec<(String, BlobId)> = files
        .iter()
        .filter(|file| looked(&file.path))
        .filter_map(|file| Some((file.path.clone(), file.new?)))
        .collect();
    let mut judges = BTreeMap::new();
    for (path, _) in &new {
        if let Some(place) = kinds.of_path(path)
            && !judges.contains_key(place.kind.name.as_str())
        {
            judges.insert(place.kind.name.as_str(), Judge::new(place.kind)?);
        }
    }
    desk.book.read_each(&new, |path, bytes| {
        if let Some(flaw) = marks(path, bytes) {
            return Ok(Some(flaw));
        }
        let Some(place) = kinds.of_path(path) else { return Ok(None) };
        let Some(judge) = judges.get(place.kind.name.as_str()) else { return Ok(None) };
        let judged = save::check_by(judge, path, &place, bytes);
        Ok(judged.and_then(|()| save::check_host(kinds, path, &place, bytes)).err())
    })
}

/// A line that a merge by lines left behind.
fn marks(path: &str, bytes: &[u8]) -> Option<Error> {
    let text = std::str::from_utf8(bytes).ok()?;
    let left = |line: &str| ["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|mark| line.starts_with(mark));
    let line = text.lines().position(left)? + 1;
    Some(
        Error::new(
            Code::BadYaml,
            format!("{path}:{line}: marks of a merge by lines are left in it."),
            format!("{path}:{line}: 文件中留有按行合并的标记。"),
        )
        .hint(
            "Write what is right in an editor, take the marks out, then save.",
            "请在编辑器中写成正确内容, 删去标记, 再保存。",
        ),
    )
}

/// A link, a submodule or a name of no plain file, where a book looks.
fn strange_path(kinds: &Kinds, path: &str) -> Option<Error> {
    let top = path.split('/').next().unwrap_or_default();
    let homes = kinds.cards().any(|kind| kind.home.split('/').next() == Some(top));
    let looked = homes || FOLDERS.contains(&top) || path == FILE;
    let hostile = path.split('/').any(is_hostile) || path.contains(char::REPLACEMENT_CHARACTER);
    (looked || hostile).then(|| {
        let shown = crate::error::quoted(path);
        Error::new(
            Code::BadValue,
            format!("{shown} is no path of a book: links, submodules and such names are not taken."),
            format!("{shown} 不是账簿的路径: 不接受链接、子模块和此类名称。"),
        )
        .hint("Put a plain file there, under another name.", "请改为普通文件, 或换一个名称。")
    })
}

/// A file whose card is not there: its own was not brought, or the card was taken away and the file stayed.
fn orphaned(post: &Post, new: Snapshot, file: &Difference) -> Result<Option<Error>> {
    let desk = &post.desk;
    let Some(place) = desk.kinds.of_path(&file.path) else { return Ok(None) };
    let (top, id) = place.top();
    let card = card_path(top, id);
    let missing = |path: &str| {
        Error::new(
            Code::BadValue,
            format!("{path}: there is no {} beside this file.", top.name),
            format!("{path}: 该文件旁没有{}。", top.label.zh),
        )
        .hint(
            "A record is retired with `kehu rm`; its file stays. Bring the card back, or take this file away too.",
            "记录用 `kehu rm` 停用, 文件保留。请恢复卡片, 或同时移走该文件。",
        )
    };
    if file.new.is_some() && file.path != card {
        return Ok(desk.book.blob_id(new, &card)?.is_none().then(|| missing(&file.path)));
    }
    if file.new.is_none() && file.path == card && top.has_folder() {
        let left = desk.book.files_below(new, &folder_of(top, id))?;
        let left = left.iter().find(|(path, _)| desk.kinds.of_path(path).is_some());
        return Ok(left.map(|(path, _)| missing(path)));
    }
    Ok(None)
}

fn no_settings() -> Error {
    about(
        FILE,
        Error::new(Code::NotABook, "it is missing, and a book has one.", "缺少该文件, 账簿必须有它。").hint(
            "Bring it back: git checkout HEAD~1 -- kehu.toml",
            "请恢复: git checkout HEAD~1 -- kehu.toml",
        ),
    )
}
