//! A year of a company: `cargo bench --bench company`. Customers with their journals, opportunities, contracts and plans in a
//! bare book; `show`, `today`, `remind`, reports and a handover as whole processes, beside `git rev-parse HEAD`. Objects are packed
//! without deltas, as kehu packs them.
//!
//! 100,000 customers, 300,000 log entries, 50,000 opportunities, 20,000 contracts and 30,000 plans; `KEHU_BENCH_SCALE=10k`
//! for a tenth. `KEHU_BENCH_KEEP=DIR` leaves the book there; `-- tables` measures the SQL tables alone.

// A bench may panic and prints its table.
#![allow(clippy::expect_used, clippy::print_stdout)]

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The program under test.
const KEHU: &str = env!("CARGO_BIN_EXE_kehu");
/// Counted runs of each command.
const RUNS: usize = 15;
/// Customers of the colleague who leaves.
const LEAVING: usize = 1000;
/// People who share the other customers.
const PEOPLE: usize = 99;
/// The day everything is looked at.
const NOW: &str = "2026-11-23T09:00:00+08:00";

/// Ids of customers: a slug and four letters, as kehu makes them.
fn id(stem: &str, number: usize) -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mixed = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
    let tail: String = (0..4).map(|at| char::from(LETTERS[(mixed >> (5 * at) & 31) as usize])).collect();
    format!("{stem}{number}-{tail}")
}

/// A day in the year before [`NOW`], or after it when negative.
fn day(ago: i64) -> String {
    let start = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    (start - chrono::Duration::days(ago)).to_string()
}

/// Writes the book's files as a stream for `git fast-import`.
struct Stream<W: Write>(W);

impl<W: Write> Stream<W> {
    fn file(&mut self, path: &str, text: &str) {
        write!(self.0, "M 100644 inline {path}\ndata {}\n{text}\n", text.len()).expect("written");
    }

    fn company(&mut self, count: usize) {
        let message = "the company";
        write!(
            self.0,
            "commit refs/heads/main\ncommitter Wang <wang@bench.example> 1700000000 +0800\ndata {}\n{message}\nfrom refs/heads/main^0\n",
            message.len()
        )
        .expect("written");
        for number in 0..PEOPLE {
            let text = format!("name: 同事{number}\nemail: p{number}@bench.example\nreports_to: wang\n");
            self.file(&format!("people/p{number}.yaml"), &text);
        }
        let leaver = "name: 离职同事\nemail: leaver@bench.example\nreports_to: wang\n";
        self.file("people/leaver.yaml", leaver);
        for number in 0..count {
            self.customer(number, count);
        }
        writeln!(self.0).expect("written");
    }

