//! Other clones of the book, reached by the git program, so that the user's ssh, credential helpers and proxies work.

use std::io::IsTerminal as _;
use std::process::{Command, Output, Stdio};

use git2::Oid;

use super::{Book, Snapshot, git_error};
use crate::error::{Code, Error, Result, nearest};

/// A branch on another clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// Name of the remote.
    pub name: String,
    /// The branch here.
    pub branch: String,
    /// The branch there.
    pub there: String,
}

/// What became of a push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pushed {
    /// It is there.
    Done,
    /// Somebody was faster.
    Behind,
}

impl Book {
    /// The remote to sync with: the one named, the branch's own, the only one, or `origin`.
    pub fn remote(&self, named: Option<&str>) -> Result<Remote> {
        let doing = |e: git2::Error| git_error("Reading the remotes", "读取远程仓库", &e);
        let names: Vec<String> =
            self.repo.remotes().map_err(doing)?.iter().flatten().flatten().map(str::to_owned).collect();
        let branch = self.branch()?;
        let config = self.repo.config().map_err(doing)?;
        let own =
            config.get_string(&format!("branch.{branch}.remote")).ok().filter(|own| names.contains(own));
        let name = match named {
            Some(named) if names.iter().any(|name| name == named) => named.to_owned(),
            Some(named) => return Err(no_such(named, &names)),
            None => match (&own, &names[..]) {
                (Some(own), _) => own.clone(),
                (None, [only]) => only.clone(),
                (None, []) => return Err(none(self)),
                (None, several) if several.iter().any(|name| name == "origin") => "origin".to_owned(),
                (None, several) => return Err(which(several)),
            },
        };
        let upstream = config.get_string(&format!("branch.{branch}.merge")).ok();
        let upstream = upstream.and_then(|name| name.strip_prefix("refs/heads/").map(str::to_owned));
        let there = upstream.filter(|_| own.as_ref() == Some(&name)).unwrap_or_else(|| branch.clone());
        Ok(Remote { name, branch, there })
    }

    fn branch(&self) -> Result<String> {
        match self.head_branch().unwrap_or_default().strip_prefix("refs/heads/") {
            Some(branch) => Ok(branch.to_owned()),
            None => Err(Error::new(
                Code::Conflict,
                "HEAD is on no branch, so there is nothing to sync.",
                "HEAD 不在任何分支上, 无法同步。",
            )
            .hint("Go to one: `git switch main`", "请切换到分支: `git switch main`")),
        }
    }

    /// Fetches the branches of a remote; what it had last is `None` when it has no such branch yet.
    pub fn fetch(&self, remote: &Remote, quiet: bool) -> Result<Option<Snapshot>> {
        let spec = format!("+refs/heads/*:refs/remotes/{}/*", remote.name);
        let output = self.git_online(&["fetch", "--prune", &remote.name, &spec], quiet)?;
        if !output.status.success() {
            return Err(unreachable(&remote.name, &output));
        }
        self.tracked(remote)
    }

    /// The branch of a remote as it was fetched last.
    pub fn tracked(&self, remote: &Remote) -> Result<Option<Snapshot>> {
        match self.repo.find_reference(&tracking(remote)) {
            Ok(found) => {
                found.target().map_or(Ok(()), |oid| self.vet(oid))?;
                let commit = found.peel_to_commit();
                let commit =
                    commit.map_err(|e| git_error("Reading what was fetched", "读取取回的提交", &e))?;
                Ok(Some(Snapshot { commit: Some(commit.id()), tree: Some(commit.tree_id()) }))
            }
            Err(_) => Ok(None),
        }
    }

    /// Pushes a commit. A host that refuses is an error with its words.
    pub fn push(&self, remote: &Remote, commit: Oid, quiet: bool) -> Result<Pushed> {
        let spec = format!("{commit}:refs/heads/{}", remote.there);
        let output = self.git_online(&["push", "--porcelain", &remote.name, &spec], quiet)?;
        let said = String::from_utf8_lossy(&output.stdout);
        if output.status.success() {
            let doing = |e: git2::Error| git_error("Noting what was pushed", "记录已推送的提交", &e);
            self.repo.reference(&tracking(remote), commit, true, "kehu sync: push").map_err(doing)?;
            self.follow(remote);
            return Ok(Pushed::Done);
        }
        let rejected = said.lines().find(|line| line.starts_with('!'));
        let raced = [
            "(fetch first)",
            "(non-fast-forward)",
            "failed to update ref",
            "cannot lock ref",
            "incorrect old value",
        ];
        match rejected {
            Some(line) if raced.iter().any(|words| line.contains(words)) => Ok(Pushed::Behind),
            Some(line) => Err(refused(&remote.name, line, &output)),
            None => Err(unreachable(&remote.name, &output)),
        }
    }

