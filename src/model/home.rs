//! Where the records of a kind live: the word `home` of a schema.

use super::kind::Storage;
use super::schema::{Result, at, error};
use super::yaml::Node;

// Paths come from data: they must stay inside the book, and a path must lead back to its id.
pub(super) fn check_home(x: &Node, home: &str, storage: Storage, child: bool) -> Result<()> {
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    let (en, zh, good) = match storage {
        Storage::Card if child => {
            let parts: Vec<&str> = home.split('/').collect();
            (
                "the `home` of a card in another's folder is such as `{parent}/opportunities/{id}.yaml`",
                "位于其他记录文件夹中的卡片, `home` 应如 `{parent}/opportunities/{id}.yaml`",
                matches!(parts[..], ["{parent}", folder, "{id}.yaml"] if plain(folder) && folder != "files"),
            )
        }
        Storage::Card => {
            let parts: Vec<&str> = home.split('/').collect();
            let count = |word: &str| parts.iter().filter(|part| **part == word).count();
            let ids = count("{id}") + count("{id}.yaml");
            let known = |part: &&str| matches!(*part, "{shard}" | "{id}" | "{id}.yaml") || plain(part);
            let good = parts.len() > 1 && plain(parts[0]) && ids == 1 && count("{shard}") <= 1;
            (
                "a card's `home` is a path inside the book such as `customers/{shard}/{id}/customer.yaml` or `products/{id}.yaml`",
                "卡片的 `home` 应为账簿内的路径, 如 `customers/{shard}/{id}/customer.yaml` 或 `products/{id}.yaml`",
                good && parts.iter().all(known) && home.ends_with(".yaml"),
            )
        }
        Storage::Journal => (
            "a journal's `home` is a file beside a card, such as `{parent}/log.yaml`",
            "日志的 `home` 是卡片旁的文件, 如 `{parent}/log.yaml`",
            home.strip_prefix("{parent}/").is_some_and(|file| plain(file) && file.ends_with(".yaml")),
        ),
    };
    if good { Ok(()) } else { Err(error(at(x, "home"), en, zh)) }
}
