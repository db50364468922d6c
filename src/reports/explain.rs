//! What a report is and takes, for people and for scripts.

use serde_json::{Value as Json, json};

use super::file::{Report, Takes};
use crate::error::Lang;
use crate::output::table::{Column, Table};

impl Report {
    /// Name, title and parameters for scripts.
    pub fn json(&self) -> Json {
        let parameters = self.parameters.iter().map(|parameter| {
            json!({
                "name": parameter.name,
                "takes": parameter.takes.shown(Lang::En),
                "help": {"en": parameter.help.en, "zh": parameter.help.zh},
            })
        });
        json!({
            "name": self.name,
            "own": self.own,
            "title": {"en": self.title.en, "zh": self.title.zh},
            "parameters": parameters.collect::<Vec<_>>(),
        })
    }

    /// Title, how it is asked, and a table of its parameters.
    pub fn explained(&self, lang: Lang, width: Option<usize>) -> String {
        let mut text = format!("{}\n", lang.pick(&self.title.en, &self.title.zh));
        let help = lang.pick(&self.help.en, &self.help.zh);
        if !help.is_empty() {
            text.push_str(&format!("{help}\n"));
        }
        let usage = lang.pick("Usage", "用法");
        if self.parameters.is_empty() {
            text.push_str(&format!("\n{usage}: kehu report {}\n", self.name));
            return text;
        }
        let word = lang.pick("[PARAM=VALUE]...", "[参数=值]...");
        text.push_str(&format!("\n{usage}: kehu report {} {word}\n", self.name));
        let labels =
            [lang.pick("Parameter", "参数"), lang.pick("Takes", "取值"), lang.pick("Meaning", "说明")];
        let mut table = Table::default();
        table.columns.extend(labels.map(|label| Column { label: label.to_owned(), right: false }));
        for parameter in &self.parameters {
            table.push(vec![
                parameter.name.clone(),
                parameter.takes.shown(lang),
                lang.pick(&parameter.help.en, &parameter.help.zh).to_owned(),
            ]);
        }
        text.push_str(&format!("\n{}", table.to_text(width, false)));
        text
    }
}

impl Takes {
    /// What may be typed, with the default in brackets.
    fn shown(&self, lang: Lang) -> String {
        match self {
            Self::Words(words) => words.join(" | "),
            Self::Record(kind) => kind.clone(),
            Self::Day(Some(default)) => format!("{} ({default})", lang.pick("day", "日期")),
            Self::Day(None) => lang.pick("day", "日期").to_owned(),
            Self::Number { default: Some(default), .. } => {
                format!("{} ({default})", lang.pick("number", "数"))
            }
            Self::Number { .. } => lang.pick("number", "数").to_owned(),
            Self::Currency => lang.pick("currency", "币种").to_owned(),
            Self::Text => lang.pick("text", "文字").to_owned(),
        }
    }
}
