//! What a customer is worth (CRM-09): `kehu score`, scorecards, the spread of the book.

use crate::world::World;

/// A scorecard of the book's own: two criteria, one of them read from the card.
const OWN: &str = "label: {en: Fit, zh: 匹配度}\nfor: customer\ncriteria:\n  - name: status\n    label: {en: Status, zh: 状况}\n    weight: 1\n    field: status\n    points: {won: 4, potential: 3, basic: 1}\n  - name: people\n    label: {en: People, zh: 员工}\n    weight: 1\n    field: extra.people\n    points: [{from: 50, points: 2}, {from: 500, points: 4}]\nbands:\n  - {from: 50, name: good, label: {en: good, zh: 好}, level: 6}\n  - {from: 0, name: poor, label: {en: poor, zh: 差}}\n";

fn called() -> World {
    let world = World::furnished();
    let _ = world.kehu(&["log", "HP", "--call", "客户要求报价", "--at", "2026-11-20T10:00:00+08:00"]).ok();
    let _ = world.kehu(&["log", "HP", "--visit", "看了三张单据", "--at", "2026-11-21T10:00:00+08:00"]).ok();
    world
}

fn save(world: &World, name: &str, text: &str) {
    world.write(&format!("book/scorecards/{name}.yaml"), text);
    let _ = world.git(&["add", "scorecards"]);
    let _ = world.git(&["commit", "-qm", "scorecard"]);
}

fn told(world: &World) -> String {
    let mut text = String::new();
    for words in [
        &["score", "HP"][..],
        &["score", "HP", "size=5", "profit=good", "spend=3", "--explain"],
        &["score", "HP", "spend=5", "--apply"],
        &["score", "HP", "--explain"],
        &["score", "HP"],
        &["history", "HP", "--limit", "2"],
        &["report", "value"],
        &["report", "value", "by=status"],
        &["list", "customer", "score:>=60", "--columns", "id,level"],
        // Wrong input.
        &["score", "HP", "sise=4"],
        &["score", "HP", "size=6"],
        &["score", "jinke", "size=2"],
        &["score", "HP", "--scorecard", "custmer-value"],
    ] {
        text.push_str(&world.tell(words));
        text.push('\n');
    }
    text
}

#[test]
fn worth_is_judged_in_english() {
    insta::assert_snapshot!(told(&called()));
}

#[test]
fn worth_is_judged_in_chinese() {
    let world = called();
    world.in_chinese();
    insta::assert_snapshot!(told(&world));
}

#[test]
fn an_assessment_is_one_commit_with_a_stamp_and_can_be_taken_back() {
    let world = called();
    let before = (world.commits(), world.git(&["rev-parse", "HEAD^{tree}"]));
    let words = ["score", "HP", "size=5", "profit=5", "spend=5", "--apply"];
    let planned = world.kehu(&[&words[..], &["-n", "--json"]].concat()).json();
    assert_eq!((planned["commit"].is_null(), planned["changes"].as_array().map(Vec::len)), (true, Some(2)));
    assert_eq!(world.commits(), before.0);
    let kept = world.kehu(&[&words[..], &["--json"]].concat()).json();
    // (15 + 15 + 20 + 2 + 0 + 0) / 75
    assert_eq!((&kept["score"], &kept["band"], &kept["level"]), (&69.into(), &"b".into(), &5.into()));
    assert_eq!(kept["level_now"], 3, "the level before");
    assert_eq!(kept["criteria"][3]["rests_on"]["entries"][0]["date"], "2026-11-21");
    assert_eq!(world.commits(), before.0 + 1);
    let shown = world.kehu(&["show", "HP", "--json"]).json();
    assert_eq!((&shown["level"], shown["log"].as_array().map(Vec::len)), (&5.into(), Some(2)));
    let list = world.kehu(&["list", "assessment", "--json"]).json();
    assert_eq!(
        (&list[0]["by"], &list[0]["points"]["size"], &list[0]["applied"]),
        (&"wang".into(), &5.into(), &true.into())
    );
    assert_eq!(list[0]["rests_on"]["size"], "typed");
    let _ = world.kehu(&["doctor"]).ok();
    let _ = world.kehu(&["undo"]).ok();
    assert_eq!(world.git(&["rev-parse", "HEAD^{tree}"]), before.1);
}

