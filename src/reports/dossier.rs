//! The dossier of a customer that is handed over: who it is, what was promised, what is open, what is at risk, and the
//! whole story (CRM-19). What matters most comes first.

mod parts;

use crate::domain::quiet::Band;
use crate::error::{Lang, Result};
use crate::model::date::Date;
use crate::model::kind::Kind;
use crate::model::value::{Map, Value};
use crate::ops::handover::{Case, Handed, Scribe, text};
use crate::ops::{Desk, quiet};
use crate::output::paper::{Paper, Part};
use crate::output::{Format, labels};

/// Entries of the log told before everything else.
const NEWEST: usize = 5;
/// Mails told.
const MAILS: usize = 3;

/// Writes dossiers in one format and language.
pub struct Writer {
    format: Format,
    lang: Lang,
    bands: Vec<Band>,
}

impl Writer {
    /// A writer for a book. Errors: the settings for quiet customers are wrong.
    pub fn new(desk: &Desk, format: Format, lang: Lang) -> Result<Self> {
        let bands = quiet::policy(desk)?.map(|(_, bands)| bands).unwrap_or_default();
        Ok(Self { format, lang, bands })
    }

    fn say<'a>(&self, en: &'a str, zh: &'a str) -> &'a str {
        self.lang.pick(en, zh)
    }

    /// A field of a record for people.
    fn cell(&self, kind: &Kind, fields: &Map, name: &str) -> String {
        let value = fields.get(name);
        value
            .map(|value| labels::value(kind.field(name).map(|field| &field.ty), value, self.lang))
            .unwrap_or_default()
    }

    fn paper(&self, case: &Case<'_>) -> (Paper, Vec<String>) {
        let record = &case.card.record;
        let mut paper = Paper {
            title: format!("{}: {}", self.say("Handover", "客户交接"), record.title(case.card.kind)),
            subtitle: format!("{}  {} → {}  {}", record.id, case.from, case.to, case.today),
            lang: self.lang,
            parts: Vec::new(),
        };
        let mut log: Vec<(&Kind, &Map)> = case.entries(Kind::is_log).collect();
        log.sort_by_key(|(_, entry)| std::cmp::Reverse(text(entry, "at")));
        let plans = self.plans(case);
        let money = self.money(case);
        let risks = self.risks(case, &log, &plans, &money);
        let line = self.line(case, &log, &plans, &money, &risks);
        paper.section(self.say("Risks", "风险"), vec![Part::Items(risks)]);
        paper.section(self.say("Who it is", "客户概况"), vec![Part::Facts(self.facts(case))]);
        let columns = [("Date", "日期"), ("What", "内容"), ("Who", "负责人"), ("Repeats", "重复")];
        let columns = columns.map(|(en, zh)| self.say(en, zh).to_owned()).to_vec();
        paper.section(self.say("Promises and plans", "承诺与计划"), vec![Part::Table(columns, plans)]);
        let columns = [("Contract", "合同"), ("Due", "到期日"), ("Open", "未付"), ("Days late", "逾期天数")];
        let mut columns = columns.map(|(en, zh)| self.say(en, zh).to_owned()).to_vec();
        columns.push(self.say("Direction", "方向").to_owned());
        let rows = money.into_iter().map(|(row, _)| row).collect();
        paper.section(self.say("Money due", "应收应付"), vec![Part::Table(columns, rows)]);
        self.open(case, &mut paper);
        self.people(case, &mut paper);
        let newest = log.iter().take(NEWEST).map(|(kind, entry)| self.entry(kind, entry)).collect();
        paper.section(self.say("The story so far", "最近联系"), newest);
        let mails = log.iter().filter(|(_, entry)| text(entry, "type") == "email").take(MAILS);
        let mails = mails.map(|(kind, entry)| self.entry(kind, entry)).collect();
        paper.section(self.say("Last mails", "最近邮件"), mails);
        if log.len() > NEWEST {
            let earlier = log.iter().skip(NEWEST).map(|(kind, entry)| self.entry(kind, entry)).collect();
            paper.section(self.say("Earlier", "更早的联系"), earlier);
        }
        (paper, line)
    }

