//! Telling what there is to do: sections for people, named arrays for scripts.

use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use super::Session;
use super::collided::{collisions_json, likeness, settling};
use super::disputed::{conflicts_json, in_short};
use super::moved::{awaited_json, awaited_row};
use crate::error::Lang;
use crate::model::kind::Kind;
use crate::model::value::Value;
use crate::ops::Desk;
use crate::ops::collisions::Collision;
use crate::ops::conflicts::Disputed;
use crate::ops::due::Due;
use crate::ops::moves::Awaited;
use crate::ops::occasions::{Occasion, occasions};
use crate::ops::quiet::Quiet;
use crate::ops::today::{Birthday, Load, Part, Today, Waiting};
use crate::output::calendar::Event;
use crate::output::labels;
use crate::output::sections::{Section, render};
use crate::output::table::{Column, Table};

/// Days of the week from Monday on.
const DAYS: [(&str, &str); 7] = [
    ("Monday", "星期一"),
    ("Tuesday", "星期二"),
    ("Wednesday", "星期三"),
    ("Thursday", "星期四"),
    ("Friday", "星期五"),
    ("Saturday", "星期六"),
    ("Sunday", "星期日"),
];

/// One line of any section: customer, name, day, what, whose, id.
type Row = [String; 6];

impl Session {
    /// Prints what there is to do; `person` is whose, empty for everybody's.
    pub fn agenda(&mut self, desk: &Desk, found: &Today, person: &str) {
        let json = agenda_json(found, person.is_empty());
        if self.out.is_json() {
            self.out.json(&json);
            return;
        }
        let lang = self.out.lang;
        let customer = desk.kinds.get("customer");
        let mut sections = Vec::new();
        if !found.people.is_empty() {
            sections.push(people(&found.people, lang));
        }
        let whose = person.is_empty();
        let plan = |plan: &Due| plan_row(plan);
        sections.extend(section(("Overdue", "逾期"), &found.overdue, &plan, whose, lang));
        sections.extend(section(("Today", "今天"), &found.today, &plan, whose, lang));
        sections.extend(section(("Next days", "近期"), &found.week, &plan, whose, lang));
        sections.extend(section(("Waiting", "待处理"), &found.waiting, &waiting_row, whose, lang));
        sections.extend(section(("Work", "工作任务"), &found.work, &waiting_row, whose, lang));
        let awaited = |row: &Awaited| awaited_row(desk, row, lang);
        let title = ("Waiting for a decision or the next step", "待审批和办理");
        sections.extend(section(title, &found.moves, &awaited, whose, lang));
        let handed = |row: &Waiting| handed_row(row, lang);
        sections.extend(section(
            ("Handed over, to accept", "待接收的移交"),
            &found.handed,
            &handed,
            whose,
            lang,
        ));
        let owed = |row: &Waiting| owed_row(row, desk, lang);
        sections.extend(section(("Owed", "应交"), &found.owed, &owed, whose, lang).map(|mut section| {
            if let Some(row) = found.owed.rows.first() {
                let Waiting { kind, name, of, .. } = row;
                section.note.push_str(&format!("\nkehu new {kind} every={of} period={name} …"));
                section.note = section.note.trim_start().to_owned();
            }
            section
        }));
        sections.extend(section(("To answer", "待答复"), &found.invited, &invited_row, whose, lang).map(
            |mut section| {
                section
                    .note
                    .push_str(lang.pick("\n`kehu rsvp ID yes` answers.", "\n用 `kehu rsvp 编号 yes` 答复。"));
                section.note = section.note.trim_start().to_owned();
                section
            },
        ));
        let conflict = |row: &Disputed| conflict_row(row, lang);
        sections.extend(section(("In conflict", "存在冲突"), &found.conflicts, &conflict, whose, lang).map(
            |mut section| {
                section.note.push_str(
                    lang.pick("\n`kehu resolve ID` settles it.", "\n用 `kehu resolve 编号` 解决。"),
                );
                section.note = section.note.trim_start().to_owned();
                section
            },
        ));
        let asked = Some(person).filter(|person| !person.is_empty());
        let collision = |row: &Collision| collision_row(row, asked, lang);
        let made = (("Made twice, it seems", "疑似重复建立"), &found.collisions);
        let booked = (("Booked twice", "重复预订"), &found.bookings);
        for (title, part) in [made, booked] {
            sections.extend(section(title, part, &collision, whose, lang).map(|mut section| {
                let lines = part.rows.iter().flat_map(|one| settling(one, asked, lang));
                let more = Some(section.note).filter(|more| !more.is_empty());
                section.note = lines.chain(more).collect::<Vec<_>>().join("\n");
                section
            }));
        }
        let quiet = |row: &Quiet| quiet_row(row, customer, lang);
        sections.extend(section(("Quiet", "久未联系"), &found.quiet, &quiet, whose, lang));
        sections.extend(section(("Birthdays", "生日"), &found.birthdays, &birthday_row, whose, lang));
        if sections.is_empty() {
            self.out.talk(self.out.say("Nothing is to be done.", "没有待办事项。"));
        }
        let out = &self.out;
        let text = render(&sections, out.say("Section", "分类"), out.format, out.width, out.colour);
        self.out.thing(&text, &json);
    }

