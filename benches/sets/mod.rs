//! Reads the sets of `../shared/bench/duplicates`, as far as they are there.

pub mod change;
pub mod score;

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kehu::matching::subject::{Fact, PersonPart, Subject};

/// Anything that may go wrong while reading.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A set with its answers.
#[derive(Default)]
pub struct Set {
    /// Ids of the records.
    pub ids: Vec<String>,
    /// The records.
    pub subjects: Vec<Subject>,
    /// True pairs, by number.
    pub truth: HashSet<(u32, u32)>,
}

/// A new entry and what it should find.
pub struct Query {
    /// The entry.
    pub subject: Subject,
    /// Numbers of the records it is; none when it is new.
    pub answers: HashSet<usize>,
    /// How it was made.
    pub tags: String,
}

/// The folder of a set, when it is there.
pub fn folder(name: &str) -> Option<PathBuf> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench/duplicates").join(name);
    home.is_dir().then_some(home)
}

/// Opens `file`, `file.gz` or `file.xz`.
fn open(folder: &Path, file: &str) -> Result<csv::Reader<Box<dyn Read>>> {
    let gz = folder.join(format!("{file}.gz"));
    let xz = folder.join(format!("{file}.xz"));
    let reader: Box<dyn Read> = if gz.exists() {
        Box::new(flate2::read::MultiGzDecoder::new(File::open(gz)?))
    } else if xz.exists() {
        let child = Command::new("xz").arg("-dc").arg(xz).stdout(Stdio::piped()).spawn()?;
        Box::new(child.stdout.ok_or("xz gives nothing")?)
    } else {
        Box::new(File::open(folder.join(file))?)
    };
    Ok(csv::ReaderBuilder::new().flexible(true).from_reader(reader))
}

/// One row as the matcher sees it: columns are taken for what they are called.
fn subject(headers: &[String], row: &csv::StringRecord) -> Subject {
    let mut subject = Subject::default();
    for (field, text) in headers.iter().zip(row.iter()) {
        if text.is_empty() {
            continue;
        }
        let fact = || Fact { field: field.clone(), text: text.to_owned() };
        match field.as_str() {
            "name" | "short_name" | "name_en" => subject.names.push(fact()),
            "phone" | "mobile" => subject.phones.push(fact()),
            "email" => subject.emails.push(fact()),
            "website" => subject.websites.push(fact()),
            "street_number" | "address" | "address_1" | "address_2" => {
                if !subject.address.is_empty() {
                    subject.address.push(' ');
                }
                subject.address.push_str(text);
            }
            "given_name" => subject.person.push((PersonPart::Given, fact())),
            "surname" => subject.person.push((PersonPart::Surname, fact())),
            "date_of_birth" => subject.person.push((PersonPart::Birthday, fact())),
            "soc_sec_id" => subject.person.push((PersonPart::Identity, fact())),
            "postcode" => subject.person.push((PersonPart::Postcode, fact())),
            "suburb" => subject.city = text.to_owned(),
            "state" => subject.province = text.to_owned(),
            "province" => subject.province = text.to_owned(),
            "city" => subject.city = text.to_owned(),
            "county" => subject.county = text.to_owned(),
            _ => {}
        }
    }
    subject
}

fn rows(folder: &Path, file: &str) -> Result<(Vec<String>, Vec<Subject>)> {
    let mut reader = open(folder, file)?;
    let headers: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let (mut ids, mut subjects) = (Vec::new(), Vec::new());
    for row in reader.records() {
        let row = row?;
        ids.push(row.get(0).unwrap_or_default().to_owned());
        subjects.push(subject(&headers, &row));
    }
    Ok((ids, subjects))
}

/// Reads a set.
pub fn read(folder: &Path) -> Result<Set> {
    let (ids, subjects) = rows(folder, "records.csv")?;
    let numbers: HashMap<&str, u32> = ids.iter().map(String::as_str).zip(0..).collect();
    let mut truth = HashSet::new();
    for row in open(folder, "pairs.csv")?.records() {
        let row = row?;
        let number = |cell: usize| row.get(cell).and_then(|id| numbers.get(id).copied());
        if let (Some(a), Some(b)) = (number(0), number(1)) {
            truth.insert((a.min(b), a.max(b)));
        }
    }
    Ok(Set { ids, subjects, truth })
}

/// Reads the queries of a set; none when it has none.
pub fn queries(folder: &Path, set: &Set) -> Result<Vec<Query>> {
    let numbers: HashMap<&str, usize> = set.ids.iter().map(String::as_str).zip(0..).collect();
    let Ok((ids, subjects)) = rows(folder, "queries.csv") else { return Ok(Vec::new()) };
    let mut answers: HashMap<String, (HashSet<usize>, String)> = HashMap::new();
    for row in open(folder, "answers.csv")?.records() {
        let row = row?;
        let cell = |n: usize| row.get(n).unwrap_or_default().to_owned();
        let found = cell(1).split('|').filter_map(|id| numbers.get(id).copied()).collect();
        answers.insert(cell(0), (found, cell(2)));
    }
    let query = |(id, subject): (String, Subject)| {
        let (answers, tags) = answers.remove(&id).unwrap_or_default();
        Query { subject, answers, tags }
    };
    Ok(ids.into_iter().zip(subjects).map(query).collect())
}

/// Roots of the groups that pairs make.
pub fn groups(records: usize, pairs: impl Iterator<Item = (u32, u32)>) -> Vec<u32> {
    let mut root: Vec<u32> = (0..records as u32).collect();
    fn of(root: &mut [u32], mut x: u32) -> u32 {
        while root[x as usize] != x {
            root[x as usize] = root[root[x as usize] as usize];
            x = root[x as usize];
        }
        x
    }
    for (a, b) in pairs {
        let (a, b) = (of(&mut root, a), of(&mut root, b));
        root[a.max(b) as usize] = a.min(b);
    }
    (0..records as u32).map(|x| of(&mut root, x)).collect()
}
