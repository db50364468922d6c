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

use super::kind::{Field, FieldType, Kind, Label};
use super::schema::{Result, at, error, flag_of, get, known_words, label_of, text_of, texts_of};
use super::value::Value;
use super::yaml::{Node, Position};

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

/// A field that steps write down, as it stands in a step.
fn told(field: &Field) -> Field {
    Field {
        ty: FieldType::Text,
        required: false,
        default: None,
        role: None,
        stamped: true,
        implies: Vec::new(),
        hands_over: false,
        ..field.clone()
    }
}

/// What the steps of a kind write down is known by its fields.
fn say_values(kind: &mut Kind, values: Vec<Field>) {
    let trail = kind.fields.iter_mut().find(|field| field.name == TRAIL);
    let Some(Field { ty: FieldType::List(item), .. }) = trail else { return };
    let FieldType::Group(step) = &mut **item else { return };
    if let Some(field) = step.iter_mut().find(|field| field.name == "values").filter(|_| !values.is_empty()) {
        field.ty = FieldType::Group(values);
    }
}

/// Reads the word `workflow` of a schema.
pub(super) fn workflow_of(x: &Node) -> Result<Option<Workflow>> {
    let Some(node) = get(x, "workflow") else { return Ok(None) };
    known_words(node, &["state", "owner", "binds", "tracks", "moves"])?;
    let (Some(state), Some(owner), Some(moves)) =
        (text_of(node, "state")?, text_of(node, "owner")?, get(node, "moves").and_then(Node::entries))
    else {
        return Err(error(
            node.start,
            "`workflow` needs `state`, `owner` and `moves`",
            "`workflow` 须有 `state`、`owner` 和 `moves`",
        ));
    };
    let binds = match get(node, "binds") {
        None => None,
        Some(node) => {
            known_words(node, &["fields", "back", "fixed"])?;
            let back = text_of(node, "back")?.ok_or_else(|| {
                error(
                    node.start,
                    "`binds` needs `back`: the state a record falls back to",
                    "`binds` 须有 `back`: 退回到的状态",
                )
            })?;
            Some(Binds { fields: texts_of(node, "fields")?, back, fixed: texts_of(node, "fixed")? })
        }
    };
    let moves = moves.iter().map(|(name, at, node)| read_move(name, *at, node)).collect::<Result<_>>()?;
    Ok(Some(Workflow { state, first: String::new(), owner, binds, tracks: texts_of(node, "tracks")?, moves }))
}

fn read_move(name: &str, name_at: Position, node: &Node) -> Result<Move> {
    known_words(
        node,
        &["label", "from", "to", "who", "not", "limit", "needs", "sets", "decides", "waits", "reason"],
    )?;
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if name.is_empty() || !name.chars().all(good) {
        return Err(error(
            name_at,
            format!("`{name}` is no name for a move: use a-z, 0-9, - and _"),
            format!("`{name}` 不能作动作名: 只用 a-z、0-9、- 和 _"),
        ));
    }
    let who = texts_of(node, "who")?.iter().map(|word| who_of(node, word)).collect::<Result<Vec<_>>>()?;
    let from = texts_of(node, "from")?;
    if who.is_empty() || from.is_empty() {
        return Err(error(
            node.start,
            format!("the move `{name}` needs `from` and `who`"),
            format!("动作 `{name}` 须有 `from` 和 `who`"),
        ));
    }
    let limit = match get(node, "limit") {
        None => None,
        Some(node) => {
            known_words(node, &["field", "default"])?;
            let field = text_of(node, "field")?.ok_or_else(|| {
                error(node.start, "`limit` needs `field`: the amount", "`limit` 须有 `field`: 金额字段")
            })?;
            Some(Limit { field, default: text_of(node, "default")?.unwrap_or_default() })
        }
    };
    let sets = match get(node, "sets").map(|node| (node, node.entries())) {
        None => Vec::new(),
        Some((_, Some(entries))) => entries
            .iter()
            .map(|(field, at, value)| {
                let text = match value.value() {
                    Value::Null => Some(String::new()),
                    value => value.scalar_text(),
                };
                text.map(|text| (field.clone(), text)).ok_or_else(|| {
                    error(
                        *at,
                        "`sets` is written like `{paid_on: today}`",
                        "`sets` 应写作 `{paid_on: today}`",
                    )
                })
            })
            .collect::<Result<_>>()?,
        Some((node, None)) => {
            return Err(error(
                node.start,
                "`sets` is written like `{paid_on: today}`",
                "`sets` 应写作 `{paid_on: today}`",
            ));
        }
    };
    let by_others = who.iter().any(|who| !matches!(who, Who::Owner | Who::Anyone));
    Ok(Move {
        name: name.to_owned(),
        label: label_of(node, "label")?.unwrap_or_else(|| known_label(name)),
        from,
        to: text_of(node, "to")?.unwrap_or_default(),
        not: texts_of(node, "not")?.iter().map(|word| apart_of(word)).collect(),
        limit,
        needs: texts_of(node, "needs")?,
        sets,
        decides: flag_of(node, "decides")?,
        waits: if get(node, "waits").is_some() { flag_of(node, "waits")? } else { by_others },
        reason: flag_of(node, "reason")?,
        who,
    })
}

/// The moves that have a verb of their own are called alike everywhere.
fn known_label(name: &str) -> Label {
    let (en, zh) = match name {
        "submit" => ("submit", "提交"),
        "approve" => ("approve", "批准"),
        "reject" => ("reject", "驳回"),
        _ => (name, name),
    };
    Label { en: en.to_owned(), zh: zh.to_owned() }
}

