//! What only one may have at a time: no record may take what another has taken, and two that do are found.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::Desk;
use super::apply::Intent;
use crate::domain::bookings::{Booking, Span, booking, next_free, written};
use crate::error::{Code, Error, Result};
use crate::index::{Ask, Scalar, Sort, Test};
use crate::model::ids::Id;
use crate::model::kind::{FieldType, Kind, Storage};
use crate::model::record::{Record, read_card};
use crate::model::value::{Map, Value};

/// Records looked at that may stand in the way; the first few are enough to say no.
const FEW: usize = 16;
/// Later bookings looked at to tell when there is time.
const LATER: usize = 500;

/// A record that stands in the way of another.
pub struct InTheWay {
    /// The record.
    pub record: Record,
    /// When it has what is wanted.
    pub span: Span,
}

/// Open records of a kind that have what a booking wants, the earliest first; `except` are not asked.
pub fn in_the_way(
    desk: &Desk,
    kind: &Kind,
    wanted: &Booking,
    except: &BTreeSet<String>,
) -> Result<Vec<InTheWay>> {
    Ok(taken(desk, kind, &wanted.of, wanted.span.from, Some(wanted.span.until), except)?
        .into_iter()
        .filter(|other| other.span.meets(wanted.span))
        .collect())
}

/// Open records that have something after a moment and before another.
fn taken(
    desk: &Desk,
    kind: &Kind,
    of: &str,
    after: i64,
    before: Option<i64>,
    except: &BTreeSet<String>,
) -> Result<Vec<InTheWay>> {
    let Some(word) = &kind.exclusive else { return Ok(Vec::new()) };
    let moments = kind.field(&word.from).is_some_and(|field| field.ty == FieldType::DateTime);
    // As the index keeps them: moments in UTC.
    let text = |at: i64| {
        let like = if moments { "1970-01-01T00:00:00Z" } else { "" };
        let text = written(at, like);
        Scalar::Text(text.get(..19).unwrap_or(&text).to_owned())
    };
    let mut ask = Ask::Kind(kind.name.clone())
        .and(Ask::Field(word.of.clone(), Test::Is(Scalar::Text(of.to_owned()))))
        .and(Ask::Field(word.until.clone(), Test::Range(Bound::Excluded(text(after)), Bound::Unbounded)));
    if let Some(before) = before {
        let range = Test::Range(Bound::Unbounded, Bound::Excluded(text(before)));
        ask = ask.and(Ask::Field(word.from.clone(), range));
    }
    let sort = Sort::Field { path: word.from.clone(), numeric: false, descending: false };
    let limit = if before.is_some() { FEW + except.len() } else { LATER };
    let (hits, _) = desk.index()?.search(&ask, &sort, limit)?;
    let mut found = Vec::new();
    for hit in hits.iter().filter(|hit| !except.contains(&hit.id)) {
        let Some(record) = desk.book.card_of(kind, hit)? else { continue };
        if let Some(booking) = booking(kind, &record.fields) {
            found.push(InTheWay { record, span: booking.span });
        }
    }
    Ok(found)
}

/// When what is wanted is free for as long as it is wanted, from the wanted moment on: the text of that moment and of its
/// end, as the record writes moments.
pub fn free_again(
    desk: &Desk,
    kind: &Kind,
    fields: &Map,
    except: &BTreeSet<String>,
    also: &[Span],
) -> Result<Option<(String, String)>> {
    let (Some(word), Some(wanted)) = (&kind.exclusive, booking(kind, fields)) else { return Ok(None) };
    let mut spans: Vec<Span> = taken(desk, kind, &wanted.of, wanted.span.from, None, except)?
        .into_iter()
        .map(|other| other.span)
        .collect();
    spans.extend(also);
    let at = next_free(wanted.span, &spans);
    let like = fields.get(&word.from).and_then(Value::as_str).unwrap_or_default();
    let until = at.saturating_add(wanted.span.until - wanted.span.from);
    Ok(Some((written(at, like), written(until, like))))
}

/// Who answers for a record, by its access or its workflow; empty when nobody does.
pub fn owner_of(desk: &Desk, kind: &Kind, record: &Record) -> Result<String> {
    let owner = desk.facts(kind, record)?.map(|facts| facts.owner).unwrap_or_default();
    Ok(match &kind.workflow {
        Some(flow) if owner.is_empty() => record.text(&flow.owner).to_owned(),
        _ => owner,
    })
}

/// A moment for people: without seconds and offset.
fn short(text: &str) -> String {
    text.get(..16).map_or_else(|| text.to_owned(), |text| text.replace('T', " "))
}

