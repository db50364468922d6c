//! The other systems of a company: `cargo bench --bench systems`. To 100,000 customers come 200,000 records of expense claims,
//! tasks, assets, work reports, meetings and budgets; `today` and `approve` as whole processes beside `git rev-parse HEAD`, reports
//! of money beside the `sqlite3` program with the same SQL.
//!
//! `KEHU_BENCH_SCALE=10k` for a tenth; `KEHU_BENCH_KEEP=DIR` leaves the book there.

// A bench may panic and prints its table.
#![allow(clippy::expect_used, clippy::print_stdout)]

mod ground;

use std::process::{Command, Stdio};
use std::time::Instant;

use ground::{Ground, KEHU, PEOPLE, RUNS, day, fill, id, modeline, ms, shard};

/// Expense claims: every tenth waits for a superior.
const CLAIMS: usize = 90_000;
const TASKS: usize = 30_000;
const ASSETS: usize = 40_000;
const REPORTS: usize = 30_000;
const MEETINGS: usize = 6_000;
const BUDGETS: usize = 4_000;
/// Tasks of one project.
const A_PROJECT: usize = 20;

fn ago(number: usize) -> i64 {
    i64::try_from(number).expect("small")
}

fn claim(number: usize) -> String {
    id("bx", number)
}

fn money(put: &mut dyn FnMut(&str, &str), part: usize) {
    let year = "name: \"2026\"\nfrom: \"2026-01-01\"\nuntil: \"2026-12-31\"\n";
    put("finance/periods/2026.yaml", &format!("{}{year}", modeline("period", 2)));
    for kind in ["travel", "meals", "office", "training"] {
        put(&format!("finance/types/{kind}.yaml"), &format!("{}name: {kind}\n", modeline("expense_type", 2)));
    }
    for number in 0..CLAIMS / part {
        let id = claim(number);
        let kind = ["travel", "meals", "office"][number % 3];
        let state =
            ["submitted", "approved", "paid", "paid", "draft", "paid", "paid", "approved", "paid", "paid"]
                [number % 10];
        let date = day(ago(number % 320));
        let text = format!(
            "{}name: 报销{number}\napplicant: p{}\ndate: \"{date}\"\nlines:\n  - type: {kind}\n    amount: {}.50 CNY\n  - type: training\n    amount: \
             {}.25 CNY\nstate: {state}\n",
            modeline("expense", 3),
            number % PEOPLE,
            number % 900 + 10,
            number % 300 + 10
        );
        put(&format!("finance/expenses/{}/{id}.yaml", shard(&id)), &text);
    }
    for number in 0..BUDGETS / part {
        let id = id("ys", number);
        let text = format!(
            "{}name: 预算{number}\nlevel: person\nperson: p{}\nperiod: \"2026\"\nowner: p{}\nlines:\n  - type: travel\n    amount: {}00.00 CNY\n  - \
             type: meals\n    month: \"2026-{:02}-01\"\n    amount: {}0.00 CNY\nstate: approved\n",
            modeline("budget", 2),
            number % PEOPLE,
            number % PEOPLE,
            number % 90 + 10,
            number % 12 + 1,
            number % 50 + 5
        );
        put(&format!("finance/budgets/{id}.yaml"), &text);
    }
}

fn work(put: &mut dyn FnMut(&str, &str), part: usize) {
    for number in 0..TASKS / part {
        let project = id("xm", number / A_PROJECT);
        let folder = format!("projects/{}/{project}", shard(&project));
        if number % A_PROJECT == 0 {
            let text = format!(
                "{}name: 项目{number}\nstate: running\napplicant: p{}\nmanager: p{}\nstart: \"2026-03-02\"\ndue: \"2027-01-29\"\nsecurity: 0\n",
                modeline("project", 3),
                number / A_PROJECT % PEOPLE,
                number / A_PROJECT % PEOPLE
            );
            put(&format!("{folder}/project.yaml"), &text);
        }
        let (id, finished) = (id("rw", number), number % 10 < 9);
        let text = format!(
            "{}wbs: \"{}\"\nname: 任务{number}\nproject: {project}\nassignees:\n  - p{}\nstart: \"{}\"\ndue: \"{}\"\nprogress: {}\n{}",
            modeline("task", 4),
            number % A_PROJECT + 1,
            number % PEOPLE,
            day(ago(number % 200) + 5),
            day(ago(number % 200)),
            if finished { 100 } else { 40 },
            if finished { format!("finished: \"{}\"\n", day(ago(number % 200))) } else { String::new() }
        );
        put(&format!("{folder}/tasks/{id}.yaml"), &text);
    }
    for number in 0..REPORTS / part {
        let id = id("zb", number);
        let text = format!(
            "{}every: week\nperiod: \"2026-W{:02}\"\nperson: p{}\ndone: 拜访客户, 报价\nstate: read\n",
            modeline("work_report", 2),
            number / PEOPLE % 46 + 1,
            number % PEOPLE
        );
        put(&format!("work-reports/{}/{id}.yaml", shard(&id)), &text);
    }
}

fn things(put: &mut dyn FnMut(&str, &str), part: usize) {
    for number in 0..ASSETS / part {
        let id = id("zc", number);
        let text = format!(
            "{}number: ZC-{number}\nname: 电脑{number}\nclass: 电脑\nstate: in_stock\nplace: 上海/2F\nbought: \"{}\"\nin_service: \"{}\"\nprice: {}00.00 \
             CNY\nlife: 5\nresidual: 5\n",
            modeline("asset", 2),
            day(ago(number % 1000)),
            day(ago(number % 1000)),
            number % 80 + 20
        );
        put(&format!("assets/{}/{id}.yaml", shard(&id)), &text);
    }
    for number in 0..MEETINGS / part {
        let id = id("hy", number);
        let date = day(ago(number % 300) - 10);
        let text = format!(
            "{}title: 例会{number}\ncaller: p{}\nstarts: \"{date}T09:00:00+08:00\"\nends: \"{date}T10:00:00+08:00\"\nstate: closed\n",
            modeline("meeting", 3),
            number % PEOPLE
        );
        put(&format!("meetings/{}/{id}/meeting.yaml", shard(&id)), &text);
    }
}

fn main() {
    // `cargo test --benches` only asks whether it runs.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let part = if std::env::var("KEHU_BENCH_SCALE").as_deref() == Ok("10k") { 10 } else { 1 };
    let ground = Ground::new();
    fill(&ground, 100_000 / part, &|put| {
        money(put, part);
        work(put, part);
        things(put, part);
    });
    let clock = Instant::now();
    let _ = ground.time(KEHU, &["list", "customer", "--count"]);
    println!("index build {:.2} s", clock.elapsed().as_secs_f64());
    let line = |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_owned()).collect() };
    for person in ["p1", "wang"] {
        ground.be(person);
        ground.figure(&format!("today ({person})"), RUNS, &|_| line(&["today"]));
    }
    // Each round decides another claim that waits; the year of the bench has as many as it takes.
    ground.figure("approve ID (wang)", RUNS, &|number| line(&["approve", &claim(number * 10)]));
    if Command::new("sqlite3").arg("--version").stdout(Stdio::null()).status().is_ok() {
        let built = ms(ground.time(KEHU, &["sql", "select count(*) from expense"]));
        println!("{:<40} {built:>9.2} ms", "tables: first build");
        for report in ["budget", "expenses", "late-tasks", "asset-value", "work-reports"] {
            ground.beside_sqlite(report);
        }
    }
}
