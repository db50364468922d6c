//! Reading a schema file: JSON Schema 2020-12 plus the keyword `x-kehu`.
//!
//! Unknown words under `x-kehu` are errors with file and line, so that a typing mistake
//! never silently switches something off.

use super::access_words::{access_of, keepers_of};
use super::acyclic::check_acyclic;
use super::answers::check_answers;
use super::approval::{self, approval_of};
use super::closed::{check_closed, closed_of};
use super::completeness::read_rules;
use super::counts::{check_counts, counts_of};
use super::event::{check_event, event_of};
use super::exclusive::{check_exclusive, exclusive_of};
use super::field_words::read_fields;
use super::home::check_home;
use super::kind::{ANY, CONFLICTS, KNOWLEDGE};
use super::kind::{Field, FieldType, IdRule, Kind, Label, MergeRule, Rule, Storage};
use super::payments::{check_payments, payments_of};
use super::period::{check_periods, periods_of};
use super::rollup::{check_rollup, rollup_of};
use super::schedule::{check_schedule, schedule_of};
pub(super) use super::words::{at, error, flag_of, get, known_words, label_of, text_of, texts_of};
use super::workflow::{TRAIL, trail_field};
use super::workflow_words::{check_workflow, workflow_of};
use super::yaml::{Node, Position, parse};

/// What is wrong with a schema, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError {
    /// Line and column in the schema file.
    pub at: Position,
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

const KIND_WORDS: [&str; 30] = [
    "label",
    "help",
    "home",
    "id",
    "name",
    "short",
    "storage",
    "parents",
    "within",
    "access",
    "keepers",
    "list",
    "unique",
    "completeness",
    "due",
    "closed",
    "approval",
    "rules",
    "workflow",
    "copies",
    "counts",
    "period",
    "payments",
    "acyclic",
    "schedule",
    "exclusive",
    "answers",
    "owes",
    "rollup",
    "event",
];
pub(super) type Result<T> = std::result::Result<T, SchemaError>;

