//! The laws of merging, on random records, and the cases of `docs/sync.md`.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;
use crate::model::conflict::Conflict;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::record::{ordered, read_card, read_journal};
use crate::model::schema::read_kind;
use crate::model::value::{Map, Value};
use crate::model::yaml::write_document;

const SHOP: &str = "type: object\nproperties:\n  name: {type: string}\n  status: {type: string, enum: [basic, potential, won]}\n  level: {type: integer}\n  amount: {type: string, format: money}\n  security: {type: integer, x-kehu: {merge: highest}}\n  notes: {type: string, x-kehu: {long: true}}\n  tags: {type: array, items: {type: string}}\n  people:\n    type: array\n    x-kehu: {key: name}\n    items:\n      type: object\n      properties:\n        name: {type: string}\n        mobile: {type: string, format: phone}\n        title: {type: string}\n  schedule:\n    type: array\n    items:\n      type: object\n      properties:\n        due: {type: string}\n        amount: {type: string, format: money}\n  extra: {type: object}\nx-kehu: {home: \"shops/{id}.yaml\", name: name}\n";

const LOG: &str = "type: object\nproperties:\n  id: {type: string}\n  at: {type: string, format: date-time}\n  by: {type: string}\n  text: {type: string}\nx-kehu: {home: \"{parent}/log.yaml\", name: text, storage: journal, parents: [shop]}\n";

fn shop() -> Kind {
    read_kind("shop", "test", true, SHOP).unwrap()
}

fn map(json: &Json) -> Map {
    match Value::from_json(json) {
        Value::Map(map) => map,
        _ => Map::default(),
    }
}

fn card(json: &Json) -> String {
    write_document(None, &ordered(&shop(), map(json)))
}

fn nobody(_: Which, _: Spot<'_>) -> Option<Stamp> {
    None
}

fn read(text: &str) -> Map {
    read_card(&shop(), &Id::parse("x").unwrap(), text.as_bytes()).unwrap().fields
}

/// Merges and gives the fields and the fields in conflict.
fn merged(base: Json, a: Json, b: Json) -> (Json, Vec<String>) {
    let (base, a, b) = (card(&base), card(&a), card(&b));
    let one = merge_cards(&shop(), "shops/x.yaml", Some(&base), &a, &b, &nobody).unwrap();
    let other = merge_cards(&shop(), "shops/x.yaml", Some(&base), &b, &a, &nobody).unwrap();
    assert_eq!(one, other, "swapping the sides changed the bytes");
    (Value::Map(read(&one.text)).to_json(), one.conflicts)
}

#[test]
fn what_one_side_changed_counts_and_what_both_changed_is_a_conflict() {
    let (fields, conflicts) = merged(
        json!({"name": "甲", "status": "basic", "level": 1}),
        json!({"name": "甲", "status": "potential", "level": 2}),
        json!({"name": "甲公司", "status": "won", "level": 1}),
    );
    assert_eq!(conflicts, ["status"]);
    let wanted = json!({"name": "甲公司", "status": "basic", "level": 2, "conflicts": [
        {"field": "status", "sides": [{"value": "potential"}, {"value": "won"}]}]});
    assert_eq!(fields, wanted);
}

#[test]
fn a_cleared_field_against_a_changed_one_is_a_conflict() {
    let (fields, conflicts) = merged(
        json!({"name": "甲", "amount": "10.00 CNY"}),
        json!({"name": "甲"}),
        json!({"name": "甲", "amount": "12.00 CNY"}),
    );
    assert_eq!(
        (fields["amount"].as_str(), conflicts.as_slice()),
        (Some("10.00 CNY"), &["amount".to_owned()][..])
    );
}

#[test]
fn schema_rules_and_long_texts_settle_themselves() {
    let (fields, conflicts) = merged(
        json!({"name": "甲", "security": 1, "notes": "a\nb\n"}),
        json!({"name": "甲", "security": 3, "notes": "a\nb\nc\n"}),
        json!({"name": "甲", "security": 2, "notes": "A\nb\n"}),
    );
    assert!(conflicts.is_empty());
    assert_eq!((fields["security"].as_i64(), fields["notes"].as_str()), (Some(3), Some("A\nb\nc\n")));
}

#[test]
fn lists_are_merged_by_item() {
    let (fields, conflicts) = merged(
        json!({"name": "甲", "tags": ["a", "b"], "people": [{"name": "王"}, {"name": "李", "title": "x"}]}),
        json!({"name": "甲", "tags": ["b", "c"], "people": [{"name": "王", "mobile": "13800138000"}]}),
        json!({"name": "甲", "tags": ["a", "b", "d"], "people": [{"name": "王", "title": "CEO"}, {"name": "李", "title": "y"}, {"name": "赵"}]}),
    );
    assert_eq!(fields["tags"], json!(["b", "d", "c"]));
    let people = json!([{"name": "王", "mobile": "13800138000", "title": "CEO"}, {"name": "李", "title": "y"}, {"name": "赵"}]);
    assert_eq!(fields["people"], people);
    // One took 李 out, the other changed that entry: it stays, and that is told.
    assert_eq!(conflicts, ["people[李].removed"]);
}

