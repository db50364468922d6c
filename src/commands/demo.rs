//! `kehu demo`

use std::path::PathBuf;

use crate::error::{Lang, Result};
use crate::ops::{demo, files};
use crate::session::Session;

/// Arguments of `kehu demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder for the book; a fresh one below the system's temporary folder otherwise
    folder: Option<PathBuf>,
}

/// The main job, one command a line; each has a word on why.
const WALK: &[(&str, &str, &[&str])] = &[
    (
        "A lead calls. Before calling back: does anybody have this customer?",
        "有客户来电。回电之前先问: 系统里有没有?",
        &["check", "金科电子"],
    ),
    (
        "Another one, by any scrap that is known.",
        "另一家, 用已知的任何信息查询。",
        &["check", "name=广州青松信息技术有限公司", "phone=020-38001234"],
    ),
    (
        "Nobody has it, so it may be created. It is one commit, and it is yours.",
        "没有人负责, 可以新建。一个命令就是一次提交, 归您负责。",
        &[
            "new",
            "customer",
            "name=广州青松信息技术有限公司",
            "phone=(020) 3800 1234 转 8006",
            "website=http://www.qingsong.example/",
            "city=广州市",
            "contacts+=赵岚",
        ],
    ),
    (
        "A colleague tries to create a customer that exists, in other words, and is stopped.",
        "同事换了写法新建已有客户, 会被拦下。",
        &["new", "customer", "name=上海金科电子", "phone=+86 21 6353 9330"],
    ),
    (
        "He goes on all the same; the reason is kept.",
        "他坚持新建, 原因会留下。",
        &[
            "new",
            "customer",
            "name=上海金科电子",
            "phone=+86 21 6353 9330",
            "contacts+=钱经理",
            "--anyway",
            "客户要求分开报价",
        ],
    ),
    (
        "Tidying up later: the likely duplicates of the whole book.",
        "日后整理: 全账簿的疑似重复。",
        &["duplicates"],
    ),
    (
        "One customer after all. Contacts, log and links go along, and `kehu unmerge` splits them again.",
        "确为同一家。联系人、记录和引用一并合并, 可用 `kehu unmerge` 拆分。",
        &["merge", "jinke-7k3m", "上海金科电子", "--prefer", "keep"],
    ),
    (
        "What was said on the phone, and what comes next.",
        "记下通话内容和下一步。",
        &[
            "log",
            "广州青松信息技术有限公司",
            "--call",
            "需要一套办公系统, 约 80 人, 现用表格管理客户。",
            "--with",
            "赵岚",
            "--next",
            "+7d",
            "发送方案和报价",
        ],
    ),
    (
        "Found again by pinyin, or any part of a name or text.",
        "用拼音或任意片段都能找到。",
        &["find", "qingsong"],
    ),
    (
        "The whole story of a customer, for whoever takes it over.",
        "客户的全部经过, 谁接手都看得到。",
        &["show", "Jinke"],
    ),
    (
        "Questions in words.",
        "按条件查询。",
        &["list", "customer", "status:potential AND level:>=4", "--sort", "-level"],
    ),
    ("Who did what, and when.", "谁在什么时候做了什么。", &["history", "广州青松信息技术有限公司"]),
];

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let folder = args.folder.unwrap_or_else(files::demo_folder);
    let commits = demo::furnish(&folder)?;
    let place = folder.display().to_string();
    let lang = session.global.lang().unwrap_or(Lang::En);
    session.out.lang = lang;
    session.out.line(&match lang {
        Lang::En => format!("A furnished book: 30 customers, 5 people, {commits} commits, in {place}"),
        Lang::Zh => format!("示例账簿: 30 个客户, 5 位同事, {commits} 次提交, 位于 {place}"),
    });
    for (en, zh, words) in WALK {
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
    session.out.line(&match lang {
        Lang::En => format!("\nGo on in it: cd {place} && kehu list customer"),
        Lang::Zh => format!("\n继续试用: cd {place} && kehu list customer"),
    });
    Ok(())
}

/// A word as it would be typed in a shell.
fn shell(word: &str) -> String {
    let safe = word.chars().all(|c| c.is_alphanumeric() || "=+-_./,:@".contains(c));
    if safe { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}
