//! All kinds a book knows: the shipped ones and its own.

use super::kind::{ANY, FieldType, Kind, Storage};
use super::period::{FROM, UNTIL};
use super::record::{Record, card_id, card_path, folder_id};
use super::schema::{SchemaError, read_kind};
use super::value::{Map, Value};
use crate::error::{Code, Error, Result, nearest};
use crate::model::ids::Id;

/// So many kinds of its own a book may have; each command reads them all.
const MOST_OWN: usize = 500;

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

    /// The record in whose folder a card with these fields lives.
    pub fn host(&self, kind: &Kind, fields: &Map) -> Option<(&Kind, Id)> {
        kind.within.iter().find_map(|field| {
            let id = fields.get(field).and_then(Value::as_str).and_then(Id::parse)?;
            Some((self.get(target_of(kind, field)?)?, id))
        })
    }

    /// The path of a card with an id and fields; an error when it should live with another that is not named.
    pub fn path(&self, kind: &Kind, id: &Id, fields: &Map) -> Result<String> {
        if !kind.is_child() {
            return Ok(card_path(kind, id));
        }
        let Some((host, at)) = self.host(kind, fields) else {
            let field = kind.within.first().map_or("", String::as_str);
            return Err(Error::new(
                Code::MissingField,
                format!("{}: {field}: this must be filled in.", kind.name),
                format!("{}: {field}: 必须填写。", kind.name),
            ));
        };
        Ok(kind.home.replace("{parent}", &folder_of(host, &at)).replace("{id}", id.as_str()))
    }

    /// The path of a card as it is.
    pub fn path_of(&self, kind: &Kind, record: &Record) -> Result<String> {
        self.path(kind, &record.id, &record.fields)
    }

    /// The record a path belongs to: a card's own path, the journal beside one, or a card in its folder.
    pub fn of_path(&self, path: &str) -> Option<Place<'_>> {
        // Asked for every file of a large commit by every rule: a look at the first folder says no for most kinds.
        let top = path.split_inclusive('/').next()?;
        let mut hosts = self
            .kinds
            .iter()
            .filter(|kind| kind.home.starts_with(top) && kind.storage == Storage::Card && !kind.is_child());
        hosts.find_map(|kind| self.of_host(kind, path))
    }

    /// The card in whose folder a path lies, whatever it is: a record or any other file.
    pub fn folder_owner(&self, path: &str) -> Option<(&Kind, Id)> {
        self.cards().filter(|kind| !kind.is_child() && kind.has_folder()).find_map(|kind| {
            let depth = kind.home.matches('/').count();
            // Something lies in it.
            path.splitn(depth + 1, '/').nth(depth)?;
            Some((kind, folder_id(kind, path, depth)?))
        })
    }

    fn of_host<'a>(&'a self, host: &'a Kind, path: &str) -> Option<Place<'a>> {
        if let Some(id) = card_id(host, path) {
            return Some(Place { kind: host, parent: None, host: None, id });
        }
        // What lies in the folder of a card: journals beside it, other cards one folder deeper.
        if !host.has_folder() {
            return None;
        }
        let depth = host.home.matches('/').count();
        let id = folder_id(host, path, depth)?;
        let mut rest = path.splitn(depth + 1, '/').nth(depth)?.split('/');
        match (rest.next(), rest.next(), rest.next()) {
            (Some(file), None, None) => {
                let named = |kind: &&Kind| kind.home.strip_prefix("{parent}/") == Some(file);
                let kind = self.kinds.iter().filter(named).find(|kind| is_beside(kind, &host.name))?;
                Some(Place { kind, parent: Some(host), host: None, id })
            }
            (Some(folder), Some(file), None) => {
                let own = Id::parse(file.strip_suffix(".yaml")?)?;
                // The name of the folder first: most kinds have another.
                let named = |kind: &&Kind| {
                    let home = kind.home.strip_prefix("{parent}/").and_then(|home| home.strip_prefix(folder));
                    home.is_some_and(|home| home.starts_with('/'))
                };
                let kind = self.kinds.iter().filter(named).find(|kind| is_inside(kind, &host.name))?;
                Some(Place { kind, parent: None, host: Some((host, id)), id: own })
            }
            _ => None,
        }
    }
}

/// The folder that a card has to itself.
pub fn folder_of(kind: &Kind, id: &Id) -> String {
    let card = card_path(kind, id);
    card.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned()
}

/// True for a journal that stands beside cards of a kind.
fn is_beside(kind: &Kind, parent: &str) -> bool {
    kind.storage == Storage::Journal && kind.parents.iter().any(|name| name == parent)
}

/// True for cards that live in the folders of cards of a kind.
fn is_inside(kind: &Kind, host: &str) -> bool {
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

/// What a path holds.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// The kind of the file.
    pub kind: &'a Kind,
    /// For a journal, the kind of the card it stands beside.
    pub parent: Option<&'a Kind>,
    /// For a card in another's folder, that record.
    pub host: Option<(&'a Kind, Id)>,
    /// Id of the card.
    pub id: Id,
}

impl Place<'_> {
    /// The card in whose folder the file lies; itself when it has none above it.
    pub fn top(&self) -> (&Kind, &Id) {
        match &self.host {
            Some((kind, id)) => (kind, id),
            None => (self.parent.unwrap_or(self.kind), &self.id),
        }
    }
}

/// FNV-1a, to notice changes, not to withstand anyone.
pub fn fnv(bytes: &[u8], seed: u64) -> u64 {
    bytes.iter().fold(seed, |hash, b| (hash ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
}
