//! Reading a schema file: JSON Schema 2020-12 plus the keyword `x-kehu`.
//!
//! Unknown words under `x-kehu` are errors with file and line, so that a typing mistake
//! never silently switches something off.

use super::acyclic::check_acyclic;
use super::answers::check_answers;
use super::approval::{self, approval_of};
use super::closed::{check_closed, closed_of};
use super::completeness::read_rules;
use super::counts::{check_counts, counts_of};
use super::event::{check_event, event_of};
use super::exclusive::{check_exclusive, exclusive_of};
use super::kind::{ANY, CONFLICTS, KNOWLEDGE};
use super::kind::{
    Access, DefaultValue, Field, FieldType, IdRule, Implied, Kind, Label, MergeRule, Role, Rule, Storage,
};
use super::payments::{check_payments, payments_of};
use super::period::{check_periods, periods_of};
use super::rollup::{check_rollup, rollup_of};
use super::schedule::{check_schedule, schedule_of};
use super::value::Value;
use super::workflow::{TRAIL, check_workflow, trail_field, workflow_of};
use super::yaml::{Node, NodeData, Position, parse};

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
const FIELD_WORDS: [&str; 12] = [
    "label",
    "help",
    "role",
    "link",
    "values",
    "default",
    "key",
    "long",
    "stamped",
    "merge",
    "implies",
    "hands_over",
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

fn access_of(x: &Node) -> Result<Option<Access>> {
    let Some(node) = get(x, "access") else { return Ok(None) };
    known_words(node, &["owner", "level", "shares", "members", "roles", "only", "kept"])?;
    let owner = text_of(node, "owner")?.ok_or_else(|| {
        error(node.start, "`access` must say which field is the `owner`", "`access` 须指明 `owner` 字段")
    })?;
    let (roles, only, kept) = (texts_of(node, "roles")?, flag_of(node, "only")?, flag_of(node, "kept")?);
    let shares = text_of(node, "shares")?;
    if roles.is_empty() && (only || kept) {
        return Err(error(
            node.start,
            "`only` and `kept` need `roles`: who sees and changes the records",
            "`only` 和 `kept` 须有 `roles`: 可查看和更改记录的角色",
        ));
    }
    if only && shares.is_some() {
        return Err(error(
            node.start,
            "`only` lets nobody else see a record, so there is nothing to share",
            "`only` 不允许其他人查看, 因此不能共享",
        ));
    }
    check_roles(&roles, at(node, "roles"))?;
    Ok(Some(Access {
        owner,
        level: text_of(node, "level")?,
        shares,
        members: texts_of(node, "members")?,
        roles,
        only,
        kept,
    }))
}

/// Roles that alone make and change records that everybody may see.
fn keepers_of(x: &Node) -> Result<Vec<String>> {
    let roles = texts_of(x, "keepers")?;
    check_roles(&roles, at(x, "keepers"))?;
    Ok(roles)
}

/// The names of roles stand in the marks of the index.
fn check_roles(roles: &[String], at: Position) -> Result<()> {
    let wrong = |role: &&String| {
        role.is_empty()
            || !role.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c))
    };
    match roles.iter().find(wrong) {
        None => Ok(()),
        Some(role) => Err(error(
            at,
            format!("`{role}` is no name for a role here: use a-z, 0-9, - and _"),
            format!("此处 `{role}` 不能作角色名: 只用 a-z、0-9、- 和 _"),
        )),
    }
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

/// `implies: {probability: {lead: 10, won: 100}}`
fn implied_of(x: &Node) -> Result<Vec<Implied>> {
    let Some(node) = get(x, "implies") else { return Ok(Vec::new()) };
    let wrong = |at| {
        error(
            at,
            "`implies` is written like `{probability: {lead: 10, won: 100}}`",
            "`implies` 应写作 `{probability: {lead: 10, won: 100}}`",
        )
    };
    let entries = node.entries().ok_or_else(|| wrong(node.start))?;
    entries
        .iter()
        .map(|(field, at, words)| {
            let words = words.entries().ok_or_else(|| wrong(*at))?;
            let values = words
                .iter()
                .map(|(word, at, value)| {
                    Ok((word.clone(), value.value().scalar_text().ok_or_else(|| wrong(*at))?))
                })
                .collect::<Result<Vec<_>>>()?;
            Ok(Implied { field: field.clone(), values })
        })
        .collect()
}

