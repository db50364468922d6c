//! Telling of late collisions: which two, whose, and what settles it.

use serde_json::{Value as Json, json};

use crate::error::Lang;
use crate::ops::collisions::{Collision, Half};
use crate::output::table::Table;

/// A row for each.
pub fn collision_table(all: &[Collision], lang: Lang) -> Table {
    let mut table = Table::new([
        lang.pick("First", "先建记录"),
        lang.pick("Owner", "负责人"),
        lang.pick("Second", "后建记录"),
        lang.pick("Owner", "负责人"),
        lang.pick("Since", "日期"),
        match all.iter().any(|one| one.booked) {
            true => lang.pick("Why", "原因"),
            false => lang.pick("Alike", "相同概率"),
        },
    ]);
    for one in all {
        let Collision { first, second, since, probability, booked, .. } = one.clone();
        let why = if booked {
            lang.pick("same time", "同一时间").to_owned()
        } else {
            format!("{probability}%")
        };
        table.push(vec![first.id, first.owner, second.id, second.owner, since, why]);
    }
    table
}

/// What to type, a line each. Who sees but one of the two lets the owner of the other do it.
pub fn settling(one: &Collision, person: Option<&str>, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if !one.is_open() {
        let (own, other) = one.from(person);
        let (id, owner) = (&own.id, &other.owner);
        lines.push(match (owner.is_empty(), lang) {
            (true, Lang::En) => "Somebody who sees both settles it:".to_owned(),
            (true, Lang::Zh) => "由能查看两者的人处理:".to_owned(),
            (false, Lang::En) => format!("kehu share {id} {owner} --edit, and {owner} settles it:"),
            (false, Lang::Zh) => format!("先 kehu share {id} {owner} --edit, 再由 {owner} 处理:"),
        });
    }
    let [merge, distinct] = one.settled_by.clone();
    if one.booked {
        lines.extend([merge, lang.pick("or: ", "或: ").to_owned() + &distinct]);
        return lines;
    }
    lines.extend(match lang {
        Lang::En => [merge, format!("or, when they are two: {distinct}")],
        Lang::Zh => [merge, format!("若确为两家: {distinct}")],
    });
    lines
}

/// What one of the two says of the other: `like jinke-2abc of li, 92%`.
pub fn likeness(one: &Collision, other: &Half, lang: Lang) -> String {
    let (id, owner, probability) = (&other.id, &other.owner, one.probability);
    match lang {
        Lang::En if one.booked => format!("same time as {id} of {owner}"),
        Lang::Zh if one.booked => format!("与 {owner} 的 {id} 同一时间"),
        Lang::En => format!("like {id} of {owner}, {probability}%"),
        Lang::Zh => format!("与 {owner} 的 {id} 相似, {probability}%"),
    }
}

/// Collisions for scripts.
pub fn collisions_json(all: &[Collision]) -> Json {
    let half = |half: &Half| json!({"id": half.id, "name": half.name, "owner": half.owner});
    let of = |one: &Collision| {
        json!({
            "id": one.id, "kind": "collision", "first": half(&one.first), "second": half(&one.second),
            "since": Some(&one.since).filter(|day| !day.is_empty()), "reason": if one.booked { "booked" } else { "alike" },
            "probability": (!one.booked).then_some(one.probability), "settle": one.settled_by,
        })
    };
    all.iter().map(of).collect()
}
