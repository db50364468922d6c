//! Moves of a workflow: submit, approve, reject and whatever the schema of a kind names. Each is a stamped step in the
//! record's trail; who may make it is asked here and once more where everything is committed (`judge`).

mod judge;
mod people;
mod powers;
mod void;
mod waiting;

pub(super) use judge::Verdict;
pub(super) use people::LIMIT;
pub use people::People;
pub use void::Voided;
pub(super) use void::{take_back, voiding};
pub(super) use waiting::marks;
pub use waiting::{Awaited, awaited};

use powers::{May, Powers, Reaches};

use super::apply::{Applied, Intent};
use super::assemble::changed_card;
use super::conflicts::refuse;
use super::edit::{card_bytes, changed_links, moved};
use super::entry::new_id;
use super::{Desk, typed};
use crate::error::article::{a, begin_a};
use crate::error::{Code, Error, Result, nearest, quoted};
use crate::model::date::{Date, DateTime};
use crate::model::input::{Assignment, assign, field_path, read_any, value_error};
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::trail::{Step, add, seen, state, steps};
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};
use crate::model::workflow::{Move, TRAIL, Workflow};

/// A move as typed.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The records.
    pub ids: Vec<String>,
    /// The move, or the verb that means it: `approve` is also `approve_plan` where that one leads on.
    pub name: String,
    /// Why.
    pub note: Option<String>,
    /// Fields set with it.
    pub words: Vec<Assignment>,
    /// Only look.
    pub dry: bool,
}

/// What a move came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// Id of the record.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// The step.
    pub step: Step,
    /// For an endorsement: to whom it goes on.
    pub next: Option<String>,
    /// For whom it waits now.
    pub waits_for: Vec<String>,
}

/// What could be done with a record now, and who could.
#[derive(Debug, Clone, PartialEq)]
pub struct Possible {
    /// The move.
    pub one: Move,
    /// Those who may make it.
    pub who: Vec<String>,
    /// True when who is looking may.
    pub mine: bool,
}

/// Makes a move with each of some records, in one commit.
pub fn make(desk: &mut Desk, order: &Order) -> Result<(Vec<Made>, Applied)> {
    let mut made = Vec::new();
    let applied = desk.apply(&order.name, order.dry, &mut |desk| {
        made.clear();
        let mut random = desk.random();
        let mut intent: Option<Intent> = None;
        for typed in &order.ids {
            let (kind, record) = desk.resolve(typed)?;
            let one = step(desk, kind, &record, order, new_id(&mut random))?;
            let (path, old) = card_bytes(desk, kind, &record)?;
            let text = changed_card(kind, &path, &old, one.fields)?;
            let subject =
                format!("{}: {} {} ({})", kind.name, one.made.step.name, record.title(kind), record.id);
            let intent = intent.get_or_insert_with(|| Intent::new(&order.name, subject));
            let path = moved(desk, kind, &record, path, &text, intent)?;
            intent.put(&kind.name, record.id.as_str(), path, text.into_bytes());
            made.push(one.made);
        }
        if order.ids.len() > 1
            && let Some(intent) = &mut intent
        {
            intent.draft.message.subject = format!("{} {} records", order.name, order.ids.len());
        }
        intent.ok_or_else(|| Error::not_found(""))
    })?;
    Ok((made, applied))
}

/// What could be done with a record.
pub fn possible(desk: &Desk, typed: &str) -> Result<(String, String, Vec<Possible>)> {
    let (kind, record) = desk.resolve(typed)?;
    let flow = flow_of(kind)?;
    let trail = steps(&record.fields);
    let powers = Powers::new(desk, kind, flow, &record.fields, &trail)?;
    let me = desk.stamp_by()?;
    let at = state(flow, &record.fields);
    let moves = flow.out_of(at).map(|one| Possible {
        who: powers.entitled(one),
        mine: powers.may(one, &me).is_some(),
        one: one.clone(),
    });
    Ok((record.id.to_string(), at.to_owned(), moves.collect()))
}

/// A record after a move.
pub(in crate::ops) struct Stepped {
    /// Its fields.
    pub fields: Map,
    /// The move.
    pub made: Made,
}