// Paths come from data: they must stay inside the book, and a path must lead back to its id.
fn check_home(x: &Node, home: &str, storage: Storage, child: bool) -> Result<()> {
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    let (en, zh, good) = match storage {
        Storage::Card if child => {
            let parts: Vec<&str> = home.split('/').collect();
            (
                "the `home` of a card in another's folder is such as `{parent}/opportunities/{id}.yaml`",
                "位于其他记录文件夹中的卡片, `home` 应如 `{parent}/opportunities/{id}.yaml`",
                matches!(parts[..], ["{parent}", folder, "{id}.yaml"] if plain(folder) && folder != "files"),
            )
        }
        Storage::Card => {
            let parts: Vec<&str> = home.split('/').collect();
            let count = |word: &str| parts.iter().filter(|part| **part == word).count();
            let ids = count("{id}") + count("{id}.yaml");
            let known = |part: &&str| matches!(*part, "{shard}" | "{id}" | "{id}.yaml") || plain(part);
            let good = parts.len() > 1 && plain(parts[0]) && ids == 1 && count("{shard}") <= 1;
            (
                "a card's `home` is a path inside the book such as `customers/{shard}/{id}/customer.yaml` or `products/{id}.yaml`",
                "卡片的 `home` 应为账簿内的路径, 如 `customers/{shard}/{id}/customer.yaml` 或 `products/{id}.yaml`",
                good && parts.iter().all(known) && home.ends_with(".yaml"),
            )
        }
        Storage::Journal => (
            "a journal's `home` is a file beside a card, such as `{parent}/log.yaml`",
            "日志的 `home` 是卡片旁的文件, 如 `{parent}/log.yaml`",
            home.strip_prefix("{parent}/").is_some_and(|file| plain(file) && file.ends_with(".yaml")),
        ),
    };
    if good { Ok(()) } else { Err(error(at(x, "home"), en, zh)) }
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

fn read_fields(schema: &Node) -> Result<Vec<Field>> {
    let required = texts_of(schema, "required")?;
    let Some(properties) = get(schema, "properties").and_then(Node::entries) else {
        return Ok(Vec::new());
    };
    properties
        .iter()
        .map(|(name, name_at, node)| read_field(name, *name_at, node, required.contains(name)))
        .collect()
}

fn read_field(name: &str, name_at: Position, node: &Node, required: bool) -> Result<Field> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.is_empty() || !name.chars().all(good) {
        return Err(error(
            name_at,
            format!("`{name}` is no field name: use a-z, 0-9 and _"),
            format!("`{name}` 不能作字段名: 只用 a-z、0-9 和 _"),
        ));
    }
    let x = get(node, "x-kehu");
    if let Some(x) = x {
        known_words(x, &FIELD_WORDS)?;
    }
    let word = |key: &str| x.map_or(Ok(None), |x| text_of(x, key));
    let role = match word("role")? {
        None => None,
        Some(word) => Some(
            Role::ALL.iter().find(|(name, _)| *name == word).map(|(_, role)| *role).ok_or_else(|| {
                let known = Role::ALL.map(|(name, _)| name).join(", ");
                error(
                    x.map_or(name_at, |x| at(x, "role")),
                    format!("unknown role `{word}`; roles are {known}"),
                    format!("未知的 role `{word}`; 可用: {known}"),
                )
            })?,
        ),
    };
    let default = match word("default")?.as_deref() {
        Some("me") => Some(DefaultValue::Me),
        Some("today") => Some(DefaultValue::Today),
        Some("now") => Some(DefaultValue::Now),
        Some(_) => {
            return Err(error(
                x.map_or(name_at, |x| at(x, "default")),
                "`default` here is me, today or now; fixed values use JSON Schema's own `default`",
                "此处 `default` 只能是 me、today 或 now; 固定值用 JSON Schema 自己的 `default`",
            ));
        }
        None => get(node, "default").and_then(|d| d.value().scalar_text()).map(DefaultValue::Text),
    };
    let bare = Label { en: name.replace('_', " "), zh: name.to_owned() };
    Ok(Field {
        name: name.to_owned(),
        label: x.map_or(Ok(None), |x| label_of(x, "label"))?.unwrap_or(bare),
        help: x.map_or(Ok(None), |x| label_of(x, "help"))?.unwrap_or_default(),
        ty: read_type(name_at, node, x)?,
        required,
        default,
        role,
        key: word("key")?,
        stamped: x.map_or(Ok(false), |x| flag_of(x, "stamped"))?,
        merge: word("merge")?.map(|word| match word.as_str() {
            "ask" => MergeRule::Ask,
            "keep" => MergeRule::Keep,
            "highest" => MergeRule::Highest,
            "join" => MergeRule::Join,
            "union" => MergeRule::Union,
            _ => MergeRule::Also(word),
        }),
        implies: x.map_or(Ok(Vec::new()), implied_of)?,
        hands_over: x.map_or(Ok(false), |x| flag_of(x, "hands_over"))?,
    })
}

