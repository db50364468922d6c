//! `kehu demo`

use std::path::PathBuf;

use crate::error::{Lang, Result};
use crate::ops::demo::{SALESPERSON, WALK};
use crate::ops::{demo, files};
use crate::session::Session;

/// Arguments of `kehu demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder for the book; a fresh one below the system's temporary folder otherwise
    folder: Option<PathBuf>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let folder = args.folder.unwrap_or_else(files::demo_folder);
    let book = demo::furnish(&folder)?;
    let commits = book.commits;
    let place = folder.display().to_string();
    let lang = session.global.lang().unwrap_or(Lang::En);
    session.out.lang = lang;
    session.out.line(&match lang {
        Lang::En => format!("A furnished book: 30 customers, 6 people, {commits} commits, in {place}"),
        Lang::Zh => format!("示例账簿: 30 个客户, 6 位同事, {commits} 次提交, 位于 {place}"),
    });
    session.out.line(lang.pick(
        "You are 李强 (li), a salesperson; you see your own customers and those shared with you.",
        "您是销售员李强 (li), 看得到自己的客户和共享给您的客户。",
    ));
    let mut who = SALESPERSON;
    for (person, en, zh, words) in WALK {
        if *person != who {
            who = person;
            book.be(who)?;
            session.out.line(&format!(
                "\n{}",
                lang.pick(
                    "Now you are 王芳 (wang), the manager; you see everything.",
                    "现在您是经理王芳 (wang), 看得到全部客户。"
                )
            ));
        }
        session.out.line(&format!("\n# {}", lang.pick(en, zh)));
        session
            .out
            .line(&format!("$ kehu {}", words.iter().map(|word| shell(word)).collect::<Vec<_>>().join(" ")));
        session.out.flush();
        let tag = lang.pick("en", "zh-CN");
        let line =
            ["kehu", "-C", &place, "--lang", tag, "--no-input"].into_iter().chain(words.iter().copied());
        let code = super::execute(line);
        if code != 0 {
            session.out.line(&format!("[{} {code}]", lang.pick("exit", "退出码")));
        }
    }
    book.be(SALESPERSON)?;
    session.out.line(&match lang {
        Lang::En => format!(
            "\nGo on in it as 李强: cd {place} && kehu list customer\n\
             As the manager: git config user.email wang@mingyi.example"
        ),
        Lang::Zh => format!(
            "\n以李强的身份继续试用: cd {place} && kehu list customer\n\
             换成经理: git config user.email wang@mingyi.example"
        ),
    });
    Ok(())
}

/// A word as it would be typed in a shell.
fn shell(word: &str) -> String {
    let safe = word.chars().all(|c| c.is_alphanumeric() || "=+-_./,:@".contains(c));
    if safe { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}
