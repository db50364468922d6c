//! Tells a norm of the office as a story in both languages: what people type, a line a command.
//!
//! `'…'` keeps blanks together. Before a line, `~` prepares without telling, `!` is a wrong input: it must fail and leave
//! the book as it was. `@li` alone lets li give the commands from there on, `{plan}` is the first open
//! plan.

use crate::telling::told;
use crate::world::World;

/// The story in both languages, each in a book of its own.
pub fn both(story: &str) -> [(&'static str, String); 2] {
    assert!(story.lines().any(|line| line.trim().starts_with('!')), "a norm is told with a wrong input");
    both_in(&World::furnished, story)
}

/// The same in books of another making.
pub fn both_in(make: &dyn Fn() -> World, story: &str) -> [(&'static str, String); 2] {
    ["en", "zh"].map(|language| {
        let world = make();
        world.write("offer.txt", "OA 系统报价: 120000 CNY\n");
        if language == "zh" {
            world.in_chinese();
        }
        let all: Vec<String> = story.lines().filter_map(|line| tell(&world, line.trim())).collect();
        (language, all.join("\n"))
    })
}

fn tell(world: &World, line: &str) -> Option<String> {
    if let Some(person) = line.strip_prefix('@') {
        world.be(person);
        return Some(format!("# {person}\n"));
    }
    let (mark, line) = match line.split_at_checked(1)? {
        (mark @ ("~" | "!"), line) => (mark, line),
        _ => ("", line),
    };
    let words: Vec<String> = words(&line.replace("{plan}", &first_plan(world, line)));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let before = world.git(&["rev-parse", "HEAD"]);
    let run = world.kehu(&words);
    if mark == "!" {
        assert_ne!(run.code, 0, "{line} must fail: {}", run.stdout);
        assert_eq!(world.git(&["rev-parse", "HEAD"]), before, "{line} changed the book");
        assert_eq!(world.git(&["status", "--porcelain"]), "", "{line} left something behind");
    }
    if mark == "~" {
        let _ = run.ok();
        return None;
    }
    Some(world.scrub(&told(&run)))
}

/// The id of the first open plan, where a line asks for it.
fn first_plan(world: &World, line: &str) -> String {
    if !line.contains("{plan}") {
        return String::new();
    }
    let plans = world.kehu(&["list", "plan", "who:me AND open:yes", "--json"]).json();
    plans[0]["id"].as_str().expect("a plan").to_owned()
}

/// The words of a line.
pub fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.iter_mut().last().into_iter().for_each(|word| word.push(c)),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// One norm: the story in English and in Chinese, each against its snapshot.
macro_rules! norm {
    ($name:ident, $short:literal, $story:literal) => {
        #[test]
        fn $name() {
            for (language, told) in crate::norms::both($story) {
                insta::assert_snapshot!(format!("{}_{language}", $short), told);
            }
        }
    };
}
pub(crate) use norm;
