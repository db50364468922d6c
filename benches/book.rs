//! How long a book's commands take as whole processes: `cargo bench --bench book`.
//!
//! At 10,000 and 100,000 customers, and a million with `KEHU_BENCH_SCALE=1m`. Data comes from `../shared/bench` when it is
//! there and is made up otherwise. Each figure is a median, and a ratio to `kehu --version` and to `git rev-parse HEAD`
//! run in turn with it, because machines are shared and noisy.

// A bench may panic and prints its table.
#![allow(clippy::expect_used, clippy::print_stdout)]

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The program under test.
const KEHU: &str = env!("CARGO_BIN_EXE_kehu");
/// Where the public sets may be.
const SETS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/bench/duplicates");
/// Counted runs of each command.
const RUNS: usize = 21;

/// A book and its surroundings, removed afterwards.
struct Ground {
    root: tempfile::TempDir,
}

/// Median of a command beside the medians of the two yardsticks run in turn with it.
struct Figure {
    name: String,
    own: Duration,
    version: Duration,
    git: Duration,
}

impl Ground {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a folder");
        fs::write(
            root.path().join(".gitconfig"),
            "[user]\n\tname = Wang\n\temail = wang@bench.example\n[gc]\n\tauto = 0\n",
        )
        .expect("git's configuration");
        Self { root }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn command(&self, program: &str, place: &str, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.arg("-C").arg(self.path(place)).args(words).env("HOME", self.root.path());
        command.env("GIT_CONFIG_NOSYSTEM", "1").env_remove("XDG_CONFIG_HOME").env("LANG", "C.UTF-8");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Wall time of one run; `check` may end with 4.
    fn time(&self, program: &str, place: &str, words: &[&str]) -> Duration {
        let clock = Instant::now();
        let status = self.command(program, place, words).status().expect("the program runs");
        let wall = clock.elapsed();
        assert!(matches!(status.code(), Some(0 | 4)), "{program} {words:?} ended with {status}");
        wall
    }

    /// Wall time and highest memory (MB, where the system tells).
    fn time_and_memory(&self, program: &str, place: &str, words: &[&str]) -> (Duration, u64) {
        let clock = Instant::now();
        let mut child = self.command(program, place, words).spawn().expect("the program runs");
        let status = format!("/proc/{}/status", child.id());
        let mut most = 0;
        let ended = loop {
            if let Some(ended) = child.try_wait().expect("a child") {
                break ended;
            }
            let text = fs::read_to_string(&status).unwrap_or_default();
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let peak = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
            most = most.max(peak.unwrap_or(0) / 1024);
            std::thread::sleep(Duration::from_millis(5));
        };
        assert!(ended.success(), "{words:?} ended with {ended}");
        (clock.elapsed(), most)
    }

    /// A command against the two yardsticks, in turn.
    fn figure(&self, place: &str, name: &str, words: &dyn Fn(usize) -> Vec<String>) -> Figure {
        let mut times = [Vec::new(), Vec::new(), Vec::new()];
        for number in 0..=RUNS {
            let words = words(number);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let taken = [
                self.time(KEHU, place, &words),
                self.time(KEHU, place, &["--version"]),
                self.time("git", place, &["rev-parse", "HEAD"]),
            ];
            // The first round warms up.
            if number > 0 {
                times.iter_mut().zip(taken).for_each(|(all, one)| all.push(one));
            }
        }
        let [own, version, git] = times.map(median);
        Figure { name: name.to_owned(), own, version, git }
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

impl Figure {
    fn print(&self) {
        let (own, version, git) = (ms(self.own), ms(self.version), ms(self.git));
        println!("{:<34} {own:>9.2} ms {:>7.2} x {:>7.2} x", self.name, own / version, own / git);
    }
}

/// Writes the customers of a scale as CSV; says where they come from.
fn data(scale: &str, count: usize, to: &Path) -> &'static str {
    let folder = Path::new(SETS).join(format!("cn-{scale}"));
    if let Ok(file) = File::open(folder.join("records.csv.gz")) {
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(file).read_to_end(&mut text).expect("gzip");
        fs::write(to, text).expect("written");
        return "public set";
    }
    if folder.join("records.csv.xz").exists() {
        let out = File::create(to).expect("a file");
        let packed = folder.join("records.csv.xz");
        let done = Command::new("xz").arg("-dc").arg(packed).stdout(out).status();
        if done.is_ok_and(|status| status.success()) {
            return "public set";
        }
    }
    let mut out = String::from("id,name,phone,email,city\n");
    let (first, second) =
        (["金", "华", "瑞", "天", "海", "云", "鑫", "远"], ["科", "达", "丰", "泰", "诚", "源", "通", "盛"]);
    for number in 0..count {
        let at = |step: usize| (number / step) % 8;
        let name = format!("{}{}{}{number}电子有限公司", first[at(1)], second[at(8)], first[at(64)]);
        out.push_str(&format!("G{number:07},上海{name},021-5{number:07},info@g{number}.example,上海市\n"));
    }
    fs::write(to, out).expect("written");
    "made up"
}

/// `git fast-import` fed the files of a book.
fn fast_import(ground: &Ground, book: &str) -> Duration {
    let stream = ground.path("stream");
    let out = File::create(&stream).expect("a file");
    let done = ground.command("git", book, &["fast-export", "HEAD"]).stdout(out).status().expect("git runs");
    assert!(done.success());
    let _ = ground.time("git", ".", &["init", "-q", "--bare", "fast.git"]);
    let clock = Instant::now();
    let input = File::open(&stream).expect("the stream");
    let done = ground
        .command("git", "fast.git", &["fast-import", "--quiet"])
        .stdin(input)
        .status()
        .expect("git runs");
    assert!(done.success());
    clock.elapsed()
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn scale(label: &str, count: usize) {
    let ground = Ground::new();
    let source = data(label, count, &ground.path("r.csv"));
    println!("\n== {label}: {count} customers ({source}), bare book");
    let _ = ground.time(KEHU, ".", &["init", "b", "--bare", "--lang", "zh-CN"]);
    let file = ground.path("r.csv").display().to_string();
    let import = ["import", "customer", &file, "--on-duplicate", "import", "--map", "id=source_id"];
    let (wall, memory) = ground.time_and_memory(KEHU, "b", &import);
    let git = fast_import(&ground, "b");
    println!(
        "{:<34} {:>9.2} s  {:.2} x git fast-import ({:.2} s), peak {memory} MB",
        "import",
        wall.as_secs_f64(),
        wall.as_secs_f64() / git.as_secs_f64(),
        git.as_secs_f64()
    );
    let mut again = vec![];
    for _ in 0..if count > 200_000 { 1 } else { 3 } {
        fs::remove_dir_all(ground.path("b/kehu/search")).ok();
        again.push(ground.time(KEHU, "b", &["list", "customer", "--count"]));
    }
    println!("{:<34} {:>9.2} s", "index build", median(again).as_secs_f64());
    println!("{:<34} {:>12} {:>9} {:>9}", "", "median", "/version", "/git");

    let text = BufReader::new(File::open(ground.path("r.csv")).expect("the rows"));
    let names: Vec<String> =
        text.lines().skip(1).step_by((count / 64).max(1)).map_while(Result::ok).collect();
    let names: Vec<String> =
        names.iter().filter_map(|line| line.split(',').nth(1).map(str::to_owned)).collect();
    let name = |number: usize| names[number % names.len()].clone();
    let ids = ids(&ground, "b", count);
    let id = |number: usize| ids[number % ids.len()].clone();
    ground.figure("b", "check TEXT", &|n| vec!["check".into(), name(n)]).print();
    ground.figure("b", "show ID", &|n| vec!["show".into(), id(n)]).print();
    ground
        .figure("b", "list QUERY --limit 20", &|_| {
            words(&["list", "customer", "province:广东省 AND level:1", "--limit", "20"])
        })
        .print();
    ground
        .figure("b", "find TEXT --limit 20", &|n| vec!["find".into(), name(n).chars().take(4).collect()])
        .print();
    ground
        .figure("b", "log ID", &|n| vec!["log".into(), id(n), "--call".into(), format!("电话 {n}")])
        .print();
    ground.figure("b", "set ID", &|n| vec!["set".into(), id(n), format!("remarks=第 {n} 次")]).print();
    ground
        .figure("b", "new customer", &|n| {
            vec![
                "new".into(),
                "customer".into(),
                format!("name=量子蜂鸟{n}号工作室"),
                "--anyway".into(),
                "bench".into(),
            ]
        })
        .print();
    catch_up(&ground, &ids, 1);
    catch_up(&ground, &ids, 500);
    if count == 10_000 {
        checkout(&ground, &ids);
    }
}

/// Ids spread over the book.
fn ids(ground: &Ground, book: &str, count: usize) -> Vec<String> {
    let mut child = ground.command("git", book, &["ls-tree", "-r", "--name-only", "HEAD", "customers"]);
    let out = child.stdout(Stdio::piped()).output().expect("git runs").stdout;
    let text = String::from_utf8_lossy(&out).into_owned();
    let cards = text.lines().filter_map(|line| line.strip_suffix("/customer.yaml")?.rsplit('/').next());
    cards.step_by((count / 600).max(1)).map(str::to_owned).collect()
}

/// Time of the first read after some commits.
fn catch_up(ground: &Ground, ids: &[String], commits: usize) {
    let mut times = Vec::new();
    let mut git = Vec::new();
    for round in 0..if commits == 1 { RUNS } else { 3 } {
        for number in 0..commits {
            let id = &ids[(round + number) % ids.len()];
            let _ = ground.time(KEHU, "b", &["set", id, &format!("remarks=轮 {round} {number}")]);
        }
        times.push(ground.time(KEHU, "b", &["list", "customer", "level:1", "--limit", "1"]));
        git.push(ground.time("git", "b", &["rev-parse", "HEAD"]));
    }
    let (own, git) = (ms(median(times)), ms(median(git)));
    println!(
        "{:<34} {own:>9.2} ms {:>9} {:>7.2} x",
        format!("first list after {commits} commits"),
        "",
        own / git
    );
}

/// `log` in a full checkout beside `git add FILE && git commit` there.
fn checkout(ground: &Ground, ids: &[String]) {
    let _ = ground.time("git", ".", &["clone", "-q", "b", "full"]);
    let (mut own, mut git) = (Vec::new(), Vec::new());
    for number in 0..=RUNS {
        let id = &ids[number % ids.len()];
        let kehu = ground.time(KEHU, "full", &["log", id, "--call", &format!("电话 {number}")]);
        let shelf = &id[id.len() - 2..];
        let file = format!("customers/{shelf}/{id}/log.yaml");
        let mut open = File::options().append(true).open(ground.path("full").join(&file)).expect("a journal");
        open.write_all(b"# by hand\n").expect("written");
        let clock = Instant::now();
        let _ = ground.time("git", "full", &["add", &file]);
        let _ = ground.time("git", "full", &["commit", "-qm", "by hand"]);
        let plain = clock.elapsed();
        if number > 0 {
            own.push(kehu);
            git.push(plain);
        }
    }
    let (own, git) = (ms(median(own)), ms(median(git)));
    println!(
        "{:<34} {own:>9.2} ms, {:.2} x `git add && git commit` ({git:.2} ms)",
        "log in a full checkout",
        own / git
    );
}

fn main() {
    // `cargo test --benches` only asks whether it runs.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    match std::env::var("KEHU_BENCH_SCALE").as_deref() {
        Ok("1m") => scale("1m", 1_000_000),
        Ok("10k") => scale("10k", 10_000),
        Ok("100k") => scale("100k", 100_000),
        _ => {
            scale("10k", 10_000);
            scale("100k", 100_000);
        }
    }
}
