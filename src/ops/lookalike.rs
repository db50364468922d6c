//! Does this customer exist? Candidates from the index, compared and explained.

mod many;

use super::Desk;
use super::duplicates::duplicate_kind;
use crate::error::{Code, Error, Lang, Result};
use crate::matching::compare::{Prepared, compare, score};
use crate::matching::evidence::{Evidence, Reason};
use crate::matching::keys::{Key, keys};
use crate::matching::subject::{Fact, PersonPart, Subject};
use crate::matching::weigh::Model;
use crate::model::ids::Id;
use crate::model::input::{Assignment, assign};
use crate::model::kind::{Field, FieldType, Kind, Role};
use crate::model::record::{Record, journal_path, read_journal};
use crate::model::value::{Map, Value};

pub use crate::matching::verdict::Verdict;
pub use many::{Batch, InPiece};

/// Candidates taken from the index or the block to be compared in full.
const COMPARED: usize = 24;
/// Candidates shown.
const SHOWN: usize = 5;

/// What a look found.
#[derive(Debug, Clone)]
pub struct Look {
    /// Duplicate, possible or new.
    pub verdict: Verdict,
    /// Best first.
    pub candidates: Vec<Candidate>,
}

impl Look {
    /// The highest score; 0 when nothing looks alike.
    fn best(&self) -> f64 {
        self.candidates.iter().map(|candidate| candidate.score).fold(0.0, f64::max)
    }
}

/// A record that looks alike.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Id.
    pub id: String,
    /// Kind.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Id of the person who looks after it; empty when the kind has no owner.
    pub owner: String,
    /// Day of the last contact.
    pub last: Option<String>,
    /// Probability, 0 to 1.
    pub score: f64,
    /// Why, strongest first.
    pub evidence: Vec<Proof>,
    /// True when who is looking may not see it: id, name and reasons are left out.
    pub hidden: bool,
}

/// One reason for or against.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Field it is about.
    pub field: String,
    /// What the newcomer has.
    pub yours: String,
    /// What the candidate has.
    pub theirs: String,
    /// Log-odds: for when positive, against when negative.
    pub weight: f64,
    reason: Reason,
}

impl Proof {
    /// The reason in words.
    pub fn words(&self, lang: Lang) -> &'static str {
        self.reason.text(lang == Lang::Zh)
    }
}

impl Candidate {
    /// Name of the owner.
    pub fn owner_name(&self, desk: &Desk) -> Option<String> {
        let kind = desk.kinds.get("person")?;
        let id = Id::parse(&self.owner)?;
        let person = desk.book.card(desk.at, kind, &id).ok()??;
        Some(person.text("name").to_owned())
    }
}

/// The matcher's limits with the book's own in their place.
pub(super) fn model(desk: &Desk) -> Model {
    let mut model = Model::default();
    model.duplicate = desk.config.matching.duplicate.unwrap_or(model.duplicate);
    model.possible = desk.config.matching.possible.unwrap_or(model.possible);
    model.prior = desk.config.matching.prior.unwrap_or(model.prior);
    model.factors = desk.config.matching.weights.factors();
    model
}

/// What of a record's fields the matcher looks at, by the roles in its schema.
pub fn subject(kind: &Kind, fields: &Map) -> Subject {
    let mut subject = Subject::default();
    for field in &kind.fields {
        if let Some(value) = fields.get(&field.name) {
            gather(field, &field.ty, &field.name, value, &mut subject);
            // What a record is called is a name, whether or not its schema says so.
            if let (true, None, Value::Text(text)) = (field.name == kind.naming, field.role, value) {
                subject.names.push(Fact { field: field.name.clone(), text: text.clone() });
            }
        }
    }
    subject
}

fn gather(field: &Field, ty: &FieldType, path: &str, value: &Value, into: &mut Subject) {
    match (ty, value) {
        (FieldType::List(item), Value::List(items)) => {
            for (index, value) in items.iter().enumerate() {
                gather(field, item, &format!("{path}.{index}"), value, into);
            }
        }
        (FieldType::Group(fields), Value::Map(map)) => {
            for field in fields {
                if let Some(value) = map.get(&field.name) {
                    gather(field, &field.ty, &format!("{path}.{}", field.name), value, into);
                }
            }
        }
        (_, Value::Text(text)) => {
            let fact = || Fact { field: path.to_owned(), text: text.clone() };
            match field.role {
                Some(Role::Name) => into.names.push(fact()),
                Some(Role::Phone) => into.phones.push(fact()),
                Some(Role::Email) => into.emails.push(fact()),
                Some(Role::Website) => into.websites.push(fact()),
                Some(Role::Address) if into.address.is_empty() => into.address.clone_from(text),
                Some(Role::Address) => into.address.extend([" ", text]),
                Some(Role::GivenName) => into.person.push((PersonPart::Given, fact())),
                Some(Role::Surname) => into.person.push((PersonPart::Surname, fact())),
                // That of a contact says nothing of the company.
                Some(Role::Birthday) if path.contains('.') => {}
                Some(Role::Birthday) => into.person.push((PersonPart::Birthday, fact())),
                Some(Role::Identity) => into.person.push((PersonPart::Identity, fact())),
                Some(Role::Postcode) => into.person.push((PersonPart::Postcode, fact())),
                Some(Role::Province) => into.province.clone_from(text),
                Some(Role::City) => into.city.clone_from(text),
                Some(Role::County) => into.county.clone_from(text),
                Some(Role::Source | Role::Text) | None => {}
            }
        }
        _ => {}
    }
}

