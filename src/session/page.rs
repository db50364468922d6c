//! A record as a page for people: labels in their language, sections, the newest of the log.

mod belongings;

use super::disputed::conflict_section;
use super::moved::trail_section;
use crate::error::Lang;
use crate::model::date::Date;
use crate::model::kind::{CONFLICTS, Field, FieldType, Kind};
use crate::model::value::{Map, Value};
use crate::model::workflow::TRAIL;
use crate::ops::Desk;
use crate::ops::card::Card;
use crate::ops::rules;
use crate::output::card::{Entry, Section, View};
use crate::output::labels;

/// Entries of the log on a page that is not full.
const NEWEST: usize = 5;

/// A record for people, with the newest entries of its log and what is open; with all of it when `full`.
pub fn page(card: &Card<'_>, desk: &Desk, full: bool, lang: Lang) -> View {
    let entries = if full { usize::MAX } else { NEWEST };
    let mut facts = Vec::new();
    let mut sections = Vec::new();
    for (name, value) in card.record.fields.iter().filter(|(name, _)| *name != CONFLICTS) {
        let field = card.kind.field(name);
        let label = field.map_or(name.as_str(), |field| labels::heading(field, lang)).to_owned();
        match (field.map(|field| &field.ty), value) {
            (Some(FieldType::List(item)), Value::List(items)) if matches!(**item, FieldType::Group(_)) => {
                let FieldType::Group(fields) = &**item else { continue };
                if name == TRAIL && card.kind.workflow.is_some() {
                    continue;
                }
                sections.push(group_section(card, name, label, fields, items, lang));
            }
            (Some(FieldType::Open), Value::Map(map)) => {
                facts.extend(map.iter().map(|(key, value)| (key.clone(), value.flat_text())));
            }
            (Some(FieldType::Link(_)), Value::Text(id)) => facts.push((label, linked(card, name, id))),
            (Some(FieldType::List(item)), Value::List(items)) if matches!(**item, FieldType::Link(_)) => {
                let all = items.iter().enumerate();
                let all = all.map(|(number, id)| linked(card, &format!("{name}.{number}"), &id.flat_text()));
                facts.push((label, all.collect::<Vec<_>>().join("; ")));
            }
            (ty, value) => facts.push((label, labels::value(ty, value, lang))),
        }
    }
    for column in card.kind.reckoned() {
        let amount = rules::reckoned_text(card.kind, &card.record.fields, column, desk.today());
        if !amount.is_empty() {
            facts.push((labels::column(card.kind, column, lang).to_owned(), amount));
        }
    }
    facts.extend(belongings::standing(card, Date(desk.context.now.date_naive()), lang));
    sections.extend(conflict_section(&card.disputed, lang));
    sections.extend(trail_section(card.kind, &card.record.fields, lang));
    if let Some((kind, _)) = card.plans.first() {
        sections.push(plan_section(kind, &card.plans, lang));
    }
    sections.extend(belongings::below(card, lang));
    sections.extend(belongings::children(card, full, desk.today(), lang));
    sections.extend(belongings::related(card, full, desk.today(), lang));
    // Those that have a section of their own are not told twice.
    if card.backlinks.iter().any(|hit| is_plain(card, &hit.kind)) {
        sections.push(backlink_section(card, desk, lang));
    }
    let skipped = card.log.len().saturating_sub(entries);
    let log =
        card.log.iter().rev().take(entries).map(|(kind, entry)| log_entry(card, kind, entry, lang)).collect();
    View {
        title: card.record.title(card.kind).to_owned(),
        subtitle: format!("{} {}", lang.pick(&card.kind.label.en, &card.kind.label.zh), card.record.id),
        lang,
        facts,
        sections,
        log_title: card
            .log
            .first()
            .map(|(kind, _)| lang.pick(&kind.label.en, &kind.label.zh).to_owned())
            .unwrap_or_default(),
        log,
        more: (skipped > 0).then(|| match lang {
            Lang::En => format!("… {skipped} earlier entries; --full shows them"),
            Lang::Zh => format!("… 还有 {skipped} 条更早的记录, 用 --full 查看"),
        }),
    }
}

