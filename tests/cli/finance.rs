//! Closed periods on every way in, records kept to roles without a trace, and sums that agree.

use crate::world::{World, run};

/// wang leads li, who leads zhao; chen has the role hr, zhou finance; nobody above sees pay.
pub fn office() -> World {
    let world = World::new();
    let new = |words: &[&str]| {
        let _ = world.kehu(&[&["new"], words].concat()).ok();
    };
    new(&["department", "name=销售部", "name_en=Sales"]);
    for (name, id, above) in
        [("李强", "li", "wang"), ("赵岚", "zhao", "li"), ("陈默", "chen", "wang"), ("周敏", "zhou", "wang")]
    {
        let (name, email) = (format!("name={name}"), format!("email={id}@mingyi.example"));
        new(&["person", &name, &email, &format!("reports_to={above}"), "department=sales"]);
    }
    for (person, role) in [("chen", "hr"), ("zhou", "finance")] {
        let _ = world.kehu(&["set", person, &format!("roles+={role}")]).ok();
    }
    new(&["expense_type", "name=差旅", "name_en=Travel"]);
    new(&["period", "name=2026-10", "from=2026-10-01", "until=2026-10-31"]);
    world
}

impl World {
    /// A claim of a day; gives its id.
    fn claim(&self, name: &str, day: &str, amount: &str) -> String {
        let (name, day) = (format!("name={name}"), format!("date={day}"));
        let amount = format!("lines.0.amount={amount}");
        let made =
            self.kehu(&["new", "expense", &name, &day, "lines.0.type=travel", &amount, "--json"]).json();
        made["id"].as_str().expect("an id").to_owned()
    }

    /// Replaces words in the file of a claim.
    fn mend(&self, id: &str, from: &str, to: &str) {
        let path = self.git(&["ls-files", &format!("finance/*/{id}.yaml"), &format!("finance/*{id}.yaml")]);
        let place = format!("book/{}", path.lines().next().expect("a file"));
        let text = self.read(&place);
        assert!(text.contains(from), "{from} is not in {text}");
        self.write(&place, text.replacen(from, to, 1));
    }

    fn close(&self) {
        self.be("zhou");
        let _ = self.kehu(&["move", "2026-10", "close"]).ok();
        self.be("wang");
    }
}

/// A claim of wang's that counts.
fn counted(world: &World) -> String {
    let id = world.claim("老账", "2026-10-12", "100");
    world.mend(&id, "state: draft", "state: approved");
    let _ = world.git(&["commit", "-qam", "brought over from the old system"]);
    id
}

#[test]
fn a_closed_period_takes_no_entries_on_any_way_in() {
    let world = office();
    let (counted, draft) = (counted(&world), world.claim("草稿", "2026-10-13", "50"));
    let contract = ["new", "contract", "number=HT-1", "name=OA", "amount=1000", "customer=HP"];
    let _ = world.kehu(&["new", "customer", "name=惠普中国有限公司", "short_name=HP"]).ok();
    let _ = world.kehu(&contract).ok();
    let _ = world.kehu(&["pay", "HT-1", "10", "--on", "2026-10-20"]).ok();
    world.bare("hub.git");
    let _ = world.kehu_in("hub.git", &["hook", "install"]).ok();
    world.close();
    let _ = world.git(&["push", "-q", "../hub.git", "main"]);
    let refused = |words: &[&str]| {
        let before = world.git(&["rev-parse", "HEAD"]);
        let said = world.kehu(words).fails(7);
        assert!(said.contains("the period 2026-10, which is closed"), "{said}");
        assert!(said.contains("the role finance may reopen it: kehu move 2026-10 reopen"), "{said}");
        assert_eq!(world.git(&["rev-parse", "HEAD"]), before);
    };
    refused(&["new", "expense", "name=x", "date=2026-10-01", "lines.0.type=travel", "lines.0.amount=1"]);
    refused(&["set", &counted, "lines.0.amount=101"]);
    refused(&["set", &counted, "customer=HP"]);
    refused(&["set", &counted, "date=2026-11-01"]);
    refused(&["rm", &counted]);
    refused(&["pay", "HT-1", "10", "--on", "2026-10-31"]);
    refused(&["pay", "HT-1", "-10", "--on", "2026-10-31"]);
    let _ = world.kehu(&["set", &counted, "payee=工行 8841"]).ok();
    let _ = world.kehu(&["pay", "HT-1", "10", "--on", "2026-11-01"]).ok();
    // What was left over is mended and moved out.
    let _ = world.kehu(&["set", &draft, "lines.0.amount=60"]).ok();
    let _ = world.kehu(&["set", &draft, "date=2026-11-02"]).ok();
    refused(&["set", &draft, "date=2026-10-02"]);
    world.write("rows.jsonl", "{\"name\":\"a\",\"date\":\"2026-10-03\",\"lines\":[{\"type\":\"travel\",\"amount\":\"5\"}]}\n{\"name\":\"b\",\"date\":\"2026-11-03\",\"lines\":[{\"type\":\"travel\",\"amount\":\"5\"}]}\n");
    let run = world.kehu(&["import", "expense", "../rows.jsonl"]);
    assert!(run.stderr.contains("Imported 1") && run.stderr.contains("which is closed"), "{}", run.stderr);
    // By hand: save refuses, doctor tells, the hub keeps it out.
    world.mend(&counted, "100.00 CNY", "100.01 CNY");
    refused(&["save"]);
    let _ = world.git(&["commit", "-qam", "by hand"]);
    let told = world.kehu(&["doctor"]);
    assert_eq!(told.code, 1, "{}", told.stdout);
    assert!(format!("{}{}", told.stdout, told.stderr).contains("which is closed"), "{}", told.stdout);
    let words = ["push", "-q", "../hub.git", "main"];
    let said = run_git(&world, &words);
    assert!(said.contains("which is closed") && said.contains("rejected"), "{said}");
    let _ = world.git(&["reset", "-q", "--hard", "HEAD~1"]);
    let _ = world.git(&words);
    assert_eq!(world.kehu(&["doctor"]).code, 0);
}

