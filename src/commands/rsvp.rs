//! `kehu rsvp`

use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::ops::answers;
use crate::session::Session;
use crate::session::answered::counted;

/// Arguments of `kehu rsvp`.
///
/// `kehu rsvp kickoff yes` answers for yourself, `kehu rsvp kickoff no "on leave"` says why. The answer is stamped with who
/// and when; nobody answers for another. A later answer takes the place of an earlier one.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The meeting: id, start of one, or title
    id: String,
    /// yes, no or maybe
    answer: String,
    /// What to say with it
    note: Vec<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let dry = session.global.dry_run;
    let (given, applied) = answers::give(&mut desk, &args.id, &args.answer, &args.note.join(" "), dry)?;
    let (word, label) = &given.answer;
    let (name, en, zh) = (&given.name, &label.en, &label.zh);
    let [told_en, told_zh] =
        [crate::error::Lang::En, crate::error::Lang::Zh].map(|lang| counted(&given.counts, lang));
    let en = format!("Answered {en} to {name} ({told_en})");
    let zh = format!("已答复 {name}: {zh} ({told_zh})");
    let counts: Json =
        given.counts.iter().map(|(word, _, count)| json!({"answer": word, "count": count})).collect();
    session.written_with(&desk, &applied, &en, &zh, &[("answer", json!(word)), ("counts", counts)])
}
