//! From a card and its journals to the documents of the index.

use serde_json::{Map as JsonMap, Value as Json};
use tantivy::TantivyDocument;

use super::fields::{Fields, whole};
use super::text::{fold, initials, spelled};
use crate::model::access::{marks, marks_within};
use crate::model::completeness::complete;
use crate::model::conflict::Conflict;
use crate::model::date::DateTime;
use crate::model::email::Email;
use crate::model::kind::{Field, FieldType, Kind, Role};
use crate::model::money::Money;
use crate::model::phone::Phone;
use crate::model::record::{CONFLICTS, Record};
use crate::model::trail::{since, waits};
use crate::model::value::{Map, Value};
use crate::model::website::Website;

/// Below a group of free fields: all their text, to be searched without knowing their names.
pub const EXTRA: &str = "_all";

/// The score of a record's newest assessment, and the band it lies in.
pub const SCORE: &str = "score";
/// See [`SCORE`].
pub const BAND: &str = "band";

/// How complete a record is in hundredths, and the marks of the rules it does not meet.
pub const COMPLETE: &str = "complete";
/// See [`COMPLETE`].
pub const LACKS: &str = "lacks";
/// True for what is still to be done.
pub const OPEN: &str = "open";
/// True for a customer that nobody talked with and for whom nothing is planned.
pub const UNTOUCHED: &str = "untouched";
/// True where two people wanted different things of a field.
pub const CONFLICT: &str = "conflict";
/// For whom a record with a workflow waits: see `model::trail::waits`.
pub const WAITS: &str = "waits";
/// Since when a record stands as it does.
pub const SINCE: &str = "since";
/// Month and day of each birthday in a card: `11-25`.
pub const BIRTHDAYS: &str = "birthdays";
/// In a plan: the entry of the log that made it.
const FROM: &str = "from";

/// Letters of one text that are searched.
const MAX_TEXT: usize = 20_000;

/// One searchable record: a card or a journal entry.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// `kind/id` of the card it belongs to.
    pub card: String,
    /// Kind.
    pub kind: String,
    /// Id.
    pub id: String,
    /// For journal entries: id of the card.
    pub parent: String,
    /// For a card in another's folder: id of that card.
    pub host: String,
    /// What a person calls it.
    pub title: String,
    /// Blob of the file, as bytes.
    pub blob: Vec<u8>,
    names: Vec<String>,
    keys: Vec<String>,
    links: Vec<String>,
    marks: Vec<String>,
    fields: JsonMap<String, Json>,
}

impl Document {
    pub(super) fn to_tantivy(&self, fields: &Fields) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_text(fields.card, &self.card);
        document.add_text(fields.kind, &self.kind);
        document.add_text(fields.id, &self.id);
        if !self.parent.is_empty() {
            document.add_text(fields.parent, &self.parent);
        }
        if !self.host.is_empty() {
            document.add_text(fields.host, &self.host);
        }
        for mark in or_none(&self.marks) {
            document.add_text(fields.marks, mark);
        }
        document.add_text(fields.title, &self.title);
        document.add_bytes(fields.blob, &self.blob);
        let spelled = self.names.iter().map(|name| [spelled(name), initials(name)]);
        let spelled: Vec<String> = spelled.filter(|[letters, _]| !letters.is_empty()).flatten().collect();
        for spelling in or_none(&spelled) {
            document.add_text(fields.pinyin, spelling);
        }
        for key in or_none(&self.keys) {
            document.add_text(fields.key, key);
        }
        for link in or_none(&self.links) {
            document.add_text(fields.link, link);
        }
        let object = self.fields.iter().map(|(key, json)| (key.clone(), json.clone().into())).collect();
        document.add_object(fields.fields, object);
        document
    }
}

/// What stands for no value: [`WHOLE`](super::fields::WHOLE) and nothing behind it.
const NONE: &str = "\u{1}";

/// Values of a field, or one that nobody can ask for: tantivy makes up a dictionary of 2 MB when a question meets a segment in
/// which a field has no value at all, and segments of one commit are small.
fn or_none(values: &[String]) -> impl Iterator<Item = &str> {
    let none = values.is_empty().then_some(NONE);
    values.iter().map(String::as_str).chain(none)
}

