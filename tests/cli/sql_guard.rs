//! `kehu sql` reads the tables and nothing else, within its time and memory (law 10).

use std::time::{Duration, Instant};

use crate::world::World;

/// Everything below the book but the tables and what is found with them.
fn files(world: &World) -> Vec<String> {
    let run = world.command("find", ".").args([".", "-type", "f", "-not", "-path", "*/.git/kehu/*"]).output();
    let mut found: Vec<String> =
        String::from_utf8_lossy(&run.expect("find").stdout).lines().map(str::to_owned).collect();
    found.sort();
    found
}

#[test]
fn law_10_sql_reads_the_tables_and_nothing_else() {
    let world = World::furnished();
    world.write("secret.txt", "绝密内容");
    let _ = world.kehu(&["sql", "select 1"]).ok();
    let (before, tables) = (files(&world), std::fs::read(world.path("book/.git/kehu/tables.db")));
    let secret = world.path("secret.txt").display().to_string();
    let refused = [
        "insert into customer (id) values ('x')",
        "insert into rows$customer values (1)",
        "update customer set level = 9",
        "update customer set level = 9 returning *",
        "delete from customer",
        "replace into rate values ('XXX', 1)",
        "with x as (select 1) delete from log",
        "create table stolen (a)",
        "create temp table stolen as select * from customer",
        "create view stolen as select * from customer",
        "create temp view customer as select 1",
        "create temp trigger t after insert on x begin select 1; end",
        "create virtual table t using fts5(a)",
        "create virtual table temp.t using dbstat(main)",
        "drop view customer",
        "alter table rows$customer rename to x",
        "reindex",
        "analyze",
        "begin",
        "commit",
        "rollback",
        "savepoint s",
        "attach 'stolen.db' as other",
        "attach ':memory:' as other",
        "detach main",
        "vacuum",
        "vacuum into 'stolen.db'",
        "pragma user_version",
        "pragma writable_schema = 1",
        "pragma query_only = 0",
        "pragma journal_mode = wal",
        "pragma temp_store_directory = '/tmp'",
        "pragma hard_heap_limit = 0",
        "select load_extension('x')",
        "select readfile('x')",
        "select writefile('x', 'y')",
        "select edit('x')",
        "select fts3_tokenizer('simple')",
        "select * from readfile('x')",
        "select * from fsdir('.')",
        "select * from sqlite_master",
        "select count(*) from sqlite_schema",
        "select * from temp.sqlite_master",
        "select count(*) from sqlite_temp_schema",
        "select * from sqlite_stat1",
        "select count(*) from sqlite_stat1",
        "select * from sqlite_dbpage",
        "select * from dbstat",
        "select count(*) from dbstat",
        "select * from pragma_table_list",
        "select count(*) from pragma_database_list",
        "select * from pragma_table_info('customer')",
        "select * from bytecode('select 1')",
        "select * from rows$customer",
        "select count(*) from \"ROWS$customer\"",
        "select * from rows$$card",
        "select total_changes()",
        "select last_insert_rowid()",
        "select rowid from customer",
        "select 1; drop view customer",
    ];
    for sql in refused {
        let run = world.kehu(&["sql", sql]);
        assert_eq!(run.code, 2, "{sql}: {run:?}");
        assert_eq!(run.stdout, "", "{sql}");
    }
    let run = world.kehu(&["sql", &format!("select readfile('{secret}')")]);
    assert!(!run.stdout.contains("绝密"), "{run:?}");
    assert_eq!(files(&world), before, "nothing was written");
    let after = std::fs::read(world.path("book/.git/kehu/tables.db"));
    assert!(tables.is_ok_and(|tables| Some(tables) == after.ok()), "the tables are as they were");
    assert_eq!(world.kehu(&["sql", "select count(*) from customer"]).ok(), "count(*)\n       2\n");
}

#[test]
fn law_10_a_question_ends_in_time() {
    let world = World::furnished();
    let endless = "with recursive n(i) as (select 1 union all select i + 1 from n) ";
    let questions = [
        "select max(i) from n",
        "select i from n where i < 0",
        "select count(*) from n a, n b",
        "select i from n order by i desc",
        "select exists (select 1 from n where i < 0)",
    ];
    for question in questions {
        let start = Instant::now();
        let run = world.kehu(&["sql", &format!("{endless}{question}"), "--timeout", "1", "--json"]);
        assert!(run.clone().fails(1).contains("too-slow"), "{question}: {run:?}");
        assert!(start.elapsed() < Duration::from_secs(20), "{question} took {:?}", start.elapsed());
    }
    let first = world.kehu(&["sql", &format!("{endless}select i from n"), "--limit", "3"]);
    assert_eq!(first.ok().lines().count(), 4);
}

#[test]
fn law_10_a_question_has_so_much_memory_and_no_more() {
    let world = World::furnished();
    let doubling =
        "with recursive t(x) as (select 'abcdefgh' union all select x || x from t) select length(x) from t";
    let questions = [
        "select zeroblob(1000000000)",
        "select randomblob(100000000)",
        "select printf('%.*c', 100000000, 'x')",
        "select group_concat(a.day || b.day) from calendar a, calendar b where b.number < 7400",
        doubling,
        "with recursive n(i) as (select 1 union all select i + 1 from n) select printf('%.*c', 8000000, 'x') from n",
    ];
    for question in questions {
        let run = world.kehu(&["sql", question, "--json"]);
        assert!(run.clone().fails(1).contains("too-slow"), "{question}: {run:?}");
    }
}