/// Found by three clones with few customers.
#[test]
fn what_is_in_conflict_and_has_no_value_stays_when_both_change_something_else() {
    for field in ["extra", "extra.area", "amount"] {
        let dispute = json!({"field": field, "sides": [{}, {"value": if field == "extra" { json!({"area": "x"}) } else { json!("1.00 CNY") }, "by": "li"}]});
        let with = |level: u8| json!({"name": "甲", "level": level, "conflicts": [dispute]});
        let (fields, conflicts) = merged(with(1), with(2), with(3));
        assert_eq!(conflicts, [field, "level"]);
        assert_eq!(fields["conflicts"][0], dispute);
        // Settled by one: it is settled, though the other went on.
        let (fields, conflicts) = merged(with(1), json!({"name": "甲", "level": 2}), with(3));
        assert_eq!(
            (conflicts, fields["conflicts"][0]["field"].as_str()),
            (vec!["level".to_owned()], Some("level"))
        );
    }
}

#[test]
fn two_who_change_one_instalment_have_to_choose() {
    let (fields, conflicts) = merged(
        json!({"name": "甲", "schedule": [{"due": "2026-01-01", "amount": "10.00 CNY"}]}),
        json!({"name": "甲", "schedule": [{"due": "2026-02-01", "amount": "10.00 CNY"}]}),
        json!({"name": "甲", "schedule": [{"due": "2026-01-01", "amount": "12.00 CNY"}]}),
    );
    assert_eq!(conflicts, ["schedule"]);
    assert_eq!(fields["schedule"], json!([{"due": "2026-01-01", "amount": "10.00 CNY"}]));
}

#[test]
fn a_settled_conflict_stays_settled_and_a_new_one_has_all_values() {
    let open = json!({"name": "甲", "level": 1, "conflicts": [
        {"field": "level", "sides": [{"value": 2}, {"value": 3}]}]});
    let settled = json!({"name": "甲", "level": 3});
    let (fields, conflicts) = merged(open.clone(), settled.clone(), open.clone());
    assert_eq!((fields, conflicts.len()), (settled.clone(), 0));
    let (fields, _) = merged(open, settled, json!({"name": "甲", "level": 2}));
    assert_eq!(fields["conflicts"], json!([{"field": "level", "sides": [{"value": 2}, {"value": 3}]}]));
}

#[test]
fn a_merged_record_stays_merged_and_keeps_what_was_changed_meanwhile() {
    let (fields, conflicts) = merged(
        json!({"name": "甲", "level": 1}),
        json!({"name": "甲", "retired": "2026-01-01", "merged_into": "y"}),
        json!({"name": "甲", "level": 5}),
    );
    assert_eq!(
        (fields["merged_into"].as_str(), conflicts.as_slice()),
        (Some("y"), &["level".to_owned()][..])
    );
}

#[test]
fn what_was_changed_in_a_part_is_carried_to_the_whole() {
    let kind = shop();
    let was = map(&json!({"name": "乙", "level": 1, "tags": ["x"]}));
    let now = map(&json!({"name": "乙", "level": 4, "tags": ["x", "y"]}));
    let whole = map(&json!({"name": "甲", "level": 1, "tags": ["x", "z"]}));
    let carried = carry(&kind, &was, &now, &whole, &nobody);
    assert_eq!(Value::Map(carried).to_json(), json!({"name": "甲", "level": 4, "tags": ["x", "z", "y"]}));
    let whole = map(&json!({"name": "甲", "level": 2}));
    let carried = carry(&kind, &was, &now, &whole, &nobody);
    let fields: Vec<String> = Conflict::all(&carried).into_iter().map(|c| c.field).collect();
    assert_eq!((carried.get("level"), fields), (Some(&Value::Int(2)), vec!["level".to_owned()]));
}

#[test]
fn of_two_stamps_of_knowledge_the_earlier_stands_whole() {
    let told = |by: &str, hour: u32, note: &str| json!({"name": "甲", "knowledge": {"by": by, "at": format!("2026-11-23T{hour:02}:00:00+08:00"), "note": note}});
    let (fields, conflicts) = merged(json!({"name": "甲"}), told("li", 9, "how"), told("zhao", 8, "why"));
    assert_eq!((fields, conflicts), (told("zhao", 8, "why"), Vec::<String>::new()));
    let (fields, _) = merged(told("li", 9, "how"), told("li", 9, "how"), json!({"name": "甲"}));
    assert_eq!(fields, json!({"name": "甲"}), "taken back on one side");
}