/// A card as it was read: its kind, the record, look-alike keys, the blob of its file.
pub struct Sheet<'a> {
    /// Kind.
    pub kind: &'a Kind,
    /// Record.
    pub record: &'a Record,
    /// The matcher's keys.
    pub keys: Vec<String>,
    /// Blob of the file.
    pub blob: &'a [u8],
}

/// Documents of a card, of the journals beside it, and of the cards in its folder.
pub fn card_documents(
    card: Sheet<'_>,
    journals: &[(&Kind, Vec<Map>)],
    children: Vec<Sheet<'_>>,
) -> Vec<Document> {
    let top = format!("{}/{}", card.kind.name, card.record.id);
    let marks = marks(card.kind, &card.record.fields);
    let host = card.record.id.to_string();
    let mut documents =
        Vec::with_capacity(1 + children.len() + journals.iter().map(|(_, e)| e.len()).sum::<usize>());
    let found = complete(card.kind, &card.record.fields, journals);
    let (kind, record) = (card.kind, card.record);
    let living = !record.is_retired();
    let mut main = sheet(card, living);
    if let Some(found) = found {
        let lacks = found.lacks().map(|mark| Json::from(whole(mark))).collect();
        say(&mut main.fields, COMPLETE, found.percent.into());
        say(&mut main.fields, LACKS, lacks);
    }
    story(&mut main.fields, journals);
    birthdays(kind, record, &mut main.fields);
    let told = ["last", "next"].iter().any(|name| main.fields.contains_key(*name));
    if living && !told && kind.has_folder() {
        main.fields.insert(UNTOUCHED.to_owned(), true.into());
    }
    for (journal, entries) in journals {
        worth(&mut main.fields, journal, entries);
        for entry in entries {
            let mut document = document(journal, entry);
            open(journal, entry, living, &mut document.fields);
            document.parent.clone_from(&host);
            document.id = text(entry, "id").to_owned();
            document.title = text(entry, &journal.naming).chars().take(80).collect();
            document.fields.insert("id".to_owned(), whole(&document.id).into());
            document.fields.insert("parent".to_owned(), whole(&document.parent).into());
            documents.push(document);
        }
    }
    documents.extend(children.into_iter().map(|child| {
        let apart = marks_within(kind, &record.fields, child.kind, &child.record.fields);
        let mut document = sheet(child, living);
        document.marks = apart.unwrap_or_default();
        document.host.clone_from(&host);
        document
    }));
    documents.push(main);
    for document in &mut documents {
        document.card.clone_from(&top);
        if document.marks.is_empty() {
            document.marks.clone_from(&marks);
        }
    }
    documents
}

fn sheet(card: Sheet<'_>, living: bool) -> Document {
    let Sheet { kind, record, keys, blob } = card;
    let mut document = document(kind, &record.fields);
    let living = living && !record.is_retired();
    open(kind, &record.fields, living, &mut document.fields);
    if living {
        awaited(kind, &record.fields, &mut document.fields);
    }
    document.id = record.id.to_string();
    document.title = record.title(kind).to_owned();
    document.blob = blob.to_vec();
    document.keys.extend(keys);
    document.keys.sort_unstable();
    document.keys.dedup();
    document.fields.insert("id".to_owned(), whole(&document.id).into());
    document
}

/// What its journals say of a customer as a whole: last contact and next step.
fn story(fields: &mut JsonMap<String, Json>, journals: &[(&Kind, Vec<Map>)]) {
    let entries = |plans: bool| {
        let of = journals
            .iter()
            .filter(move |(journal, _)| if plans { journal.due.is_some() } else { journal.is_log() });
        of.flat_map(|(journal, entries)| entries.iter().map(move |entry| (*journal, entry)))
    };
    let last = entries(false).map(|(_, entry)| day(text(entry, "at"))).max();
    if let Some(last) = last.filter(|day| !day.is_empty()) {
        fields.insert("last".to_owned(), whole(last).into());
    }
    let due = entries(true)
        .filter(|(journal, entry)| journal.is_open(entry))
        .map(|(journal, entry)| text(entry, journal.due.as_deref().unwrap_or_default()))
        .filter(|day| !day.is_empty())
        .min();
    // Logs written before there were plans say the next step themselves.
    let said = || {
        let newest = entries(false)
            .filter(|(_, e)| !text(e, "next_date").is_empty())
            .max_by_key(|(_, e)| text(e, "at"));
        let (_, entry) = newest?;
        let planned = entries(true).any(|(_, plan)| text(plan, FROM) == text(entry, "id"));
        (!planned).then(|| text(entry, "next_date"))
    };
    if let Some(next) = due.or_else(said) {
        fields.insert("next".to_owned(), whole(next).into());
    }
}

