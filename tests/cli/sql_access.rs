//! Law 9: `kehu sql` shows a person the rows of the records that `kehu list` shows, and no way leads around that.

use std::collections::{BTreeMap, BTreeSet};

use kehu::ops::Desk;
use kehu::ops::tables::{Limits, Source, SqlCell, SqlTable, Wants};
use kehu::tables::Added;

use crate::world::World;

type Row = BTreeMap<String, SqlCell>;
type Rows = Vec<Row>;

/// The example company, with records whose stories cross: a pair kept apart, one that moved, one that was removed, a share.
fn company() -> World {
    let world = World::empty();
    let _ = world.kehu_in(".", &["demo", "book", "-q"]).ok();
    let wang = world.read("book/people/wang.yaml");
    world.write("book/people/wang.yaml", format!("{wang}security: 9\n"));
    let _ = world.git(&["commit", "-qam", "wang sees all"]);
    person(&world, "wang");
    // Pay is hidden from her too, unless she is cleared for it.
    let _ = world.kehu(&["set", "wang", "roles+=finance"]).ok();
    let ids = |sql: &str| -> Vec<String> {
        let rows = world.kehu(&["sql", sql, "--json"]).json();
        rows.as_array()
            .expect("rows")
            .iter()
            .map(|row| row["id"].as_str().expect("an id").to_owned())
            .collect()
    };
    let of = |who: &str| ids(&format!("select id from customer where owner = '{who}' order by id"));
    let (li, zhang) = (of("li"), of("zhang"));
    let _ = world.kehu(&["distinct", &li[0], &zhang[0]]).ok();
    let _ = world.kehu(&["distinct", &li[0], &li[1]]).ok();
    let moved = ids(
        "select o.id from opportunity o join customer c on c.id = o.customer where c.owner = 'zhang' order by o.id",
    );
    let _ = world.kehu(&["set", &moved[0], &format!("customer={}", li[2])]).ok();
    let _ = world.kehu(&["share", &zhang[1], "li"]).ok();
    let _ = world.kehu(&["set", &li[3], "security=5"]).ok();
    let _ = world.kehu(&["rm", &zhang[2]]).ok();
    let _ = world.kehu(&["new", "customer", "name=无主有限公司", "owner="]).ok();
    world
}

/// Who gives the commands from now on, in this process too.
fn person(world: &World, id: &str) {
    let _ = world.git(&["config", "user.email", &format!("{id}@mingyi.example")]);
}

fn ask(world: &World, sql: &str) -> kehu::error::Result<Vec<Vec<SqlCell>>> {
    let desk = Desk::open(&world.path("book"), None)?;
    let values = match sql.contains(":x(") {
        true => vec![("x(')".to_owned(), SqlCell::Int(1))],
        false => Vec::new(),
    };
    Ok(desk.tables(Wants::of(sql))?.ask(sql, &values, Limits::default())?.rows)
}

/// Every table with its rows.
fn everything(world: &World) -> Vec<(SqlTable, Rows)> {
    let desk = Desk::open(&world.path("book"), None).expect("a book");
    let mut tables = desk.tables(Wants::ALL).expect("tables");
    let all: Vec<SqlTable> = tables.shape().tables.clone();
    let read = |table: SqlTable| {
        let limits = Limits { rows: Some(5000), ..Limits::default() };
        let found = tables.ask(&format!("select * from \"{}\"", table.name), &[], limits).expect("rows");
        let row =
            |cells: Vec<SqlCell>| table.columns.iter().map(|column| column.name.clone()).zip(cells).collect();
        let rows = found.rows.into_iter().map(row).collect();
        (table, rows)
    };
    all.into_iter().map(read).collect()
}

/// What `kehu list` shows of each kind: what is in use, and all there is.
struct Seen(BTreeMap<String, BTreeSet<String>>, BTreeMap<String, BTreeSet<String>>);

fn seen(world: &World) -> Seen {
    let kinds = world.kehu(&["kinds", "--json"]).json();
    let (mut used, mut all) = (BTreeMap::new(), BTreeMap::new());
    for kind in kinds.as_array().expect("kinds") {
        let kind = kind["kind"].as_str().expect("a name");
        for (extra, into) in [(&[][..], &mut used), (&["--all"][..], &mut all)] {
            let rows = world.kehu(&[&["list", kind, "--json", "--limit", "100000"], extra].concat()).json();
            let ids = rows
                .as_array()
                .expect("rows")
                .iter()
                .map(|row| row["id"].as_str().expect("an id").to_owned());
            into.insert(kind.to_owned(), ids.collect::<BTreeSet<_>>());
        }
    }
    Seen(used, all)
}

fn text(row: &Row, column: &str) -> String {
    row.get(column).and_then(SqlCell::as_str).unwrap_or_default().to_owned()
}

/// True when a person who is shown this may see a row.
fn may(table: &SqlTable, row: &Row, seen: &Seen, whole: &Seen, moved: &BTreeSet<String>) -> Option<bool> {
    let in_use = |kind: &str, column: &str| seen.0[kind].contains(&text(row, column));
    Some(match &table.source {
        Source::Kind(kind) => in_use(kind, "id"),
        Source::List { kind, .. } | Source::Lacks(kind) | Source::Charges(kind) => in_use(kind, "parent"),
        Source::Added(Added::Duplicate) => in_use(&text(row, "kind"), "a") && in_use(&text(row, "kind"), "b"),
        Source::Added(Added::Changes) => {
            let beside = ["customer", "supplier"].map(|kind| whole.1[kind].contains(&text(row, "record")));
            let kind = match text(row, "kind").as_str() {
                "log" | "plan" | "assessment" if beside == [false, true] => "supplier".to_owned(),
                "log" | "plan" | "assessment" | "handover" => "customer".to_owned(),
                kind => kind.to_owned(),
            };
            // Of what is gone nobody can tell here whose it was.
            let id = text(row, "record");
            let sees = seen.1[&kind].contains(&id);
            // What happened before a record moved goes with the record in whose folder it was.
            (whole.1[&kind].contains(&id) && !(sees && moved.contains(&id))).then_some(sees)?
        }
        Source::Added(_) => true,
    })
}

