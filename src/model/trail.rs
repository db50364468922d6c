//! The trail of a record: the steps it went through its workflow, each stamped, and what its decisions rest on.

use sha2::{Digest as _, Sha256};

use super::kind::Kind;
use super::value::{Map, Value};
use super::workflow::{Apart, Move, TRAIL, Who, Workflow};

/// The step that takes back a decision because what it rested on has changed.
pub const VOID: &str = "void";
/// A value up to this length is written down as it is, a longer one as its hash.
const SHORT: usize = 80;

/// One step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Step {
    /// Its id.
    pub id: String,
    /// The move, or `void`.
    pub name: String,
    /// Who made it.
    pub by: String,
    /// In whose place.
    pub deputy_of: Option<String>,
    /// When, as RFC 3339.
    pub at: String,
    /// The state before.
    pub from: String,
    /// The state after.
    pub to: String,
    /// Why.
    pub note: Option<String>,
    /// For decisions: what they rest on.
    pub seen: Map,
    /// Values worth keeping: where a thing went.
    pub values: Map,
}

impl Step {
    /// From the item of a trail.
    fn read(item: &Map) -> Self {
        let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let some = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
        let map = |name: &str| item.get(name).and_then(Value::as_map).cloned().unwrap_or_default();
        Self {
            id: text("id"),
            name: text("move"),
            by: text("by"),
            deputy_of: some("for"),
            at: text("at"),
            from: text("from"),
            to: text("to"),
            note: some("note"),
            seen: map("seen"),
            values: map("values"),
        }
    }