fn run_git(world: &World, words: &[&str]) -> String {
    run(world.command("git", "book").args(words), words, "").stderr
}

#[test]
fn what_was_made_before_one_heard_of_the_closing_is_kept_out() {
    let world = office();
    world.bare("hub.git");
    let _ = world.kehu_in("hub.git", &["hook", "install"]).ok();
    let _ = world.git_in(".", &["clone", "-q", "hub.git", "away"]);
    let away = ["new", "expense", "name=途中", "date=2026-10-30", "lines.0.type=travel", "lines.0.amount=7"];
    let _ = world.kehu_in("away", &away).ok();
    world.close();
    let _ = world.git(&["push", "-q", "../hub.git", "main"]);
    let said = world.kehu_in("away", &["sync"]).stderr;
    assert!(said.contains("which is closed"), "{said}");
    assert!(!world.git_in("hub.git", &["ls-tree", "-r", "--name-only", "HEAD"]).contains("expenses/"));
}

#[test]
fn without_a_hub_a_late_entry_is_told_when_the_books_meet() {
    for zh in [false, true] {
        let world = office();
        if zh {
            world.in_chinese();
        }
        world.bare("shared.git");
        let _ = world.git(&["remote", "add", "origin", "../shared.git"]);
        let _ = world.git_in(".", &["clone", "-q", "shared.git", "away"]);
        let late =
            ["new", "expense", "name=途中", "date=2026-10-30", "lines.0.type=travel", "lines.0.amount=7"];
        let made = world.kehu_in("away", &[&late[..], &["--json"]].concat()).json();
        let file = format!("away/{}", made["path"].as_str().expect("a path"));
        // It counts once it is approved.
        world.write(&file, world.read(&file).replace("state: draft", "state: approved"));
        let _ = world.git_in("away", &["commit", "-qam", "brought over from the old system"]);
        let open = ["new", "expense", "name=无妨", "date=2026-11-02", "lines.0.type=travel"];
        let _ = world.kehu_in("away", &[&open[..], &["lines.0.amount=8"]].concat()).ok();
        world.close();
        let _ = world.kehu(&["sync"]).ok();
        let run = world.kehu_in("away", &["sync"]);
        let told = world.scrub(&crate::telling::told(&run));
        insta::assert_snapshot!(if zh { "late_entry_zh" } else { "late_entry_en" }, told);
        assert!(run.stderr.matches("2026-10-30").count() == 1, "{}", run.stderr);
        let doctor = world.kehu_in("away", &["doctor"]);
        assert_eq!(doctor.code, 1);
        assert!(doctor.stdout.contains("2026-10-30"), "{}", doctor.stdout);
        // It is told once where it came, not again with every later sync.
        let _ = world.kehu(&["sync"]).ok();
        let again = world.kehu_in("away", &["sync"]);
        assert!(!again.stderr.contains("2026-10-30"), "{}", again.stderr);
    }
}

