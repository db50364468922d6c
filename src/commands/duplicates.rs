//! `kehu duplicates`

use serde_json::{Value as Json, json};

use crate::error::{Code, Error, Lang, Result};
use crate::model::kind::Kind;
use crate::ops::duplicates::{self, Answer, Question, tune};
use crate::output::table::Table;
use crate::output::{Format, progress};
use crate::session::Session;
use crate::session::looked::{evidence_json, reason};

/// Arguments of `kehu duplicates`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Kind
    #[arg(default_value = "customer")]
    kind: String,
    /// Least score, 0 to 1; the book's limit for duplicates otherwise
    #[arg(long, value_name = "SCORE")]
    min: Option<f64>,
    /// Only pairs with a record of this person
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// Only pairs with a record that changed since a day or commit
    #[arg(long, value_name = "DATE|REV")]
    since: Option<String>,
    /// Go through the pairs: merge, say they are two, or put off
    #[arg(long, conflicts_with_all = ["tune", "adopt"])]
    review: bool,
    /// With --review: offer again what was put off
    #[arg(long, requires = "review")]
    again: bool,
    /// Fit the matcher to this book, by what was merged and what was said to be two; only shows what it would do
    #[arg(long)]
    tune: bool,
    /// With --tune: write the new weights into kehu.toml
    #[arg(long, requires = "tune")]
    adopt: bool,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    if args.min.is_some_and(|min| !(0.0..=1.0).contains(&min)) {
        return Err(Error::new(Code::Usage, "--min lies between 0 and 1.", "--min 在 0 到 1 之间。"));
    }
    if args.tune {
        return fit(&args, &mut desk, session);
    }
    if args.review && !session.can_ask() {
        return Err(Error::new(Code::Usage, "--review needs a terminal to ask on.", "--review 需要终端。")
            .hint(
                "Without it the pairs are listed; `kehu merge` and `kehu distinct` settle them one by one.",
                "不加它则列出各对; 可用 `kehu merge` 和 `kehu distinct` 逐个处理。",
            ));
    }
    let question = Question { kind: args.kind, min: args.min, owner: args.owner, since: args.since };
    let bar = progress::bar(0, session.out.say("records", "条"), session.out.quiet);
    let answer = duplicates::find(&desk, &question, &|records| {
        bar.inc_length(records as u64);
        bar.inc(records as u64);
    });
    bar.finish_and_clear();
    let answer = answer?;
    if args.review {
        if args.again {
            desk.book.forget_skipped();
        }
        return session.review(&mut desk, &question.kind, &answer);
    }
    let kind = desk.kinds.find(&question.kind)?;
    list(kind, &answer, session);
    Ok(())
}

fn list(kind: &Kind, answer: &Answer, session: &mut Session) {
    let lang = session.out.lang;
    match session.out.format {
        Format::Json => {
            for pair in &answer.pairs {
                let (a, b) = (&answer.records[pair.a], &answer.records[pair.b]);
                session.out.json(&json!({
                    "a": a.id.as_str(), "b": b.id.as_str(),
                    "score": (pair.score * 10_000.0).round() / 10_000.0,
                    "evidence": pair.evidence.iter().map(|e| evidence_json(e, lang)).collect::<Vec<_>>(),
                }));
            }
        }
        Format::Table => groups(kind, answer, session),
        _ => pairs(kind, answer, session),
    }
    let (count, groups) = (answer.pairs.len(), answer.groups.len());
    session.out.talk(&match lang {
        Lang::En => format!("{} in {}", many(count, "pair"), many(groups, "group")),
        Lang::Zh => format!("共 {count} 对, {groups} 组"),
    });
}

