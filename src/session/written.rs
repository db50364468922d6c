//! Telling what a write did, the same way for every verb.

use serde_json::{Value as Json, json};

use super::Session;
use crate::error::{Lang, Result};
use crate::model::value::Value;
use crate::ops::past::{FieldChange, planned};
use crate::ops::{Applied, Desk};
use crate::output::table::Table;

impl Session {
    /// Tells what a write did: words for people, `{"id","kind","path","commit"}` for scripts.
    pub fn written(&mut self, desk: &Desk, applied: &Applied, en: &str, zh: &str) -> Result<()> {
        self.written_with(desk, applied, en, zh, &[])
    }

    /// The same with more for scripts.
    pub fn written_with(
        &mut self,
        desk: &Desk,
        applied: &Applied,
        en: &str,
        zh: &str,
        more: &[(&str, Json)],
    ) -> Result<()> {
        self.tell_followed(desk);
        let touched = &applied.intent.touched;
        let first = touched.first();
        let mut json = json!({
            "id": first.map(|t| t.id.as_str()),
            "kind": first.map(|t| t.kind.as_str()),
            "path": first.map(|t| t.path.as_str()),
            "commit": applied.commit,
        });
        if touched.len() > 1 {
            let mut known = std::collections::HashSet::with_capacity(touched.len());
            let ids: Vec<&str> =
                touched.iter().map(|t| t.id.as_str()).filter(|id| known.insert(*id)).collect();
            json["ids"] = ids.into();
        }
        for (name, value) in more {
            json[name] = value.clone();
        }
        if self.global.dry_run {
            self.tell_voided(&applied.intent.voided);
            let changes = planned(desk, &applied.intent)?;
            json["changes"] = changes.iter().map(|(id, change)| change_json(id, change)).collect();
            return self.planned(&json, &changes);
        }
        if let Some(warning) = &applied.warning {
            self.out.warn(warning);
        }
        self.tell_voided(&applied.intent.voided);
        match &applied.commit {
            None => self.out.talk(self.out.say("Nothing to change.", "没有需要更改的内容。")),
            Some(commit) => {
                let words = self.out.say(en, zh).to_owned();
                self.out.talk(&format!("{words} [{}]", commit.get(..8).unwrap_or(commit)));
            }
        }
        if self.out.tells_things() {
            self.out.thing("", &json);
        }
        Ok(())
    }

    /// Tells that a merged record led to another.
    pub fn tell_followed(&self, desk: &Desk) {
        for (from, to) in desk.followed() {
            self.out.talk(&match self.out.lang {
                Lang::En => format!("{from} was merged into {to}"),
                Lang::Zh => format!("{from} 已合并到 {to}"),
            });
        }
    }

    fn planned(&mut self, json: &Json, changes: &[(String, FieldChange)]) -> Result<()> {
        if self.out.is_json() {
            self.out.json(json);
            return Ok(());
        }
        let words = if changes.is_empty() {
            self.out.say("Nothing would change.", "没有需要更改的内容。")
        } else {
            self.out.say("Would change (nothing was written):", "将会更改 (尚未写入):")
        };
        self.out.talk(words);
        let mut table = Table::new([
            self.out.say("Record", "记录"),
            self.out.say("Field", "字段"),
            self.out.say("Before", "更改前"),
            self.out.say("After", "更改后"),
        ]);
        for (id, change) in changes {
            table.push(vec![id.clone(), change.field.clone(), told(&change.old), told(&change.new)]);
        }
        self.out.rows(&table, &json["changes"]);
        Ok(())
    }
}

/// A value before or after; an entry of a journal is told by how, what and what comes next, or by what it judged.
pub fn told(value: &Option<Value>) -> String {
    match value {
        Some(Value::Map(map)) if map.contains_key("text") => {
            let part = |name: &str| map.get(name).map(Value::flat_text).unwrap_or_default();
            let parts = ["date", "type", "text", "next_date", "next"].map(part);
            let end = if map.contains_key("done") {
                "✓"
            } else if map.contains_key("dropped") {
                "✗"
            } else {
                ""
            };
            let filled =
                parts.iter().map(String::as_str).chain([end]).map(str::trim).filter(|part| !part.is_empty());
            filled.collect::<Vec<_>>().join(" ")
        }
        Some(Value::Map(map)) if map.contains_key("scorecard") => {
            let part = |name: &str| map.get(name).map(Value::flat_text).unwrap_or_default();
            format!("{} {} ({})", part("score"), part("band"), part("scorecard"))
        }
        // A handover is told by who, to whom, and how it was answered; what moved is told by the fields that changed.
        Some(Value::Map(map)) if map.contains_key("moved") => {
            let part = |name: &str| map.get(name).map(Value::flat_text).unwrap_or_default();
            let said = [format!("{} → {}", part("from"), part("to")), part("state"), part("reason")];
            said.iter().map(String::as_str).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        }
        value => value.as_ref().map(Value::flat_text).unwrap_or_default(),
    }
}

/// A change for scripts.
pub fn change_json(id: &str, change: &FieldChange) -> Json {
    let value =
        |value: &Option<crate::model::value::Value>| value.as_ref().map(crate::model::value::Value::to_json);
    json!({"id": id, "field": change.field, "old": value(&change.old), "new": value(&change.new)})
}
