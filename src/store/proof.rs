//! Is the signature of a commit by a key of its author? Asked of the programs git asks.

use std::process::{Command, Stdio};

use super::sign::{Folder, Format, fed};
use super::{Book, Snapshot};
use crate::error::Result;

/// What a signature is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// There is none.
    None,
    /// It is by one of the keys.
    Good,
    /// It is whole, but nobody wrote down keys to hold it against; or it cannot be looked at here, and why.
    Unknown {
        /// In English.
        en: String,
        /// In Chinese.
        zh: String,
    },
    /// It is broken, or by another key, and why.
    Bad {
        /// In English.
        en: String,
        /// In Chinese.
        zh: String,
    },
}

fn bad(en: &str, zh: &str) -> Proof {
    Proof::Bad { en: en.to_owned(), zh: zh.to_owned() }
}

fn unknown(en: &str, zh: &str) -> Proof {
    Proof::Unknown { en: en.to_owned(), zh: zh.to_owned() }
}

impl Book {
    /// Holds the signature of a commit against the keys of a person.
    pub fn proof(&self, at: Snapshot, person: &str, keys: &[String]) -> Result<Proof> {
        let Some(commit) = at.commit else { return Ok(Proof::None) };
        let Ok((signature, payload)) = self.repo.extract_signature(&commit, None) else {
            return Ok(Proof::None);
        };
        let text = String::from_utf8_lossy(&signature).into_owned();
        if text.trim_start().starts_with("-----BEGIN SSH SIGNATURE-----") {
            return by_ssh(&text, &payload, person, keys);
        }
        let format = match text.trim_start().starts_with("-----BEGIN SIGNED MESSAGE-----") {
            true => Format::X509,
            false => Format::OpenPgp,
        };
        let program = match self.repo.config() {
            Ok(config) => format.program(&config),
            Err(_) => "gpg".to_owned(),
        };
        by_gpg(&program, &text, &payload, keys)
    }
}

/// Type and body of an ssh public key; what else a person wrote into the field is no key.
fn ssh_key(text: &str) -> Option<(&str, &str)> {
    let mut words = text.split_whitespace();
    let (kind, body) = (words.next()?, words.next()?);
    let named = |c: char| c.is_ascii_alphanumeric() || "-.@".contains(c);
    let coded = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    let known = ["ssh-", "sk-ssh-", "ecdsa-", "sk-ecdsa-"].iter().any(|start| kind.starts_with(start));
    (known && kind.chars().all(named) && body.chars().all(coded)).then_some((kind, body))
}

fn by_ssh(signature: &str, payload: &[u8], person: &str, keys: &[String]) -> Result<Proof> {
    let folder = Folder::new()?;
    let signed = folder.file("commit.sig", signature.as_bytes())?;
    let program = "ssh-keygen";
    let mut allowed = String::new();
    for (kind, body) in keys.iter().filter_map(|key| ssh_key(key)) {
        allowed.push_str(&format!("{person} namespaces=\"git\" {kind} {body}\n"));
    }
    if !allowed.is_empty() {
        let allowed = folder.file("allowed", allowed.as_bytes())?;
        let mut command = Command::new(program);
        command.args(["-Y", "verify", "-n", "git", "-I", person, "-f"]).arg(&allowed).arg("-s").arg(&signed);
        match fed(&mut command, program, payload) {
            Ok(output) if output.status.success() => return Ok(Proof::Good),
            Ok(_) => {}
            Err(error) => {
                return Ok(unknown(error.en.trim_end_matches('.'), error.zh.trim_end_matches('。')));
            }
        }
    }
    // Whole, but by whom?
    let mut command = Command::new(program);
    command.args(["-Y", "check-novalidate", "-n", "git", "-s"]).arg(&signed);
    Ok(match fed(&mut command, program, payload) {
        Ok(output) if !output.status.success() => bad("it does not fit the commit", "与提交不符"),
        Ok(_) if !keys.is_empty() => bad("it is by a key that is not its author's", "不是提交人的密钥"),
        Ok(_) => unknown("nobody wrote down a key of its author", "没有登记提交人的密钥"),
        Err(error) => unknown(error.en.trim_end_matches('.'), error.zh.trim_end_matches('。')),
    })
}

/// A fingerprint as it is compared: hexadecimal digits alone.
fn fingerprint(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != ':').collect();
    let digits = digits.trim_start_matches("0x").to_ascii_uppercase();
    (digits.len() >= 16 && digits.bytes().all(|b| b.is_ascii_hexdigit())).then_some(digits)
}