/// Reads the schema of kind `name` in `module`; `own` for the book's own.
pub fn read_kind(name: &str, module: &str, own: bool, text: &str) -> Result<Kind> {
    let root = parse(text).map_err(|e| SchemaError { at: e.at, en: e.en, zh: e.zh })?;
    check_name(name, root.start)?;
    let x = get(&root, "x-kehu")
        .ok_or_else(|| error(root.start, "the keyword `x-kehu` is missing", "缺少关键字 `x-kehu`"))?;
    known_words(x, &KIND_WORDS)?;
    let mut fields = read_fields(&root)?;
    let naming = text_of(x, "name")?.ok_or_else(|| {
        error(x.start, "`name` must say which field names a record", "`name` 须指明命名字段")
    })?;
    let home = text_of(x, "home")?
        .ok_or_else(|| error(x.start, "`home` must say where a record lives", "`home` 须指明存放位置"))?;
    let storage = match text_of(x, "storage")?.as_deref() {
        None | Some("card") => Storage::Card,
        Some("journal") => Storage::Journal,
        Some(_) => {
            return Err(error(
                at(x, "storage"),
                "`storage` is card or journal",
                "`storage` 只能是 card 或 journal",
            ));
        }
    };
    let within = texts_of(x, "within")?;
    check_home(x, &home, storage, !within.is_empty())?;
    let id = match get(x, "id") {
        None => IdRule { from: vec![naming.clone()], own: false },
        Some(node) => {
            known_words(node, &["from", "own"])?;
            IdRule { from: texts_of(node, "from")?, own: flag_of(node, "own")? }
        }
    };
    check_reserved(&root, storage)?;
    let workflow = workflow_of(x)?;
    if workflow.is_some() {
        if storage == Storage::Journal {
            return Err(error(at(x, "workflow"), "a journal has no workflow", "日志没有流程"));
        }
        fields.push(trail_field());
    }
    if storage == Storage::Card {
        fields.extend(system_fields(flag_of(x, "unique")?));
    }
    let mut kind = Kind {
        name: name.to_owned(),
        module: module.to_owned(),
        own,
        label: label_of(x, "label")?.unwrap_or_else(|| Label { en: name.to_owned(), zh: name.to_owned() }),
        help: label_of(x, "help")?.unwrap_or_default(),
        home,
        storage,
        parents: texts_of(x, "parents")?,
        within,
        access: access_of(x)?,
        keepers: keepers_of(x)?,
        closed: closed_of(x)?,
        approval: approval_of(x)?,
        workflow,
        periods: periods_of(x)?,
        payments: payments_of(x)?,
        acyclic: texts_of(x, "acyclic")?,
        schedule: schedule_of(x)?,
        exclusive: exclusive_of(x)?,
        answers: text_of(x, "answers")?,
        owes: text_of(x, "owes")?,
        rollup: rollup_of(x)?,
        event: event_of(x)?,
        id,
        naming,
        short: text_of(x, "short")?,
        list: texts_of(x, "list")?,
        completeness: read_rules(x)?,
        due: text_of(x, "due")?,
        unique: flag_of(x, "unique")?,
        rules: rules_of(x)?,
        copies: copies_of(x)?,
        counts: counts_of(x)?,
        fields,
        schema: root.value().to_json().to_string(),
    };
    check_within(x, &kind)?;
    check_workflow(x, &mut kind)?;
    check_acyclic(x, &kind)?;
    check_schedule(x, &kind)?;
    check_closed(x, &kind)?;
    check_exclusive(x, &kind)?;
    check_answers(x, &kind)?;
    check_owes(x, &kind)?;
    check_rollup(x, &kind)?;
    check_event(x, &kind)?;
    check_counts(x, &kind)?;
    check_periods(x, &kind)?;
    check_payments(x, &kind)?;
    let access = kind.access.iter().flat_map(|access| {
        [&access.owner].into_iter().chain(&access.level).chain(&access.shares).chain(&access.members)
    });
    let implied = kind.fields.iter().flat_map(|field| field.implies.iter().map(|implied| &implied.field));
    let named = kind.list.iter().chain(&kind.id.from).chain([&kind.naming]).chain(&kind.short);
    let closing = kind.closed.iter().flat_map(|closed| closed.field.iter().chain(&closed.filled));
    let copied = kind.copies.iter().flat_map(|(link, fields)| [link].into_iter().chain(fields));
    let named = named
        .chain(copied)
        .chain(access)
        .chain(implied)
        .chain(&kind.due)
        .chain(closing)
        .chain(approval::named(&kind));
    for field in named {
        let beside = field == "parent" && storage == Storage::Journal;
        let reckoned = kind.reckons(field);
        if kind.field(field).is_none() && !beside && !reckoned && !matches!(field.as_str(), "id" | "kind") {
            return Err(error(
                x.start,
                format!("`x-kehu` names the field `{field}`, which is not among the properties"),
                format!("`x-kehu` 提到的字段 `{field}` 不在 properties 中"),
            ));
        }
    }
    if let Some(due) = &kind.due
        && kind.field(due).is_none_or(|field| field.ty != FieldType::Date)
    {
        return Err(error(at(x, "due"), "`due` names a date field", "`due` 应为一个日期字段"));
    }
    for field in &kind.fields {
        let Some(MergeRule::Also(list)) = &field.merge else { continue };
        if !matches!(kind.field(list).map(|field| &field.ty), Some(FieldType::List(_))) {
            return Err(error(
                root.start,
                format!(
                    "`merge: {list}` of `{}` is ask, keep, highest, join, union or the name of a list field",
                    field.name
                ),
                format!(
                    "`{}` 的 `merge: {list}` 应为 ask、keep、highest、join、union 或一个列表字段",
                    field.name
                ),
            ));
        }
    }
    Ok(kind)
}

/// A kind's name stands in ids, links and paths.
fn check_name(name: &str, at: Position) -> Result<()> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if name.starts_with(|c: char| c.is_ascii_lowercase()) && name.len() <= 40 && name.chars().all(good) {
        return Ok(());
    }
    Err(error(
        at,
        format!("`{name}` is no name for a kind: use a-z, 0-9, - and _, beginning with a letter"),
        format!("`{name}` 不能作类型名: 只用 a-z、0-9、- 和 _, 以字母开头"),
    ))
}

/// Names that every card, every entry and every item of a list uses already.
fn check_reserved(root: &Node, storage: Storage) -> Result<()> {
    const RESERVED: [&str; 9] =
        [CONFLICTS, "removed", "id", "kind", "retired", "anyway", "merged_into", KNOWLEDGE, TRAIL];
    let properties = get(root, "properties").and_then(Node::entries).unwrap_or_default();
    let reserved = if storage == Storage::Card { &RESERVED[..] } else { &RESERVED[..2] };
    let inside = |node| get(node, "items").and_then(|items| get(items, "properties")).and_then(Node::entries);
    let items = properties.iter().filter_map(|(_, _, node)| inside(node)).flatten();
    let taken = properties.iter().filter(|(name, _, _)| reserved.contains(&name.as_str()));
    match taken.chain(items.filter(|(name, _, _)| name == "removed")).next() {
        None => Ok(()),
        Some((name, at, _)) => Err(error(
            *at,
            format!("every record has `{name}` already; give the field another name"),
            format!("每个记录已有 `{name}`; 请换一个字段名"),
        )),
    }
}

