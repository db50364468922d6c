//! Telling how a count stands: sums, and line by line what differs.

use serde_json::{Value as Json, json};

use super::Session;
use crate::error::{Lang, Result};
use crate::model::kind::{Field, FieldType};
use crate::model::value::{Map, Value, map_to_json};
use crate::ops::count::{AS_EXPECTED, Counted, DIFFERS, MISSING, UNEXPECTED, UNKNOWN, standing};
use crate::ops::{Applied, Desk};
use crate::output::labels;
use crate::output::table::Table;

/// Lines that are shown after a write; the count itself shows all.
const SHOWN: usize = 20;

impl Session {
    /// Prints how a count stands.
    pub fn count(&mut self, desk: &Desk, found: &Counted) {
        if self.out.is_json() {
            let json = Json::Object(json_of(found).into_iter().map(|(k, v)| (k.to_owned(), v)).collect());
            self.out.json(&json);
            return;
        }
        let table = self.differing(desk, found, usize::MAX);
        self.out.rows(&table, &Json::Null);
        self.out.talk(&sums(found, self.out.lang));
    }

    /// Tells what a count came to after something was written.
    pub fn counted(&mut self, desk: &Desk, found: &Counted, applied: &Applied) -> Result<()> {
        for (en, zh) in &found.notes {
            self.out.talk(self.out.lang.pick(en, zh));
        }
        let [en, zh] = [Lang::En, Lang::Zh].map(|lang| sums(found, lang));
        self.written_with(desk, applied, &en, &zh, &json_of(found)[1..])?;
        if !self.out.is_json() {
            let table = self.differing(desk, found, SHOWN);
            if !table.rows.is_empty() {
                self.out.talk(table.to_text(self.out.width, false).trim_end());
            }
        }
        for (number, error) in &found.left {
            let lang = self.out.lang;
            let why = error.message(lang);
            self.out.talk(&match lang {
                Lang::En => format!("  {number} is left as it is: {why}"),
                Lang::Zh => format!("  {number} 未处理: {why}"),
            });
        }
        Ok(())
    }

    /// The lines that are not as expected.
    fn differing(&self, desk: &Desk, found: &Counted, most: usize) -> Table {
        let lang = self.out.lang;
        let list = desk.kinds.cards().filter(|kind| kind.counts.is_some());
        let list = list.filter_map(|kind| kind.field(&found.field)).next();
        let fields: &[Field] = match list.map(|field| &field.ty) {
            Some(FieldType::List(item)) => match &**item {
                FieldType::Group(fields) => fields,
                _ => &[],
            },
            _ => &[],
        };
        let lines: Vec<&Map> = found.differing().take(most).collect();
        let filled = |field: &&Field| {
            !matches!(field.name.as_str(), "by" | "at" | "found")
                && lines.iter().any(|line| field.name == "difference" || line.contains_key(&field.name))
        };
        let shown: Vec<&Field> = fields.iter().filter(filled).collect();
        let mut table = Table::new(shown.iter().map(|field| labels::heading(field, lang)));
        for line in lines {
            let cell = |field: &&Field| match field.name.as_str() {
                "difference" => labels::value(Some(&field.ty), &Value::text(standing(line)), lang),
                name => line
                    .get(name)
                    .map(|value| labels::value(Some(&field.ty), value, lang))
                    .unwrap_or_default(),
            };
            table.push(shown.iter().map(cell).collect());
        }
        table
    }
}

/// `st-1: 12 lines, 10 found; 2 missing, 1 not expected here, 1 differs`
fn sums(found: &Counted, lang: Lang) -> String {
    let [missing, unexpected, differs, unknown] =
        [MISSING, UNEXPECTED, DIFFERS, UNKNOWN].map(|word| found.of(word));
    let (id, lines) = (&found.id, found.lines.len());
    let there = lines - missing;
    match (lang, found.settled) {
        (Lang::En, settled) => {
            let open = if settled { "settled" } else { "counted so far" };
            let unknown = if unknown > 0 { format!(", {unknown} of unknown number") } else { String::new() };
            format!(
                "{id}: {there} of {lines} found, {open}; {missing} missing, {unexpected} not expected, {differs} found otherwise{unknown}"
            )
        }
        (Lang::Zh, settled) => {
            let open = if settled { "已处理" } else { "盘点中" };
            let unknown = if unknown > 0 { format!(", 编号不明 {unknown}") } else { String::new() };
            format!(
                "{id}: 共 {lines} 项, 盘到 {there} ({open}); 缺 {missing}, 多 {unexpected}, 不符 {differs}{unknown}"
            )
        }
    }
}

fn json_of(found: &Counted) -> Vec<(&'static str, Json)> {
    let lines = found.lines.iter().map(|line| {
        let mut json = map_to_json(line);
        json.insert("difference".to_owned(), standing(line).into());
        Json::Object(json)
    });
    let left = found.left.iter().map(|(number, error)| json!({"number": number, "why": error.en}));
    vec![
        ("id", json!(found.id)),
        ("settled", json!(found.settled)),
        ("as_expected", json!(found.of(AS_EXPECTED))),
        ("missing", json!(found.of(MISSING))),
        ("unexpected", json!(found.of(UNEXPECTED))),
        ("differs", json!(found.of(DIFFERS))),
        ("unknown", json!(found.of(UNKNOWN))),
        ("left", left.collect()),
        ("lines", lines.collect()),
    ]
}
