//! Every shipped report as people read it, asked of the example company.

use std::collections::BTreeSet;

use crate::world::{World, texts};

const SNAPSHOTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/snapshots");
/// How the snapshots of these tests begin.
const OURS: &str = "cli__shipped_reports__";
/// A minute late enough that every question is asked in the same one.
const ASKED: u64 = 360;

/// The example company with its manager asking, and with what it lacks: look-alikes and a handover.
fn company() -> World {
    let world = World::empty();
    let _ = world.kehu_in(".", &["demo", "book"]).ok();
    let _ = world.git(&["config", "user.email", "wang@mingyi.example"]);
    let _ = world.git(&["config", "user.name", "王芳"]);
    let again = ["new", "customer", "name=上海金科电子有限公司", "phone=021-63539330", "owner=smith"];
    let _ = world.kehu(&[&again[..], &["--anyway", "另一部门"]].concat()).ok();
    let _ = world.kehu(&["handover", "li", "zhang", "status:basic"]).ok();
    let _ = world.kehu(&["accept", "苏州锦帆楼纺织股份有限公司"]);
    // Pay is seen by those cleared for it alone.
    let _ = world.kehu(&["set", "wang", "roles+=finance"]).ok();
    world
}

fn names(world: &World) -> Vec<String> {
    let listed = world.kehu_in(".", &["report", "--json"]).json();
    let listed = listed.as_array().expect("a list").iter();
    listed.map(|report| report["name"].as_str().expect("a name").to_owned()).collect()
}

/// What a report says in a format.
fn asked(world: &World, name: &str, format: &str) -> String {
    world.minutes.set(ASKED);
    // By itself it lists one level.
    let of: &[&str] = if name == "budget-lines" { &["level=department"] } else { &[] };
    let run = world.kehu(&[&["report", name, "--format", format], of].concat());
    assert_eq!(run.stderr, "", "{}", run.line);
    let said = world.scrub(&run.ok());
    said.replace(concat!("kehu ", env!("CARGO_PKG_VERSION")), "kehu VERSION")
}

#[test]
fn every_report_is_told_as_table_and_page() {
    let world = company();
    let names = names(&world);
    for name in &names {
        let table = asked(&world, name, "table");
        let markdown = asked(&world, name, "md");
        world.set_env("LANG", "zh_CN.UTF-8");
        let chinese = asked(&world, name, "table");
        world.set_env("LANG", "en_US.UTF-8");
        for told in [&table, &chinese, &markdown] {
            assert!(!told.contains("Nothing to report") && !told.contains("没有可报告"), "{name}: {told}");
        }
        let told = format!("{table}\n# zh\n\n{chinese}\n# md\n\n{markdown}");
        insta::assert_snapshot!(name.replace('-', "_"), told);
        insta::assert_snapshot!(format!("{}_html", name.replace('-', "_")), asked(&world, name, "html"));
    }
}

#[test]
fn tables_fit_the_terminal_with_every_column() {
    use unicode_width::UnicodeWidthStr as _;
    let world = company();
    for name in names(&world) {
        let rows = world.kehu(&["report", &name, "--json"]).json();
        let columns = rows[0].as_object().map_or(0, |row| row.keys().filter(|key| *key != "drill").count());
        for language in ["en_US.UTF-8", "zh_CN.UTF-8"] {
            world.set_env("LANG", language);
            let told = asked(&world, &name, "table");
            let wide = told.lines().find(|line| line.width() > 80);
            assert_eq!(wide, None, "{name}");
            let headings = told.lines().nth(2).expect("headings").split("  ").filter(|word| !word.is_empty());
            // Of contracts the money comes first, of goals the progress; day, state, weight and the like are for wider terminals.
            let shown = match &name[..] {
                "contracts" | "receivable" | "payable" | "entries" | "objectives" => 5,
                _ => columns,
            };
            assert!(headings.clone().count() >= shown, "{name} leaves out columns at 80: {told}");
        }
        world.set_env("LANG", "en_US.UTF-8");
    }
}

#[test]
fn no_shipped_report_is_without_its_snapshots() {
    let world = World::empty();
    let wanted: BTreeSet<String> = names(&world)
        .iter()
        .map(|name| name.replace('-', "_"))
        .flat_map(|name| [format!("{OURS}{name}.snap"), format!("{OURS}{name}_html.snap")])
        .collect();
    let files = std::fs::read_dir(SNAPSHOTS).expect("the snapshots");
    let names = files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
    let found: BTreeSet<String> =
        names.filter(|name| name.starts_with(OURS) && name.ends_with(".snap")).collect();
    assert_eq!(found, wanted, "INSTA_UPDATE=always makes those that are missing");
}

/// What `docs/reports.md` keeps out of shipped reports, as far as a look at the text tells; `tests/engines` runs them.
#[test]
fn no_shipped_report_says_what_only_sqlite_knows() {
    let reports = texts("schemas", "sql");
    assert!(reports.len() > 50, "{}", reports.len());
    for (path, text) in reports {
        let sql = text.rsplit("*/").next().unwrap_or_default().to_lowercase();
        let said = sql.replace("varchar(", "");
        for word in [
            "julianday(",
            "strftime(",
            " date(",
            "ifnull(",
            "iif(",
            "char(",
            "printf(",
            "group_concat(",
            "typeof(",
            " as text)",
            " glob ",
            "is not distinct from",
        ] {
            assert!(!said.contains(word), "{}: {word:?}", path.display());
        }
        let again = sql.contains("recursive") && sql.contains("union\n");
        assert!(
            !again,
            "{}: `union` in what calls itself, which Spark knows with `all` alone",
            path.display()
        );
        for (of, least) in [("max", "greatest"), ("min", "least")] {
            assert!(takes_one(&sql, of), "{}: {of}(a, b), the {least} of two", path.display());
        }
    }
}

/// True when a function is never given two arguments.
fn takes_one(sql: &str, function: &str) -> bool {
    let call = format!("{function}(");
    let word = |c: char| c.is_alphanumeric() || c == '_';
    sql.match_indices(&call).filter(|(at, _)| !sql[..*at].ends_with(word)).all(|(at, _)| {
        let mut depth = 1;
        for c in sql[at + call.len()..].chars() {
            match c {
                '(' => depth += 1,
                ')' if depth == 1 => return true,
                ')' => depth -= 1,
                ',' if depth == 1 => return false,
                _ => {}
            }
        }
        true
    })
}
