//! Telling what a record is worth.

use serde_json::{Map as JsonMap, Value as Json, json};

use super::Session;
use crate::error::Lang;
use crate::model::scorecard::Criterion;
use crate::model::value::{Map, Value};
use crate::ops::score::{Assessed, Line, Rests, ground_text};
use crate::output::table::{Column, Table};
use crate::output::{Format, labels};

/// What a criterion rests on is named up to here; `--json` names all.
const SHOWN: usize = 3;

impl Session {
    /// Tells what a record is worth as the book stands.
    pub fn assessed(&mut self, assessed: &Assessed, explain: bool) {
        let lang = self.out.lang;
        let mut json = json!({"id": assessed.id, "kind": assessed.kind});
        for (name, value) in assessed.json() {
            json[name] = value;
        }
        json["newest"] = assessed.kept.as_ref().map_or(Json::Null, entry_json);
        if explain {
            self.out.rows(&criteria(assessed, self.out.format, lang), &json);
            self.out.talk(&summary(assessed, lang));
        } else {
            let text = format!("{} ({})\n{}", assessed.title, assessed.id, summary(assessed, lang));
            self.out.thing(&text, &json);
        }
    }

    /// Tells the criteria of an assessment that was kept.
    pub fn explained(&mut self, assessed: &Assessed) {
        if !self.out.is_json() && self.out.format != Format::Yaml {
            let table = criteria(assessed, self.out.format, self.out.lang);
            self.out.rows(&table, &Json::Null);
        }
    }
}

fn entry_json(entry: &Map) -> Json {
    Json::Object(entry.iter().map(|(name, value)| (name.clone(), value.to_json())).collect::<JsonMap<_, _>>())
}

/// `Score 73 of 100, band b (important); suggests level 5, now 3`, and what was kept before.
pub fn summary(assessed: &Assessed, lang: Lang) -> String {
    let mut lines = Vec::new();
    match (assessed.score, &assessed.band) {
        (Some(score), Some(band)) => {
            let label = lang.pick(&band.label.en, &band.label.zh);
            lines.push(match lang {
                Lang::En => {
                    format!("Score {score} of 100, band {} ({label}){}", band.name, level(assessed, lang))
                }
                Lang::Zh => {
                    format!("得分 {score} (满分 100), {} 档 ({label}){}", band.name, level(assessed, lang))
                }
            });
        }
        _ => lines.push(match lang {
            Lang::En => format!(
                "No score: {}% of the weight is known, {}% is needed",
                assessed.known, assessed.card.least
            ),
            Lang::Zh => format!("暂无得分: 已知权重 {}%, 至少需要 {}%", assessed.known, assessed.card.least),
        }),
    }
    let missing = assessed.missing();
    if !missing.is_empty() {
        let names =
            missing.iter().map(|criterion| format!("{}={}", criterion.name, points_wanted(criterion)));
        let names = names.collect::<Vec<_>>().join(" ");
        lines.push(format!("{}: {names}", lang.pick("Not known", "尚缺")));
    }
    if let Some(kept) = &assessed.kept {
        let text = |name: &str| kept.get(name).and_then(Value::scalar_text).unwrap_or_default();
        let at = labels::moment(&text("at"));
        let (score, band, by) = (text("score"), text("band"), text("by"));
        lines.push(match lang {
            Lang::En => format!("Last kept: {score}, band {band}, {at} by {by}"),
            Lang::Zh => format!("上次评估: {score}, {band} 档, {at} {by}"),
        });
    }
    lines.join("\n")
}

fn points_wanted(criterion: &Criterion) -> String {
    format!("0…{}", criterion.max)
}

fn level(assessed: &Assessed, lang: Lang) -> String {
    match (assessed.suggested(), assessed.level) {
        (Some(level), Some(now)) if level == now => match lang {
            Lang::En => format!("; level {level} fits"),
            Lang::Zh => format!("; 级别 {level} 相符"),
        },
        (Some(level), now) => {
            let now = now.map_or("–".to_owned(), |now| now.to_string());
            match lang {
                Lang::En => format!("; suggests level {level}, now {now}"),
                Lang::Zh => format!("; 建议级别 {level}, 现为 {now}"),
            }
        }
        _ => String::new(),
    }
}

/// One row a criterion; in text, what it rests on stands below, where it is not cut.
fn criteria(assessed: &Assessed, format: Format, lang: Lang) -> Table {
    let heading = |en: &str, zh: &str, right| Column { label: lang.pick(en, zh).to_owned(), right };
    let mut table = Table {
        columns: vec![
            heading("Criterion", "评分项", false),
            heading("Points", "分值", true),
            heading("Weight", "权重", true),
            heading("Adds", "贡献", true),
        ],
        rows: Vec::new(),
    };
    let text = format == Format::Table;
    if text {
        table.columns.push(heading("Meaning, and what it rests on", "含义与依据", false));
    } else {
        table.columns.extend([heading("Meaning", "含义", false), heading("Rests on", "依据", false)]);
    }
    for (criterion, line) in assessed.card.criteria.iter().zip(&assessed.lines) {
        let mut row = vec![
            criterion.name.clone(),
            format!("{}/{}", line.points.map_or("–".to_owned(), |points| points.to_string()), criterion.max),
            criterion.weight.to_string(),
            line.adds.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)).unwrap_or_default(),
            meaning(criterion, line, lang),
        ];
        let rests = rests(&line.rests, lang);
        if text {
            table.push(row);
            let below = |rest: String| [vec![String::new(); 4], vec![format!("  {rest}")]].concat();
            rests.into_iter().for_each(|rest| table.push(below(rest)));
        } else {
            row.push(rests.join("; "));
            table.push(row);
        }
    }
    table
}

/// `Company size: 100 to 499`.
fn meaning(criterion: &Criterion, line: &Line, lang: Lang) -> String {
    let label = lang.pick(&criterion.label.en, &criterion.label.zh);
    match criterion.scale.iter().find(|(points, _)| Some(*points) == line.points) {
        Some((_, meaning)) => format!("{label}: {}", lang.pick(&meaning.en, &meaning.zh)),
        None => label.to_owned(),
    }
}

/// What points rest on, a line each.
fn rests(rests: &Rests, lang: Lang) -> Vec<String> {
    match rests {
        Rests::Nothing => vec![lang.pick("not given", "未给出").to_owned()],
        Rests::Typed => vec![lang.pick("typed now", "本次输入").to_owned()],
        Rests::Kept(id, day, by) => vec![match lang {
            Lang::En => format!("typed {day} by {by} ({id})"),
            Lang::Zh => format!("{by} {day} 输入 ({id})"),
        }],
        Rests::Field(path, value) => vec![format!("{path} = {value}")],
        Rests::Measured(name, amount, grounds) => {
            let amount = amount.as_ref().map_or("–".to_owned(), ToString::to_string);
            let mut lines = vec![format!("{name} = {amount}")];
            lines.extend(grounds.iter().take(SHOWN).map(ground_text));
            if grounds.len() > SHOWN {
                lines.push(match lang {
                    Lang::En => format!("… {} in all", grounds.len()),
                    Lang::Zh => format!("… 共 {} 条", grounds.len()),
                });
            }
            lines
        }
    }
}
