//! `kehu show`

use serde_json::Value as Json;

use crate::error::Result;
use crate::model::date::Date;
use crate::ops::card::{self, Card};
use crate::output::card::render;
use crate::session::Session;
use crate::session::page::page;

/// Arguments of `kehu show`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Id, the start of one, or an exact name, phone, email or website
    id: String,
    /// Everything: the whole log, and what is closed
    #[arg(long)]
    full: bool,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let desk = session.desk()?;
    let card: Card<'_> = card::gather(&desk, &args.id)?;
    session.tell_followed(&desk);
    let view = page(&card, &desk, args.full, session.out.lang);
    let text = render(&view, session.out.format, session.out.width, session.out.colour);
    let json = Json::Object(card.to_json(Date(desk.context.now.date_naive())));
    session.out.thing(&text, &json);
    Ok(())
}
