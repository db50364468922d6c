//! `examples/cron/`: every line of the crontab and every unit of systemd, run on a bare mirror of the example company.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use crate::world::{Run, World, run};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/cron");
/// Later than all that the demonstration commits.
const MORNING: u64 = 360;

/// The user of the jobs: kehu and a clock in the path, the folder of jobs where the README says, the origin set.
fn set_up() -> World {
    let world = World::empty();
    let _ = world.kehu_in(".", &["demo", "book"]).ok();
    let again = ["new", "customer", "name=上海金科电子有限公司", "phone=021-63539330"];
    let _ = world.kehu(&[&again[..], &["--anyway", "另一部门"]].concat()).ok();
    // Somebody who sees little: the jobs must not see with these eyes.
    world.be("chen");
    let bin = world.path("home/.local/bin");
    fs::create_dir_all(&bin).expect("a folder of programs");
    symlink(env!("CARGO_BIN_EXE_kehu"), bin.join("kehu")).expect("kehu");
    program(
        &world,
        "home/.local/bin/date",
        "case $1 in\n  +%Y) echo 2026 ;;\n  +%m) echo 11 ;;\n  +%Y-%m-%d) echo 2026-11-23 ;;\n  *) exit 1 ;;\nesac\n",
    );
    for file in fs::read_dir(EXAMPLES).expect("the jobs").map(|file| file.expect("a job").path()) {
        if file.is_file() {
            let to = format!("home/kehu-cron/{}", file.file_name().expect("a name").to_string_lossy());
            world.write(&to, "");
            fs::copy(&file, world.path(&to)).expect("copied with its mode");
        }
    }
    settle(&world, "KEHU_ORIGIN=", &world.path("book").display().to_string());
    world
}

fn program(world: &World, place: &str, lines: &str) {
    world.write(place, format!("#!/bin/sh\n{lines}"));
    fs::set_permissions(world.path(place), fs::Permissions::from_mode(0o755)).expect("a program");
}

/// Changes a line of kehu.env, as its reader would.
fn settle(world: &World, key: &str, value: &str) {
    let text = world.read("home/kehu-cron/kehu.env");
    assert_eq!(text.lines().filter(|line| line.starts_with(key)).count(), 1, "{key}");
    let line =
        |line: &str| if line.starts_with(key) { format!("{key}'{value}'\n") } else { format!("{line}\n") };
    world.write("home/kehu-cron/kehu.env", text.lines().map(line).collect::<String>());
}

/// A line as cron runs it: by sh, in the home.
fn job(world: &World, line: &str) -> Run {
    world.minutes.set(MORNING);
    run(world.command("sh", "home").args(["-c", line]), &[line], "")
}

