//! Telling what a move of a workflow came to, what could be done, and what was taken back.

use serde_json::{Value as Json, json};

use super::Session;
use crate::error::{Lang, Result};
use crate::model::kind::Kind;
use crate::model::trail::{Step, VOID, steps};
use crate::model::value::{Map, Value};
use crate::ops::moves::{Awaited, Made, Possible, Voided};
use crate::ops::{Applied, Desk};
use crate::output::card::Section;
use crate::output::labels;
use crate::output::table::Table;

/// People named before the rest is cut.
const NAMED: usize = 4;

impl Session {
    /// Tells what moves came to.
    pub fn moved(&mut self, desk: &Desk, applied: &Applied, made: &[Made]) -> Result<()> {
        let ids = made.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(", ");
        let (mut en, mut zh) = (format!("Moved {ids}"), format!("已办理 {ids}"));
        if let Some(one) = made.first() {
            let kind = desk.kinds.get(&one.kind);
            let state =
                |lang| kind.map_or_else(|| one.step.to.clone(), |kind| state_word(kind, &one.step.to, lang));
            (en, zh) = match &one.next {
                None => (
                    format!("{}: {ids} is {}", one.step.name, state(Lang::En)),
                    format!("{}: {ids} 现为 {}", move_word(kind, &one.step.name, Lang::Zh), state(Lang::Zh)),
                ),
                Some(next) => (
                    format!("{}: {ids} is beyond your limit, it goes on to {next}", one.step.name),
                    format!(
                        "{}: {ids} 超出您的限额, 转 {next} 审批",
                        move_word(kind, &one.step.name, Lang::Zh)
                    ),
                ),
            };
            if let Some(person) = &one.step.deputy_of {
                en.push_str(&format!(", for {person}"));
                zh.push_str(&format!(", 代 {person}"));
            }
            if one.next.is_none() && !one.waits_for.is_empty() {
                let who = listed(&one.waits_for);
                en.push_str(&format!("; it waits for {who}"));
                zh.push_str(&format!("; 等待 {who}"));
            }
        }
        let steps: Json = made.iter().map(made_json).collect();
        self.written_with(desk, applied, &en, &zh, &[("moves", steps)])
    }

    /// Tells what can be done with a record.
    pub fn possible(&mut self, desk: &Desk, id: &str, state: &str, possible: &[Possible]) {
        let lang = self.out.lang;
        let mut table = Table::new([
            self.out.say("Move", "动作"),
            self.out.say("Called", "名称"),
            self.out.say("To", "转为"),
            self.out.say("You may", "可办理"),
            self.out.say("Who could", "办理人"),
        ]);
        let kind = desk.resolve(id).ok().map(|(kind, _)| kind);
        for one in possible {
            let to = if one.one.to.is_empty() { state } else { &one.one.to };
            let to = kind.map_or_else(|| to.to_owned(), |kind| state_word(kind, to, lang));
            let mine = if one.mine { self.out.say("yes", "是") } else { self.out.say("no", "否") };
            let called = lang.pick(&one.one.label.en, &one.one.label.zh).to_owned();
            table.push(vec![one.one.name.clone(), called, to, mine.to_owned(), listed(&one.who)]);
        }
        let moves: Json = possible
            .iter()
            .map(|one| json!({"move": one.one.name, "to": one.one.to, "may": one.mine, "who": one.who}))
            .collect();
        let json = json!({"id": id, "state": state, "moves": moves});
        if self.out.is_json() {
            self.out.json(&json);
            return;
        }
        let now = kind.map_or_else(|| state.to_owned(), |kind| state_word(kind, state, lang));
        self.out.talk(&match (possible.is_empty(), lang) {
            (false, Lang::En) => format!("{id} is {now}."),
            (false, Lang::Zh) => format!("{id} 的状态是 {now}。"),
            (true, Lang::En) => format!("{id} is {now}; nothing leads on from there."),
            (true, Lang::Zh) => format!("{id} 的状态是 {now}, 已是终点。"),
        });
        if !possible.is_empty() {
            self.out.rows(&table, &json["moves"]);
        }
    }

    /// Tells which decisions a change took back.
    pub fn tell_voided(&self, voided: &[Voided]) {
        for one in voided {
            let Voided { id, by, day, fields, back, .. } = one;
            let fields = fields.join(", ");
            self.out.talk(&match self.out.lang {
                Lang::En => format!(
                    "What {by} decided on {day} no longer holds for {id}: {fields} changed. It is {back} again; submit it anew."
                ),
                Lang::Zh => format!("{id}: {fields} 已更改, {by} 于 {day} 的审批失效; 状态退回 {back}, 请重新提交。"),
            });
        }
    }
}