fn who_of(node: &Node, word: &str) -> Result<Who> {
    Ok(match (word, word.split_once(':')) {
        ("anyone", _) => Who::Anyone,
        ("owner", _) => Who::Owner,
        ("superior", _) => Who::Superior,
        ("head", _) => Who::Head,
        (_, Some(("head", name))) if !name.is_empty() => Who::HeadOf(name.to_owned()),
        (_, Some(("role", name))) if !name.is_empty() => Who::Role(name.to_owned()),
        (_, Some(("person", name))) if !name.is_empty() => Who::Person(name.to_owned()),
        (_, Some(("field", name))) if !name.is_empty() => Who::Field(name.to_owned()),
        _ => {
            return Err(error(
                at(node, "who"),
                format!(
                    "`who` names `{word}`; there are: anyone, owner, superior, head, head:FIELD, role:NAME, person:ID, field:NAME"
                ),
                format!(
                    "`who` 中的 `{word}` 不存在; 可用: anyone, owner, superior, head, head:FIELD, role:NAME, person:ID, field:NAME"
                ),
            ));
        }
    })
}

/// `owner`, `by:submit`, or a field.
fn apart_of(word: &str) -> Apart {
    match word.split_once(':') {
        Some(("by", name)) => Apart::By(name.to_owned()),
        Some(("field", name)) => Apart::Field(name.to_owned()),
        _ if word == "owner" => Apart::Owner,
        _ => Apart::Field(word.to_owned()),
    }
}

/// States, fields and moves that the workflow names exist; a new record's state is the default of the field.
pub(super) fn check_workflow(x: &Node, kind: &mut Kind) -> Result<()> {
    let Some(mut flow) = kind.workflow.take() else { return Ok(()) };
    let node = at(x, "workflow");
    let wrong = |en: String, zh: String| Err(error(node, en, zh));
    let Some(Field { ty: FieldType::Choice(words), default, .. }) = kind.field(&flow.state) else {
        let state = &flow.state;
        return wrong(
            format!("`workflow` keeps its state in `{state}`, which is no choice"),
            format!("`workflow` 的状态字段 `{state}` 不是选项"),
        );
    };
    let Some(super::kind::DefaultValue::Text(first)) = default else {
        return wrong(
            format!("`{}` needs a `default`: the state of a new record", flow.state),
            format!("`{}` 须有 `default`: 新记录的状态", flow.state),
        );
    };
    flow.first.clone_from(first);
    let person = |name: &str| match kind.field(name).map(|field| &field.ty) {
        Some(FieldType::Link(target)) => target == "person",
        Some(FieldType::List(item)) => matches!(&**item, FieldType::Link(target) if target == "person"),
        _ => false,
    };
    let states = flow.moves.iter().flat_map(|one| one.from.iter().chain([&one.to]));
    let binds = flow.binds.iter().flat_map(|binds| binds.fixed.iter().chain([&binds.back]));
    for state in states.chain(binds).filter(|state| !state.is_empty()) {
        if !words.iter().any(|(word, _)| word == state) {
            return wrong(
                format!("`workflow` names the state `{state}`, which is no choice of `{}`", flow.state),
                format!("`workflow` 中的状态 `{state}` 不是 `{}` 的可选值", flow.state),
            );
        }
    }
    let mut people = vec![&flow.owner];
    let mut named: Vec<&String> = flow.tracks.iter().collect();
    named.extend(flow.binds.iter().flat_map(|binds| &binds.fields));
    for one in &flow.moves {
        named.extend(one.needs.iter().chain(one.sets.iter().map(|(field, _)| field)));
        named.extend(one.limit.iter().map(|limit| &limit.field));
        people.extend(
            one.who.iter().filter_map(|who| if let Who::Field(name) = who { Some(name) } else { None }),
        );
        for apart in &one.not {
            match apart {
                Apart::Field(name) => people.push(name),
                Apart::By(name) if flow.find(name).is_none() => {
                    return wrong(
                        format!("`workflow` names the move `{name}`, which is none of its moves"),
                        format!("`workflow` 中没有动作 `{name}`"),
                    );
                }
                _ => {}
            }
        }
    }
    let departments = flow.moves.iter().flat_map(|one| &one.who);
    let mut departments =
        departments.filter_map(|who| if let Who::HeadOf(name) = who { Some(name) } else { None });
    let department = |name: &str| matches!(kind.field(name).map(|field| &field.ty), Some(FieldType::Link(target)) if target == "department");
    if let Some(name) = departments.find(|name| !department(name)) {
        return wrong(
            format!("`workflow` asks the field `{name}` for a department, which is no link to one"),
            format!("`workflow` 中的字段 `{name}` 不是指向部门的链接"),
        );
    }
    if let Some(name) = people.into_iter().find(|name| !person(name)) {
        return wrong(
            format!("`workflow` asks the field `{name}` for a person, which is no link to one"),
            format!("`workflow` 中的字段 `{name}` 不是指向人员的链接"),
        );
    }
    let known = |name: &&String| kind.field(name).is_some() || kind.reckons(name);
    if let Some(name) = named.into_iter().find(|name| !known(name)) {
        return wrong(
            format!("`workflow` names the field `{name}`, which is not among the properties"),
            format!("`workflow` 提到的字段 `{name}` 不在 properties 中"),
        );
    }
    let values = flow.tracks.iter().filter_map(|name| kind.field(name)).map(told).collect();
    say_values(kind, values);
    kind.workflow = Some(flow);
    Ok(())
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
