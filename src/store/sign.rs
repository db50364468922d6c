//! Signing commits as the user's git does: by the programs that git's own configuration names, never by what a book says.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use git2::Config;

use super::Book;
use super::signature::Author;
use crate::error::{Code, Error, Result};

/// How git signs: by which program, with what words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    OpenPgp,
    X509,
    Ssh,
}

impl Format {
    /// The format a configuration names.
    fn of(config: &Config) -> Result<Self> {
        match config.get_string("gpg.format").unwrap_or_default().as_str() {
            "" | "openpgp" => Ok(Self::OpenPgp),
            "x509" => Ok(Self::X509),
            "ssh" => Ok(Self::Ssh),
            other => {
                let other = crate::error::quoted(other);
                Err(failed(
                    &format!("git's gpg.format is {other}, which is none of openpgp, x509 and ssh"),
                    &format!("git 的 gpg.format 是 {other}, 应为 openpgp、x509 或 ssh"),
                ))
            }
        }
    }

    /// The program for it.
    pub(super) fn program(self, config: &Config) -> String {
        let set = |key: &str| config.get_path(key).ok().and_then(|path| path.to_str().map(str::to_owned));
        match self {
            Self::OpenPgp => {
                set("gpg.openpgp.program").or_else(|| set("gpg.program")).unwrap_or_else(|| "gpg".into())
            }
            Self::X509 => set("gpg.x509.program").unwrap_or_else(|| "gpgsm".into()),
            Self::Ssh => set("gpg.ssh.program").unwrap_or_else(|| "ssh-keygen".into()),
        }
    }
}

impl Book {
    /// The bytes of a commit with a signature, when git's `commit.gpgsign` says so; else as they are. Where the signer
    /// fails there is no commit.
    pub(super) fn signed(&self, commit: Vec<u8>, author: &Author) -> Result<Vec<u8>> {
        let Ok(config) = self.repo.config() else { return Ok(commit) };
        if !config.get_bool("commit.gpgsign").unwrap_or(false) {
            return Ok(commit);
        }
        let format = Format::of(&config)?;
        let program = format.program(&config);
        let key = config.get_string("user.signingkey").ok().filter(|key| !key.trim().is_empty());
        let signature = match format {
            Format::Ssh => by_ssh(&program, &config, key, &commit)?,
            _ => by_gpg(
                &program,
                key.unwrap_or_else(|| format!("{} <{}>", author.name, author.email)),
                &commit,
            )?,
        };
        Ok(with_header(&commit, &signature))
    }
}

/// A commit with the header git keeps signatures in: the last one, its lines indented by one.
fn with_header(commit: &[u8], signature: &str) -> Vec<u8> {
    let end = commit.windows(2).position(|pair| pair == b"\n\n").map_or(commit.len(), |at| at + 1);
    let text = signature.replace('\r', "");
    let header = format!("gpgsig {}\n", text.trim_end_matches('\n').replace('\n', "\n "));
    [&commit[..end], header.as_bytes(), &commit[end..]].concat()
}

fn by_gpg(program: &str, key: String, commit: &[u8]) -> Result<String> {
    let output = fed(Command::new(program).args(["--status-fd=2", "-bsau", &key]), program, commit)?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let made = said.lines().any(|line| line.starts_with("[GNUPG:] SIG_CREATED "));
    let signature = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() || !made || signature.is_empty() {
        let words: Vec<&str> = said.lines().filter(|line| !line.starts_with("[GNUPG:]")).collect();
        return Err(refused(program, &words.join("; ")));
    }
    Ok(signature)
}

