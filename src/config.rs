//! `kehu.toml`: what a company is. Data only; it never names a program to run.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::rates::Rates;
use crate::domain::workdays::Calendar;
use crate::error::{Code, Error, Lang, Result, quoted};
use crate::model::date::Date;
use crate::model::money::Currency;

/// Name of the file that makes a repository a book.
pub const FILE: &str = "kehu.toml";

/// The settings of a book.
#[derive(Debug, Clone, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The company's name.
    pub company: String,
    /// `zh-CN` or `en`: the language when the user's own is neither.
    pub language: String,
    /// Currency of money written without one (ISO 4217).
    pub currency: String,
    /// Country code of phones written without one.
    pub country_code: String,
    /// First day of the fiscal year, `MM-DD`.
    pub fiscal_year_start: String,
    /// Who sees what: `open` or `restricted`; empty: restricted once the book has more than one person.
    pub access: String,
    /// Largest file that is kept with a customer, in MB.
    pub document_limit_mb: u64,
    /// Which roles see and change more than their own.
    pub roles: Roles,
    /// `[rates]`: what one unit of a foreign currency is worth in the company's own, decimals as text.
    rates: BTreeMap<String, String>,
    /// The same, read.
    #[serde(skip)]
    pub exchange: Rates,
    /// Holidays, and weekend days that are worked on.
    pub calendar: Worked,
    /// Limits of the matcher.
    pub matching: Matching,
    /// When a customer is quiet; none given: as shipped.
    pub quiet: Vec<Quiet>,
}

/// `[roles]`: names of roles, as people have them in `roles`.
#[derive(Debug, Clone, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Roles {
    /// See every record up to their security level.
    pub see_all: Vec<String>,
    /// See and change every record up to their security level, people and settings too.
    pub edit_all: Vec<String>,
}

impl Default for Roles {
    fn default() -> Self {
        Self { see_all: vec!["auditor".to_owned()], edit_all: vec!["admin".to_owned()] }
    }
}

/// `[calendar]`: days off from Monday to Friday, and days of weekends that are worked on instead.
#[derive(Debug, Clone, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct Worked {
    holidays: Vec<String>,
    workdays: Vec<String>,
    /// The same, read.
    #[serde(skip)]
    pub days: Calendar,
}

/// Most days of each sort.
const MOST_DAYS: usize = 5000;

impl Worked {
    /// Reads the days. Errors say what is wrong, in both languages.
    fn read(&mut self) -> std::result::Result<(), (String, String)> {
        let days = |name: &str, texts: &[String]| {
            if texts.len() > MOST_DAYS {
                return Err((
                    format!("{name} has more than {MOST_DAYS} days"),
                    format!("{name} 超过 {MOST_DAYS} 天"),
                ));
            }
            let day = |text: &String| {
                Date::from_iso(text).map_err(|_| {
                    let text = quoted(text);
                    (
                        format!("{text} in {name} is no day; days are written like \"2026-10-01\""),
                        format!("{name} 中的 {text} 不是日期; 应写作 \"2026-10-01\""),
                    )
                })
            };
            texts.iter().map(day).collect::<std::result::Result<Vec<Date>, _>>()
        };
        let (holidays, workdays) = (days("holidays", &self.holidays)?, days("workdays", &self.workdays)?);
        if let Some(both) = holidays.iter().find(|day| workdays.contains(day)) {
            return Err((
                format!("{both} stands in both holidays and workdays"),
                format!("{both} 同时在 holidays 和 workdays 中"),
            ));
        }
        self.days = Calendar::new(holidays, workdays);
        Ok(())
    }
}

/// `[[quiet]]`: after how many days without a contact a customer is quiet.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Quiet {
    /// Status it is for.
    pub status: String,
    /// From this level on; the rule with the highest that fits counts.
    #[serde(default = "lowest")]
    pub min_level: i64,
    /// Days; 0 for never.
    pub days: u32,
}

fn lowest() -> i64 {
    1
}

/// Most days a rule may let pass.
const MOST_QUIET: u32 = 3650;

/// `[matching]`: from which score on a look-alike counts.
#[derive(Debug, Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Matching {
    /// At and above: a duplicate, which stops `new`. `None`: the matcher's own.
    pub duplicate: Option<f64>,
    /// At and above: possibly one, which is shown.
    pub possible: Option<f64>,
    /// Log-odds added before any evidence.
    pub prior: Option<f64>,
    /// Factors of what each topic adds.
    pub weights: Weights,
}

/// `[matching.weights]`: how much each topic counts here; 1 is as shipped, 0 not at all.
#[derive(Debug, Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Weights {
    pub name: Option<f64>,
    pub trade: Option<f64>,
    pub legal: Option<f64>,
    pub branch: Option<f64>,
    pub phone: Option<f64>,
    pub mobile: Option<f64>,
    pub email: Option<f64>,
    pub website: Option<f64>,
    pub address: Option<f64>,
    pub city: Option<f64>,
}

impl Weights {
    /// The factors in the order of the matcher's topics.
    pub fn factors(&self) -> [f64; 10] {
        let Self { name, trade, legal, branch, phone, mobile, email, website, address, city } = *self;
        [name, trade, legal, branch, phone, mobile, email, website, address, city].map(|f| f.unwrap_or(1.0))
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            company: String::new(),
            language: String::new(),
            currency: "CNY".to_owned(),
            country_code: "86".to_owned(),
            fiscal_year_start: "01-01".to_owned(),
            access: String::new(),
            document_limit_mb: 20,
            roles: Roles::default(),
            rates: BTreeMap::new(),
            exchange: Rates::none(Currency::CNY),
            calendar: Worked::default(),
            matching: Matching::default(),
            quiet: Vec::new(),
        }
    }
}

