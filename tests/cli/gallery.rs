//! Every error with its exact text in both languages and its exit code.

use kehu::error::Code;

use crate::world::{Run, World};

/// Codes that no command line brings about by itself, and why.
const UNREACHED: &[(Code, &str)] = &[
    (Code::Git, "git refuses only what is damaged or owned by somebody else"),
    (Code::Locked, "waits twenty seconds for another writer; store::lock has its own test"),
];

struct Gallery {
    text: String,
    seen: Vec<String>,
}

impl Gallery {
    /// Runs a line in both languages and keeps what it said.
    fn show(&mut self, world: &World, title: &str, run: &dyn Fn(&World) -> Run) {
        self.text.push_str(&format!("## {title}\n\n"));
        for lang in ["en_US.UTF-8", "zh_CN.UTF-8"] {
            world.set_env("LANG", lang);
            let run = run(world);
            assert_ne!(run.code, 0, "{title}: {run:?}");
            let said =
                world.scrub(&format!("$ {}\n{}{}[exit {}]\n", run.line, run.stdout, run.stderr, run.code));
            self.text.push_str(&format!("```\n{said}```\n\n"));
        }
        world.set_env("LANG", "en_US.UTF-8");
    }

    fn code(&mut self, run: &Run) {
        let json: serde_json::Value =
            serde_json::from_str(run.stderr.lines().last().unwrap_or_default()).expect("JSON");
        self.seen.push(json["error"]["code"].as_str().unwrap_or_default().to_owned());
    }

    fn line(&mut self, world: &World, title: &str, words: &[&str]) {
        self.show(world, title, &|world| world.kehu(words));
        let json = world.kehu(&[words, &["--json"]].concat());
        if !json.stderr.trim().is_empty() {
            self.code(&json);
        }
    }
}

