//! `kehu doctor`

use serde_json::{Value as Json, json};

use crate::error::{Code, Error, Lang, Result};
use crate::ops::examine::{self, Finding, Weight};
use crate::output::annotations::{self, Annotation};
use crate::reports::library::Library;
use crate::session::Session;

/// Arguments of `kehu doctor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Mend what needs no choice: the search index, the schemas for editors
    #[arg(long)]
    fix: bool,
    /// Tell the findings to a host of CI, which shows them beside the lines: github, gitlab, gitea; from the environment when none is named
    #[arg(long, value_name = "HOST", value_enum, num_args = 0..=1, default_missing_value = "auto", conflicts_with = "fix")]
    ci: Option<Ci>,
}

/// A host of CI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Ci {
    /// As the environment says.
    Auto,
    /// GitHub Actions.
    Github,
    /// GitLab, as a code quality report.
    Gitlab,
    /// Gitea and Forgejo.
    Gitea,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk_to_mend()?;
    if args.fix {
        examine::mend(&mut desk)?;
    }
    let mut findings = examine::examine(&desk)?;
    let reports = Library::of(&desk)?.problems();
    findings.extend(reports.into_iter().map(|(path, error)| Finding::from_error("report", &path, error)));
    findings.sort_by_key(|finding| finding.weight == Weight::Note);
    if args.ci.is_some() {
        findings.extend(examine::partly(&desk)?);
    }
    let lang = session.out.lang;
    let of = |weight| -> Json {
        findings
            .iter()
            .filter(|finding| finding.weight == weight)
            .map(|finding| json_of(finding, lang))
            .collect()
    };
    let json = json!({"problems": of(Weight::Problem), "notes": of(Weight::Note)});
    match args.ci {
        Some(ci) => annotate(session, ci, &findings),
        None => {
            let text: String = findings.iter().map(|finding| words(finding, lang)).collect();
            session.out.thing(&text, &json);
        }
    }
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

/// The findings as annotations.
fn annotate(session: &mut Session, ci: Ci, findings: &[Finding]) {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let gitlab = ci == Ci::Gitlab || (ci == Ci::Auto && set("GITLAB_CI"));
    let all: Vec<Annotation> = findings.iter().map(|finding| annotation(finding, session.out.lang)).collect();
    if gitlab {
        let issues: Json = all.iter().map(annotations::gitlab).collect();
        session.out.json(&issues);
        return;
    }
    for one in &all {
        session.out.line(&annotations::github(one));
    }
}

fn annotation(finding: &Finding, lang: Lang) -> Annotation {
    // Some findings are about a person or the checkout, not about a file.
    let file = finding.place.contains('/') || finding.place == "kehu.toml";
    let path = if file { finding.place.clone() } else { String::new() };
    let (line, column, message) = annotations::located(&path, lang.pick(&finding.en, &finding.zh));
    let fix = lang.pick(&finding.fix_en, &finding.fix_zh);
    let message = if fix.is_empty() { message } else { format!("{message}\n{fix}") };
    let broken = finding.weight == Weight::Problem;
    Annotation { broken, path, line, column, title: finding.area.to_owned(), message }
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