    /// Prints plans that are due as one table.
    pub fn due(&mut self, plans: &[Due], today: NaiveDate, whose: bool) {
        let lang = self.out.lang;
        let mut table = table(whose, lang);
        for plan in plans {
            table.push(columns(plan_row(plan), whose));
        }
        let late = today.format("%Y-%m-%d").to_string();
        let json: Json = plans
            .iter()
            .map(|plan| {
                let mut json = due_json(plan);
                json["overdue"] = (plan.date < late).into();
                json
            })
            .collect();
        self.out.rows(&table, &json);
    }
}

/// `Monday 2026-11-23`
pub fn day_words(day: NaiveDate, lang: Lang) -> String {
    use chrono::Datelike as _;
    let (en, zh) = DAYS[day.weekday().num_days_from_monday() as usize % 7];
    match lang {
        Lang::En => format!("{en} {}", day.format("%Y-%m-%d")),
        Lang::Zh => format!("{} {zh}", day.format("%Y-%m-%d")),
    }
}

fn table(whose: bool, lang: Lang) -> Table {
    let labels = [
        lang.pick("Customer", "客户"),
        lang.pick("Name", "名称"),
        lang.pick("Date", "日期"),
        lang.pick("What", "内容"),
        lang.pick("Who", "负责人"),
        lang.pick("Id", "编号"),
    ];
    Table::new(columns(labels.map(str::to_owned), whose))
}

/// The cells of a line; whose it is says nothing where all are one person's.
fn columns(row: Row, whose: bool) -> Vec<String> {
    let [customer, name, date, what, who, id] = row;
    if whose { vec![customer, name, date, who, what, id] } else { vec![customer, name, date, what, id] }
}

fn section<T>(
    title: (&str, &str),
    part: &Part<T>,
    row: &dyn Fn(&T) -> Row,
    whose: bool,
    lang: Lang,
) -> Option<Section> {
    if part.rows.is_empty() {
        return None;
    }
    let mut table = table(whose, lang);
    part.rows.iter().for_each(|item| table.push(columns(row(item), whose)));
    let more = part.total.saturating_sub(part.rows.len());
    let note = match (more, lang) {
        (0, _) => String::new(),
        (more, Lang::En) => format!("… {more} more: {}", part.query),
        (more, Lang::Zh) => format!("… 还有 {more} 条: {}", part.query),
    };
    Some(Section { title: lang.pick(title.0, title.1).to_owned(), total: Some(part.total), table, note })
}

fn plan_row(plan: &Due) -> Row {
    let Due { id, customer, name, date, text, who, .. } = plan.clone();
    [customer, name, date, text, who, id]
}

fn waiting_row(row: &Waiting) -> Row {
    let Waiting { id, customer, of, due, name, who, .. } = row.clone();
    [customer, of, due, name, who, id]
}