/// The fields of a record after a move.
pub(in crate::ops) fn step(
    desk: &Desk,
    kind: &Kind,
    record: &Record,
    order: &Order,
    id: String,
) -> Result<Stepped> {
    let flow = flow_of(kind)?;
    let what = format!("{} {}", kind.name, record.id);
    let label = format!("{} {}", kind.label.zh, record.id);
    let before = &record.fields;
    refuse(kind, record.id.as_str(), before, &flow.state)?;
    let trail = steps(before);
    let at = state(flow, before).to_owned();
    let one = meant(kind, flow, &at, &order.name, record)?;
    let mut fields = before.clone();
    for word in &order.words {
        refuse(kind, record.id.as_str(), before, &word.path)?;
        not_the_state(kind, flow, word)?;
        not_what_is_decided(kind, flow, one, word)?;
    }
    assign(kind, &mut fields, &order.words, &desk.context)?;
    changed_links(desk, kind, before, &mut fields)?;
    let me = desk.stamp_by()?;
    // Who it is for is asked of the record as the move leaves it: a requisition names its user with the move.
    let powers = Powers::new(desk, kind, flow, if one.decides { before } else { &fields }, &trail)?;
    let right = powers.may(one, &me).ok_or_else(|| powers.refusal(&what, &label, one, &me))?;
    let deputy_of = match right {
        May::Own => None,
        May::For(person) => Some(person),
    };
    let decider = deputy_of.as_deref().unwrap_or(&me);
    let next = match powers.reaches(one, decider)? {
        Reaches::Enough => None,
        Reaches::Next(next) => Some(next),
    };
    let note = order.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
    if one.reason && note.is_none() {
        let (name, zh) = (&one.name, &one.label.zh);
        return Err(Error::new(
            Code::MissingField,
            format!("{what}: to {name} it needs a reason."),
            format!("{label}: {zh}须说明原因。"),
        )
        .hint("Add --note \"WHY\".", "请加 --note \"原因\"。"));
    }
    let to = if next.is_some() || one.to.is_empty() { at.clone() } else { one.to.clone() };
    if next.is_none() {
        for (field, text) in &one.sets {
            set(desk, kind, flow, &mut fields, field, text)?;
        }
        fields.insert(flow.state.clone(), Value::text(to.clone()));
        filled(kind, one, &fields, &what, &label)?;
    }
    let values = flow.tracks.iter().filter_map(|name| {
        let value = fields.get(name).filter(|value| !value.is_empty())?;
        Some((name.clone(), Value::Text(value.flat_text())))
    });
    let step = Step {
        id,
        name: one.name.clone(),
        by: me,
        deputy_of,
        at: DateTime::from(desk.context.now).to_string(),
        from: at,
        to,
        note: note.map(typed::text).transpose()?,
        seen: if one.decides { seen(flow, &fields) } else { Map::default() },
        values: values.collect(),
    };
    add(&mut fields, &step);
    Judge::new(kind)?.accept(&fields, &what)?;
    let waits_for = waiting::for_whom(desk, kind, &fields)?;
    let (id, kind, title) = (record.id.to_string(), kind.name.clone(), record.title(kind).to_owned());
    Ok(Stepped { fields, made: Made { id, kind, title, step, next, waits_for } })
}

/// The workflow of a kind.
fn flow_of(kind: &Kind) -> Result<&Workflow> {
    kind.workflow.as_ref().ok_or_else(|| {
        Error::new(
            Code::BadValue,
            format!("{} has no workflow: its fields are changed with `kehu set`.", begin_a(&kind.name)),
            format!("{}没有流程, 请用 `kehu set` 更改字段。", kind.label.zh),
        )
        .hint("`kehu kinds` lists the kinds that have one.", "`kehu kinds` 可列出有流程的类型。")
    })
}

/// The move that a word means from a state.
fn meant<'a>(kind: &Kind, flow: &'a Workflow, at: &str, word: &str, record: &Record) -> Result<&'a Move> {
    let here = || flow.out_of(at);
    let named = |one: &&Move| one.name == word || one.label.zh == word || one.label.en == word;
    if let Some(one) = here().find(named).or_else(|| here().find(|one| one.is_a(word))) {
        return Ok(one);
    }
    let possible: Vec<&str> = here().map(|one| one.name.as_str()).collect();
    let (id, list) = (&record.id, possible.join(", "));
    let hint = |error: Error| match possible.is_empty() {
        true => error.hint("Nothing leads on from here.", "此状态已是终点。"),
        false => error.hint(
            format!("From here there are: {list}. `kehu move {id}` tells who may."),
            format!("此时可用: {list}。`kehu move {id}` 显示由谁办理。"),
        ),
    };
    let known: Vec<&Move> = flow.moves.iter().filter(|one| named(one) || one.is_a(word)).collect();
    if known.is_empty() {
        let all = flow.moves.iter().map(|one| one.name.as_str());
        let close = nearest(word, all).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        return Err(hint(Error::new(
            Code::Usage,
            format!("{} has no move {}{close}", begin_a(&kind.name), quoted(word)),
            format!("{}没有动作 {}{close}", kind.label.zh, quoted(word)),
        )));
    }
    let from: Vec<&str> = known.iter().flat_map(|one| one.from.iter().map(String::as_str)).collect();
    let from = from.join(", ");
    Err(hint(Error::new(
        Code::WrongState,
        format!("{} {id} is {at}; {word} leads on from {from}.", kind.name),
        format!("{} {id} 的状态是 {at}; {word} 只能从 {from} 开始。", kind.label.zh),
    )))
}

