//! Findings for the hosts of CI, and the recipes for them, their lines run as they stand.

use crate::world::{World, run};

/// A book whose customer is broken in two ways.
fn broken() -> World {
    let world = World::furnished();
    let card = world.card("jinke");
    world.write(&card, world.read(&card).replace("level: 1", "level: 9"));
    let _ = world.git(&["commit", "-qanm", "broken"]);
    world
}

#[test]
fn findings_stand_beside_their_lines() {
    let world = broken();
    let said = world.scrub(&world.kehu(&["doctor", "--ci"]).stdout);
    let error = said.lines().find(|line| line.starts_with("::error ")).expect("an error").to_owned();
    insta::assert_snapshot!("annotation", error);
    assert_eq!(world.scrub(&world.kehu(&["doctor", "--ci", "gitea"]).stdout), said);
    world.set_env("GITLAB_CI", "true");
    let run = world.kehu(&["doctor", "--ci"]);
    assert_eq!(run.code, 1);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("a report");
    let issue = json.as_array().expect("issues").iter().find(|issue| issue["severity"] == "major");
    let issue = issue.expect("a broken record");
    assert_eq!(issue["check_name"], "kehu-record");
    assert!(
        issue["location"]["path"].as_str().is_some_and(|path| path.ends_with("customer.yaml")),
        "{issue}"
    );
    assert!(issue["location"]["lines"]["begin"].as_u64().is_some_and(|line| line > 1), "{issue}");
}

#[test]
fn a_part_of_the_book_is_not_taken_for_the_whole() {
    let world = crate::handover::team();
    world.be("li");
    let said = world.kehu(&["doctor", "--ci"]).ok();
    assert!(said.contains("::notice title=user::Only what you may see was looked at."), "{said}");
}

/// The lines of a recipe that run git or kehu.
fn lines(recipe: &str) -> Vec<String> {
    let text = std::fs::read_to_string(format!("{}/examples/ci/{recipe}", env!("CARGO_MANIFEST_DIR")))
        .expect("a recipe");
    let line = |line: &str| {
        let line = line.trim().trim_start_matches("- ").trim_start_matches("run: ").to_owned();
        (line.starts_with("git ") || line.starts_with("kehu ")).then_some(line)
    };
    text.lines().filter_map(line).collect()
}

#[test]
fn the_recipes_run_as_they_stand() {
    for (recipe, variable) in
        [("github.yml", "GITHUB_ACTIONS"), ("gitlab.yml", "GITLAB_CI"), ("gitea.yml", "GITEA_ACTIONS")]
    {
        let lines = lines(recipe);
        assert!(lines.iter().any(|line| line.contains("kehu doctor --ci")), "{recipe}: {lines:?}");
        assert!(lines.iter().any(|line| line.starts_with("kehu verify")), "{recipe}: {lines:?}");
        for (world, good) in [(World::furnished(), true), (broken(), false)] {
            world.set_env("KEHU_EMAIL", "wang@mingyi.example");
            world.set_env(variable, "true");
            let bin = std::path::Path::new(env!("CARGO_BIN_EXE_kehu")).parent().expect("a folder").display();
            world.set_env("PATH", &format!("{bin}:{}", std::env::var("PATH").unwrap_or_default()));
            let script = format!("set -e\n{}", lines.join("\n"));
            let run = run(world.command("sh", "book").args(["-c", &script]), &["recipe"], "");
            assert_eq!(run.code == 0, good, "{recipe}: {run:?}");
        }
    }
}
