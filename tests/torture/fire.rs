//! A book that is struck again and again, each time from the same state.

use std::process::{Command, Stdio};

use crate::world::{Run, World};

/// The minute of the day at which every struck command runs, so that it makes the same commit each time.
const MINUTE: u64 = 400;

/// What is struck: a book made ready, and a command.
pub struct Deed {
    /// Makes the book ready.
    pub prepare: fn(&World),
    /// The command, run in the folder.
    pub words: &'static [&'static str],
    /// Folder of the book.
    pub book: &'static str,
    /// The command after it, which must work without help.
    pub next: &'static [&'static str],
}

/// A deed's world with a copy of its first state.
pub struct Fire {
    pub world: World,
    pub deed: Deed,
}

impl Fire {
    pub fn new(deed: Deed) -> Self {
        let world = World::furnished();
        (deed.prepare)(&world);
        copy(&world, deed.book, "first");
        Self { world, deed }
    }

    /// The book as it was at first.
    pub fn restore(&self) {
        copy(&self.world, "first", self.deed.book);
    }

    /// The deed, with a fault; `None` of it for the undisturbed run.
    pub fn strike(&self, fault: &str) -> Run {
        self.world.minutes.set(MINUTE);
        self.world.set_env("KEHU_FAULT", fault);
        let run = self.world.kehu_in(self.deed.book, self.deed.words);
        self.world.set_env("KEHU_FAULT", "");
        run
    }

    /// The steps the deed passes, by name.
    pub fn steps(&self) -> (Vec<String>, Run) {
        let log = self.world.path("steps");
        self.world.set_env("KEHU_FAULT_LOG", &log.display().to_string());
        let run = self.strike("");
        self.world.set_env("KEHU_FAULT_LOG", "");
        let names = std::fs::read_to_string(&log).unwrap_or_default();
        (names.lines().map(str::to_owned).collect(), run)
    }

    pub fn head(&self) -> String {
        self.world.git_in(self.deed.book, &["rev-parse", "HEAD"]).trim().to_owned()
    }

    pub fn next(&self) -> Run {
        self.world.kehu_in(self.deed.book, self.deed.next)
    }

    /// Every object is sound, no lock or half file is left, and the checkout is as HEAD has it.
    #[track_caller]
    pub fn assert_well(&self, when: &str) {
        let book = self.deed.book;
        let fsck = self.world.git_in(book, &["fsck", "--strict", "--no-dangling"]);
        assert_eq!(fsck, "", "{when}");
        let bare = self.world.git_in(book, &["rev-parse", "--is-bare-repository"]).trim() == "true";
        if !bare {
            let status = self.world.git_in(book, &["status", "--porcelain"]);
            assert_eq!(status, "", "{when}");
        }
        let locks = find(&self.world, book, &["-name", "*.lock", "-not", "-path", "*/kehu/*"]);
        assert_eq!(locks, "", "{when}");
        assert_eq!(find(&self.world, book, &["-name", "*kehu-new*"]), "", "{when}");
    }
}

fn find(world: &World, folder: &str, words: &[&str]) -> String {
    let output = Command::new("find").current_dir(world.path(folder)).arg(".").args(words).output();
    String::from_utf8_lossy(&output.expect("found").stdout).into_owned()
}

/// Copies a folder, times and all; what stood there goes.
fn copy(world: &World, from: &str, to: &str) {
    let _ = std::fs::remove_dir_all(world.path(to));
    let done = Command::new("cp")
        .current_dir(world.path("."))
        .args(["-a", from, to])
        .stdout(Stdio::null())
        .status()
        .expect("copied");
    assert!(done.success());
}