/// The state and the trail are what moves leave; they are not typed.
fn not_the_state(kind: &Kind, flow: &Workflow, word: &Assignment) -> Result<()> {
    let path = field_path(kind, &word.path)?;
    if path == flow.state || path == TRAIL || path.starts_with(&format!("{TRAIL}.")) {
        return Err(moved_only(kind, flow, "ID"));
    }
    Ok(())
}

/// Who decides does not change what is decided in the same breath.
fn not_what_is_decided(kind: &Kind, flow: &Workflow, one: &Move, word: &Assignment) -> Result<()> {
    let path = field_path(kind, &word.path)?;
    let top = path.split('.').next().unwrap_or_default();
    let bound = flow.binds.iter().flat_map(|binds| &binds.fields).any(|name| name == top);
    if !one.decides || !bound {
        return Ok(());
    }
    let (name, zh) = (&one.name, &one.label.zh);
    Err(Error::new(
        Code::NotPermitted,
        format!("{top} is what is decided on: it cannot be changed by who would {name} it."),
        format!("{top} 是审批的依据: {zh}时不能更改。"),
    )
    .hint("Reject it with a note, and have it changed.", "请驳回并说明, 由提出人修改。"))
}

/// The refusal to type a state.
fn moved_only(kind: &Kind, flow: &Workflow, id: &str) -> Error {
    let state = &flow.state;
    Error::new(
        Code::NotPermitted,
        format!("{state} of {} changes by its moves, not by hand.", a(&kind.name)),
        format!("{}的 {state} 只能通过流程动作改变, 不能直接填写。", kind.label.zh),
    )
    .hint(format!("`kehu move {id}` lists what can be done."), format!("`kehu move {id}` 列出可办理的动作。"))
}

/// Sets what a move sets.
fn set(desk: &Desk, kind: &Kind, flow: &Workflow, fields: &mut Map, name: &str, text: &str) -> Result<()> {
    let value = match text {
        "" => Value::Null,
        "me" => Value::text(desk.stamp_by()?),
        "owner" => fields.get(&flow.owner).cloned().unwrap_or_default(),
        "today" => Value::text(Date(desk.context.now.date_naive()).to_string()),
        "now" => Value::text(DateTime::from(desk.context.now).to_string()),
        text => {
            let ty = kind.field(name).map(|field| &field.ty);
            let read = ty.map(|ty| read_any(ty, text, &desk.context));
            read.transpose()
                .map_err(|bad| value_error(name, text, &bad))?
                .unwrap_or_else(|| Value::text(text))
        }
    };
    if value.is_empty() {
        fields.shift_remove(name);
    } else {
        fields.insert(name.to_owned(), value);
    }
    Ok(())
}

/// Refuses a move before everything it needs is filled in.
fn filled(kind: &Kind, one: &Move, fields: &Map, what: &str, label: &str) -> Result<()> {
    let total = || kind.has_total() && !super::rules::total(kind, fields).is_empty();
    let missing = one.needs.iter().find(|name| {
        let filled = fields.get(*name).is_some_and(|value| !value.is_empty());
        !(filled || name.as_str() == crate::model::kind::TOTAL && total())
    });
    let Some(name) = missing else { return Ok(()) };
    let (verb, zh) = (&one.name, &one.label.zh);
    let called = kind.field(name).map_or(name.as_str(), |field| field.label.zh.as_str());
    Err(Error::new(
        Code::MissingField,
        format!("{what}: {name} must be filled in to {verb} it."),
        format!("{label}: {zh}前须填写 {called} ({name})。"),
    )
    .hint(format!("Add {name}=… to the command."), format!("请在命令中加上 {name}=…")))
}
