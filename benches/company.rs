//! A year of a company: `cargo bench --bench company`. Customers with their journals, opportunities, contracts and plans in a
//! bare book; `show`, `today`, `remind`, reports and a handover as whole processes, beside `git rev-parse HEAD`. Objects are packed
//! without deltas, as kehu packs them.
//!
//! 100,000 customers, 300,000 log entries, 50,000 opportunities, 20,000 contracts and 30,000 plans; `KEHU_BENCH_SCALE=10k`
//! for a tenth. `KEHU_BENCH_KEEP=DIR` leaves the book there; `-- tables` measures the SQL tables alone,
//! `-- sync` the bringing together of two clones, which git takes minutes for.

// A bench may panic and prints its table.
#![allow(clippy::expect_used, clippy::print_stdout)]

mod clones;
mod ground;

use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;

use ground::{Ground, KEHU, LEAVING, PEOPLE, RUNS, fill, id, median, ms, sqlite};

/// The SQL tables beside the `sqlite3` program, when it is there: building them, beside taking in the same rows from CSV; reports,
/// beside the same SQL on the same file; catching up after one commit, beside git.
fn tables(ground: &Ground, own: &dyn Fn(usize) -> String) {
    let state = ground.root.join("b/kehu");
    let file = state.join("tables.db");
    let count = ["sql", "select count(*) from customer"];
    let build = |_| {
        let _ = fs::remove_file(&file);
        ms(ground.time(KEHU, &count))
    };
    let built = (0..3).map(build).fold(f64::MAX, f64::min);
    println!("{:<40} {built:>9.2} ms", "tables: first build, best of 3");
    let (mut caught, mut git) = (Vec::new(), Vec::new());
    for number in 0..=RUNS {
        let id = own(number);
        let _ = ground.time(KEHU, &["log", &id, "--note", "表"]);
        let name = format!("id={id}");
        let taken = ground.time(KEHU, &["sql", "select name from customer where id = :id", &name]);
        let yardstick = ground.time("git", &["rev-parse", "HEAD"]);
        if number > 0 {
            caught.push(taken);
            git.push(yardstick);
        }
    }
    let (caught, git) = (ms(median(caught)), ms(median(git)));
    println!("{:<40} {caught:>9.2} ms {:>8.2} x", "tables: sql after one commit", caught / git);
    if Command::new("sqlite3").arg("--version").stdout(Stdio::null()).status().is_err() {
        return;
    }
    let folder = ground.root.join("csv");
    fs::create_dir_all(&folder).expect("a folder");
    let listed = Command::new("sqlite3")
        .arg(&file)
        .arg("select name from sqlite_master where type = 'view' order by name")
        .output()
        .expect("sqlite3 runs");
    let names = String::from_utf8_lossy(&listed.stdout).into_owned();
    let names: Vec<&str> = names.lines().collect();
    let mut dump = String::from(".mode csv\n.headers on\n");
    let mut take = String::from(".mode csv\n");
    for name in &names {
        let csv = folder.join(format!("{name}.csv"));
        dump.push_str(&format!(".once {}\nselect * from \"{name}\";\n", csv.display()));
    }
    let _ = sqlite(&file, &dump);
    for name in &names {
        let csv = folder.join(format!("{name}.csv"));
        if fs::metadata(&csv).is_ok_and(|data| data.len() > 0) {
            take.push_str(&format!(".import {} {name}\n", csv.display()));
        }
    }
    let fresh = ground.root.join("csv/fresh.db");
    let import = |_| {
        let _ = fs::remove_file(&fresh);
        ms(sqlite(&fresh, &take))
    };
    let imported = (0..3).map(import).fold(f64::MAX, f64::min);
    println!(
        "{:<40} {imported:>9.2} ms; build is {:.2} x",
        "sqlite3 .import of the same rows",
        built / imported
    );
    for report in ["customers", "activity", "receivable", "forecast", "stages", "sources"] {
        ground.beside_sqlite(report);
    }
}

fn main() {
    // `cargo test --benches` only asks whether it runs.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let count = if std::env::var("KEHU_BENCH_SCALE").as_deref() == Ok("10k") { 10_000 } else { 100_000 };
    let ground = Ground::new();
    fill(&ground, count, &|_| {});
    let clock = Instant::now();
    let _ = ground.time(KEHU, &["list", "customer", "--count"]);
    println!("{count} customers; index build {:.2} s", clock.elapsed().as_secs_f64());
    if std::env::args().any(|arg| arg == "sync") {
        return clones::sync(&ground, count);
    }
    let line = |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_owned()).collect() };
    println!("{:<40} {:>12} {:>10}", "", "median", "/git");
    let own = |number: usize| id("gs", (number * 7 * PEOPLE + 1) % count);
    if std::env::args().any(|arg| arg == "tables") {
        return tables(&ground, &own);
    }
    let log = |name: &str| ground.figure(name, RUNS, &|n| line(&["log", &own(n), "--call", "电话"]));
    for person in ["wang", "p1"] {
        ground.be(person);
        ground.figure(&format!("show ID ({person})"), RUNS, &|n| line(&["show", &own(n)]));
        ground.figure(&format!("today ({person})"), RUNS, &|_| line(&["today"]));
        ground.figure(&format!("remind ({person})"), RUNS, &|_| line(&["remind", "--who", "p1"]));
        ground.figure(&format!("list --limit 20 ({person})"), RUNS, &|_| {
            line(&["list", "customer", "status:potential AND level:>=4", "--limit", "20"])
        });
        log(&format!("log ({person})"));
    }
    ground.be("wang");
    ground.figure("today --team", 5, &|_| line(&["today", "--team"]));
    for report in ["forecast", "aging", "receivable", "sales", "value", "completeness", "quiet"] {
        ground.figure(&format!("report {report}"), 3, &|_| line(&["report", report]));
    }
    ground.figure("report stages", 1, &|_| line(&["report", "stages"]));
    tables(&ground, &own);
    let one = log("log, once more");
    let commits = |ground: &Ground| {
        let out = ground.command("git", &["rev-list", "--count", "HEAD"]).stdout(Stdio::piped()).output();
        String::from_utf8_lossy(&out.expect("git runs").stdout).trim().parse::<usize>().expect("a number")
    };
    let before = commits(&ground);
    let wall = ms(ground.time(KEHU, &["handover", "leaver", "p2"]));
    println!(
        "{:<40} {wall:>9.2} ms {:>8.2} x `log`, {} commit",
        format!("handover of {LEAVING} customers"),
        wall / one,
        commits(&ground) - before
    );
}
