//! What a dossier tells of plans, money, open work, people and risks.

use super::{Writer, day, days, groups, text};
use crate::domain::receivable::{Contract, Direction};
use crate::error::Lang;
use crate::model::kind::{FieldType, Kind};
use crate::model::value::{Map, Value};
use crate::ops::handover::Case;
use crate::output::labels;
use crate::output::paper::{Paper, Part};

impl Writer {
    /// The filled fields of the customer that are no lists of groups.
    pub(super) fn facts(&self, case: &Case<'_>) -> Vec<(String, String)> {
        let (kind, fields) = (case.card.kind, &case.card.record.fields);
        let told = |name: &String| {
            let ty = kind.field(name).map(|field| &field.ty);
            !matches!(ty, Some(FieldType::List(item)) if matches!(**item, FieldType::Group(_)))
        };
        let fact =
            |name: &String| (labels::column(kind, name, self.lang).to_owned(), self.cell(kind, fields, name));
        fields.keys().filter(|name| told(name)).map(fact).collect()
    }

    /// Open plans and next steps nobody planned, earliest first.
    pub(super) fn plans(&self, case: &Case<'_>) -> Vec<Vec<String>> {
        let plans: Vec<(&Kind, &Map)> = case.entries(|kind| kind.due.is_some()).collect();
        let row = |(kind, plan): &(&Kind, &Map)| {
            let date = kind.due.as_deref().map(|name| text(plan, name)).unwrap_or_default();
            [date, text(plan, &kind.naming), text(plan, "who"), text(plan, "repeat")]
                .map(str::to_owned)
                .to_vec()
        };
        let mut rows: Vec<Vec<String>> =
            plans.iter().filter(|(kind, plan)| kind.is_open(plan)).map(row).collect();
        // A log entry says the next step itself where it made no plan; a later contact has done it.
        let newest = case.entries(Kind::is_log).max_by_key(|(_, entry)| text(entry, "at").to_owned());
        if let Some((_, entry)) = newest
            && !text(entry, "next").is_empty()
            && !plans.iter().any(|(_, plan)| text(plan, "from") == text(entry, "id"))
        {
            rows.push(
                [text(entry, "next_date"), text(entry, "next"), text(entry, "by"), ""]
                    .map(str::to_owned)
                    .to_vec(),
            );
        }
        rows.sort();
        rows
    }

    /// What is not paid yet, each with its days of delay.
    pub(super) fn money(&self, case: &Case<'_>) -> Vec<(Vec<String>, i64)> {
        let mut rows = Vec::new();
        for sheet in case.cards("contract") {
            let id = sheet.record.id.as_str();
            let Ok(contract) = Contract::read(id, &sheet.record.fields) else {
                let unread = self.say("cannot be read", "无法读取").to_owned();
                rows.push((vec![id.to_owned(), String::new(), unread, String::new(), String::new()], 0));
                continue;
            };
            let direction = match contract.direction {
                Direction::Receivable => self.say("receivable", "应收"),
                Direction::Payable => self.say("payable", "应付"),
            };
            for part in contract.instalments.iter().filter(|_| contract.state.binds()) {
                if part.open().is_zero() {
                    continue;
                }
                let due = part.due.map(|due| due.to_string()).unwrap_or_default();
                let late = days(&due, case.today).unwrap_or(0).max(0);
                let shown = if late > 0 { late.to_string() } else { String::new() };
                let name = format!("{id} {}", contract.name);
                rows.push((vec![name, due, part.open().to_string(), shown, direction.to_owned()], late));
            }
        }
        rows.sort_by(|a, b| a.0[1].cmp(&b.0[1]));
        rows
    }

