//! The one error type: what, where, why and what to do next, in both languages.

pub mod article;

use std::fmt;

use article::begin_a;

/// Language of everything said to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    /// One of two texts.
    pub fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }

    /// From `zh-CN`, `zh_CN.UTF-8`, `en` …; `None` for other languages.
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        if tag.starts_with("zh") {
            Some(Self::Zh)
        } else if tag.starts_with("en") || tag == "c" || tag.starts_with("c.") || tag == "posix" {
            Some(Self::En)
        } else {
            None
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $exit:literal;)*) => {
        /// What went wrong, as a word for scripts and an exit code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, for the gallery.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The word in `{"error":{"code":…}}`.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The exit code of the process.
            pub fn exit(self) -> u8 {
                match self { $(Self::$name => $exit,)* }
            }
        }
    };
}

codes! {
    /// A file or folder could not be read or written.
    Io = "io", 1;
    /// Git refused something.
    Git = "git", 1;
    /// The folder is no book.
    NotABook = "not-a-book", 1;
    /// Git does not know who you are.
    NoIdentity = "no-identity", 1;
    /// Nothing there to do.
    Nothing = "nothing", 1;
    /// The editor failed.
    Editor = "editor", 1;
    /// A commit could not be signed.
    Signing = "signing", 1;
    /// It took more time or memory than it may.
    TooSlow = "too-slow", 1;
    /// Another clone refused what was pushed.
    Refused = "refused", 7;
    /// Found wrong by `doctor`.
    Unhealthy = "unhealthy", 1;
    /// A word of the command line is wrong.
    Usage = "usage", 2;
    /// No such kind.
    UnknownKind = "unknown-kind", 2;
    /// The query cannot be read.
    BadQuery = "bad-query", 2;
    /// No such record, revision or file.
    NotFound = "not-found", 3;
    /// Several records fit.
    Ambiguous = "ambiguous", 3;
    /// A likely duplicate exists.
    LookAlike = "look-alike", 4;
    /// A value is not valid.
    BadValue = "bad-value", 5;
    /// The kind has no such field.
    UnknownField = "unknown-field", 5;
    /// A required field is empty.
    MissingField = "missing-field", 5;
    /// A file is not YAML that a record may use.
    BadYaml = "bad-yaml", 5;
    /// A schema of the book is wrong.
    BadSchema = "bad-schema", 5;
    /// A report file is wrong.
    BadReport = "bad-report", 5;
    /// kehu.toml is wrong.
    BadConfig = "bad-config", 5;
    /// A file to import cannot be read.
    BadImport = "bad-import", 5;
    /// The id is in use.
    Exists = "exists", 6;
    /// The file has edits that are not saved.
    Dirty = "dirty", 6;
    /// Somebody else is writing.
    Locked = "locked", 6;
    /// Later changes stand in the way.
    Conflict = "conflict", 6;
    /// Another record has what is wanted at that time.
    Taken = "taken", 6;
    /// A workflow has no such move from where a record stands.
    WrongState = "wrong-state", 6;
    /// A comment would be lost.
    KeepsComment = "keeps-comment", 6;
    /// The person may not do this.
    NotPermitted = "not-permitted", 7;
}

/// An error with all a person needs to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What kind of error.
    pub code: Code,
    /// What, where and why, in English.
    pub en: String,
    /// The same in Chinese.
    pub zh: String,
    /// What to do next, in English; empty when there is nothing to add.
    pub hint_en: String,
    /// The same in Chinese.
    pub hint_zh: String,
}

