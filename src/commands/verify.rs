//! `kehu verify`

use serde_json::{Value as Json, json};

use crate::error::{Code, Error, Lang, Result};
use crate::ops::verify::{self, Finding};
use crate::output::table::Table;
use crate::session::Session;

/// Arguments of `kehu verify`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which commits: main~20.., a commit, 2026-10-01..2026-10-31; all when none is named
    range: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let desk = session.desk()?;
    let proven = verify::verify(&desk, args.range.as_deref())?;
    let lang = session.out.lang;
    let mut table = Table::new([
        session.out.say("Commit", "提交"),
        session.out.say("Finding", "发现"),
        session.out.say("Record", "记录"),
        session.out.say("Entry", "条目"),
        session.out.say("What", "说明"),
        session.out.say("By", "署名"),
        session.out.say("At", "署时"),
        session.out.say("Made at", "提交时间"),
    ]);
    for finding in &proven.findings {
        table.push(cells(finding, lang));
    }
    let (notes, problems): (Vec<&Finding>, Vec<&Finding>) =
        proven.findings.iter().partition(|finding| finding.what.is_note());
    let rows: Vec<Json> = proven.findings.iter().map(|finding| json_of(finding, lang)).collect();
    let json = json!({
        "commits": proven.commits,
        "stamps": proven.stamps,
        "signed": proven.signed,
        "problems": problems.len(),
        "notes": notes.len(),
        "findings": rows,
    });
    if !proven.findings.is_empty() || session.out.tells_things() {
        session.out.rows(&table, &json);
    }
    let (commits, stamps, signed) = (proven.commits, proven.stamps, proven.signed);
    let (found, noted) = (problems.len(), notes.len());
    session.out.talk(&match lang {
        Lang::En => format!(
            "{commits} commits, {stamps} stamps, {signed} good signatures; {found} findings, {noted} notes."
        ),
        Lang::Zh => {
            format!("提交 {commits} 个, 邮戳 {stamps} 个, 有效签名 {signed} 个; 问题 {found} 个, 提示 {noted} 个。")
        }
    });
    if found > 0 {
        let (en, zh) = match found {
            1 => ("One finding speaks against the stamps.".to_owned(), "有 1 处与邮戳不符。".to_owned()),
            _ => {
                (format!("{found} findings speak against the stamps."), format!("有 {found} 处与邮戳不符。"))
            }
        };
        return Err(Error::new(Code::Unhealthy, en, zh));
    }
    Ok(())
}

fn cells(finding: &Finding, lang: Lang) -> Vec<String> {
    let word = lang.pick(finding.what.word(), finding.what.zh());
    let word = match finding.what.is_note() {
        true => format!("({word})"),
        false => word.to_owned(),
    };
    vec![
        finding.commit.chars().take(8).collect(),
        word,
        finding.place.clone(),
        finding.entry.clone(),
        lang.pick(&finding.en, &finding.zh).to_owned(),
        finding.by.clone(),
        finding.at.chars().take(16).collect::<String>().replace('T', " "),
        finding.committed.format("%Y-%m-%d %H:%M").to_string(),
    ]
}

fn json_of(finding: &Finding, lang: Lang) -> Json {
    json!({
        "commit": finding.commit,
        "committed": finding.committed.to_rfc3339(),
        "kind": finding.what.word(),
        "note": finding.what.is_note(),
        "place": finding.place,
        "entry": finding.entry,
        "by": finding.by,
        "at": finding.at,
        "message": lang.pick(&finding.en, &finding.zh),
    })
}
