//! Handing over what a colleague has to do (CRM-19): told, wrong inputs, accepted, declined.

use crate::world::World;

/// wang leads li and zhao. li has 金科 with all that belongs to it and 青松, and a plan and a request in zhao's 海蓝, which is
/// shared with li.
pub fn team() -> World {
    let world = World::new();
    for (name, id) in [("李强", "li"), ("赵岚", "zhao")] {
        let email = format!("email={id}@mingyi.example");
        let _ = world.kehu(&["new", "person", &format!("name={name}"), &email, "reports_to=wang"]).ok();
    }
    let _ = world.kehu(&["new", "department", "name=华东部", "name_en=East", "head=li"]).ok();
    world.be("li");
    let jinke =
        ["new", "customer", "name=上海金科电子有限公司", "short_name=jinke", "status=potential", "level=5"];
    let people = ["contacts.0.name=张伟", "contacts.0.mobile=13800138000", "contacts.0.birthday=1982-12-01"];
    let _ = world.kehu(&[&jinke[..], &people].concat()).ok();
    let _ = world.kehu(&["new", "customer", "name=广州青松信息技术有限公司", "short_name=qingsong"]).ok();
    let mail = ["log", "jinke", "--email", "发了 <b>报价</b>", "--at", "2026-10-01 10:00"];
    let _ = world.kehu(&mail).ok();
    let _ = world.kehu(&["log", "jinke", "--call", "谈了价格", "--next", "+7d", "回访"]).ok();
    let _ = world.kehu(&["plan", "qingsong", "+3d", "call about the quote"]).ok();
    let oa = [
        "new",
        "opportunity",
        "name=OA",
        "customer=jinke",
        "amount=12万",
        "stage=proposal",
        "competitor=用友",
    ];
    let _ = world.kehu(&oa).ok();
    let lost = ["new", "opportunity", "name=old", "customer=jinke", "stage=lost", "lost_reason=price"];
    let _ = world.kehu(&lost).ok();
    let contract = ["new", "contract", "number=C1", "name=OA 一期", "customer=jinke", "amount=100000 CNY"];
    let terms = ["sign_date=2026-06-01", "schedule.0.due=2026-09-01", "schedule.0.amount=60000 CNY"];
    let _ = world.kehu(&[&contract[..], &terms].concat()).ok();
    world.be("zhao");
    let _ = world.kehu(&["new", "customer", "name=海蓝软件有限公司", "short_name=hailan"]).ok();
    let _ = world.kehu(&["plan", "hailan", "+2d", "demo", "--who", "li"]).ok();
    let _ = world.kehu(&["new", "request", "name=bug", "customer=hailan", "assigned=li"]).ok();
    let _ = world.kehu(&["share", "hailan", "li", "--until", "2026-12-31"]).ok();
    world
}

/// How many records of a kind answer a query.
pub fn count(world: &World, kind: &str, query: &str) -> usize {
    world.kehu(&["list", kind, query, "--count"]).ok().trim().parse().expect("a number")
}

/// The tree of the book.
pub fn tree(world: &World) -> String {
    world.git(&["rev-parse", "HEAD^{tree}"])
}

/// What would be open of a person: questions that must count nothing once it is handed over.
const OPEN: &[(&str, &str)] = &[
    ("customer", "owner:li"),
    ("opportunity", "owner:li AND open:yes"),
    ("contract", "owner:li AND open:yes"),
    ("deal", "owner:li AND open:yes"),
    ("request", "(owner:li OR assigned:li) AND open:yes"),
    ("plan", "who:li AND open:yes"),
    ("handover", "to:li AND open:yes"),
    ("customer", "shares.person:li"),
];

/// Nothing a person had to do is left with them.
pub fn left(world: &World, person: &str) -> Vec<String> {
    let asked = OPEN.iter().map(|(kind, query)| (*kind, query.replace("li", person)));
    asked
        .filter(|(kind, query)| count(world, kind, query) > 0)
        .map(|(kind, query)| format!("{kind} {query}"))
        .collect()
}

