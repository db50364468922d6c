//! One customer from its first call to today, as commits.

use chrono::{DateTime, Duration, FixedOffset};

use super::{Files, Moment, children, journals, moment_in, text, without};
use crate::error::{Code, Error, Result};
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::kinds::Kinds;
use crate::model::record::{Record, card_path, journal_path, read_card, read_journal};
use crate::model::value::{Map, Value};
use crate::model::yaml::YamlError;
use crate::ops::apply::Intent;
use crate::ops::assemble::new_card;

/// A customer whose story is told.
pub(super) struct Story<'a> {
    pub(super) kinds: &'a Kinds,
    pub(super) kind: &'a Kind,
    pub(super) files: &'a Files,
    pub(super) record: Record,
    /// When somebody spoke with it, oldest first.
    pub(super) contacts: Vec<DateTime<FixedOffset>>,
}

/// What the YAML reader refused, as an error of the program.
pub(super) fn wrong(why: YamlError) -> Error {
    Error::new(Code::BadYaml, why.en, why.zh)
}

/// Tells a customer: the card as it came in, its journals, what lies in its folder, the card as it is.
pub(super) fn tell(
    kinds: &Kinds,
    kind: &Kind,
    id: &Id,
    files: &Files,
    moments: &mut Vec<Moment>,
) -> Result<()> {
    let Some(log) = kinds.log_of(&kind.name) else { return Ok(()) };
    let path = card_path(kind, id);
    let card = files.get(&path).map(Vec::as_slice).unwrap_or_default();
    let record = read_card(kind, id, card).map_err(wrong)?;
    let entries = match files.get(&journal_path(log, kind, id)) {
        Some(bytes) => read_journal(log, bytes).map_err(wrong)?,
        None => Vec::new(),
    };
    let (Some(oldest), Some(newest)) = (entries.first(), entries.last()) else { return Ok(()) };
    let contacts: Vec<_> = entries.iter().filter_map(|entry| moment_in(entry, "at")).collect();
    let (Some(&first), Some(&last)) = (contacts.first(), contacts.last()) else { return Ok(()) };
    let (first_by, last_by) = (text(oldest, "by"), text(newest, "by"));
    let story = Story { kinds, kind, files, record, contacts };

    // As it came in: basic, level 1, with whoever met it first.
    let mut fields = without(&story.record.fields, &["shares", "has_products", "wants_products"]);
    fields.insert("status".to_owned(), Value::text("basic"));
    fields.insert("level".to_owned(), Value::Int(1));
    fields.insert("owner".to_owned(), Value::text(first_by.clone()));
    moments.push(story.card(first - Duration::minutes(5), &first_by, "new", "", fields));
    journals::tell(&story, moments)?;
    children::tell(&story, moments)?;
    let now = without(&story.record.fields, &["shares"]);
    moments.push(story.card(last + Duration::minutes(10), &last_by, "set", "set status, level of ", now));
    story.shares(last + Duration::minutes(15), moments);
    Ok(())
}

impl Story<'_> {
    /// Name and id of the customer, for people.
    pub(super) fn title(&self) -> String {
        format!("{} ({})", self.record.title(self.kind), self.record.id)
    }

    fn card(&self, at: DateTime<FixedOffset>, by: &str, verb: &str, what: &str, fields: Map) -> Moment {
        let path = card_path(self.kind, &self.record.id);
        let mut intent = Intent::new(verb, format!("customer: {what}{}", self.title()));
        let content = new_card(self.kind, &path, fields).into_bytes();
        intent.put(&self.kind.name, self.record.id.as_str(), path, content);
        Moment { at, by: by.to_owned(), intent }
    }

    /// Each share is given when it says, never before the card is as it is.
    fn shares(&self, earliest: DateTime<FixedOffset>, moments: &mut Vec<Moment>) {
        let shares = self.record.fields.get("shares").and_then(Value::as_list).unwrap_or_default();
        for (index, share) in shares.iter().enumerate() {
            let Some(fields) = share.as_map() else { continue };
            let mut now = self.record.fields.clone();
            now.insert("shares".to_owned(), Value::List(shares.iter().take(index + 1).cloned().collect()));
            let at = moment_in(fields, "at").unwrap_or(earliest).max(earliest);
            let what = format!("share with {}: ", text(fields, "person"));
            moments.push(self.card(at, &text(fields, "by"), "share", &what, now));
        }
    }
}
