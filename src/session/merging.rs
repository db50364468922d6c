//! Telling what a merge does, and asking which side of a field counts.

use serde_json::{Value as Json, json};

use super::Session;
use crate::error::Lang;
use crate::model::combine::{Choice, How, Side};
use crate::model::kind::Kind;
use crate::model::value::Value;
use crate::ops::merge::Plan;
use crate::output::labels;
use crate::output::table::Table;

impl Session {
    /// The preview of a merge: every field that differs, and what else moves.
    pub fn merged(&mut self, kind: &Kind, plan: &Plan) {
        if self.out.is_json() {
            return;
        }
        let lang = self.out.lang;
        let mut table = Table::new([
            self.out.say("Field", "字段"),
            self.out.say("How", "方式"),
            self.out.say("Stays", "保留方"),
            self.out.say("Other", "合并方"),
            self.out.say("Becomes", "结果"),
        ]);
        for (_, choices) in &plan.choices {
            for choice in choices {
                let text = |value: &Option<Value>| shown(kind, choice, value, lang);
                table.push(vec![
                    labels::column(kind, &choice.field, lang).to_owned(),
                    how(choice.how, lang).to_owned(),
                    text(&choice.keep),
                    text(&choice.other),
                    if choice.how == How::Dispute { "?".to_owned() } else { text(&choice.result) },
                ]);
            }
        }
        self.out.rows(&table, &Json::Null);
        let Plan { entries, moved, relinked, .. } = plan;
        let counts = [
            (*entries, lang.pick("log entries interleaved", "条联系记录按时间合并")),
            (moved.len(), lang.pick("files moved", "个文件移入")),
            (relinked.len(), lang.pick("records re-pointed", "个引用改为指向保留方")),
        ];
        for id in &plan.comments {
            self.out.talk(&match lang {
                Lang::En => {
                    format!("{id} has comments; they stay in its history, and come back with `kehu unmerge`")
                }
                Lang::Zh => format!("{id} 中有注释; 保留在历史中, `kehu unmerge` 时恢复"),
            });
        }
        for (count, words) in counts.iter().filter(|(count, _)| *count > 0) {
            self.out.talk(&format!("{count} {words}"));
        }
    }

    /// Asks which side of a field counts.
    pub fn which_side(&mut self, kind: &Kind, other: &str, choice: &Choice) -> Option<Side> {
        let lang = self.out.lang;
        let label = labels::column(kind, &choice.field, lang);
        let (mine, theirs) =
            (shown(kind, choice, &choice.keep, lang), shown(kind, choice, &choice.other, lang));
        let question = format!("{label}: [1] {mine}  [2] {theirs} ({other})? ");
        loop {
            match self.out.ask(&question)?.trim() {
                "1" | "" => return Some(Side::Keep),
                "2" => return Some(Side::Other),
                _ => self.out.talk(lang.pick("Type 1 or 2.", "请输入 1 或 2。")),
            }
        }
    }
}

fn shown(kind: &Kind, choice: &Choice, value: &Option<Value>, lang: Lang) -> String {
    let ty = kind.field_at(&choice.field).map(|at| at.ty);
    value.as_ref().map(|value| labels::value(ty, value, lang)).unwrap_or_default()
}

fn how(how: How, lang: Lang) -> &'static str {
    match how {
        How::Kept => lang.pick("kept", "保留"),
        How::Taken => lang.pick("taken", "采用"),
        How::Combined => lang.pick("combined", "合并"),
        How::Dispute => lang.pick("choose", "待选择"),
    }
}

/// The fields of a merge for scripts.
pub fn plan_json(plan: &Plan) -> Vec<(&'static str, Json)> {
    let value = |value: &Option<Value>| value.as_ref().map(Value::to_json);
    let fields = plan.choices.iter().flat_map(|(id, choices)| {
        choices.iter().map(move |choice| {
            json!({
                "field": choice.field, "from": id, "keep": value(&choice.keep), "other": value(&choice.other),
                "result": value(&choice.result), "how": choice.how.word(),
            })
        })
    });
    vec![
        ("fields", fields.collect()),
        ("entries", json!(plan.entries)),
        ("moved", json!(plan.moved)),
        ("relinked", json!(plan.relinked)),
    ]
}
