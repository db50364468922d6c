//! All kinds a book knows: the shipped ones and its own.

use super::kind::{ANY, FieldType, Kind, Storage};
use super::record::card_id;
use super::schema::{SchemaError, read_kind};
use crate::error::{Code, Error, Result, nearest};
use crate::model::ids::Id;

/// The kinds of a book, in the order of module and name.
#[derive(Debug, Clone, Default)]
pub struct Kinds {
    kinds: Vec<Kind>,
    hash: u64,
}

impl Kinds {
    /// The shipped kinds from their compiled form.
    pub fn shipped(compiled: &[u8]) -> Result<Self> {
        let kinds = postcard::from_bytes(compiled).map_err(|error| {
            Error::new(
                Code::BadSchema,
                format!("The shipped schemas cannot be read: {error}."),
                format!("内置 schema 无法读取: {error}。"),
            )
        })?;
        Ok(Self { kinds, hash: fnv(compiled, 0xcbf2_9ce4_8422_2325) })
    }

    /// Adds a kind of the book's own, from `schemas/<module>/<name>.yaml`.
    pub fn add_own(&mut self, module: &str, name: &str, text: &str) -> Result<()> {
        let path = format!("schemas/{module}/{name}.yaml");
        let kind = read_kind(name, module, true, text).map_err(|SchemaError { at, en, zh }| {
            Error::new(
                Code::BadSchema,
                format!("{path}:{}:{}: {en}.", at.line, at.column),
                format!("{path}:{}:{}: {zh}。", at.line, at.column),
            )
        })?;
        if let Some(twin) = self.kinds.iter().find(|known| known.name == kind.name) {
            return Err(Error::new(
                Code::BadSchema,
                format!("{path}: the kind {name} exists already in {}.", twin.module),
                format!("{path}: 类型 {name} 已存在于 {}。", twin.module),
            )
            .hint("Give it another name.", "请换一个名字。"));
        }
        self.hash = fnv(text.as_bytes(), fnv(path.as_bytes(), self.hash));
        self.kinds.push(kind);
        Ok(())
    }

    /// What kinds say of each other: links and parents name kinds there are, and no two live in one place.
    pub fn check(&self) -> Result<()> {
        for kind in self.kinds.iter().filter(|kind| kind.own) {
            let wrong = |en: String, zh: String| {
                let path = format!("schemas/{}/{}.yaml", kind.module, kind.name);
                Err(Error::new(Code::BadSchema, format!("{path}: {en}."), format!("{path}: {zh}。")))
            };
            for target in kind.fields.iter().flat_map(|field| links(&field.ty)) {
                if target != ANY && !self.cards().any(|known| known.name == target) {
                    let near = nearest(target, self.cards().map(|known| known.name.as_str()));
                    let (en, zh) = near.map_or_else(Default::default, |near| {
                        (format!("; did you mean `{near}`?"), format!("; 是不是 `{near}`?"))
                    });
                    return wrong(
                        format!("a field links to `{target}`, which is no kind{en}"),
                        format!("字段链接到 `{target}`, 没有这个类型{zh}"),
                    );
                }
            }
            for name in &kind.parents {
                let folder = self.get(name).is_some_and(|parent| parent.home.contains("{id}/"));
                if !folder {
                    return wrong(
                        format!("`parents` names `{name}`, which is no kind with a folder for each record"),
                        format!("`parents` 中的 `{name}` 不是每个记录有一个文件夹的类型"),
                    );
                }
            }
            let twin = self.kinds.iter().find(|known| {
                known.name != kind.name
                    && shape(&known.home) == shape(&kind.home)
                    && known.parents == kind.parents
            });
            if let Some(twin) = twin {
                let (other, home) = (&twin.name, &kind.home);
                return wrong(
                    format!("`home` {home} is where the kind {other} lives"),
                    format!("`home` {home} 已是类型 {other} 的位置"),
                );
            }
        }
        Ok(())
    }

    /// A number that changes when any schema changes.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// All kinds.
    pub fn all(&self) -> &[Kind] {
        &self.kinds
    }

    /// All kinds kept one record per file.
    pub fn cards(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.iter().filter(|kind| kind.storage == Storage::Card)
    }

    /// The journals that stand beside cards of a kind.
    pub fn journals<'a>(&'a self, parent: &'a str) -> impl Iterator<Item = &'a Kind> {
        self.kinds.iter().filter(move |kind| {
            kind.storage == Storage::Journal && kind.parents.iter().any(|name| name == parent)
        })
    }

    /// The journal of what was said and done with a record of a kind.
    pub fn log_of(&self, parent: &str) -> Option<&Kind> {
        self.journal_of(parent, false)
    }

    /// The journal of what is to be done for a record of a kind.
    pub fn plans_of(&self, parent: &str) -> Option<&Kind> {
        self.journal_of(parent, true)
    }

    fn journal_of(&self, parent: &str, due: bool) -> Option<&Kind> {
        let beside =
            |kind: &&Kind| kind.storage == Storage::Journal && kind.parents.iter().any(|name| name == parent);
        self.kinds.iter().filter(beside).find(|kind| kind.due.is_some() == due)
    }

    /// A kind by name, if known.
    pub fn get(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    /// A kind as typed: name, plural with s, or label in either language.
    pub fn find(&self, typed: &str) -> Result<&Kind> {
        let singular = typed.strip_suffix('s').unwrap_or(typed);
        self.get(typed)
            .or_else(|| self.get(singular))
            .or_else(|| {
                self.kinds
                    .iter()
                    .find(|kind| kind.label.zh == typed || kind.label.en.eq_ignore_ascii_case(typed))
            })
            .ok_or_else(|| {
                let near = nearest(typed, self.kinds.iter().map(|kind| kind.name.as_str()));
                Error::unknown_kind(typed, near)
            })
    }

    /// The record a path belongs to: a card's own path, or the journal beside one.
    pub fn of_path(&self, path: &str) -> Option<Place<'_>> {
        for kind in self.cards() {
            if let Some(id) = card_id(kind, path) {
                return Some(Place { kind, parent: None, id });
            }
        }
        let (folder, file) = path.rsplit_once('/')?;
        for kind in self.kinds.iter().filter(|kind| kind.storage == Storage::Journal) {
            if kind.home.strip_prefix("{parent}/") != Some(file) {
                continue;
            }
            for parent in kind.parents.iter().filter_map(|name| self.get(name)) {
                let card = parent.home.rsplit_once('/').map_or("", |(_, card)| card);
                if let Some(id) = card_id(parent, &format!("{folder}/{card}")) {
                    return Some(Place { kind, parent: Some(parent), id });
                }
            }
        }
        None
    }
}

/// Kinds that a field links to, inside lists and groups too.
fn links(ty: &FieldType) -> Vec<&str> {
    match ty {
        FieldType::Link(target) => vec![target],
        FieldType::List(item) => links(item),
        FieldType::Group(fields) => fields.iter().flat_map(|field| links(&field.ty)).collect(),
        _ => Vec::new(),
    }
}

/// A home with its holes alike: two kinds of one shape would claim each other's files.
fn shape(home: &str) -> String {
    home.replace("{shard}", "*").replace("{id}", "*")
}

/// What a path holds.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// The kind of the file.
    pub kind: &'a Kind,
    /// For a journal, the kind of the card it stands beside.
    pub parent: Option<&'a Kind>,
    /// Id of the card.
    pub id: Id,
}

/// FNV-1a, to notice changes, not to withstand anyone.
pub fn fnv(bytes: &[u8], seed: u64) -> u64 {
    bytes.iter().fold(seed, |hash, b| (hash ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
}