/// A book whose schemas use words of SQL and names that kehu uses itself.
fn hostile() -> World {
    let world = World::new();
    let kind = |name: &str, fields: &[&str]| {
        let fields: String = fields.iter().map(|field| format!("  {field}\n")).collect();
        world.write(
            &format!("book/schemas/odd/{name}.yaml"),
            format!(
                "type: object\nproperties:\n{fields}x-kehu:\n  home: {name}s/{{id}}.yaml\n  name: title\n"
            ),
        );
    };
    let text = "{type: string}";
    let list = "{type: array, items: {type: string}}";
    kind(
        "order",
        &[
            &format!("title: {text}"),
            &format!("select: {text}"),
            &format!("group: {list}"),
            &format!("n: {text}"),
        ],
    );
    kind("group", &[&format!("title: {text}"), &format!("rowid: {text}"), &format!("_rowid_: {text}")]);
    for name in
        ["card", "said", "seen", "changes", "sqlite_stuff", "customer_contacts", "name", "a-b", "order_group"]
    {
        kind(name, &[&format!("title: {text}"), &format!("parent: {text}")]);
    }
    let money = "{type: string, format: money}";
    kind(
        "money",
        &[&format!("title: {text}"), &format!("amount: {money}"), &format!("amount_currency: {text}")],
    );
    for (place, body) in [
        ("orders/o1", "title: 甲\nselect: x\ngroup: [a, b]\nn: five\n"),
        ("cards/c1", "title: 乙\nparent: p\n"),
        ("saids/s1", "title: 丙\n"),
        ("changess/d1", "title: 丁\n"),
        ("sqlite_stuffs/e1", "title: 戊\n"),
        ("moneys/m1", "title: 己\namount: 12.50 CNY\namount_currency: mine\n"),
        ("a-bs/f1", "title: 庚\n"),
        ("names/n1", "title: 辛\n"),
    ] {
        world.write(&format!("book/{place}.yaml"), body);
    }
    let _ = world.git(&["add", "-A"]);
    let _ = world.git(&["commit", "-qm", "odd kinds"]);
    world
}

#[test]
fn kinds_and_fields_may_be_named_like_anything() {
    let world = hostile();
    let check = |sql: &str, rows: serde_json::Value| {
        assert_eq!(world.kehu(&["sql", sql, "--json"]).json(), rows, "{sql}");
    };
    let questions = || {
        check("select \"select\", n from \"order\"", serde_json::json!([{"select": "x", "n": "five"}]));
        check("select title, parent from order_group_2", serde_json::json!([]));
        check(
            "select value from order_group order by position",
            serde_json::json!([{"value": "a"}, {"value": "b"}]),
        );
        check("select title, parent from card", serde_json::json!([{"title": "乙", "parent": "p"}]));
        check("select title from said", serde_json::json!([{"title": "丙"}]));
        check("select title from changes_2", serde_json::json!([{"title": "丁"}]));
        check("select title from kind_sqlite_stuff", serde_json::json!([{"title": "戊"}]));
        check("select title from \"a-b\"", serde_json::json!([{"title": "庚"}]));
        check("select title from name", serde_json::json!([{"title": "辛"}]));
        check(
            "select amount, amount_currency, amount_currency_2 from money",
            serde_json::json!([{"amount": 12.5, "amount_currency": "CNY", "amount_currency_2": "mine"}]),
        );
        check("select count(*) as n from \"group\"", serde_json::json!([{"n": 0}]));
        check(
            "select count(*) > 0 as some from changes where kind = 'changes'",
            serde_json::json!([{"some": 1}]),
        );
    };
    questions();
    let _ = world.kehu(&["new", "person", "name=李强", "email=li@mingyi.example"]).ok();
    world.be("li");
    questions();
}

#[test]
fn law_10_control_characters_never_reach_the_reader() {
    let world = World::furnished();
    let card = world.card("HP");
    world.write(
        &card,
        world.read(&card).replace("name: 惠普中国有限公司", "name: \"\\e[31m红\\a\\u202Etxt\\u0085\""),
    );
    let _ = world.git(&["commit", "-qam", "hostile"]);
    let raw = |text: &str| {
        text.chars().any(|c| {
            (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
    };
    let questions = [
        "select name from customer",
        "select char(27) || '[2J' as \"a\u{1b}[31m\u{202e}\"",
        "select nothing\u{1b}[31m from customer",
        "select * from \"\u{1b}[31m\"",
        "select * from changes",
        "\u{1b}[31m",
        "select :\u{1b}",
    ];
    for question in questions {
        for format in ["table", "md", "html", "csv", "json", "yaml"] {
            let run = world.kehu(&["sql", question, "--format", format]);
            assert!(!raw(&run.stdout) && !raw(&run.stderr), "{question:?} {format}: {run:?}");
        }
    }
    for name in ["\u{1b}[31m", "a\u{202e}=1"] {
        let run = world.kehu(&["sql", "select 1", name]);
        assert!(!raw(&run.stderr), "{run:?}");
    }
}