    fn customer(&mut self, number: usize, count: usize) {
        let customer = id("gs", number);
        let every = count / LEAVING;
        let owner = match number % every {
            0 => "leaver".to_owned(),
            _ => format!("p{}", number % PEOPLE),
        };
        let folder = format!("customers/{}/{customer}", &customer[customer.len() - 2..]);
        let status = ["basic", "potential", "won", "basic"][number % 4];
        let level = number % 7 + 1;
        let birthday = format!("19{:02}-{:02}-{:02}", 60 + number % 40, number % 12 + 1, number % 28 + 1);
        let schema = |kind: &str, up: usize| {
            format!("# yaml-language-server: $schema={}.kehu/schemas/{kind}.json\n", "../".repeat(up))
        };
        let card = format!(
            "{}name: 上海金科{number}电子有限公司\nshort_name: Jinke{number}\nstatus: {status}\nlevel: {level}\nowner: {owner}\n\
             security: 0\nphone: 021-5{number:07}\ncity: 上海市\ncontacts:\n  - name: 张{number}\n    mobile: \"139{number:08}\"\n    birthday: \"{birthday}\"\n",
            schema("customer", 3)
        );
        self.file(&format!("{folder}/customer.yaml"), &card);
        let mut log = schema("log", 3);
        for at in 0..3 {
            let entry = id("", number * 3 + at).replace('-', "0");
            let ago = i64::try_from((number * 7 + at * 31) % 360).expect("small");
            log.push_str(&format!(
                "---\nid: e{entry:0>9}\nat: \"{}T10:00:00+08:00\"\nby: {owner}\ntype: call\ntext: 第 {at} 次电话, 谈到报价和交付时间\n",
                day(ago)
            ));
        }
        self.file(&format!("{folder}/log.yaml"), &log);
        if number / PEOPLE % 10 < 3 {
            let ago = i64::try_from(number % 60).expect("small") - 40;
            let plan = format!(
                "{}---\nid: p{:0>9}\nat: \"{}T10:00:00+08:00\"\nby: {owner}\ndate: \"{}\"\ntext: 回访\nwho: {owner}\n",
                schema("plan", 3),
                number,
                day(ago + 30),
                day(ago)
            );
            self.file(&format!("{folder}/plans.yaml"), &plan);
        }
        if number.is_multiple_of(2) {
            let opportunity = id("jihui", number);
            let (stage, odds) =
                [("lead", 10), ("proposal", 50), ("won", 100), ("negotiation", 75)][number / 2 % 4];
            let text = format!(
                "{}name: 机会{number}\ncustomer: {customer}\nowner: {owner}\nstage: {stage}\namount: {}00.00 CNY\nprobability: {odds}\nexpected: \"{}\"\n",
                schema("opportunity", 4),
                number % 5000 + 10,
                day(-i64::try_from(number % 200).expect("small"))
            );
            self.file(&format!("{folder}/opportunities/{opportunity}.yaml"), &text);
        }
        if number.is_multiple_of(5) {
            let signed = i64::try_from(number % 300).expect("small");
            let text = format!(
                "{}number: HT-{number}\nname: 合同{number}\ncustomer: {customer}\nowner: {owner}\ndirection: receivable\nstate: signed\n\
                 sign_date: \"{}\"\namount: 100000.00 CNY\nschedule:\n  - due: \"{}\"\n    amount: 60000.00 CNY\n  - due: \"{}\"\n    amount: 40000.00 CNY\n\
                 payments:\n  - \"on\": \"{}\"\n    amount: 50000.00 CNY\n",
                schema("contract", 4),
                day(signed),
                day(signed - 10),
                day(signed - 100),
                day(signed)
            );
            self.file(&format!("{folder}/contracts/ht-{number}.yaml"), &text);
        }
    }
}

/// A book and who works in it.
struct Ground {
    root: PathBuf,
    _own: Option<tempfile::TempDir>,
}

impl Ground {
    fn new() -> Self {
        let (root, own) = match std::env::var_os("KEHU_BENCH_KEEP") {
            Some(folder) => (PathBuf::from(folder), None),
            None => {
                let own = tempfile::tempdir().expect("a folder");
                (own.path().to_owned(), Some(own))
            }
        };
        fs::create_dir_all(&root).expect("a folder");
        let ground = Self { root, _own: own };
        ground.be("wang");
        ground
    }

    fn be(&self, person: &str) {
        let text = format!(
            "[user]\n\tname = {person}\n\temail = {person}@bench.example\n[gc]\n\tauto = 0\n[init]\n\tdefaultBranch = main\n"
        );
        fs::write(self.root.join(".gitconfig"), text).expect("git's configuration");
    }

    fn command(&self, program: &str, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.arg("-C").arg(self.root.join("b")).args(words).env("HOME", &self.root);
        for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"] {
            command.env_remove(name);
        }
        command.env("GIT_CONFIG_NOSYSTEM", "1").env_remove("XDG_CONFIG_HOME").env("LANG", "C.UTF-8");
        command.env("KEHU_NOW", NOW).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn time(&self, program: &str, words: &[&str]) -> Duration {
        let clock = Instant::now();
        let status = self.command(program, words).status().expect("the program runs");
        let wall = clock.elapsed();
        assert!(status.success(), "{program} {words:?} ended with {status}");
        wall
    }

