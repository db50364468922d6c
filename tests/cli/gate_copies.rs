//! What a colleague stamped stands once and where it was put: a hub takes no copies of it, and lets it move with its record.

use crate::gate::hub;
use crate::world::World;

/// Part of a text, from where `from` begins to before `to`, or its end.
fn part<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).expect("its beginning");
    let end = text[start..].find(to).map_or(text.len(), |end| start + end);
    &text[start..end]
}

/// The book with two contracts of li's, the first paid; the paths of both, of two logs, and the payment's text.
fn paid(world: &World) -> ([String; 4], String) {
    world.be("li");
    let second = ["new", "contract", "number=C2", "name=OA 二期", "customer=jinke", "amount=90000 CNY"];
    let _ = world.kehu(&second).ok();
    let _ = world.kehu(&["pay", "C1", "1000"]).ok();
    let _ = world.kehu(&["log", "qingsong", "--call", "hello"]).ok();
    let _ = world.push(&["main"]).ok();
    let contracts = world.card("jinke").replace("customer.yaml", "contracts/");
    let log = |name: &str| world.card(name).replace("customer.yaml", "log.yaml");
    let paths = [format!("{contracts}c1.yaml"), format!("{contracts}c2.yaml"), log("jinke"), log("qingsong")];
    let text = world.read(&paths[0]);
    let payment = part(part(&text, "payments:\n", "~"), "  - ", "\n#").to_owned();
    let lines: Vec<&str> = payment.lines().take_while(|line| line.starts_with("  ")).collect();
    (paths, format!("{}\n", lines.join("\n")))
}

/// Writes files, commits and pushes them; what the hub said when it refused.
fn pushed(world: &World, files: &[(&str, String)]) -> Option<String> {
    for (path, text) in files {
        assert_ne!(world.read(path), *text, "{path} changes");
        world.write(path, text);
    }
    let _ = world.git(&["commit", "-qanm", "by hand"]);
    let run = world.push(&["main"]);
    (run.code != 0).then(|| {
        world.back();
        run.stderr
    })
}

#[test]
fn a_stamp_is_not_copied() {
    let world = hub();
    let ([one, two, log, other], payment) = paid(&world);
    let (c1, c2) = (world.read(&one), world.read(&two));
    let more = payment.replace("1000.00", "7000.00");
    assert_ne!(more, payment);
    let by_li = |said: Option<String>| {
        let said = said.expect("refused");
        assert!(said.contains("it is stamped by li, but the commit is by wang"), "{said}");
    };
    // wang may change everything, and still does not write in li's name.
    world.be("wang");
    by_li(pushed(&world, &[(&one, c1.replace(&payment, &format!("{payment}{more}")))]));
    by_li(pushed(&world, &[(&one, c1.replace(&payment, &payment.repeat(2)))]));
    let named = |text: &str| text.replacen("name: OA", "name: OB", 1);
    let with = |text: &str, items: &str| format!("{text}payments:\n{items}");
    by_li(pushed(&world, &[(&one, named(&c1)), (&two, with(&c2, &payment))]));
    // What was changed where it stood did not move as it had been.
    by_li(pushed(&world, &[(&one, c1.replace(&payment, &more)), (&two, with(&c2, &payment))]));
    let without = c1.replace(&format!("payments:\n{payment}"), "");
    by_li(pushed(&world, &[(&one, without.clone()), (&two, with(&c2, &more))]));

    let (jinke, qingsong) = (world.read(&log), world.read(&other));
    let entry = format!("---\n{}", part(&jinke, "id:", "---"));
    let false_words = entry.replace("<b>报价</b>", "everything");
    let comment = |text: &str| format!("{text}# read\n");
    by_li(pushed(&world, &[(&log, comment(&jinke)), (&other, format!("{qingsong}{false_words}"))]));
    by_li(pushed(&world, &[(&log, format!("{jinke}{entry}"))]));
    let cut = jinke.replacen(&entry, "", 1);
    let cut = if cut == jinke { jinke.replacen(entry.trim_start_matches("---\n"), "", 1) } else { cut };
    by_li(pushed(&world, &[(&log, cut.clone()), (&other, format!("{qingsong}{false_words}"))]));
    // As it is it may move.
    assert_eq!(pushed(&world, &[(&log, cut), (&other, format!("{qingsong}{entry}"))]), None);
    assert_eq!(pushed(&world, &[(&one, without), (&two, with(&c2, &payment))]), None);
    let verified = world.kehu(&["verify", "HEAD~2..", "--json"]).json();
    assert_eq!(verified["problems"], 0, "{verified}");
    let moved = |number: usize, field: &str| verified["findings"][number][field].as_str().unwrap_or_default();
    assert_eq!(
        [moved(0, "kind"), moved(0, "by"), moved(1, "kind"), moved(1, "entry")],
        ["moved", "li", "moved", "payments"]
    );
    assert_eq!([moved(1, "place"), moved(1, "message")], ["contract/c2", "from c1 by wang"], "{verified}");
    // Who may change a contract may put a payment right; it is told whose word that was.
    assert_eq!(pushed(&world, &[(&two, with(&c2, &more))]), None);
    let run = world.kehu(&["verify", "HEAD", "--json"]);
    let verified: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let found = &verified["findings"][0];
    assert_eq!((&found["kind"], &found["entry"]), (&"altered".into(), &"payments".into()), "{verified}");
    assert_eq!((run.code, &found["by"]), (1, &"li".into()));
}

