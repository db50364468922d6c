//! `kehu find`

use serde_json::{Value as Json, json};

use crate::error::{Code, Error, Result};
use crate::ops::ask;
use crate::output::labels;
use crate::output::table::Table;
use crate::session::Session;

/// Arguments of `kehu find`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Any part of a name, its pinyin or initials, a phone, a website, or text of the log
    #[arg(required_unless_present = "knowledge")]
    text: Vec<String>,
    /// Only records of this kind
    #[arg(long)]
    kind: Option<String>,
    /// Only what is shared as knowledge; without a text all of it, newest first
    #[arg(long)]
    knowledge: bool,
    /// At most so many
    #[arg(long, default_value_t = 20)]
    limit: usize,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let desk = session.desk()?;
    let text = args.text.join(" ");
    let found = ask::find(&desk, &text, args.kind.as_deref(), args.knowledge, args.limit)?;
    let lang = session.out.lang;
    let mut table = Table::new([
        session.out.say("Id", "编号"),
        session.out.say("Kind", "类型"),
        session.out.say("Name", "名称"),
        session.out.say("Found in", "匹配字段"),
    ]);
    let mut rows = Vec::new();
    for item in &found {
        let hit = &item.hit;
        let kind = desk.kinds.get(&hit.kind);
        let label = kind.map_or(hit.kind.as_str(), |kind| lang.pick(&kind.label.en, &kind.label.zh));
        let fields = item
            .matched
            .iter()
            .map(|name| kind.map_or(name.as_str(), |kind| labels::column(kind, name, lang)));
        let id = if hit.parent.is_empty() { &hit.id } else { &hit.parent };
        table.push(vec![
            id.clone(),
            label.to_owned(),
            hit.title.clone(),
            fields.collect::<Vec<_>>().join(", "),
        ]);
        let mut row = json!({
            "id": hit.id, "kind": hit.kind, "name": hit.title,
            "score": (f64::from(hit.score) * 1000.0).round() / 1000.0, "matched": item.matched,
        });
        if !hit.parent.is_empty() {
            row["parent"] = Json::from(hit.parent.clone());
        }
        rows.push(row);
    }
    session.out.rows(&table, &Json::Array(rows));
    if found.is_empty() && text.is_empty() {
        session.out.talk(session.out.say("Nothing is shared as knowledge.", "没有共享的知识。"));
    } else if found.is_empty() {
        let quoted = crate::error::quoted(&text);
        return Err(Error::new(
            Code::NotFound,
            format!("Nothing has {quoted} in it."),
            format!("没有内容包含 {quoted}。"),
        ));
    }
    Ok(())
}