#[test]
fn what_stands_behind_a_carriage_return_is_no_comment() {
    let (kind, base) = (shop(), "name: 甲\nstatus: basic\n");
    let (a, b) =
        ("name: 乙\nstatus: basic\n# one\rlevel: 2\r", "# two\rname: 甲\rstatus: won\n# three\r\rlevel: 2\n");
    let one = merge_cards(&kind, "shops/x.yaml", Some(base), a, b, &nobody).unwrap();
    let wanted = json!({"name": "乙", "status": "won", "level": 2});
    assert_eq!(Value::Map(read(&one.text)).to_json(), wanted, "{:?}", one.text);
    for comment in ["# one", "# two", "# three"] {
        assert_eq!(one.text.matches(comment).count(), 1, "{:?}", one.text);
    }
}

#[test]
fn comments_of_both_sides_stay() {
    let base = "name: 甲\nlevel: 1\n";
    let a = "# big one\nname: 甲\nlevel: 2\n";
    let b = "name: 甲 # says who\nlevel: 1\nstatus: won\n";
    let merged = merge_cards(&shop(), "shops/x.yaml", Some(base), a, b, &nobody).unwrap().text;
    assert!(merged.contains("# big one") && merged.contains("# says who"), "{merged}");
    assert_eq!(Value::Map(read(&merged)).to_json(), json!({"name": "甲", "level": 2, "status": "won"}));
}

fn entry(id: &str, at: u32, text: &str) -> String {
    format!("---\nid: {id}\nat: \"2026-01-01T00:00:{at:02}+08:00\"\nby: li\ntext: {text}\n")
}

#[test]
fn journals_meet_by_entry_and_what_was_taken_out_stays_out() {
    let kind = read_kind("log", "test", true, LOG).unwrap();
    let (x, y, z, w) = (entry("x", 1, "x"), entry("y", 2, "y"), entry("z", 4, "z"), entry("w", 3, "w"));
    let base = format!("# yaml-language-server: $schema=s\n{x}{y}");
    let (a, b) = (format!("# yaml-language-server: $schema=s\n{x}{z}"), format!("{base}{w}"));
    let merge =
        |a: &str, b: &str| merge_journals(&kind, "p/log.yaml", &[&base], &[a], &[b], &nobody).unwrap();
    let merged = merge(&a, &b);
    assert_eq!(merged.text, format!("# yaml-language-server: $schema=s\n{x}{w}{z}"));
    assert_eq!((merge(&b, &a), merged.entries), (merged.clone(), 3));
    // Taken out here, changed there.
    let changed = b.replace("text: y", "text: yes!");
    let merged = merge(&a, &changed);
    assert_eq!(merged.conflicts, ["y:removed"]);
    assert_eq!(read_journal(&kind, merged.text.as_bytes()).unwrap().len(), 4);
}

/// Found by fuzzing: an entry that began its file with a byte order mark went into the middle of the other's.
#[test]
fn a_journal_with_a_byte_order_mark_meets_another() {
    let kind = read_kind("log", "test", true, LOG).unwrap();
    let (early, late) = (entry("x", 1, "x"), entry("y", 2, "y"));
    for marked in [format!("\u{feff}{late}"), format!("\u{feff}{}", late.trim_start_matches("---\n"))] {
        for (a, b) in [(&marked, &early), (&early, &marked)] {
            let merged = merge_journals(&kind, "p/log.yaml", &[], &[a], &[b], &nobody).unwrap();
            let entries = read_journal(&kind, merged.text.as_bytes()).unwrap();
            let ids: Vec<_> =
                entries.iter().filter_map(|entry| entry.get("id").and_then(Value::as_str)).collect();
            assert_eq!(ids, ["x", "y"], "{}", merged.text);
        }
        // Records that became one: the texts of a side are taken together.
        let merged = merge_journals(&kind, "p/log.yaml", &[], &[&early, &marked], &[], &nobody).unwrap();
        assert_eq!(read_journal(&kind, merged.text.as_bytes()).unwrap().len(), 2, "{}", merged.text);
    }
}

/// Found by fuzzing: white space that is none to YAML was taken for no journal, and dropped.
#[test]
fn a_journal_is_empty_as_it_is_read() {
    let kind = read_kind("log", "test", true, LOG).unwrap();
    let one = entry("x", 1, "x");
    for text in ["\u{b}\n", "\u{3000}", "\u{a0}\n", "", " \n\r\n", "\t\n"] {
        let merged = merge_journals(&kind, "p/log.yaml", &[], &[&one], &[text], &nobody);
        assert!(merged.is_err() || read_journal(&kind, text.as_bytes()).is_ok(), "{text:?}: {merged:?}");
    }
}

