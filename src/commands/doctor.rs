//! `kehu doctor`

use serde_json::{Value as Json, json};

use crate::error::{Code, Error, Lang, Result};
use crate::ops::examine::{self, Finding, Weight};
use crate::session::Session;

/// Arguments of `kehu doctor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Mend what needs no choice: the search index, the schemas for editors
    #[arg(long)]
    fix: bool,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk_to_mend()?;
    if args.fix {
        examine::mend(&mut desk)?;
    }
    let findings = examine::examine(&desk)?;
    let lang = session.out.lang;
    let of = |weight| -> Json {
        findings
            .iter()
            .filter(|finding| finding.weight == weight)
            .map(|finding| json_of(finding, lang))
            .collect()
    };
    let json = json!({"problems": of(Weight::Problem), "notes": of(Weight::Note)});
    let text: String = findings.iter().map(|finding| words(finding, lang)).collect();
    session.out.thing(&text, &json);
    let problems = findings.iter().filter(|finding| finding.weight == Weight::Problem).count();
    if problems > 0 {
        return Err(Error::new(
            Code::Unhealthy,
            if problems == 1 { "1 problem found.".to_owned() } else { format!("{problems} problems found.") },
            format!("发现 {problems} 个问题。"),
        ));
    }
    session.out.talk(session.out.say("The book is well.", "账簿状况良好。"));
    Ok(())
}

fn words(finding: &Finding, lang: Lang) -> String {
    let mark = match finding.weight {
        Weight::Problem => lang.pick("problem", "问题"),
        Weight::Note => lang.pick("note", "提示"),
    };
    let text = lang.pick(&finding.en, &finding.zh);
    let place = if finding.place.is_empty() || text.starts_with(&finding.place) {
        String::new()
    } else {
        format!("{}: ", finding.place)
    };
    let fix = lang.pick(&finding.fix_en, &finding.fix_zh);
    let fix = if fix.is_empty() { String::new() } else { format!("  {fix}\n") };
    format!("{mark}: {place}{text}\n{fix}")
}

fn json_of(finding: &Finding, lang: Lang) -> Json {
    json!({
        "area": finding.area,
        "place": finding.place,
        "message": lang.pick(&finding.en, &finding.zh),
        "fix": lang.pick(&finding.fix_en, &finding.fix_zh),
    })
}