/// All files below a folder and what is in them.
fn files(world: &World, place: &str) -> BTreeMap<String, String> {
    fn walk(folder: &Path, below: &str, found: &mut BTreeMap<String, String>) {
        for file in fs::read_dir(folder).into_iter().flatten().map(|file| file.expect("a file").path()) {
            let name = format!("{below}{}", file.file_name().unwrap_or_default().to_string_lossy());
            match file.is_dir() {
                true => walk(&file, &format!("{name}/"), found),
                false => drop(
                    found
                        .insert(name, String::from_utf8_lossy(&fs::read(&file).expect("bytes")).into_owned()),
                ),
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&world.path(place), "", &mut found);
    found
}

/// The jobs of the crontab: five fields and a command.
fn crontab() -> Vec<(Vec<String>, String)> {
    let text = fs::read_to_string(format!("{EXAMPLES}/crontab")).expect("the crontab");
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let setting = |line: &&str| line.split_once('=').is_some_and(|(name, _)| !name.contains([' ', '"']));
    lines
        .filter(|line| !setting(line))
        .map(|line| {
            let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            assert!(words.len() > 5, "five fields and a command: {line}");
            (words[..5].to_vec(), words[5..].join(" "))
        })
        .collect()
}

/// True for a field that cron takes: `*`, numbers and spans between least and most, with steps, in a list.
fn is_field(field: &str, least: u32, most: u32) -> bool {
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| (least..=most).contains(number));
    field.split(',').all(|part| {
        let (span, step) = part.split_once('/').map_or((part, None), |(span, step)| (span, Some(step)));
        let stepped = step.is_none_or(|step| step.parse::<u32>().is_ok_and(|step| step > 0));
        stepped
            && match span.split_once('-') {
                _ if span == "*" => true,
                Some((from, to)) => number(from).zip(number(to)).is_some_and(|(from, to)| from <= to),
                None => step.is_none() && number(span).is_some(),
            }
    })
}

/// The commands of the units, `%h` being the home of the user.
fn units() -> Vec<String> {
    let folder = fs::read_dir(format!("{EXAMPLES}/systemd")).expect("the units");
    let mut found = Vec::new();
    for path in folder.map(|file| file.expect("a unit").path()) {
        let text = fs::read_to_string(&path).expect("a unit");
        if path.extension().is_some_and(|end| end == "service") {
            assert!(path.with_extension("timer").is_file(), "{} has no timer", path.display());
            found.extend(text.lines().filter_map(|line| line.strip_prefix("ExecStart=")).map(str::to_owned));
        }
    }
    found.sort();
    found
}

/// Runs the lines twice, and looks at all that they leave.
fn all_do_their_job(lines: &[String]) {
    let world = set_up();
    assert_eq!(lines.len(), 4);
    let origin = files(&world, "book");
    for line in lines {
        let run = job(&world, line);
        assert_eq!((&run.stdout[..], &run.stderr[..], run.code), ("", "", 0), "{line}");
    }
    assert_eq!(files(&world, "book"), origin, "the book itself is only read");
    let out = files(&world, "home/kehu/out");
    let is_git = |(name, _): &(&String, &String)| !name.starts_with("kehu/");
    let mirror = |world: &World| {
        let all = files(world, "home/kehu/mirror.git");
        all.iter().filter(is_git).map(|(name, text)| (name.clone(), text.clone())).collect::<BTreeMap<_, _>>()
    };
    let before = mirror(&world);
    for line in lines {
        let _ = job(&world, line).ok();
    }
    assert_eq!(files(&world, "home/kehu/out"), out, "a second time makes the same");
    assert_eq!(mirror(&world), before, "kehu writes into a mirror nothing but its own folder");

    let li = &out["remind/li.md"];
    assert!(li.contains("取回签好的合同") && li.contains("| 客户 |") && !li.contains("zhang"), "{li}");
    assert!(out["remind/li.ics"].starts_with("BEGIN:VCALENDAR\r\n"));
    let brief = &out["weekly/2026-11-23/brief.md"];
    for told in
        ["## 全体", "在谈的销售机会", "久未联系的客户", "电话、拜访和邮件", "销售机会预测", "James Smith"]
    {
        assert!(brief.contains(told), "{told}: {brief}");
    }
    assert!(out["weekly/2026-11-23/pipeline.html"].starts_with("<!doctype html>"));
    let month: Vec<&str> = out.keys().filter_map(|name| name.strip_prefix("month/2026-10/")).collect();
    let reports = world.kehu(&["report", "--json"]).json();
    for report in reports.as_array().expect("a list") {
        let name = report["name"].as_str().expect("a name");
        for file in [format!("{name}.html"), format!("{name}.csv")] {
            assert!(month.contains(&&file[..]), "{file}: {month:?}");
        }
    }
    let page = &out["month/2026-10/receivable.html"];
    assert!(page.contains("2026-10-31") && !page.contains("2026-11-23</"), "{page}");
    // The last 12000 of this contract came in November.
    assert!(out["month/2026-10/receivable.csv"].contains("my-2025-0040"));
    let pairs: Vec<&str> = out["duplicates.csv"].lines().collect();
    assert!(
        pairs.len() == 2 && pairs[0].starts_with("a,a_name,") && pairs[1].contains("上海金科"),
        "{pairs:?}"
    );
    let pair: serde_json::Value = serde_json::from_str(&out["duplicates.ndjson"]).expect("one line of JSON");
    assert!(pair.is_object(), "{pair}");
    assert_eq!(out.keys().find(|name| name.contains("errors") || name.contains(".new")), None);
}

#[test]
fn every_line_of_the_crontab_does_its_job() {
    let jobs = crontab();
    for (fields, line) in &jobs {
        for (field, (least, most)) in fields.iter().zip([(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)]) {
            assert!(is_field(field, least, most), "{field} of {line}");
        }
    }
    all_do_their_job(&jobs.into_iter().map(|(_, line)| line).collect::<Vec<_>>());
}

#[test]
fn fields_that_cron_refuses_are_refused_here() {
    for wrong in ["60", "5-1", "*/0", "", "1,", "mon", "-1", "7/2"] {
        assert!(!is_field(wrong, 0, 59), "{wrong}");
    }
    for right in ["0", "*", "1-5", "*/15", "0,30", "10-50/20"] {
        assert!(is_field(right, 0, 59), "{right}");
    }
}

#[test]
fn every_unit_does_its_job() {
    let lines: Vec<String> = units().iter().map(|line| line.replace("%h", "\"$HOME\"")).collect();
    all_do_their_job(&lines);
}

#[test]
fn systemd_takes_the_units() {
    let world = set_up();
    let folder = format!("{EXAMPLES}/systemd");
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the units")
        .map(|file| file.expect("a unit").path().display().to_string())
        .collect();
    names.sort();
    assert_eq!(names.len(), 8);
    let mut words = vec!["verify", "--user", "--man=no"];
    words.extend(names.iter().map(String::as_str));
    fs::create_dir_all(world.path("home/run")).expect("a runtime folder");
    world.set_env("XDG_RUNTIME_DIR", &world.path("home/run").display().to_string());
    let found = std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join("systemd-analyze").is_file())
    });
    if found {
        let checked = run(world.command("systemd-analyze", "home").args(&words), &words, "");
        assert_eq!((&checked.stderr[..], checked.code), ("", 0), "{}", checked.line);
    }
}