/// The error for a record that wants what another has.
fn refusal(
    desk: &Desk,
    kind: &Kind,
    fields: &Map,
    other: &InTheWay,
    except: &BTreeSet<String>,
    also: &[Span],
) -> Result<Error> {
    let Some(word) = &kind.exclusive else { return Ok(Error::new(Code::Taken, "", "")) };
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let of = text(&word.of);
    let target = kind.field(&word.of).map(|field| &field.ty);
    let name = match target {
        Some(FieldType::Link(target)) => desk.title_of(target, of)?,
        _ => String::new(),
    };
    let of = if name.is_empty() { of.to_owned() } else { format!("{name} ({of})") };
    let like = text(&word.from);
    let (from, until) = (short(&written(other.span.from, like)), short(&written(other.span.until, like)));
    let record = &other.record;
    // Who may not see the record learns that the time is taken, and no more.
    let (by_en, by_zh) = if desk.sees(kind, record)? {
        let owner = owner_of(desk, kind, record)?;
        let (title, id) = (record.title(kind), &record.id);
        let (of_en, of_zh) = match owner.as_str() {
            "" => (String::new(), String::new()),
            owner => (format!(" of {owner}"), format!("{owner} 的")),
        };
        let named = if title == id.as_str() { title.to_owned() } else { format!("{title} ({id})") };
        (format!(": {} {named}{of_en}", kind.name), format!(": {of_zh}{} {named}", kind.label.zh))
    } else {
        (String::new(), String::new())
    };
    let error = Error::new(
        Code::Taken,
        format!("{of} is taken from {from} until {until}{by_en}."),
        format!("{of} 在 {from} 至 {until} 已被占用{by_zh}。"),
    );
    Ok(match free_again(desk, kind, fields, except, also)? {
        Some((at, end)) => {
            let (free, end) = (short(&at), short(&end));
            let words = format!("{}='{free}' {}='{end}'", word.from, word.until);
            error.hint(
                format!("It is free for as long from {free} on: {words}. Or take another."),
                format!("同样时长最早自 {free} 起空闲: {words}。也可改用其他{}。", named(desk, target)),
            )
        }
        None => error,
    })
}

/// What is booked, in Chinese: 会议室.
fn named(desk: &Desk, target: Option<&FieldType>) -> String {
    match target {
        Some(FieldType::Link(target)) => {
            desk.kinds.get(target).map_or(target.as_str(), |kind| &kind.label.zh).to_owned()
        }
        _ => String::new(),
    }
}

/// A record of an intent that books something.
struct Wanted<'a> {
    kind: &'a Kind,
    id: Id,
    fields: Map,
    booking: Booking,
    /// True when it is new or takes something else, or another time, than before.
    fresh: bool,
}

/// Refuses an intent that takes what another record has, or the same twice. What two have already, since clones were
/// brought together, may be changed in all else.
pub(super) fn keep(desk: &Desk, intent: &Intent) -> Result<()> {
    let kinds: Vec<&Kind> = desk.kinds.cards().filter(|kind| kind.exclusive.is_some()).collect();
    let tops: BTreeSet<&str> = kinds.iter().flat_map(|kind| tops(desk, kind)).collect();
    if tops.is_empty() {
        return Ok(());
    }
    let mut touched: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut wanted: Vec<Wanted<'_>> = Vec::new();
    for change in &intent.draft.changes {
        if !change.path.split('/').next().is_some_and(|top| tops.contains(top)) {
            continue;
        }
        let Some(place) = desk.kinds.of_path(&change.path) else { continue };
        let kind = place.kind;
        if kind.exclusive.is_none() || kind.storage != Storage::Card {
            continue;
        }
        touched.entry(&kind.name).or_default().insert(place.id.to_string());
        let Some(bytes) = &change.content else { continue };
        let Ok(record) = read_card(kind, &place.id, bytes) else { continue };
        let Some(after) = booking(kind, &record.fields) else { continue };
        let before = desk.book.file(desk.at, &change.path)?;
        let before = before.and_then(|bytes| read_card(kind, &place.id, &bytes).ok());
        let fresh =
            before.and_then(|record| booking(kind, &record.fields)).is_none_or(|before| before != after);
        wanted.push(Wanted { kind, id: place.id, fields: record.fields, booking: after, fresh });
    }
    let none = BTreeSet::new();
    for one in wanted.iter().filter(|one| one.fresh) {
        let except = touched.get(one.kind.name.as_str()).unwrap_or(&none);
        if let Some(other) = in_the_way(desk, one.kind, &one.booking, except)?.first() {
            return Err(refusal(desk, one.kind, &one.fields, other, except, &[])?);
        }
    }
    wanted.sort_by(|a, b| key(a).cmp(&key(b)));
    // The one that lasts longest of those begun, each thing apart.
    let mut lasting: Option<&Wanted<'_>> = None;
    for one in &wanted {
        let same =
            lasting.filter(|last| last.kind.name == one.kind.name && last.booking.of == one.booking.of);
        if let Some(last) = same
            && last.booking.span.meets(one.booking.span)
            && (last.fresh || one.fresh)
        {
            let except = touched.get(one.kind.name.as_str()).unwrap_or(&none);
            let record =
                Record { kind: one.kind.name.clone(), id: last.id.clone(), fields: last.fields.clone() };
            let other = InTheWay { record, span: last.booking.span };
            let also: Vec<Span> = wanted
                .iter()
                .filter(|also| {
                    also.id != one.id && also.kind.name == one.kind.name && also.booking.of == one.booking.of
                })
                .map(|also| also.booking.span)
                .collect();
            return Err(refusal(desk, one.kind, &one.fields, &other, except, &also)?);
        }
        if same.is_none_or(|last| last.booking.span.until < one.booking.span.until) {
            lasting = Some(one);
        }
    }
    Ok(())
}

