//! The workflow of a kind as its schema says: states, moves, who makes each, what a decision rests on.
//!
//! ```yaml
//! workflow:
//!   state: state                  # the choice that holds the state
//!   owner: applicant              # the link to the person whose it is
//!   binds: {fields: [amount, lines], back: draft, fixed: [paid]}
//!   tracks: [user, place]         # values that each step writes down: a journal of movements
//!   moves:
//!     submit: {from: [draft], to: submitted, who: [owner], needs: [amount]}
//!     approve: {from: [submitted], to: approved, who: [superior], not: [owner], limit: {field: amount, default: 5000 CNY}, decides: true}
//! ```

use serde::{Deserialize, Serialize};

use super::kind::{Field, FieldType, Label};

/// The system field with the steps a record went: see `model::trail`.
pub const TRAIL: &str = "trail";

/// The workflow of a kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workflow {
    /// The choice that holds the state.
    pub state: String,
    /// The state of a new record.
    pub first: String,
    /// The link to the person whose record it is.
    pub owner: String,
    /// What decisions rest on.
    pub binds: Option<Binds>,
    /// Fields whose values each step writes down.
    pub tracks: Vec<String>,
    /// The moves, in the order of the schema.
    pub moves: Vec<Move>,
}

/// What decisions rest on, and what becomes of them when that changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binds {
    /// The fields that were looked at.
    pub fields: Vec<String>,
    /// The state a record falls back to when one of them changes after a decision.
    pub back: String,
    /// States in which they cannot be changed any more.
    pub fixed: Vec<String>,
}

/// One move.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Its name, as typed.
    pub name: String,
    /// What people call it.
    pub label: Label,
    /// States it leads out of.
    pub from: Vec<String>,
    /// The state it leads to; empty: the state stays.
    pub to: String,
    /// Who may make it: any of these.
    pub who: Vec<Who>,
    /// Who may not, although the above would allow it.
    pub not: Vec<Apart>,
    /// Up to which amount.
    pub limit: Option<Limit>,
    /// What must be filled in.
    pub needs: Vec<String>,
    /// Fields it sets, with their values as typed; `me`, `owner`, `today`, `now` stand for those, nothing clears.
    pub sets: Vec<(String, String)>,
    /// True for a decision that rests on what `binds` names.
    pub decides: bool,
    /// True when a record waits for it: it stands in `kehu today` of those who may make it.
    pub waits: bool,
    /// True when it must be given a reason.
    pub reason: bool,
}

/// Who may make a move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// Anybody with a person record.
    Anyone,
    /// Whose record it is.
    Owner,
    /// Those the owner reports to, directly or not; it waits for the nearest.
    Superior,
    /// The head of the owner's department, or of the next above when that is the owner.
    Head,
    /// The head of the department that a field names, or of the next above that has one.
    HeadOf(String),
    /// Those with a role.
    Role(String),
    /// One person.
    Person(String),
    /// The person, or the people, that a field names.
    Field(String),
}

/// Who is kept from a move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Apart {
    /// Whose record it is.
    Owner,
    /// The person, or the people, that a field names.
    Field(String),
    /// Who made this move last.
    By(String),
}

/// An amount up to which somebody may decide; what is more goes on to the next superior.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// The money field, or `total` of the lines.
    pub field: String,
    /// The limit of those whose person record says none and who have somebody above them; empty: no limit.
    pub default: String,
}

impl Workflow {
    /// A move by name.
    pub fn find(&self, name: &str) -> Option<&Move> {
        self.moves.iter().find(|one| one.name == name)
    }

    /// The moves that lead out of a state.
    pub fn out_of<'a>(&'a self, state: &str) -> impl Iterator<Item = &'a Move> {
        self.moves.iter().filter(move |one| one.from.iter().any(|from| from == state))
    }
}

impl Move {
    /// True for `submit` and `submit_…`: what it hands in may be changed freely before.
    pub fn submits(&self) -> bool {
        self.is_a("submit")
    }

    /// True when a verb means this move: `approve` is also `approve_plan`.
    pub fn is_a(&self, verb: &str) -> bool {
        self.name.strip_prefix(verb).is_some_and(|rest| rest.is_empty() || rest.starts_with(['_', '-']))
    }
}

/// The field every kind with a workflow has: its steps, stamped.
pub(super) fn trail_field() -> Field {
    let field = Field::stamped;
    let person = || FieldType::Link("person".to_owned());
    let steps = vec![
        field("id", "Step", "编号", FieldType::Text),
        field("move", "Move", "动作", FieldType::Text),
        field("by", "By", "操作人", person()),
        field("for", "For", "代替", person()),
        field("at", "When", "时间", FieldType::DateTime),
        field("from", "From", "原状态", FieldType::Text),
        field("to", "To", "新状态", FieldType::Text),
        field("note", "Note", "说明", FieldType::Text),
        field("seen", "Decided on", "依据", FieldType::Open),
        field("values", "Values", "内容", FieldType::Open),
    ];
    Field {
        key: Some("id".to_owned()),
        ..field(TRAIL, "Trail", "流程记录", FieldType::List(Box::new(FieldType::Group(steps))))
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::read_kind;
    use super::*;

    const CLAIM: &str = "type: object\nproperties:\n  name: {type: string}\n  amount: {type: string, format: money}\n  who: {type: string, x-kehu: {link: person}}\n  state: {type: string, enum: [draft, sent, good], default: draft}\nx-kehu:\n  home: claims/{id}.yaml\n  name: name\n  workflow:\n    state: state\n    owner: who\n    binds: {fields: [amount], back: draft}\n    moves:\n      submit: {from: [draft], to: sent, who: [owner], needs: [amount]}\n      approve: {from: [sent], to: good, who: [superior, 'role:finance'], not: [owner], limit: {field: amount}, decides: true}\n";

    #[test]
    fn a_workflow_is_read_from_data_alone() {
        let kind = read_kind("claim", "own", true, CLAIM).unwrap();
        let flow = kind.workflow.as_ref().unwrap();
        assert_eq!(flow.first, "draft");
        let approve = flow.find("approve").unwrap();
        assert_eq!(approve.who, [Who::Superior, Who::Role("finance".to_owned())]);
        assert!(approve.waits && !flow.find("submit").unwrap().waits);
        assert_eq!(flow.out_of("draft").map(|one| one.name.as_str()).collect::<Vec<_>>(), ["submit"]);
        assert!(kind.field(TRAIL).unwrap().stamped);
    }

    #[test]
    fn mistakes_are_named() {
        for (was, wrong, said) in [
            ("from: [sent]", "from: [gone]", "the state `gone`"),
            ("who: [owner]", "who: [boss]", "`who` names `boss`"),
            ("who: [owner]", "who: ['head:amount']", "`amount` for a department"),
            ("not: [owner]", "not: ['by:gone']", "the move `gone`"),
            ("field: amount}", "field: sum}", "the field `sum`"),
            ("owner: who", "owner: name", "no link to one"),
            ("needs:", "wants:", "unknown x-kehu word `wants`"),
            (", default: draft}", "}", "needs a `default`"),
            ("back: draft", "fixed: [good]", "needs `back`"),
        ] {
            assert!(CLAIM.contains(was));
            let error = read_kind("claim", "own", true, &CLAIM.replace(was, wrong)).unwrap_err();
            assert!(error.en.contains(said), "{wrong}: {}", error.en);
        }
    }
}
