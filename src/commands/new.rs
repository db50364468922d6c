//! `kehu new`

use crate::error::{Code, Error, Result};
use crate::ops::create::{Made, Wish, create};
use crate::ops::typed;
use crate::session::Session;

/// Arguments of `kehu new`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Kind, such as customer
    kind: String,
    /// Fields: name=… phone=… contacts.0.name=… (@file reads a file, - standard input)
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
    /// Create although a look-alike exists, and say why
    #[arg(long, value_name = "REASON")]
    anyway: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let words = typed::assignments(&args.fields)?;
    let wish = Wish { kind: args.kind, words, anyway: args.anyway, dry: session.global.dry_run };
    match create(&mut desk, &wish)? {
        Made::LookAlike(look) => {
            let kind = desk.kinds.find(&wish.kind)?;
            session.looked(&desk, kind, &look)?;
            Err(Error::new(
                Code::LookAlike,
                format!("Not created: this looks like a {} that exists.", kind.name),
                format!("未新建: 与已有{}相似。", kind.label.zh),
            )
            .hint(
                "Talk to its owner. If it is another one: the same command with --anyway \"REASON\"",
                "请先与其经理沟通。如确为另一家: 同一命令加 --anyway \"原因\"",
            ))
        }
        Made::Done(applied, offered) => {
            for (field, value) in offered {
                let words = match session.out.lang {
                    crate::error::Lang::En => format!("{field}={value} (offered; change it with `kehu set`)"),
                    crate::error::Lang::Zh => format!("{field}={value} (自动建议, 可用 `kehu set` 更改)"),
                };
                session.out.talk(&words);
            }
            if desk.context.me.is_empty() && applied.intent.touched.iter().any(|t| t.kind != "person") {
                session.out.talk(session.out.say(
                    "No person has your email, so nobody is the owner; `kehu doctor` says what to type.",
                    "没有人员使用您的邮箱, 因此没有经理; 运行 `kehu doctor` 查看如何添加。",
                ));
            }
            let subject = applied.intent.draft.message.subject.clone();
            let kind = applied.intent.touched.first().and_then(|made| desk.kinds.get(&made.kind));
            let zh = kind.and_then(|kind| {
                let rest = subject.strip_prefix(kind.name.as_str())?;
                Some(format!("已新建{}{rest}", kind.label.zh))
            });
            let zh = zh.unwrap_or_else(|| format!("已新建 {subject}"));
            session.written(&desk, &applied, &format!("Created {subject}"), &zh)?;
            if let Some(made) = applied.intent.touched.first()
                && session.out.format == crate::output::Format::Table
                && !session.global.dry_run
            {
                session.out.line(&made.id);
            }
            Ok(())
        }
    }
}
