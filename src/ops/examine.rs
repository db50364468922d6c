//! What is wrong with a book and how to mend it.

use std::collections::{HashMap, HashSet};

use super::bookings::{self, Double};
use super::late_entries::late_entries;
use super::save::check_record;
use super::start::editor_schemas;
use super::{Desk, attach};
use crate::error::{Error, Result};
use crate::index::{FORMAT, SearchIndex};
use crate::model::kind::{ANY, FieldType, Kind, Storage};
use crate::model::kinds::Kinds;
use crate::model::places::Place;
use crate::model::record::{CONFLICTS, RETIRED, Record, ordered, read_card};
use crate::model::value::{Map, Value};
use crate::model::yaml::{modeline_of, write_document};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Something is broken.
    Problem,
    /// Worth knowing.
    Note,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub weight: Weight,
    /// What was looked at: user, index, schema, scorecard, template, report, record, link, form, period, repo.
    pub area: &'static str,
    /// File or record, when it is about one.
    pub place: String,
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
    /// What to do, in English.
    pub fix_en: String,
    /// What to do, in Chinese.
    pub fix_zh: String,
}

fn note(area: &'static str, place: &str, en: impl Into<String>, zh: impl Into<String>) -> Finding {
    Finding {
        weight: Weight::Note,
        area,
        place: place.to_owned(),
        en: en.into(),
        zh: zh.into(),
        fix_en: String::new(),
        fix_zh: String::new(),
    }
}

impl Finding {
    fn problem(mut self) -> Self {
        self.weight = Weight::Problem;
        self
    }

    fn fix(mut self, en: &str, zh: &str) -> Self {
        self.fix_en = en.to_owned();
        self.fix_zh = zh.to_owned();
        self
    }

    /// An error that somebody would meet, found before.
    pub fn from_error(area: &'static str, place: &str, error: Error) -> Self {
        let mut finding = note(area, place, error.en, error.zh).problem();
        (finding.fix_en, finding.fix_zh) = (error.hint_en, error.hint_zh);
        finding
    }
}

/// Files beyond which a full checkout makes git slow.
const LARGE_CHECKOUT: usize = 20_000;

/// Looks at everything.
pub fn examine(desk: &Desk) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    if let Some(problem) = &desk.schema_problem {
        found.push(Finding::from_error("schema", "", problem.clone()));
    }
    if let Err(problem) = super::scorecards::all(desk) {
        found.push(Finding::from_error("scorecard", "", problem));
    }
    if let Err(problem) = super::templates::all(desk) {
        found.push(Finding::from_error("template", "", problem));
    }
    user(desk, &mut found);
    checkout(desk, &mut found)?;
    index(desk, &mut found);
    editor(desk, &mut found)?;
    records(desk, &mut found)?;
    documents(desk, &mut found)?;
    circles(desk, &mut found)?;
    namesakes(desk, &mut found)?;
    for (path, error) in late_entries(desk)? {
        found.push(Finding::from_error("period", &path, error));
    }
    booked_twice(desk, &mut found)?;
    if desk.reach()?.is_some() {
        let mut seen = Vec::with_capacity(found.len());
        for finding in found {
            if desk.sees_path(&finding.place)? {
                seen.push(finding);
            }
        }
        found = seen;
    }
    found.sort_by_key(|finding| finding.weight == Weight::Note);
    Ok(found)
}

/// A note when who asks sees but a part of the book: what is broken elsewhere is not told to them.
pub fn partly(desk: &Desk) -> Result<Option<Finding>> {
    if desk.reach()?.is_none() {
        return Ok(None);
    }
    let found = note("user", "", "Only what you may see was looked at.", "只检查了您可以查看的内容。");
    Ok(Some(found.fix(
        "Let CI be a person with a role that sees all and security level 9: git config user.email",
        "请让 CI 使用可查看全部且安全级别为 9 的人员: git config user.email",
    )))
}

