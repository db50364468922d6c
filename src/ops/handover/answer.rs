//! The receiver's answer: a handover is accepted, or declined with a reason and what moved goes back.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, text};
use super::give::Write;
use super::{Applied, Intent, JOURNAL, find, put};
use crate::domain::handing::give;
use crate::error::{Code, Error, Result, quoted};
use crate::index::Hit;
use crate::model::access::Facts;
use crate::model::date::{Date, DateTime};
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::places::folder_of;
use crate::model::record::journal_path;
use crate::model::value::{Map, Value};
use crate::ops::Desk;
use crate::ops::assemble::changed_card;
use crate::ops::entry::rewritten;

/// Fewest letters of an entry's id that name it.
const LEAST: usize = 4;

/// Which handovers are answered.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// Customers or handovers, as typed; empty for all.
    pub ids: Vec<String>,
    /// Just those from this person, as typed.
    pub from: Option<String>,
    /// Only look.
    pub dry: bool,
}

/// A handover that is answered or waits for an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pending {
    /// Id of the entry.
    pub id: String,
    /// The customer.
    pub customer: String,
    /// What it is called; empty when it may not be seen.
    pub name: String,
    /// Who gave it.
    pub from: String,
    /// Who is to answer.
    pub to: String,
    /// When.
    pub at: String,
    /// Fields that moved, by kind.
    pub moved: BTreeMap<String, usize>,
    /// Path of the dossier.
    pub dossier: String,
    /// Fields that could not go back: somebody gave them to another meanwhile.
    pub kept: Vec<String>,
}

/// The handovers that wait for who gives the command.
pub fn waiting(desk: &Desk, from: Option<&str>) -> Result<Vec<Pending>> {
    let journal = desk.kinds.find(JOURNAL)?;
    let from = from.map(|typed| giver(desk, typed));
    let hits = find::pending(desk, journal, Some(&desk.stamp_by()?))?;
    let (all, _) = answer(desk, journal, &hits, None)?;
    Ok(all.into_iter().filter(|one| from.as_ref().is_none_or(|from| one.from == *from)).collect())
}

/// Accepts handovers.
pub fn accept(desk: &mut Desk, order: &Answer) -> Result<(Vec<Pending>, Applied)> {
    answered(desk, "accept", order, None)
}

/// Declines handovers: every field that still names the receiver names the giver again.
pub fn decline(desk: &mut Desk, order: &Answer, reason: &str) -> Result<(Vec<Pending>, Applied)> {
    answered(desk, "decline", order, Some(reason))
}

fn answered(
    desk: &mut Desk,
    verb: &str,
    order: &Answer,
    reason: Option<&str>,
) -> Result<(Vec<Pending>, Applied)> {
    let mut done = Vec::new();
    let applied = desk.apply(verb, order.dry, &mut |desk| {
        let journal = desk.kinds.find(JOURNAL)?;
        let hits = meant(desk, journal, order)?;
        let verdict = match reason {
            Some(reason) => Verdict { state: "declined", reason: Some(reason) },
            None => Verdict { state: "accepted", reason: None },
        };
        let (all, writes) = answer(desk, journal, &hits, Some(&verdict))?;
        let from = order.from.as_deref().map(|typed| giver(desk, typed));
        if let Some(from) = &from
            && let Some(other) = all.iter().find(|one| one.from != *from)
        {
            return Err(not_from(&other.customer, &other.from, from));
        }
        let customers: BTreeSet<&str> = all.iter().map(|one| one.customer.as_str()).collect();
        let (count, s) = (customers.len(), if customers.len() == 1 { "" } else { "s" });
        let mut intent = Intent::new(verb, format!("{verb}: {count} customer{s} handed over"));
        intent.permitted = true;
        put(&mut intent, writes);
        done = all;
        Ok(intent)
    })?;
    Ok((done, applied))
}

/// Who gave, as typed: a person, or an id that is none any more.
fn giver(desk: &Desk, typed: &str) -> String {
    desk.link_target(super::PERSON, typed).unwrap_or_else(|_| typed.to_owned())
}