#[test]
fn typed_points_stay_until_typed_anew_and_measures_are_taken_anew() {
    let world = called();
    let _ = world.kehu(&["score", "HP", "size=5", "profit=4", "spend=4"]).ok();
    let _ = world.kehu(&["log", "HP", "--email", "报价已发"]).ok();
    let _ = world.kehu(&["log", "HP", "--call", "已收到"]).ok();
    let now = world.kehu(&["score", "HP", "--json"]).json();
    let first = now["newest"]["id"].clone();
    assert_eq!((&now["criteria"][0]["points"], &now["criteria"][3]["points"]), (&5.into(), &3.into()));
    assert_eq!(now["criteria"][0]["rests_on"]["entry"]["id"], first);
    let again = world.kehu(&["score", "HP", "spend=", "--json"]).json();
    assert_eq!((&again["missing"][0], again["missing"].as_array().map(Vec::len)), (&"spend".into(), Some(1)));
    let last = world.kehu(&["score", "HP", "--json"]).json();
    assert_eq!(last["criteria"][0]["rests_on"]["entry"]["id"], first, "said once, by whom it was said first");
    let sale = ["new", "opportunity", "customer=HP", "name=打印机", "amount=6万元", "expected=2026-12-20"];
    let _ = world.kehu(&sale).ok();
    let open = &world.kehu(&["score", "HP", "--json"]).json()["criteria"][4];
    assert_eq!((&open["points"], &open["rests_on"]["value"][0]["amount"]), (&3.into(), &"60000.00".into()));
    assert_eq!(open["rests_on"]["entries"][0]["kind"], "opportunity");
    let signed =
        ["new", "contract", "customer=HP", "name=打印机合同", "amount=24万元", "sign_date=2026-11-01"];
    let _ = world.kehu(&signed).ok();
    let sold = &world.kehu(&["score", "HP", "--json"]).json()["criteria"][5];
    assert_eq!((&sold["points"], &sold["rests_on"]["value"][0]["amount"]), (&4.into(), &"240000.00".into()));
    assert_eq!(sold["rests_on"]["entries"][0]["date"], "2026-11-01");
    let past = world.kehu(&["score", "HP", "--at", "HEAD~5", "--json"]).json();
    assert_eq!(past["criteria"][3]["points"], 2, "as it was then");
}

#[test]
fn a_book_has_scorecards_of_its_own() {
    let world = called();
    save(&world, "fit", OWN);
    let _ = world.kehu(&["set", "HP", "extra.people=120", "status=potential"]).ok();
    let fit = world.kehu(&["score", "HP", "--scorecard", "fit", "--json"]).json();
    assert_eq!((&fit["score"], &fit["band"], &fit["level"]), (&63.into(), &"good".into(), &6.into()));
    assert_eq!(fit["criteria"][1]["rests_on"]["field"], "extra.people");
    let jinke = world.kehu(&["score", "jinke", "--scorecard", "Fit", "--json"]).json();
    assert_eq!(
        (&jinke["score"], &jinke["band"], &jinke["missing"][0]),
        (&25.into(), &"poor".into(), &"people".into())
    );
    let said = world.kehu(&["score", "jinke", "--scorecard", "fit", "--apply"]).fails(5);
    assert!(said.contains("suggests no level"), "{said}");
    let usual = world.kehu(&["score", "HP", "--json"]).json();
    assert_eq!(usual["scorecard"], "customer-value");
    save(&world, "customer-value", OWN);
    let own = world.kehu(&["score", "HP", "--json"]).json();
    assert_eq!(
        (&own["scorecard"], &own["score"]),
        (&"customer-value".into(), &63.into()),
        "its own goes first"
    );
}

#[test]
fn a_wrong_scorecard_is_named_with_its_line() {
    let world = called();
    for (from, to, en, zh) in [
        (
            "weight: 1\n    field: status",
            "wieght: 1\n    field: status",
            "fit.yaml:6:5: unknown word `wieght`",
            "未知的词 `wieght`",
        ),
        (
            "field: extra.people",
            "field: pepole",
            "fit.yaml:9: `field: pepole` is no field",
            "`field: pepole` 不是客户的字段",
        ),
        ("for: customer", "for: custmer", "Did you mean `customer`?", "`for` 中的 `custmer` 不是已知类型"),
        ("level: 6", "level: 9", "a level that a customer cannot have", "超出客户的范围"),
    ] {
        save(&world, "fit", &OWN.replacen(from, to, 1));
        let said = world.kehu(&["score", "HP"]).fails(5);
        assert!(said.contains(en), "{said}");
        let said = world.kehu(&["score", "HP", "--lang", "zh"]).fails(5);
        assert!(said.contains(zh), "{said}");
        let _ = world.kehu(&["doctor"]).fails(1);
    }
    let _ = world.kehu(&["show", "HP"]).ok();
    save(&world, "fit", OWN);
    world.write("book/scorecards/fit.yaml", OWN.replace("weight: 1", "weight: heavy"));
    let said = world.kehu(&["save"]).fails(5);
    assert!(said.contains("fit.yaml:6:13: `weight` is a whole number from 1 to 1000"), "{said}");
}

#[test]
fn a_merge_keeps_the_assessments_of_both() {
    let world = called();
    let _ = world.kehu(&["score", "HP", "size=5", "profit=4", "spend=4"]).ok();
    let _ = world.kehu(&["score", "jinke", "size=1", "profit=1", "spend=1"]).ok();
    let _ = world.kehu(&["merge", "HP", "jinke", "--prefer", "keep"]).ok();
    let list = world.kehu(&["list", "assessment", "--json"]).json();
    let parents: Vec<&str> =
        list.as_array().expect("a list").iter().filter_map(|e| e["parent"].as_str()).collect();
    assert_eq!(parents, [world.id("HP"), world.id("HP")]);
    let now = world.kehu(&["score", "HP", "--json"]).json();
    assert_eq!(now["criteria"][0]["points"], 1, "the newest counts");
}
