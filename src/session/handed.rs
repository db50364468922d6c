//! Telling of handovers: what moves, what stays, and what waits for an answer.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::Session;
use super::written::change_json;
use crate::error::{Lang, Result};
use crate::model::kind::Kind;
use crate::ops::handover::{Customer, Handed, Moved, Pending};
use crate::ops::past::planned;
use crate::ops::{Applied, Desk};
use crate::output::labels;
use crate::output::table::Table;

impl Session {
    /// Tells what was handed over; with `--dry-run` a table of what would be.
    pub fn told_handover(&mut self, desk: &Desk, applied: &Applied, handed: &Handed) -> Result<()> {
        let lang = self.out.lang;
        let shown: Vec<&Customer> = handed.customers.iter().filter(|customer| !customer.hidden).collect();
        let hidden = handed.customers.len() - shown.len();
        let moved = handed.moved();
        let json = |customer: &&Customer| {
            json!({
                "id": customer.id, "name": customer.name, "own": customer.own,
                "moved": customer.moved, "dossier": customer.dossier,
            })
        };
        let listed = self.global.dry_run || self.out.tells_things();
        let more = [
            ("customers", shown.iter().filter(|_| listed).map(json).collect::<Json>()),
            ("hidden", hidden.into()),
            ("records", handed.records.iter().filter(|_| listed).map(record_json).collect::<Json>()),
            ("moved", json!(moved)),
            ("dossier", handed.dossier.as_str().into()),
        ];
        let (count, total) = (handed.counted(), moved.values().sum::<usize>());
        let (from, to) = (&handed.from, &handed.to);
        if self.global.dry_run && !self.out.is_json() {
            let words = match lang {
                Lang::En => format!("Would move from {from} to {to} (nothing was written):"),
                Lang::Zh => format!("将由 {from} 移交给 {to} (尚未写入):"),
            };
            self.out.talk(&words);
            // One list for programs too: what lies with customers first.
            let all = [&more[0].1, &more[2].1].into_iter().filter_map(Json::as_array).flatten().cloned();
            self.out.rows(&table(desk, handed, &shown, hidden, lang), &all.collect());
        } else if self.global.dry_run {
            let changes = planned(desk, &applied.intent)?;
            let first = applied.intent.touched.first();
            let mut json = json!({
                "id": first.map(|t| t.id.as_str()), "kind": first.map(|t| t.kind.as_str()),
                "path": first.map(|t| t.path.as_str()), "commit": null,
                "changes": changes.iter().map(|(id, change)| change_json(id, change)).collect::<Json>(),
            });
            more.iter().for_each(|(name, value)| json[name] = value.clone());
            self.out.json(&json);
        } else {
            let en = format!("Handed over {} from {from} to {to}, {total} changes", count.0);
            let zh = format!("已将 {}由 {from} 移交给 {to}, 共 {total} 处", count.1);
            self.written_with(desk, applied, &en, &zh, &more)?;
            self.out.talk(&match lang {
                Lang::En if handed.customers.is_empty() => format!("Dossier: {}", handed.dossier),
                Lang::Zh if handed.customers.is_empty() => format!("交接档案: {}", handed.dossier),
                Lang::En => format!("Dossiers: {}, and one with each customer. {to} answers with `kehu accept` or `kehu decline`.", handed.dossier),
                Lang::Zh => format!("交接档案: {}, 每个客户另有一份。{to} 可用 `kehu accept` 接收或 `kehu decline` 退回。", handed.dossier),
            });
        }
        self.what_stays(desk, handed);
        Ok(())
    }

    fn what_stays(&self, desk: &Desk, handed: &Handed) {
        let (from, lang) = (&handed.from, self.out.lang);
        if handed.above > 0 {
            let above = handed.above;
            self.out.talk(&match lang {
                Lang::En => format!("{above} of {from}'s customers stay: their security level is above yours. Somebody who sees them hands them over."),
                Lang::Zh => format!("{from} 有 {above} 个客户未移交: 其安全级别高于您的级别。请由可查看者移交。"),
            });
        }
        if handed.unseen > 0 {
            let unseen = handed.unseen;
            self.out.talk(&match lang {
                Lang::En => format!("{unseen} more of {from}'s records stay: you do not see them. Somebody who sees them hands them over."),
                Lang::Zh => format!("{from} 另有 {unseen} 条记录未移交: 您不能查看。请由可查看者移交。"),
            });
        }
        for [kind, id, name, field] in &handed.stays {
            let known = desk.kinds.get(kind);
            let verb = known.and_then(|kind| tells(kind, field)).unwrap_or_else(|| format!("set {id}"));
            let verb = verb.replace("{id}", id);
            let label =
                known.and_then(|kind| kind.field(field)).map_or(field.as_str(), |f| labels::heading(f, lang));
            self.out.talk(&match lang {
                Lang::En => format!("Not moved: {from} is still \"{label}\" of {id} {name}; `kehu {verb} {field}={}` changes it.", handed.to),
                Lang::Zh => format!("未移交: {from} 仍是 {id} {name} 的“{label}”; 可用 `kehu {verb} {field}={}` 更改。", handed.to),
            });
        }
    }

