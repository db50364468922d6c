//! How complete the customers are by the norm (CRM-12): A profile, B needs, C level, D actions, E mails.

use crate::world::World;

/// Two customers of wang, one of li; one of them is known well.
fn kept() -> World {
    let world = World::furnished();
    let _ = world.kehu(&["new", "person", "name=李强", "email=li@mingyi.example"]).ok();
    let _ = world.kehu(&["new", "customer", "name=深圳云帆科技有限公司", "owner=li"]).ok();
    let words = ["business=打印机与电脑", "address=朝阳区", "contacts.0.name=王磊", "needs=采购要留痕"];
    let _ = world.kehu(&[&["set", "HP"], &words[..]].concat()).ok();
    let _ = world.kehu(&["score", "HP", "size=5", "profit=4", "spend=4"]).ok();
    let _ = world.kehu(&["log", "HP", "--email", "报价已发", "--next", "+7d", "回访"]).ok();
    world
}

fn told(world: &World) -> String {
    let mut text = String::new();
    for words in [
        &["report", "completeness"][..],
        &["report", "completeness", "owner=wang", "below=60"],
        &["list", "customer", "lacks:E", "--sort", "complete", "--columns", "id,name"],
        // Wrong input.
        &["report", "completeness", "below=many"],
        &["report", "completness"],
        &["list", "customer", "complet:<60"],
    ] {
        text.push_str(&world.tell(words));
        text.push('\n');
    }
    text
}

#[test]
fn completeness_in_english() {
    insta::assert_snapshot!(told(&kept()));
}

#[test]
fn completeness_in_chinese() {
    let world = kept();
    world.in_chinese();
    insta::assert_snapshot!(told(&world));
}

#[test]
fn each_rule_counts_the_same_and_the_worst_are_named() {
    let world = kept();
    let rows = world.kehu(&["report", "completeness", "--json"]).json();
    let (li, wang) = (&rows[0], &rows[1]);
    // Of li's only status and level are known: two of three needs of C, a fifth of the whole.
    assert_eq!((&li["owner"], &li["complete"], &li["lacks"]["C"]), (&"li".into(), &13.into(), &1.into()));
    assert_eq!(
        (&wang["customers"], &wang["lacks"]["A"], &wang["lacks"]["B"]),
        (&2.into(), &1.into(), &1.into())
    );
    assert_eq!(wang["worst"][0], world.id("jinke"));
    let whole = world.kehu(&["list", "customer", "complete:100", "--json"]).json();
    assert_eq!((whole.as_array().map(Vec::len), &whole[0]["short_name"]), (Some(1), &"HP".into()));
    let below = world.kehu(&["report", "completeness", "below=60", "owner=wang", "--json"]).json();
    assert_eq!((below.as_array().map(Vec::len), &below[0]["customers"]), (Some(1), &1.into()));
    // What is retired is nobody's task.
    let _ = world.kehu(&["rm", &world.id("jinke")]).ok();
    let rows = world.kehu(&["report", "completeness", "owner=wang", "--json"]).json();
    assert_eq!((&rows[0]["customers"], &rows[0]["complete"]), (&1.into(), &100.into()));
}

#[test]
fn a_kind_of_the_book_has_rules_of_its_own() {
    let world = World::new();
    let schema = "required: [plate]\nproperties:\n  plate: {type: string}\n  colour: {type: string}\nx-kehu:\n  home: vehicles/{id}.yaml\n  name: plate\n  completeness:\n    - {mark: P, label: {en: Paint, zh: 颜色}, needs: [colour]}\n";
    let save = |text: &str| {
        world.write("book/schemas/fleet/vehicle.yaml", text);
        let _ = world.git(&["add", "schemas"]);
        let _ = world.git(&["commit", "-qm", "schema"]);
    };
    save(schema);
    let _ = world.kehu(&["new", "vehicle", "plate=A12345"]).ok();
    let _ = world.kehu(&["new", "vehicle", "plate=B12345", "colour=red"]).ok();
    let lacking = world.kehu(&["list", "vehicle", "lacks:P", "--json"]).json();
    assert_eq!((lacking.as_array().map(Vec::len), &lacking[0]["plate"]), (Some(1), &"A12345".into()));
    save(&schema.replace("needs: [colour]", "needs: [log.type=call]"));
    let said = world.kehu(&["list", "vehicle"]).fails(5);
    assert!(said.contains("`completeness` needs `log.type`"), "{said}");
    save(&schema.replace("mark: P", "mrak: P"));
    let said = world.kehu(&["list", "vehicle", "--lang", "zh"]).fails(5);
    assert!(said.contains("vehicle.yaml:9:8: 未知的 x-kehu 词 `mrak`"), "{said}");
}
