//! Two clones and a hub: `kehu sync`, and plain git with the merge driver.

use crate::world::{Run, World};

/// A hub and two clones, `wang` and `li`, of a book that both see whole.
pub fn apart() -> World {
    let world = World::empty();
    let _ = world.git_in(".", &["init", "-q", "--bare", "hub"]);
    let _ = world.kehu_in(".", &["init", "wang"]).ok();
    world.write("wang/kehu.toml", format!("access = \"open\"\n{}", world.read("wang/kehu.toml")));
    let _ = world.kehu_in("wang", &["save"]).ok();
    let _ = world.kehu_in("wang", &["new", "customer", "name=金科电子有限公司", "short_name=jinke"]).ok();
    let _ = world.git_in("wang", &["remote", "add", "origin", "../hub"]);
    let _ = world.kehu_in("wang", &["sync"]).ok();
    let _ = world.git_in(".", &["clone", "-q", "hub", "li"]);
    world
}

/// A command of li in the clone `li`.
pub fn as_li(world: &World, words: &[&str]) -> Run {
    world.be("li");
    let run = world.kehu_in("li", words);
    world.be("wang");
    run
}

/// Both sync until neither has anything new.
fn meet(world: &World) {
    let _ = as_li(world, &["sync"]).ok();
    let _ = world.kehu_in("wang", &["sync"]).ok();
    let _ = as_li(world, &["sync"]).ok();
    assert_eq!(head(world, "wang"), head(world, "li"));
}

fn head(world: &World, clone: &str) -> String {
    world.git_in(clone, &["rev-parse", "HEAD"])
}

#[test]
fn what_both_did_meets_and_what_they_dispute_waits_as_data() {
    let world = apart();
    let _ = as_li(&world, &["set", "jinke", "level=4"]).ok();
    let _ = as_li(&world, &["log", "jinke", "--call", "打了电话"]).ok();
    let _ = world.kehu_in("wang", &["set", "jinke", "level=5", "city=上海"]).ok();
    let _ = world.kehu_in("wang", &["log", "jinke", "--visit", "去了一趟"]).ok();
    let _ = as_li(&world, &["sync"]).ok();
    let told = world.kehu_in("wang", &["sync", "-n", "--json"]).json();
    assert_eq!((&told["fetched"]["commits"], &told["pushed"]["commits"]), (&2.into(), &2.into()));
    assert_eq!(told["conflicts"][0]["field"], "level");
    let synced = world.kehu_in("wang", &["sync", "--json"]).json();
    assert_eq!(synced["merged"].as_str().map(str::len), Some(40));
    let card = world.kehu_in("wang", &["show", "jinke", "--json"]).json();
    assert_eq!((&card["level"], &card["city"]), (&1.into(), &"上海".into()));
    assert_eq!(card["log"].as_array().map(Vec::len), Some(2));
    let _ = as_li(&world, &["sync"]).ok();
    let _ = as_li(&world, &["resolve", "jinke", "level=theirs"]).ok();
    let _ = as_li(&world, &["sync"]).ok();
    let _ = world.kehu_in("wang", &["sync"]).ok();
    let card = world.kehu_in("wang", &["show", "jinke", "--json"]).json();
    assert_eq!((&card["level"], &card["conflicts"]), (&5.into(), &serde_json::Value::Null));
    assert_eq!(head(&world, "wang"), head(&world, "li"));
    let nothing = world.kehu_in("wang", &["sync"]);
    assert!(nothing.stderr.contains("Nothing new"), "{}", nothing.stderr);
}

#[test]
fn a_record_merged_here_and_written_to_there_loses_nothing() {
    let world = apart();
    let _ = world.kehu_in("wang", &["new", "customer", "name=深圳云帆有限公司", "short_name=yunfan"]).ok();
    let _ = world.kehu_in("wang", &["sync"]).ok();
    let _ = as_li(&world, &["sync"]).ok();
    let _ = as_li(&world, &["log", "yunfan", "--note", "对方要报价"]).ok();
    let _ = as_li(&world, &["set", "yunfan", "city=深圳"]).ok();
    let _ = as_li(&world, &["new", "opportunity", "customer=yunfan", "name=试用"]).ok();
    let _ = world.kehu_in("wang", &["merge", "jinke", "yunfan", "--prefer", "keep"]).ok();
    let _ = as_li(&world, &["sync"]).ok();
    let _ = world.kehu_in("wang", &["sync"]).ok();
    let card = world.kehu_in("wang", &["show", "jinke", "--json"]).json();
    assert_eq!((&card["city"], &card["log"][0]["text"]), (&"深圳".into(), &"对方要报价".into()));
    let own = world.kehu_in("wang", &["list", "opportunity", "--json"]).json();
    assert_eq!(own[0]["customer"], card["id"]);
    let _ = world.kehu_in("wang", &["doctor"]).ok();
}

