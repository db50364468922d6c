//! `kehu new`

use serde_json::{Value as Json, json};

use crate::error::article::a;
use crate::error::{Code, Error, Lang, Result};
use crate::ops::create::{Made, Wish, create};
use crate::ops::{Desk, templates, typed};
use crate::output::table::Table;
use crate::session::Session;

/// Arguments of `kehu new`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Kind, such as customer
    kind: String,
    /// Fields: name=… phone=… contacts.0.name=… (@file reads a file, - standard input)
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
    /// Make it from a template, whose parameters are given as fields are; without a name: list those of the kind
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    template: Option<String>,
    /// Create although a look-alike exists, and say why
    #[arg(long, value_name = "REASON")]
    anyway: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    if args.template.as_ref().is_some_and(String::is_empty) {
        return list_templates(&desk, &args.kind, session);
    }
    let words = typed::assignments(&args.fields)?;
    let dry = session.global.dry_run;
    let wish = Wish { kind: args.kind, words, anyway: args.anyway, template: args.template, dry };
    match create(&mut desk, &wish)? {
        Made::LookAlike(look) => {
            let kind = desk.kinds.find(&wish.kind)?;
            session.looked(&desk, kind, &look)?;
            Err(Error::new(
                Code::LookAlike,
                format!("Not created: this looks like {} that exists.", a(&kind.name)),
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
                    Lang::En => format!("{field}={value} (offered; change it with `kehu set`)"),
                    Lang::Zh => format!("{field}={value} (自动建议, 可用 `kehu set` 更改)"),
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

/// The templates of a kind, and what each asks for.
fn list_templates(desk: &Desk, kind: &str, session: &mut Session) -> Result<()> {
    let lang = session.out.lang;
    let kind = desk.kinds.find(kind)?;
    let templates = templates::of(desk, kind)?;
    let labels = [
        ("Template", "模板"),
        ("Parameter", "参数"),
        ("What", "含义"),
        ("When not given", "未给出时"),
        ("Takes", "类型"),
    ];
    let mut table = Table::new(labels.map(|(en, zh)| lang.pick(en, zh)));
    for template in &templates {
        let records = template.children.len() + 1;
        let label = lang.pick(&template.label.en, &template.label.zh);
        let label = match lang {
            Lang::En => format!("{label} ({records} records)"),
            Lang::Zh => format!("{label} ({records} 个记录)"),
        };
        table.push(vec![template.name.clone(), String::new(), label, String::new(), String::new()]);
        for one in &template.parameters {
            let without = match (&one.default, one.required) {
                (_, true) => lang.pick("needed", "必填").to_owned(),
                (default, _) => default.clone().unwrap_or_default(),
            };
            let label = lang.pick(&one.label.en, &one.label.zh).to_owned();
            table.push(vec![template.name.clone(), one.name.clone(), label, without, one.sort.word()]);
        }
    }
    let json: Json = templates
        .iter()
        .map(|template| {
            let parameters = template.parameters.iter().map(|one| {
                json!({
                    "name": one.name, "type": one.sort.word(), "required": one.required, "default": one.default,
                    "label": {"en": one.label.en, "zh": one.label.zh},
                })
            });
            json!({
                "name": template.name, "kind": template.kind, "records": template.children.len() + 1,
                "label": {"en": template.label.en, "zh": template.label.zh},
                "help": {"en": template.help.en, "zh": template.help.zh},
                "parameters": parameters.collect::<Vec<_>>(),
            })
        })
        .collect();
    session.out.rows(&table, &json);
    if templates.is_empty() {
        let name = &kind.name;
        session.out.talk(&match lang {
            Lang::En => format!("There is no template for {} yet: docs/templates.md", a(name)),
            Lang::Zh => format!("尚无{}的模板, 见 docs/templates.md", kind.label.zh),
        });
    }
    Ok(())
}
