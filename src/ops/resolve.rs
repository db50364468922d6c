//! From what a person types to one record: an id, the start of one, or an exact name, phone,
//! email or website.

use super::Desk;
use crate::error::{Code, Error, Result};
use crate::index::{Hit, typed_keys};
use crate::model::ids::Id;
use crate::model::kind::{ANY, Kind, Storage};
use crate::model::record::{Record, journal_path};

/// Longest chain of merges followed; a longer one is a circle.
pub(super) const MOST_MERGES: usize = 32;
/// Most candidates named when several fit.
const SHOWN: usize = 8;

impl Desk {
    /// The card a person means.
    pub fn resolve(&self, typed: &str) -> Result<(&Kind, Record)> {
        self.resolve_of(typed, None)
    }

    /// The card of a kind that a person means; a merged one leads to the record it became part of.
    pub fn resolve_of(&self, typed: &str, only: Option<&str>) -> Result<(&Kind, Record)> {
        let (kind, record) = self.resolve_itself(typed, only)?;
        self.follow(kind, record)
    }

    /// The record that a merged one became part of, however often that one was merged again.
    pub fn follow<'a>(&self, kind: &'a Kind, record: Record) -> Result<(&'a Kind, Record)> {
        let first = record.id.to_string();
        let mut at = record;
        for _ in 0..MOST_MERGES {
            let Some(next) = at.merged_into().and_then(Id::parse) else { break };
            match self.book.card(self.at, kind, &next)? {
                Some(record) => at = record,
                None => break,
            }
        }
        if at.id.as_str() != first && !self.sees(kind, &at)? {
            return Err(Error::not_found(&first));
        }
        if at.id.as_str() != first {
            self.note_followed(&first, at.id.as_str());
        }
        Ok((kind, at))
    }

    /// The card a person means, even when it was merged into another. One that may not be seen is not found.
    pub fn resolve_itself(&self, typed: &str, only: Option<&str>) -> Result<(&Kind, Record)> {
        let typed = typed.trim();
        let kinds = || self.kinds.cards().filter(move |kind| only.is_none_or(|name| kind.name == name));
        let mut found: Vec<(&Kind, Record)> = Vec::new();
        if let Some(id) = Id::parse(typed) {
            for kind in kinds().filter(|kind| !kind.is_child()) {
                let card = self.book.card(self.at, kind, &id)?;
                found.extend(self.seen(kind, card)?.map(|record| (kind, record)));
            }
            if found.is_empty() && typed.len() >= 2 {
                found = self.by_prefix(typed, only)?;
            }
        } else if let Some((Some(host), Some(id))) =
            typed.split_once('/').map(|(host, id)| (Id::parse(host), Id::parse(id)))
        {
            found = self.in_folder(&host, &id, only)?;
        } else if typed.contains("../") || typed.starts_with('/') {
            return Err(Error::new(
                Code::BadValue,
                format!("{} is no id: ids are letters, digits and dashes.", crate::error::quoted(typed)),
                format!("{} 不是编号: 编号只含字母、数字和短横。", crate::error::quoted(typed)),
            ));
        }
        // An exact name goes before the start of an id: `hp` is a customer's short name.
        if found.len() != 1 || found.first().is_some_and(|(_, record)| record.id.as_str() != typed) {
            let named = self.by_name(typed, only)?;
            if !named.is_empty() {
                found = named;
            }
        }
        // Who writes a name out as it stands means that one, though others are like it.
        let written = |(kind, record): &(&Kind, Record)| record.title(kind) == typed;
        if found.iter().filter(|found| written(found)).count() == 1 {
            found.retain(written);
        }
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(Error::not_found(typed)),
            _ => Err(self.ambiguous(typed, &found)),
        }
    }

    fn ambiguous(&self, typed: &str, found: &[(&Kind, Record)]) -> Error {
        let alike = found.iter().all(|(_, record)| record.id == found[0].1.id);
        // Of one id, that of the folder tells them apart.
        let name = |(kind, record): &(&Kind, Record)| match self.kinds.host(kind, &record.fields) {
            Some((_, host)) if alike => format!("{host}/{}", record.id),
            _ => record.id.to_string(),
        };
        let line = |found: &(&Kind, Record)| format!("\n  {}  {}", name(found), found.1.title(found.0));
        let shown: String = found.iter().take(SHOWN).map(line).collect();
        let more = if found.len() > SHOWN { "\n  …" } else { "" };
        let typed = crate::error::quoted(typed);
        let error = Error::new(
            Code::Ambiguous,
            format!("{typed} could be any of these:{shown}{more}"),
            format!("{typed} 可能是:{shown}{more}"),
        );
        match alike {
            true => {
                error.hint("Type it with what it belongs to, as above.", "请连同所属一起输入, 如上所示。")
            }
            false => error.hint("Type more of the id.", "请多输入几个编号字母。"),
        }
    }

    /// A record as far as who is looking may see it.
    pub(super) fn seen(&self, kind: &Kind, record: Option<Record>) -> Result<Option<Record>> {
        match record {
            Some(record) if self.sees(kind, &record)? => Ok(Some(record)),
            _ => Ok(None),
        }
    }

    fn by_prefix(&self, prefix: &str, only: Option<&str>) -> Result<Vec<(&Kind, Record)>> {
        let mut found = Vec::new();
        let hits = self.index()?.starting_with(prefix, self.reach()?, SHOWN + 1)?;
        let whole = hits.iter().any(|hit| hit.id == prefix);
        for hit in hits.into_iter().filter(|hit| !whole || hit.id == prefix) {
            let Some(kind) = self.kinds.get(&hit.kind) else { continue };
            if only.is_none_or(|name| kind.name == name) {
                let card = self.book.card_of(kind, &hit)?;
                found.extend(self.seen(kind, card)?.map(|record| (kind, record)));
            }
        }
        Ok(living(found))
    }

    /// Cards with an id in the folder of another: two people may have given one number while apart.
    fn in_folder(&self, host: &Id, id: &Id, only: Option<&str>) -> Result<Vec<(&Kind, Record)>> {
        let mut found = Vec::new();
        for hit in self.index()?.starting_with(id.as_str(), self.reach()?, SHOWN + 1)? {
            let Some(kind) = self.kinds.get(&hit.kind) else { continue };
            let fits = hit.id == id.as_str() && hit.host.starts_with(host.as_str());
            if fits && only.is_none_or(|name| kind.name == name) {
                let card = self.book.card_of(kind, &hit)?;
                found.extend(self.seen(kind, card)?.map(|record| (kind, record)));
            }
        }
        Ok(found)
    }

    fn by_name(&self, typed: &str, only: Option<&str>) -> Result<Vec<(&Kind, Record)>> {
        let keys = typed_keys(typed, &self.context.country);
        let mut found = Vec::new();
        for hit in self.index()?.with_keys(&keys, self.reach()?, SHOWN + 1)? {
            let Some(kind) = self.kinds.get(&hit.kind) else { continue };
            let fits = only.is_none_or(|name| kind.name == name) && hit.parent.is_empty();
            if fits {
                let card = self.book.card_of(kind, &hit)?;
                found.extend(self.seen(kind, card)?.map(|record| (kind, record)));
            }
        }
        found.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        Ok(living(found))
    }

    /// The file behind an answer of the index.
    pub fn path_of(&self, hit: &Hit) -> Result<Option<String>> {
        let Some(kind) = self.kinds.get(&hit.kind) else { return Ok(None) };
        if kind.storage == Storage::Card {
            let card = self.book.card_of(kind, hit)?;
            return card.map(|card| self.kinds.path_of(kind, &card)).transpose();
        }
        let Some(parent) = Id::parse(&hit.parent) else { return Ok(None) };
        for card in kind.parents.iter().filter_map(|name| self.kinds.get(name)) {
            let path = journal_path(kind, card, &parent);
            if self.book.blob_id(self.at, &path)?.is_some() {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// The id a link field gets for what a person typed: ids stay, names become ids.
    pub fn link_target(&self, kind: &str, typed: &str) -> Result<String> {
        if kind == "person" && matches!(typed, "me" | "@me" | "我") && !self.context.me.is_empty() {
            return Ok(self.context.me.clone());
        }
        self.linked(kind, typed).map(|(_, record)| record.id.to_string())
    }

    /// The record of a kind that a person means; one that is not there is told with its kind.
    pub fn linked(&self, kind: &str, typed: &str) -> Result<(&Kind, Record)> {
        match self.resolve_of(typed, Some(kind).filter(|kind| *kind != ANY)) {
            Err(error) if error.code == Code::NotFound => {
                let mut error = error;
                error.en = format!("There is no {kind} {}.", crate::error::quoted(typed));
                let label = self.kinds.get(kind).map_or(kind, |known| known.label.zh.as_str());
                error.zh = format!("没有{label} {}。", crate::error::quoted(typed));
                Err(error
                    .hint(format!("`kehu list {kind}` shows them."), format!("`kehu list {kind}` 可列出。")))
            }
            other => other,
        }
    }
}

/// A retired or merged namesake does not make a living record ambiguous.
fn living(mut found: Vec<(&Kind, Record)>) -> Vec<(&Kind, Record)> {
    if found.iter().any(|(_, record)| !record.is_retired()) {
        found.retain(|(_, record)| !record.is_retired());
    }
    found
}
