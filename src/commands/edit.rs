//! `kehu edit`

use crate::error::{Code, Error, Result};
use crate::ops::edit;
use crate::session::Session;

/// Arguments of `kehu edit`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The record
    id: String,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let named = |name: &str| std::env::var_os(name).is_some_and(|editor| !editor.is_empty());
    if session.global.no_input || !(named("VISUAL") || named("EDITOR") || session.can_ask()) {
        return Err(Error::new(
            Code::Usage,
            "`kehu edit` needs a terminal, or an editor named by EDITOR.",
            "`kehu edit` 需要终端, 或由 EDITOR 指定编辑器。",
        )
        .hint(
            "`kehu set ID field=value` changes fields without one.",
            "`kehu set 编号 字段=值` 无需编辑器即可更改。",
        ));
    }
    let mut desk = session.desk()?;
    desk.writable()?;
    let (kind, record) = desk.resolve(&args.id)?;
    let (id, kind) = (record.id.to_string(), kind.clone());
    loop {
        let (path, before) = edit::card_bytes(&desk, &kind, &record)?;
        let text = desk.book.edit(&id, &String::from_utf8_lossy(&before))?;
        match edit::replace(&mut desk, &id, &before, &text) {
            Ok(applied) => {
                desk.book.drop_draft(&id);
                return session.written(&desk, &applied, &format!("Changed {id}"), &format!("已更改 {id}"));
            }
            Err(error) if error.code.exit() == 5 && session.can_ask() && ask_again(session, &error) => {}
            Err(error) => {
                // Nothing typed is lost: the draft is offered again by the next `kehu edit`.
                let draft = desk.book.draft_path(&id);
                let keep = |hint: &str, words: &str| {
                    format!("{hint}\n{words} {}", draft.display()).trim().to_owned()
                };
                let hint_en = keep(&error.hint_en, "Your text is kept, run `kehu edit` again:");
                let hint_zh = keep(&error.hint_zh, "您的文字已保留, 请再次运行 `kehu edit`:");
                let error = if error.code == Code::BadYaml || error.code.exit() == 5 {
                    crate::error::Error { en: error.en.replace(&path, &draft.display().to_string()), ..error }
                } else {
                    error
                };
                return Err(error.hint(hint_en, hint_zh));
            }
        }
    }
}

/// Shows what is wrong and asks whether to go on editing.
fn ask_again(session: &mut Session, error: &crate::error::Error) -> bool {
    session.out.error(error);
    let question = session.out.say("Edit again? [Y/n] ", "重新编辑? [Y/n] ").to_owned();
    session.out.ask(&question).is_some_and(|answer| !answer.trim().eq_ignore_ascii_case("n"))
}