#[test]
fn what_one_paid_moves_with_what_another_merged() {
    let world = World::new();
    world.write("book/kehu.toml", "access = \"open\"\n");
    let _ = world.kehu(&["save"]).ok();
    world.colleagues(&[("李强", "li"), ("赵岚", "zhao")]);
    world.be("zhao");
    for name in ["Omega Ltd", "Lambda Ltd"] {
        let _ = world.kehu(&["new", "customer", &format!("name={name}")]).ok();
    }
    let contract = ["new", "contract", "number=OM-1", "name=om", "customer=Omega Ltd", "amount=500 CNY"];
    let _ = world.kehu(&[&contract[..], &["state=signed"]].concat()).ok();
    let _ = world.kehu(&["log", "Omega Ltd", "first"]).ok();
    world.bare("hub.git");
    let _ = world.kehu_in("hub.git", &["hook", "install"]).ok();
    for person in ["li", "zhao", "wang"] {
        let _ = world.git_in(".", &["clone", "-q", "hub.git", person]);
    }
    let does = |person: &str, words: &[&str]| {
        world.be(person);
        world.set_env("KEHU_SEED", person);
        world.kehu_in(person, words)
    };
    // Where records became one, or two again, nothing moved on its own.
    let told = |person: &str| -> Vec<String> {
        let verified = world.kehu_in(person, &["verify", "--json"]).json();
        let findings = verified["findings"].as_array().into_iter().flatten();
        findings.map(|one| one["message"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let _ = does("li", &["pay", "om-1", "100"]).ok();
    let _ = does("li", &["log", "Omega Ltd", "they paid"]).ok();
    let _ = does("li", &["sync"]).ok();
    let _ = does("zhao", &["merge", "Lambda Ltd", "Omega Ltd", "--prefer", "keep"]).ok();
    let synced = does("zhao", &["sync", "--json"]).json();
    assert_eq!(synced["merged"].as_str().map(str::len), Some(40), "{synced}");
    assert_eq!(synced["conflicts"], serde_json::json!([]), "{synced}");
    for person in ["li", "wang"] {
        let synced = does(person, &["sync", "--json"]).json();
        assert_eq!(synced["amiss"], serde_json::json!([]), "{synced}");
        let shown = world.kehu_in(person, &["show", "om-1", "--json"]).json();
        assert_eq!(shown["payments"].as_array().map(Vec::len), Some(1), "{shown}");
        let shown = world.kehu_in(person, &["show", "Lambda Ltd", "--json"]).json();
        assert_eq!(shown["log"].as_array().map(Vec::len), Some(2), "{shown}");
        assert_eq!(told(person), [""; 0]);
    }
    // And back again, the payment with it.
    let _ = does("zhao", &["unmerge", "Omega Ltd"]).ok();
    let _ = does("zhao", &["sync"]).ok();
    assert_eq!(does("li", &["sync", "--json"]).json()["amiss"], serde_json::json!([]));
    assert_eq!(told("li"), [""; 0]);
}
