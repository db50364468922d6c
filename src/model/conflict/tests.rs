use super::*;
use crate::model::record::{ordered, read_card};
use crate::model::schema::read_kind;
use serde_json::json;

const SHOP: &str = "type: object\nproperties:\n  name: {type: string}\n  level: {type: integer}\n  phone: {type: string, format: phone}\n  tags: {type: array, items: {type: string}}\n  people:\n    type: array\n    x-kehu: {key: name}\n    items:\n      type: object\n      properties:\n        name: {type: string}\n        mobile: {type: string, format: phone}\n        email: {type: string, format: email}\n  extra: {type: object}\nx-kehu: {home: \"shops/{id}.yaml\", name: name, unique: true}\n";

fn shop() -> Kind {
    read_kind("shop", "test", true, SHOP).unwrap()
}

fn map(json: serde_json::Value) -> Map {
    match Value::from_json(&json) {
        Value::Map(map) => map,
        _ => Map::default(),
    }
}

fn side(value: serde_json::Value, by: &str, at: &str) -> Side {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Side { value: Some(Value::from_json(&value)).filter(|v| !v.is_empty()), by: text(by), at: text(at) }
}

fn people() -> Map {
    map(json!({"name": "甲", "people": [
        {"name": "王磊", "mobile": "13800138000"}, {"name": "a]b.c"}, {"mobile": "13900139000", "email": "li@oa.cn"}],
        "tags": ["x", "y"], "extra": {"region": "east", "a.b": 1, "deep": {"er": 2}}}))
}

#[test]
fn paths_find_fields_items_and_free_keys() {
    let (kind, fields) = (shop(), people());
    let found = |path: &str| at(&kind, &fields, path).map(Value::flat_text);
    for (path, value) in [
        ("name", Some("甲")),
        ("people[王磊].mobile", Some("13800138000")),
        ("people[ 王 磊 ].mobile", Some("13800138000")),
        ("people[a]]b.c].name", Some("a]b.c")),
        ("people[13900139000].email", Some("li@oa.cn")),
        ("people[LI@oa.cn].mobile", Some("13900139000")),
        ("tags[y]", Some("y")),
        ("extra.region", Some("east")),
        ("extra.a.b", Some("1")),
        ("extra.deep.er", Some("2")),
        ("level", None),
        ("people[nobody].mobile", None),
        ("people[王磊", None),
        ("people.0.mobile", None),
        ("people[王磊].removed", None),
        ("removed", None),
        ("", None),
    ] {
        assert_eq!(found(path).as_deref(), value, "{path}");
    }
}

#[test]
fn names_of_items_lead_back_to_them() {
    let (kind, fields) = (shop(), people());
    let list = kind.field("people").unwrap();
    for item in fields["people"].as_list().unwrap() {
        let path = item_path("people", &item_name(list, item).unwrap());
        assert_eq!(at(&kind, &fields, &path), Some(item), "{path}");
    }
    assert_eq!(item_name(list, &Value::Map(map(json!({"name": " "})))), None);
}

#[test]
fn put_sets_takes_out_and_refuses_places_that_are_not() {
    let kind = shop();
    let mut fields = people();
    let mut put = |path: &str, value: serde_json::Value| {
        let done = put(&kind, &mut fields, path, Some(Value::from_json(&value)));
        (done, Value::Map(fields.clone()).to_json())
    };
    assert_eq!(put("level", json!(3)).1["level"], json!(3));
    assert_eq!(put("people[王磊].mobile", json!("1")).1["people"][0]["mobile"], json!("1"));
    assert_eq!(put("people[王磊].mobile", json!(null)).1["people"][0], json!({"name": "王磊"}));
    assert_eq!(put("people[王磊].removed", json!(null)).1["people"].as_array().unwrap().len(), 3);
    assert_eq!(put("people[王磊].removed", json!(true)).1["people"].as_array().unwrap().len(), 2);
    assert!(!put("people[王磊].removed", json!(false)).0);
    assert_eq!(put("people[新]", json!({"name": "新"})).1["people"][2], json!({"name": "新"}));
    assert!(!put("people[nobody].mobile", json!("1")).0);
    assert!(!put("people.0.mobile", json!("1")).0);
    assert!(!put("removed", json!(true)).0);
    assert_eq!(put("extra.deep.er", json!(null)).1["extra"], json!({"region": "east", "a.b": 1}));
    assert_eq!(put("extra.a.b", json!(7)).1["extra"]["a.b"], json!(7));
    assert_eq!(put("extra.new", json!("n")).1["extra"]["new"], json!("n"));
    assert_eq!(put("tags[x]", json!(null)).1["tags"], json!(["y"]));
    assert_eq!(put("tags[y]", json!(null)).1.get("tags"), None);
}

#[test]
fn types_and_removals_are_told() {
    let kind = shop();
    let word = |path: &str| spot(&kind, path).map(|spot| spot.ty.word());
    assert_eq!(word("level").as_deref(), Some("integer"));
    assert_eq!(word("people[a.b].mobile").as_deref(), Some("phone"));
    assert_eq!(word("people[王磊]").as_deref(), Some("group"));
    assert_eq!(word("extra.any.thing").as_deref(), Some("free fields"));
    assert_eq!((word("gone"), word("removed"), word("people[王磊].removed")), (None, None, None));
    assert_eq!(removal("removed"), Some(""));
    assert_eq!(removal("people[王磊].removed"), Some("people[王磊]"));
    assert_eq!((removal("extra.removed"), removal("unremoved"), removal("level")), (None, None, None));
}

