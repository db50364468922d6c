//! `kehu sql` as people see it.

use crate::telling::told;
use crate::world::World;

/// A book with contacts, a log and money.
fn sold() -> World {
    let world = World::furnished();
    let _ = world.kehu(&["log", "jinke", "--call", "要求报价", "--at", "2026-11-20"]).ok();
    let contract = ["new", "contract", "number=HT-1", "name=OA", "customer=jinke", "amount=123456.70"];
    let _ = world.kehu(&[&contract[..], &["sign_date=2026-09-01"]].concat()).ok();
    world
}

fn session(world: &World) -> String {
    let schema = ["sql", "--schema"];
    let lines: [&[&str]; 22] = [
        &["sql", "select name, level, province from customer order by name"],
        &["sql", "select name, level, null as missing, 2.5 as half from customer order by level desc"],
        &["sql", "select number, amount, amount_currency as currency, sign_date from contract"],
        &[
            "sql",
            "select l.type, l.\"by\", substr(l.at, 1, 10) as day, c.name from log l join customer c on c.id = l.parent",
        ],
        &[
            "sql",
            "select name from customer where level >= :least and phone like :part",
            "least=2",
            "part=010%",
        ],
        &[
            "sql",
            "select :as_of as today, :n + 1 as number, :t as text, :d as part",
            "n=41",
            "t=0042",
            "d=2.5",
        ],
        &["sql", "select name from customer order by name", "--limit", "1"],
        &["sql", "select name from customer where level = 9"],
        &["sql", "select 1 as a, 2 as a, x'00ff' as b", "--json"],
        &["--schema", "log"],
        &["--schema", "quiet_policy", "--json"],
        &["--schema", "custmer"],
        &["sql", "select name from custmer"],
        &["sql", "select nmae from customer"],
        &["sql", "select name from customer where level > :least"],
        &["sql", "select name from customer where level > ?", "least=1"],
        &["sql", "select name from customer", "least=1"],
        &["sql", "select", "name", "from", "customer"],
        &["sql", "select 1; select 2"],
        &["sql", ""],
        &["sql", "all customers"],
        &["sql", "select zeroblob(100000000)"],
    ];
    let told = lines.iter().map(|words| match words {
        ["--schema", rest @ ..] => world.tell(&[&schema[..], rest].concat()),
        words => world.tell(words),
    });
    told.collect()
}

#[test]
fn a_session_in_both_languages() {
    let world = sold();
    insta::assert_snapshot!("sql_in_english", session(&world));
    world.in_chinese();
    insta::assert_snapshot!("sql_in_chinese", session(&world));
}

#[test]
fn every_format() {
    let world = sold();
    let sql = "select name, level, short_name from customer order by name";
    let formats = ["csv", "json", "md", "html", "yaml"];
    let session: String =
        formats.iter().map(|format| world.tell(&["sql", sql, "--format", format])).collect();
    insta::assert_snapshot!("sql_formats", session);
}

#[test]
fn a_question_may_come_from_standard_input() {
    let world = sold();
    let run = world.kehu_with(
        "book",
        &["sql", "-", "least=3"],
        "-- the best\nselect name from customer\nwhere level >= :least;\n",
    );
    assert_eq!(run.ok(), "name\n惠普中国有限公司\n");
    let _ = world.kehu_with("book", &["sql", "-"], "").fails(2);
    let _ = world.kehu(&["sql"]).fails(2);
    let _ = world.kehu(&["sql", "select 1", "--timeout", "0"]).fails(2);
}

#[test]
fn the_schema_of_all_tables() {
    let world = World::new();
    let tables = world.kehu(&["sql", "--schema", "--json"]).json();
    for table in tables.as_array().expect("tables") {
        let (name, columns) = (table["table"].as_str().expect("a name"), &table["columns"]);
        let columns: Vec<String> =
            columns.as_array().expect("columns").iter().map(|column| column["name"].to_string()).collect();
        let sql = format!("select {} from \"{name}\" limit 1", columns.join(", "));
        let _ = world.kehu(&["sql", &sql]).ok();
    }
    insta::assert_snapshot!("sql_schema", told(&world.kehu(&["sql", "--schema"])));
    world.in_chinese();
    insta::assert_snapshot!("sql_schema_in_chinese", told(&world.kehu(&["sql", "--schema"])));
}

#[test]
fn two_clocks() {
    let world = sold();
    let sql = "select level from customer where short_name = 'HP'";
    let _ = world.git(&["tag", "before"]);
    let _ = world.kehu(&["set", "HP", "level=7"]).ok();
    assert_eq!(world.kehu(&["sql", sql]).ok(), "level\n    7\n");
    for at in ["before", "HEAD~1"] {
        assert_eq!(world.kehu(&["sql", sql, "--at", at]).ok(), "level\n    3\n");
    }
}