#[test]
fn pay_leaves_no_trace_for_the_uncleared() {
    let world = office();
    // Not even who may do everything in an open book sees it.
    let _ = world.kehu(&["set", "wang", "security=9"]).ok();
    world.be("chen");
    let pay = ["new", "payroll", "number=2026-10-zhao", "person=zhao", "date=2026-10-31", "gross=18765"];
    let _ = world.kehu(&[&pay[..], &["tax=1234.56", "remarks=保密津贴"]].concat()).ok();
    let commit = world.git(&["log", "--format=%h", "-1"]);
    let secrets = ["2026-10-zhao", "18765", "1234.56", "17530.44", "保密"];
    let all = |world: &World| {
        let names = world.kehu(&["report", "--json"]).json();
        names
            .as_array()
            .expect("reports")
            .iter()
            .map(|r| r["name"].as_str().expect("a name").to_owned())
            .collect::<Vec<_>>()
    };
    let reports = all(&world);
    for person in ["li", "wang"] {
        world.be(person);
        let mut asked: Vec<Vec<&str>> = vec![
            vec!["list", "payroll"],
            vec!["list", "payroll", "--all"],
            vec!["list", "payroll", "person:zhao"],
            vec!["find", "保密津贴"],
            vec!["show", "2026-10-zhao"],
            vec!["show", "2026-10"],
            vec!["show", "zhao"],
            vec!["history"],
            vec!["history", "2026-10-zhao"],
            vec!["history", "zhao"],
            vec!["verify"],
            vec!["export", "payroll"],
            vec!["export", "--parquet", "lake", "-n"],
            vec!["who", "2026-10-zhao"],
            vec!["set", "2026-10-zhao", "gross=1"],
            vec!["edit", "2026-10-zhao"],
            vec!["rm", "2026-10-zhao"],
            vec!["share", "2026-10-zhao", "li"],
            vec!["undo", commit.trim()],
            vec!["today", "--team"],
            vec!["today", "--who", "zhao"],
            vec!["today", "--who", "zhou"],
            vec!["approve", "2026-10-zhao"],
            vec!["move", "2026-10-zhao"],
            vec!["pay", "2026-10-zhao", "1"],
            vec!["status"],
            vec!["doctor"],
            vec!["sql", "select * from payroll"],
            vec!["sql", "select * from payroll_allowances"],
            vec!["sql", "select * from changes"],
            vec!["sql", "select count(*) from main.payroll"],
            vec!["new", "payroll", "number=2026-10-zhao", "person=zhao", "date=2026-10-31", "gross=1"],
            vec!["report", "entries", "source=payroll"],
        ];
        asked.extend(reports.iter().map(|name| vec!["report", name.as_str()]));
        for words in asked {
            for extra in [&[][..], &["--json"][..]] {
                let run = world.kehu(&[&words[..], extra].concat());
                let said = format!("{}\n{}", run.stdout, run.stderr);
                let mut told = said.clone();
                for word in words.iter().flat_map(|word| [*word, word.rsplit('=').next().unwrap_or(word)]) {
                    told = told.replace(word, "");
                }
                for secret in secrets {
                    assert!(!told.contains(secret), "{person}: {words:?} tells {secret}: {said}");
                }
            }
        }
        let folder = format!("out-{person}");
        let _ = world.kehu(&["report", "--all", "--out", &format!("../{folder}")]).ok();
        for file in std::fs::read_dir(world.path(&folder)).expect("a folder") {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("a text");
            assert!(!secrets.iter().any(|secret| text.contains(secret)));
        }
        assert_eq!(world.kehu(&["list", "payroll", "--count"]).ok().trim(), "0");
        let absent = world.kehu(&["show", "2026-09-zhao"]).fails(3);
        assert_eq!(world.kehu(&["show", "2026-10-zhao"]).fails(3), absent.replace("2026-09", "2026-10"));
    }
    for (person, changes) in [("zhao", 7), ("zhou", 0)] {
        world.be(person);
        assert_eq!(world.kehu(&["list", "payroll", "--count"]).ok().trim(), "1", "{person}");
        assert_eq!(world.kehu(&["set", "2026-10-zhao", "tax=1234.57", "-n"]).code, changes, "{person}");
    }
    // A push by hand is judged alike.
    world.be("chen");
    world.bare("hub.git");
    let _ = world.kehu_in("hub.git", &["hook", "install"]).ok();
    for person in ["zhao", "wang"] {
        world.be(person);
        world.mend("2026-10-zhao", "18765.00", "28765.00");
        let _ = world.git(&["commit", "-qanm", "more"]);
        let said = run_git(&world, &["push", "-q", "../hub.git", "main"]);
        assert!(said.contains("rejected"), "{person}: {said}");
        let _ = world.git(&["reset", "-q", "--hard", "HEAD~1"]);
    }
}