#[test]
fn what_people_type_is_found_and_told_in_words() {
    let (kind, fields) = (shop(), people());
    let stored = |typed: &str| typed_path(&kind, &fields, typed);
    for (typed, path) in [
        ("level", Some("level")),
        ("Level", Some("level")),
        ("people.0.mobile", Some("people[王磊].mobile")),
        ("People[ 王磊].Mobile", Some("people[王磊].mobile")),
        ("people.1", Some("people[a]]b.c]")),
        ("people.2.email", Some("people[13900139000].email")),
        ("people[li@oa.cn].email", Some("people[13900139000].email")),
        ("people.0.删除", Some("people[王磊].removed")),
        ("people[gone].mobile", Some("people[gone].mobile")),
        ("extra.any thing", Some("extra.any thing")),
        ("Removed", Some("removed")),
        ("people.9.mobile", None),
        ("people.0.nothing", None),
        ("level.x", None),
        ("nothing", None),
    ] {
        assert_eq!(stored(typed).as_deref(), path, "{typed}");
    }
    assert_eq!(label(&kind, "people[王磊].removed").zh, "people[王磊].删除");
    assert_eq!(label(&kind, "people[a]]b].mobile").en, "people[a]]b].mobile");
    assert_eq!((label(&kind, "extra.x.y").en, label(&kind, "gone").en), ("extra.x.y".into(), "gone".into()));
}

#[test]
fn sides_stand_in_one_order_and_once() {
    let a = side(json!("won"), "wang", "2026-11-25T10:30:00+08:00");
    let b = side(json!("potential"), "li", "2026-11-25T09:00:00+08:00");
    let later = side(json!("won"), "zhang", "2026-11-26T10:30:00+08:00");
    let nobody = side(json!("won"), "", "");
    let none = side(json!(null), "li", "");
    let one =
        Conflict::new("status", vec![a.clone(), b.clone(), later.clone(), none.clone(), nobody.clone()]);
    assert_eq!(one.sides, vec![none.clone(), b.clone(), a.clone()]);
    assert_eq!(Conflict::new("status", vec![nobody, none, later, b, a]), one);
    let numbers =
        vec![side(json!(10), "", ""), Side { value: Some(Value::Number("10.0".into())), ..Side::default() }];
    assert_eq!(Conflict::new("amount", numbers).sides.len(), 2);
}

#[test]
fn written_and_read_is_the_same_and_stands_behind_what_is_known() {
    let kind = shop();
    let text = "name: 甲\nown: x\nconflicts:\n  - field: phone\n    sides:\n      - value: 13800138000\n      - {}\nretired: \"2026-11-25\"\n";
    let record = read_card(&kind, &Id::parse("a-1").unwrap(), text.as_bytes()).unwrap();
    let wanted = Conflict::new("phone", vec![side(json!("13800138000"), "", ""), Side::default()]);
    assert_eq!(Conflict::all(&record.fields), vec![wanted.clone()]);
    let fields = ordered(&kind, record.fields.clone());
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["name", "retired", CONFLICTS, "own"]);
    assert_eq!(Conflict::all(&fields), vec![wanted.clone()]);
    let mut written = fields.clone();
    Conflict::write(&mut written, vec![wanted]);
    assert_eq!(written, fields);
    Conflict::write(&mut written, Vec::new());
    assert!(!written.contains_key(CONFLICTS));
}

#[test]
fn what_is_not_well_formed_is_named() {
    for (wrong, said) in [
        (json!("x"), "a list of conflicts"),
        (json!(["x"]), "a group of `field`"),
        (json!([{"field": "a", "sides": [], "more": 1}]), "no more"),
        (json!([{"sides": [{"value": 1}, {}]}]), "must name the field"),
        (json!([{"field": "a", "sides": 1}]), "must be a list"),
        (json!([{"field": "a", "sides": [{"value": 1}]}]), "two or more"),
        (json!([{"field": "a", "sides": [{"value": 1}, {"value": 1, "by": "li"}]}]), "two or more"),
        (json!([{"field": "a", "sides": [{"value": 1}, "x"]}]), "a side is"),
        (json!([{"field": "a", "sides": [{"value": 1}, {"who": "li"}]}]), "a side is"),
        (json!([{"field": "a", "sides": [{"value": 1}, {"by": "Li Lei"}]}]), "id of a person"),
        (json!([{"field": "a", "sides": [{"value": 1}, {"at": "yesterday"}]}]), "date and time"),
        (
            json!([{"field": "a", "sides": [{"value": 1}, {}]}, {"field": "a", "sides": [{"value": 1}, {}]}]),
            "twice",
        ),
    ] {
        let fields = map(json!({"conflicts": wrong}));
        let found = malformed(&fields).map(|(_, en, _)| en).unwrap_or_default();
        assert!(found.contains(said), "{wrong}: {found}");
    }
    assert_eq!(malformed(&map(json!({"conflicts": [{"field": "a", "sides": [{"value": 1}, {}]}]}))), None);
    assert_eq!(malformed(&Map::default()), None);
}
