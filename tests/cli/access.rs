//! Who sees what (CRM-11), over all verbs.

use crate::world::World;

/// wang leads li and zhao; li has 金科 with all that belongs to it, zhao has 青松.
fn team() -> World {
    let world = World::new();
    for (name, id) in [("李强", "li"), ("赵岚", "zhao")] {
        let email = format!("email={id}@mingyi.example");
        let _ = world.kehu(&["new", "person", &format!("name={name}"), &email, "reports_to=wang"]).ok();
    }
    let _ = world.kehu(&["new", "person", "name=陈默", "email=chen@mingyi.example", "reports_to=li"]).ok();
    world.be("li");
    let jinke = ["new", "customer", "name=上海金科电子有限公司", "phone=021-63539330", "needs=保密需求"];
    let _ = world.kehu(&[&jinke[..], &["contacts+=张伟", "email=info@jinke.example"]].concat()).ok();
    let _ = world.kehu(&["log", "jinke", "--call", "谈到保密的价格", "--next", "+7d", "回访"]).ok();
    let _ = world.kehu(&["new", "opportunity", "name=保密项目", "customer=jinke", "amount=12万"]).ok();
    world.be("zhao");
    let _ = world.kehu(&["new", "customer", "name=广州青松信息技术有限公司"]).ok();
    world
}

#[test]
fn a_hidden_record_leaves_no_trace() {
    let world = team();
    world.be("li");
    let (jinke, deal) = (world.id("jinke"), {
        let list = world.kehu(&["list", "opportunity", "--json"]).json();
        list[0]["id"].as_str().expect("an id").to_owned()
    });
    let commit = world.git(&["log", "--format=%h", "--grep=Kehu-Verb: log"]);
    world.write("a.txt", "a");
    let document =
        world.kehu(&["attach", &jinke, "../a.txt", "name=保密文件", "--json"]).json()["id"].to_string();
    let document = document.trim_matches('"');
    let contract = ["new", "contract", "number=ht-secret", "name=保密合同", "customer=jinke", "amount=77777"];
    let _ = world.kehu(&[&contract[..], &["sign_date=2026-01-01"]].concat()).ok();
    world.be("zhao");
    let secrets = ["金科", "jinke", "保密", "63539330", "张伟", "77777", "77,777", "120000"];
    let mut asked: Vec<Vec<&str>> = vec![
        vec!["list", "customer"],
        vec!["list", "customer", "--all"],
        vec!["list", "customer", "--sort", "-level"],
        vec!["list", "opportunity"],
        vec!["list", "log"],
        vec!["list", "customer", "owner:li"],
        vec!["find", "保密"],
        vec!["find", "qingsong"],
        vec!["show", &jinke],
        vec!["show", &jinke[..4]],
        vec!["show", "上海金科电子有限公司"],
        vec!["show", "021-63539330"],
        vec!["show", "info@jinke.example"],
        vec!["show", &deal],
        vec!["show", &deal[..3]],
        vec!["show", "li"],
        vec!["history"],
        vec!["history", &jinke],
        vec!["history", &deal],
        vec!["verify"],
        vec!["verify", commit.trim()],
        vec!["export", "customer"],
        vec!["export", "customer", "--as", "jsonl"],
        vec!["export", "opportunity"],
        vec!["export", "log"],
        vec!["who", &jinke],
        vec!["set", &jinke, "level=3"],
        vec!["set", &deal, "stage=won"],
        vec!["log", &jinke, "hello"],
        vec!["rm", &jinke],
        vec!["rm", &deal],
        vec!["merge", &jinke, "qingsong", "--prefer", "keep"],
        vec!["merge", "qingsong", &jinke, "--prefer", "keep"],
        vec!["unmerge", &jinke],
        vec!["distinct", "qingsong", &jinke],
        vec!["duplicates", "--min", "0.01"],
        vec!["share", &jinke, "zhao"],
        vec!["unshare", &jinke, "zhao"],
        vec!["share", &jinke, "--knowledge", "x"],
        vec!["unshare", document, "--knowledge"],
        vec!["find", "--knowledge"],
        vec!["count", &jinke],
        vec!["new", "opportunity", "name=x", "customer=上海金科电子有限公司"],
        vec!["undo", commit.trim()],
        vec!["edit", &jinke],
        vec!["plan", &jinke, "+1d", "hello"],
        vec!["list", "plan"],
        vec!["today"],
        vec!["today", "--team"],
        vec!["today", "--who", "li"],
        vec!["remind", "--all"],
        vec!["score", &jinke],
        vec!["attach", &jinke, "../a.txt"],
        vec!["extract", document],
        vec!["list", "document"],
        vec!["pay", "ht-secret", "100"],
        vec!["list", "contract"],
        vec!["handover", "li", "zhao"],
        vec!["handover", "zhao", "li", "-n"],
        vec!["submit", "ht-secret"],
        vec!["approve", "ht-secret"],
        vec!["reject", "ht-secret"],
        vec!["move", "ht-secret"],
        vec!["accept"],
        vec!["accept", &jinke],
        vec!["decline", &jinke, "no"],
        vec!["report", "forecast", "by=owner"],
        vec!["report", "sales", "by=customer"],
        vec!["report", "receivable", "--versus", "HEAD~3"],
        vec!["export", "--parquet", "lake", "-n"],
        vec!["status"],
        vec!["sync"],
        vec!["resolve", &jinke],
        vec!["resolve", &jinke, "level=3"],
        vec!["doctor"],
        vec!["kinds"],
        vec!["sql", "select * from customer"],
        vec!["sql", "select * from opportunity join customer_contacts using (parent)"],
        vec!["sql", "select * from contract"],
        vec!["sql", "select * from document"],
        vec!["sql", "select * from log"],
        vec!["sql", "select * from changes"],
        vec!["sql", "select count(*) from main.customer"],
    ];
    // Those that tell of no record, or are looked at by themselves below.
    let apart = "init demo completions man check import save rm new hook merge-driver";
    let apart: Vec<&str> = apart.split(' ').collect();
    for verb in kehu::commands::command().get_subcommands().map(|verb| verb.get_name().to_owned()) {
        let told = asked.iter().any(|words| words[0] == verb) || apart.contains(&verb.as_str());
        assert!(told, "{verb} is not asked about a hidden record");
    }
    let mut reports = Vec::new();
    for report in world.kehu(&["report", "--json"]).json().as_array().expect("reports") {
        reports.push(report["name"].as_str().expect("a name").to_owned());
    }
    asked.extend(reports.iter().map(|name| vec!["report", name.as_str()]));
    for words in asked {
        for extra in [&[][..], &["--json"][..]] {
            let run = world.kehu(&[&words[..], extra].concat());
            let said = format!("{}\n{}", run.stdout, run.stderr);
            // What a person typed may be said back to them.
            let mut told = said.clone();
            for word in words.iter().flat_map(|word| [*word, word.rsplit('=').next().unwrap_or(word)]) {
                told = told.replace(&format!("{word:?}"), "").replace(word, "");
            }
            for secret in secrets {
                assert!(!told.contains(secret), "{words:?} tells {secret}: {said}");
            }
        }
    }
    assert_eq!(world.kehu(&["list", "customer", "--count"]).ok().trim(), "1");
    assert_eq!(world.kehu(&["list", "opportunity", "--count"]).ok().trim(), "0");
    // What is not there and what may not be seen is refused in the same words.
    let (hidden, absent) =
        (world.kehu(&["show", &jinke]).fails(3), world.kehu(&["show", "nobody-0000"]).fails(3));
    assert_eq!(hidden.replace(&jinke, "X"), absent.replace("nobody-0000", "X"));
}