fn key<'a>(one: &'a Wanted<'_>) -> (&'a str, &'a str, Span, &'a Id) {
    (&one.kind.name, &one.booking.of, one.booking.span, &one.id)
}

/// The folders at the top of a book where records of a kind may lie.
fn tops<'a>(desk: &'a Desk, kind: &'a Kind) -> Vec<&'a str> {
    let top = |kind: &'a Kind| kind.home.split('/').next().unwrap_or_default();
    if !kind.is_child() {
        return vec![top(kind)];
    }
    let host = |field: &String| match &kind.field(field)?.ty {
        FieldType::Link(target) => desk.kinds.get(target).map(top),
        _ => None,
    };
    kind.within.iter().filter_map(host).collect()
}

/// Why a row of an import cannot be taken in: a record of the book, or an earlier row, has what it wants.
pub fn of_row(desk: &Desk, kind: &Kind, fields: &Map, earlier: &[(u64, Booking)]) -> Result<Option<Error>> {
    let Some(wanted) = booking(kind, fields) else { return Ok(None) };
    let none = BTreeSet::new();
    if let Some(other) = in_the_way(desk, kind, &wanted, &none)?.first() {
        let also: Vec<Span> =
            earlier.iter().filter(|(_, row)| row.of == wanted.of).map(|(_, row)| row.span).collect();
        return refusal(desk, kind, fields, other, &none, &also).map(Some);
    }
    let clash = earlier.iter().find(|(_, row)| row.of == wanted.of && row.span.meets(wanted.span));
    Ok(clash.map(|(line, row)| {
        Error::new(
            Code::Taken,
            format!("{} is taken by row {line} of the file already.", row.of),
            format!("{} 已被文件第 {line} 行占用。", row.of),
        )
    }))
}

/// Two open records that have one thing at one time.
pub struct Double<'a> {
    /// Their kind.
    pub kind: &'a Kind,
    /// The one that begins first.
    pub first: Record,
    /// The other.
    pub second: Record,
}

/// All that is booked twice, among records of one kind.
pub fn doubles<'a>(kind: &'a Kind, records: Vec<Record>) -> Vec<Double<'a>> {
    let mut all: Vec<(Booking, Record)> =
        records.into_iter().filter_map(|record| Some((booking(kind, &record.fields)?, record))).collect();
    all.sort_by(|(a, x), (b, y)| (&a.of, a.span, &x.id).cmp(&(&b.of, b.span, &y.id)));
    let mut found = Vec::new();
    for (number, (one, first)) in all.iter().enumerate() {
        let after = all[number + 1..]
            .iter()
            .take_while(|(other, _)| other.of == one.of && other.span.from < one.span.until);
        found.extend(after.map(|(_, second)| Double { kind, first: first.clone(), second: second.clone() }));
    }
    found
}

/// True when two open records of a kind have one thing at one time.
pub fn clash(kind: &Kind, a: &Record, b: &Record) -> bool {
    match (booking(kind, &a.fields), booking(kind, &b.fields)) {
        (Some(a), Some(b)) => a.of == b.of && a.span.meets(b.span),
        _ => false,
    }
}

/// The command lines that settle a double booking: give a record the next free time, or close it.
pub fn settling(desk: &Desk, kind: &Kind, record: &Record) -> Result<[String; 2]> {
    let id = &record.id;
    let except = [id.to_string()].into_iter().collect();
    let moved = match (&kind.exclusive, free_again(desk, kind, &record.fields, &except, &[])?) {
        (Some(word), Some((at, end))) => {
            format!("kehu set {id} {}='{}' {}='{}'", word.from, short(&at), word.until, short(&end))
        }
        _ => format!("kehu edit {id}"),
    };
    Ok([moved, closing(kind, record)])
}

/// The command line that closes a record: a move to a state that is over, a word of its state, or to retire it.
fn closing(kind: &Kind, record: &Record) -> String {
    let id = &record.id;
    let Some(closed) = &kind.closed else { return format!("kehu rm {id}") };
    if let Some(flow) = kind.workflow.as_ref().filter(|flow| closed.field.as_ref() == Some(&flow.state)) {
        let over = |one: &&crate::model::workflow::Move| closed.values.contains(&one.to);
        if let Some(one) = flow.out_of(record.text(&flow.state)).find(over) {
            return format!("kehu move {id} {}", one.name);
        }
    }
    match (&closed.field, closed.values.last()) {
        (Some(field), Some(value)) if kind.workflow.is_none() => format!("kehu set {id} {field}={value}"),
        _ => format!("kehu rm {id}"),
    }
}