/// The fields that say in whose folder a card lives are links to one kind each.
fn check_within(x: &Node, kind: &Kind) -> Result<()> {
    let fits = |name: &&String| !matches!(kind.field(name).map(|field| &field.ty), Some(FieldType::Link(target)) if target != ANY);
    match kind.within.iter().find(fits) {
        None => Ok(()),
        Some(name) => Err(error(
            at(x, "within"),
            format!("`within` names `{name}`, which is no field that links to one kind"),
            format!("`within` 中的 `{name}` 不是链接到一种类型的字段"),
        )),
    }
}

/// A kind that says who owes what names how often, whom, and by when.
fn check_owes(x: &Node, kind: &Kind) -> Result<()> {
    const DUTY: [&str; 7] = ["every", "person", "department", "role", "days", "since", "until"];
    if kind.owes.is_none() || DUTY.iter().all(|name| kind.field(name).is_some()) {
        return Ok(());
    }
    let all = DUTY.join(", ");
    Err(error(
        at(x, "owes"),
        format!("a kind that `owes` has the fields {all}"),
        format!("含 `owes` 的类型须有字段 {all}"),
    ))
}

fn rules_of(x: &Node) -> Result<Vec<Rule>> {
    let known = |word: String| {
        let found = Rule::ALL.iter().find(|(name, _)| *name == word).map(|(_, rule)| *rule);
        found.ok_or_else(|| {
            let all = Rule::ALL.map(|(name, _)| name).join(", ");
            error(
                at(x, "rules"),
                format!("`rules` names `{word}`; there are: {all}"),
                format!("`rules` 中的 `{word}` 不存在; 可用: {all}"),
            )
        })
    };
    texts_of(x, "rules")?.into_iter().map(known).collect()
}

/// `copies: {model: [class, price]}`
fn copies_of(x: &Node) -> Result<Vec<(String, Vec<String>)>> {
    let Some(node) = get(x, "copies") else { return Ok(Vec::new()) };
    let entries = node.entries().ok_or_else(|| {
        error(
            node.start,
            "`copies` is written like `{model: [class, price]}`",
            "`copies` 应写作 `{model: [class, price]}`",
        )
    })?;
    entries.iter().map(|(link, _, _)| Ok((link.clone(), texts_of(node, link)?))).collect()
}

/// Fields every card has, written by kehu: when it was retired, why a look-alike was created, who shared it as knowledge.
fn system_fields(unique: bool) -> Vec<Field> {
    let stamped = Field::stamped;
    let mut fields = vec![stamped("retired", "Retired", "停用", FieldType::Date)];
    if unique {
        fields.push(stamped("anyway", "Created despite look-alikes", "相似仍新建原因", FieldType::Text));
        fields.push(stamped("merged_into", "Merged into", "已合并到", FieldType::Link(ANY.to_owned())));
    }
    let told = vec![
        stamped("by", "By", "共享人", FieldType::Link("person".to_owned())),
        stamped("at", "When", "时间", FieldType::DateTime),
        stamped("note", "Note", "说明", FieldType::Text),
    ];
    fields.push(stamped(KNOWLEDGE, "Shared as knowledge", "共享为知识", FieldType::Group(told)));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLEET: &str = "type: object\nrequired: [plate]\nproperties:\n  plate:\n    type: string\n    x-kehu:\n      label: {en: Plate, zh: 车牌}\n  bought: {type: string, format: date}\nx-kehu:\n  label: {en: Vehicle, zh: 车辆}\n  home: vehicles/{id}.yaml\n  name: plate\n  list: [id, plate, bought]\n";

    #[test]
    fn a_kind_is_read_from_data_alone() {
        let kind = read_kind("vehicle", "fleet", true, FLEET).unwrap();
        assert_eq!(kind.label.zh, "车辆");
        assert!(kind.field("plate").unwrap().required);
        assert_eq!(kind.field("bought").unwrap().ty, FieldType::Date);
    }

    #[test]
    fn unknown_words_are_named_with_their_line() {
        let wrong = FLEET.replace("  name: plate\n", "  nmae: plate\n");
        let error = read_kind("vehicle", "fleet", true, &wrong).unwrap_err();
        assert_eq!(error.at, Position { line: 12, column: 3 });
        assert!(error.en.starts_with("unknown x-kehu word `nmae`"));
        for home in [
            "../{id}.yaml",
            "{id}.yaml",
            "v/s-{shard}/{id}.yaml",
            "v/{parent}/{id}.yaml",
            "v/{id}/{id}.yaml",
            "v/{id}",
        ] {
            let escape = FLEET.replace("vehicles/{id}.yaml", home);
            assert_eq!(
                read_kind("vehicle", "fleet", true, &escape).map(drop).unwrap_err().at.line,
                11,
                "{home}"
            );
        }
        assert!(read_kind("Big Thing", "fleet", true, FLEET).is_err());
        assert!(read_kind("vehicle", "fleet", true, &FLEET.replace("bought:", "kind:")).is_err());
    }
}
