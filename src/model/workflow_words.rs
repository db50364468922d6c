//! Reading the word `workflow` of a schema, and whether it fits the fields of its kind.

use super::kind::{Field, FieldType, Kind, Label};
use super::schema::{Result, at, error, flag_of, get, known_words, label_of, text_of, texts_of};
use super::value::Value;
use super::workflow::{Apart, Binds, Limit, Move, TRAIL, Who, Workflow};
use super::yaml::{Node, Position};

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