    /// Lists the handovers that wait for who asks.
    pub fn waiting(&mut self, waiting: &[Pending]) {
        let out = &mut self.out;
        let mut table = Table::new([
            out.say("Customer", "客户"),
            out.say("Name", "名称"),
            out.say("From", "移交人"),
            out.say("When", "时间"),
            out.say("Changes", "处数"),
            out.say("Id", "编号"),
        ]);
        for one in waiting {
            table.push(vec![
                one.customer.clone(),
                one.name.clone(),
                one.from.clone(),
                one.at.get(..10).unwrap_or_default().to_owned(),
                one.moved.values().sum::<usize>().to_string(),
                one.id.clone(),
            ]);
        }
        out.rows(&table, &waiting.iter().map(pending_json).collect());
        if waiting.is_empty() {
            out.talk(out.say("No handover waits for you.", "没有待您接收的移交。"));
        }
    }

    /// Tells which handovers were answered.
    pub fn told_answer(
        &mut self,
        desk: &Desk,
        applied: &Applied,
        answered: &[Pending],
        en: &str,
        zh: &str,
    ) -> Result<()> {
        let (count, s) = (answered.len(), if answered.len() == 1 { "" } else { "s" });
        let froms: std::collections::BTreeSet<&str> = answered.iter().map(|one| one.from.as_str()).collect();
        let from = froms.into_iter().collect::<Vec<_>>().join(", ");
        let names = match answered {
            [one] if !one.customer.is_empty() => format!(": {} {}", one.customer, one.name),
            _ => String::new(),
        };
        let more = [("handovers", answered.iter().map(pending_json).collect::<Json>())];
        self.written_with(
            desk,
            applied,
            &format!("{en} {count} handover{s} from {from}{names}"),
            &format!("{zh} {from} 的 {count} 项移交{names}"),
            &more,
        )?;
        for one in answered {
            for kept in &one.kept {
                self.out.talk(&match self.out.lang {
                    Lang::En => format!("Not given back, changed meanwhile: {kept}"),
                    Lang::Zh => format!("未退回, 期间已更改: {kept}"),
                });
            }
        }
        Ok(())
    }
}

/// The move by which a field changes that the trail of its record tells.
fn tells(kind: &Kind, field: &str) -> Option<String> {
    let flow = kind.workflow.as_ref().filter(|flow| flow.tracks.iter().any(|name| name == field))?;
    let one = flow.moves.iter().find(|one| one.to.is_empty())?;
    Some(format!("move {{id}} {}", one.name))
}

fn table(desk: &Desk, handed: &Handed, shown: &[&Customer], hidden: usize, lang: Lang) -> Table {
    let words = [("Id", "编号"), ("Customer", "客户"), ("What moves", "移交内容"), ("Count", "数量")];
    let mut table = Table::new(words.map(|(en, zh)| lang.pick(en, zh)));
    let mut push = |id: &str, name: &str, moved: &BTreeMap<String, usize>| {
        for (kind, count) in moved {
            let what = label(desk, kind, lang).to_owned();
            table.push(vec![id.to_owned(), name.to_owned(), what, count.to_string()]);
        }
    };
    shown.iter().for_each(|customer| push(&customer.id, &customer.name, &customer.moved));
    if hidden > 0 {
        let mut moved = BTreeMap::new();
        let unseen = handed.customers.iter().filter(|customer| customer.hidden);
        for (kind, count) in unseen.flat_map(|customer| &customer.moved) {
            *moved.entry(kind.clone()).or_default() += count;
        }
        let name = match lang {
            Lang::En => format!("{hidden} you may not see"),
            Lang::Zh => format!("{hidden} 个您不能查看"),
        };
        push("…", &name, &moved);
    }
    for record in &handed.records {
        let moved = BTreeMap::from([(record.kind.clone(), record.fields.len())]);
        push(&record.id, &record.name, &moved);
    }
    let (en, zh) = handed.counted();
    push(lang.pick("Total", "合计"), lang.pick(&en, &zh), &handed.moved());
    table.columns[3].right = true;
    table
}

fn label<'a>(desk: &'a Desk, kind: &'a str, lang: Lang) -> &'a str {
    desk.kinds.get(kind).map_or(kind, |known| lang.pick(&known.label.en, &known.label.zh))
}

fn record_json(record: &Moved) -> Json {
    json!({"kind": record.kind, "id": record.id, "name": record.name, "fields": record.fields})
}

fn pending_json(one: &Pending) -> Json {
    json!({
        "id": one.id, "customer": one.customer, "name": one.name, "from": one.from, "to": one.to,
        "at": one.at, "moved": one.moved, "dossier": one.dossier, "kept": one.kept,
    })
}