/// The pending handovers a person means, and may answer.
fn meant(desk: &Desk, journal: &Kind, order: &Answer) -> Result<Vec<Hit>> {
    let me = desk.stamp_by()?;
    if order.ids.is_empty() {
        let mut mine = find::pending(desk, journal, Some(&me))?;
        if let Some(typed) = &order.from {
            let from = giver(desk, typed);
            let (all, _) = answer(desk, journal, &mine, None)?;
            mine.retain(|hit| all.iter().any(|one| one.id == hit.id && one.from == from));
        }
        return if mine.is_empty() { Err(nothing_waits()) } else { Ok(mine) };
    }
    let all = find::pending(desk, journal, None)?;
    let mine: BTreeSet<String> =
        find::pending(desk, journal, Some(&me))?.into_iter().map(|hit| hit.id).collect();
    let mut chosen: Vec<Hit> = Vec::new();
    for typed in &order.ids {
        let starts =
            |hit: &&Hit| hit.id == *typed || (typed.len() >= LEAST && hit.id.starts_with(typed.as_str()));
        let mut fits: Vec<&Hit> = all.iter().filter(starts).collect();
        if fits.len() != 1 {
            let (_, record) = desk.resolve(typed)?;
            fits = all.iter().filter(|hit| hit.parent == record.id.as_str()).collect();
            if fits.is_empty() {
                return Err(Error::new(
                    Code::Nothing,
                    format!("No handover of {} waits for an answer.", record.id),
                    format!("{} 没有待接收的移交。", record.id),
                )
                .hint("`kehu accept` shows what waits for you.", "`kehu accept` 可列出待您接收的移交。"));
            }
        }
        let every = desk.may_grant()?;
        let before = chosen.len();
        for hit in fits.into_iter().filter(|hit| every || mine.contains(&hit.id)) {
            if !chosen.iter().any(|known| known.id == hit.id) {
                chosen.push(hit.clone());
            }
        }
        if chosen.len() == before
            && !chosen.iter().any(|hit| hit.parent == *typed || hit.id.starts_with(typed.as_str()))
        {
            return Err(Error::new(
                Code::NotPermitted,
                format!("The handover {} is not to you; its receiver answers it.", quoted(typed)),
                format!("移交 {} 不是给您的, 须由接收人答复。", quoted(typed)),
            )
            .hint("`kehu accept` shows what waits for you.", "`kehu accept` 可列出待您接收的移交。"));
        }
    }
    Ok(chosen)
}

fn nothing_waits() -> Error {
    Error::new(Code::Nothing, "No handover waits for you.", "没有待您接收的移交。").hint(
        "`kehu list handover state:pending` shows those that wait for others.",
        "`kehu list handover state:pending` 可列出待他人接收的移交。",
    )
}

fn not_from(customer: &str, is: &str, typed: &str) -> Error {
    Error::new(
        Code::BadValue,
        format!("{customer} was handed over by {is}, not by {typed}."),
        format!("{customer} 由 {is} 移交, 不是 {typed}。"),
    )
}

/// How handovers are answered.
struct Verdict<'a> {
    state: &'static str,
    reason: Option<&'a str>,
}

/// The handovers behind hits, and the files that keep the answer.
fn answer(
    desk: &Desk,
    journal: &Kind,
    hits: &[Hit],
    verdict: Option<&Verdict<'_>>,
) -> Result<(Vec<Pending>, Vec<Write>)> {
    let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for hit in hits {
        places.entry(hit.parent.as_str()).or_default().push(hit.id.as_str());
    }
    let mut folders = Vec::with_capacity(places.len());
    for parent in places.keys() {
        let Some(id) = Id::parse(parent) else { return Err(Error::not_found(parent)) };
        folders.push(folder_of(find::host_of(desk, journal, &id)?, &id));
    }
    let kinds = &desk.kinds;
    let own = journal.home.strip_prefix("{parent}").unwrap_or_default();
    let putting_back = verdict.is_some_and(|verdict| verdict.reason.is_some());
    let wanted = |path: &str| {
        let needed = putting_back || path.ends_with(own);
        kinds.of_path(path).is_some_and(|place| needed || (place.parent.is_none() && place.host.is_none()))
    };
    let (now, by) = (DateTime::from(desk.context.now).to_string(), desk.stamp_by()?);
    let (viewer, today) = (desk.viewer()?, Date(desk.context.now.date_naive()));
    let chosen: Vec<&Vec<&str>> = places.values().collect();
    let parts = desk.book.read_folders(desk.at, &folders, &wanted, |number, files| {
        let Some(mut case) = Case::read(kinds, files, ("", ""), today)? else {
            return Ok((Vec::new(), Vec::new()));
        };
        let facts = Facts::of(case.card.kind, &case.card.record.fields);
        let hidden = facts.is_some_and(|facts| viewer.sees(&facts).is_none());
        let path = journal_path(journal, case.card.kind, case.id());
        let (mut found, mut touched) = (Vec::new(), BTreeSet::from([path.clone()]));
        for id in chosen[number] {
            let Some((entry, _)) = entry_of(&case, &path, id) else { continue };
            let mut one = pending(&case, &entry, hidden);
            if let Some(verdict) = verdict {
                if verdict.reason.is_some() {
                    put_back(&mut case, &entry, &mut one, &mut touched)?;
                }
                let mut fields = entry.clone();
                let mut say = |name: &str, value: &str| {
                    fields.insert(name.to_owned(), Value::text(value));
                };
                say("state", verdict.state);
                say("decided", &now);
                say("decided_by", &by);
                if let Some(reason) = verdict.reason {
                    say("reason", reason);
                }
                rewrite(&mut case, &path, id, fields)?;
            }
            found.push(one);
        }
        let mut writes = Vec::new();
        if verdict.is_some() {
            writes = changed(case, &touched)?;
        }
        Ok((found, writes))
    })?;
    let (mut all, mut writes) = (Vec::new(), Vec::new());
    for (found, files) in parts {
        all.extend(found);
        writes.extend(files);
    }
    Ok((all, writes))
}

