//! `kehu completions`

use clap_complete::Shell;

use crate::error::Result;
use crate::session::Session;

/// Arguments of `kehu completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Shell
    shell: Shell,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "kehu", &mut text);
    session.out.bytes(&text);
    Ok(())
}