#[test]
fn check_alone_says_exists_and_whose_it_is() {
    let world = team();
    world.be("zhao");
    let run = world.kehu(&["check", "金科电子"]);
    assert_eq!(run.code, 4);
    assert!(run.stdout.contains("exists, owned by li 李强"), "{}", run.stdout);
    assert!(!run.stdout.contains("jinke") && !run.stdout.contains("63539330"), "{}", run.stdout);
    let json = world.kehu(&["check", "021-63539330", "--json"]);
    let look: serde_json::Value = serde_json::from_str(&json.stdout).expect("json");
    let candidate = &look["candidates"][0];
    assert_eq!(candidate["owner"], "li");
    assert!(
        candidate["id"].is_null() && candidate["name"].is_null() && candidate["hidden"] == true,
        "{candidate}"
    );
    let made = world.kehu(&["new", "customer", "name=上海金科电子"]);
    assert_eq!(made.code, 4);
    assert!(!made.stdout.contains("jinke"), "{}", made.stdout);
    world.write("book/leads.csv", "name\n上海金科电子\n");
    let run = world.kehu(&["import", "customer", "leads.csv"]);
    assert!(!format!("{}{}", run.stdout, run.stderr).contains("jinke-"), "{} {}", run.stdout, run.stderr);
}

#[test]
fn superiors_see_and_shares_open_and_end() {
    let world = team();
    world.be("wang");
    assert_eq!(world.kehu(&["list", "customer", "--count"]).ok().trim(), "2", "by the role admin");
    world.be("li");
    let _ = world.kehu(&["share", "jinke", "zhao", "--until", "2026-11-30"]).ok();
    let before = world.commits();
    let _ = world.kehu(&["share", "jinke", "赵岚", "--until", "2026-11-30"]).ok();
    assert_eq!(world.commits(), before, "said already");
    world.be("zhao");
    let _ = world.kehu(&["show", "jinke"]).ok();
    assert_eq!(
        world.kehu(&["list", "opportunity", "--count"]).ok().trim(),
        "1",
        "with all that belongs to it"
    );
    let said = world.kehu(&["set", "jinke", "level=3"]).fails(7);
    assert!(said.contains("belongs to li"), "{said}");
    let _ = world.kehu(&["log", "jinke", "hello"]).fails(7);
    let _ = world.kehu(&["share", "jinke", "chen"]).fails(7);
    world.set_env("KEHU_NOW", "2026-12-01T09:00:00+08:00");
    let _ = world.kehu(&["show", "jinke"]).fails(3);
    assert_eq!(world.kehu(&["list", "customer", "--count"]).ok().trim(), "1", "the share ended");
    world.be("li");
    let _ = world.kehu(&["share", "jinke", "zhao", "--edit"]).ok();
    world.be("zhao");
    let _ = world.kehu(&["set", "jinke", "level=3"]).ok();
    for word in ["owner=zhao", "security=1"] {
        let _ = world.kehu(&["set", "jinke", word]).fails(7);
    }
    world.be("li");
    let _ = world.kehu(&["unshare", "jinke", "zhao"]).ok();
    let _ = world.kehu(&["unshare", "jinke", "zhao"]).fails(1);
    world.be("zhao");
    let _ = world.kehu(&["show", "jinke"]).fails(3);
}

