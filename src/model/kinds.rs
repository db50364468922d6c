//! All kinds a book knows: the shipped ones and its own.

use std::sync::OnceLock;

use super::kind::{ANY, FieldType, Kind, Storage};
use super::period::{FROM, UNTIL};
use super::places::Folders;
use super::schema::{SchemaError, read_kind};
use crate::error::{Code, Error, Result, nearest};

/// So many kinds of its own a book may have; each command reads them all.
const MOST_OWN: usize = 500;

/// The kinds of a book, in the order of module and name.
#[derive(Debug, Clone, Default)]
pub struct Kinds {
    pub(super) kinds: Vec<Kind>,
    hash: u64,
    pub(super) folders: OnceLock<Folders>,
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
        Ok(Self { kinds, hash: fnv(compiled, 0xcbf2_9ce4_8422_2325), folders: OnceLock::new() })
    }

    /// Adds a kind of the book's own, from `schemas/<module>/<name>.yaml`.
    pub fn add_own(&mut self, module: &str, name: &str, text: &str) -> Result<()> {
        let path = format!("schemas/{module}/{name}.yaml");
        if self.kinds.iter().filter(|kind| kind.own).count() >= MOST_OWN {
            return Err(Error::new(
                Code::BadSchema,
                format!("{path}: a book may have {MOST_OWN} kinds of its own, and this is one more."),
                format!("{path}: 账簿自有类型最多 {MOST_OWN} 个, 此文件已超出。"),
            )
            .hint("Take schema files out that nobody uses.", "请删除无人使用的 schema 文件。"));
        }
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
        self.folders = OnceLock::new();
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
            for need in kind.completeness.iter().flat_map(|rule| rule.needs.iter().flatten()) {
                if !self.can_need(kind, &need.path) {
                    let path = &need.path;
                    return wrong(
                        format!(
                            "`completeness` needs `{path}`, which is neither a field nor a journal of this kind"
                        ),
                        format!("`completeness` 中的 `{path}` 既不是字段也不是该类型的日志"),
                    );
                }
            }
            if let Some(counts) = &kind.counts {
                let of = self.cards().find(|known| known.name == counts.of);
                let lacks = of.map_or(Some(counts.of.as_str()), |of| counts.lacks(of));
                if let Some(name) = lacks {
                    return wrong(
                        format!("`counts` names `{name}`, which `{}` does not have", counts.of),
                        format!("`counts` 提到的 `{name}` 在 `{}` 中不存在", counts.of),
                    );
                }
            }
            for period in &kind.periods {
                let name = &period.kind;
                let is_day = |field: &str| {
                    self.get(name).and_then(|kind| kind.field(field)).is_some_and(|f| f.ty == FieldType::Date)
                };
                if !is_day(FROM) || !is_day(UNTIL) {
                    return wrong(
                        format!("`period` names the kind `{name}`, which has no days `from` and `until`"),
                        format!("`period` 中的类型 `{name}` 没有日期字段 `from` 和 `until`"),
                    );
                }
            }
            let hosts = kind.within.iter().filter_map(|field| target_of(kind, field));
            for name in kind.parents.iter().map(String::as_str).chain(hosts) {
                let folder = self.get(name).is_some_and(Kind::has_folder);
                if !folder {
                    return wrong(
                        format!("`{name}` is no kind with a folder for each record"),
                        format!("`{name}` 不是每个记录有一个文件夹的类型"),
                    );
                }
            }
            let twin = self.kinds.iter().find(|known| {
                known.name != kind.name
                    && shape(&known.home) == shape(&kind.home)
                    && (known.parents == kind.parents
                        || known.parents.iter().any(|name| kind.parents.contains(name)))
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
    pub fn journals<'a>(&'a self, parent: &str) -> impl Iterator<Item = &'a Kind> {
        self.kinds.iter().filter(move |kind| is_beside(kind, parent))
    }

    /// True for `phone`, `contacts.0.name`, `log` and `log.type` of a kind that has them.
    fn can_need(&self, kind: &Kind, path: &str) -> bool {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let mut journals = self.journals(&kind.name).filter(|journal| journal.name == first);
        kind.field_at(path).is_some()
            || journals.any(|journal| rest.is_empty() || journal.field_at(rest).is_some())
    }

    /// The journal of what was said and done with a record of a kind: the first that has a text and nothing due.
    pub fn log_of(&self, parent: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.is_log() && kind.parents.iter().any(|name| name == parent))
    }

    /// The journal of what is to be done for a record of a kind.
    pub fn plans_of(&self, parent: &str) -> Option<&Kind> {
        let plans = |kind: &&Kind| kind.storage == Storage::Journal && kind.due.is_some();
        self.kinds.iter().filter(plans).find(|kind| kind.parents.iter().any(|name| name == parent))
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

    /// The kinds whose cards live in the folders of cards of a kind.
    pub fn children<'a>(&'a self, host: &'a str) -> impl Iterator<Item = &'a Kind> {
        self.kinds.iter().filter(move |kind| is_inside(kind, host))
    }
}

/// True for a journal that stands beside cards of a kind.
pub(super) fn is_beside(kind: &Kind, parent: &str) -> bool {
    kind.storage == Storage::Journal && kind.parents.iter().any(|name| name == parent)
}

/// True for cards that live in the folders of cards of a kind.
pub(super) fn is_inside(kind: &Kind, host: &str) -> bool {
    kind.storage == Storage::Card && kind.within.iter().any(|field| target_of(kind, field) == Some(host))
}

/// The kind a link field leads to.
pub fn target_of<'a>(kind: &'a Kind, field: &str) -> Option<&'a str> {
    match &kind.field(field)?.ty {
        FieldType::Link(target) => Some(target),
        _ => None,
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

/// FNV-1a, to notice changes, not to withstand anyone.
pub fn fnv(bytes: &[u8], seed: u64) -> u64 {
    bytes.iter().fold(seed, |hash, b| (hash ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
}
