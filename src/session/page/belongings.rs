//! What belongs to a record, on its page: where it stands in a few lines, and the cards in its folder.

use crate::error::Lang;
use crate::model::date::Date;
use crate::model::kind::{FieldType, Kind};
use crate::model::record::Record;
use crate::model::value::{Map, Value};
use crate::ops::card::Card;
use crate::ops::rollup::Below;
use crate::ops::works::{self, Works};
use crate::ops::{answers, rules};
use crate::output::card::Section;
use crate::output::labels;
use crate::session::answered::counted;

/// Cards of a kind that nothing closes shown on a page that is not full.
const SHOWN: usize = 5;

/// Where a record stands: last contact, next plan, worth, completeness, and how much there is of everything.
pub fn standing(card: &Card<'_>, today: Date, lang: Lang) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut say = |en: &str, zh: &str, value: String| {
        if !value.is_empty() {
            facts.push((lang.pick(en, zh).to_owned(), value));
        }
    };
    let text = |entry: &Map, name: &str| entry.get(name).map(Value::flat_text).unwrap_or_default();
    if let Some((kind, entry)) = card.log.last() {
        let ty = kind.field("type").map(|field| &field.ty);
        let how = entry.get("type").map(|value| labels::value(ty, value, lang)).unwrap_or_default();
        let line = [text(entry, "at").get(..10).unwrap_or_default().to_owned(), text(entry, "by"), how];
        let (en, zh) = match card.children.iter().any(|(kind, _)| kind.schedule.is_some()) {
            true => ("Last report", "最近报告"),
            false => ("Last contact", "最近联系"),
        };
        say(en, zh, filled(&line));
    }
    if let Some((kind, entry)) = card.plans.first() {
        let due = kind.due.as_deref().unwrap_or_default();
        say(
            "Next plan",
            "下次计划",
            filled(&[text(entry, due), text(entry, &kind.naming), text(entry, "who")]),
        );
    }
    for owed in card.owed(today) {
        let late = match (owed.overdue.is_zero(), lang) {
            (true, _) => String::new(),
            (false, Lang::En) => format!(", {} of it overdue", owed.overdue),
            (false, Lang::Zh) => format!(", 其中逾期 {}", owed.overdue),
        };
        let (en, zh) = if owed.is_payable() { ("We owe", "应付") } else { ("Money due", "应收") };
        say(en, zh, format!("{}{late}", owed.open));
    }
    let judged = card.journals.iter().find(|(kind, _)| kind.field("score").is_some());
    if let Some(entry) = judged.and_then(|(kind, _)| card.newest(&kind.name)) {
        let day = text(entry, "at").get(..10).unwrap_or_default().to_owned();
        say("Value", "价值", filled(&[text(entry, "score"), text(entry, "band"), day]));
    }
    for (label, value) in card.schedule(today).map(|schedule| schedule.standing(lang)).unwrap_or_default() {
        say(&label, &label, value);
    }
    if let Some(found) = &card.complete {
        say("Complete", "完整度", found.text(lang));
    }
    let answers = answers::counts(card.kind, &card.record.fields);
    say("Answers", "回执统计", counted(&answers, lang));
    if let Some(rolled) = &card.rolled {
        let progress = rolled.tenths();
        let (en, zh) = match rolled.all {
            0 => (format!("{progress}%"), format!("{progress}%")),
            all => (format!("{progress}%, from {all} below"), format!("{progress}%，由下级 {all} 个汇总")),
        };
        say("Reckoned progress", "汇总进度", lang.pick(&en, &zh).to_owned());
    }
    say("In all", "统计", counts(card, lang));
    facts
}