    /// The customer's line in the dossier for all.
    fn line(
        &self,
        case: &Case<'_>,
        log: &[(&Kind, &Map)],
        plans: &[Vec<String>],
        money: &[(Vec<String>, i64)],
        risks: &[String],
    ) -> Vec<String> {
        let last = log.first().map(|(_, entry)| day(entry)).unwrap_or_default();
        let next = plans.first().map(|row| format!("{} {}", row[0], row[1])).unwrap_or_default();
        let due: Vec<&str> = money.iter().map(|(row, _)| row[2].as_str()).collect();
        let open = case.children.iter().filter(|sheet| sheet.kind.is_open(&sheet.record.fields)).count();
        vec![last.to_owned(), next, open.to_string(), due.join("; "), risks.len().to_string()]
    }

    fn entry(&self, kind: &Kind, entry: &Map) -> Part {
        let mut head =
            [labels::moment(text(entry, "at")), text(entry, "by").to_owned(), self.cell(kind, entry, "type")]
                .join("  ");
        if !text(entry, "with").is_empty() {
            head.push_str(&format!("  ({})", text(entry, "with")));
        }
        let next = [text(entry, "next_date"), text(entry, "next")].join(" ").trim().to_owned();
        Part::Entry { head, text: text(entry, "text").trim_end().to_owned(), next }
    }
}

/// The day of an entry.
fn day(entry: &Map) -> &str {
    text(entry, "at").get(..10).unwrap_or_default()
}

/// Days from a day to another; none when it is no day.
fn days(from: &str, to: Date) -> Option<i64> {
    Date::from_iso(from).ok().map(|from| (to.0 - from.0).num_days())
}

/// The items of a list of groups.
fn groups<'a>(fields: &'a Map, name: &str) -> impl Iterator<Item = &'a Map> {
    let items = fields.get(name).and_then(Value::as_list).unwrap_or_default();
    items.iter().filter_map(Value::as_map)
}

impl Scribe for Writer {
    fn ending(&self) -> &'static str {
        if self.format == Format::Html { "html" } else { "md" }
    }

    fn one(&self, case: &Case<'_>) -> (String, Vec<String>) {
        let (paper, line) = self.paper(case);
        (paper.write(self.format), line)
    }

    fn all(&self, handed: &Handed) -> String {
        let Handed { from, to, day, customers, records, stays, .. } = handed;
        let mut paper = Paper {
            title: format!("{}: {from} → {to}", self.say("Handover", "工作移交")),
            subtitle: day.clone(),
            lang: self.lang,
            parts: Vec::new(),
        };
        let headings = [
            ("Customer", "客户"),
            ("Name", "名称"),
            ("Last contact", "最近联系"),
            ("Next", "下次"),
            ("Open", "进行中"),
            ("Money due", "未付款项"),
            ("Risks", "风险"),
            ("Dossier", "档案"),
        ];
        let headings = headings.map(|(en, zh)| self.say(en, zh).to_owned()).to_vec();
        let row = |customer: &crate::ops::handover::Customer| {
            let mut row = vec![customer.id.clone(), customer.name.clone()];
            row.extend(customer.line.iter().cloned());
            row.push(customer.dossier.clone().unwrap_or_default());
            row
        };
        let rows = customers.iter().filter(|customer| customer.own).map(row).collect();
        paper.section(self.say("Customers", "客户"), vec![Part::Table(headings, rows)]);
        let others: Vec<String> = customers
            .iter()
            .filter(|customer| !customer.own && !customer.hidden)
            .map(|customer| {
                let what = customer.moved.iter().map(|(kind, count)| format!("{kind} {count}"));
                format!("{} {}: {}", customer.id, customer.name, what.collect::<Vec<_>>().join(", "))
            })
            .collect();
        paper.section(
            self.say("Work in customers of others", "在他人客户中的工作"),
            vec![Part::Items(others)],
        );
        let records = records
            .iter()
            .map(|one| format!("{} {} {}: {}", one.kind, one.id, one.name, one.fields.join(", ")))
            .collect();
        paper.section(self.say("Other records", "其他记录"), vec![Part::Items(records)]);
        let stays = stays.iter().map(|[_, id, name, field]| format!("{id} {name}: {field} {from}")).collect();
        paper.section(self.say("Not moved", "未移交"), vec![Part::Items(stays)]);
        paper.write(self.format)
    }
}