#[test]
fn every_error_says_what_where_why_and_what_to_do() {
    let mut gallery = Gallery { text: String::from("# Errors\n\n"), seen: Vec::new() };
    let world = World::furnished();
    let g = &mut gallery;
    crate::workflow::claims(&world);
    g.line(&world, "unknown kind", &["list", "custmer"]);
    g.line(&world, "a move that does not lead on from here", &["approve", "taxi"]);
    g.line(&world, "no workflow", &["submit", "HP"]);
    g.line(&world, "a state typed by hand", &["set", "taxi", "state=approved"]);
    g.line(&world, "unknown field", &["set", "HP", "phnoe=021-63539330"]);
    g.line(&world, "bad phone", &["new", "customer", "name=x", "phone=12ab"]);
    g.line(&world, "bad date", &["log", "HP", "hello", "--next", "03/04/2026", "call"]);
    g.line(&world, "bad choice", &["set", "HP", "status=maybe"]);
    g.line(&world, "missing name", &["new", "customer", "phone=021-63539330"]);
    g.line(&world, "unknown person", &["set", "HP", "owner=nobody"]);
    g.line(&world, "nothing of that name", &["show", "nobody"]);
    g.line(&world, "a look-alike", &["new", "customer", "name=惠普中国有限公司"]);
    g.line(&world, "a path for an id", &["show", "../../x"]);
    g.line(&world, "control characters", &["set", "HP", "name=a\u{7}b"]);
    g.line(&world, "a query that cannot be read", &["list", "customer", "status:potential AND ("]);
    g.line(&world, "an unknown field in a query", &["list", "customer", "stauts:won"]);
    g.line(&world, "no assignment", &["set", "HP", "level"]);
    g.line(&world, "an id in use", &["new", "person", "name=王芳", "email=wang@other.example"]);
    let _ = world.kehu(&["new", "room", "name=小会议室", "name_en=small"]).ok();
    let room =
        ["new", "meeting", "title=启动会", "room=small", "starts=2026-12-01 09:00", "ends=2026-12-01 10:30"];
    let _ = world.kehu(&room).ok();
    g.line(&world, "a room that is taken", &room);
    g.line(&world, "an answer of somebody not asked", &["rsvp", "启动会", "yes"]);
    g.line(&world, "no such revision", &["list", "customer", "--at", "1999-01-01"]);
    g.line(&world, "the past is not changed", &["set", "HP", "level=1", "--at", "HEAD"]);
    let _ =
        world.kehu(&["new", "customer", "name=惠普贸易有限公司", "short_name=HP", "--anyway", "test"]).ok();
    g.line(&world, "an ambiguous id", &["show", "hp"]);
    let endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n";
    g.line(&world, "a question without end", &["sql", endless, "--timeout", "1"]);

    world.write("book/long.csv", format!("name\n\"{}\"\n", "x".repeat(20 << 20)));
    g.line(&world, "a line of 20 MB", &["import", "customer", "long.csv"]);
    world.write("book/not.xlsx", "this is no workbook");
    g.line(&world, "a workbook that is none", &["import", "customer", "not.xlsx"]);
    world.write("book/strange.bin", [0u8, 159, 146, 150]);
    g.line(&world, "a file of unknown format", &["import", "customer", "strange.bin"]);
    g.line(&world, "a file that is not there", &["import", "customer", "missing.csv"]);
    g.line(&world, "a folder for a file", &["import", "customer", "people"]);
    for name in ["long.csv", "not.xlsx", "strange.bin"] {
        std::fs::remove_file(world.path("book").join(name)).expect("removed");
    }

    let card = world.card("jinke");
    let good = world.read(&card);
    world.write(&card, good.replace("level: 1", "level: 2"));
    g.line(&world, "unsaved edits", &["set", "jinke", "level=3"]);
    world.write(&card, good.replace("level: 1", "level: 1\nlevel: 2"));
    g.line(&world, "a key twice", &["save"]);
    world.write(&card, good.replace("contacts:\n", "contacts:\n  # boss\n"));
    let _ = world.kehu(&["save"]).ok();
    g.line(&world, "a comment in the way", &["set", "jinke", "contacts="]);
    let _ = world.kehu(&["set", "jinke", "level=4"]).ok();
    let commit = world.git(&["rev-parse", "HEAD"]);
    let _ = world.kehu(&["set", "jinke", "level=5"]).ok();
    g.line(&world, "an undo that later changes stand on", &["undo", &commit[..8]]);

    world.set_env("EDITOR", "false");
    g.line(&world, "an editor that fails", &["edit", "jinke"]);
    world.bare("bare");
    g.show(&world, "a bare book has no hand edits", &|world| world.kehu_in("bare", &["save"]));
    let run = world.kehu_in("bare", &["save", "--json"]);
    g.code(&run);

    std::fs::create_dir_all(world.path("plain")).expect("a folder");
    g.show(&world, "not in a git repository", &|world| world.kehu_in("plain", &["list", "customer"]));
    let _ = world.git_in("plain", &["init", "-q"]);
    g.show(&world, "not a book", &|world| world.kehu_in("plain", &["list", "customer"]));
    let run = world.kehu_in("plain", &["list", "customer", "--json"]);
    g.code(&run);

    let head = world.git(&["rev-parse", "HEAD"]);
    world.write("book/.git/MERGE_HEAD", head);
    g.line(&world, "a git merge that is not ended", &["set", "jinke", "level=3"]);
    std::fs::remove_file(world.path("book/.git/MERGE_HEAD")).expect("removed");

    g.line(&world, "a remote where there is none", &["sync", "nowhere"]);
    let _ = world.git_in(".", &["init", "-q", "--bare", "hub"]);
    world.write("hub/hooks/pre-receive", "#!/bin/sh\necho 'not on a Friday' >&2\nexit 1\n");
    let _ = world.command("chmod", ".").args(["+x", "hub/hooks/pre-receive"]).status();
    let _ = world.git(&["remote", "add", "origin", "../hub"]);
    g.line(&world, "the hub refuses a push", &["sync"]);

    let _ = world.kehu(&["new", "person", "name=李强", "email=li@mingyi.example"]).ok();
    let _ = world.kehu(&["share", "jinke", "li"]).ok();
    world.be("li");
    g.line(&world, "a record of somebody else", &["set", "jinke", "level=2"]);
    g.line(&world, "one's own security level", &["set", "li", "security=9"]);
    world.be("wang");

    let settings = world.read("home/.gitconfig");
    world.write(
        "home/.gitconfig",
        format!("{settings}[commit]\n\tgpgsign = true\n[gpg]\n\tprogram = false\n"),
    );
    g.line(&world, "a signer that fails", &["set", "jinke", "level=6"]);
    world.write("home/.gitconfig", settings);
    world.write("book/.git/hooks/pre-commit", "#!/bin/sh\nexit 0\n");
    g.line(&world, "a hook of somebody else's", &["hook", "install"]);
    std::fs::remove_file(world.path("book/.git/hooks/pre-commit")).expect("removed");
    world.write(&card, good.replace("level: 1", "<<<<<<< ours\nlevel: 1\n=======\nlevel: 2\n>>>>>>> theirs"));
    let _ = world.git(&["add", "customers"]);
    g.line(&world, "marks of a merge by lines", &["hook", "pre-commit"]);
    let _ = world.git(&["reset", "-q", "--hard"]);
    g.line(&world, "no range of commits", &["verify", "a...b"]);

    world.write("home/.gitconfig", "");
    g.line(&world, "no user name", &["set", "jinke", "level=6"]);
    world.write("home/.gitconfig", "[user]\n\tname = 王芳\n\temail = wang@mingyi.example\n");

    world.write(
        "book/schemas/fleet/car.yaml",
        "type: object\nproperties: {plate: {type: string}}\nx-kehu:\n  home: cars/{id}.yaml\n  nmae: plate\n",
    );
    let _ = world.git(&["add", "schemas"]);
    let _ = world.git(&["commit", "-qm", "a wrong schema"]);
    g.line(&world, "a wrong schema", &["list", "customer"]);
    let _ = world.git(&["reset", "-q", "--hard", "HEAD~1"]);
    world.write(
        "book/reports/mine.sql",
        "/*\ntitle: {en: Mine, zh: 我的}\ncolumns:\n  n: {as: cuont}\n*/\nselect 1 as n\n",
    );
    let _ = world.git(&["add", "reports"]);
    let _ = world.git(&["commit", "-qm", "a wrong report"]);
    g.line(&world, "a wrong report", &["report", "mine"]);
    let _ = world.git(&["reset", "-q", "--hard", "HEAD~1"]);
    world.write("book/kehu.toml", "company = \"x\"\ncurency = \"CNY\"\n");
    let _ = world.git(&["commit", "-qam", "a wrong setting"]);
    g.line(&world, "a wrong setting", &["list", "customer"]);
    let _ = world.git(&["reset", "-q", "--hard", "HEAD~1"]);
    world.write(&card, good.replace("owner: wang", "owner: gone"));
    let _ = world.git(&["commit", "-qam", "a link that leads nowhere"]);
    g.line(&world, "a link that leads nowhere", &["doctor"]);
    let folder = world.path(&card).parent().expect("a folder").join("log.yaml");
    std::fs::create_dir_all(&folder).expect("a folder");
    g.line(&world, "a folder where a file should be", &["log", "jinke", "hello"]);

    for code in Code::ALL {
        let unreached = UNREACHED.iter().any(|(known, why)| known == code && !why.is_empty());
        let seen = gallery.seen.iter().any(|word| word == code.word());
        assert!(seen || unreached, "no reproducer for {code:?}; add one to the gallery");
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gallery.md");
    if std::env::var_os("KEHU_BLESS").is_some() {
        std::fs::write(path, &gallery.text).expect("written");
    }
    let known = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        known == gallery.text,
        "tests/gallery.md differs; look at it with KEHU_BLESS=1 cargo test and git diff"
    );
}
