//! Telling what is in conflict: who wanted what, and when.

use serde_json::{Value as Json, json};

use super::Session;
use crate::error::Lang;
use crate::model::conflict::{self, Side};
use crate::model::record::field_json;
use crate::model::value::Value;
use crate::ops::conflicts::Disputed;
use crate::ops::settle::Wish;
use crate::output::card::Section;
use crate::output::labels;
use crate::output::table::Table;

impl Session {
    /// What is in conflict in one record and around it.
    pub fn disputed(&mut self, id: &str, kind: &str, all: &[Disputed]) {
        if all.is_empty() {
            self.out.talk(self.out.say("Nothing is in conflict.", "没有冲突。"));
        }
        let table = conflict_table(all, self.out.lang);
        let json = json!({"id": id, "kind": kind, "conflicts": conflicts_json(all)});
        self.out.rows(&table, &json);
        if let Some(one) = all.first()
            && !self.can_ask()
        {
            let line = format!("kehu resolve {} {}=", one.handle(), one.typed());
            self.out.talk(&match self.out.lang {
                Lang::En => format!("Settle one with {line}VALUE, or =ours, =theirs"),
                Lang::Zh => format!("解决: {line}值, 或 =ours、=theirs"),
            });
        }
    }

    /// Asks which value a field gets; `None` leaves it in conflict.
    pub fn which_value(&mut self, one: &Disputed) -> Option<Wish> {
        let lang = self.out.lang;
        let mut question = format!("{}  {}:", one.handle(), field_words(one, lang));
        for (number, side) in one.conflict.sides.iter().enumerate() {
            let who = side.by.as_deref().map(|by| format!(" ({by})")).unwrap_or_default();
            question.push_str(&format!("  [{}] {}{who}", number + 1, side_words(one, side, lang)));
        }
        question.push_str(lang.pick("  [v]alue, [s]kip? ", "  输入值[v] 跳过[s]? "));
        loop {
            let answer = self.out.ask(&question)?;
            match answer.trim() {
                "" | "s" => return None,
                "v" => {
                    let value = self.out.ask(lang.pick("Value: ", "值: "))?;
                    return Some(Wish::Value(value.trim().to_owned()));
                }
                number => match number.parse::<usize>() {
                    Ok(number) if (1..=one.conflict.sides.len()).contains(&number) => {
                        return Some(Wish::Side(number - 1));
                    }
                    _ => self.out.talk(lang.pick("Type a number, v or s.", "请输入数字、v 或 s。")),
                },
            }
        }
    }
}

/// A row for each side.
pub fn conflict_table(all: &[Disputed], lang: Lang) -> Table {
    let mut table = Table::new(headings(lang));
    rows(all, lang).into_iter().for_each(|row| table.push(row));
    table
}

/// The conflicts of a page.
pub fn conflict_section(all: &[Disputed], lang: Lang) -> Option<Section> {
    let title = lang.pick("In conflict: `kehu resolve` settles it", "存在冲突: 用 `kehu resolve` 解决");
    let section = || Section {
        title: title.to_owned(),
        headings: headings(lang).map(str::to_owned).to_vec(),
        rows: rows(all, lang),
    };
    (!all.is_empty()).then(section)
}

fn headings(lang: Lang) -> [&'static str; 5] {
    [
        lang.pick("Id", "编号"),
        lang.pick("Field", "字段"),
        lang.pick("Value", "值"),
        lang.pick("Who", "填写人"),
        lang.pick("When", "时间"),
    ]
}

fn rows(all: &[Disputed], lang: Lang) -> Vec<Vec<String>> {
    let of = |one: &Disputed| -> Vec<Vec<String>> {
        let row = |(number, side): (usize, &Side)| {
            let first = |text: String| if number == 0 { text } else { String::new() };
            vec![
                first(one.handle().to_owned()),
                first(field_words(one, lang)),
                side_words(one, side, lang),
                side.by.clone().unwrap_or_default(),
                side.at.as_deref().map(labels::moment).unwrap_or_default(),
            ]
        };
        one.conflict.sides.iter().enumerate().map(row).collect()
    };
    all.iter().flat_map(of).collect()
}

/// What the sides of a conflict want, in one line: `potential (li) / won (wang)`.
pub fn in_short(one: &Disputed, lang: Lang) -> String {
    let side = |side: &Side| {
        let words = side_words(one, side, lang);
        side.by.as_ref().map_or_else(|| words.clone(), |by| format!("{words} ({by})"))
    };
    let sides: Vec<String> = one.conflict.sides.iter().map(side).collect();
    format!("{}: {}", field_words(one, lang), sides.join(" / "))
}

fn field_words(one: &Disputed, lang: Lang) -> String {
    let label = conflict::label(&one.kind, &one.conflict.field);
    lang.pick(&label.en, &label.zh).to_owned()
}

fn side_words(one: &Disputed, side: &Side, lang: Lang) -> String {
    match (conflict::removal(&one.conflict.field), &side.value) {
        (Some(_), Some(Value::Bool(true))) => lang.pick("(removed)", "(删除)").to_owned(),
        (Some(_), _) => lang.pick("(kept)", "(保留)").to_owned(),
        (None, None) => lang.pick("(empty)", "(空)").to_owned(),
        (None, Some(value)) => {
            let ty = conflict::spot(&one.kind, &one.conflict.field).map(|spot| spot.ty);
            labels::value(ty, value, lang)
        }
    }
}

/// Conflicts for scripts.
pub fn conflicts_json(all: &[Disputed]) -> Json {
    let of = |one: &Disputed| {
        let ty = conflict::spot(&one.kind, &one.conflict.field).map(|spot| spot.ty);
        let side = |side: &Side| json!({"value": side.value.as_ref().map(|value| field_json(ty, value)), "by": side.by, "at": side.at});
        json!({
            "id": one.id, "kind": one.kind.name, "entry": one.entry, "name": one.name, "owner": one.owner,
            "field": one.conflict.field, "sides": one.conflict.sides.iter().map(side).collect::<Json>(),
        })
    };
    all.iter().map(of).collect()
}
