//! `kehu attach`

use crate::error::{Code, Error, Result};
use crate::ops::attach::{self, Order};
use crate::ops::typed;
use crate::session::Session;

/// Arguments of `kehu attach`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The customer, then files or addresses (https://…), then fields: name=… remarks=…
    #[arg(value_name = "ID FILE|URL… FIELD=VALUE", required = true)]
    words: Vec<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    // Addresses may hold an equals sign of their own.
    let is_source = |word: &&String| word.starts_with("https://") || word.starts_with("http://");
    let links = args.words.iter().filter(is_source).cloned();
    let rest: Vec<String> = args.words.iter().filter(|word| !is_source(word)).cloned().collect();
    let (named, words) = typed::words(&rest)?;
    let Some((customer, files)) = named.split_first() else { return Err(usage()) };
    let sources: Vec<String> = files.iter().cloned().chain(links).collect();
    if sources.is_empty() {
        return Err(usage());
    }
    let mut desk = session.desk()?;
    let order = Order { customer: customer.clone(), sources, words, dry: session.global.dry_run };
    let applied = attach::attach(&mut desk, &order)?;
    let ids = applied.intent.touched.iter().map(|t| t.id.as_str()).collect::<Vec<_>>().join(", ");
    session.written(&desk, &applied, &format!("Attached {ids}"), &format!("已归档 {ids}"))
}

fn usage() -> Error {
    Error::new(
        Code::Usage,
        "`kehu attach` takes a customer and at least one file or address.",
        "`kehu attach` 需要一个客户和至少一个文件或地址。",
    )
    .hint("kehu attach jinke-7k3m offer.pdf", "kehu attach jinke-7k3m 报价单.pdf")
}
