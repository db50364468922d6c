//! Tables of the past are what they were, and catching up ends where building anew does (law 4).

use std::collections::BTreeMap;

use kehu::ops::Desk;
use kehu::ops::tables::{Limits, Wants};

use crate::world::World;

/// Commits of the history, at least.
const COMMITS: usize = 64;
/// Commits that are looked at again.
const LOOKED_AT: usize = 50;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// All tables, their rows sorted.
type Dump = BTreeMap<String, Vec<String>>;

fn dump(world: &World, at: Option<&str>) -> Dump {
    let desk = Desk::open(&world.path("book"), at).expect("a book");
    let mut tables = desk.tables(Wants::ALL).expect("tables");
    assert!(tables.note.is_none(), "{:?}", tables.note);
    let names: Vec<String> = tables.shape().tables.iter().map(|table| table.name.clone()).collect();
    let all = names.into_iter().map(|name| {
        // One year of days tells of all.
        let only = if name == "calendar" { " where year = 2026" } else { "" };
        let rows = tables.ask(&format!("select * from \"{name}\"{only}"), &[], Limits::default());
        let mut rows: Vec<String> =
            rows.expect("rows").rows.iter().map(|cells| format!("{cells:?}")).collect();
        rows.sort();
        (name, rows)
    });
    all.collect()
}

fn differ(one: &Dump, other: &Dump, what: &str) {
    assert!(one.keys().eq(other.keys()), "{what}: other tables");
    for (table, rows) in one {
        assert_eq!(rows, &other[table], "{what}: {table}");
    }
}

fn head(world: &World) -> String {
    world.git(&["rev-parse", "HEAD"]).trim().to_owned()
}

/// One step of the history; what cannot be done does nothing.
fn step(world: &World, dice: &mut Dice, number: usize) {
    let customers = ["HP", "jinke", "甲公司3号", "甲公司7号", "甲公司13号"];
    let text = format!("记录{number}");
    let name = format!("name=甲公司{number}号");
    let amount = format!("amount={}.5万", number + 1);
    let contract = format!("number=HT-{number}");
    let title = format!("name=项目{number}");
    let level = format!("level={}", dice.below(6));
    let (one, other) = (dice.of(&customers), dice.of(&customers));
    let status = dice.of(&["status=won", "status=potential", "status=lost", "tags+=老客户", "owner=li"]);
    let stage = dice.of(&["stage=negotiation", "stage=won", "stage=quotation"]);
    let _ = match dice.below(14) {
        0 | 1 => world.kehu(&["new", "customer", &name, "phone=021-63539330", "--anyway", "another"]),
        2 => world.kehu(&["set", one, &level, status]),
        3 => world.kehu(&["log", one, "--call", &text, "--next", "+3d", "回访"]),
        4 => world.kehu(&["new", "opportunity", &title, &format!("customer={one}"), &amount]),
        5 => world.kehu(&["set", "项目", stage, &format!("customer={other}")]),
        6 => world.kehu(&["plan", one, "+2d", &text]),
        7 => world.kehu(&[
            "new",
            "contract",
            &contract,
            &title,
            &format!("customer={one}"),
            &amount,
            "sign_date=2026-09-01",
        ]),
        8 => world.kehu(&["pay", "HT-", "1000"]),
        9 => world.kehu(&["merge", one, other, "--prefer", "keep"]),
        10 => world.kehu(&["undo"]),
        11 => world.kehu(&["handover", "wang", "li", "level:>=2"]),
        12 => world.kehu(&["rm", other]),
        _ => world.kehu(&["distinct", one, other]),
    };
}

fn commit(world: &World, subject: &str) {
    let _ = world.git(&["add", "-A"]);
    let _ = world.git(&["commit", "-q", "--allow-empty", "-m", subject]);
}

