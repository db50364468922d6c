//! Build script: compiles the shipped schemas and gathers the example book.

// Cargo reads a build script's standard output.
#![allow(clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::{env, fs, io};

// The model reads schemas; sharing its files keeps one reader for both times.
#[allow(dead_code, unused_imports, missing_docs)]
mod model {
    #[path = "../model/access_words.rs"]
    pub mod access_words;
    #[path = "../model/acyclic.rs"]
    pub mod acyclic;
    #[path = "../model/answers.rs"]
    pub mod answers;
    #[path = "../model/approval.rs"]
    pub mod approval;
    #[path = "../model/closed.rs"]
    pub mod closed;
    #[path = "../model/completeness.rs"]
    pub mod completeness;
    #[path = "../model/counts.rs"]
    pub mod counts;
    #[path = "../model/event.rs"]
    pub mod event;
    #[path = "../model/exclusive.rs"]
    pub mod exclusive;
    #[path = "../model/field_words.rs"]
    pub mod field_words;
    #[path = "../model/home.rs"]
    pub mod home;
    #[path = "../model/kind.rs"]
    pub mod kind;
    #[path = "../model/payments.rs"]
    pub mod payments;
    #[path = "../model/period.rs"]
    pub mod period;
    #[path = "../model/rollup.rs"]
    pub mod rollup;
    #[path = "../model/schedule.rs"]
    pub mod schedule;
    #[path = "../model/schema.rs"]
    pub mod schema;
    #[path = "../model/scorecard.rs"]
    pub mod scorecard;
    #[path = "../model/template.rs"]
    pub mod template;
    #[path = "../model/value.rs"]
    pub mod value;
    #[path = "../model/words.rs"]
    pub mod words;
    #[path = "../model/workflow.rs"]
    pub mod workflow;
    #[path = "../model/workflow_words.rs"]
    pub mod workflow_words;
    #[path = "../model/yaml/mod.rs"]
    pub mod yaml;
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=schemas");
    println!("cargo::rerun-if-changed=scorecards");
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=examples");
    println!("cargo::rerun-if-changed=src/model");
    let mut kinds = Vec::new();
    for path in files(&root.join("schemas"))? {
        let relative = path.strip_prefix(root.join("schemas"))?;
        let parts: Vec<_> = relative.iter().filter_map(|part| part.to_str()).collect();
        let [module, file] = parts[..] else { continue };
        let Some(name) = file.strip_suffix(".yaml") else { continue };
        let text = fs::read_to_string(&path)?;
        let kind = model::schema::read_kind(name, module, false, &text)
            .map_err(|e| format!("{}:{}:{}: {}", path.display(), e.at.line, e.at.column, e.en))?;
        kinds.push(kind);
    }
    fs::write(out.join("kinds.postcard"), postcard::to_stdvec(&kinds)?)?;

    let mut reports = Vec::new();
    for path in files(&root.join("schemas"))? {
        let relative = path.strip_prefix(root.join("schemas"))?.to_string_lossy().replace('\\', "/");
        let name = relative.split_once("/reports/").and_then(|(_, file)| file.strip_suffix(".sql"));
        if let Some(name) = name {
            reports.push((name.to_owned(), fs::read_to_string(&path)?));
        }
    }
    fs::write(out.join("reports.postcard"), postcard::to_stdvec(&reports)?)?;

    let mut scorecards = Vec::new();
    for path in files(&root.join("scorecards"))? {
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let card = model::scorecard::read_scorecard(name, &fs::read_to_string(&path)?)
            .map_err(|e| format!("{}:{}:{}: {}", path.display(), e.at.line, e.at.column, e.en))?;
        scorecards.push(card);
    }
    fs::write(out.join("scorecards.postcard"), postcard::to_stdvec(&scorecards)?)?;

    let mut templates = Vec::new();
    for path in files(&root.join("templates"))? {
        let relative = path.strip_prefix(root.join("templates"))?;
        let parts: Vec<_> = relative.iter().filter_map(|part| part.to_str()).collect();
        let [kind, file] = parts[..] else { continue };
        let Some(name) = file.strip_suffix(".yaml") else { continue };
        let text = fs::read_to_string(&path)?;
        model::template::read_template(kind, name, &text)
            .map_err(|e| format!("{}:{}:{}: {}", path.display(), e.at.line, e.at.column, e.en))?;
        templates.push((kind.to_owned(), name.to_owned(), text));
    }
    fs::write(out.join("templates.postcard"), postcard::to_stdvec(&templates)?)?;

    let example = root.join("examples/mingyi");
    let mut book = Vec::new();
    for path in files(&example)? {
        let relative = path.strip_prefix(&example)?.iter().filter_map(|part| part.to_str());
        book.push((relative.collect::<Vec<_>>().join("/"), fs::read(&path)?));
    }
    fs::write(out.join("example.postcard"), postcard::to_stdvec(&book)?)?;
    Ok(())
}

/// All files below a folder, sorted, so that builds repeat.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return Ok(found) };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
