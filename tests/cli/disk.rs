//! A disk that is full or cannot be written: a clear error, nothing lost, reads go on.

use std::process::{Command, Stdio};

use crate::world::World;

/// Runs a script with a small disk of its own mounted at `small`; `None` where the system lets no user mount one.
pub fn on_a_small_disk(world: &World, size: &str, script: &str) -> Option<String> {
    std::fs::create_dir_all(world.path("small")).expect("a folder");
    let may = Command::new("unshare").args(["-rm", "true"]).stderr(Stdio::null()).status();
    if !may.is_ok_and(|status| status.success()) {
        return None;
    }
    let whole = format!(
        "set -e\nmount -t tmpfs -o size={size} none small\nkehu init -q small/b\ncd small/b\nkehu new customer name=甲公司 -q\nset +e\n{script}"
    );
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_kehu")).parent().expect("a folder").to_owned();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = world.command("unshare", ".");
    let output = command.env("PATH", path).args(["-rm", "sh", "-c", &whole]).output().expect("ended");
    Some(format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn a_full_disk_stops_a_write_and_loses_nothing() {
    let world = World::empty();
    let script = "dd if=/dev/zero of=../fill bs=1k 2>/dev/null\n\
        for words in 'new customer name=乙公司' 'log 甲公司 hello' 'set 甲公司 level=3'; do kehu $words 2>&1; echo exit $?; done\n\
        kehu list customer --count\nrm ../fill\ngit fsck --strict && echo sound\nkehu log 甲公司 again -q; echo exit $?\ngit status --short";
    let Some(said) = on_a_small_disk(&world, "1m", script) else { return };
    assert_eq!(said.matches("the disk is full").count(), 3, "{said}");
    assert_eq!(said.matches("exit 1").count(), 3, "{said}");
    assert!(
        said.contains("\n1\n") && said.contains("sound\n") && said.trim_end().ends_with("exit 0"),
        "{said}"
    );
}

#[test]
fn a_read_only_disk_answers_and_refuses_to_write() {
    let world = World::empty();
    let script = "mount -o remount,ro ../ 2>&1\nkehu new customer name=丙公司 2>&1; echo exit $?\nkehu find 甲公司 --json";
    let Some(said) = on_a_small_disk(&world, "1m", script) else { return };
    assert!(said.contains("the disk is read-only") && said.contains("exit 1"), "{said}");
    assert!(said.contains("\"name\":\"甲公司\""), "{said}");
}

#[test]
fn a_full_disk_leaves_no_half_of_an_export() {
    let world = World::empty();
    let script = "kehu export --parquet ../lake -q; echo exit $?\ncksum ../lake/*/* > ../../before\ndd if=/dev/zero of=../fill bs=1k 2>/dev/null\n\
        kehu export --parquet ../lake 2>&1; echo exit $?\ncksum ../lake/*/* | cmp - ../../before && echo same\nls -A ..";
    let Some(said) = on_a_small_disk(&world, "8m", script) else { return };
    assert!(
        said.contains("exit 0") && said.contains("the disk is full") && said.contains("exit 1"),
        "{said}"
    );
    assert!(said.contains("\nsame\nb\nfill\nlake\n"), "{said}");
}