fn entry_of(case: &Case<'_>, path: &str, id: &str) -> Option<(Map, usize)> {
    let journal = case.journals.iter().find(|journal| journal.path == path)?;
    let at = journal.entries.iter().position(|(entry, _)| text(entry, "id") == id)?;
    Some((journal.entries[at].0.clone(), at))
}

fn pending(case: &Case<'_>, entry: &Map, hidden: bool) -> Pending {
    let field = |name: &str| text(entry, name).to_owned();
    let name = case.card.record.title(case.card.kind);
    let mut one = Pending {
        id: field("id"),
        customer: if hidden { String::new() } else { case.id().to_string() },
        name: if hidden { String::new() } else { name.to_owned() },
        from: field("from"),
        to: field("to"),
        at: field("at"),
        dossier: field("dossier"),
        ..Pending::default()
    };
    for (record, _) in moved(entry) {
        let kind = record.split('/').next().unwrap_or_default();
        *one.moved.entry(kind.to_owned()).or_default() += 1;
    }
    one
}

/// Records and fields that an entry says moved.
fn moved(entry: &Map) -> Vec<(String, String)> {
    let items = entry.get("moved").and_then(Value::as_list).unwrap_or_default();
    let pair = |map: &Map| (text(map, "record").to_owned(), text(map, "field").to_owned());
    items.iter().filter_map(Value::as_map).map(pair).collect()
}

/// Puts what moved back, as far as it still names the receiver.
fn put_back(
    case: &mut Case<'_>,
    entry: &Map,
    one: &mut Pending,
    touched: &mut BTreeSet<String>,
) -> Result<()> {
    let (from, to) = (text(entry, "from"), text(entry, "to"));
    for (record, field) in moved(entry) {
        let (kind, id) = record.split_once('/').unwrap_or((&record, ""));
        // A customer that was merged since has another id; what lies in its folder is its own all the same.
        let card = &mut case.card;
        let back = if card.kind.name == kind {
            give(&mut card.record.fields, &field, to, from)
        } else if let Some(sheet) =
            case.children.iter_mut().find(|sheet| sheet.kind.name == kind && sheet.record.id.as_str() == id)
        {
            give(&mut sheet.record.fields, &field, to, from)
        } else {
            let journal = case.journals.iter().find(|journal| journal.kind.name == kind);
            let known = journal.and_then(|journal| {
                let path = journal.path.clone();
                entry_of(case, &path, id).map(|(entry, _)| (path, entry))
            });
            match known {
                Some((path, mut entry)) => {
                    let back = give(&mut entry, &field, to, from);
                    if back {
                        rewrite(case, &path, id, entry)?;
                        touched.insert(path);
                    }
                    back
                }
                None => false,
            }
        };
        if !back {
            one.kept.push(format!("{record} {field}"));
        }
    }
    Ok(())
}

/// Gives an entry other fields where it stands.
fn rewrite(case: &mut Case<'_>, path: &str, id: &str, fields: Map) -> Result<()> {
    let Some(journal) = case.journals.iter_mut().find(|journal| journal.path == path) else { return Ok(()) };
    if let Some((entry, piece)) = journal.entries.iter_mut().find(|(entry, _)| text(entry, "id") == id) {
        *piece = rewritten(journal.kind, path, piece, entry, fields.clone())?;
        *entry = fields;
    }
    Ok(())
}

/// The files of a folder as they are to be; those that stay the same change nothing.
fn changed(case: Case<'_>, touched: &BTreeSet<String>) -> Result<Vec<Write>> {
    let mut writes = Vec::new();
    let (host, host_id) = (case.card.kind.name.clone(), case.id().to_string());
    for journal in case.journals.into_iter().filter(|journal| touched.contains(&journal.path)) {
        let pieces = journal.entries.iter().map(|(_, piece)| piece.as_str());
        let text: String = [journal.head.as_str()].into_iter().chain(pieces).collect();
        let (kind, id) = (host.clone(), host_id.clone());
        writes.push(Write { kind, id, path: journal.path, bytes: text.into_bytes() });
    }
    for sheet in [case.card].into_iter().chain(case.children) {
        let before = crate::model::record::read_card(sheet.kind, &sheet.record.id, &sheet.bytes);
        if before.is_ok_and(|before| before.fields == sheet.record.fields) {
            continue;
        }
        let bytes = changed_card(sheet.kind, &sheet.path, &sheet.bytes, sheet.record.fields)?.into_bytes();
        let (kind, id) = (sheet.kind.name.clone(), sheet.record.id.to_string());
        writes.push(Write { kind, id, path: sheet.path, bytes });
    }
    Ok(writes)
}
