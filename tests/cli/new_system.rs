//! Follows `docs/new-system.md` to the letter: writes its files, types its lines, and holds what came against what stands
//! there. `KEHU_BLESS=1` writes the page anew.

use std::fs;
use std::path::Path;

use crate::norms::words;
use crate::telling::told;
use crate::world::{World, texts};

/// A block of the page: its language and its lines.
struct Block<'a> {
    language: &'a str,
    text: &'a str,
}

/// The page with the answers of its commands in their places.
fn followed(world: &World, page: &str) -> String {
    let mut made = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("```") {
        let (language, after) = after.split_once('\n').expect("a line");
        let (text, after) = after.split_once("```").expect("a block ends");
        made.push_str(before);
        made.push_str(&format!("```{language}\n{}```", answered(world, &Block { language, text })));
        rest = after;
    }
    made + rest
}

fn answered(world: &World, block: &Block<'_>) -> String {
    match block.language {
        "console" => session(world, block.text),
        _ => {
            let (first, text) = block.text.split_once('\n').expect("a first line");
            let path = first.trim_start_matches(['#', '-', ' ']);
            assert!(path.starts_with("schemas/") || path.starts_with("reports/"), "{path}");
            world.write(&format!("book/{path}"), text);
            block.text.to_owned()
        }
    }
}

/// The lines that are typed, each with what it says now.
fn session(world: &World, text: &str) -> String {
    let mut said = String::new();
    for line in text.lines() {
        if let Some(person) = line.strip_prefix('@') {
            world.be(person);
            said.push_str(&format!("{line}\n"));
        }
        let Some(typed) = line.strip_prefix("$ kehu ") else { continue };
        let words = words(typed);
        let run = world.kehu(&words.iter().map(String::as_str).collect::<Vec<_>>());
        said.push_str(world.scrub(&told(&run)).trim_end());
        said.push('\n');
    }
    said
}

#[test]
fn a_new_system_needs_no_program() {
    let world = World::new();
    let _ = world.kehu(&["new", "person", "name=赵岚", "email=zhao@mingyi.example", "roles=fleet"]).ok();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/new-system.md");
    let page = fs::read_to_string(&path).expect("the page");
    let made = followed(&world, &page);
    if std::env::var_os("KEHU_BLESS").is_some() {
        fs::write(&path, &made).expect("the page is written");
    }
    assert_eq!(page, made, "docs/new-system.md is not what happens; KEHU_BLESS=1 writes it anew");
}

/// A system is a folder of schemas: the program knows none of its kinds by name, but for the rules of arithmetic.
#[test]
fn no_source_names_a_kind_of_these_systems() {
    let systems = ["assets", "finance", "meetings", "objectives", "projects"];
    let schemas = systems.iter().flat_map(|system| texts(&format!("schemas/{system}"), "yaml"));
    let kinds: Vec<String> =
        schemas.map(|(path, _)| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
    assert!(kinds.len() > 15, "{kinds:?}");
    let sources = texts("src", "rs");
    assert!(sources.len() > 200, "{}", sources.len());
    let domain = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain");
    for (path, text) in sources.iter().filter(|(path, _)| !path.starts_with(&domain)) {
        let own = text.split("#[cfg(test)]").next().unwrap_or_default();
        for kind in &kinds {
            for named in [
                format!("kinds.get(\"{kind}\")"),
                format!("kinds.find(\"{kind}\")"),
                format!("name == \"{kind}\""),
                format!("kind == \"{kind}\""),
                format!("KIND: &str = \"{kind}\""),
            ] {
                assert!(!own.contains(&named), "{}: {named}", path.display());
            }
        }
    }
}
