//! The walls between folders, read from the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// Who may import whom, below `crate::`.
const MAY: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("model", &["error"]),
    ("config", &["domain", "model", "error"]),
    ("output", &["model", "error"]),
    ("index", &["model", "error"]),
    ("matching", &["index", "model", "error"]),
    ("tables", &["domain", "model", "error"]),
    ("store", &["index", "tables", "model", "error"]),
    ("domain", &["model", "error"]),
    ("ops", &["domain", "store", "tables", "matching", "index", "config", "model", "error"]),
    ("session", &["ops", "output", "config", "model", "error"]),
    ("reports", &["ops", "domain", "tables", "output", "model", "error"]),
    ("commands", &["session", "ops", "reports", "output", "model", "error"]),
];

/// Words that belong to some folders alone.
const ONLY: &[(&str, &[&str])] = &[
    ("git2::", &["store"]),
    ("tantivy::", &["index"]),
    ("rusqlite::", &["tables"]),
    ("parquet::", &["tables"]),
    ("saphyr_parser", &["model/yaml"]),
    ("process::Command", &["store", "output"]),
    ("fs::write", &["store"]),
    ("File::create", &["store"]),
    ("println!", &["main.rs"]),
    ("eprintln!", &["main.rs"]),
    (".unwrap()", &[]),
    (".expect(", &[]),
];

/// Every source with the part before its tests.
fn sources() -> Vec<(String, String)> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                below(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    below(&root, &mut found);
    found
        .into_iter()
        .filter(|path| !path.ends_with("embed.rs") && !path.ends_with("tests.rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a source");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            (path.strip_prefix(&root).expect("inside").display().to_string(), code)
        })
        .collect()
}

#[test]
fn folders_import_only_downward() {
    for (path, code) in sources() {
        let folder = path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        let Some((_, may)) = MAY.iter().find(|(name, _)| *name == folder) else { continue };
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for piece in line.split("crate::").skip(1) {
                let used: String = piece.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let fine = used == folder || may.contains(&used.as_str()) || used.is_empty();
                assert!(fine, "{path} may not use crate::{used}: {line}");
            }
        }
    }
}

#[test]
fn some_words_belong_to_one_folder() {
    for (path, code) in sources() {
        for (word, homes) in ONLY {
            let home = homes.iter().any(|home| path.starts_with(home));
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            let found = lines.filter(|line| line.contains(word)).collect::<Vec<_>>();
            assert!(home || found.is_empty(), "{path} may not use {word}: {found:?}");
        }
    }
}

#[test]
fn names_say_something() {
    for (path, _) in sources() {
        let stem = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        assert!(!["util", "utils", "helper", "helpers", "common", "misc"].contains(&stem.as_str()), "{path}");
    }
}

#[test]
fn every_verb_has_a_file_of_its_name() {
    let mut files: Vec<String> = sources()
        .into_iter()
        .filter_map(|(path, _)| Some(path.strip_prefix("commands/")?.strip_suffix(".rs")?.to_owned()))
        .filter(|name| name != "mod")
        .collect();
    files.sort();
    let mut verbs: Vec<String> =
        kehu::commands::command().get_subcommands().map(|verb| verb.get_name().replace('-', "_")).collect();
    verbs.sort();
    assert_eq!(files, verbs);
    kehu::commands::command().debug_assert();
}