fn user(desk: &Desk, found: &mut Vec<Finding>) {
    match desk.book.author() {
        Err(error) => found.push(Finding::from_error("user", "", error)),
        Ok(author) if desk.context.me.is_empty() => {
            let id = super::desk::person_id(&author.email);
            let command = format!("kehu new person name=\"{}\" email={}", author.name, author.email);
            found.push(
                note(
                    "user",
                    &id,
                    format!("No person has your email {}.", author.email),
                    format!("没有人员使用您的邮箱 {}。", author.email),
                )
                .fix(&command, &command),
            );
        }
        Ok(_) => {}
    }
}

fn checkout(desk: &Desk, found: &mut Vec<Finding>) -> Result<()> {
    if desk.book.work_dir().is_none() {
        return Ok(());
    }
    let halfway = desk.book.halfway();
    found.extend(halfway.iter().map(|halfway| Finding::from_error("repo", "", halfway.refused())));
    for file in super::save::edited(desk)? {
        match file.problem {
            Some(error) => found.push(Finding::from_error("edits", &file.path, error)),
            // What git has not ended is told above; its files are not to be saved.
            None if halfway.is_some() => {}
            None => found.push(
                note(
                    "edits",
                    &file.path,
                    "This file has edits that are not saved.",
                    "该文件有尚未保存的修改。",
                )
                .fix("kehu save", "kehu save"),
            ),
        }
    }
    if !desk.book.has_merge_driver() {
        found.push(
            note(
                "repo",
                "",
                "git merges records by lines in this clone; kehu would merge them field by field.",
                "此克隆中 git 按行合并记录; kehu 可按字段合并。",
            )
            .fix("kehu doctor --fix", "kehu doctor --fix"),
        );
    }
    let files = desk.book.files_below(desk.at, "")?.len();
    if files > LARGE_CHECKOUT {
        found.push(
            note(
                "repo",
                "",
                format!("The checkout has {files} files; beyond {LARGE_CHECKOUT} git itself becomes slow."),
                format!("检出的文件有 {files} 个; 超过 {LARGE_CHECKOUT} 个时 git 会变慢。"),
            )
            .fix("Use a bare or sparse clone: git clone --bare", "请使用裸克隆或稀疏检出: git clone --bare"),
        );
    }
    Ok(())
}

fn index(desk: &Desk, found: &mut Vec<Finding>) {
    let folder = desk.book.state_dir().join("search");
    if !folder.exists() {
        return;
    }
    let sound = SearchIndex::open(&folder).is_some_and(|(index, _)| index.is_sound());
    if !sound {
        found.push(
            note(
                "index",
                "",
                format!("The search index is damaged or not of format {FORMAT}; it is built anew at the next search."),
                format!("搜索索引已损坏或不是格式 {FORMAT}; 下次搜索时会重建。"),
            )
            .fix("kehu doctor --fix", "kehu doctor --fix"),
        );
    }
}

fn editor(desk: &Desk, found: &mut Vec<Finding>) -> Result<()> {
    for (path, content) in editor_schemas(&desk.kinds) {
        if desk.book.file(desk.at, &path)?.as_deref() != Some(&content[..]) {
            found.push(
                note(
                    "schema",
                    &path,
                    "The schema for editors is not of this version.",
                    "供编辑器使用的 schema 不是当前版本。",
                )
                .fix("kehu doctor --fix", "kehu doctor --fix"),
            );
        }
    }
    Ok(())
}

