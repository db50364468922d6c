//! Reading the fields of a schema: their types, labels and the words of their `x-kehu`.

use super::kind::{DefaultValue, Field, FieldType, Implied, Label, MergeRule, Role};
use super::schema::{Result, at, error, flag_of, get, known_words, label_of, text_of, texts_of};
use super::value::Value;
use super::yaml::{Node, NodeData, Position};

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

/// The fields of a schema, or of a group in it.
pub(super) fn read_fields(schema: &Node) -> Result<Vec<Field>> {
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