impl Config {
    /// Reads `kehu.toml`, naming line and reason of what is wrong.
    pub fn parse(text: &str) -> Result<Self> {
        let mut config: Self = toml::from_str(text).map_err(|error| {
            let line =
                error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let why = error.message().to_owned();
            wrong(line, &why, &why)
        })?;
        let line = |key: &str| {
            text.lines().position(|line| line.trim_start().starts_with(key)).map_or(1, |at| at + 1)
        };
        if !matches!(config.access.as_str(), "" | "open" | "restricted") {
            return Err(wrong(
                line("access"),
                "access is open or restricted",
                "access 只能是 open 或 restricted",
            ));
        }
        let Some(own) = Currency::of(&config.currency) else {
            return Err(wrong(
                line("currency"),
                "currency is an ISO 4217 code such as CNY",
                "currency 应为 ISO 4217 代码, 如 CNY",
            ));
        };
        config.exchange = Rates::none(own);
        for (code, worth) in &config.rates {
            config.exchange.add(code, worth).map_err(|bad| {
                wrong(line(code), &format!("rates: {}", bad.en), &format!("rates: {}", bad.zh))
            })?;
        }
        if !config.country_code.bytes().all(|b| b.is_ascii_digit())
            || !(1..=3).contains(&config.country_code.len())
        {
            return Err(wrong(
                line("country_code"),
                "country_code is a telephone country code such as 86",
                "country_code 应为国际电话区号, 如 86",
            ));
        }
        let day = format!("2000-{}", config.fiscal_year_start);
        if crate::model::date::Date::from_iso(&day).is_err() {
            return Err(wrong(
                line("fiscal_year_start"),
                "fiscal_year_start is a month and day such as 04-01",
                "fiscal_year_start 应为月-日, 如 04-01",
            ));
        }
        if !config.language.is_empty() && config.lang().is_none() {
            return Err(wrong(line("language"), "language is en or zh-CN", "language 只能是 en 或 zh-CN"));
        }
        let factors = config.matching.weights.factors();
        if factors.iter().any(|factor| !(0.0..=10.0).contains(factor))
            || config.matching.prior.is_some_and(|prior| !(-20.0..=20.0).contains(&prior))
        {
            return Err(wrong(
                line("[matching"),
                "matching.prior lies between -20 and 20, matching.weights between 0 and 10",
                "matching.prior 在 -20 到 20 之间, matching.weights 在 0 到 10 之间",
            ));
        }
        let limits = [config.matching.duplicate, config.matching.possible];
        if limits.iter().flatten().any(|limit| !(0.0..=1.0).contains(limit)) {
            return Err(wrong(
                line("[matching]"),
                "matching limits lie between 0 and 1",
                "matching 的界限在 0 到 1 之间",
            ));
        }
        if let Err((en, zh)) = config.calendar.read() {
            return Err(wrong(line("[calendar]"), &format!("calendar: {en}"), &format!("calendar: {zh}")));
        }
        config.check_quiet(text)?;
        Ok(config)
    }

    fn check_quiet(&self, text: &str) -> Result<()> {
        for (number, rule) in self.quiet.iter().enumerate() {
            let heads =
                text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("[[quiet]]"));
            let line = heads.map(|(at, _)| at + 1).nth(number).unwrap_or(1);
            let word = |c: char| c.is_ascii_lowercase() || c == '_';
            if rule.status.is_empty() || !rule.status.chars().all(word) {
                return Err(wrong(
                    line,
                    "quiet.status is one word such as potential",
                    "quiet.status 应为一个状况, 如 potential",
                ));
            }
            if !(1..=7).contains(&rule.min_level) {
                return Err(wrong(
                    line,
                    "quiet.min_level lies between 1 and 7",
                    "quiet.min_level 应在 1 到 7 之间",
                ));
            }
            if rule.days > MOST_QUIET {
                return Err(wrong(
                    line,
                    "quiet.days lies between 1 and 3650, or is 0 for never",
                    "quiet.days 应在 1 到 3650 之间, 或为 0 (不提醒)",
                ));
            }
            let twin = |other: &Quiet| (&other.status, other.min_level) == (&rule.status, rule.min_level);
            if self.quiet[..number].iter().any(twin) {
                return Err(wrong(
                    line,
                    "a quiet rule for this status and level stands above",
                    "上面已有同一状况和级别的 quiet 规则",
                ));
            }
        }
        Ok(())
    }

    /// The book's language, when it names one.
    pub fn lang(&self) -> Option<Lang> {
        Lang::parse(&self.language)
    }

    /// The text of a new book's `kehu.toml`.
    pub fn text_for(company: &str, language: &str) -> String {
        let quote = |text: &str| toml_string(text);
        format!(
            "# What this company is. Data only; nothing here names a program to run.\n\
             company = {}\nlanguage = {}\ncurrency = \"CNY\"\ncountry_code = \"86\"\n\
             fiscal_year_start = \"01-01\"\n\
             # access: \"open\" or \"restricted\"; without it, restricted once there is more than one person.\n",
            quote(company),
            quote(language)
        )
    }
}

fn toml_string(text: &str) -> String {
    let safe: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", safe.replace('\\', "\\\\").replace('"', "\\\""))
}

fn wrong(line: usize, en: &str, zh: &str) -> Error {
    Error::new(Code::BadConfig, format!("{FILE}:{line}: {en}."), format!("{FILE}:{line}: {zh}。"))
        .hint("docs/book-format.md lists the settings.", "可用设置见 docs/book-format.md。")
}
