//! Telling what a look for look-alikes found: verdict, candidates, owners, reasons.

use serde_json::{Value as Json, json};

use super::Session;
use crate::error::{Lang, Result};
use crate::model::kind::Kind;
use crate::ops::Desk;
use crate::ops::lookalike::{Candidate, Look, Proof, Verdict};
use crate::output::Format;
use crate::output::table::Table;

impl Session {
    /// Prints a look for a record of a kind: words for people, the verdict object for scripts.
    pub fn looked(&mut self, desk: &Desk, kind: &Kind, look: &Look) -> Result<()> {
        let lang = self.out.lang;
        let kind = lang.pick(&kind.name, &kind.label.zh);
        let json = look_json(look, lang);
        if matches!(self.out.format, Format::Csv | Format::Md | Format::Html) {
            let names =
                [("Id", "编号"), ("Name", "名称"), ("Owner", "经理"), ("Score", "相似度"), ("Why", "依据")];
            let mut table = Table::new(names.map(|(en, zh)| lang.pick(en, zh)));
            for candidate in &look.candidates {
                let why: Vec<String> = candidate.evidence.iter().map(|e| reason(e, lang)).collect();
                table.push(vec![
                    candidate.id.clone(),
                    candidate.name.clone(),
                    candidate.owner.clone(),
                    format!("{:.4}", candidate.score),
                    why.join("; "),
                ]);
            }
            self.out.rows(&table, &json);
            return Ok(());
        }
        let mut text = String::new();
        text.push_str(&match (look.verdict, lang) {
            (Verdict::Duplicate, Lang::En) => format!("DUPLICATE: this {kind} exists.\n"),
            (Verdict::Duplicate, Lang::Zh) => format!("重复: 该{kind}已存在。\n"),
            (Verdict::Possible, Lang::En) => "POSSIBLE: look at these before you call.\n".to_owned(),
            (Verdict::Possible, Lang::Zh) => "可能重复: 联系前请先查看。\n".to_owned(),
            (Verdict::New, Lang::En) => format!("NEW: nobody has this {kind}.\n"),
            (Verdict::New, Lang::Zh) => format!("新{kind}: 系统中没有。\n"),
        });
        for candidate in &look.candidates {
            text.push_str(&candidate_text(desk, candidate, lang));
        }
        self.out.thing(&text, &json);
        Ok(())
    }
}

fn candidate_text(desk: &Desk, candidate: &Candidate, lang: Lang) -> String {
    let percent = (candidate.score * 100.0).round();
    if candidate.hidden {
        let name = candidate.owner_name(desk).unwrap_or_default();
        let owner = format!("{} {name}", candidate.owner);
        return match lang {
            Lang::En => format!("\nexists, owned by {}  {percent}%\n", owner.trim()),
            Lang::Zh => format!("\n已存在, 经理 {}  {percent}%\n", owner.trim()),
        };
    }
    let mut text = format!("\n{}  {}  {percent}%\n", candidate.id, candidate.name);
    let owner = match candidate.owner_name(desk) {
        Some(name) => format!("{} {name}", candidate.owner),
        None => candidate.owner.clone(),
    };
    if !owner.is_empty() {
        text.push_str(&format!("  {}: {owner}\n", lang.pick("owner", "经理")));
    }
    if let Some(last) = &candidate.last {
        text.push_str(&format!("  {}: {last}\n", lang.pick("last contact", "最近联系")));
    }
    for evidence in &candidate.evidence {
        text.push_str(&format!("  {}\n", reason(evidence, lang)));
    }
    text
}

/// One reason in words: `same phone 021-63539330 (+7.1)`.
pub fn reason(evidence: &Proof, lang: Lang) -> String {
    let theirs = if evidence.yours == evidence.theirs {
        evidence.theirs.clone()
    } else {
        format!("{} = {}", evidence.yours, evidence.theirs)
    };
    format!("{} {theirs} ({:+.1})", evidence.words(lang), evidence.weight)
}

/// One reason for scripts.
pub fn evidence_json(evidence: &Proof, lang: Lang) -> Json {
    json!({
        "field": evidence.field, "yours": evidence.yours, "theirs": evidence.theirs,
        "weight": round(evidence.weight), "reason": evidence.words(lang),
    })
}

fn round(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0
}

/// `{"verdict","candidates":[…]}`
pub fn look_json(look: &Look, lang: Lang) -> Json {
    let candidates = look.candidates.iter().map(|candidate| {
        let evidence: Vec<Json> = candidate.evidence.iter().map(|e| evidence_json(e, lang)).collect();
        let mut json = json!({
            "id": candidate.id, "kind": candidate.kind, "name": candidate.name, "owner": candidate.owner,
            "score": round(candidate.score), "last_contact": candidate.last, "evidence": evidence,
        });
        if candidate.hidden {
            (json["id"], json["name"], json["hidden"]) = (Json::Null, Json::Null, Json::Bool(true));
        }
        json
    });
    json!({"verdict": look.verdict.word(), "candidates": candidates.collect::<Vec<_>>()})
}
