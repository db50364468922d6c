//! A year of a company in a bare book, and its commands as whole processes beside `git rev-parse HEAD`.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The program under test.
pub const KEHU: &str = env!("CARGO_BIN_EXE_kehu");
/// Counted runs of each command, and of each report.
pub const RUNS: usize = 15;
const REPORTS: usize = 11;
/// Customers of the colleague who leaves.
pub const LEAVING: usize = 1000;
/// People who share the other customers.
pub const PEOPLE: usize = 99;
/// The day everything is looked at.
pub const NOW: &str = "2026-11-23T09:00:00+08:00";

/// Ids of customers: a slug and four letters, as kehu makes them.
pub fn id(stem: &str, number: usize) -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mixed = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
    let tail: String = (0..4).map(|at| char::from(LETTERS[(mixed >> (5 * at) & 31) as usize])).collect();
    format!("{stem}{number}-{tail}")
}

/// A day in the year before [`NOW`], or after it when negative.
pub fn day(ago: i64) -> String {
    let start = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    (start - chrono::Duration::days(ago)).to_string()
}

/// The folder of an id among those of its kind.
pub fn shard(id: &str) -> &str {
    &id[id.len() - 2..]
}

/// The first line of a record's file, so many folders below the book.
pub fn modeline(kind: &str, up: usize) -> String {
    format!("# yaml-language-server: $schema={}.kehu/schemas/{kind}.json\n", "../".repeat(up))
}

/// Further files, put by path and text.
pub type More<'a> = &'a dyn Fn(&mut dyn FnMut(&str, &str));

/// Writes the book's files as a stream for `git fast-import`.
struct Stream<W: Write>(W);

impl<W: Write> Stream<W> {
    fn file(&mut self, path: &str, text: &str) {
        write!(self.0, "M 100644 inline {path}\ndata {}\n{text}\n", text.len()).expect("written");
    }

    fn company(&mut self, count: usize, more: More<'_>) {
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
        more(&mut |path, text| self.file(path, text));
        writeln!(self.0).expect("written");
    }

    fn customer(&mut self, number: usize, count: usize) {
        let customer = id("gs", number);
        let every = count / LEAVING;
        let owner = match number % every {
            0 => "leaver".to_owned(),
            _ => format!("p{}", number % PEOPLE),
        };
        let folder = format!("customers/{}/{customer}", shard(&customer));
        let status = ["basic", "potential", "won", "basic"][number % 4];
        let level = number % 7 + 1;
        let birthday = format!("19{:02}-{:02}-{:02}", 60 + number % 40, number % 12 + 1, number % 28 + 1);
        let card = format!(
            "{}name: 上海金科{number}电子有限公司\nshort_name: Jinke{number}\nstatus: {status}\nlevel: {level}\nowner: {owner}\n\
             security: 0\nphone: 021-5{number:07}\ncity: 上海市\ncontacts:\n  - name: 张{number}\n    mobile: \"139{number:08}\"\n    birthday: \"{birthday}\"\n",
            modeline("customer", 3)
        );
        self.file(&format!("{folder}/customer.yaml"), &card);
        let mut log = modeline("log", 3);
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
                modeline("plan", 3),
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
                modeline("opportunity", 4),
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
                modeline("contract", 4),
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
pub struct Ground {
    pub root: PathBuf,
    _own: Option<tempfile::TempDir>,
}

impl Ground {
    pub fn new() -> Self {
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

    pub fn be(&self, person: &str) {
        let text = format!(
            "[user]\n\tname = {person}\n\temail = {person}@bench.example\n[gc]\n\tauto = 0\n[init]\n\tdefaultBranch = main\n"
        );
        fs::write(self.root.join(".gitconfig"), text).expect("git's configuration");
    }

    pub fn command(&self, program: &str, words: &[&str]) -> Command {
        self.command_in("b", program, words)
    }

    /// A command in a place beside the book.
    pub fn command_in(&self, place: &str, program: &str, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.root.join(place)).args(words).env("HOME", &self.root);
        for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"] {
            command.env_remove(name);
        }
        command.env("GIT_CONFIG_NOSYSTEM", "1").env_remove("XDG_CONFIG_HOME").env("LANG", "C.UTF-8");
        command.env("KEHU_NOW", NOW).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    pub fn time(&self, program: &str, words: &[&str]) -> Duration {
        let clock = Instant::now();
        let status = self.command(program, words).status().expect("the program runs");
        let wall = clock.elapsed();
        assert!(status.success(), "{program} {words:?} ended with {status}");
        wall
    }

    /// A command beside `git rev-parse HEAD`, run in turn; the first round warms up.
    pub fn figure(&self, name: &str, runs: usize, words: &dyn Fn(usize) -> Vec<String>) -> f64 {
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

pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Fills the book, once, with a company and with `more`: files by path and text.
pub fn fill(ground: &Ground, count: usize, more: More<'_>) {
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
    stream.company(count, more);
    drop(stream);
    assert!(child.wait().expect("git runs").success());
}

/// How long the `sqlite3` program takes for a script.
pub fn sqlite(base: &Path, script: &str) -> Duration {
    let clock = Instant::now();
    let mut child = Command::new("sqlite3")
        .arg(base)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("sqlite3 runs");
    child.stdin.take().expect("a pipe").write_all(script.as_bytes()).expect("written");
    assert!(child.wait().expect("ended").success());
    clock.elapsed()
}

impl Ground {
    /// A report, as a table and as CSV, beside the `sqlite3` program with the same SQL on the same tables, run in turn.
    pub fn beside_sqlite(&self, report: &str) {
        let file = self.root.join("b/kehu/tables.db");
        let out = self.command(KEHU, &["report", report, "--sql"]).stdout(Stdio::piped()).output();
        let sql = format!("{};\n", String::from_utf8_lossy(&out.expect("kehu runs").stdout).trim_end());
        let mut times: [Vec<Duration>; 3] = Default::default();
        for round in 0..=REPORTS {
            let taken = [
                self.time(KEHU, &["report", report]),
                self.time(KEHU, &["report", report, "--format", "csv"]),
                sqlite(&file, &sql),
            ];
            if round > 0 {
                times.iter_mut().zip(taken).for_each(|(times, taken)| times.push(taken));
            }
        }
        let [table, csv, yardstick] = times.map(|times| ms(median(times)));
        println!(
            "{:<40} {table:>9.2} ms {:>8.2} x of sqlite3's {yardstick:.2} ms; csv {:.2} x",
            format!("report {report}"),
            table / yardstick,
            csv / yardstick
        );
    }
}
