//! Assets beyond their norms: reckoning in two ways, counting what scanners write, kinds of a book's own.

use serde_json::Value as Json;

use crate::world::World;

/// A source of numbers that repeats.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn rows(json: &Json) -> &[Json] {
    json.as_array().expect("rows")
}

fn amount(value: &Json) -> String {
    value["amount"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn sql_and_the_rule_agree_to_the_cent() {
    let world = World::new();
    let mut numbers = Numbers(7);
    let mut lines = String::from("number,name,class,price,residual,life,method,bought,in_service\n");
    for number in 0..120 {
        let cents = 1 + numbers.below(99_999_999);
        let currency = ["CNY", "CNY", "USD", "JPY"][usize::try_from(numbers.below(4)).expect("few")];
        let price = match currency {
            "JPY" => format!("{} JPY", cents / 100 + 1),
            _ => format!("{}.{:02} {currency}", cents / 100, cents % 100),
        };
        let price = if number % 17 == 0 { String::new() } else { price };
        let (life, method) = (1 + numbers.below(12), ["straight_line", "declining"][number % 2]);
        let day = format!(
            "20{:02}-{:02}-{:02}",
            15 + numbers.below(12),
            1 + numbers.below(12),
            1 + numbers.below(28)
        );
        let life = if number % 13 == 0 { String::new() } else { life.to_string() };
        lines += &format!(
            "N-{number},thing {number},c,{price},{},{life},{method},{day},{day}\n",
            numbers.below(30)
        );
    }
    world.write("register.csv", lines);
    let said = world.kehu(&["import", "asset", "../register.csv", "--json"]).json();
    assert_eq!(said["imported"], 120, "{said}");
    for day in ["2016-02-29", "2020-12-30", "2020-12-31", "2026-11-23", "2027-01-31", "2040-01-01"] {
        let listed = world.kehu(&["--as-of", day, "list", "asset", "--json"]).json();
        let on = format!("on={day}");
        let report = world.kehu(&["report", "asset-value", "by=asset", &on, "--json"]).json();
        let mut compared = 0;
        for row in rows(&report) {
            let asset = rows(&listed).iter().find(|asset| asset["id"] == row["group"]).expect("an asset");
            assert_eq!(amount(&row["value"]), amount(&asset["value"]), "{} on {day}", row["group"]);
            compared += 1;
        }
        let there = rows(&listed).iter().filter(|asset| asset["bought"].as_str().expect("a day") <= day);
        assert_eq!(compared, there.count(), "{day}");
    }
    // What is charged in all months is price less residual.
    let sums = "select a.id, a.price, sum(d.amount * d.months) as charged, round(a.price * a.residual / 100, 2) as rest \
                from asset a join asset_depreciation d on d.parent = a.id where a.price_currency = 'CNY' group by a.id";
    for row in rows(&world.kehu(&["sql", sums, "--json"]).json()) {
        let number = |name: &str| row[name].as_f64().expect("a number");
        let left = number("price") - number("charged") - number("rest");
        assert!(left.abs() < 0.011, "{row}");
    }
}

#[test]
fn a_model_gives_what_nobody_says_and_takes_nothing_back() {
    let world = World::new();
    let model = ["new", "asset_model", "name=X1", "class=电脑", "price=12000", "life=5", "method=declining"];
    let _ = world.kehu(&model).ok();
    let _ = world.kehu(&["new", "asset", "number=A-1", "name=a", "model=X1", "life=3"]).ok();
    world.write("more.csv", "number,name,model,price\nA-2,b,X1,\nA-3,c,X1,99\n");
    let _ = world.kehu(&["import", "asset", "../more.csv"]).ok();
    let _ = world.kehu(&["set", "X1", "price=1", "life=9"]).ok();
    let told = |id: &str| {
        let json = world.kehu(&["show", id, "--json"]).json();
        format!("{} {} {} {}", json["class"], json["price"]["amount"], json["life"], json["method"])
    };
    assert_eq!(told("a-1"), "\"电脑\" \"12000.00\" 3 \"declining\"");
    assert_eq!(told("a-2"), "\"电脑\" \"12000.00\" 5 \"declining\"");
    assert_eq!(told("a-3"), "\"电脑\" \"99.00\" 5 \"declining\"");
}

/// A book with three assets in two places, and a count of one of them.
fn shelf() -> World {
    let world = World::new();
    let _ = world.kehu(&["set", "wang", "roles+=assets"]).ok();
    for (number, place) in [("T-1", "上海/1F"), ("T-2", "上海"), ("T-3", "北京")] {
        let words = [format!("number={number}"), format!("name=thing {number}"), format!("place={place}")];
        let _ = world.kehu(&["new", "asset", &words[0], &words[1], &words[2]]).ok();
    }
    let _ = world.kehu(&["new", "stocktake", "name=st", "place=上海"]).ok();
    world
}

#[test]
fn what_scanners_write_is_read_or_refused_whole() {
    let world = shelf();
    let before = world.git(&["rev-parse", "HEAD"]);
    let long = "9".repeat(300);
    for (file, text, said) in [
        ("a.csv", "place,user\n上海,wang\n".as_bytes().to_vec(), "no column is the number"),
        ("b.csv", b"number\nT-1\n\x1b[2J\n".to_vec(), "b.csv:3"),
        ("c.csv", format!("number\nT-1\n{long}\n").into_bytes(), "at most 100 characters"),
        ("d.csv", b"number,user\nT-1,nobody\n".to_vec(), "d.csv:2"),
        ("e.csv", b"number\nT-1\nT-77\n".to_vec(), "\"T-77\" (line 3)"),
        ("f.csv", b"number,place\n,\xe4\xb8\x8a\n".to_vec(), "There is no number"),
        ("g.xlsx", b"PK\x03\x04 broken".to_vec(), "g.xlsx"),
        ("h.csv", Vec::new(), "h.csv"),
    ] {
        world.write(file, text);
        let run = world.kehu(&["count", "st", "--from", &format!("../{file}")]);
        assert!(run.code != 0 && run.stderr.contains(said), "{file}: {} {}", run.code, run.stderr);
        assert!(!run.stderr.contains('\u{1b}'), "{file}");
        assert_eq!(world.git(&["rev-parse", "HEAD"]), before, "{file} changed the book");
    }
    // GB18030 as Chinese Excel saves it, with labels for headings; then a bare list.
    let (text, _, _) = encoding_rs::GB18030.encode("资产编号,地点\nt-1,上海/2F\nT-1,上海/2F\n");
    world.write("gbk.csv", text);
    let counted = world.kehu(&["count", "st", "--from", "../gbk.csv", "--json"]).json();
    assert_eq!((counted["differs"].as_u64(), counted["missing"].as_u64()), (Some(1), Some(1)), "{counted}");
    world.write("bare.csv", "T-2\nT-3\n");
    let counted = world.kehu(&["count", "st", "--from", "../bare.csv", "--json"]).json();
    assert_eq!(
        (counted["unexpected"].as_u64(), counted["missing"].as_u64()),
        (Some(1), Some(0)),
        "{counted}"
    );
    let _ = world.kehu(&["doctor"]).ok();
}

#[test]
fn settling_leaves_what_was_moved_meanwhile_and_asks_for_the_right() {
    let world = shelf();
    let _ = world.kehu(&["new", "person", "name=李强", "email=li@mingyi.example", "reports_to=wang"]).ok();
    let _ = world.kehu(&["count", "st", "T-3"]).ok();
    world.be("li");
    let said = world.kehu(&["count", "st", "--settle"]).fails(7);
    assert!(said.contains("wang"), "it says who could: {said}");
    let _ = world.kehu(&["move", "t-1", "request"]).ok();
    world.be("wang");
    let told = world.tell(&["count", "st", "--settle"]);
    insta::assert_snapshot!(told);
    let state = |id: &str| world.kehu(&["show", id, "--json"]).json()["state"].clone();
    assert_eq!(
        (state("t-1"), state("t-2"), state("t-3")),
        ("requested".into(), "lost".into(), "in_stock".into())
    );
    assert_eq!(world.kehu(&["show", "t-3", "--json"]).json()["place"], "上海");
    // What was lost is found by the next count, and taken back.
    let _ = world.kehu(&["new", "stocktake", "name=again", "place=上海"]).ok();
    let _ = world.kehu(&["count", "again", "T-1", "T-2", "T-3"]).ok();
    let _ = world.kehu(&["count", "again", "--settle"]).ok();
    assert_eq!(state("t-2"), "in_stock");
    assert_eq!(world.kehu(&["verify"]).code, 0);
    let _ = world.kehu(&["doctor"]).ok();
}

#[test]
fn two_suppliers_that_are_one_become_one() {
    let world = World::new();
    let new = |words: &[&str]| {
        let made = world.kehu(&[&["new", "supplier", "--json"], words].concat()).json();
        made["id"].as_str().expect("an id").to_owned()
    };
    let keep = new(&["name=上海联想电脑有限公司", "phone=021-63539330"]);
    let twin = ["name=上海联想电脑", "phone=021-63539330"];
    let stopped = world.kehu(&[&["new", "supplier"], &twin[..]].concat());
    assert!(stopped.code == 4 && stopped.stderr.contains("looks like a supplier"), "{}", stopped.stderr);
    let gone = new(&[&twin[..], &["--anyway", "another department"]].concat());
    let _ = world.kehu(&["log", &keep, "--call", "one"]).ok();
    let _ = world.kehu(&["log", &gone, "--call", "two"]).ok();
    let _ = world.kehu(&["new", "asset", "number=A-1", "name=a", &format!("supplier={gone}")]).ok();
    let pairs = world.kehu(&["duplicates", "supplier", "--json"]).ok();
    assert!(pairs.contains(&keep) && pairs.contains(&gone), "{pairs}");
    let _ = world.kehu(&["merge", &keep, &gone, "--prefer", "keep"]).ok();
    assert_eq!(world.kehu(&["show", "A-1", "--json"]).json()["supplier"], keep.as_str());
    assert_eq!(world.kehu(&["show", &keep, "--json"]).json()["log"].as_array().map(Vec::len), Some(2));
    let _ = world.kehu(&["doctor"]).ok();
}

/// No program knows the kinds: a book's own can be counted, and wear out.
#[test]
fn a_kind_of_the_books_own_is_counted_and_wears_out() {
    let world = World::new();
    world.write("book/schemas/fleet/car.yaml", CAR);
    world.write("book/schemas/fleet/round.yaml", ROUND);
    let _ = world.git(&["add", "."]);
    let _ = world.git(&["commit", "-qm", "cars"]);
    for plate in ["A1", "B2"] {
        let words = [
            "new",
            "car",
            &format!("plate={plate}"),
            "yard=N",
            "price=1200",
            "life=1",
            "in_service=2026-01-05",
        ];
        let _ = world.kehu(&words).ok();
    }
    let _ = world.kehu(&["new", "round", "name=first", "yard=N"]).ok();
    let _ = world.kehu(&["count", "first", "A1"]).ok();
    let _ = world.kehu(&["count", "first", "--settle"]).ok();
    let cars = world.kehu(&["list", "car", "--columns", "plate,state,value"]).ok();
    insta::assert_snapshot!(cars);
}

const CAR: &str = "type: object
properties:
  plate: {type: string}
  yard: {type: string}
  state: {type: string, enum: [here, gone], default: here}
  driver: {type: string, x-kehu: {link: person}}
  price: {type: string, format: money}
  life: {type: integer}
  in_service: {type: string, format: date}
x-kehu:
  home: cars/{id}.yaml
  id: {from: [plate], own: true}
  name: plate
  rules: [depreciation]
  workflow:
    state: state
    owner: driver
    moves:
      lose: {from: [here], to: gone, who: [anyone]}
      park: {from: [here], who: [anyone]}
      find: {from: [gone], to: here, who: [anyone]}
";
const ROUND: &str = "type: object
properties:
  name: {type: string}
  yard: {type: string}
  by: {type: string, x-kehu: {link: person, default: me}}
  state: {type: string, enum: [open, over], default: open}
  lines:
    type: array
    items:
      type: object
      properties:
        item: {type: string, x-kehu: {link: car}}
        read: {type: string}
        found: {type: boolean}
        yard: {type: string}
        found_yard: {type: string}
        difference: {type: string}
        settlement: {type: string}
        by: {type: string}
        at: {type: string}
x-kehu:
  home: rounds/{id}.yaml
  id: {from: [name], own: true}
  name: name
  workflow: {state: state, owner: by, moves: {end: {from: [open], to: over, who: [owner]}}}
  counts: {of: car, by: plate, lines: lines, scope: [yard], expects: {state: [here]}, compare: [yard], missing: lose, differs: park, back: find, settle: end}
";