#[test]
fn a_record_merged_into_two_stands_in_one_whatever_else_was_written_there() {
    let world = apart();
    for (name, short) in [("深圳云帆有限公司", "yunfan"), ("北京华兴有限公司", "huaxing")] {
        let short = format!("short_name={short}");
        let _ = world.kehu_in("wang", &["new", "customer", &format!("name={name}"), &short]).ok();
    }
    let _ = world.kehu_in("wang", &["log", "jinke", "--note", "原有记录"]).ok();
    let _ = world.kehu_in("wang", &["sync"]).ok();
    let _ = as_li(&world, &["sync"]).ok();
    // Each writes to the record that the other merges it into.
    let _ = as_li(&world, &["log", "yunfan", "--note", "李写的"]).ok();
    let _ = world.kehu_in("wang", &["log", "huaxing", "--note", "王写的"]).ok();
    let _ = world.kehu_in("wang", &["merge", "yunfan", "jinke", "--prefer", "keep"]).ok();
    let _ = as_li(&world, &["merge", "huaxing", "jinke", "--prefer", "keep"]).ok();
    meet(&world);
    let texts = world.git_in("wang", &["grep", "-h", "^text:", "HEAD", "--", "customers"]);
    let mut texts: Vec<&str> = texts.lines().collect();
    texts.sort_unstable();
    assert_eq!(texts, ["text: 原有记录", "text: 李写的", "text: 王写的"]);
    let _ = world.kehu_in("wang", &["doctor"]).ok();
}

/// Found by three clones with ten thousand operations: an entry that a handover changed where one side no longer had it.
#[test]
fn what_was_done_to_entries_where_they_were_is_done_where_the_other_side_took_them() {
    let world = apart();
    for (name, short) in [("深圳云帆有限公司", "yunfan"), ("北京华兴有限公司", "huaxing")] {
        let short = format!("short_name={short}");
        let _ = world.kehu_in("wang", &["new", "customer", &format!("name={name}"), &short]).ok();
    }
    for text in ["原有记录", "另一条", "不再需要"] {
        let _ = world.kehu_in("wang", &["log", "jinke", "--note", text]).ok();
    }
    let _ = world.kehu_in("wang", &["plan", "jinke", "2026-12-24", "打电话"]).ok();
    let _ = world.kehu_in("wang", &["sync"]).ok();
    let _ = as_li(&world, &["sync"]).ok();
    let _ = as_li(&world, &["merge", "huaxing", "jinke", "--prefer", "keep"]).ok();
    let _ = world.kehu_in("wang", &["merge", "yunfan", "jinke", "--prefer", "keep"]).ok();
    let _ = world.kehu_in("wang", &["sync"]).ok();
    // li finds that it belongs to the smaller id; wang, who has not heard of it, goes on where it was.
    let _ = as_li(&world, &["sync"]).ok();
    let file = |journal: &str| {
        let path = format!("customers/*/yunfan*/{journal}.yaml");
        format!("wang/{}", world.git_in("wang", &["ls-files", &path]).trim())
    };
    let log = world.read(&file("log"));
    let mut pieces: Vec<&str> = log.split("---\n").filter(|piece| !piece.contains("不再需要")).collect();
    let changed = pieces.iter().position(|piece| piece.contains("原有记录")).expect("an entry");
    let text = pieces[changed].replace("原有记录", "改过的记录");
    pieces[changed] = &text;
    world.write(&file("log"), pieces.join("---\n"));
    world.write(&file("plans"), world.read(&file("plans")).replace("打电话", "上门"));
    let _ = world.kehu_in("wang", &["save"]).ok();
    meet(&world);
    let texts = world.git_in("wang", &["grep", "-n", "^text:", "HEAD", "--", "customers"]);
    let mut texts: Vec<&str> = texts.lines().filter_map(|line| line.split("text: ").nth(1)).collect();
    texts.sort_unstable();
    let mut expected = ["上门", "改过的记录", "另一条"];
    expected.sort_unstable();
    assert_eq!(texts, expected);
    let _ = world.kehu_in("wang", &["doctor"]).ok();
}

