//! `kehu extract`

use std::path::PathBuf;

use serde_json::json;

use crate::error::{Code, Error, Lang, Result};
use crate::ops::attach::{self, Content};
use crate::ops::files;
use crate::session::Session;

/// Arguments of `kehu extract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The document
    id: String,
    /// File to write instead of one of the document's name in this folder; - for standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let desk = session.desk()?;
    let (record, content) = attach::content(&desk, &args.id)?;
    let (name, bytes) = match content {
        Content::Link(link) => {
            session.out.thing(&link, &json!({"id": record.id.as_str(), "link": link}));
            return Ok(());
        }
        Content::File(name, bytes) => (name, bytes),
    };
    let path = args.output.unwrap_or_else(|| PathBuf::from(name));
    if path.as_os_str() == "-" {
        session.out.bytes(&bytes);
        return Ok(());
    }
    let shown = path.display().to_string();
    if path.exists() && !args.force {
        return Err(Error::new(
            Code::Exists,
            format!("{shown} is there already."),
            format!("{shown} 已存在。"),
        )
        .hint(
            "Name another with -o, or write over it with --force.",
            "请用 -o 另指定文件, 或用 --force 覆盖。",
        ));
    }
    files::write(&path, &bytes)?;
    session.out.talk(&match session.out.lang {
        Lang::En => format!("Wrote {shown}, {} bytes.", bytes.len()),
        Lang::Zh => format!("已写入 {shown}, {} 字节。", bytes.len()),
    });
    if session.out.is_json() {
        session.out.json(&json!({"id": record.id.as_str(), "file": shown, "size": bytes.len()}));
    }
    Ok(())
}
