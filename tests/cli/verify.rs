//! Stamps held against the commits that brought them.

use crate::handover::team;
use crate::world::World;

fn found(world: &World, words: &[&str]) -> Vec<(String, String)> {
    let run = world.kehu(&[&["verify", "--json"], words].concat());
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let findings = json["findings"].as_array().expect("findings");
    let found: Vec<_> = findings.iter().map(|f| (text(f, "kind"), text(f, "entry"))).collect();
    let problems = json["problems"].as_u64().expect("a number");
    assert_eq!(run.code, i32::from(problems > 0), "{}", run.stderr);
    found
}

fn kinds(found: &[(String, String)]) -> Vec<&str> {
    found.iter().map(|(kind, _)| kind.as_str()).collect()
}

#[test]
fn what_does_not_fit_is_listed() {
    let world = team();
    world.be("wang");
    assert_eq!(kinds(&found(&world, &[])), ["back-dated"], "kehu's own stamps are true; one is of October");
    let log = world.card("jinke").replace("customer.yaml", "log.yaml");
    let hand = |from: &str, to: &str| {
        let text = world.read(&log);
        let new = if from.is_empty() { format!("{text}{to}") } else { text.replacen(from, to, 1) };
        assert_ne!(text, new);
        world.write(&log, new);
        let _ = world.git(&["commit", "-qanm", "by hand"]);
    };
    let entry = |id: &str, by: &str, at: &str| {
        format!("---\nid: {id}\nat: \"{at}\"\nby: {by}\ntype: call\ntext: x\n")
    };
    world.be("li");
    let from = world.git(&["rev-parse", "HEAD"]);
    hand("", &entry("foreignxxx", "zhao", "2026-11-23T09:00:00+08:00"));
    hand("", &entry("aheadxxxxx", "li", "2026-11-25T09:00:00+08:00"));
    hand("", &entry("backdatedx", "li", "2026-11-02T09:00:00+08:00"));
    hand("谈了价格", "没谈价格");
    hand("by: zhao", "by: li");
    hand(&entry("backdatedx", "li", "2026-11-02T09:00:00+08:00"), "");
    let range = format!("{}..", from.trim());
    let all = found(&world, &[&range]);
    assert_eq!(kinds(&all), ["foreign", "ahead", "back-dated", "altered", "altered", "taken-out"], "{all:?}");
    assert_eq!(all[0].1, "foreignxxx");
    let commit = world.git(&["log", "--format=%H", "-1", "HEAD~4"]);
    assert_eq!(kinds(&found(&world, &[commit.trim()])), ["ahead"]);
    assert_eq!(kinds(&found(&world, &["HEAD~2..HEAD~1"])), ["altered"]);
    assert_eq!(found(&world, &["2026-11-24.."]), []);
    assert_eq!(found(&world, &["..2026-11-22"]), []);
    assert_eq!(found(&world, &["2026-11-23"]).len(), 7, "a day");
    let _ = world.kehu(&["verify", "a...b"]).fails(2);
    let _ = world.kehu(&["verify", "nothing"]).fails(3);
    let mut told = world.tell(&["verify", &range]).replace(from.trim(), "FROM");
    world.in_chinese();
    told += &world.tell(&["verify", "HEAD~2.."]);
    world.set_env("LANG", "en_US.UTF-8");
    insta::assert_snapshot!("verify", told);

    // Who does not see the customer learns nothing of it.
    world.be("zhao");
    assert_eq!(found(&world, &[&range]), []);
    let json = world.kehu(&["verify", &range, "--json"]).json();
    assert_eq!((json["commits"].as_u64(), json["stamps"].as_u64()), (Some(0), Some(0)));

    // What came to her own from there she sees, and not where it stood.
    let _ = world.kehu(&["new", "customer", "name=赵的客户"]).ok();
    world.be("wang");
    let moved = entry("aheadxxxxx", "li", "2026-11-25T09:00:00+08:00");
    hand(&moved, "");
    world.write(
        &world.card("赵的客户").replace("customer.yaml", "log.yaml"),
        moved.trim_start_matches("---\n"),
    );
    let _ = world.git(&["add", "-A"]);
    let _ = world.git(&["commit", "-q", "--amend", "--no-edit"]);
    let message = || world.kehu(&["verify", "HEAD", "--json"]).json()["findings"][0]["message"].clone();
    let jinke = world.card("jinke");
    let jinke = jinke.rsplit('/').nth(1).expect("its id");
    assert_eq!(message(), format!("from {jinke} by wang"));
    world.be("zhao");
    assert_eq!(message(), "from elsewhere by wang");
}

#[test]
fn a_clock_that_went_back_is_seen() {
    let world = World::furnished();
    world.set_env("GIT_COMMITTER_DATE", "2026-11-01T09:00:00+08:00");
    let _ = world.git(&["commit", "-q", "--allow-empty", "-m", "long ago"]);
    assert_eq!(kinds(&found(&world, &["HEAD"])), ["clock"]);
}
