//! Two cards that are one customer made one: fields, contacts, journals, files, and everything that links to them, in one
//! commit. The old id leads to the new one for ever.

mod files;
mod links;

use super::Desk;
use super::apply::{Applied, Intent};
use super::assemble::{changed_card, new_card};
use super::conflicts;
use super::distinct;
use super::edit::card_bytes;
use crate::error::{Code, Error, Result};
use crate::model::combine::{Choice, How, Side, combine};
use crate::model::ids::Id;
use crate::model::kind::{Kind, Role};
use crate::model::record::{MERGED, RETIRED, Record};
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};
use crate::model::yaml::{self, MODELINE};
use crate::store::change::Message;
use crate::store::history::Step;

pub use files::folder;
pub(in crate::ops) use files::{beside, entries_of, together};
pub use links::relink_file;

/// What is to be merged.
#[derive(Debug, Clone)]
pub struct Order {
    /// The record that stays, as typed.
    pub keep: String,
    /// The records that become part of it, as typed.
    pub others: Vec<String>,
    /// Fields to take from another: `id:field`.
    pub take: Vec<String>,
    /// How the rest is settled; `None` leaves it in dispute.
    pub prefer: Option<Prefer>,
    /// Only look.
    pub dry: bool,
}

/// A rule for fields in dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Prefer {
    /// The record that stays
    Keep,
    /// The other
    Other,
    /// The card that was changed last
    Newest,
}

/// What a merge does beyond the card.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Each other with the fields in which it differed.
    pub choices: Vec<(String, Vec<Choice>)>,
    /// Journal entries taken over.
    pub entries: usize,
    /// Files moved, to where they go.
    pub moved: Vec<String>,
    /// Records that linked to the others and link to the survivor now.
    pub relinked: Vec<String>,
    /// Others whose cards have comments, which stay in history.
    pub comments: Vec<String>,
}

impl Plan {
    /// Fields somebody has to choose, with the record that differs.
    pub fn disputes(&self) -> Vec<(&str, &Choice)> {
        self.choices
            .iter()
            .flat_map(|(id, choices)| choices.iter().map(move |choice| (id.as_str(), choice)))
            .filter(|(_, choice)| choice.how == How::Dispute)
            .collect()
    }
}

/// Asks a person which side of a field counts: id of the other and the choice; `None` leaves it in dispute.
pub type Ask<'a> = &'a mut dyn FnMut(&Kind, &str, &Choice) -> Option<Side>;

/// Merges, or shows what would be done.
pub fn merge(desk: &mut Desk, order: &Order, ask: Ask<'_>) -> Result<(Plan, Applied)> {
    let mut plan = Plan::default();
    // Questions are asked once, before the book is locked.
    let answers = answers(desk, order, ask)?;
    let applied = desk.apply("merge", order.dry, &mut |desk| {
        plan = Plan::default();
        let (kind, keep) = desk.resolve(&order.keep)?;
        let (path, old) = card_bytes(desk, kind, &keep)?;
        let others = others(desk, kind, &keep, order)?;
        let mut fields = keep.fields.clone();
        let mut intent = Intent::new("merge", subject(kind, &keep, &others));
        for other in &others {
            let choose = |field: &str| answers.side(other.id.as_str(), field);
            let combined = combine(kind, &fields, &other.fields, &choose);
            fields = combined.fields;
            plan.choices.push((other.id.to_string(), combined.choices));
        }
        if !order.dry && !plan.disputes().is_empty() {
            return Err(in_dispute(&plan, keep.id.as_str()));
        }
        Judge::new(kind)?.accept(&fields, &format!("{} {}", kind.name, keep.id))?;
        let text = changed_card(kind, &path, &old, fields)?;
        intent.put(&kind.name, keep.id.as_str(), path, text.into_bytes());
        files::bring_over(desk, kind, &keep.id, &others, &mut plan, &mut intent)?;
        for other in &others {
            let (path, old) = card_bytes(desk, kind, other)?;
            if has_comments(&old) {
                plan.comments.push(other.id.to_string());
            }
            let text = new_card(kind, &path, tombstone(desk, kind, other, &keep.id));
            intent.put(&kind.name, other.id.as_str(), path, text.into_bytes());
            intent.trailer(TRAILER, other.id.as_str());
        }
        links::repoint(desk, &keep.id, &others, &mut plan, &mut intent)?;
        Ok(intent)
    })?;
    Ok((plan, applied))
}

