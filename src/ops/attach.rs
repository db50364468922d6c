//! Documents: a file copied into the customer's folder with its size and hash, or a link to where it lies (CRM-06).

use super::Desk;
use super::apply::{Applied, Intent};
use super::assemble::new_card;
use super::create::{make_id, resolve_links};
use crate::error::article::a;
use crate::error::{Code, Error, Result, quoted};
use crate::model::ids::Id;
use crate::model::input::{Assignment, assign, fill_defaults};
use crate::model::kind::Kind;
use crate::model::places::folder_of;
use crate::model::record::Record;
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};
use crate::store::files;

/// Kind of the records.
pub const KIND: &str = "document";
/// Longest name of a file, in bytes; file systems take 255.
const LONGEST: usize = 180;
/// What a file starts with whose content git-lfs keeps elsewhere.
const POINTER: &[u8] = b"version https://git-lfs";

/// What is attached to a customer.
#[derive(Debug, Clone)]
pub struct Order {
    /// The customer, as typed.
    pub customer: String,
    /// Files and addresses.
    pub sources: Vec<String>,
    /// Further fields of each document.
    pub words: Vec<Assignment>,
    /// Only look.
    pub dry: bool,
}

/// Attaches files and links, all in one commit.
pub fn attach(desk: &mut Desk, order: &Order) -> Result<Applied> {
    let limit = desk.config.document_limit_mb.saturating_mul(1 << 20).min(crate::store::MOST_BYTES);
    let sources: Vec<Source> =
        order.sources.iter().map(|typed| Source::read(typed, limit)).collect::<Result<_>>()?;
    desk.apply("attach", order.dry, &mut |desk| {
        let (host, customer) = desk.resolve(&order.customer)?;
        let kind = desk.kinds.find(KIND)?;
        if !desk.kinds.children(&host.name).any(|child| child.name == KIND) {
            return Err(Error::new(
                Code::Usage,
                format!("Documents are kept with customers; {} is {}.", customer.id, a(&host.name)),
                format!("文档随客户保存; {} 是{}。", customer.id, host.label.zh),
            ));
        }
        let mut random = desk.random();
        let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
        let subject =
            format!("document: {} with {} ({})", names.join(", "), customer.title(host), customer.id);
        let mut intent = Intent::new("attach", subject);
        for source in &sources {
            let mut fields = Map::default();
            assign(kind, &mut fields, &order.words, &desk.context)?;
            if !fields.contains_key(&kind.naming) {
                fields.insert(kind.naming.clone(), Value::text(source.name.clone()));
            }
            fields.insert(kind.within[0].clone(), Value::text(customer.id.as_str()));
            fill_defaults(kind, &mut fields, &desk.context);
            resolve_links(desk, kind, &mut fields)?;
            let id = make_id(desk, kind, &fields, &mut random)?;
            match &source.bytes {
                None => {
                    fields.insert("link".to_owned(), Value::text(source.typed.clone()));
                }
                Some(bytes) => {
                    // A folder for each document: names stay as they are and never meet.
                    let inside = format!("files/{id}/{}", source.name);
                    fields.insert(
                        "size".to_owned(),
                        Value::Int(i64::try_from(bytes.len()).unwrap_or(i64::MAX)),
                    );
                    fields.insert("sha256".to_owned(), Value::text(files::digest(bytes)));
                    intent.file(format!("{}/{inside}", folder_of(host, &customer.id)), Some(bytes.clone()));
                    fields.insert("file".to_owned(), Value::text(inside));
                }
            }
            Judge::new(kind)?.accept(&fields, KIND)?;
            let path = desk.kinds.path(kind, &id, &fields)?;
            let text = new_card(kind, &path, fields);
            intent.put(KIND, id.as_str(), path, text.into_bytes());
        }
        Ok(intent)
    })
}

/// A file or an address, read.
struct Source {
    typed: String,
    name: String,
    bytes: Option<Vec<u8>>,
}

