//! Reading the book as a commit has it (law 1).

use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone as _};
use git2::{Commit, Oid};
use rayon::prelude::*;

use super::objects::{Loose, Objects as _};
use super::{Book, git_error, tree};
use crate::error::{Code, Error, Result};
use crate::index::Hit;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::record::{Record, card_path, journal_path, read_card, read_journal};
use crate::model::value::Map;
use crate::model::yaml::YamlError;

/// So many files are read by one thread.
const FEW: usize = 256;

/// The book at one commit. `None` before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapshot {
    /// Commit.
    pub commit: Option<Oid>,
    /// Its tree.
    pub tree: Option<Oid>,
}

impl Snapshot {
    /// The commit as text, empty before the first.
    pub fn commit_text(&self) -> String {
        self.commit.map(|oid| oid.to_string()).unwrap_or_default()
    }
}

impl Book {
    /// The book as it is: HEAD.
    pub fn head(&self) -> Result<Snapshot> {
        match self.repo.head() {
            Ok(head) => {
                head.target().map_or(Ok(()), |oid| self.vet(oid)).map_err(|e| self.mended_by(e))?;
                let commit = head.peel_to_commit().map_err(|e| self.broken_head(&e))?;
                Ok(Snapshot { commit: Some(commit.id()), tree: Some(commit.tree_id()) })
            }
            Err(error) if error.code() == git2::ErrorCode::UnbornBranch => {
                Ok(Snapshot { commit: None, tree: None })
            }
            Err(error) => Err(self.broken_head(&error)),
        }
    }

    /// HEAD cannot be read, as after a loss of power: what the ref log has last is what it should be.
    fn broken_head(&self, error: &git2::Error) -> Error {
        let name = self.branch_name();
        self.mended_by(git_error(&format!("Reading {name}"), &format!("读取 {name}"), error))
    }

    fn branch_name(&self) -> String {
        self.branch_file().0.unwrap_or_else(|| "HEAD".to_owned())
    }

    fn mended_by(&self, told: Error) -> Error {
        let log = std::fs::read_to_string(self.repo.path().join("logs/HEAD")).unwrap_or_default();
        let last = log.lines().rev().find_map(|line| {
            let oid = Oid::from_str(line.split(' ').nth(1)?).ok()?;
            self.commit_of(oid).ok().filter(|commit| self.has_tree(commit.tree_id())).map(|_| oid)
        });
        let Some(last) = last else {
            return told.hint(
                "The repository is damaged: `git fsck` lists where. Take it from another clone or a backup.",
                "仓库已损坏: `git fsck` 列出损坏之处。请从其他克隆或备份恢复。",
            );
        };
        let file = self.repo.commondir().join(self.branch_name());
        told.hint(
            format!(
                "The last commit known whole is {last}. Look with `git show {last}`; to stand there: echo {last} > {}",
                file.display()
            ),
            format!("最后一个完整的提交是 {last}。可用 `git show {last}` 查看; 恢复到它: echo {last} > {}", file.display()),
        )
    }

    /// The book as it was: at a revision, or at the end of a day or moment.
    pub fn at(&self, text: &str, now: DateTime<FixedOffset>) -> Result<Snapshot> {
        let commit = match self.moment(text, now) {
            Some(moment) => self.last_before(moment)?,
            None => {
                self.vet_revision(text)?;
                self.repo.revparse_single(text).and_then(|object| object.peel_to_commit()).ok()
            }
        };
        let commit = commit.ok_or_else(|| {
            Error::new(
                Code::NotFound,
                format!("The book has no state {}.", crate::error::quoted(text)),
                format!("账簿没有状态 {}。", crate::error::quoted(text)),
            )
            .hint(
                "--at takes a commit, a tag, or a day such as 2026-09-30 after the first commit.",
                "--at 可用提交、标签, 或首次提交之后的日期, 如 2026-09-30。",
            )
        })?;
        Ok(Snapshot { commit: Some(commit.id()), tree: Some(commit.tree_id()) })
    }

