//! `kehu hook`

use serde_json::{Value as Json, json};

use crate::error::{Code, Error, Result};
use crate::ops::gate::{self, Done, Hook, Refusal};
use crate::ops::sync;
use crate::session::Session;

/// Arguments of `kehu hook`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

/// What to do.
#[derive(Debug, clap::Subcommand)]
enum What {
    /// Have git call kehu: before commits and after merges in a checkout, before each push in a bare book
    Install {
        /// Take the hooks away again
        #[arg(long)]
        remove: bool,
    },
    /// Judge what is staged; git runs it before a commit
    PreCommit,
    /// Judge a push, read from standard input; git runs it in a bare book
    PreReceive,
    /// Look for what two people made apart; git runs it after a merge
    PostMerge {
        /// 1 when nothing was committed
        #[arg(default_value = "0")]
        squash: String,
    },
    /// Look for what two people made apart, from lines OLD NEW on standard input; git runs it after a rebase
    PostRewrite {
        /// rebase or amend
        by: String,
    },
    /// The same as post-merge where a commit ended a merge; git runs it after each commit
    PostCommit,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let folder = session.global.folder();
    if session.global.lang().is_none()
        && let Some(lang) = gate::language(&folder)?
    {
        session.out.lang = lang;
    }
    match args.what {
        What::Install { remove } => install(session, remove),
        What::PreCommit => {
            let refusals = gate::staged(&folder)?;
            tell(session, &refusals);
            let (en, zh) = ("Nothing was committed", "没有提交");
            ended(&refusals, en, zh)
        }
        What::PreReceive => {
            let lines = session.read_all()?;
            let push = gate::receive(&folder, &lines)?;
            tell(session, &push.refusals);
            if push.refusals.iter().any(|refusal| refusal.of_commit) {
                session.out.talk(session.out.say(
                    "A commit named above stays in what you push until it is left out:\n  git rebase --onto COMMIT^ COMMIT",
                    "上面列出的提交须先从要推送的内容中去掉:\n  git rebase --onto 提交^ 提交",
                ));
            }
            ended(&push.refusals, "Nothing of the push was taken", "推送的内容一概未接受")
        }
        What::PostMerge { squash } if squash == "0" => merged(session),
        What::PostCommit if sync::ended_a_merge(&folder)? => merged(session),
        What::PostRewrite { by } if by == "rebase" => {
            let lines = session.read_all()?;
            let mut desk = session.desk()?;
            let held = sync::after_rebase(&mut desk, &lines)?;
            session.held(&held);
            Ok(())
        }
        What::PostMerge { .. } | What::PostRewrite { .. } | What::PostCommit => Ok(()),
    }
}

fn merged(session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let held = sync::after_merge(&mut desk)?;
    session.held(&held);
    Ok(())
}

fn install(session: &mut Session, remove: bool) -> Result<()> {
    let dry = session.global.dry_run;
    let hooks = gate::install(&session.global.folder(), remove, dry)?;
    for hook in &hooks {
        told(session, hook, dry);
    }
    if session.out.tells_things() {
        let hook = |hook: &Hook| json!({"hook": hook.name, "path": hook.path.display().to_string(), "done": hook.done.word()});
        session.out.thing("", &hooks.iter().map(hook).collect::<Json>());
    }
    Ok(())
}

fn told(session: &Session, hook: &Hook, dry: bool) {
    let path = hook.path.display().to_string();
    let word = match (hook.done, dry) {
        (Done::Written, false) => session.out.say("Written:", "已写入:"),
        (Done::Written, true) => session.out.say("Would write:", "将写入:"),
        (Done::Kept, _) => session.out.say("There already:", "已存在:"),
        (Done::Removed, false) => session.out.say("Removed:", "已移除:"),
        (Done::Removed, true) => session.out.say("Would remove:", "将移除:"),
        (Done::Absent, _) => session.out.say("No hook of kehu's:", "没有 kehu 的钩子:"),
    };
    session.out.talk(&format!("{word} {path}"));
}

/// Each refusal below the commit it is about.
fn tell(session: &Session, refusals: &[Refusal]) {
    let mut last = "";
    for refusal in refusals {
        if refusal.commit != last {
            session.out.talk(&refusal.commit);
        }
        last = &refusal.commit;
        session.out.error(&refusal.error);
    }
}

fn ended(refusals: &[Refusal], en: &str, zh: &str) -> Result<()> {
    let Some(first) = refusals.first() else { return Ok(()) };
    let count = refusals.len();
    let reasons = if count == 1 { "one reason".to_owned() } else { format!("{count} reasons") };
    let code = if first.error.code == Code::NotABook { Code::BadValue } else { first.error.code };
    Err(Error::new(code, format!("{en}, for {reasons}."), format!("{zh}, 原因 {count} 个。")))
}