impl Source {
    fn read(typed: &str, limit: u64) -> Result<Self> {
        if typed.starts_with("https://") || typed.starts_with("http://") {
            let name = typed.trim_end_matches('/').rsplit('/').next().unwrap_or(typed);
            return Ok(Self { typed: typed.to_owned(), name: plain(name), bytes: None });
        }
        if files::size(typed)? > limit {
            let most = limit >> 20;
            return Err(Error::new(
                Code::BadValue,
                format!("{typed} is larger than {most} MB; git keeps every version of it for ever in every clone."),
                format!("{typed} 大于 {most} MB; git 会在每个副本中永久保留其每个版本。"),
            )
            .hint(
                "Keep it on a file server and attach its address, or commit it with git-lfs (`git lfs track`) and attach \
                 its address there; document_limit_mb in kehu.toml sets the limit.",
                "请放在文件服务器上并附加其地址, 或用 git-lfs (`git lfs track`) 提交后附加其地址; 上限由 kehu.toml 的 document_limit_mb 设定。",
            ));
        }
        let bytes = files::read(typed)?;
        let name = typed.rsplit(['/', '\\']).next().unwrap_or(typed);
        Ok(Self { typed: typed.to_owned(), name: plain(name), bytes: Some(bytes) })
    }
}

/// A name that is safe as a file's in any book: nothing hidden, no steering characters, none that Windows refuses.
fn plain(name: &str) -> String {
    let safe =
        |c: char| !c.is_control() && !crate::model::bad_value::is_steering(c) && !"<>:\"/\\|?*".contains(c);
    let mut out: String = name.chars().map(|c| if safe(c) { c } else { '_' }).collect();
    while out.len() > LONGEST {
        out.pop();
    }
    let out = out.trim().trim_start_matches('.').trim_end_matches('.').trim();
    if out.is_empty() { "document".to_owned() } else { out.to_owned() }
}

/// What a document holds.
pub enum Content {
    /// A file: its name and bytes.
    File(String, Vec<u8>),
    /// Where it lies.
    Link(String),
}

/// The content of a document; a file that is gone or differs from its hash is an error.
pub fn content(desk: &Desk, typed: &str) -> Result<(Record, Content)> {
    let (kind, record) = desk.resolve_of(typed, Some(KIND))?;
    if record.text("file").is_empty() {
        let link = record.text("link").to_owned();
        return Ok((record, Content::Link(link)));
    }
    let bytes = file_of(desk, kind, &record)?;
    let name = record.text("file").rsplit('/').next().unwrap_or_default().to_owned();
    Ok((record, Content::File(name, bytes)))
}

fn file_of(desk: &Desk, kind: &Kind, record: &Record) -> Result<Vec<u8>> {
    let inside = record.text("file");
    let lost = |en: String, zh: String| {
        Err(Error::new(Code::Unhealthy, en, zh).hint(
            format!("`kehu history {}` and `git log` show when it was there.", record.id),
            format!("`kehu history {}` 和 `git log` 可查看何时存在。", record.id),
        ))
    };
    let host = desk.kinds.host(kind, &record.fields);
    let good = inside.starts_with("files/") && !inside.split('/').any(|step| matches!(step, "" | "." | ".."));
    let bytes = match host.filter(|_| good) {
        Some((host, id)) => desk.book.file(desk.at, &format!("{}/{inside}", folder_of(host, &id)))?,
        None => None,
    };
    let Some(bytes) = bytes else {
        let shown = quoted(inside);
        return lost(
            format!("{}: its file {shown} is not in the book.", record.id),
            format!("{}: 账簿中没有其文件 {shown}。", record.id),
        );
    };
    if !bytes.starts_with(POINTER) && files::digest(&bytes) != record.text("sha256") {
        return lost(
            format!("{}: its file is not the one that was attached: the hash differs.", record.id),
            format!("{}: 文件与归档时不同: 校验和不符。", record.id),
        );
    }
    Ok(bytes)
}

/// What is wrong with the file of a document, for `doctor`.
pub fn problem(desk: &Desk, id: &Id) -> Result<Option<Error>> {
    let Some(kind) = desk.kinds.get(KIND) else { return Ok(None) };
    let Some(record) = desk.card(kind, id)? else { return Ok(None) };
    if record.text("file").is_empty() {
        return Ok(None);
    }
    Ok(file_of(desk, kind, &record).err())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_stay_in_their_folder() {
        assert_eq!(plain("报价单.pdf"), "报价单.pdf");
        assert_eq!(plain("..\u{1b}[2J"), "_[2J");
        assert_eq!(plain("a\\b"), "a_b");
        assert_eq!(plain("..."), "document");
        assert!(plain(&"长".repeat(300)).len() <= LONGEST);
    }

    #[test]
    fn the_hash_is_the_one_everybody_computes() {
        assert_eq!(files::digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