#[test]
fn what_was_done_to_a_record_where_it_does_not_count_is_done_where_it_does() {
    for (wang_into, li_into) in [("huaxing", "yunfan"), ("yunfan", "huaxing")] {
        let world = apart();
        for (name, short) in [("深圳云帆有限公司", "yunfan"), ("北京华兴有限公司", "huaxing")]
        {
            let short = format!("short_name={short}");
            let _ = world.kehu_in("wang", &["new", "customer", &format!("name={name}"), &short]).ok();
        }
        for text in ["原有记录", "另一条"] {
            let _ = world.kehu_in("wang", &["log", "jinke", "--note", text]).ok();
        }
        for name in ["试用", "采购", "不再需要"] {
            let name = format!("name={name}");
            let _ = world.kehu_in("wang", &["new", "opportunity", "customer=jinke", &name]).ok();
        }
        let planned = world.kehu_in("wang", &["plan", "jinke", "2026-12-24", "打电话", "--json"]).json();
        world.write("报价单.txt", "一百元");
        let _ = world.kehu_in("wang", &["attach", "jinke", "../报价单.txt"]).ok();
        let _ = world.kehu_in("wang", &["sync"]).ok();
        let _ = as_li(&world, &["sync"]).ok();
        let all = world.kehu_in("wang", &["list", "opportunity", "--json"]).json();
        let own = |name: &str| -> String {
            let mut all = all.as_array().into_iter().flatten();
            all.find(|one| one["name"] == name).and_then(|one| one["id"].as_str()).expect("an id").to_owned()
        };
        let (trial, purchase, needless) = (own("试用"), own("采购"), own("不再需要"));
        let _ = world.kehu_in("wang", &["merge", wang_into, "jinke", "--prefer", "keep"]).ok();
        let _ = world.kehu_in("wang", &["set", &trial, "amount=100 CNY"]).ok();
        let _ = world.kehu_in("wang", &["rm", &needless]).ok();
        let plan = planned["plan"]["id"].as_str().expect("an id");
        let _ = world.kehu_in("wang", &["plan", "--move", plan, "2026-12-30"]).ok();
        let log = world.git_in("wang", &["ls-files", "*/log.yaml"]);
        let log = format!("wang/{}", log.trim());
        world.write(&log, world.read(&log).replace("原有记录", "改过的记录"));
        let _ = world.kehu_in("wang", &["save"]).ok();
        let _ = as_li(&world, &["merge", li_into, "jinke", "--prefer", "keep"]).ok();
        let _ = as_li(&world, &["set", &purchase, "amount=200 CNY"]).ok();
        let _ = as_li(&world, &["log", "jinke", "--note", "李写的"]).ok();
        meet(&world);
        let said = world.git_in("wang", &["grep", "-hE", "^(text|amount|date):", "HEAD", "--", "customers"]);
        let mut said: Vec<&str> = said.lines().collect();
        said.sort_unstable();
        assert_eq!(
            said,
            [
                "amount: 100.00 CNY",
                "amount: 200.00 CNY",
                "date: \"2026-11-23\"",
                "date: \"2026-12-30\"",
                "text: 另一条",
                "text: 打电话",
                "text: 改过的记录",
                "text: 李写的",
            ]
        );
        let left = world.kehu_in("wang", &["list", "opportunity", "--json"]).json();
        assert_eq!(left.as_array().map(Vec::len), Some(2), "{left}");
        let files = world.git_in("wang", &["ls-files", "*.txt"]);
        assert_eq!(files.lines().count(), 1, "{files}");
        let doctor = world.kehu_in("wang", &["doctor", "--json"]).json();
        assert_eq!(doctor["problems"], serde_json::json!([]));
    }
}