#[test]
fn a_failed_fetch_is_told_and_closes_no_month() {
    let world = set_up();
    let jobs = |name: &str| format!("\"$HOME\"/kehu-cron/{name}.sh");
    let origin = world.path("book").display().to_string();
    settle(&world, "KEHU_ORIGIN=", &world.path("gone").display().to_string());
    for name in ["remind", "weekly", "month-end", "duplicates"] {
        let said = job(&world, &jobs(name)).fails(1);
        assert!(said.contains("gone cannot be reached"), "{name}: {said}");
    }
    assert_eq!(files(&world, "home/kehu/out").len(), 0, "nothing is written of nothing");

    settle(&world, "KEHU_ORIGIN=", &origin);
    let _ = job(&world, &jobs("duplicates")).ok();
    settle(&world, "KEHU_ORIGIN=", &world.path("gone").display().to_string());
    for name in ["remind", "weekly", "duplicates"] {
        let run = job(&world, &jobs(name));
        assert!(run.stderr.contains("going on with the book of 2026-11-23T"), "{name}: {}", run.stderr);
        let _ = run.ok();
    }
    assert!(files(&world, "home/kehu/out").contains_key("remind/li.md"));
    let said = job(&world, &jobs("month-end")).fails(1);
    assert!(said.contains("nothing was written"), "{said}");
    assert!(!world.path("home/kehu/out/month").exists());
}

#[test]
fn jobs_follow_the_book_and_hand_on_what_they_wrote() {
    let world = set_up();
    program(&world, "home/send", "test -s \"$2\" && echo \"$1 ${2##*/}\" >>\"$HOME/sent\"\n");
    settle(&world, "KEHU_SEND=", &world.path("home/send").display().to_string());
    settle(&world, "KEHU_PEOPLE=", "li smith");
    let remind = "\"$HOME\"/kehu-cron/remind.sh";
    let _ = job(&world, remind).ok();
    assert_eq!(world.read("home/sent"), "li li.md\nsmith smith.md\n");

    // Smith has nothing to do any more: what was written of it goes.
    let _ = world.git(&["config", "user.email", "smith@mingyi.example"]);
    for plan in world.kehu(&["remind", "--json"]).json().as_array().expect("plans") {
        let id = plan["id"].as_str().expect("an id");
        let _ = world.kehu(&["plan", "--drop", id, "paid"]).ok();
    }
    world.write("home/sent", "");
    let _ = job(&world, remind).ok();
    assert_eq!(world.read("home/sent"), "li li.md\n");
    let out = files(&world, "home/kehu/out");
    assert_eq!(out.keys().collect::<Vec<_>>(), ["remind/li.ics", "remind/li.md"]);

    // A person whom nobody knows is an error, but li is reminded all the same.
    settle(&world, "KEHU_PEOPLE=", "nobody li");
    let said = job(&world, remind).fails(1);
    assert!(said.contains("nobody"), "{said}");
    assert_eq!(world.read("home/sent"), "li li.md\nli li.md\n");

    let said = job(&world, "\"$HOME\"/kehu-cron/month-end.sh 2026-13").fails(1);
    assert!(said.contains("a month is YYYY-MM"), "{said}");
    let _ = job(&world, "\"$HOME\"/kehu-cron/month-end.sh 2026-02").ok();
    assert!(files(&world, "home/kehu/out")["month/2026-02/sales.html"].contains("2026-02-28"));
    assert!(world.read("home/sent").ends_with("month-end index.html\n"));
}