    /// The open cards in the customer's folder, kind by kind.
    pub(super) fn open(&self, case: &Case<'_>, paper: &mut Paper) {
        let mut kinds: Vec<&Kind> = case.children.iter().map(|sheet| sheet.kind).collect();
        kinds.sort_by(|a, b| a.name.cmp(&b.name));
        kinds.dedup_by(|a, b| a.name == b.name);
        for kind in kinds {
            let columns: Vec<&String> = kind.list.iter().filter(|name| !kind.within.contains(name)).collect();
            let rows =
                case.cards(&kind.name).filter(|sheet| !kind.is_closed(&sheet.record.fields)).map(|sheet| {
                    let cell = |name: &&String| match name.as_str() {
                        "id" => sheet.record.id.to_string(),
                        name => self.cell(kind, &sheet.record.fields, name),
                    };
                    columns.iter().map(cell).collect()
                });
            let headings = columns.iter().map(|name| labels::column(kind, name, self.lang).to_owned());
            let table = Part::Table(headings.collect(), rows.collect());
            let title = match (kind.can_close(), self.lang) {
                (true, Lang::En) => format!("Open: {}", kind.label.en),
                (true, Lang::Zh) => format!("进行中的{}", kind.label.zh),
                (false, lang) => lang.pick(&kind.label.en, &kind.label.zh).to_owned(),
            };
            paper.section(&title, vec![table]);
        }
    }

    /// The lists of groups in the card but the shares: contact persons, with all that is known of them.
    pub(super) fn people(&self, case: &Case<'_>, paper: &mut Paper) {
        let (kind, fields) = (case.card.kind, &case.card.record.fields);
        let shares = kind.access.as_ref().and_then(|access| access.shares.as_deref());
        for field in kind.fields.iter().filter(|field| Some(field.name.as_str()) != shares) {
            let FieldType::List(item) = &field.ty else { continue };
            let FieldType::Group(inner) = &**item else { continue };
            let items: Vec<&Map> = groups(fields, &field.name).collect();
            let used: Vec<_> = inner
                .iter()
                .filter(|field| items.iter().any(|item| item.contains_key(&field.name)))
                .collect();
            let cell = |item: &&Map, name: &str, ty: &FieldType| {
                item.get(name).map(|value| labels::value(Some(ty), value, self.lang)).unwrap_or_default()
            };
            let rows = items.iter().map(|item| used.iter().map(|f| cell(item, &f.name, &f.ty)).collect());
            let headings = used.iter().map(|field| labels::heading(field, self.lang).to_owned()).collect();
            paper.section(labels::heading(field, self.lang), vec![Part::Table(headings, rows.collect())]);
        }
    }

    /// What may go wrong.
    pub(super) fn risks(
        &self,
        case: &Case<'_>,
        log: &[(&Kind, &Map)],
        plans: &[Vec<String>],
        money: &[(Vec<String>, i64)],
    ) -> Vec<String> {
        let mut risks = Vec::new();
        let mut say = |en: String, zh: String| risks.push(self.lang.pick(&en, &zh).to_owned());
        for row in plans {
            if let Some(late) = days(&row[0], case.today).filter(|late| *late > 0) {
                let what = &row[1];
                say(format!("Plan overdue by {late} days: {what}"), format!("计划已逾期 {late} 天: {what}"));
            }
        }
        for (row, late) in money.iter().filter(|(_, late)| *late > 0) {
            let (name, open) = (&row[0], &row[2]);
            say(
                format!("{open} overdue by {late} days: {name} ({})", row[4]),
                format!("{open} 已逾期 {late} 天: {name} ({})", row[4]),
            );
        }
        for sheet in case.cards("request").filter(|sheet| sheet.kind.is_open(&sheet.record.fields)) {
            if sheet.record.text("type") == "complaint" {
                let title = sheet.record.title(sheet.kind);
                say(format!("Complaint not solved: {title}"), format!("投诉未解决: {title}"));
            }
        }
        for sheet in case.cards("opportunity").filter(|sheet| sheet.kind.is_open(&sheet.record.fields)) {
            let (rival, title) = (sheet.record.text("competitor"), sheet.record.title(sheet.kind));
            if !rival.is_empty() {
                say(format!("{rival} competes for {title}"), format!("竞争对手 {rival}: {title}"));
            }
        }
        let record = &case.card.record;
        let level = record.fields.get("level").and_then(Value::as_int).unwrap_or(1);
        let band = self.bands.iter().find(|band| band.holds(record.text("status"), level));
        let last = log.first().map(|(_, entry)| day(entry)).unwrap_or_default();
        if let (Some(band), Some(since)) = (band, days(last, case.today))
            && since > i64::from(band.days)
        {
            say(
                format!("No contact for {since} days, since {last}"),
                format!("已 {since} 天没有联系 (自 {last})"),
            );
        } else if last.is_empty() {
            say("Never contacted".to_owned(), "从未联系".to_owned());
        }
        risks
    }
}
