//! `kehu merge-driver`, which git calls

use crate::error::{Code, Error, Result};
use crate::ops::sync::driver::{Merge, merge_file};
use crate::session::Session;

/// Arguments of `kehu merge-driver`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File with the base (%O)
    base: String,
    /// File with our version (%A); the merged one is written there
    ours: String,
    /// File with their version (%B)
    theirs: String,
    /// Path in the book (%P)
    path: String,
    /// What git calls our side (%X)
    ours_name: Option<String>,
    /// What git calls their side (%Y)
    theirs_name: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let desk = session.desk_to_mend()?;
    let merge = Merge {
        base: args.base,
        ours: args.ours,
        theirs: args.theirs,
        path: args.path,
        named: args.theirs_name,
    };
    let conflicts = merge_file(&desk, &merge)?;
    let Some(conflicts) = conflicts else {
        return Err(Error::new(
            Code::Conflict,
            format!("{}: both sides changed the same lines.", merge.path),
            format!("{}: 双方更改了相同的行。", merge.path),
        )
        .hint("Settle it in an editor, then `git add` it.", "请在编辑器中处理, 再 `git add`。"));
    };
    for field in conflicts {
        let path = &merge.path;
        session.out.talk(session.out.say(
            &format!("kehu: {path}: {field} is in conflict; settle it later with `kehu resolve`."),
            &format!("kehu: {path}: {field} 有冲突; 稍后用 `kehu resolve` 处理。"),
        ));
    }
    Ok(())
}
