//! Runs as text for snapshots: ids and commits get names that stay.

use crate::world::{Run, World, run};

impl World {
    /// A session as it would be pasted: the line, what it said, how it ended. Ids and commits are made equal
    /// between runs.
    pub fn tell(&self, words: &[&str]) -> String {
        let run = self.kehu(words);
        self.scrub(&told(&run))
    }

    /// Replaces what differs from run to run.
    pub fn scrub(&self, text: &str) -> String {
        self.learn();
        let root = self.path("").display().to_string();
        let mut text = text.replace(root.trim_end_matches('/'), "/world");
        text = text.replace(env!("CARGO_BIN_EXE_kehu"), "/usr/bin/kehu");
        for (real, alias) in self.aliases.borrow().iter() {
            text = text.replace(real, alias);
        }
        // The style of a page is looked at, not read.
        let pages = text.split("<style>").enumerate().map(|(number, part)| match part.find("</style>") {
            Some(end) if number > 0 => &part[end..],
            _ => part,
        });
        pages.collect::<Vec<_>>().join("<style>")
    }

    /// Gives every new id and commit a name that stays.
    fn learn(&self) {
        let quiet = |words: &[&str]| run(self.command("git", "book").args(words), words, "").stdout;
        let minutes = self.minutes.get();
        let mut aliases = self.aliases.borrow_mut();
        for commit in quiet(&["log", "--all", "--reverse", "--format=%H"]).lines() {
            if !aliases.iter().any(|(real, _)| real == commit) {
                aliases.push((commit.to_owned(), "c0ffee".repeat(7)[..40].to_owned()));
                aliases.push((commit[..8].to_owned(), "c0ffee00".to_owned()));
            }
        }
        for path in
            quiet(&["log", "--all", "--reverse", "--format=", "--name-only", "--diff-filter=A"]).lines()
        {
            let parts: Vec<&str> = path.split('/').collect();
            let (shard, id) = match parts[..] {
                ["finance", .., file] => ("", file.trim_end_matches(".yaml")),
                [_, shard, id, _] => (shard, id),
                [.., "opportunities" | "deals" | "requests" | "documents" | "products" | "tasks", file] => {
                    ("", file.trim_end_matches(".yaml"))
                }
                _ => continue,
            };
            let Some((slug, tail)) = id.rsplit_once('-').filter(|(_, tail)| tail.len() == 4) else {
                continue;
            };
            if !aliases.iter().any(|(real, _)| real == id) {
                let count =
                    aliases.iter().filter(|(_, alias)| alias.starts_with(&format!("{slug}-xxx"))).count();
                aliases.push((format!("/{shard}/{id}/"), format!("/xx/{slug}-xxx{}/", count + 1)));
                aliases.push((id.to_owned(), format!("{slug}-xxx{}", count + 1)));
                let _ = tail;
            }
        }
        let journals = [
            ("*plans.yaml", "plan00000"),
            ("*handovers.yaml", "hand00000"),
            ("*log.yaml", "entry0000"),
            ("*assessments.yaml", "entry0000"),
            ("*progress.yaml", "entry0000"),
        ];
        for (files, alias) in journals {
            for line in quiet(&["grep", "-h", "^id: ", "HEAD", "--", files]).lines() {
                let id = line.trim_start_matches("id: ").trim_matches('"').to_owned();
                if id.len() != 10 || aliases.iter().any(|(real, _)| *real == id) {
                    continue;
                }
                if alias == "entry0000" {
                    aliases.push((id, "entry00000".to_owned()));
                    continue;
                }
                let count = aliases.iter().filter(|(_, known)| known.starts_with(alias)).count() + 1;
                aliases.push((format!(" {}\n", &id[..4]), format!(" pln{count}\n")));
                aliases.push((format!(" {} ", &id[..4]), format!(" pln{count} ")));
                aliases.push((format!("\"{}\"", &id[..4]), format!("\"pln{count}\"")));
                aliases.push((id, format!("{alias}{count}")));
            }
        }
        self.minutes.set(minutes);
    }
}

/// A run as text.
pub fn told(run: &Run) -> String {
    let end = if run.code == 0 { String::new() } else { format!("[exit {}]\n", run.code) };
    let talk: String = run.stderr.lines().map(|line| format!("! {line}\n")).collect();
    format!("$ {}\n{}{talk}{end}", run.line, run.stdout)
}