/// What no verb does: settings, kinds of one's own, files written and removed by hand, a merge.
fn by_hand(world: &World, turn: usize) {
    let schema = |more: &str| {
        format!(
            "type: object\nproperties: {{plate: {{type: string}}{more}}}\nx-kehu:\n  home: cars/{{id}}.yaml\n  name: plate\n"
        )
    };
    match turn {
        0 => world.write(
            "book/kehu.toml",
            world.read("book/kehu.toml").replace("01-01", "04-01") + "[rates]\nUSD = \"7.1\"\n",
        ),
        1 => world.write("book/cars/c1.yaml", "plate: 沪A1\nseats: 5\n"),
        2 => world.write("book/schemas/fleet/car.yaml", schema("")),
        3 => world.write("book/schemas/fleet/car.yaml", schema(", seats: {type: integer}")),
        4 => world.write("book/people/chen.yaml", "name: 陈静\nemail: chen@mingyi.example\n"),
        5 => world.write("book/cars/c2.yaml", "plate: [broken\n"),
        6 => {
            let _ = world.git(&["revert", "-n", "HEAD"]);
        }
        7 => {
            let _ = world.git(&["checkout", "-q", "-b", "side", "HEAD~2"]);
            let _ = world.kehu(&["new", "product", "name=OA2018", "list_price=98000"]).ok();
            let _ = world.git(&["checkout", "-q", "main"]);
            let _ = world.git(&["merge", "-q", "--no-ff", "-m", "merge", "side"]);
        }
        8 => {
            let folder = world.path(&world.card("jinke")).parent().expect("a folder").to_owned();
            std::fs::remove_dir_all(folder).expect("removed");
        }
        9 => world.write(
            "book/people/wang.yaml",
            world.read("book/people/wang.yaml").replace("wang@", "wang.fang@"),
        ),
        10 => world.write("book/notes.txt", "no record"),
        _ => {}
    }
    commit(world, "by hand");
}

/// The history, and what the tables gave at each of its commits.
fn history(world: &World) -> Vec<(String, Dump)> {
    let _ = world.kehu(&["new", "person", "name=李强", "email=li@mingyi.example", "reports_to=wang"]).ok();
    let _ = world.git(&["config", "user.email", "wang@mingyi.example"]);
    let mut dice = Dice(20_261_123);
    let mut known = vec![(head(world), dump(world, None))];
    for number in 0..400 {
        if known.len() > COMMITS {
            break;
        }
        match number % 9 {
            8 => by_hand(world, number / 9),
            _ => step(world, &mut dice, number),
        }
        let now = head(world);
        if known.last().is_some_and(|(commit, _)| *commit != now) {
            known.push((now, dump(world, None)));
        }
    }
    assert!(known.len() > COMMITS, "{} commits", known.len());
    known
}

#[test]
fn law_4_tables_of_fifty_past_commits_are_what_they_were() {
    let world = World::furnished();
    let known = history(&world);
    let merges = world.git(&["rev-list", "--count", "--merges", "HEAD"]);
    assert_eq!(merges.trim(), "1");
    let (_, last) = known.last().expect("a last one");
    for table in ["log", "plan", "opportunity", "contract", "changes", "duplicate", "customer_lacks", "car"] {
        assert!(!last[table].is_empty(), "no rows in {table}");
    }
    let mut dice = Dice(4711);
    let mut rest: Vec<usize> = (0..known.len()).collect();
    let picked: Vec<usize> = (0..LOOKED_AT).map(|_| rest.swap_remove(dice.below(rest.len()))).collect();
    let look = |what: &str| {
        for number in &picked {
            let (commit, right) = &known[*number];
            differ(&dump(&world, Some(commit)), right, &format!("{what}, commit {number}"));
        }
    };
    look("brought back from HEAD");
    look("asked again");
    let kept = world.path("book/.git/kehu");
    std::fs::remove_dir_all(&kept).expect("removed");
    look("built anew");
    differ(&dump(&world, None), last, "HEAD built anew");
}
