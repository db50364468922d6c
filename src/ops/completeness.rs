//! How complete a record is by the rules of its kind (CRM-12), in words.

use serde_json::{Value as Json, json};

use super::Desk;
use crate::error::Lang;
use crate::model::completeness::complete;
use crate::model::kind::{FieldType, Kind, Label, Need};
use crate::model::record::Record;
use crate::model::value::Map;

/// How complete a record is, and what is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complete {
    /// 0 to 100.
    pub percent: i64,
    /// The rules in their order.
    pub rules: Vec<RuleState>,
}

/// One rule and what a record lacks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleState {
    /// Mark of the rule: `A`.
    pub mark: String,
    /// What the rule is about.
    pub label: Label,
    /// What is missing; `Phone / Mobile` where one of several would do.
    pub missing: Vec<Label>,
}

impl Complete {
    /// `60%; missing: A Business, Address; E Contact log: email`.
    pub fn text(&self, lang: Lang) -> String {
        let missing = self.rules.iter().filter(|rule| !rule.missing.is_empty()).map(|rule| {
            let names = rule.missing.iter().map(|label| lang.pick(&label.en, &label.zh)).collect::<Vec<_>>();
            format!("{} {}", rule.mark, names.join(", "))
        });
        let missing = missing.collect::<Vec<_>>().join("; ");
        match missing.is_empty() {
            true => format!("{}%", self.percent),
            false => format!("{}%{}{missing}", self.percent, lang.pick("; missing: ", "; 尚缺: ")),
        }
    }

    /// For scripts.
    pub fn to_json(&self) -> Json {
        let both = |label: &Label| json!({"en": label.en, "zh": label.zh});
        let rules = self.rules.iter().map(|rule| {
            json!({
                "mark": rule.mark,
                "label": both(&rule.label),
                "missing": rule.missing.iter().map(both).collect::<Vec<_>>(),
            })
        });
        let lacks = self.rules.iter().filter(|rule| !rule.missing.is_empty()).map(|rule| rule.mark.as_str());
        json!({
            "percent": self.percent,
            "lacks": lacks.collect::<Vec<_>>(),
            "rules": rules.collect::<Vec<_>>(),
        })
    }
}

/// How complete a record is with the journals beside it; nothing for kinds without rules.
pub fn completeness(
    desk: &Desk,
    kind: &Kind,
    record: &Record,
    journals: &[(&Kind, Vec<Map>)],
) -> Option<Complete> {
    let found = complete(kind, &record.fields, journals)?;
    let rules = found.rules.into_iter().map(|(rule, missing)| RuleState {
        mark: rule.mark.clone(),
        label: rule.label.clone(),
        missing: missing.into_iter().map(|ways| label_of(desk, kind, ways)).collect(),
    });
    Some(Complete { percent: found.percent, rules: rules.collect() })
}

/// What would meet a need, in words.
fn label_of(desk: &Desk, kind: &Kind, ways: &[Need]) -> Label {
    // A journal that this book does not have cannot be asked for.
    let known = ways.iter().filter_map(|need| way_label(desk, kind, need));
    known
        .reduce(|a, b| Label { en: format!("{} / {}", a.en, b.en), zh: format!("{} / {}", a.zh, b.zh) })
        .unwrap_or_default()
}

fn way_label(desk: &Desk, kind: &Kind, need: &Need) -> Option<Label> {
    let (first, rest) = need.path.split_once('.').unwrap_or((&need.path, ""));
    let (stem, ty) = match kind.field(first) {
        Some(field) => (field.label.clone(), kind.field_at(&need.path).map(|at| at.ty)),
        None => {
            let journal = desk.kinds.get(first)?;
            let field = journal.field(rest);
            let stem = match (field, &need.value) {
                (Some(field), None) => joined(&journal.label, &field.label),
                _ => journal.label.clone(),
            };
            (stem, field.map(|field| &field.ty))
        }
    };
    let Some(value) = &need.value else { return Some(stem) };
    let word = match ty {
        Some(FieldType::Choice(words)) => {
            words.iter().find(|(word, _)| word == value).map(|(_, label)| label.clone())
        }
        _ => None,
    };
    Some(joined(&stem, &word.unwrap_or(Label { en: value.clone(), zh: value.clone() })))
}

fn joined(stem: &Label, more: &Label) -> Label {
    Label { en: format!("{}: {}", stem.en, more.en), zh: format!("{}: {}", stem.zh, more.zh) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_said_in_both_languages() {
        let label = |en: &str, zh: &str| Label { en: en.to_owned(), zh: zh.to_owned() };
        let rule = |mark: &str, missing: Vec<Label>| RuleState {
            mark: mark.to_owned(),
            label: label("", ""),
            missing,
        };
        let found = Complete {
            percent: 60,
            rules: vec![
                rule("A", vec![label("Business", "业务"), label("Phone / Mobile", "电话 / 手机")]),
                rule("B", Vec::new()),
                rule("E", vec![label("Contact log: email", "联系记录: 邮件")]),
            ],
        };
        assert_eq!(found.text(Lang::En), "60%; missing: A Business, Phone / Mobile; E Contact log: email");
        assert_eq!(found.text(Lang::Zh), "60%; 尚缺: A 业务, 电话 / 手机; E 联系记录: 邮件");
        assert_eq!(found.to_json()["rules"][2]["missing"][0]["zh"], "联系记录: 邮件");
        assert_eq!(Complete { percent: 100, rules: Vec::new() }.text(Lang::En), "100%");
    }
}