/// The trailer that names a record that became part of another.
const TRAILER: &str = "Kehu-Merged";

/// The records that a commit merged into another; none when it is no merge.
pub fn merged_ids(step: &Step) -> Vec<String> {
    if Message::trailer(&step.message, "Kehu-Verb") != Some("merge") {
        return Vec::new();
    }
    Message::trailers(&step.message, TRAILER).map(str::to_owned).collect()
}

/// The records to be merged into `keep`, checked.
fn others(desk: &Desk, kind: &Kind, keep: &Record, order: &Order) -> Result<Vec<Record>> {
    conflicts::refuse_merging(kind, keep)?;
    let mut others: Vec<Record> = Vec::new();
    for typed in &order.others {
        let (_, other) = desk.resolve_of(typed, Some(&kind.name))?;
        if other.id == keep.id {
            return Err(Error::new(
                Code::Usage,
                format!("{typed} is {} itself, or was merged into it.", keep.id),
                format!("{typed} 就是 {} 本身, 或已合并到它。", keep.id),
            ));
        }
        for (a, b) in
            [(&keep.id, &other.id)].into_iter().chain(others.iter().map(|known| (&known.id, &other.id)))
        {
            if let Some(said) = distinct::said(desk, a, b)? {
                let (by, id) = (said.text("by"), &said.id);
                let day = said.text("at").get(..10).unwrap_or_default().to_owned();
                return Err(Error::new(
                    Code::Conflict,
                    format!("{a} and {b} were recorded as two by {by} on {day}."),
                    format!("{a} 和 {b} 已由 {by} 于 {day} 记为两家。"),
                )
                .hint(
                    format!("Talk to {by}; `kehu rm {id}` takes it back."),
                    format!("请与 {by} 沟通; `kehu rm {id}` 可撤回。"),
                ));
            }
        }
        conflicts::refuse_merging(kind, &other)?;
        if !others.iter().any(|known| known.id == other.id) {
            others.push(other);
        }
    }
    if others.is_empty() {
        return Err(Error::new(
            Code::Usage,
            "`kehu merge` takes the record that stays and at least one other.",
            "`kehu merge` 需要保留的记录和至少一个其他记录。",
        ));
    }
    Ok(others)
}

fn subject(kind: &Kind, keep: &Record, others: &[Record]) -> String {
    let names: Vec<String> =
        others.iter().map(|other| format!("{} ({})", other.title(kind), other.id)).collect();
    format!("{}: merge {} into {} ({})", kind.name, names.join(", "), keep.title(kind), keep.id)
}

/// True when a person wrote comments into a card.
fn has_comments(card: &[u8]) -> bool {
    let text = String::from_utf8_lossy(card);
    yaml::lines(&text).into_iter().any(|line| {
        let comment = line.trim_start().starts_with('#') || line.contains(" # ");
        comment && !line.starts_with(MODELINE)
    })
}

/// What stays of a merged record: its name, where it came from, and where it went.
fn tombstone(desk: &Desk, kind: &Kind, other: &Record, keep: &Id) -> Map {
    let mut fields = other.fields.clone();
    // Who did not see it before learns neither its name nor where it went.
    let says_who_sees = |name: &String| {
        kind.access.as_ref().is_some_and(|access| {
            *name == access.owner
                || [&access.level, &access.shares].contains(&&Some(name.clone()))
                || access.members.contains(name)
        })
    };
    fields.retain(|name, _| {
        *name == kind.naming
            || says_who_sees(name)
            || kind.field(name).is_some_and(|field| field.required || field.role == Some(Role::Source))
    });
    fields.insert(RETIRED.to_owned(), Value::text(desk.context.now.format("%Y-%m-%d").to_string()));
    fields.insert(MERGED.to_owned(), Value::text(keep.as_str()));
    fields
}