/// The keys under which the index finds a record's look-alikes.
pub fn index_keys(kind: &Kind, record: &Record) -> Vec<String> {
    if !kind.unique || record.is_retired() {
        return Vec::new();
    }
    keys(&Prepared::compact(&subject(kind, &record.fields))).into_iter().map(Key::text).collect()
}

/// The brand at the core of a name, without place, trade and legal form.
pub fn brand(name: &str) -> String {
    crate::matching::normal::brand(name)
}

/// A short name as the norm asks: an English name's first word, or pinyin of the core.
pub fn short_name(name: &str) -> String {
    crate::matching::normal::short_name(name)
}

/// Looks a text up: any scrap that is known.
pub fn of_text(desk: &Desk, kind: &str, text: &str) -> Result<Look> {
    if text.trim().is_empty() {
        return Err(Error::new(
            Code::Usage,
            "There is nothing to check: type a name, phone, email or website.",
            "没有可查询的内容: 请输入名称、电话、邮箱或网站。",
        ));
    }
    let kind = duplicate_kind(desk, kind)?;
    let mut subject = Subject::from_text(text);
    // What looks like a phone is a name where the kind has none: a number plate, a part number.
    if !subject.phones.is_empty() && !kind.fields.iter().any(|field| field.role == Some(Role::Phone)) {
        subject.names.append(&mut subject.phones);
        return look_among(desk, kind, subject, None);
    }
    let mut best = look_among(desk, kind, subject, None)?;
    // Whose number it is tells more than the name of a person beside it.
    for piece in Subject::pieces(text) {
        let look = look_among(desk, kind, piece, None)?;
        if look.best() > best.best() {
            best = look;
        }
    }
    Ok(best)
}

/// Looks typed fields up.
pub fn of_words(desk: &Desk, kind: &str, words: &[Assignment]) -> Result<Look> {
    let kind = duplicate_kind(desk, kind)?;
    let mut fields = Map::default();
    assign(kind, &mut fields, words, &desk.context)?;
    look_among(desk, kind, subject(kind, &fields), None)
}

/// Looks a record up among the others.
pub fn of_record(desk: &Desk, kind: &Kind, record: &Record) -> Result<Look> {
    look_among(desk, kind, subject(kind, &record.fields), Some(&record.id))
}

fn look_among(desk: &Desk, kind: &Kind, asked: Subject, but: Option<&Id>) -> Result<Look> {
    let mut mine = Prepared::new(asked);
    let index = desk.index()?;
    // A newcomer counts among those that share its values, as it would once it is in the book.
    let newcomer = usize::from(but.is_none());
    mine.count_sharers(|key| index.key_count(&key.text()) + newcomer);
    let model = model(desk);
    let mut near = Vec::new();
    for record in sharing(desk, kind, &mine, but)? {
        let theirs = Prepared::new(subject(kind, &record.fields));
        near.push((score(&mine, &theirs, &model), record, theirs));
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.as_str().cmp(b.1.id.as_str())));
    near.truncate(SHOWN);
    let tell = |(_, record, theirs): &(f64, Record, Prepared)| {
        let (id, name, owner) = (record.id.to_string(), record.title(kind), record.text("owner"));
        candidate(kind, &id, name, owner, &mine, theirs, &model)
    };
    finish(desk, kind, near.iter().map(tell).collect(), &model)
}

/// Reasons, the strongest first.
pub(super) fn proofs(evidence: Vec<Evidence>) -> Vec<Proof> {
    let mut proofs: Vec<Proof> = evidence
        .into_iter()
        .map(|e| Proof {
            field: e.field,
            yours: e.yours,
            theirs: e.theirs,
            weight: e.weight,
            reason: e.reason,
        })
        .collect();
    proofs.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    proofs
}