/// A record of few words, so that two of them meet often.
fn record() -> impl Strategy<Value = Json> {
    let person = ("[ab]", prop::option::of("1380013800[01]"), prop::option::of("[xyz]"));
    let people = prop::collection::vec(person, 0..3);
    let row = ("[12]", "[34]");
    (
        prop::option::of(prop::sample::select(vec!["basic", "potential", "won"])),
        prop::option::of(0..3i64),
        prop::option::of(prop::sample::select(vec!["1.00 CNY", "2.00 CNY", "3.00 USD"])),
        prop::option::of("[ab\n]{1,6}"),
        prop::collection::btree_set("[abc]", 0..3),
        people,
        prop::collection::vec(row, 0..3),
        prop::collection::btree_map("[pq]", "[12]", 0..3),
        prop::option::of("[uv]"),
        prop::option::of(1..3i64),
    )
        .prop_map(|(status, level, amount, notes, tags, people, rows, extra, odd, security)| {
            let mut seen = Vec::new();
            let people: Vec<Json> = people
                .into_iter()
                .filter(|(name, _, _)| !seen.contains(name) && { seen.push(name.clone()); true })
                .map(|(name, mobile, title)| json!({"name": name, "mobile": mobile, "title": title}))
                .collect();
            let rows: Vec<Json> =
                rows.into_iter().map(|(due, amount)| json!({"due": due, "amount": format!("{amount}.00 CNY")})).collect();
            json!({"name": "n", "status": status, "level": level, "amount": amount, "security": security,
                "notes": notes, "tags": tags.into_iter().collect::<Vec<_>>(), "people": people, "schedule": rows,
                "extra": extra, "odd": odd.unwrap_or_default()})
        })
}

fn scalars(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::List(items) => items.iter().for_each(|item| scalars(item, out)),
        Value::Map(map) => {
            map.iter().filter(|(key, _)| *key != "field").for_each(|(_, item)| scalars(item, out))
        }
        Value::Text(text) => out.extend(text.lines().map(str::to_owned)),
        other => out.extend(other.scalar_text()),
    }
}

proptest! {
    // Ten thousand with PROPTEST_CASES=10000.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Identity, symmetry, and that every value comes from an input, and none goes unseen.
    #[test]
    fn laws_of_merging(base in record(), a in record(), b in record()) {
        let (old, one, other) = (card(&base), card(&a), card(&b));
        let kind = shop();
        let merge = |o: Option<&str>, a: &str, b: &str| merge_cards(&kind, "shops/x.yaml", o, a, b, &nobody).unwrap();
        prop_assert_eq!(&merge(Some(&old), &one, &old).text, &one);
        prop_assert_eq!(&merge(Some(&old), &old, &other).text, &other);
        prop_assert_eq!(&merge(Some(&old), &one, &one).text, &one);
        let merged = merge(Some(&old), &one, &other);
        prop_assert_eq!(&merged, &merge(Some(&old), &other, &one));
        let (mut seen, mut known) = (Vec::new(), vec!["true".to_owned()]);
        let fields = read(&merged.text);
        scalars(&Value::Map(fields.clone()), &mut seen);
        for text in [&old, &one, &other] {
            scalars(&Value::Map(read(text)), &mut known);
        }
        prop_assert!(seen.iter().all(|value| known.contains(value)), "{} of {:?}", merged.text, known);
        // What a side set is there, or among what is in conflict, or the other side changed it back on purpose.
        for (side, unlike) in [(&one, &other), (&other, &one)] {
            let (side, unlike, old) = (read(side), read(unlike), read(&old));
            for name in ["status", "level", "amount", "odd"] {
                let (mine, was) = (side.get(name), old.get(name));
                if mine != was && mine.is_some_and(|mine| !mine.is_empty()) {
                    let disputed = Conflict::all(&fields).into_iter().find(|c| c.field == name);
                    let told = disputed.is_some_and(|c| c.sides.iter().any(|side| side.value.as_ref() == mine));
                    prop_assert!(fields.get(name) == mine || told, "{name}: {}", merged.text);
                    prop_assert!(unlike.get(name) == was || unlike.get(name) == mine || told);
                }
            }
            for tag in side.get("tags").and_then(Value::as_list).unwrap_or_default() {
                let before = |map: &Map| map.get("tags").and_then(Value::as_list).is_some_and(|tags| tags.contains(tag));
                prop_assert!(before(&fields) || before(&old));
            }
        }
    }
}
