//! `kehu kinds`

use serde_json::{Value as Json, json};

use crate::error::{Code, Lang, Result};
use crate::model::kind::{Field, FieldType, Kind, Storage};
use crate::model::kinds::Kinds;
use crate::ops::desk::shipped_kinds;
use crate::output::labels::heading;
use crate::output::table::Table;
use crate::session::Session;

/// Arguments of `kehu kinds`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Show the fields of this kind
    kind: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    // Outside a book the shipped kinds can still be looked up.
    let kinds = match session.desk() {
        Ok(desk) => desk.kinds,
        Err(error) if error.code == Code::NotABook => shipped_kinds()?,
        Err(error) => return Err(error),
    };
    let lang = session.out.lang;
    if let Some(typed) = args.kind {
        let kind = kinds.find(&typed)?;
        fields(kind, &kinds, session);
        return Ok(());
    }
    let mut table = Table::new([
        session.out.say("Kind", "类型"),
        session.out.say("Module", "模块"),
        session.out.say("Label", "名称"),
        session.out.say("Kept as", "存储"),
        session.out.say("Meaning", "说明"),
    ]);
    for kind in kinds.all() {
        table.push(vec![
            kind.name.clone(),
            kind.module.clone(),
            lang.pick(&kind.label.en, &kind.label.zh).to_owned(),
            match kind.storage {
                Storage::Card => lang.pick("card", "卡片"),
                Storage::Journal => lang.pick("journal", "日志"),
            }
            .to_owned(),
            lang.pick(&kind.help.en, &kind.help.zh).to_owned(),
        ]);
    }
    let json = kinds.all().iter().map(|kind| {
        json!({
            "kind": kind.name,
            "module": kind.module,
            "label": {"en": kind.label.en, "zh": kind.label.zh},
            "storage": kind.storage.word(),
        })
    });
    session.out.rows(&table, &json.collect());
    Ok(())
}

fn fields(kind: &Kind, kinds: &Kinds, session: &mut Session) {
    let lang = session.out.lang;
    let mut table = Table::new([
        session.out.say("Field", "字段"),
        session.out.say("Label", "名称"),
        session.out.say("Type", "格式"),
        session.out.say("Required", "必填"),
        session.out.say("Allowed", "可用值"),
        session.out.say("Meaning", "说明"),
    ]);
    rows(&kind.fields, "", kinds, lang, &mut table);
    session.out.rows(&table, &kind.fields.iter().map(field_json).collect());
}

fn rows(fields: &[Field], prefix: &str, kinds: &Kinds, lang: Lang, table: &mut Table) {
    for field in fields {
        let name = format!("{prefix}{}", field.name);
        table.push(vec![
            name.clone(),
            heading(field, lang).to_owned(),
            type_words(&field.ty, kinds, lang),
            if field.required { lang.pick("yes", "是").to_owned() } else { String::new() },
            allowed(&field.ty, lang),
            lang.pick(&field.help.en, &field.help.zh).to_owned(),
        ]);
        match &field.ty {
            FieldType::Group(inner) => rows(inner, &format!("{name}."), kinds, lang, table),
            FieldType::List(item) => {
                if let FieldType::Group(inner) = &**item {
                    rows(inner, &format!("{name}.0."), kinds, lang, table);
                }
            }
            _ => {}
        }
    }
}

/// The type of a field as people say it.
fn type_words(ty: &FieldType, kinds: &Kinds, lang: Lang) -> String {
    if lang == Lang::En {
        return ty.word();
    }
    match ty {
        FieldType::Text | FieldType::LongText => "文字".to_owned(),
        FieldType::Int { .. } => "整数".to_owned(),
        FieldType::Number => "数字".to_owned(),
        FieldType::Bool => "是否".to_owned(),
        FieldType::Date => "日期".to_owned(),
        FieldType::DateTime => "时间".to_owned(),
        FieldType::Money => "金额".to_owned(),
        FieldType::Phone => "电话".to_owned(),
        FieldType::Email => "邮箱".to_owned(),
        FieldType::Website => "网站".to_owned(),
        FieldType::Choice(_) => "选项".to_owned(),
        FieldType::Link(kind) => {
            format!("关联{}", kinds.get(kind).map_or("记录", |kind| kind.label.zh.as_str()))
        }
        FieldType::List(item) => format!("{}列表", type_words(item, kinds, lang)),
        FieldType::Group(_) => "分组".to_owned(),
        FieldType::Open => "自定义".to_owned(),
    }
}

fn allowed(ty: &FieldType, lang: Lang) -> String {
    match ty {
        FieldType::Choice(words) => words
            .iter()
            .map(|(word, label)| match lang {
                Lang::Zh => format!("{word} {}", label.zh),
                Lang::En => word.clone(),
            })
            .collect::<Vec<_>>()
            .join(", "),
        FieldType::Int { min: Some(min), max: Some(max) } => format!("{min}–{max}"),
        _ => String::new(),
    }
}

fn field_json(field: &Field) -> Json {
    let mut json = json!({
        "name": field.name,
        "label": {"en": field.label.en, "zh": field.label.zh},
        "help": {"en": field.help.en, "zh": field.help.zh},
        "type": field.ty.word(),
        "required": field.required,
    });
    let inner = match &field.ty {
        FieldType::List(item) => item,
        other => other,
    };
    match inner {
        FieldType::Choice(words) => {
            json["values"] = words
                .iter()
                .map(|(word, label)| json!({"value": word, "en": label.en, "zh": label.zh}))
                .collect();
        }
        FieldType::Group(fields) => json["fields"] = fields.iter().map(field_json).collect(),
        FieldType::Int { min, max } => {
            json["minimum"] = json!(min);
            json["maximum"] = json!(max);
        }
        _ => {}
    }
    json
}