    fn moment(&self, text: &str, now: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
        if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
            return Some(moment);
        }
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        now.timezone().from_local_datetime(&day.and_hms_opt(23, 59, 59)?).single()
    }

    fn last_before(&self, moment: DateTime<FixedOffset>) -> Result<Option<Commit<'_>>> {
        let doing = |e: git2::Error| git_error("Walking the history", "遍历历史", &e);
        let Some(head) = self.head()?.commit else { return Ok(None) };
        self.vet_lines(&[head])?;
        let mut walk = self.repo.revwalk().map_err(doing)?;
        walk.push(head).map_err(doing)?;
        walk.simplify_first_parent().map_err(doing)?;
        for oid in walk {
            let commit = self.repo.find_commit(oid.map_err(doing)?).map_err(doing)?;
            if commit.time().seconds() <= moment.timestamp() {
                return Ok(Some(commit));
            }
        }
        Ok(None)
    }

    pub(super) fn loose(&self) -> Result<Loose<'_>> {
        Loose::with_cache(&self.repo, &self.trees)
    }

    /// The content of a file.
    pub fn file(&self, at: Snapshot, path: &str) -> Result<Option<Vec<u8>>> {
        let Some(root) = at.tree else { return Ok(None) };
        let objects = self.loose()?;
        match tree::find(&objects, root, path)? {
            Some((mode, oid)) if mode & 0o170_000 == 0o100_000 => objects.read(oid).map(Some),
            _ => Ok(None),
        }
    }

    /// The blob at a path.
    pub fn blob_id(&self, at: Snapshot, path: &str) -> Result<Option<Oid>> {
        let Some(root) = at.tree else { return Ok(None) };
        let found = tree::find(&self.loose()?, root, path)?;
        Ok(found.filter(|(mode, _)| mode & 0o170_000 == 0o100_000).map(|(_, oid)| oid))
    }

    /// Names in a folder.
    pub fn names(&self, at: Snapshot, folder: &str) -> Result<Vec<String>> {
        let Some(root) = at.tree else { return Ok(Vec::new()) };
        let objects = self.loose()?;
        match tree::find(&objects, root, folder)? {
            Some((tree::FOLDER, oid)) => {
                let data = objects.tree(oid)?;
                Ok(tree::entries(&data).map(|e| String::from_utf8_lossy(e.name).into_owned()).collect())
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Files below a folder with their blobs.
    pub fn files_below(&self, at: Snapshot, folder: &str) -> Result<Vec<(String, Oid)>> {
        let Some(root) = at.tree else { return Ok(Vec::new()) };
        let objects = self.loose()?;
        let mut found = Vec::new();
        let start =
            if folder.is_empty() { Some((tree::FOLDER, root)) } else { tree::find(&objects, root, folder)? };
        if let Some((tree::FOLDER, oid)) = start {
            let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
            tree::walk(&objects, oid, &prefix, &mut |path, oid| {
                found.push((path.to_owned(), oid));
                Ok(())
            })?;
        }
        Ok(found)
    }

    /// A card by kind and id.
    pub fn card(&self, at: Snapshot, kind: &Kind, id: &Id) -> Result<Option<Record>> {
        let path = card_path(kind, id);
        match self.file(at, &path)? {
            None => Ok(None),
            Some(bytes) => read_card(kind, id, &bytes).map(Some).map_err(|e| bad_yaml(&path, &e)),
        }
    }

    /// The card behind an answer of the index, straight from its blob.
    pub fn card_of(&self, kind: &Kind, hit: &Hit) -> Result<Option<Record>> {
        let (Some(id), Ok(oid)) = (Id::parse(&hit.id), Oid::from_bytes(&hit.blob)) else { return Ok(None) };
        let bytes = self.loose()?.read(oid)?;
        read_card(kind, &id, &bytes).map(Some).map_err(|e| bad_yaml(&card_path(kind, &id), &e))
    }

    /// The cards behind many answers of the index, in their order; read in parallel.
    pub fn cards_of(&self, kind: &Kind, hits: &[Hit]) -> Result<Vec<Record>> {
        let files: Vec<(String, Oid)> =
            hits.iter().filter_map(|hit| Some((hit.id.clone(), Oid::from_bytes(&hit.blob).ok()?))).collect();
        self.read_each(&files, |id, bytes| {
            let Some(id) = Id::parse(id) else { return Ok(None) };
            read_card(kind, &id, bytes).map(Some).map_err(|e| bad_yaml(&card_path(kind, &id), &e))
        })
    }

    /// The entries of a card's journal, oldest first.
    pub fn journal(&self, at: Snapshot, kind: &Kind, parent: &Kind, id: &Id) -> Result<Vec<Map>> {
        let path = journal_path(kind, parent, id);
        match self.file(at, &path)? {
            None => Ok(Vec::new()),
            Some(bytes) => read_journal(kind, &bytes).map_err(|e| bad_yaml(&path, &e)),
        }
    }

    /// Reads many blobs in parallel and makes something of each; order is kept.
    pub fn read_each<T, F>(&self, files: &[(String, Oid)], make: F) -> Result<Vec<T>>
    where
        T: Send,
        F: Fn(&str, &[u8]) -> Result<Option<T>> + Sync,
    {
        let read = |objects: &Loose<'_>, part: &[(String, Oid)]| {
            let mut made = Vec::with_capacity(part.len());
            for (path, oid) in part {
                made.extend(make(path, &objects.read(*oid)?)?);
            }
            Ok(made)
        };
        // Threads are not worth starting for a few.
        if files.len() <= FEW {
            return read(&self.loose()?, files);
        }
        let chunk = files.len().div_ceil(rayon::current_num_threads() * 4).max(FEW);
        let (git_dir, trees) = (self.repo.path(), &self.trees);
        let parts: Vec<Result<Vec<T>>> = files
            .par_chunks(chunk)
            .map(|part| {
                // libgit2 handles are not shared between threads; one each is cheap.
                let repo = super::quarantine::open(git_dir)?;
                read(&Loose::with_cache(&repo, trees)?, part)
            })
            .collect();
        let mut all = Vec::with_capacity(files.len());
        for part in parts {
            all.extend(part?);
        }
        Ok(all)
    }

    /// All cards of a kind, in the order of their ids. Unreadable ones are errors.
    pub fn cards(&self, at: Snapshot, kind: &Kind) -> Result<Vec<Record>> {
        let files = self.card_files(at, kind)?;
        self.read_each(&files, |path, bytes| {
            let Some(id) = crate::model::record::card_id(kind, path) else { return Ok(None) };
            read_card(kind, &id, bytes).map(Some).map_err(|e| bad_yaml(path, &e))
        })
    }

    /// Paths and blobs of all cards of a kind.
    pub fn card_files(&self, at: Snapshot, kind: &Kind) -> Result<Vec<(String, Oid)>> {
        let folder = kind.home.split("/{").next().unwrap_or_default();
        let folder = if kind.home.contains("/{") { folder } else { "" };
        let mut files = self.files_below(at, folder)?;
        files.retain(|(path, _)| crate::model::record::card_id(kind, path).is_some());
        Ok(files)
    }
}

/// The error for a file that is not YAML a record may use.
pub fn bad_yaml(path: &str, error: &YamlError) -> Error {
    let YamlError { at, en, zh } = error;
    Error::new(
        Code::BadYaml,
        format!("{path}:{}:{}: {en}.", at.line, at.column),
        format!("{path}:{}:{}: {zh}。", at.line, at.column),
    )
    .hint(
        "Mend the file in an editor, then `kehu save`; `kehu undo` takes a commit back.",
        "请在编辑器中修正该文件, 再用 `kehu save`; `kehu undo` 可撤回提交。",
    )
}
