//! `kehu man`

use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::ops::files;
use crate::session::Session;

/// Arguments of `kehu man`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder for the pages
    folder: PathBuf,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    files::make_folder(&args.folder)?;
    let mut command = super::command();
    command.build();
    let pages = std::iter::once(command.clone()).chain(command.get_subcommands().cloned());
    let mut count = 0;
    for page in pages {
        let name =
            if page.get_name() == "kehu" { "kehu".to_owned() } else { format!("kehu-{}", page.get_name()) };
        let mut text = Vec::new();
        clap_mangen::Man::new(page.display_name(name.clone()))
            .date("")
            .render(&mut text)
            .map_err(|e| Error::io(format!("{name}.1"), &e))?;
        files::write(&args.folder.join(format!("{name}.1")), &text)?;
        count += 1;
    }
    let folder = args.folder.display();
    let words = match session.out.lang {
        crate::error::Lang::En => format!("Wrote {count} man pages to {folder}."),
        crate::error::Lang::Zh => format!("已写入 {count} 个手册页到 {folder}。"),
    };
    session.out.talk(&words);
    Ok(())
}