/// A link as people read it: the id, and what stands behind it.
fn linked(card: &Card<'_>, path: &str, id: &str) -> String {
    let link = card.links.iter().find(|link| link.field == path);
    format!("{id} {}", link.map_or("", |link| link.title.as_str())).trim().to_owned()
}

fn plan_section(kind: &Kind, plans: &[(&Kind, Map)], lang: Lang) -> Section {
    let columns = [kind.due.as_deref().unwrap_or_default(), &kind.naming, "who", "id"];
    let cell = |entry: &Map, name: &str| entry.get(name).map(Value::flat_text).unwrap_or_default();
    Section {
        title: lang.pick("Plans", "计划").to_owned(),
        headings: columns.iter().map(|name| labels::column(kind, name, lang).to_owned()).collect(),
        rows: plans.iter().map(|(_, entry)| columns.iter().map(|name| cell(entry, name)).collect()).collect(),
    }
}

/// True for a backlink that is told by its name alone.
fn is_plain(card: &Card<'_>, name: &str) -> bool {
    !card.related.iter().any(|(kind, _)| kind.name == name)
}

fn backlink_section(card: &Card<'_>, desk: &Desk, lang: Lang) -> Section {
    let rows = card.backlinks.iter().filter(|hit| is_plain(card, &hit.kind)).map(|hit| {
        let kind = desk.kinds.get(&hit.kind);
        let label = kind.map_or(hit.kind.as_str(), |kind| lang.pick(&kind.label.en, &kind.label.zh));
        vec![label.to_owned(), hit.id.clone(), hit.title.clone()]
    });
    Section {
        title: lang.pick("Linked from", "被以下记录引用").to_owned(),
        headings: [lang.pick("Kind", "类型"), lang.pick("Id", "编号"), lang.pick("Name", "名称")]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.take(20).collect(),
    }
}

fn group_section(
    card: &Card<'_>,
    name: &str,
    title: String,
    fields: &[Field],
    items: &[Value],
    lang: Lang,
) -> Section {
    let used: Vec<&Field> = fields
        .iter()
        .filter(|field| items.iter().any(|item| item.at(&field.name).is_some_and(|value| !value.is_empty())))
        .collect();
    let cell = |number: usize, field: &Field, value: &Value| match (&field.ty, value) {
        (FieldType::Link(_), Value::Text(id)) => linked(card, &format!("{name}.{number}.{}", field.name), id),
        (ty, value) => labels::value(Some(ty), value, lang),
    };
    let row = |(number, item): (usize, &Value)| {
        used.iter()
            .map(|field| item.at(&field.name).map(|value| cell(number, field, value)).unwrap_or_default())
            .collect()
    };
    Section {
        title,
        headings: used.iter().map(|field| labels::heading(field, lang).to_owned()).collect(),
        rows: items.iter().enumerate().map(row).collect(),
    }
}

/// What every entry says of itself in its head, its text and its next step.
const TOLD: [&str; 8] = ["id", "at", "by", "type", "text", "with", "next_date", "next"];

fn log_entry(card: &Card<'_>, kind: &Kind, entry: &Map, lang: Lang) -> Entry {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let label = |name: &str| {
        let value = entry.get(name).cloned().unwrap_or_default();
        labels::value(kind.field(name).map(|field| &field.ty), &value, lang)
    };
    let mut head = format!("{}  {}  {}", labels::moment(text("at")), text("by"), label("type"));
    if !text("with").is_empty() {
        head.push_str(&format!("  ({})", text("with")));
    }
    for field in kind.fields.iter().filter(|field| !TOLD.contains(&field.name.as_str())) {
        let Some(value) = entry.get(&field.name).filter(|value| !value.is_empty()) else { continue };
        let value = match &field.ty {
            FieldType::Link(target) => belongings::title(card, target, &value.flat_text()),
            ty => labels::value(Some(ty), value, lang),
        };
        head.push_str(&format!("  {}: {value}", labels::heading(field, lang)));
    }
    let next = [text("next_date"), text("next")].join(" ");
    Entry { head, text: text("text").trim_end().to_owned(), next: next.trim().to_owned() }
}
