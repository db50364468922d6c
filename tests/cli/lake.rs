//! `kehu export --parquet`: all tables as Parquet files, read back by another reader.

use std::collections::BTreeMap;
use std::fs::File;

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;

use crate::world::World;

fn open(world: &World, lake: &str, table: &str) -> SerializedFileReader<File> {
    let file = File::open(world.path(&format!("{lake}/{table}/part-0.parquet"))).expect(table);
    SerializedFileReader::new(file).expect(table)
}

/// The rows of a table as JSON.
fn rows(world: &World, lake: &str, table: &str) -> Vec<Value> {
    let reader = open(world, lake, table);
    let rows = reader.get_row_iter(None).expect(table);
    let json = |field: &Field| match field {
        Field::Null => Value::Null,
        Field::Str(text) => text.as_str().into(),
        Field::Long(number) => (*number).into(),
        Field::Bool(yes) => (*yes).into(),
        Field::Double(number) => (*number).into(),
        decimal @ Field::Decimal(_) => decimal.to_string().into(),
        other => panic!("{other:?}"),
    };
    rows.map(|row| {
        row.expect("a row").get_column_iter().map(|(name, field)| (name.clone(), json(field))).collect()
    })
    .collect()
}

/// Every file below a folder, with its bytes.
fn files(world: &World, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(world.path(folder)).expect(folder) {
        let place = format!("{folder}/{}", entry.expect("an entry").file_name().to_string_lossy());
        match world.path(&place).is_dir() {
            true => found.append(&mut files(world, &place)),
            false => {
                found.insert(place.clone(), std::fs::read(world.path(&place)).expect("bytes"));
            }
        }
    }
    found
}

fn sql(world: &World, query: &str) -> Value {
    world.kehu_in("book", &["sql", query, "--json"]).json()
}

#[test]
fn the_example_book_has_the_rows_that_sql_has() {
    let world = World::empty();
    let _ = world.kehu_in(".", &["demo", "book", "--no-input"]).ok();
    let json = world.kehu(&["export", "--parquet", "../lake", "--as-of", "2026-06-30", "--json"]).json();
    assert_eq!(json["folder"], "../lake");
    assert_eq!(json["commit"].as_str(), Some(world.git(&["rev-parse", "HEAD"]).trim()));
    let schema = world.kehu(&["sql", "--schema", "--json"]).json();
    let (told, known) = (json["tables"].as_array().expect("tables"), schema.as_array().expect("a schema"));
    assert_eq!(told.len(), known.len());
    for (told, known) in told.iter().zip(known) {
        let table = told["table"].as_str().expect("a name");
        assert_eq!(Some(table), known["table"].as_str());
        let reader = open(&world, "lake", table);
        let file = reader.metadata().file_metadata();
        let counted = sql(&world, &format!("select count(*) as n from \"{table}\""));
        assert_eq!(
            (&told["rows"], &Value::from(file.num_rows())),
            (&counted[0]["n"], &counted[0]["n"]),
            "{table}"
        );
        let columns = file.schema_descr().columns().iter().map(|column| column.name().to_owned());
        let wanted =
            known["columns"].as_array().expect("columns").iter().map(|column| column["name"].as_str());
        assert_eq!(
            columns.map(Some).collect::<Vec<_>>(),
            wanted.map(|name| name.map(str::to_owned)).collect::<Vec<_>>()
        );
        let said = file.key_value_metadata().expect("what is said");
        let said: BTreeMap<_, _> =
            said.iter().map(|pair| (pair.key.as_str(), pair.value.as_deref())).collect();
        assert_eq!(said["kehu.commit"], json["commit"].as_str());
        assert_eq!(said["kehu.version"], Some(env!("CARGO_PKG_VERSION")));
        assert!(said["kehu.at"].is_some_and(|at| at.starts_with("2026-11-23T")));
    }
    let ours = sql(&world, "select id, amount, amount_currency from contract order by id");
    let mut theirs = rows(&world, "lake", "contract");
    theirs.sort_by_key(|row| row["id"].to_string());
    assert!(!theirs.is_empty());
    for (ours, theirs) in ours.as_array().expect("rows").iter().zip(&theirs) {
        assert_eq!((&ours["id"], &ours["amount_currency"]), (&theirs["id"], &theirs["amount_currency"]));
        let exact = theirs["amount"].as_str().map(|text| text.parse::<f64>().expect("a decimal"));
        assert_eq!(ours["amount"].as_f64(), exact);
    }
}

