//! `kehu reject`

use super::approve;
use crate::error::Result;
use crate::session::Session;

pub(super) use super::approve::Args;

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    approve::by("reject", args, session)
}