/// Result with this error.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error without a hint.
    pub fn new(code: Code, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { code, en: en.into(), zh: zh.into(), hint_en: String::new(), hint_zh: String::new() }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.hint_en = en.into();
        self.hint_zh = zh.into();
        self
    }

    /// The message in a language.
    pub fn message(&self, lang: Lang) -> &str {
        lang.pick(&self.en, &self.zh)
    }

    /// The hint in a language; empty when there is none.
    pub fn advice(&self, lang: Lang) -> &str {
        lang.pick(&self.hint_en, &self.hint_zh)
    }

    /// Reading or writing `what` failed.
    pub fn io(what: impl fmt::Display, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let (why_en, why_zh) = match error.kind() {
            ErrorKind::StorageFull => ("the disk is full".to_owned(), "磁盘已满".to_owned()),
            ErrorKind::ReadOnlyFilesystem => ("the disk is read-only".to_owned(), "磁盘是只读的".to_owned()),
            ErrorKind::PermissionDenied => ("permission denied".to_owned(), "没有权限".to_owned()),
            ErrorKind::NotFound => ("no such file".to_owned(), "文件不存在".to_owned()),
            ErrorKind::IsADirectory => {
                ("a folder is where a file should be".to_owned(), "该处是文件夹, 不是文件".to_owned())
            }
            ErrorKind::NotADirectory => {
                ("a file is where a folder should be".to_owned(), "该处是文件, 不是文件夹".to_owned())
            }
            _ => (error.to_string(), error.to_string()),
        };
        let code = if error.kind() == ErrorKind::NotFound { Code::NotFound } else { Code::Io };
        let error = Self::new(code, format!("{what}: {why_en}."), format!("{what}: {why_zh}。"));
        match code {
            Code::Io => error.hint(
                "Nothing was committed; free space or mend the permissions, then run it again.",
                "没有提交任何内容; 请腾出空间或修正权限后重试。",
            ),
            _ => error,
        }
    }

    /// Nothing fits what was typed.
    pub fn not_found(text: &str) -> Self {
        Self::new(Code::NotFound, format!("Nothing is called {text:?}."), format!("找不到 {text:?}。")).hint(
            "Try `kehu find TEXT` with a part of the name, a phone or a website.",
            "可用 `kehu find 文字` 按名称的一部分、电话或网站查找。",
        )
    }

    /// A field value that cannot be taken.
    pub fn bad_value(field: &str, value: &str, en: &str, zh: &str, example: &str) -> Self {
        let error = Self::new(
            Code::BadValue,
            format!("{field}: {} cannot be taken: {en}.", quoted(value)),
            format!("{field}: 不能使用 {}: {zh}。", quoted(value)),
        );
        if example.is_empty() {
            return error;
        }
        error.hint(format!("Write it like this: {field}={example}"), format!("请这样写: {field}={example}"))
    }

    /// The kind has no such field.
    pub fn unknown_field(kind: &str, field: &str, near: Option<&str>) -> Self {
        let (en, zh) = did_you_mean(near);
        Self::new(
            Code::UnknownField,
            format!("{} has no field {}.{en}", begin_a(kind), quoted(field)),
            format!("{kind} 没有字段 {}。{zh}", quoted(field)),
        )
        .hint(
            format!("`kehu kinds {kind}` lists the fields; `extra.{}=…` adds one of your own.", plain(field)),
            format!("`kehu kinds {kind}` 列出字段; `extra.{}=…` 可自行添加。", plain(field)),
        )
    }

    /// No such kind.
    pub fn unknown_kind(kind: &str, near: Option<&str>) -> Self {
        let (en, zh) = did_you_mean(near);
        Self::new(
            Code::UnknownKind,
            format!("There is no kind {}.{en}", quoted(kind)),
            format!("没有类型 {}。{zh}", quoted(kind)),
        )
        .hint("`kehu kinds` lists them.", "`kehu kinds` 列出所有类型。")
    }
}

/// ` Did you mean …?` in both languages; empty when nothing is near.
pub fn did_you_mean(near: Option<&str>) -> (String, String) {
    near.map_or_else(Default::default, |near| {
        (format!(" Did you mean `{near}`?"), format!("是不是 `{near}`?"))
    })
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(40).collect()
}

/// What a person typed, shortened and with controls made visible.
pub fn quoted(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("\"{}{dots}\"", short.escape_debug().to_string().replace("\\'", "'").replace("\\\"", "\""))
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.en)
    }
}

impl std::error::Error for Error {}

/// The nearest of some words, near enough to be a typing mistake.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(typed, word), word))
        .filter(|(distance, word)| *distance <= 1 + word.len() / 4)
        .min()
        .map(|(_, word)| word)
}
