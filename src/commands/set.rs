//! `kehu set`

use crate::error::{Code, Error, Result};
use crate::ops::{edit, typed};
use crate::session::Session;

/// Arguments of `kehu set`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// One or more records, then fields: field=value sets, field+=value appends, field= clears
    #[arg(value_name = "ID… FIELD=VALUE", required = true)]
    words: Vec<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let (ids, words) = typed::words(&args.words)?;
    if ids.is_empty() || words.is_empty() {
        return Err(Error::new(
            Code::Usage,
            "`kehu set` takes a record and at least one field=value.",
            "`kehu set` 需要一个记录和至少一个 字段=值。",
        )
        .hint("kehu set jinke-7k3m status=won level=5", "kehu set jinke-7k3m status=成功 level=5"));
    }
    let mut desk = session.desk()?;
    let applied = edit::set(&mut desk, &ids, &words, session.global.dry_run)?;
    let names = applied.intent.touched.iter().map(|t| t.id.as_str()).collect::<Vec<_>>().join(", ");
    session.written(&desk, &applied, &format!("Changed {names}"), &format!("已更改 {names}"))
}