fn handed_row(row: &Waiting, lang: Lang) -> Row {
    let Waiting { id, customer, of, due, name, who, .. } = row.clone();
    let what = match lang {
        Lang::En => format!("from {name}"),
        Lang::Zh => format!("来自 {name}"),
    };
    [customer, of, due, what, who, id]
}

fn invited_row(row: &Waiting) -> Row {
    let Waiting { id, due, name, who, .. } = row.clone();
    [id, name, due, String::new(), who, String::new()]
}

fn owed_row(row: &Waiting, desk: &Desk, lang: Lang) -> Row {
    let kind = desk.kinds.get(&row.kind);
    let ty = kind.and_then(|kind| kind.field("every")).map(|field| &field.ty);
    let sort = labels::value(ty, &Value::text(row.of.clone()), lang);
    let label = kind.map_or(row.kind.as_str(), |kind| lang.pick(&kind.label.en, &kind.label.zh));
    let name = format!("{sort} {}", row.name);
    [label.to_owned(), name, row.due.clone(), String::new(), row.who.clone(), String::new()]
}

fn conflict_row(row: &Disputed, lang: Lang) -> Row {
    let what = in_short(row, lang);
    let entry = row.entry.clone().unwrap_or_default();
    [row.id.clone(), row.name.clone(), String::new(), what, row.owner.clone(), entry]
}

fn collision_row(row: &Collision, person: Option<&str>, lang: Lang) -> Row {
    let (own, other) = row.from(person);
    let what = likeness(row, other, lang);
    let name = own.name.clone().unwrap_or_default();
    [own.id.clone(), name, row.since.clone(), what, own.owner.clone(), String::new()]
}

fn quiet_row(row: &Quiet, kind: Option<&Kind>, lang: Lang) -> Row {
    let ty = kind.and_then(|kind| kind.field("status")).map(|field| &field.ty);
    let status = labels::value(ty, &Value::text(row.status.clone()), lang);
    let (level, allowed) = (row.level, row.allowed);
    let what = match (row.days, lang) {
        (Some(days), Lang::En) => format!("{days} days (limit {allowed}), {status} {level}"),
        (Some(days), Lang::Zh) => format!("{days} 天 (期限 {allowed}), {status} {level}"),
        (None, Lang::En) => format!("never called, {status} {level}"),
        (None, Lang::Zh) => format!("从未联系, {status} {level}"),
    };
    let last = row.last.clone().unwrap_or_default();
    [row.customer.clone(), row.name.clone(), last, what, row.owner.clone(), String::new()]
}

fn birthday_row(row: &Birthday) -> Row {
    let year = row.born.get(..4).unwrap_or_default();
    let what = format!("{} ({year})", row.contact);
    [row.customer.clone(), row.name.clone(), row.date.clone(), what, row.owner.clone(), String::new()]
}

fn people(people: &[Load], lang: Lang) -> Section {
    let left = [lang.pick("Person", "人员"), lang.pick("Name", "姓名")];
    let right = [
        lang.pick("Overdue", "逾期"),
        lang.pick("Today", "今天"),
        lang.pick("Next days", "近期"),
        lang.pick("Quiet", "久未联系"),
    ];
    let mut table = Table::new(left);
    table.columns.extend(right.map(|label| Column { label: label.to_owned(), right: true }));
    for load in people {
        let counts = load.plans.iter().chain([&load.quiet]).map(ToString::to_string);
        let person = if load.person.is_empty() { lang.pick("nobody", "无人") } else { &load.person };
        table.push([person.to_owned(), load.name.clone()].into_iter().chain(counts).collect());
    }
    Section { title: lang.pick("Everybody", "全体").to_owned(), total: None, table, note: String::new() }
}

fn due_json(plan: &Due) -> Json {
    let Due { id, customer, name, date, text, who, repeat, at, .. } = plan;
    json!({
        "id": id, "kind": "plan", "customer": customer, "name": name, "date": date, "text": text, "who": who,
        "repeat": Some(repeat).filter(|rule| !rule.is_empty()), "at": at,
    })
}