#[test]
fn an_earlier_export_is_replaced_and_nothing_else() {
    let world = World::furnished();
    std::fs::create_dir(world.path("lake")).expect("an empty folder may stand there");
    let said = world.kehu(&["export", "--parquet", "../lake"]);
    assert!(said.stderr.contains("tables with ") && said.stdout.is_empty(), "{said:?}");
    assert_eq!(rows(&world, "lake", "customer").len(), 2);
    let _ = world.kehu(&["new", "customer", "name=深圳云帆科技有限公司"]).ok();
    let _ = world.kehu(&["export", "--parquet", "../lake"]).ok();
    assert_eq!(rows(&world, "lake", "customer").len(), 3);
    let _ = world.kehu(&["export", "--parquet", "../past", "--at", "HEAD~1"]).ok();
    assert_eq!(rows(&world, "past", "customer").len(), 2);
    let commit = world.git(&["rev-parse", "HEAD~1"]);
    assert!(world.read("past/_kehu.json").contains(commit.trim()));

    world.write("lake/customer/notes.txt", "mine");
    let before = files(&world, "lake");
    let said = world.kehu(&["export", "--parquet", "../lake"]).fails(6);
    assert!(said.contains("../lake holds customer/notes.txt, which no export wrote"), "{said}");
    assert_eq!(files(&world, "lake"), before);

    world.write("papers/plan.txt", "mine");
    world.write("papers/file", "mine");
    let before = files(&world, "papers");
    for folder in ["../papers", "../papers/file", "/", ".", "customers"] {
        let said = world.kehu(&["export", "--parquet", folder]).fails(6);
        assert!(said.contains(&format!("{folder} exists and is no earlier export")), "{said}");
    }
    world.in_chinese();
    let said = world.kehu(&["export", "--parquet", "../papers"]).fails(6);
    assert!(said.contains("../papers 已存在, 且不是之前的导出"), "{said}");
    assert_eq!(files(&world, "papers"), before);
    let beside = std::fs::read_dir(world.path("")).expect("the world");
    let beside = beside.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let left: Vec<String> = beside.filter(|name| name.ends_with(".new") || name.ends_with(".old")).collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(world.git(&["status", "--short"]).is_empty());
}

#[test]
fn an_export_in_the_book_is_no_part_of_it() {
    let world = World::furnished();
    let _ = world.kehu(&["export", "--parquet", "lake"]).ok();
    assert!(world.git(&["status", "--short"]).is_empty());
    assert_eq!(world.kehu(&["status", "--json"]).json()["edits"], serde_json::json!([]));
    let _ = world.kehu(&["export", "--parquet", "lake"]).ok();
    assert_eq!(rows(&world, "book/lake", "customer").len(), 2);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_stays_a_link() {
    let world = World::furnished();
    std::fs::create_dir(world.path("disk")).expect("a folder");
    std::os::unix::fs::symlink("disk", world.path("lake")).expect("a link");
    for _ in 0..2 {
        let _ = world.kehu(&["export", "--parquet", "../lake"]).ok();
        assert!(world.path("lake").is_symlink());
        assert_eq!(rows(&world, "disk", "customer").len(), 2);
    }
}

#[test]
fn a_rehearsal_counts_and_writes_nothing() {
    let world = World::furnished();
    let run = world.kehu(&["export", "--parquet", "../a/lake", "-n"]);
    assert!(run.stderr.contains("nothing was written"), "{run:?}");
    let customers = run.stdout.lines().find(|line| line.starts_with("customer ")).expect("a line");
    assert!(customers.trim_end().ends_with(" 2"), "{customers}");
    let json = world.kehu(&["export", "--parquet", "../a/lake", "-n", "--json"]).json();
    assert!(
        json["tables"]
            .as_array()
            .expect("tables")
            .contains(&serde_json::json!({"table": "customer", "rows": 2}))
    );
    assert!(!world.path("a").exists());
    let _ = world.kehu(&["export", "--parquet", "../a/lake"]).ok();
    assert_eq!(rows(&world, "a/lake", "customer").len(), 2);
}

#[test]
fn what_is_hidden_from_a_person_is_in_none_of_their_tables() {
    let world = World::furnished();
    let _ = world.kehu(&["new", "person", "name=李强", "email=li@mingyi.example", "reports_to=wang"]).ok();
    let _ = world.kehu(&["log", "HP", "绝密"]).ok();
    world.be("li");
    let _ = world.kehu(&["new", "customer", "name=深圳云帆科技有限公司"]).ok();
    let _ = world.kehu(&["export", "--parquet", "../li"]).ok();
    world.be("wang");
    let _ = world.kehu(&["export", "--parquet", "../wang"]).ok();
    let count = |lake: &str, table: &str| rows(&world, lake, table).len();
    assert_eq!((count("li", "customer"), count("wang", "customer")), (1, 3));
    assert_eq!((count("li", "log"), count("wang", "log")), (0, 1));
    let told = |lake: &str| {
        let tables = ["customer", "customer_contacts", "log", "changes", "duplicate"];
        tables.map(|table| format!("{:?}", rows(&world, lake, table))).concat()
    };
    for secret in ["绝密", "惠普", "张伟"] {
        assert!(told("wang").contains(secret) && !told("li").contains(secret), "{secret}");
    }
}

#[test]
fn all_tables_are_no_choice_of_records() {
    let world = World::furnished();
    for words in
        [&["customer"][..], &["customer", "status:lead"], &["--as", "csv"], &["-o", "x.csv"], &["--all"]]
    {
        let said = world.kehu(&[&["export", "--parquet", "../lake"], words].concat()).fails(2);
        assert!(
            said.contains("takes no kind, query") && said.contains("kehu export --parquet ../lake"),
            "{said}"
        );
    }
    let said = world.kehu(&["export"]).fails(2);
    assert!(said.contains("<KIND"), "{said}");
    world.in_chinese();
    let said = world.kehu(&["export", "customer", "--parquet", "../lake"]).fails(2);
    assert!(said.contains("--parquet 写出所有表的全部行"), "{said}");
    assert!(!world.path("lake").exists());
}