fn read_type(name_at: Position, node: &Node, x: Option<&Node>) -> Result<FieldType> {
    if let Some(link) = x.map_or(Ok(None), |x| text_of(x, "link"))? {
        return Ok(FieldType::Link(link));
    }
    if let Some(choices) = get(node, "enum") {
        let NodeData::List(items) = &choices.data else {
            return Err(error(choices.start, "`enum` is a list", "`enum` 应为列表"));
        };
        let labels = x.and_then(|x| get(x, "values"));
        return items
            .iter()
            .map(|item| {
                let Value::Text(word) = item.value() else {
                    return Err(error(item.start, "`enum` is a list of words", "`enum` 应为词的列表"));
                };
                let label = labels.map_or(Ok(None), |labels| label_of(labels, &word))?;
                Ok((word.clone(), label.unwrap_or(Label { en: word.clone(), zh: word })))
            })
            .collect::<Result<Vec<_>>>()
            .map(FieldType::Choice);
    }
    let bound = |key: &str| get(node, key).and_then(|n| n.value().as_int());
    Ok(match text_of(node, "type")?.as_deref() {
        Some("integer") => FieldType::Int { min: bound("minimum"), max: bound("maximum") },
        Some("number") => FieldType::Number,
        Some("boolean") => FieldType::Bool,
        Some("array") => {
            let items = get(node, "items")
                .ok_or_else(|| error(name_at, "an array needs `items`", "array 须有 `items`"))?;
            let item_x = get(items, "x-kehu");
            if let Some(item_x) = item_x {
                known_words(item_x, &FIELD_WORDS)?;
            }
            FieldType::List(Box::new(read_type(name_at, items, item_x)?))
        }
        Some("object") if get(node, "properties").is_some() => FieldType::Group(read_fields(node)?),
        Some("object") => FieldType::Open,
        Some("string") | None => match text_of(node, "format")?.as_deref() {
            Some("date") => FieldType::Date,
            Some("date-time") => FieldType::DateTime,
            Some("money") => FieldType::Money,
            Some("phone") => FieldType::Phone,
            Some("email") => FieldType::Email,
            Some("website") => FieldType::Website,
            None if x.map_or(Ok(false), |x| flag_of(x, "long"))? => FieldType::LongText,
            None => FieldType::Text,
            Some(other) => {
                return Err(error(
                    at(node, "format"),
                    format!(
                        "unknown format `{other}`; formats are date, date-time, money, phone, email, website"
                    ),
                    format!("未知的 format `{other}`; 可用: date, date-time, money, phone, email, website"),
                ));
            }
        },
        Some(other) => {
            return Err(error(
                at(node, "type"),
                format!("unknown type `{other}`"),
                format!("未知的类型 `{other}`"),
            ));
        }
    })
}

pub(super) fn known_words(x: &Node, known: &[&str]) -> Result<()> {
    let Some(entries) = x.entries() else {
        return Err(error(x.start, "`x-kehu` is a group of words", "`x-kehu` 应为一组词"));
    };
    match entries.iter().find(|(word, _, _)| !known.contains(&word.as_str())) {
        None => Ok(()),
        Some((word, word_at, _)) => {
            let list = known.join(", ");
            Err(error(
                *word_at,
                format!("unknown x-kehu word `{word}`; known here: {list}"),
                format!("未知的 x-kehu 词 `{word}`; 此处可用: {list}"),
            ))
        }
    }
}

pub(super) fn error(at: Position, en: impl Into<String>, zh: impl Into<String>) -> SchemaError {
    SchemaError { at, en: en.into(), zh: zh.into() }
}

pub(super) fn get<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    node.entries()?.iter().find(|(name, _, _)| name == key).map(|(_, _, child)| child)
}

pub(super) fn at(node: &Node, key: &str) -> Position {
    node.locate(key)
}

pub(super) fn text_of(node: &Node, key: &str) -> Result<Option<String>> {
    match get(node, key).map(|child| (child.value(), child.start)) {
        None => Ok(None),
        Some((Value::Text(text), _)) => Ok(Some(text)),
        Some((_, at)) => Err(error(at, format!("`{key}` is text"), format!("`{key}` 应为文字"))),
    }
}

pub(super) fn flag_of(node: &Node, key: &str) -> Result<bool> {
    match get(node, key).map(|child| (child.value(), child.start)) {
        None => Ok(false),
        Some((Value::Bool(flag), _)) => Ok(flag),
        Some((_, at)) => {
            Err(error(at, format!("`{key}` is true or false"), format!("`{key}` 只能是 true 或 false")))
        }
    }
}

pub(super) fn texts_of(node: &Node, key: &str) -> Result<Vec<String>> {
    let Some(child) = get(node, key) else { return Ok(Vec::new()) };
    let wrong = || error(child.start, format!("`{key}` is a list of words"), format!("`{key}` 应为词的列表"));
    let value = child.value();
    let items = value.as_list().ok_or_else(wrong)?;
    items.iter().map(|item| item.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
}

pub(super) fn label_of(node: &Node, key: &str) -> Result<Option<Label>> {
    let Some(child) = get(node, key) else { return Ok(None) };
    known_words(child, &["en", "zh"])?;
    let en = text_of(child, "en")?;
    let zh = text_of(child, "zh")?;
    match (en, zh) {
        (Some(en), Some(zh)) => Ok(Some(Label { en, zh })),
        _ => Err(error(
            child.start,
            format!("`{key}` needs both `en` and `zh`"),
            format!("`{key}` 须同时有 `en` 和 `zh`"),
        )),
    }
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
