//! `kehu unmerge`

use serde_json::json;

use crate::error::{Lang, Result};
use crate::ops::unmerge;
use crate::output::table::Table;
use crate::session::Session;

/// Arguments of `kehu unmerge`.
///
/// Works also weeks later, after others edited the merged record: what was added since and cannot be told apart
/// stays with the survivor, and is listed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The record that was merged into another; or the survivor, for its last merge
    id: String,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let (stays, applied) = unmerge::unmerge(&mut desk, &args.id, session.global.dry_run)?;
    let id = applied.intent.touched.first().map(|touched| touched.id.clone()).unwrap_or_default();
    if !stays.is_empty() {
        let count = stays.len();
        session.out.talk(&match session.out.lang {
            Lang::En => format!("{count} later changes cannot be told apart and stay with the survivor:"),
            Lang::Zh => format!("{count} 处之后的更改无法区分归属, 保留在存续记录中:"),
        });
        let mut table = Table::new([session.out.say("File", "文件"), session.out.say("What", "内容")]);
        for stay in &stays {
            table.push(vec![stay.path.clone(), stay.what.clone()]);
        }
        if !session.out.is_json() {
            session.out.rows(&table, &json!(null));
        }
    }
    let words = match session.out.lang {
        Lang::En => format!("Split {id} off again"),
        Lang::Zh => format!("已重新拆分 {id}"),
    };
    let stays = stays.iter().map(|stay| json!({"path": stay.path, "what": stay.what})).collect();
    session.written_with(&desk, &applied, &words, &words, &[("stays", stays)])
}