/// Marks what is still to be done. Nothing is to be done for a retired record.
fn open(kind: &Kind, of: &Map, living: bool, fields: &mut JsonMap<String, Json>) {
    if living && kind.is_open(of) {
        fields.insert(OPEN.to_owned(), true.into());
    }
}

/// For whom a record waits, and since when.
fn awaited(kind: &Kind, of: &Map, fields: &mut JsonMap<String, Json>) {
    let marks = waits(kind, of);
    if marks.is_empty() {
        return;
    }
    fields.insert(WAITS.to_owned(), marks.iter().map(|mark| Json::from(whole(mark))).collect());
    // What never moved has waited longest.
    fields.insert(SINCE.to_owned(), whole(&since(of).unwrap_or_default()).into());
}

/// Month and day of the birthdays in a card, so that those of a week are found without reading cards.
fn birthdays(kind: &Kind, record: &Record, fields: &mut JsonMap<String, Json>) {
    let mut days = Vec::new();
    for field in &kind.fields {
        let (FieldType::List(item), Some(Value::List(items))) = (&field.ty, record.fields.get(&field.name))
        else {
            continue;
        };
        let FieldType::Group(inner) = &**item else { continue };
        for field in inner.iter().filter(|field| field.role == Some(Role::Birthday)) {
            let born = items.iter().filter_map(|item| item.at(&field.name)?.as_str()?.get(5..10));
            days.extend(born.map(|day| Json::from(whole(day))));
        }
    }
    if !days.is_empty() {
        fields.insert(BIRTHDAYS.to_owned(), days.into());
    }
}

/// What the newest assessment says of a customer: score, band.
fn worth(fields: &mut JsonMap<String, Json>, journal: &Kind, entries: &[Map]) {
    if journal.field(SCORE).is_none() || journal.field(BAND).is_none() {
        return;
    }
    let Some(entry) = entries.iter().max_by_key(|entry| text(entry, "at")) else { return };
    if let Some(score) = entry.get(SCORE).and_then(Value::as_int) {
        say(fields, SCORE, score.into());
        say(fields, BAND, whole(text(entry, BAND)).into());
    }
}

/// Adds what the record does not say itself; a field of that name goes before it.
fn say(fields: &mut JsonMap<String, Json>, name: &str, value: Json) {
    fields.entry(name).or_insert(value);
}

fn day(at: &str) -> &str {
    at.get(..10).unwrap_or_default()
}

fn text<'a>(fields: &'a Map, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn document(kind: &Kind, fields: &Map) -> Document {
    let mut document = Document { kind: kind.name.clone(), ..Document::default() };
    if !Conflict::all(fields).is_empty() {
        say(&mut document.fields, CONFLICT, true.into());
    }
    for (name, value) in fields.iter().filter(|(name, _)| *name != CONFLICTS) {
        let field = kind.field(name);
        gather(field, field.map(|f| &f.ty), value, &mut document);
        if let Some(json) = json(field.map(|f| &f.ty), value) {
            if let (Some(FieldType::Money), Value::Text(text)) = (field.map(|f| &f.ty), value)
                && let Ok(money) = Money::parse(text, None)
            {
                document.fields.insert(format!("{name}_currency"), whole(&money.to_json_parts().1).into());
            }
            document.fields.insert(name.clone(), json);
        }
    }
    document
}

