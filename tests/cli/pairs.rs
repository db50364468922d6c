//! The likely duplicates of a whole book: listed, settled, never offered again.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::world::World;

/// What a command says that is fed answers; `None` where the program is missing.
fn feed(mut command: Command, input: &str) -> Option<String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().ok()?;
    child.stdin.take()?.write_all(input.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A book with two pairs, a branch, and a stranger.
fn messy() -> World {
    let world = World::new();
    world.write(
        "book/messy.csv",
        "名称,电话,网站,城市\n\
         金科电子有限公司,021-63539330,www.jinke-dz.cn,上海市\n\
         上海金科电子有限公司,+86 21 6353 9330,http://jinke-dz.cn/,上海\n\
         广州青松信息技术有限公司,020-38001234,www.qingsong-it.cn,广州市\n\
         青松信息技术(广州)有限公司,020-38001234,qingsong-it.cn,广州\n\
         金科电子有限公司成都分公司,028-85551234,,成都市\n\
         沈阳盛京桥轴承有限公司,024-25550147,www.shengjingqiao.cn,沈阳市\n",
    );
    let _ = world.kehu(&["import", "customer", "messy.csv", "--on-duplicate", "import"]).ok();
    std::fs::remove_file(world.path("book/messy.csv")).expect("removed");
    world
}

fn pairs(world: &World, more: &[&str]) -> Vec<(String, String)> {
    let run = world.kehu(&[&["duplicates", "--json"], more].concat());
    assert_eq!(run.code, 0, "{run:?}");
    let rows = run.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect(line));
    rows.map(|row| {
        assert!((0.0..=1.0).contains(&row["score"].as_f64().expect("a score")), "{row}");
        assert!(row["evidence"].as_array().is_some_and(|all| !all.is_empty()), "{row}");
        (row["a"].as_str().expect("an id").to_owned(), row["b"].as_str().expect("an id").to_owned())
    })
    .collect()
}

#[test]
fn pairs_are_found_and_settled_for_good() {
    let world = messy();
    let found = pairs(&world, &[]);
    assert_eq!(found.len(), 2, "{found:?}");
    let table = world.kehu(&["duplicates"]).ok();
    assert!(
        table.contains("上海金科电子有限公司") && !table.contains("分公司") && !table.contains("盛京桥"),
        "{table}"
    );
    assert_eq!(world.kehu(&["duplicates", "--format", "csv"]).ok().lines().count(), 3);
    let (a, b) = &found[0];
    let _ = world.kehu(&["distinct", a, b]).ok();
    assert_eq!(pairs(&world, &[]).len(), 1);
    let (a, b) = pairs(&world, &[]).remove(0);
    let _ = world.kehu(&["merge", &a, &b, "--prefer", "keep"]).ok();
    assert_eq!(pairs(&world, &[]), []);
    assert_eq!(
        pairs(&world, &["--min", "0.000001"]).iter().filter(|pair| pair.0 == b || pair.1 == b).count(),
        0
    );
}

#[test]
fn a_book_of_nothing_but_one_customer_shows_it() {
    let world = World::new();
    for number in 2..=5 {
        let words = ["new", "customer", "name=Baltic Ferry GmbH", "phone=+49401234567", "--anyway", "x"];
        let _ = world.kehu(&words).ok();
        assert_eq!(pairs(&world, &[]).len(), (number - 1) * (number - 2) / 2, "{} records", number - 1);
    }
}

#[test]
fn a_kind_of_ones_own_is_checked_by_its_name() {
    let world = World::new();
    world.write(
        "book/schemas/fleet/car.yaml",
        "type: object\nproperties:\n  plate: {type: string}\nx-kehu:\n  home: cars/{id}.yaml\n  name: plate\n  unique: true\n",
    );
    let _ = world.kehu(&["save"]).ok();
    let _ = world.kehu(&["new", "car", "plate=沪C77777"]).ok();
    assert_eq!(world.kehu(&["check", "--kind", "car", "沪C77777"]).code, 4);
    let _ = world.kehu(&["check", "--kind", "product", "x"]).fails(2);
}

#[test]
fn pairs_can_be_narrowed() {
    let world = messy();
    assert_eq!(pairs(&world, &["--owner", "wang"]).len(), 2);
    let _ = world.kehu(&["new", "person", "name=李强", "email=li@mingyi.example"]).ok();
    assert_eq!(pairs(&world, &["--owner", "李强"]), []);
    assert_eq!(pairs(&world, &["--since", "HEAD"]), []);
    assert_eq!(pairs(&world, &["--since", "HEAD~2"]).len(), 2);
    let _ = world.kehu(&["duplicates", "person"]).fails(2);
    let _ = world.kehu(&["duplicates", "--min", "7"]).fails(2);
    let _ = world.kehu(&["duplicates", "--review"]).fails(2);
}

#[test]
fn weights_are_shown_before_they_are_adopted() {
    let world = messy();
    let before = world.commits();
    let shown = world.kehu(&["duplicates", "--tune", "--json"]).json();
    assert_eq!((shown["labelled"].as_bool(), shown["merged"].as_u64()), (Some(false), Some(0)), "{shown}");
    assert!(shown["toml"].as_str().is_some_and(|toml| toml.starts_with("[matching]")), "{shown}");
    assert_eq!(world.commits(), before);
    let _ = world.kehu(&["duplicates", "--tune", "--adopt"]).ok();
    assert!(world.read("book/kehu.toml").contains("[matching]"));
    let _ = world.kehu(&["check", "金科电子"]);
    let _ = world.kehu(&["duplicates", "--tune", "--adopt"]).fails(6);
}

#[test]
fn a_review_on_a_terminal_merges_says_two_and_is_taken_up_again() {
    let world = messy();
    // `script` gives the program a terminal; without it there is nothing to try.
    let review = |answers: &str| {
        let line = format!("{} duplicates --review --again", env!("CARGO_BIN_EXE_kehu"));
        let mut command = world.command("script", "book");
        command.env("TERM", "dumb").args(["-qec", &line, "/dev/null"]);
        feed(command, answers)
    };
    let Some(said) = review("s\nq\n") else { return };
    assert!(said.contains("[1/2]") && said.contains("[2/2]") && said.contains("1 put off"), "{said}");
    assert!(said.contains('≠') && said.contains("same phone"), "{said}");
    let said = review("m\n\n1\n1\n1\n1\n1\n1\nd\n").expect("it ran before");
    assert!(said.contains("1 merged, 1 recorded as two"), "{said}");
    assert_eq!(pairs(&world, &[]), []);
}