/// Every record's file: readable, valid, linked to what exists, canonical.
fn records(desk: &Desk, found: &mut Vec<Finding>) -> Result<()> {
    let files = desk.book.files_below(desk.at, "")?;
    let known: HashSet<String> = files
        .iter()
        .filter_map(|(path, _)| {
            let place = desk.kinds.of_path(path).filter(|place| place.kind.storage == Storage::Card)?;
            Some(format!("{}/{}", place.kind.name, place.id))
        })
        .collect();
    let kinds = &desk.kinds;
    let findings = desk.book.read_each(&files, |path, bytes| {
        let Some(place) = kinds.of_path(path) else { return Ok(stray(kinds, path).map(|f| vec![f])) };
        if let Err(error) = check_record(path, &place, bytes) {
            return Ok(Some(vec![Finding::from_error("record", path, error)]));
        }
        let mut found = Vec::new();
        if place.kind.storage == Storage::Card
            && let Ok(record) = read_card(place.kind, &place.id, bytes)
        {
            misplaced(kinds, &place, &record, path, &mut found);
            dangling(kinds, place.kind, &record.fields, path, &known, &mut found);
            unknown(place.kind, &record.fields, path, &mut found);
            if !is_canonical(place.kind, bytes, record.fields) {
                found.push(note(
                    "form",
                    path,
                    "Written by hand: comments and order are kept, edits go line by line.",
                    "手工书写: 注释和顺序会保留, 按行修改。",
                ));
            }
        }
        let (top, id) = place.top();
        if top.name != place.kind.name && !known.contains(&format!("{}/{id}", top.name)) {
            found.push(
                note(
                    "link",
                    path,
                    format!("There is no {} beside this file.", top.name),
                    format!("该文件旁没有{}。", top.label.zh),
                )
                .problem(),
            );
        }
        Ok((!found.is_empty()).then_some(found))
    })?;
    found.extend(findings.into_iter().flatten());
    for (path, other) in super::namesakes::numbers(&desk.kinds, files.iter().map(|(path, _)| path.as_str())) {
        let ([en, zh], [fix_en, fix_zh]) = super::namesakes::said(path, other);
        found.push(note("id", path, format!("{en}."), format!("{zh}。")).problem().fix(&fix_en, &fix_zh));
    }
    Ok(())
}

/// A card in another's folder names that other.
fn misplaced(kinds: &Kinds, place: &Place<'_>, record: &Record, path: &str, found: &mut Vec<Finding>) {
    let Some((host, id)) = &place.host else { return };
    let named = kinds.host(place.kind, &record.fields);
    if named.as_ref().is_none_or(|(kind, named)| kind.name != host.name || named != id) {
        let named = named.map_or_else(|| "nobody".to_owned(), |(_, id)| id.to_string());
        found.push(
            note(
                "link",
                path,
                format!("It lies in the folder of {id}, but names {named}."),
                format!("文件位于 {id} 的文件夹, 但内容指向 {named}。"),
            )
            .problem()
            .fix(
                "Move the file, or change the field, then `kehu save`.",
                "请移动文件或更改字段, 再运行 `kehu save`。",
            ),
        );
    }
}

/// Documents whose file is gone or is another.
fn documents(desk: &Desk, found: &mut Vec<Finding>) -> Result<()> {
    for (path, _) in desk.book.files_below(desk.at, "")? {
        if let Some(place) = desk.kinds.of_path(&path)
            && place.kind.name == attach::KIND
            && let Ok(Some(problem)) = attach::problem(desk, &place.id)
        {
            found.push(Finding::from_error("document", &path, problem));
        }
    }
    Ok(())
}

/// What two records have at one time that only one may have.
fn booked_twice(desk: &Desk, found: &mut Vec<Finding>) -> Result<()> {
    let mut all: HashMap<&str, Vec<Record>> = HashMap::new();
    if !desk.kinds.cards().any(|kind| kind.exclusive.is_some()) {
        return Ok(());
    }
    for (path, blob) in desk.book.files_below(desk.at, "")? {
        if let Some(place) = desk.kinds.of_path(&path)
            && place.kind.exclusive.is_some()
            && let Ok(record) = read_card(place.kind, &place.id, &desk.book.blob(blob)?)
        {
            all.entry(&place.kind.name).or_default().push(record);
        }
    }
    for (kind, records) in all {
        let Some(kind) = desk.kinds.get(kind) else { continue };
        for Double { first, second, .. } in bookings::doubles(kind, records) {
            let of = kind.exclusive.as_ref().map_or("", |word| first.text(&word.of));
            let [moved, closed] = bookings::settling(desk, kind, &second)?;
            let finding = note(
                "record",
                &desk.kinds.path_of(kind, &second)?,
                format!("It has {of} at the same time as {}.", first.id),
                format!("它与 {} 同时占用 {of}。", first.id),
            );
            found.push(
                finding.problem().fix(&format!("{moved}, or {closed}"), &format!("{moved}, 或 {closed}")),
            );
        }
    }
    Ok(())
}