fn by_ssh(program: &str, config: &Config, key: Option<String>, commit: &[u8]) -> Result<String> {
    let Some(key) = key.or_else(|| default_key(config)) else {
        return Err(failed(
            "git's user.signingkey is not set, and signing by ssh needs it",
            "git 的 user.signingkey 未设置, ssh 签名需要它",
        ));
    };
    let folder = Folder::new()?;
    let payload = folder.file("commit", commit)?;
    let literal = key.strip_prefix("key::").or_else(|| key.starts_with("ssh-").then_some(key.as_str()));
    let mut command = Command::new(program);
    command.args(["-Y", "sign", "-n", "git", "-f"]);
    match literal {
        // A public key as text: an agent has its other half.
        Some(text) => command.arg(folder.file("key", format!("{text}\n").as_bytes())?).arg("-U"),
        None => command.arg(config.get_path("user.signingkey").unwrap_or_else(|_| PathBuf::from(&key))),
    };
    let output = command.arg(&payload).stdin(Stdio::null()).output().map_err(|e| missing(program, &e))?;
    if !output.status.success() {
        return Err(refused(program, &String::from_utf8_lossy(&output.stderr)));
    }
    let made = folder.0.join("commit.sig");
    fs::read_to_string(&made).map_err(|e| Error::io(made.display(), &e))
}

/// The key that git's own command for it names, when none is set.
fn default_key(config: &Config) -> Option<String> {
    let command = config.get_string("gpg.ssh.defaultKeyCommand").ok()?;
    let output = Command::new("sh").args(["-c", &command]).stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().next().filter(|_| output.status.success())?;
    (line.starts_with("ssh-") || line.starts_with("key::")).then(|| line.to_owned())
}

/// Runs a program with bytes on its standard input.
pub(super) fn fed(command: &mut Command, program: &str, input: &[u8]) -> Result<Output> {
    let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = started.map_err(|e| missing(program, &e))?;
    if let Some(mut stdin) = child.stdin.take() {
        // One that reads nothing says why itself.
        let _ = stdin.write_all(input);
    }
    child.wait_with_output().map_err(|e| missing(program, &e))
}

/// A folder of one's own for the files such programs want; gone when it is dropped.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn new() -> Result<Self> {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let moment = std::time::UNIX_EPOCH.elapsed().map_or(0, |past| past.as_nanos());
        let path = std::env::temp_dir().join(format!("kehu-{}-{number}-{moment:x}", std::process::id()));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt as _;
            builder.mode(0o700);
        }
        // Made anew: what somebody else put there is not used.
        builder.create(&path).map_err(|e| Error::io(path.display(), &e))?;
        Ok(Self(path))
    }

    pub(super) fn file(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let path = self.0.join(name);
        fs::write(&path, bytes).map_err(|e| Error::io(path.display(), &e))?;
        Ok(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(super) fn missing(program: &str, error: &std::io::Error) -> Error {
    let program = crate::error::quoted(program);
    failed(&format!("{program} did not start: {error}"), &format!("{program} 无法启动: {error}"))
}

fn refused(program: &str, said: &str) -> Error {
    let said = said.trim().replace('\n', "; ");
    let said = if said.is_empty() { "it said nothing".to_owned() } else { said.chars().take(400).collect() };
    let program = crate::error::quoted(program);
    failed(&format!("{program} failed: {said}"), &format!("{program} 失败: {said}"))
}

fn failed(en: &str, zh: &str) -> Error {
    Error::new(
        Code::Signing,
        format!("The commit could not be signed, so there is none: {en}."),
        format!("无法签名, 因此没有提交: {zh}。"),
    )
    .hint(
        "Look at: git config --get-regexp '^(gpg|user.signingkey|commit.gpgsign)'\nWithout signatures: git config commit.gpgsign false",
        "请检查: git config --get-regexp '^(gpg|user.signingkey|commit.gpgsign)'\n不签名: git config commit.gpgsign false",
    )
}

#[cfg(test)]
mod tests {
    use super::with_header;

    #[test]
    fn the_signature_is_the_last_header() {
        let signed = with_header(b"tree a\nauthor b\n\nwords\n\nmore\n", "-----BEGIN\nxyz\n-----END\n");
        assert_eq!(
            String::from_utf8(signed).unwrap(),
            "tree a\nauthor b\ngpgsig -----BEGIN\n xyz\n -----END\n\nwords\n\nmore\n"
        );
    }
}
