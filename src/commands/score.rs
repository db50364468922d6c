//! `kehu score`

use crate::error::{Lang, Result};
use crate::ops::{score, typed};
use crate::session::Session;

/// Arguments of `kehu score`.
///
/// Points go from 0 to the criterion's most: size=4 profit=3. `size=` forgets them. What nobody types is taken from
/// the book where the scorecard says how, else from the assessment before.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The customer: id, start of one, name, phone, email or website
    id: String,
    /// Points to keep, as criterion=points; without any, tells what it is worth
    #[arg(value_name = "CRITERION=POINTS")]
    words: Vec<String>,
    /// The scorecard to judge by
    #[arg(long, value_name = "NAME")]
    scorecard: Option<String>,
    /// Every criterion with its points, weight and what they rest on
    #[arg(long)]
    explain: bool,
    /// Set the level that the score suggests
    #[arg(long)]
    apply: bool,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let words = typed::assignments(&args.words)?;
    let mut desk = session.desk()?;
    let scorecard = args.scorecard.as_deref();
    if words.is_empty() && !args.apply {
        let assessed = score::assess(&desk, &args.id, scorecard, &words)?;
        session.tell_followed(&desk);
        session.assessed(&assessed, args.explain);
        return Ok(());
    }
    let dry = session.global.dry_run;
    let (assessed, applied) = score::keep(&mut desk, &args.id, scorecard, &words, args.apply, dry)?;
    let mut told = [Lang::En, Lang::Zh].map(|lang| worth(&assessed, lang));
    if args.apply {
        let old = assessed.level.map_or("–".to_owned(), |level| level.to_string());
        let new = assessed.suggested().map_or("–".to_owned(), |level| level.to_string());
        if old == new {
            told[0].push_str(&format!(", level stays {new}"));
            told[1].push_str(&format!(", 级别仍为 {new}"));
        } else {
            told[0].push_str(&format!(", level {old} → {new}"));
            told[1].push_str(&format!(", 级别 {old} → {new}"));
        }
    }
    if args.explain {
        session.explained(&assessed);
    }
    session.written_with(&desk, &applied, &told[0], &told[1], &assessed.json())
}

/// `金科 scores 73 of 100, band b (important)`.
fn worth(assessed: &score::Assessed, lang: Lang) -> String {
    let (id, score) = (&assessed.id, assessed.score.unwrap_or(0));
    let Some(band) = &assessed.band else { return String::new() };
    let label = lang.pick(&band.label.en, &band.label.zh);
    match lang {
        Lang::En => format!("{id} scores {score} of 100, band {} ({label})", band.name),
        Lang::Zh => format!("{id} 得分 {score}, {} 档 ({label})", band.name),
    }
}