    /// A branch that follows nothing yet follows what it was pushed to, as with `git push -u`.
    fn follow(&self, remote: &Remote) {
        let Ok(mut config) = self.repo.config() else { return };
        let key = format!("branch.{}", remote.branch);
        if config.get_string(&format!("{key}.remote")).is_err() {
            let merge = format!("refs/heads/{}", remote.there);
            let _ = config.set_str(&format!("{key}.remote"), &remote.name);
            let _ = config.set_str(&format!("{key}.merge"), &merge);
        }
    }

    /// Runs git where it may ask for a password. Its progress is shown on a terminal.
    fn git_online(&self, words: &[&str], quiet: bool) -> Result<Output> {
        let shown = !quiet && std::io::stderr().is_terminal();
        let mut command = Command::new("git");
        command.arg("-C").arg(self.place()).args(words).stdout(Stdio::piped());
        command.stderr(if shown { Stdio::inherit() } else { Stdio::piped() });
        if shown {
            command.arg("--progress");
        }
        // A hook that calls kehu names its repository so; it is this one.
        command.output().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::new(
                Code::Git,
                "The program git is needed to reach other clones, and it is not there.",
                "访问其他克隆需要 git 程序, 但没有找到。",
            )
            .hint("Install git.", "请安装 git。"),
            _ => Error::io("Running git", &error),
        })
    }
}

fn tracking(remote: &Remote) -> String {
    format!("refs/remotes/{}/{}", remote.name, remote.there)
}

/// What git said, without what is of no use to a person.
fn words(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let lines = said.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with("hint:"));
    let lines: Vec<&str> = lines.collect();
    lines[lines.len().saturating_sub(20)..].iter().map(|line| format!("\n  {line}")).collect()
}

fn unreachable(remote: &str, output: &Output) -> Error {
    let said = words(output);
    Error::new(
        Code::Git,
        format!("git could not reach {remote}:{said}"),
        format!("git 无法访问 {remote}:{said}"),
    )
    .hint(
        format!("Nothing of yours is lost. Try `git fetch {remote}`, then `kehu sync` again."),
        format!("您的数据没有丢失。请先试 `git fetch {remote}`, 再 `kehu sync`。"),
    )
}

fn refused(remote: &str, line: &str, output: &Output) -> Error {
    let why = line.rsplit('\t').next().unwrap_or(line);
    let said = words(output);
    Error::new(
        Code::Refused,
        format!("{remote} refused the push: {why}{said}"),
        format!("{remote} 拒绝了推送: {why}{said}"),
    )
    .hint(
        "Your commits are safe here. Mend what it names (`kehu undo COMMIT` takes one back), then `kehu sync`.",
        "您的提交仍在本地。请按其说明修正 (`kehu undo 提交` 可撤回), 再 `kehu sync`。",
    )
}

fn none(book: &Book) -> Error {
    let place = book.place().display();
    Error::new(
        Code::NotFound,
        format!("{place} has no remote to sync with."),
        format!("{place} 没有可同步的远程仓库。"),
    )
    .hint("Name one: git remote add origin URL", "请添加: git remote add origin URL")
}

fn no_such(named: &str, names: &[String]) -> Error {
    let missing = |named: &str| {
        Error::new(Code::NotFound, format!("There is no remote {named}."), format!("没有远程仓库 {named}。"))
    };
    if names.is_empty() {
        return missing(&crate::error::quoted(named)).hint(
            "This book has none yet. Name one: git remote add origin URL",
            "此账簿还没有远程仓库。请添加: git remote add origin URL",
        );
    }
    let near = nearest(named, names.iter().map(String::as_str));
    let named = crate::error::quoted(named);
    let all = names.join(", ");
    let (en, zh) = near.map_or_else(
        || (format!("There are: {all}"), format!("已有: {all}")),
        |near| (format!("Did you mean {near}?"), format!("是不是 {near}?")),
    );
    missing(&named).hint(en, zh)
}

fn which(names: &[String]) -> Error {
    let all = names.join(", ");
    Error::new(
        Code::Ambiguous,
        format!("There are several remotes: {all}."),
        format!("有多个远程仓库: {all}。"),
    )
    .hint("Name one: kehu sync NAME", "请指定: kehu sync 名称")
}