#[test]
fn law_9_the_rows_of_each_person_are_those_of_the_records_they_are_shown() {
    let world = company();
    assert!(ask(&world, "select count(*) from main.customer").is_ok(), "wang sees all");
    let (whole, shown) = (everything(&world), seen(&world));
    let changes = whole.iter().find(|(table, _)| table.name == "changes").map(|(_, rows)| rows);
    let came = |row: &&Row| text(row, "field") == "customer" && !text(row, "old").is_empty();
    let moved: BTreeSet<String> =
        changes.expect("changes").iter().filter(came).map(|row| text(row, "record")).collect();
    assert!(!moved.is_empty());
    for id in ["li", "zhang", "chen", "smith", "nobody"] {
        person(&world, id);
        let shows = seen(&world);
        let mut hidden = 0;
        for ((table, all), (_, mine)) in whole.iter().zip(everything(&world)) {
            let mut right: Vec<&Row> = Vec::new();
            for row in all {
                match may(table, row, &shows, &shown, &moved) {
                    Some(true) => right.push(row),
                    Some(false) => hidden += 1,
                    None if mine.contains(row) => right.push(row),
                    None => {}
                }
            }
            let link = |row: &&&Row| table.name == "changes" && text(row, "field") == "customer";
            let (moves, others): (Vec<&Row>, Vec<&Row>) = right.iter().partition(|row| link(row));
            for row in &others {
                assert!(mine.contains(row), "{id} does not see in {}: {row:?}", table.name);
            }
            for row in &mine {
                assert!(
                    others.contains(&row) || moves.contains(&row),
                    "{id} sees in {}: {row:?}",
                    table.name
                );
            }
            // A record that came from a hidden one does not tell where it was.
            for row in mine.iter().filter(|row| link(&row)) {
                let old = text(row, "old");
                assert!(old.is_empty() || shows.1["customer"].contains(&old), "{id} is told of {old}");
            }
        }
        assert!(hidden > 300, "{id} is kept from {hidden} rows only");
    }
}

#[test]
fn law_9_no_question_gets_around_it() {
    let world = company();
    let all = ask(&world, "select id, name, phone from customer").expect("rows");
    person(&world, "li");
    let mine = ask(&world, "select id from customer").expect("rows");
    let count = SqlCell::Int(i64::try_from(mine.len()).expect("few"));
    let secrets: Vec<&str> = all
        .iter()
        .filter(|row| !mine.iter().any(|mine| mine[0] == row[0]))
        .filter_map(|row| row[0].as_str())
        .collect();
    assert!(secrets.len() > 10);
    let questions = [
        "select * from customer",
        "select * from main.customer",
        "select * from MAIN.customer",
        "select * from \"main\".\"customer\"",
        "select * from main\u{feff}.customer",
        "select * from main/**/./**/customer",
        "select * from (select * from customer) as main",
        "with customer as (select * from main.customer) select * from customer",
        "with customer as (select * from rows$customer) select * from customer",
        "with main as (select * from customer) select main.* from main",
        "with rows as (select * from customer) select * from rows",
        "with recursive customer(id) as (select id from main.customer) select * from customer",
        "select * from temp.customer union all select * from main.customer",
        "select * from customer union select * from customer",
        "select *, rowid from customer",
        "select (select group_concat(id) from customer)",
        "select * from log where parent in (select id from main.customer)",
        "select * from log where parent not in (select id from customer)",
        "select * from opportunity o left join customer c on c.id = o.customer",
        "select * from customer_contacts",
        "select * from customer_lacks",
        // `kehu list customer --all` shows where a merged record went.
        "select * from changes where field <> 'merged_into'",
        "select \"old\", \"new\" from changes where field = 'customer'",
        "select * from duplicate",
        "select * from \"distinct\"",
        "select * from sqlite_schema",
        "select * from customer_contacts indexed by rows$customer$id",
        "explain select * from customer",
        "explain query plan select * from customer",
        "select * from json_each((select json_group_array(id) from customer))",
        "select 1 in main.customer",
    ];
    for sql in questions {
        let Ok(rows) = ask(&world, sql) else { continue };
        for cell in rows.iter().flatten().filter_map(SqlCell::as_str) {
            for secret in &secrets {
                assert!(!cell.contains(secret), "{sql} tells {secret}: {cell}");
            }
        }
    }
    let counts = [
        "select count(*) from customer",
        "select count(*) from temp.customer",
        "select count(*) from main.customer",
        "select count(*) from main\u{feff}.customer",
        "select count(*) from [main] -- a\n/* b */ . customer",
        "select (select count(*) from main/**/.customer) + 0 * length('a')",
        "select (select count(*) from main/**/.customer) where :x(') or 'a'",
        "with x as (select count(*) from main.customer) select * from x",
        "with customer as (select 1 from main.customer) select count(*) from customer",
        "with customer as (select 1 from temp.customer) select count(*) from customer",
        "select count(*) from (select 1 from customer)",
        "select count(*) from customer as main",
        "select count(*) from customer a where exists (select 1 from main.customer)",
        "select sum(1) from customer",
        "select count(1) from (select 1 as x from main.customer union all select 2 where 0)",
    ];
    for sql in counts {
        if let Ok(rows) = ask(&world, sql) {
            assert_eq!(rows, [[count.clone()]], "{sql}");
        }
    }
}