/// The records that share the most telling keys with a subject, but for one.
fn sharing(desk: &Desk, kind: &Kind, mine: &Prepared, but: Option<&Id>) -> Result<Vec<Record>> {
    let wanted: Vec<(String, f64)> = keys(mine).into_iter().map(|key| (key.text(), key.weight())).collect();
    let mut found = Vec::new();
    for hit in desk.index()?.sharing(&kind.name, &wanted, COMPARED)? {
        if but.is_none_or(|id| id.as_str() != hit.id) {
            found.extend(desk.book.card_of(kind, &hit)?);
        }
    }
    Ok(found)
}

/// Those of some records that would stop a record from being made, with how likely they are one with it. Whether who is
/// looking may see them is not asked.
pub(super) fn stoppers(
    desk: &Desk,
    kind: &Kind,
    record: &Record,
    among: &dyn Fn(&Record) -> bool,
) -> Result<Vec<(Record, f64)>> {
    let mut mine = Prepared::new(subject(kind, &record.fields));
    let (index, model) = (desk.index()?, model(desk));
    mine.count_sharers(|key| index.key_count(&key.text()));
    let near = sharing(desk, kind, &mine, Some(&record.id))?.into_iter().filter(among);
    let scored = near.map(|other| {
        let theirs = Prepared::new(subject(kind, &other.fields));
        let score = score(&mine, &theirs, &model);
        (other, score)
    });
    Ok(scored.filter(|(_, score)| Verdict::of(*score, &model) == Verdict::Duplicate).collect())
}

/// The records a record is compared with when it is looked up.
pub(super) fn compared(desk: &Desk, kind: &Kind, record: &Record) -> Result<Vec<Record>> {
    sharing(desk, kind, &Prepared::new(subject(kind, &record.fields)), Some(&record.id))
}

fn candidate(
    kind: &Kind,
    id: &str,
    name: &str,
    owner: &str,
    mine: &Prepared,
    theirs: &Prepared,
    model: &Model,
) -> Candidate {
    let comparison = compare(mine, theirs, model);
    let evidence = proofs(comparison.evidence);
    Candidate {
        id: id.to_owned(),
        kind: kind.name.clone(),
        name: name.to_owned(),
        owner: owner.to_owned(),
        last: None,
        score: comparison.score,
        evidence,
        hidden: false,
    }
}

/// Of a record that who is looking may not see, only that it exists and whose it is may be told (law 9).
pub fn veil(desk: &Desk, kind: &Kind, mut candidate: Candidate) -> Result<Candidate> {
    if desk.reach()?.is_none() {
        return Ok(candidate);
    }
    let Some(id) = Id::parse(&candidate.id) else { return Ok(candidate) };
    let record = desk.book.card(desk.at, kind, &id)?;
    if desk.seen(kind, record)?.is_none() {
        candidate.id.clear();
        candidate.name.clear();
        candidate.evidence.clear();
        candidate.hidden = true;
    }
    Ok(candidate)
}

/// Best first, those that tell something kept, the last contact looked up for what is shown.
fn finish(desk: &Desk, kind: &Kind, mut candidates: Vec<Candidate>, model: &Model) -> Result<Look> {
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
    let best = candidates.first().map_or(0.0, |candidate| candidate.score);
    let verdict = Verdict::of(best, model);
    candidates.retain(|candidate| candidate.score >= model.possible);
    candidates.truncate(SHOWN);
    let mut shown = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let mut candidate = veil(desk, kind, candidate)?;
        if let Some(id) = Id::parse(&candidate.id) {
            candidate.last = last_contact(desk, kind, &id)?;
        }
        shown.push(candidate);
    }
    Ok(Look { verdict, candidates: shown })
}

/// Day of the newest entry in the journal of a card. Journals may be long, so the canonical
/// `at:` lines are read first, and the file is taken apart only when there are none.
fn last_contact(desk: &Desk, kind: &Kind, id: &Id) -> Result<Option<String>> {
    let Some(journal) = desk.kinds.log_of(&kind.name) else { return Ok(None) };
    let path = journal_path(journal, kind, id);
    let Some(bytes) = desk.book.file(desk.at, &path)? else { return Ok(None) };
    let text = String::from_utf8_lossy(&bytes);
    let stamps = text.lines().filter_map(|line| line.strip_prefix("at: \"")?.get(..10));
    if let Some(day) = stamps.max() {
        return Ok(Some(day.to_owned()));
    }
    let entries = read_journal(journal, &bytes).unwrap_or_default();
    let days = entries.iter().filter_map(|entry| entry.get("at")?.as_str()?.get(..10).map(str::to_owned));
    Ok(days.max())
}