fn by_gpg(program: &str, signature: &str, payload: &[u8], keys: &[String]) -> Result<Proof> {
    let folder = Folder::new()?;
    let signed = folder.file("commit.sig", signature.as_bytes())?;
    let mut command = Command::new(program);
    command
        .args(["--status-fd=1", "--keyid-format=long", "--verify"])
        .arg(&signed)
        .arg("-")
        .stderr(Stdio::null());
    let output = match fed(&mut command, program, payload) {
        Ok(output) => output,
        Err(error) => return Ok(unknown(error.en.trim_end_matches('.'), error.zh.trim_end_matches('。'))),
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let words: Vec<Vec<&str>> = said
        .lines()
        .filter_map(|line| line.strip_prefix("[GNUPG:] "))
        .map(|line| line.split(' ').collect())
        .collect();
    Ok(judged(&words, keys))
}

/// What gpg's own words say.
fn judged(words: &[Vec<&str>], keys: &[String]) -> Proof {
    let known: Vec<String> = keys.iter().filter_map(|key| fingerprint(key)).collect();
    let ours = |print: &str| known.iter().any(|key| print.ends_with(key.as_str()) || key.ends_with(print));
    let line = |name: &str| words.iter().find(|words| words.first() == Some(&name));
    if line("BADSIG").is_some() {
        return bad("it does not fit the commit", "与提交不符");
    }
    if line("REVKEYSIG").is_some() {
        return bad("its key was revoked", "密钥已吊销");
    }
    if let Some(valid) = line("VALIDSIG") {
        // The key that signed, and the one it belongs to.
        let own =
            [valid.get(1), valid.last()].into_iter().flatten().any(|print| print.len() >= 16 && ours(print));
        return match (own, keys.is_empty()) {
            (true, _) => Proof::Good,
            (false, true) => unknown("nobody wrote down a key of its author", "没有登记提交人的密钥"),
            (false, false) => bad("it is by a key that is not its author's", "不是提交人的密钥"),
        };
    }
    let signer = line("ERRSIG").and_then(|words| words.get(1));
    match signer {
        Some(id) if !keys.is_empty() && !ours(id) => {
            bad("it is by a key that is not its author's", "不是提交人的密钥")
        }
        Some(_) => unknown("gpg has no public key for it", "gpg 没有对应的公钥"),
        None => bad("gpg cannot read it", "gpg 无法读取"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gpg_is_taken_at_its_word() {
        let print = "4A3C0F1E2D5B6978A1B2C3D4E5F60718293A4B5C";
        let keys = [print.to_owned()];
        let words = |line: &'static str| vec![line.split(' ').collect::<Vec<_>>()];
        let valid = words(
            "VALIDSIG 4A3C0F1E2D5B6978A1B2C3D4E5F60718293A4B5C 2026-11-23 1 0 4 0 22 10 00 4A3C0F1E2D5B6978A1B2C3D4E5F60718293A4B5C",
        );
        assert_eq!(judged(&valid, &keys), Proof::Good);
        assert!(matches!(judged(&valid, &["ssh-ed25519 AAAA".to_owned()]), Proof::Bad { .. }));
        assert!(matches!(judged(&valid, &[]), Proof::Unknown { .. }));
        assert!(matches!(judged(&words("BADSIG E5F60718293A4B5C li"), &keys), Proof::Bad { .. }));
        assert!(matches!(
            judged(&words("ERRSIG E5F60718293A4B5C 22 10 00 1 9 -"), &keys),
            Proof::Unknown { .. }
        ));
        assert!(matches!(judged(&words("ERRSIG 0000000000000000 22 10 00 1 9 -"), &keys), Proof::Bad { .. }));
        assert!(matches!(judged(&[], &keys), Proof::Bad { .. }));
    }

    #[test]
    fn a_key_is_a_type_and_a_body() {
        assert_eq!(ssh_key("ssh-ed25519 AAAAC3Nza li@home"), Some(("ssh-ed25519", "AAAAC3Nza")));
        for wrong in ["", "ssh-ed25519", "* ssh-ed25519 AAAA", "cert-authority ssh-rsa AAAA", "ssh-rsa AA\"A"]
        {
            assert_eq!(ssh_key(wrong), None, "{wrong}");
        }
    }
}