fn agenda_json(found: &Today, everybody: bool) -> Json {
    let Today {
        overdue,
        today,
        week,
        waiting,
        work,
        moves,
        handed,
        owed,
        invited,
        collisions,
        bookings,
        conflicts,
        quiet,
        birthdays,
        people,
    } = found;
    let plans = |part: &Part<Due>| part.rows.iter().map(due_json).collect::<Json>();
    let mut more = Vec::new();
    let mut count = |section: &str, rows: usize, total: usize, query: &str| {
        if total > rows {
            more.push(json!({"section": section, "total": total, "query": query}));
        }
    };
    count("overdue", overdue.rows.len(), overdue.total, &overdue.query);
    count("today", today.rows.len(), today.total, &today.query);
    count("week", week.rows.len(), week.total, &week.query);
    count("waiting", waiting.rows.len(), waiting.total, &waiting.query);
    count("work", work.rows.len(), work.total, &work.query);
    count("moves", moves.rows.len(), moves.total, &moves.query);
    count("handed", handed.rows.len(), handed.total, &handed.query);
    count("owed", owed.rows.len(), owed.total, &owed.query);
    count("invited", invited.rows.len(), invited.total, &invited.query);
    count("conflicts", conflicts.rows.len(), conflicts.total, &conflicts.query);
    count("collisions", collisions.rows.len(), collisions.total, &collisions.query);
    count("bookings", bookings.rows.len(), bookings.total, &bookings.query);
    count("quiet", quiet.rows.len(), quiet.total, &quiet.query);
    count("birthdays", birthdays.rows.len(), birthdays.total, &birthdays.query);
    let mut json = json!({
        "overdue": plans(overdue), "today": plans(today), "week": plans(week),
        "waiting": waiting.rows.iter().chain(&handed.rows).map(|row| json!({
            "id": row.id, "kind": row.kind, "name": row.name, "customer": row.customer, "due": row.due,
            "who": row.who,
        })).collect::<Json>(),
        "work": work.rows.iter().map(|row| json!({
            "id": row.id, "kind": row.kind, "name": row.name, "of": row.customer, "of_name": row.of, "due": row.due,
            "who": row.who,
        })).collect::<Json>(),
        "moves": moves.rows.iter().map(awaited_json).collect::<Json>(),
        "owed": owed.rows.iter().map(|row| json!({
            "kind": row.kind, "every": row.of, "period": row.name, "due": row.due, "who": row.who,
        })).collect::<Json>(),
        "invited": invited.rows.iter().map(|row| json!({
            "id": row.id, "kind": row.kind, "name": row.name, "when": row.due, "who": row.who,
        })).collect::<Json>(),
        "conflicts": conflicts_json(&conflicts.rows),
        "collisions": collisions_json(&collisions.rows),
        "bookings": collisions_json(&bookings.rows),
        "quiet": quiet.rows.iter().map(|row| json!({
            "id": row.customer, "kind": "customer", "name": row.name, "status": row.status, "level": row.level,
            "owner": row.owner, "last": row.last, "days": row.days, "allowed": row.allowed,
        })).collect::<Json>(),
        "birthdays": birthdays.rows.iter().map(|row| json!({
            "id": row.customer, "kind": "customer", "name": row.name, "contact": row.contact, "date": row.date,
            "birthday": row.born, "owner": row.owner,
        })).collect::<Json>(),
    });
    json["more"] = more.into();
    if everybody {
        let load = |load: &Load| {
            let [overdue, today, week] = load.plans;
            json!({
                "person": load.person, "name": load.name, "overdue": overdue, "today": today, "week": week,
                "quiet": load.quiet,
            })
        };
        json["people"] = people.iter().map(load).collect();
    }
    json
}

/// Plans as events of a calendar.
pub fn events(plans: &[Due]) -> Vec<Event> {
    let event = |occasion: Occasion<'_>| Event {
        uid: occasion.uid,
        stamp: occasion.plan.at.clone(),
        date: occasion.date,
        repeat: occasion.repeat,
        summary: format!("{}: {}", occasion.plan.name, occasion.plan.text),
        description: format!("kehu log {} --done {}", occasion.plan.customer, occasion.plan.id),
        ..Event::default()
    };
    occasions(plans).into_iter().map(event).collect()
}
