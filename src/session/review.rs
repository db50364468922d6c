//! Going through likely duplicates: two cards side by side, and what to do with them.

use super::Session;
use super::looked::reason;
use crate::error::{Lang, Result};
use crate::model::combine::Choice;
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::ops::duplicates::{Answer, Found, fullness, living};
use crate::ops::merge::{self, Order};
use crate::ops::{Desk, distinct};
use crate::output::labels;
use crate::output::table::Table;

/// What a person wants done with a pair.
enum Wish {
    Merge,
    Distinct,
    Skip,
    Quit,
}

impl Session {
    /// Offers each pair that is not settled yet. What was settled is committed at once, so that a review can be left
    /// and taken up again.
    pub fn review(&mut self, desk: &mut Desk, kind: &str, answer: &Answer) -> Result<()> {
        let kind = desk.kinds.find(kind)?.clone();
        let lang = self.out.lang;
        let (mut merged, mut apart, mut put_off) = (0, 0, 0);
        let skipped = desk.book.skipped();
        let open: Vec<&Found> = answer
            .pairs
            .iter()
            .filter(|pair| {
                let (a, b) = (&answer.records[pair.a].id, &answer.records[pair.b].id);
                !skipped.contains(&(a.to_string(), b.to_string()))
            })
            .collect();
        for (number, pair) in open.iter().enumerate() {
            let (a, b) = (&answer.records[pair.a], &answer.records[pair.b]);
            // An earlier decision may have settled this pair too.
            let (Some(a), Some(b)) = (living(desk, &kind, &a.id)?, living(desk, &kind, &b.id)?) else {
                continue;
            };
            if a.id == b.id {
                continue;
            }
            self.out.line(&format!("\n[{}/{}]  {:.0}%", number + 1, open.len(), pair.score * 100.0));
            self.side_by_side(&kind, &a, &b);
            for evidence in &pair.evidence {
                self.out.line(&format!("  {}", reason(evidence, lang)));
            }
            match self.wish() {
                Wish::Quit => break,
                Wish::Skip => {
                    desk.book.skip(answer.records[pair.a].id.as_str(), answer.records[pair.b].id.as_str())?;
                    put_off += 1;
                }
                Wish::Distinct => {
                    let applied = distinct::set_apart(desk, a.id.as_str(), b.id.as_str(), None, false)?;
                    apart += 1;
                    self.written(desk, &applied, "Recorded as two", "已记录为两家")?;
                }
                Wish::Merge => match self.merge_pair(desk, &a, &b) {
                    Ok(()) => merged += 1,
                    // One pair that cannot be merged does not end the review.
                    Err(error) => self.out.error(&error),
                },
            }
        }
        self.out.talk(&match lang {
            Lang::En => format!("{merged} merged, {apart} recorded as two, {put_off} put off."),
            Lang::Zh => format!("合并 {merged} 对, 记为两家 {apart} 对, 搁置 {put_off} 对。"),
        });
        Ok(())
    }

    fn wish(&mut self) -> Wish {
        let question = self
            .out
            .say("[m]erge, [d]istinct, [s]kip, [q]uit? ", "合并[m] 非重复[d] 跳过[s] 退出[q]? ")
            .to_owned();
        loop {
            let Some(answer) = self.out.ask(&question) else { return Wish::Quit };
            match answer.trim().to_lowercase().as_str() {
                "m" | "merge" => return Wish::Merge,
                "d" | "distinct" => return Wish::Distinct,
                "s" | "skip" | "" => return Wish::Skip,
                "q" | "quit" => return Wish::Quit,
                _ => {}
            }
        }
    }

    fn merge_pair(&mut self, desk: &mut Desk, a: &Record, b: &Record) -> Result<()> {
        // The fuller card is offered as the one that stays.
        let first = fullness(a) >= fullness(b);
        let default = if first { "1" } else { "2" };
        let words = self.out.say("Which stays", "保留哪一个").to_owned();
        let question = format!("{words}: [1] {}  [2] {} ({default})? ", a.id, b.id);
        let keep_first = match self.out.ask(&question).as_deref().map(str::trim) {
            Some("1") => true,
            Some("2") => false,
            _ => first,
        };
        let (keep, other) = if keep_first { (a, b) } else { (b, a) };
        let order = Order {
            keep: keep.id.to_string(),
            others: vec![other.id.to_string()],
            take: Vec::new(),
            prefer: None,
            dry: false,
        };
        let mut ask = |kind: &Kind, id: &str, choice: &Choice| self.which_side(kind, id, choice);
        let (_, applied) = merge::merge(desk, &order, &mut ask)?;
        let words = format!("{} → {}", other.id, keep.id);
        self.written(desk, &applied, &words, &words)
    }

    /// Two cards, field by field; what differs is marked.
    fn side_by_side(&mut self, kind: &Kind, a: &Record, b: &Record) {
        let lang = self.out.lang;
        let mut table = Table::new(["", a.id.as_str(), b.id.as_str(), ""]);
        let names = a.fields.keys().chain(b.fields.keys().filter(|name| !a.fields.contains_key(*name)));
        for name in names {
            let ty = kind.field(name).map(|field| &field.ty);
            let text = |record: &Record| {
                record.fields.get(name).map(|value| labels::value(ty, value, lang)).unwrap_or_default()
            };
            let (left, right) = (text(a), text(b));
            let mark = match (left.is_empty(), right.is_empty()) {
                (false, false) if left == right => "=",
                (false, false) => "≠",
                _ => "",
            };
            table.push(vec![labels::column(kind, name, lang).to_owned(), left, right, mark.to_owned()]);
        }
        self.out.rows(&table, &serde_json::Value::Null);
    }
}