    /// A command beside `git rev-parse HEAD`, run in turn; the first round warms up.
    fn figure(&self, name: &str, runs: usize, words: &dyn Fn(usize) -> Vec<String>) -> f64 {
        let (mut own, mut git) = (Vec::new(), Vec::new());
        for number in 0..=runs {
            let words = words(number);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let taken = self.time(KEHU, &words);
            let yardstick = self.time("git", &["rev-parse", "HEAD"]);
            if number > 0 {
                own.push(taken);
                git.push(yardstick);
            }
        }
        let (own, git) = (ms(median(own)), ms(median(git)));
        println!("{name:<40} {own:>9.2} ms {:>8.2} x", own / git);
        own
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn fill(ground: &Ground, count: usize) {
    let place = ground.root.join("b");
    if Path::new(&place).exists() {
        return;
    }
    fs::create_dir(&place).expect("a folder");
    let _ = ground.time(KEHU, &["init", &place.display().to_string(), "--bare", "--lang", "zh-CN"]);
    let mut child = ground
        .command("git", &["fast-import", "--quiet", "--force", "--depth=0"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("git runs");
    let mut stream = Stream(BufWriter::new(child.stdin.take().expect("a pipe")));
    stream.company(count);
    drop(stream);
    assert!(child.wait().expect("git runs").success());
}

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
    let sqlite = |base: &Path, script: &str| {
        let clock = Instant::now();
        let mut child = Command::new("sqlite3")
            .arg(base)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("sqlite3 runs");
        child.stdin.take().expect("a pipe").write_all(script.as_bytes()).expect("written");
        assert!(child.wait().expect("ended").success());
        ms(clock.elapsed())
    };
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
    sqlite(&file, &dump);
    for name in &names {
        let csv = folder.join(format!("{name}.csv"));
        if fs::metadata(&csv).is_ok_and(|data| data.len() > 0) {
            take.push_str(&format!(".import {} {name}\n", csv.display()));
        }
    }
    let fresh = ground.root.join("csv/fresh.db");
    let import = |_| {
        let _ = fs::remove_file(&fresh);
        sqlite(&fresh, &take)
    };
    let imported = (0..3).map(import).fold(f64::MAX, f64::min);
    println!(
        "{:<40} {imported:>9.2} ms; build is {:.2} x",
        "sqlite3 .import of the same rows",
        built / imported
    );
    for report in ["customers", "activity", "receivable", "forecast", "stages", "sources"] {
        let out = ground.command(KEHU, &["report", report, "--sql"]).stdout(Stdio::piped()).output();
        let sql = format!("{};\n", String::from_utf8_lossy(&out.expect("kehu runs").stdout).trim_end());
        let _ = ground.time(KEHU, &["report", report]);
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..5 {
            ours.push(ms(ground.time(KEHU, &["report", report, "--format", "csv"])));
            theirs.push(sqlite(&file, &sql));
        }
        ours.sort_by(f64::total_cmp);
        theirs.sort_by(f64::total_cmp);
        println!(
            "{:<40} {:>9.2} ms; {:.2} x of sqlite3's {:.2} ms",
            format!("report {report}"),
            ours[2],
            ours[2] / theirs[2],
            theirs[2]
        );
    }
}

fn main() {
    // `cargo test --benches` only asks whether it runs.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let count = if std::env::var("KEHU_BENCH_SCALE").as_deref() == Ok("10k") { 10_000 } else { 100_000 };
    let ground = Ground::new();
    fill(&ground, count);
    let clock = Instant::now();
    let _ = ground.time(KEHU, &["list", "customer", "--count"]);
    println!("{count} customers; index build {:.2} s", clock.elapsed().as_secs_f64());
    println!("{:<40} {:>12} {:>10}", "", "median", "/git");
    let line = |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_owned()).collect() };
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