/// Records that lead back to themselves by links that may not: who is whose superior, what comes after what.
fn circles(desk: &Desk, found: &mut Vec<Finding>) -> Result<()> {
    for circle in super::circles::everywhere(desk)? {
        let (en, zh) = circle.said();
        let (fix_en, fix_zh) = circle.advice();
        let finding = note("link", &circle.path, format!("{en}."), format!("{zh}。")).problem();
        found.push(finding.fix(&fix_en, &fix_zh));
    }
    Ok(())
}

/// People who have one address.
fn namesakes(desk: &Desk, found: &mut Vec<Finding>) -> Result<()> {
    for (person, other) in super::namesakes::people(desk)? {
        found.push(Finding::from_error("person", "", super::namesakes::taken(&person, &other)));
    }
    Ok(())
}

/// A YAML file in a place where a record was probably meant.
fn stray(kinds: &Kinds, path: &str) -> Option<Finding> {
    let top = path.split('/').next()?;
    let homes = kinds.cards().any(|kind| kind.home.starts_with(&format!("{top}/")));
    (homes && path.ends_with(".yaml") && !path.contains("/files/")).then(|| {
        note(
            "record",
            path,
            "This file is no record: its path fits no kind.",
            "该文件不是记录: 路径不属于任何类型。",
        )
        .fix(
            "Rename it as docs/book-format.md says, or move it away.",
            "请按 docs/book-format.md 改名, 或移走。",
        )
    })
}

fn dangling(
    kinds: &Kinds,
    kind: &Kind,
    fields: &Map,
    path: &str,
    known: &HashSet<String>,
    found: &mut Vec<Finding>,
) {
    let mut links = Vec::new();
    for field in &kind.fields {
        if let Some(value) = fields.get(&field.name) {
            links_of(&field.name, &field.ty, value, &mut links);
        }
    }
    for (name, target, id) in links {
        let exists = match target {
            ANY => kinds.cards().any(|kind| known.contains(&format!("{}/{id}", kind.name))),
            target => known.contains(&format!("{target}/{id}")),
        };
        if !exists {
            found.push(
                note(
                    "link",
                    path,
                    format!("{name} names the {target} {id}, which does not exist."),
                    format!("{name} 指向不存在的{target} {id}。"),
                )
                .problem(),
            );
        }
    }
}

/// Links of a value, inside lists and groups too: path, kind and id.
fn links_of<'a>(path: &str, ty: &'a FieldType, value: &'a Value, into: &mut Vec<(String, &'a str, &'a str)>) {
    match (ty, value) {
        (FieldType::Link(target), Value::Text(id)) => into.push((path.to_owned(), target, id)),
        (FieldType::List(item), Value::List(items)) => {
            for (number, value) in items.iter().enumerate() {
                links_of(&format!("{path}.{number}"), item, value, into);
            }
        }
        (FieldType::Group(fields), Value::Map(map)) => {
            for field in fields {
                if let Some(value) = map.get(&field.name) {
                    links_of(&format!("{path}.{}", field.name), &field.ty, value, into);
                }
            }
        }
        _ => {}
    }
}

fn unknown(kind: &Kind, fields: &Map, path: &str, found: &mut Vec<Finding>) {
    for name in fields
        .keys()
        .filter(|name| kind.field(name).is_none() && !matches!(name.as_str(), RETIRED | CONFLICTS))
    {
        found.push(note(
            "record",
            path,
            format!("The field {name} is not in the schema; it is kept as it is."),
            format!("字段 {name} 不在 schema 中; 将原样保留。"),
        ));
    }
}

fn is_canonical(kind: &Kind, bytes: &[u8], fields: Map) -> bool {
    let text = String::from_utf8_lossy(bytes);
    write_document(modeline_of(&text), &ordered(kind, fields)) == text
}

/// Mends what can be mended without a choice: the index and the editors' schemas.
pub fn mend(desk: &mut Desk) -> Result<Option<String>> {
    desk.book.drop_projections();
    desk.book.set_merge_driver()?;
    let applied = desk.apply("doctor", false, &mut |desk| {
        let mut intent = super::Intent::new("doctor", "doctor: schemas for editors");
        for (path, content) in editor_schemas(&desk.kinds) {
            intent.file(path, Some(content));
        }
        Ok(intent)
    })?;
    desk.index()?;
    Ok(applied.commit)
}