/// The steps of a record for its page.
pub(super) fn trail_section(kind: &Kind, fields: &Map, lang: Lang) -> Option<Section> {
    kind.workflow.as_ref()?;
    let steps = steps(fields);
    if steps.is_empty() {
        return None;
    }
    let values = |values: &Map| {
        let told = values
            .iter()
            .map(|(name, value)| format!("{}={}", label_of(kind, name, lang), value.flat_text()));
        told.collect::<Vec<_>>().join(" ")
    };
    let row = |step: &Step| {
        let by = match &step.deputy_of {
            Some(person) => format!("{} ({} {person})", step.by, lang.pick("for", "代")),
            None => step.by.clone(),
        };
        let leads = kind.workflow.as_ref().and_then(|flow| flow.find(&step.name)).map(|one| one.to.as_str());
        let to = match step.from == step.to && leads.is_some_and(|to| !to.is_empty() && to != step.to) {
            // An endorsement, which goes on.
            true => lang.pick("goes on", "转上级").to_owned(),
            false => state_word(kind, &step.to, lang),
        };
        let note = match (step.name.as_str(), &step.note) {
            (VOID, Some(fields)) => {
                fields.split(", ").map(|name| label_of(kind, name, lang)).collect::<Vec<_>>().join(", ")
            }
            (_, note) => note.clone().unwrap_or_default(),
        };
        let what = [note, values(&step.values)].into_iter().filter(|text| !text.is_empty());
        let what = what.collect::<Vec<_>>().join("; ");
        vec![labels::moment(&step.at), by, move_word(Some(kind), &step.name, lang), to, what]
    };
    let headings = [("When", "时间"), ("By", "操作人"), ("Move", "动作"), ("Then", "结果"), ("Note", "说明")];
    Some(Section {
        title: lang.pick("Trail", "流程记录").to_owned(),
        headings: headings.map(|(en, zh)| lang.pick(en, zh).to_owned()).to_vec(),
        rows: steps.iter().map(row).collect(),
    })
}

fn label_of<'a>(kind: &'a Kind, name: &'a str, lang: Lang) -> &'a str {
    kind.field(name).map_or(name, |field| labels::heading(field, lang))
}

/// A state in words.
fn state_word(kind: &Kind, state: &str, lang: Lang) -> String {
    let field = kind.workflow.as_ref().and_then(|flow| kind.field(&flow.state));
    labels::value(field.map(|field| &field.ty), &Value::text(state), lang)
}

/// A move in words.
pub(super) fn move_word(kind: Option<&Kind>, name: &str, lang: Lang) -> String {
    let one = kind.and_then(|kind| kind.workflow.as_ref()).and_then(|flow| flow.find(name));
    match (one, name) {
        (Some(one), _) => lang.pick(&one.label.en, &one.label.zh).to_owned(),
        (None, VOID) => lang.pick("taken back", "审批失效").to_owned(),
        (None, name) => name.to_owned(),
    }
}

/// The line of a record that waits: whose, name, since, what can be done, for whom, id.
pub(super) fn awaited_row(desk: &Desk, row: &Awaited, lang: Lang) -> [String; 6] {
    let kind = desk.kinds.get(&row.kind);
    let label = kind.map_or(row.kind.as_str(), |kind| lang.pick(&kind.label.en, &kind.label.zh));
    let moves = row.moves.iter().map(|name| move_word(kind, name, lang)).collect::<Vec<_>>().join("/");
    let since = row.since.get(..10).unwrap_or_default().to_owned();
    let what = format!("{label}: {moves}");
    [row.owner.clone(), row.name.clone(), since, what, listed(&row.who), row.id.clone()]
}

/// The same for scripts.
pub(super) fn awaited_json(row: &Awaited) -> Json {
    json!({
        "id": row.id, "kind": row.kind, "name": row.name, "owner": row.owner, "state": row.state,
        "moves": row.moves, "since": row.since, "who": row.who,
    })
}

fn made_json(made: &Made) -> Json {
    let step = &made.step;
    json!({
        "id": made.id, "kind": made.kind, "move": step.name, "from": step.from, "to": step.to,
        "for": step.deputy_of, "goes_on_to": made.next, "waits_for": made.waits_for,
    })
}

fn listed(people: &[String]) -> String {
    let more = people.len() > NAMED;
    let mut told: Vec<&str> = people.iter().take(NAMED).map(String::as_str).collect();
    if more {
        told.push("…");
    }
    told.join(", ")
}