#[test]
fn nobody_raises_their_own_level() {
    let world = team();
    world.be("zhao");
    for words in
        [["set", "zhao", "security=3"], ["set", "zhao", "roles=admin"], ["set", "zhao", "reports_to="]]
    {
        let _ = world.kehu(&words).fails(7);
    }
    let _ = world.kehu(&["set", "zhao", "mobile=13800138000"]).ok();
    let _ = world.kehu(&["set", "li", "mobile=13800138000"]).fails(7);
    world.write("book/kehu.toml", "access = \"open\"\n");
    let said = world.kehu(&["save"]).fails(7);
    assert!(said.contains("kehu.toml"), "{said}");
    let _ = world.git(&["checkout", "-q", "kehu.toml"]);
    world.be("li");
    let _ = world.kehu(&["set", "chen", "mobile=13800138000"]).ok();
    world.be("wang");
    let _ = world.kehu(&["set", "zhao", "security=3"]).ok();
    let _ = world.kehu(&["set", "qingsong", "security=2"]).ok();
    let _ = world.kehu(&["share", "qingsong", "li"]).fails(7);
    world.be("zhao");
    let _ = world.kehu(&["show", "qingsong"]).ok();
    let _ = world.kehu(&["set", "qingsong", "security=0"]).ok();
}

#[test]
fn who_sees_it_and_why() {
    for zh in [false, true] {
        let world = team();
        if zh {
            world.in_chinese();
        }
        world.be("li");
        let lines: [&[&str]; 7] = [
            &["share", "jinke", "zhao", "--until", "2026-12-31"],
            &["who", "jinke"],
            &["share", "jinke", "nobody"],
            &["share", "jinke", "wang"],
            &["share", "jinke", "zhao", "--until", "2020-01-01"],
            &["unshare", "jinke", "zhao"],
            &["share", "zhao", "li"],
        ];
        let session: String = lines.iter().map(|words| world.tell(words)).collect();
        insta::assert_snapshot!(if zh { "sharing_in_chinese" } else { "sharing_in_english" }, session);
    }
}

#[test]
fn a_circle_of_superiors_is_found_and_harms_nothing() {
    let world = team();
    world.be("wang");
    let _ = world.kehu(&["set", "wang", "reports_to=chen"]).ok();
    let run = world.kehu(&["doctor"]);
    assert!(run.stdout.contains("reports to themselves in a circle"), "{}", run.stdout);
    let _ = run.fails(1);
    let _ = world.kehu(&["list", "customer"]).ok();
}

#[test]
fn an_open_book_shows_everything_up_to_the_level() {
    let world = team();
    world.be("wang");
    world.write("book/kehu.toml", "access = \"open\"\n");
    let _ = world.kehu(&["save"]).ok();
    world.be("zhao");
    assert_eq!(world.kehu(&["list", "customer", "--count"]).ok().trim(), "2");
    let _ = world.kehu(&["set", "jinke", "level=2"]).ok();
    world.be("li");
    let _ = world.kehu(&["set", "jinke", "security=1"]).ok();
    world.be("zhao");
    assert_eq!(world.kehu(&["list", "customer", "--count"]).ok().trim(), "1");
    let _ = world.kehu(&["show", "jinke"]).fails(3);
}
