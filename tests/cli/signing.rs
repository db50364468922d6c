//! Signed commits, made as the user's git makes them and proven from the keys of people.

use std::io::Write as _;

use crate::identity::settings;
use crate::world::{World, run};

/// Makes an ssh key; false where there is no ssh-keygen.
fn key(world: &World, name: &str) -> bool {
    let words = ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", name];
    let mut command = world.command("ssh-keygen", "home");
    if command.arg("-?").output().is_err() {
        let _ = writeln!(std::io::stderr(), "no ssh-keygen: signatures are not tried");
        return false;
    }
    run(world.command("ssh-keygen", "home").args(words), &words, "").code == 0
}

/// wang gives the commands and signs with a key.
fn sign_with(world: &World, name: &str) {
    let path = world.path("home").join(name);
    let own = format!(
        "\tsigningkey = {}\n[commit]\n\tgpgsign = true\n[gpg]\n\tformat = ssh\n[gpg \"ssh\"]\n\tallowedSignersFile = {}\n",
        path.display(),
        world.path("home/allowed").display()
    );
    let text = settings("王芳", "wang").replacen("[init]", &format!("{own}[init]"), 1);
    world.write("home/.gitconfig", text);
}

fn kinds(world: &World, range: &str) -> Vec<String> {
    let run = world.kehu(&["verify", range, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let findings = json["findings"].as_array().expect("findings");
    findings.iter().map(|finding| finding["kind"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn commits_are_signed_and_proven_with_ssh() {
    let world = World::furnished();
    if !key(&world, "good") || !key(&world, "other") {
        return;
    }
    let public = world.read("home/good.pub");
    world.write("home/allowed", format!("wang@mingyi.example {public}"));
    sign_with(&world, "good");
    let _ = world.kehu(&["log", "jinke", "signed"]).ok();
    let _ = world.git(&["verify-commit", "HEAD"]);
    assert_eq!(kinds(&world, "HEAD"), ["unchecked"], "nobody wrote down a key yet");
    let added = ["set", "wang", &format!("keys+={}", public.trim())];
    let _ = world.kehu(&added).ok();
    assert_eq!(kinds(&world, "HEAD"), Vec::<String>::new(), "the key counts from its own commit on");
    assert_eq!(kinds(&world, "HEAD~1"), Vec::<String>::new());
    assert_eq!(world.kehu(&["verify", "HEAD", "--json"]).json()["signed"], 1);
    // Many files go into a pack; its commit is signed too.
    let rows: String = (0..100).map(|n| format!("company number {n},c{n}\n")).collect();
    world.write("book/../many.csv", format!("name,short_name\n{rows}"));
    let _ = world.kehu(&["import", "customer", "../many.csv"]).ok();
    let _ = world.git(&["verify-commit", "HEAD"]);

    let plain = settings("王芳", "wang");
    let signed = world.read("home/.gitconfig");
    world.write("home/.gitconfig", plain);
    let _ = world.kehu(&["log", "jinke", "not signed"]).ok();
    assert_eq!(kinds(&world, "HEAD"), ["unsigned"]);
    world.write("home/.gitconfig", signed);
    sign_with(&world, "other");
    let _ = world.kehu(&["log", "jinke", "signed with another key"]).ok();
    assert_eq!(kinds(&world, "HEAD"), ["bad-signature"]);

    // A hub lets the good ones in and not the bad.
    world.bare("hub.git");
    let _ = world.git_in("hub.git", &["update-ref", "refs/heads/main", "main~1"]);
    let _ = world.kehu_in("hub.git", &["hook", "install"]).ok();
    let _ = world.git(&["remote", "add", "hub", "../hub.git"]);
    let said = world.push(&["main"]).fails(1);
    assert!(said.contains("Its signature is bad") && said.contains("keys+=KEY"), "{said}");
    let _ = world.git(&["reset", "-q", "--hard", "HEAD~1"]);
    sign_with(&world, "good");
    let _ = world.kehu(&["log", "jinke", "signed again"]).ok();
    let _ = world.push(&["main"]).ok();

    // A commit whose words were changed keeps the signature of others.
    let raw = world.git(&["cat-file", "commit", "HEAD"]).replace("Logged", "logged").replace("log:", "log :");
    let words = ["hash-object", "-t", "commit", "-w", "--stdin"];
    let forged = run(world.command("git", "book").args(words), &words, &raw).ok();
    let _ = world.git(&["reset", "-q", "--hard", forged.trim()]);
    assert_eq!(kinds(&world, "HEAD"), ["bad-signature"]);
}

#[test]
fn a_signer_that_fails_makes_no_commit() {
    let world = World::furnished();
    let before = world.commits();
    for (format, program) in
        [("openpgp", "false"), ("x509", "/nowhere/gpgsm"), ("ssh", "false"), ("what", "false")]
    {
        let config = format!(
            "\tsigningkey = none\n[commit]\n\tgpgsign = true\n[gpg]\n\tformat = {format}\n\tprogram = {program}\n[gpg \"x509\"]\n\tprogram = {program}\n[gpg \"ssh\"]\n\tprogram = {program}\n[init]"
        );
        world.write("home/.gitconfig", settings("王芳", "wang").replacen("[init]", &config, 1));
        let said = world.kehu(&["log", "jinke", "hello"]).fails(1);
        assert!(said.contains("could not be signed") && said.contains("commit.gpgsign false"), "{said}");
    }
    assert_eq!(world.commits(), before);
    assert_eq!(world.git(&["status", "--porcelain"]), "");
}
