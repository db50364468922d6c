//! The only way these tests start the program: an empty home, a fixed clock and seed, one temporary folder.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Longer than any command may take, a locked book's wait included.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

/// A user, a home and a book, thrown away afterwards.
pub struct World {
    root: TempDir,
    pub(crate) minutes: Cell<u64>,
    env: RefCell<HashMap<String, String>>,
    pub(crate) aliases: RefCell<Vec<(String, String)>>,
}

/// What a command answered.
#[must_use = "a command that is not looked at proves nothing"]
#[derive(Debug, Clone)]
pub struct Run {
    pub line: String,
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Run {
    /// Data of a command that must succeed.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "{}\nstdout: {}\nstderr: {}", self.line, self.stdout, self.stderr);
        self.stdout
    }

    /// Talk of a command that must end with this exit code.
    #[track_caller]
    pub fn fails(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}\nstdout: {}\nstderr: {}", self.line, self.stdout, self.stderr);
        self.stderr
    }

    /// One JSON value on stdout of a command that must succeed.
    #[track_caller]
    pub fn json(self) -> Value {
        let line = self.line.clone();
        let text = self.ok();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{line}: {error} in {text:?}"))
    }
}

impl World {
    /// A home without a book.
    pub fn empty() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(root.path().join("home")).expect("home");
        fs::write(root.path().join("home/.gitconfig"), crate::identity::settings("王芳", "wang"))
            .expect("git config");
        Self { root, minutes: Cell::new(0), env: RefCell::default(), aliases: RefCell::default() }
    }

    /// A home with an empty book in `book`.
    pub fn new() -> Self {
        let world = Self::empty();
        let _ = world.kehu_in(".", &["init", "book"]).ok();
        world
    }

    /// A book with 惠普 and 金科 in it.
    pub fn furnished() -> Self {
        let world = Self::new();
        let hp = ["new", "customer", "name=惠普中国有限公司", "short_name=HP", "phone=010-65641234"];
        let _ = world
            .kehu(&[&hp[..], &["website=https://www.hp.example/", "province=北京", "level=3"]].concat())
            .ok();
        let jinke = ["new", "customer", "name=上海金科电子有限公司", "phone=021-63539330", "city=上海市"];
        let contact = ["email=info@jinke.example", "contacts.0.name=张伟", "contacts.0.mobile=13800138000"];
        let _ = world.kehu(&[&jinke[..], &contact].concat()).ok();
        world
    }

    /// A place in the world's folder; relative ones start beside the book.
    pub fn path(&self, place: &str) -> PathBuf {
        self.root.path().join(place)
    }

    /// A variable of every later command; empty removes it.
    pub fn set_env(&self, name: &str, value: &str) {
        self.env.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// Speaks Chinese from now on.
    pub fn in_chinese(&self) {
        self.set_env("LANG", "zh_CN.UTF-8");
    }

    /// A program in a folder, with nothing of the caller's environment but `PATH`.
    pub fn command(&self, program: &str, folder: &str) -> Command {
        let mut command = Command::new(program);
        let minute = self.minutes.get();
        self.minutes.set(minute + 1);
        let start = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(9, 0, 0));
        let now = start.expect("a moment") + chrono::Duration::minutes(i64::try_from(minute).expect("few"));
        let now = now.format("%Y-%m-%dT%H:%M:%S+08:00").to_string();
        command.current_dir(self.path(folder)).env_clear();
        for name in ["PATH", "LLVM_PROFILE_FILE"] {
            command.envs(std::env::var(name).map(|value| (name, value)));
        }
        let home = self.path("home");
        command
            .env("GIT_CONFIG_GLOBAL", home.join(".gitconfig"))
            .env("HOME", home)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_AUTHOR_DATE", &now)
            .env("GIT_COMMITTER_DATE", &now)
            .env("TMPDIR", self.root.path())
            .env("TZ", "Asia/Shanghai")
            .env("LANG", "en_US.UTF-8")
            .env("COLUMNS", "80")
            .env("KEHU_NOW", now)
            .env("KEHU_SEED", "7");
        for (name, value) in self.env.borrow().iter() {
            match value.is_empty() {
                true => command.env_remove(name),
                false => command.env(name, value),
            };
        }
        command
    }

    /// The program in the book.
    pub fn kehu(&self, words: &[&str]) -> Run {
        self.kehu_in("book", words)
    }

    /// The program in another folder.
    pub fn kehu_in(&self, folder: &str, words: &[&str]) -> Run {
        self.kehu_with(folder, words, "")
    }

    /// The program with text on standard input.
    pub fn kehu_with(&self, folder: &str, words: &[&str], input: &str) -> Run {
        run(self.command(env!("CARGO_BIN_EXE_kehu"), folder).args(words), words, input)
    }

    /// git in the book; it must succeed.
    #[track_caller]
    pub fn git(&self, words: &[&str]) -> String {
        self.git_in("book", words)
    }

    /// git in another folder; it must succeed.
    #[track_caller]
    pub fn git_in(&self, folder: &str, words: &[&str]) -> String {
        run(self.command("git", folder).args(words), words, "").ok()
    }

    /// How many commits the book has.
    pub fn commits(&self) -> usize {
        self.git(&["rev-list", "--count", "HEAD"]).trim().parse().expect("a number")
    }

    /// People who report to wang, by name and id.
    pub fn colleagues(&self, people: &[(&str, &str)]) {
        for (name, id) in people {
            let email = format!("email={id}@mingyi.example");
            let _ = self.kehu(&["new", "person", &format!("name={name}"), &email, "reports_to=wang"]).ok();
        }
    }

    /// A bare copy of the book beside it.
    pub fn bare(&self, name: &str) {
        let _ = self.git_in(".", &["clone", "-q", "--bare", "book", name]);
    }

    /// A file beside the book.
    pub fn write(&self, place: &str, text: impl AsRef<[u8]>) {
        let path = self.path(place);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// A text beside the book.
    pub fn read(&self, place: &str) -> String {
        fs::read_to_string(self.path(place)).unwrap_or_else(|error| panic!("{place}: {error}"))
    }

    /// Where the card of a customer lies, from the folder beside the book.
    pub fn card(&self, name: &str) -> String {
        let id = self.id(name);
        let files = self.git(&["ls-files", "--", "customers"]);
        let card = files.lines().find(|path| path.contains(&format!("/{id}/customer.yaml")));
        format!("book/{}", card.expect("a card"))
    }

    /// The id of a customer.
    pub fn id(&self, name: &str) -> String {
        self.kehu(&["show", name, "--json"]).json()["id"].as_str().expect("an id").to_owned()
    }
}

/// Runs to the end.
pub(crate) fn run(command: &mut Command, words: &[&str], input: &str) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("stdin");
    let input = input.to_owned();
    let feeder = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let id = child.id();
    let (ended, watched) = std::sync::mpsc::channel::<()>();
    let watch = std::thread::spawn(move || {
        if watched.recv_timeout(PATIENCE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            let _ = Command::new("kill").args(["-9", &id.to_string()]).status();
        }
    });
    let output = child.wait_with_output().expect("the program ends");
    drop(ended);
    watch.join().expect("watched");
    feeder.join().expect("fed");
    let shown =
        words.iter().map(|word| if word.contains(' ') { format!("'{word}'") } else { (*word).to_owned() });
    let name = Path::new(command.get_program()).file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default().replace("kehu-bin", "kehu");
    Run {
        line: format!("{name} {}", shown.collect::<Vec<_>>().join(" ")),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// The files of the project below one of its folders whose names end so, with their texts.
pub fn texts(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == ending) {
                let text = fs::read_to_string(&path).expect("a text");
                found.push((path, text));
            }
        }
    }
    found
}