/// `1 pair`, `2 pairs`.
fn many(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// The members of each group together, each with why it is in.
fn groups(kind: &Kind, answer: &Answer, session: &mut Session) {
    let lang = session.out.lang;
    let mut table = Table::new([
        session.out.say("Id", "编号"),
        session.out.say("Name", "名称"),
        session.out.say("Owner", "经理"),
        session.out.say("Score", "相似度"),
        session.out.say("Why", "依据"),
    ]);
    for (number, group) in answer.groups.iter().enumerate() {
        if number > 0 {
            table.push(vec![String::new(); 5]);
        }
        for member in group {
            let record = &answer.records[*member];
            let within = |other: usize| group.contains(&other);
            let best = answer
                .pairs
                .iter()
                .filter(|pair| (pair.a == *member && within(pair.b)) || (pair.b == *member && within(pair.a)))
                .max_by(|x, y| x.score.total_cmp(&y.score));
            let why =
                best.map(|pair| pair.evidence.iter().take(2).map(|e| reason(e, lang)).collect::<Vec<_>>());
            table.push(vec![
                record.id.to_string(),
                record.title(kind).to_owned(),
                record.text("owner").to_owned(),
                best.map(|pair| format!("{:.0}%", pair.score * 100.0)).unwrap_or_default(),
                why.unwrap_or_default().join("; "),
            ]);
        }
    }
    session.out.rows(&table, &Json::Null);
}

fn pairs(kind: &Kind, answer: &Answer, session: &mut Session) {
    let lang = session.out.lang;
    let columns = ["a", "a_name", "a_owner", "b", "b_name", "b_owner", "score", "evidence"];
    let mut table = Table::new(columns);
    for pair in &answer.pairs {
        let (a, b) = (&answer.records[pair.a], &answer.records[pair.b]);
        let mut row = Vec::with_capacity(8);
        for record in [a, b] {
            row.extend([
                record.id.to_string(),
                record.title(kind).to_owned(),
                record.text("owner").to_owned(),
            ]);
        }
        row.push(format!("{:.4}", pair.score));
        row.push(pair.evidence.iter().map(|e| reason(e, lang)).collect::<Vec<_>>().join("; "));
        table.push(row);
    }
    session.out.rows(&table, &Json::Null);
}

fn fit(args: &Args, desk: &mut crate::ops::Desk, session: &mut Session) -> Result<()> {
    let fitted = tune::fit(desk, &args.kind)?;
    let lang = session.out.lang;
    let (merged, distinct) = (fitted.merged, fitted.distinct);
    session.out.talk(&match (lang, fitted.labelled) {
        (Lang::En, true) => format!("Learned from {merged} merges and {distinct} distinct pairs; each judged by what the others teach."),
        (Lang::Zh, true) => format!("依据 {merged} 次合并和 {distinct} 对非重复学习; 每对由其余各对评判。"),
        (Lang::En, false) => format!("{merged} merges and {distinct} distinct pairs are too few to learn from (10 of each); only how common duplicates are here was fitted."),
        (Lang::Zh, false) => format!("{merged} 次合并和 {distinct} 对非重复太少 (各需 10), 仅拟合本账簿的重复率。"),
    });
    let mut table = Table::new([
        session.out.say("Weights", "权重"),
        session.out.say("Found", "找到"),
        session.out.say("Missed", "漏掉"),
        session.out.say("Apart", "分开"),
        session.out.say("Wrong", "误判"),
    ]);
    for (name, hits) in [(lang.pick("now", "当前"), fitted.before), (lang.pick("new", "新"), fitted.after)]
    {
        let mut row = vec![name.to_owned()];
        row.extend([hits.found, hits.missed, hits.apart, hits.wrong].map(|count| count.to_string()));
        table.push(row);
    }
    let toml = fitted.tuning.toml();
    let hits =
        |h: &tune::Hits| json!({"found": h.found, "missed": h.missed, "apart": h.apart, "wrong": h.wrong});
    let json = json!({
        "merged": merged, "distinct": distinct, "labelled": fitted.labelled,
        "before": hits(&fitted.before), "after": hits(&fitted.after), "toml": toml,
    });
    if args.adopt {
        let applied = tune::adopt(desk, &fitted.tuning, session.global.dry_run)?;
        if !session.out.is_json() {
            session.out.rows(&table, &Json::Null);
        }
        return session.written_with(
            desk,
            &applied,
            "Adopted the new weights",
            "已采用新权重",
            &[("tuning", json)],
        );
    }
    session.out.rows(&table, &json);
    if session.out.format == Format::Table {
        session.out.line(&format!("\n{}", toml.trim_end()));
        session.out.talk(session.out.say(
            "Nothing was adopted; --adopt writes these lines into kehu.toml.",
            "尚未采用; --adopt 会写入 kehu.toml。",
        ));
    }
    Ok(())
}