    /// As the item of a trail.
    pub fn value(&self) -> Value {
        let text = |text: &str| Value::text(text);
        let some = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
        let fields = [
            ("id", text(&self.id)),
            ("move", text(&self.name)),
            ("by", text(&self.by)),
            ("for", some(&self.deputy_of)),
            ("at", text(&self.at)),
            ("from", text(&self.from)),
            ("to", text(&self.to)),
            ("note", some(&self.note)),
            ("seen", Value::Map(self.seen.clone())),
            ("values", Value::Map(self.values.clone())),
        ];
        let filled = fields.into_iter().filter(|(_, value)| !value.is_empty());
        Value::Map(filled.map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// In whose right it was made: the person, or who the person stood in for.
    pub fn right_of(&self) -> &str {
        self.deputy_of.as_deref().unwrap_or(&self.by)
    }
}

/// The steps of a record as they stand: the order in which they were written, whatever the clocks said.
pub fn steps(fields: &Map) -> Vec<Step> {
    let items = fields.get(TRAIL).and_then(Value::as_list).unwrap_or_default();
    items.iter().filter_map(Value::as_map).map(Step::read).collect()
}

/// Adds a step.
pub fn add(fields: &mut Map, step: &Step) {
    let mut items = fields.get(TRAIL).and_then(Value::as_list).unwrap_or_default().to_vec();
    items.push(step.value());
    fields.insert(TRAIL.to_owned(), Value::List(items));
}

/// The state of a record; that of a new one when it says none.
pub fn state<'a>(flow: &'a Workflow, fields: &'a Map) -> &'a str {
    match text(fields, &flow.state) {
        "" => &flow.first,
        state => state,
    }
}

/// What a decision would rest on now: short values as they are, long ones as their hash.
pub fn seen(flow: &Workflow, fields: &Map) -> Map {
    let names = flow.binds.iter().flat_map(|binds| &binds.fields);
    let told = |name: &String| {
        let value = fields.get(name).filter(|value| !value.is_empty())?;
        let text = value.scalar_text().filter(|text| text.len() <= SHORT);
        Some((name.clone(), Value::Text(text.unwrap_or_else(|| hash(value)))))
    };
    names.filter_map(told).collect()
}

fn hash(value: &Value) -> String {
    let digest = Sha256::digest(value.to_json().to_string().as_bytes());
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

/// The decisions that stand: those since the record was last where it is submitted from.
pub fn standing(flow: &Workflow, steps: &[Step]) -> Vec<Step> {
    let Some(binds) = &flow.binds else { return Vec::new() };
    let open = |state: &String| *state == binds.back || flow.out_of(state).any(Move::submits);
    let after = steps.iter().rposition(|step| step.name == VOID || open(&step.to));
    let since = steps.get(after.map_or(0, |at| at + 1)..).unwrap_or_default();
    since.iter().filter(|step| flow.find(&step.name).is_some_and(|one| one.decides)).cloned().collect()
}

/// The decision that no longer holds, and the fields that are not what it rests on.
pub fn void(flow: &Workflow, fields: &Map) -> Option<(Step, Vec<String>)> {
    let now = seen(flow, fields);
    standing(flow, &steps(fields)).into_iter().find_map(|step| {
        let names = flow.binds.iter().flat_map(|binds| &binds.fields);
        let changed: Vec<String> =
            names.filter(|name| step.seen.get(*name) != now.get(*name)).cloned().collect();
        (!changed.is_empty()).then_some((step, changed))
    })
}

/// From whom a superior is looked for: who last said yes without being allowed to decide alone, else the owner.
pub fn base(flow: &Workflow, fields: &Map, steps: &[Step]) -> String {
    let endorsed = steps.last().filter(|step| step.from == step.to && step.name != VOID);
    endorsed.map_or_else(|| text(fields, &flow.owner).to_owned(), |step| step.right_of().to_owned())
}

/// The people that a field names.
pub fn people(fields: &Map, name: &str) -> Vec<String> {
    match fields.get(name) {
        Some(Value::Text(person)) => vec![person.clone()],
        Some(Value::List(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Who is kept from a move.
pub fn apart(flow: &Workflow, one: &Move, fields: &Map, steps: &[Step]) -> Vec<String> {
    let mut kept = Vec::new();
    for apart in &one.not {
        match apart {
            Apart::Owner => kept.extend(people(fields, &flow.owner)),
            Apart::Field(name) => kept.extend(people(fields, name)),
            Apart::By(name) => {
                let last = steps.iter().rev().find(|step| step.name == *name);
                kept.extend(last.into_iter().flat_map(|step| [step.by.clone(), step.right_of().to_owned()]));
            }
        }
    }
    kept.retain(|person| !person.is_empty());
    kept
}

/// For whom a record waits, as the index keeps it: `p:` a person, `r:` a role, `s:` the superior of a person, `h:` the
/// head of a person's department, `d:` the head of a department.
pub fn waits(kind: &Kind, fields: &Map) -> Vec<String> {
    let Some(flow) = &kind.workflow else { return Vec::new() };
    let steps = steps(fields);
    let waiting = flow.out_of(state(flow, fields)).filter(|one| one.waits);
    let mut marks: Vec<String> = waiting
        .flat_map(|one| &one.who)
        .flat_map(|who| match who {
            Who::Anyone => Vec::new(),
            Who::Owner => people(fields, &flow.owner).iter().map(|person| format!("p:{person}")).collect(),
            Who::Superior => vec![format!("s:{}", base(flow, fields, &steps))],
            Who::Head => vec![format!("h:{}", text(fields, &flow.owner))],
            Who::HeadOf(name) => vec![format!("d:{}", text(fields, name))],
            Who::Role(role) => vec![format!("r:{role}")],
            Who::Person(person) => vec![format!("p:{person}")],
            Who::Field(name) => people(fields, name).iter().map(|person| format!("p:{person}")).collect(),
        })
        .collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// Since when it stands as it does.
pub fn since(fields: &Map) -> Option<String> {
    steps(fields).pop().map(|step| step.at)
}

fn text<'a>(fields: &'a Map, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::schema::read_kind;
    use super::*;

    const CLAIM: &str = "type: object\nproperties:\n  name: {type: string}\n  amount: {type: string, format: money}\n  lines: {type: array, items: {type: object, properties: {what: {type: string}}}}\n  who: {type: string, x-kehu: {link: person}}\n  state: {type: string, enum: [draft, sent, good, paid], default: draft}\nx-kehu:\n  home: claims/{id}.yaml\n  name: name\n  workflow:\n    state: state\n    owner: who\n    binds: {fields: [amount, lines], back: draft}\n    moves:\n      submit: {from: [draft], to: sent, who: [owner]}\n      approve: {from: [sent], to: good, who: [superior], not: [owner, 'by:submit'], decides: true}\n      pay: {from: [good], to: paid, who: ['role:finance', 'person:zhou']}\n";

    fn claim() -> Kind {
        read_kind("claim", "own", true, CLAIM).unwrap()
    }

    fn fields(amount: &str, state: &str) -> Map {
        let lines = vec![Value::Map(Map::from_iter([("what".to_owned(), Value::text("taxi"))]))];
        Map::from_iter([
            ("amount".to_owned(), Value::text(amount)),
            ("lines".to_owned(), Value::List(lines)),
            ("who".to_owned(), Value::text("li")),
            ("state".to_owned(), Value::text(state)),
        ])
    }

    fn step(id: &str, name: &str, by: &str, from: &str, to: &str, hour: u8) -> Step {
        let text = |text: &str| text.to_owned();
        let at = format!("2026-11-01T{hour:02}:00:00+08:00");
        Step {
            id: text(id),
            name: text(name),
            by: text(by),
            at,
            from: text(from),
            to: text(to),
            ..Step::default()
        }
    }

    #[test]
    fn a_decision_holds_until_what_it_rests_on_changes() {
        let kind = claim();
        let flow = kind.workflow.as_ref().unwrap();
        let mut record = fields("100.00 CNY", "good");
        add(&mut record, &step("1", "submit", "li", "draft", "sent", 1));
        let seen = seen(flow, &record);
        assert_eq!(seen["amount"], Value::text("100.00 CNY"));
        assert!(seen["lines"].as_str().unwrap().starts_with("sha256:"));
        add(&mut record, &Step { seen, ..step("2", "approve", "wang", "sent", "good", 2) });
        assert_eq!(void(flow, &record), None);
        record.insert("name".to_owned(), Value::text("not looked at"));
        assert_eq!(void(flow, &record), None);
        record.insert("amount".to_owned(), Value::text("900.00 CNY"));
        let (decision, changed) = void(flow, &record).unwrap();
        assert_eq!((decision.by.as_str(), changed), ("wang", vec!["amount".to_owned()]));
        add(&mut record, &step("3", VOID, "li", "good", "draft", 3));
        assert_eq!(void(flow, &record), None, "taken back once");
    }

    #[test]
    fn steps_are_read_back_as_written() {
        let mut record = Map::default();
        let one = Step {
            deputy_of: Some("wang".to_owned()),
            note: Some("fine".to_owned()),
            values: Map::from_iter([("place".to_owned(), Value::text("上海"))]),
            ..step("1", "approve", "zhao", "sent", "good", 1)
        };
        add(&mut record, &one);
        assert_eq!(steps(&record), [one]);
    }

    #[test]
    fn it_waits_for_those_who_may_move_it() {
        let kind = claim();
        let flow = kind.workflow.as_ref().unwrap();
        assert!(waits(&kind, &fields("1.00 CNY", "draft")).is_empty());
        let mut sent = fields("1.00 CNY", "sent");
        add(&mut sent, &step("1", "submit", "li", "draft", "sent", 1));
        assert_eq!(waits(&kind, &sent), ["s:li"]);
        add(&mut sent, &step("2", "approve", "wang", "sent", "sent", 2));
        assert_eq!(waits(&kind, &sent), ["s:wang"], "an endorsement goes on to the next");
        assert_eq!(waits(&kind, &fields("1.00 CNY", "good")), ["p:zhou", "r:finance"]);
        assert_eq!(apart(flow, flow.find("approve").unwrap(), &sent, &steps(&sent)), ["li", "li", "li"]);
        assert_eq!(since(&sent).unwrap(), "2026-11-01T02:00:00+08:00");
    }
}