#[test]
fn plain_git_merges_records_by_the_driver() {
    let world = apart();
    // A clone learns of the driver from its first sync, or from `doctor --fix`.
    let _ = as_li(&world, &["doctor", "--fix"]);
    let _ = as_li(&world, &["set", "jinke", "level=4", "tags+=a"]).ok();
    let _ = as_li(&world, &["log", "jinke", "--call", "打了电话"]).ok();
    let _ = world.kehu_in("wang", &["set", "jinke", "level=5", "tags+=b"]).ok();
    let _ = world.kehu_in("wang", &["log", "jinke", "--visit", "去了一趟"]).ok();
    let _ = world.git_in("wang", &["push", "-q", "origin", "HEAD"]);
    let _ = world.git_in("li", &["pull", "-q", "--rebase", "origin", "main"]);
    let card = world.kehu_in("li", &["show", "jinke", "--json"]).json();
    assert_eq!((&card["level"], &card["tags"]), (&1.into(), &serde_json::json!(["a", "b"])));
    assert_eq!(card["log"].as_array().map(Vec::len), Some(2));
    let conflicts = world.kehu_in("li", &["list", "customer", "conflict:true", "--json"]).json();
    assert_eq!(conflicts.as_array().map(Vec::len), Some(1));
    let _ = world.git_in("li", &["push", "-q", "origin", "HEAD"]);
    let _ = world.git_in("wang", &["pull", "-q", "--no-rebase", "origin", "main"]);
    assert_eq!(head(&world, "wang"), head(&world, "li"));
}

#[test]
fn a_file_put_into_a_record_that_another_merged_away_is_nobody_s_removal() {
    let world = apart();
    let _ = world.kehu_in("wang", &["new", "customer", "name=深圳云帆有限公司", "short_name=yunfan"]).ok();
    let _ = world.kehu_in("wang", &["sync"]).ok();
    let _ = as_li(&world, &["sync"]).ok();
    let _ = world.kehu_in("wang", &["merge", "jinke", "yunfan", "--prefer", "keep"]).ok();
    let _ = world.kehu_in("wang", &["sync"]).ok();
    world.write("报价单.txt", "一百元");
    let _ = as_li(&world, &["attach", "yunfan", "../报价单.txt"]).ok();
    let run = as_li(&world, &["sync"]);
    assert!(!run.stderr.contains("removed it"), "{run:?}");
    let files = world.git_in("li", &["ls-files", "*.txt"]);
    assert!(files.lines().count() == 1 && files.contains("jinke"), "{files}");
}

#[test]
fn a_repeating_plan_that_two_people_did_apart_comes_again_once() {
    let world = apart();
    let _ = world.kehu_in("hub", &["hook", "install"]).ok();
    let _ = world.kehu_in("wang", &["new", "person", "name=李强", "email=li@mingyi.example"]).ok();
    let made = world
        .kehu_in("wang", &["plan", "jinke", "2026-11-24", "打电话", "--repeat", "weekly", "--json"])
        .json();
    let plan = made["plan"]["id"].as_str().expect("an id");
    let _ = world.kehu_in("wang", &["sync"]).ok();
    let _ = as_li(&world, &["sync"]).ok();
    let _ = world.kehu_in("wang", &["log", "jinke", "--call", "打了", "--done", plan]).ok();
    world.set_env("KEHU_SEED", "8");
    let _ = as_li(&world, &["log", "jinke", "--call", "也打了", "--done", plan]).ok();
    let _ = world.kehu_in("wang", &["sync"]).ok();
    meet(&world);
    for clone in ["wang", "li"] {
        let plans = world.kehu_in(clone, &["list", "plan", "--json"]).json();
        assert_eq!(plans.as_array().map(Vec::len), Some(2), "{plans}");
        let next = plans.as_array().into_iter().flatten().find(|one| one["id"] != plan).expect("the next");
        assert_eq!((&next["date"], &next["by"]), (&"2026-12-01".into(), &"wang".into()), "{next}");
        assert_eq!(next.get("conflicts"), None, "{next}");
    }
    let card = world.kehu_in("li", &["show", "jinke", "--json"]).json();
    assert_eq!(card["log"].as_array().map(Vec::len), Some(2), "both calls stand");
    let found = world.kehu_in("wang", &["verify", "--json"]).json();
    assert_eq!(found["problems"], 0, "{found}");
}

#[test]
fn a_sync_without_a_remote_and_with_a_strange_one_say_what_to_do() {
    let world = World::new();
    let none = world.kehu(&["sync"]).fails(3);
    assert!(none.contains("git remote add origin URL"), "{none}");
    let _ = world.git(&["remote", "add", "origin", "../nowhere"]);
    let strange = world.kehu(&["sync", "orign"]).fails(3);
    assert!(strange.contains("Did you mean origin?"), "{strange}");
    let gone = world.kehu(&["sync"]).fails(1);
    assert!(gone.contains("git could not reach origin"), "{gone}");
}