/// Names, texts, exact keys and links of a value.
fn gather(field: Option<&Field>, ty: Option<&FieldType>, value: &Value, into: &mut Document) {
    match (ty, value) {
        (Some(FieldType::List(item)), Value::List(items)) => {
            items.iter().for_each(|value| gather(field, Some(item), value, into));
        }
        (Some(FieldType::Group(fields)), Value::Map(map)) => {
            for (key, value) in map {
                let field = fields.iter().find(|field| field.name == *key);
                gather(field, field.map(|f| &f.ty), value, into);
            }
        }
        (Some(FieldType::Link(_)), Value::Text(id)) => into.links.push(id.clone()),
        (Some(FieldType::Choice(_) | FieldType::Date | FieldType::DateTime), _) => {}
        (_, Value::Text(text)) => {
            let role = field.and_then(|field| field.role);
            if role == Some(Role::Name) {
                into.names.push(text.clone());
            }
            if let Some(key) = exact_key(role, text) {
                into.keys.push(key);
            }
        }
        (_, Value::List(items)) => items.iter().for_each(|value| gather(None, None, value, into)),
        (_, Value::Map(map)) => map.values().for_each(|value| gather(None, None, value, into)),
        _ => {}
    }
}

/// The key under which a record is found by exactly this name, number or address; the same
/// classes as the matcher's, so that each is kept once.
fn exact_key(role: Option<Role>, text: &str) -> Option<String> {
    let key = match role? {
        Role::Name => format!("n:{}", fold(text)),
        Role::Email => format!("e:{}", Email::parse(text).ok()?.key()),
        Role::Website => format!("d:{}", Website::parse(text).ok()?.domain()),
        Role::Phone => format!("p:{}", Phone::parse(text, "86").ok()?.key()),
        Role::Source => source_key(text),
        _ => return None,
    };
    (key.len() > 2).then_some(key)
}

/// The keys under which a person may mean a record by typing its name, phone, email or website.
pub fn typed_keys(typed: &str, country: &str) -> Vec<String> {
    let mut keys = vec![format!("n:{}", fold(typed))];
    keys.extend(Email::parse(typed).ok().map(|email| format!("e:{}", email.key())));
    keys.extend(Website::parse(typed).ok().map(|site| format!("d:{}", site.domain())));
    keys.extend(Phone::parse(typed, country).ok().map(|phone| format!("p:{}", phone.key())));
    keys.retain(|key| key.len() > 2);
    keys
}

/// The key of an id in another system.
pub fn source_key(text: &str) -> String {
    format!("s:{}", text.trim())
}

/// A value as the index keeps it: dates sort as text, money as a number.
fn json(ty: Option<&FieldType>, value: &Value) -> Option<Json> {
    Some(match (ty, value) {
        (Some(FieldType::Money), Value::Text(text)) => {
            let money = Money::parse(text, None).ok()?;
            money.to_json_parts().0.parse::<f64>().ok()?.into()
        }
        (Some(FieldType::DateTime), Value::Text(text)) => {
            let moment = DateTime::from_rfc3339(text).ok()?.0.naive_utc();
            whole(&moment.format("%Y-%m-%dT%H:%M:%S").to_string()).into()
        }
        (Some(FieldType::List(item)), Value::List(items)) => {
            items.iter().filter_map(|value| json(Some(item), value)).collect()
        }
        (Some(FieldType::Group(fields)), Value::Map(map)) => Json::Object(
            map.iter()
                .filter_map(|(key, value)| {
                    let ty = fields.iter().find(|field| field.name == *key).map(|field| &field.ty);
                    Some((key.clone(), json(ty, value)?))
                })
                .collect(),
        ),
        (Some(FieldType::Choice(_) | FieldType::Link(_) | FieldType::Date), Value::Text(text)) => {
            whole(text).into()
        }
        (Some(FieldType::Open), Value::Map(map)) => {
            let mut open: JsonMap<String, Json> =
                map.iter().filter_map(|(key, value)| Some((key.clone(), json(None, value)?))).collect();
            open.insert(EXTRA.to_owned(), map.values().map(|value| Json::from(value.flat_text())).collect());
            Json::Object(open)
        }
        (_, Value::Number(text)) => text.parse::<f64>().ok()?.into(),
        (_, Value::Text(text)) => text.chars().take(MAX_TEXT).collect::<String>().into(),
        (_, value) => value.to_json(),
    })
}
