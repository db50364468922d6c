//! What came of a sync, in words.

use super::Session;
use crate::error::Lang;
use crate::ops::gate::Refusal;
use crate::ops::sync::{Amount, Held, Synced};

impl Session {
    /// Tells what came, what went, and what somebody has to look at.
    pub fn synced(&mut self, synced: &Synced) {
        let lang = self.out.lang;
        if self.out.is_json() {
            self.out.thing("", &synced.json(lang));
        }
        let dry = self.global.dry_run;
        let none = synced.fetched.commits == 0 && synced.pushed.commits == 0;
        if none {
            let name = &synced.remote;
            self.out.talk(
                lang.pick(&format!("Nothing new here or in {name}."), &format!("本地与 {name} 均无新内容。")),
            );
        }
        if synced.fetched.commits > 0 {
            let (en, zh) = if dry { ("Would come", "将取回") } else { ("Came", "已取回") };
            self.out.talk(&amount(lang, lang.pick(en, zh), &synced.fetched, lang.pick("from", "来自")));
        }
        if synced.pushed.commits > 0 {
            let (en, zh) = if dry { ("Would go", "将推送") } else { ("Went", "已推送") };
            self.out.talk(&amount(lang, lang.pick(en, zh), &synced.pushed, lang.pick("of", "来自")));
        }
        for clash in &synced.conflicts {
            let (id, field) = (&clash.id, &clash.field);
            if dry {
                let would = format!("Would be in conflict: {id}: {field}.");
                self.out.talk(lang.pick(&would, &format!("将有冲突: {id}: {field}。")));
                continue;
            }
            let (handle, _) = clash.handle();
            self.out.talk(lang.pick(
                &format!("Conflict: {id}: {field}. Settle it: kehu resolve {handle}"),
                &format!("冲突: {id}: {field}。请处理: kehu resolve {handle}"),
            ));
        }
        self.held(&synced.held);
        for note in &synced.notes {
            let (path, text) = (&note.path, lang.pick(&note.en, &note.zh));
            self.out.talk(&format!("{path}: {text}"));
        }
        for problem in &synced.problems {
            let (path, text) = (&problem.path, lang.pick(&problem.en, &problem.zh));
            self.out
                .talk(lang.pick(&format!("Problem: {path}: {text}."), &format!("问题: {path}: {text}。")));
        }
        // What many commits did alike is told once.
        let mut alike: Vec<(&Refusal, usize)> = Vec::new();
        for refusal in &synced.amiss {
            match alike.iter_mut().find(|(known, _)| known.error == refusal.error) {
                Some((_, more)) => *more += 1,
                None => alike.push((refusal, 0)),
            }
        }
        for (refusal, more) in alike {
            let (commit, text) = (&refusal.commit, lang.pick(&refusal.error.en, &refusal.error.zh));
            let more = match (more, lang) {
                (0, _) => String::new(),
                (more, Lang::En) => format!(", and {more} more"),
                (more, Lang::Zh) => format!(", 另有 {more} 个"),
            };
            self.out.talk(lang.pick(
                &format!("Not allowed: {commit}{more}\n  A gatekeeper would have said: {text}"),
                &format!("越权提交: {commit}{more}\n  守门程序会说: {text}"),
            ));
        }
        if !synced.amiss.is_empty() {
            self.out.talk(lang.pick(
                "It is in the book now. `git revert COMMIT` takes it back; `kehu hook install` in a hub refuses such pushes.",
                "该内容已在账簿中。`git revert 提交` 可撤回; 在中心仓库中运行 `kehu hook install` 可拒绝此类推送。",
            ));
        }
    }

    /// Says what two people made apart.
    pub fn held(&self, held: &Held) {
        let lang = self.out.lang;
        let dry = self.global.dry_run;
        for (first, second) in &held.collisions {
            let (en, zh) = match dry {
                true => (
                    "The sync will hold them as a late collision.".to_owned(),
                    "同步时将记为撞单。".to_owned(),
                ),
                false => (
                    format!("kehu merge {first} {second}, or kehu distinct {first} {second}"),
                    format!("kehu merge {first} {second}, 或 kehu distinct {first} {second}"),
                ),
            };
            self.out.talk(lang.pick(
                &format!("{first} and {second} look like one. {en}"),
                &format!("{first} 与 {second} 似为同一家。{zh}"),
            ));
        }
        for (first, second) in &held.bookings {
            let (en, zh) = match dry {
                true => ("The sync will hold them.", "同步时将记下。"),
                false => ("`kehu status` says how to settle it.", "`kehu status` 说明如何处理。"),
            };
            self.out.talk(lang.pick(
                &format!("{first} and {second} have the same at the same time. {en}"),
                &format!("{first} 与 {second} 在同一时间占用同一资源。{zh}"),
            ));
        }
    }
}

fn amount(lang: Lang, verb: &str, amount: &Amount, of: &str) -> String {
    let Amount { commits, records, people } = amount;
    let s = |count: &usize| if *count == 1 { "" } else { "s" };
    match lang {
        Lang::En => {
            let people = people.join(", ");
            format!("{verb}: {commits} commit{}, {records} record{}, {of} {people}.", s(commits), s(records))
        }
        Lang::Zh => format!("{verb}: {commits} 个提交, {records} 条记录, {of} {}。", people.join("、")),
    }
}