#[test]
fn it_is_told_in_both_languages() {
    for zh in [false, true] {
        let world = team();
        if zh {
            world.in_chinese();
        }
        world.be("wang");
        let mut session = String::new();
        for words in [
            &["handover", "li", "zhao", "-n"][..],
            &["handover", "li", "zhao"],
            &["handover", "li", "zhao"],
            &["handover", "li", "li"],
            &["handover", "nobody", "zhao"],
            &["handover", "li", "nobody"],
            &["handover", "zhao", "li", "status:won"],
            &["accept", "jinke"],
            &["accept"],
        ] {
            session.push_str(&world.tell(words));
        }
        world.be("li");
        session.push_str(&world.tell(&["accept", "hailan"]));
        session.push_str(&world.tell(&["handover", "zhao", "li"]));
        world.be("zhao");
        for words in [
            &["accept"][..],
            &["decline", "qingsong"],
            &["decline", "qingsong", "太远", "-n"],
            &["decline", "qingsong", "太远"],
            &["accept", "qingsong"],
            &["accept", "--all", "--from", "wang"],
            &["accept", "--all", "--from", "li"],
            &["accept", "--all"],
            &["history", "qingsong"],
        ] {
            session.push_str(&world.tell(words));
        }
        insta::assert_snapshot!(if zh { "handover_in_chinese" } else { "handover_in_english" }, session);
    }
}

#[test]
fn a_dossier_is_kept_for_each_customer_and_one_for_all() {
    for (zh, format) in [(false, "md"), (true, "md"), (false, "html")] {
        let world = team();
        world.be("wang");
        if zh {
            world.write("book/kehu.toml", "language = \"zh-CN\"\n");
            let _ = world.kehu(&["save"]).ok();
        }
        let done = world.kehu(&["handover", "li", "zhao", "--dossier", format, "--json"]).json();
        assert_eq!(done["customers"].as_array().map(Vec::len), Some(3), "{done}");
        assert_eq!(done["moved"]["opportunity"], 1, "what is lost stays: {done}");
        let all = world.read(&format!("book/{}", done["dossier"].as_str().expect("a path")));
        let jinke = done["customers"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|c| c["name"] == "上海金科电子有限公司");
        let one = world.read(&format!("book/{}", jinke.expect("jinke")["dossier"].as_str().expect("a path")));
        assert!(!one.contains("<b>"), "{one}");
        let name = format!("dossier_{format}_{}", if zh { "chinese" } else { "english" });
        insta::assert_snapshot!(name, world.scrub(&format!("{all}\n=====\n{one}")));
        let _ = world.kehu(&["doctor"]).ok();
    }
}

#[test]
fn stages_amounts_and_stories_stay_and_closed_things_keep_who_did_them() {
    let world = team();
    let file = |name: &str| {
        let path = world.git(&["ls-files", &format!("*/{name}")]);
        let paths: Vec<String> = path.lines().map(str::to_owned).collect();
        paths.iter().map(|path| world.read(&format!("book/{path}"))).collect::<String>()
    };
    let log = file("log.yaml");
    world.be("wang");
    let card = world.card("jinke");
    let text = world.read(&card).replace("owner: li", "# ask her first\nowner: li  # since May");
    world.write(&card, text.clone());
    let _ = world.kehu(&["save"]).ok();
    let _ = world.kehu(&["handover", "li", "zhao"]).ok();
    assert_eq!(world.read(&card), text.replace("owner: li", "owner: zhao"), "comments stay");
    assert_eq!(file("log.yaml"), log);
    assert_eq!(count(&world, "opportunity", "owner:li stage:lost"), 1);
    assert_eq!(count(&world, "opportunity", "owner:zhao stage:proposal"), 1);
    assert_eq!(left(&world, "li"), Vec::<String>::new());
    assert_eq!(count(&world, "log", "by:li"), 2);
}

#[test]
fn only_the_receiver_answers() {
    let world = team();
    world.be("wang");
    world.write("book/kehu.toml", "access = \"open\"\n");
    let _ = world.kehu(&["save"]).ok();
    world.be("li");
    let _ = world.kehu(&["handover", "li", "zhao"]).ok();
    let said = world.kehu(&["accept", "jinke"]).fails(7);
    assert!(said.contains("is not to you"), "{said}");
    let _ = world.kehu(&["decline", "jinke", "mine"]).fails(7);
    world.be("zhao");
    let waiting = world.kehu(&["today", "--json"]).json()["waiting"].to_string();
    assert!(waiting.contains("\"handover\""), "{waiting}");
    let _ = world.kehu(&["accept", "jinke"]).ok();
}