fn filled(parts: &[String]) -> String {
    parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

/// `Opportunity 2 (1 open) · Document 3 · Contact log 12`
fn counts(card: &Card<'_>, lang: Lang) -> String {
    let mut parts = Vec::new();
    for (kind, records) in &card.children {
        let living: Vec<&Record> = records.iter().filter(|record| !record.is_retired()).collect();
        let open = living.iter().filter(|record| is_current(kind, record)).count();
        let label = lang.pick(&kind.label.en, &kind.label.zh);
        parts.push(match (living.len(), open) {
            (0, _) => continue,
            (all, open) if all == open => format!("{label} {all}"),
            (all, open) => format!("{label} {all} ({open} {})", lang.pick("open", "进行中")),
        });
    }
    for (kind, entries) in card.journals.iter().filter(|(kind, _)| kind.is_log()) {
        parts.push(format!("{} {}", lang.pick(&kind.label.en, &kind.label.zh), entries.len()));
    }
    parts.join(" · ")
}

/// True for a record that is not closed.
fn is_current(kind: &Kind, record: &Record) -> bool {
    !kind.is_closed(&record.fields)
}

/// What lies right below a record in its tree, each with how much it counts and how far it is.
pub fn below(card: &Card<'_>, lang: Lang) -> Option<Section> {
    let rolled = card.rolled.as_ref().filter(|rolled| !rolled.below.is_empty())?;
    let headings = [("Id", "编号"), ("Name", "名称"), ("Weight", "权重"), ("Progress", "进度")];
    let row = |one: &Below| {
        vec![
            one.id.clone(),
            one.title.clone(),
            one.weight.normalize().to_string(),
            format!("{}%", one.tenths()),
        ]
    };
    Some(Section {
        title: lang.pick("Made of", "分解").to_owned(),
        headings: headings.iter().map(|(en, zh)| lang.pick(en, zh).to_owned()).collect(),
        rows: rolled.below.iter().map(row).collect(),
    })
}

/// The cards in the folder of a record: those that are open, or all of them.
pub fn children(card: &Card<'_>, full: bool, today: Date, lang: Lang) -> Vec<Section> {
    card.children
        .iter()
        .filter_map(|(kind, records)| section(kind, records, &kind.within, full, today, lang))
        .collect()
}

/// What a card in the folder is called; its id when there is none.
pub fn title(card: &Card<'_>, target: &str, id: &str) -> String {
    let kinds = card.children.iter().filter(|(kind, _)| kind.name == target);
    let found = kinds.flat_map(|(kind, records)| records.iter().map(move |record| (kind, record)));
    let found = found.filter(|(_, record)| record.id.as_str() == id).map(|(kind, record)| record.title(kind));
    found.map(str::to_owned).next().unwrap_or_else(|| id.to_owned())
}

/// The records that link here and go through states: those that are open, or all of them.
pub fn related(card: &Card<'_>, full: bool, today: Date, lang: Lang) -> Vec<Section> {
    // That they link here is said by where they stand.
    let here = |kind: &Kind| -> Vec<String> {
        let links = kind.fields.iter().filter(|field| field.ty == FieldType::Link(card.kind.name.clone()));
        links.map(|field| field.name.clone()).collect()
    };
    card.related
        .iter()
        .filter_map(|(kind, records)| section(kind, records, &here(kind), full, today, lang))
        .collect()
}

fn section(
    kind: &Kind,
    records: &[Record],
    without: &[String],
    full: bool,
    today: Date,
    lang: Lang,
) -> Option<Section> {
    let mut shown: Vec<&Record> = records
        .iter()
        .filter(|record| if full { !record.is_retired() } else { is_current(kind, record) })
        .collect();
    let by = kind.fields.iter().find(|field| field.ty == FieldType::Date && !field.stamped);
    let day = |record: &&Record| by.map(|field| record.text(&field.name).to_owned()).unwrap_or_default();
    shown.sort_by_key(|record| std::cmp::Reverse(day(record)));
    // Work stands in the order of its breakdown, and what is the sum of others as they make it.
    let works = kind.schedule.as_ref().map(|_| works::among([(kind, records)].into_iter()));
    if let Some(works) = &works {
        let place = |record: &&Record| works.all.iter().position(|work| work.id == record.id.as_str());
        shown.sort_by_key(place);
    }
    let all = shown.len();
    if !full && !kind.can_close() {
        shown.truncate(SHOWN);
    }
    if shown.is_empty() {
        return None;
    }
    let columns: Vec<&String> = kind.list.iter().filter(|name| !without.contains(name)).collect();
    let cell = |record: &Record, name: &str| match name {
        "id" => record.id.to_string(),
        name if kind.reckons(name) => rules::reckoned_text(kind, &record.fields, name, today),
        name if reckoned(kind, works.as_ref(), record, name).is_some() => {
            reckoned(kind, works.as_ref(), record, name).unwrap_or_default()
        }
        name => {
            let value = record.fields.get(name);
            value.map(|value| labels::value(kind.field(name).map(|f| &f.ty), value, lang)).unwrap_or_default()
        }
    };
    let mut title = lang.pick(&kind.label.en, &kind.label.zh).to_owned();
    if shown.len() < all {
        title.push_str(&match lang {
            Lang::En => format!(" ({} of {all}; --full shows all)", shown.len()),
            Lang::Zh => format!(" (共 {all}, 显示 {}; --full 显示全部)", shown.len()),
        });
    }
    Some(Section {
        title,
        headings: columns.iter().map(|name| labels::column(kind, name, lang).to_owned()).collect(),
        rows: shown.iter().map(|record| columns.iter().map(|name| cell(record, name)).collect()).collect(),
    })
}

/// What a field of the sum of other work comes to.
fn reckoned(kind: &Kind, works: Option<&Works>, record: &Record, name: &str) -> Option<String> {
    let (schedule, works) = (kind.schedule.as_ref()?, works?);
    let work = works.all.iter().find(|work| work.whole && work.id == record.id.as_str())?;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    match name {
        name if name == schedule.progress => Some(work.progress.to_string()),
        name if name == schedule.start => Some(day(work.start)),
        name if name == schedule.due => Some(day(work.due)),
        _ => None,
    }
}
