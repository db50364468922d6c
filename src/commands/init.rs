//! `kehu init`

use std::path::PathBuf;

use serde_json::json;

use crate::error::{Lang, Result};
use crate::ops::start;
use crate::session::Session;

/// Arguments of `kehu init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of the book; made when missing
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Make a bare book: no checkout, for servers and very large books
    #[arg(long)]
    bare: bool,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let lang = session.global.lang().unwrap_or(Lang::En);
    let folder = session.global.folder().join(args.folder);
    let started = start::init(&folder, args.bare, lang)?;
    let place = &started.place;
    let words = match (&started.commit, lang) {
        (Some(_), Lang::En) => format!("Made a book in {place}; you are {}.", started.person),
        (Some(_), Lang::Zh) => format!("已在 {place} 建立账簿; 您是 {}。", started.person),
        (None, Lang::En) => format!("{place} is a book already; nothing to do."),
        (None, Lang::Zh) => format!("{place} 已是账簿, 无需操作。"),
    };
    session.out.talk(&words);
    let json = json!({"path": place, "commit": started.commit, "person": started.person});
    session.out.thing("", &json);
    Ok(())
}