/// The error for fields somebody has to choose.
pub fn in_dispute(plan: &Plan, keep: &str) -> Error {
    let lines: String = plan
        .disputes()
        .iter()
        .map(|(id, choice)| {
            let text = |value: &Option<Value>| value.as_ref().map(Value::flat_text).unwrap_or_default();
            format!(
                "\n  {}: {} ({}) / {} ({id})",
                choice.field,
                text(&choice.keep),
                keep,
                text(&choice.other)
            )
        })
        .collect();
    let take =
        plan.disputes().first().map(|(id, choice)| format!("{id}:{}", choice.field)).unwrap_or_default();
    Error::new(
        Code::Conflict,
        format!("These fields differ, and somebody has to choose:{lines}"),
        format!("以下字段不同, 需要选择:{lines}"),
    )
    .hint(
        format!("--take {take} takes one from the other; --prefer keep leaves the rest as {keep} has it."),
        format!("--take {take} 采用另一方的值; --prefer keep 其余保留 {keep} 的值。"),
    )
}

/// What was chosen, by flags or by asking.
#[derive(Default)]
struct Answers {
    sides: Vec<(String, String, Side)>,
    rest: Vec<(String, Side)>,
}

impl Answers {
    fn side(&self, other: &str, field: &str) -> Option<Side> {
        let said =
            self.sides.iter().find(|(id, name, _)| id == other && name == field).map(|(_, _, side)| *side);
        said.or_else(|| self.rest.iter().find(|(id, _)| id == other).map(|(_, side)| *side))
    }
}

fn answers(desk: &Desk, order: &Order, ask: Ask<'_>) -> Result<Answers> {
    let (kind, keep) = desk.resolve(&order.keep)?;
    let others = others(desk, kind, &keep, order)?;
    let mut answers = Answers::default();
    for word in order.take.iter().flat_map(|word| word.split(',')) {
        let (id, field) = word.split_once(':').unwrap_or((order.others[0].as_str(), word));
        let (_, record) = desk.resolve_of(id, Some(&kind.name))?;
        let side = if record.id == keep.id { Side::Keep } else { Side::Other };
        let field = crate::model::input::field_path(kind, field)?;
        let of: Vec<String> = match side {
            Side::Other => vec![record.id.to_string()],
            Side::Keep => others.iter().map(|other| other.id.to_string()).collect(),
        };
        answers.sides.extend(of.into_iter().map(|id| (id, field.clone(), side)));
    }
    let mut asked = Vec::new();
    let mut fields = keep.fields.clone();
    for other in &others {
        let combined = combine(kind, &fields, &other.fields, &|field| answers.side(other.id.as_str(), field));
        for choice in combined.choices.iter().filter(|choice| choice.how == How::Dispute) {
            if order.prefer.is_none()
                && let Some(side) = ask(kind, other.id.as_str(), choice)
            {
                asked.push((other.id.to_string(), choice.field.clone(), side));
            }
        }
        fields = combined.fields;
    }
    answers.sides.extend(asked);
    if let Some(prefer) = order.prefer {
        for other in &others {
            answers.rest.push((other.id.to_string(), preferred(desk, kind, prefer, &keep, other)?));
        }
    }
    Ok(answers)
}

fn preferred(desk: &Desk, kind: &Kind, prefer: Prefer, keep: &Record, other: &Record) -> Result<Side> {
    let last = |record: &Record| -> Result<i64> {
        let steps = desk.book.history_of(desk.at, &[desk.kinds.path_of(kind, record)?], 1)?;
        Ok(steps.first().map_or(0, |(step, _)| step.at.timestamp()))
    };
    Ok(match prefer {
        Prefer::Keep => Side::Keep,
        Prefer::Other => Side::Other,
        Prefer::Newest if last(other)? > last(keep)? => Side::Other,
        Prefer::Newest => Side::Keep,
    })
}
