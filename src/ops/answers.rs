//! Answers of those who are asked to come: each gives their own, and nobody another's.

use super::Desk;
use super::apply::{Applied, Intent};
use super::ask::{self, Question};
use super::assemble::changed_card;
use super::edit::card_bytes;
use super::today::{Part, Waiting, shown};
use super::undo::UNDOES;
use crate::error::article::a;
use crate::error::{Code, Error, Result, nearest};
use crate::model::answers::{ANSWER, AT, BY, NOTE, PERSON};
use crate::model::date::DateTime;
use crate::model::kind::{Kind, Label};
use crate::model::record::{Record, read_card};
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};

/// What was answered, for telling.
#[derive(Debug, Clone)]
pub struct Given {
    /// What the record is called.
    pub name: String,
    /// The word, with its labels.
    pub answer: (String, Label),
    /// How many gave each answer; the last counts those who gave none.
    pub counts: Vec<(String, Label, usize)>,
}

/// `kehu rsvp`: answers for oneself.
pub fn give(desk: &mut Desk, typed: &str, answer: &str, note: &str, dry: bool) -> Result<(Given, Applied)> {
    let mut given = None;
    let applied = desk.apply("rsvp", dry, &mut |desk| {
        let (kind, record) = desk.resolve(typed)?;
        let Some(list) = &kind.answers else { return Err(nobody_asked(desk, kind, &record)) };
        let word = word_of(kind, answer)?;
        if kind.is_closed(&record.fields) {
            let id = &record.id;
            return Err(Error::new(
                Code::Conflict,
                format!("{} ({id}) is over, so there is nothing to answer.", record.title(kind)),
                format!("{} ({id}) 已结束, 无需答复。", record.title(kind)),
            ));
        }
        let me = desk.stamp_by()?;
        let mut fields = record.fields.clone();
        let items = match fields.get_mut(list) {
            Some(Value::List(items)) => items.as_mut_slice(),
            _ => &mut [],
        };
        let mine = items.iter_mut().filter_map(|item| match item {
            Value::Map(map) => Some(map),
            _ => None,
        });
        let mine = mine.into_iter().find(|item| item.get(PERSON).and_then(Value::as_str) == Some(&me));
        let Some(mine) = mine else { return Err(not_asked(kind, &record, list, &me)) };
        let now = DateTime::from(desk.context.now).to_string();
        mine.insert(ANSWER.to_owned(), Value::text(word.0.clone()));
        mine.insert(AT.to_owned(), Value::text(now));
        mine.insert(BY.to_owned(), Value::text(me.clone()));
        match note.trim() {
            "" => drop(mine.shift_remove(NOTE)),
            note => drop(mine.insert(NOTE.to_owned(), Value::text(note))),
        }
        let (path, old) = card_bytes(desk, kind, &record)?;
        Judge::new(kind)?.accept(&fields, &format!("{} {}", kind.name, record.id))?;
        given = Some(Given {
            name: record.title(kind).to_owned(),
            answer: word.clone(),
            counts: counts(kind, &fields),
        });
        let subject =
            format!("{}: {me} answers {} to {} ({})", kind.name, word.0, record.title(kind), record.id);
        let mut intent = Intent::new("rsvp", subject);
        let text = changed_card(kind, &path, &old, fields)?;
        intent.put(&kind.name, record.id.as_str(), path, text.into_bytes());
        Ok(intent)
    })?;
    given.map(|given| (given, applied)).ok_or_else(|| Error::not_found(typed))
}

/// How many gave each answer, and how many none; empty when nobody is asked.
pub fn counts(kind: &Kind, fields: &Map) -> Vec<(String, Label, usize)> {
    let answers = kind.answers(fields);
    if answers.is_empty() {
        return Vec::new();
    }
    let count = |word: &str| answers.iter().filter(|one| one.answer == word).count();
    let mut all: Vec<(String, Label, usize)> =
        kind.answer_words().iter().map(|(word, label)| (word.clone(), label.clone(), count(word))).collect();
    all.push((String::new(), Label { en: "no answer yet".to_owned(), zh: "未答复".to_owned() }, count("")));
    all
}

/// What somebody was asked to and has not answered, the soonest first; what has begun is left out.
pub fn unanswered(desk: &Desk, who: &str, limit: usize) -> Result<Part<Waiting>> {
    let mut found = Part::default();
    let today = desk.today().to_string();
    for kind in desk.kinds.cards() {
        let Some(list) = &kind.answers else { continue };
        let query = format!("{list}.{PERSON}:{who}");
        let question = Question { query: query.clone(), ..Question::default() };
        let (records, _) = ask::list(desk, kind, &question)?;
        for record in records.iter().filter(|record| !kind.is_closed(&record.fields)) {
            let when = kind.event.as_ref().map_or("", |event| record.text(&event.from));
            let day = when.get(..10).unwrap_or_default();
            let open =
                kind.answers(&record.fields).iter().any(|one| one.person == who && one.answer.is_empty());
            if !open || (!day.is_empty() && day < today.as_str()) {
                continue;
            }
            found.query = shown(kind, &query);
            found.rows.push(Waiting {
                id: record.id.to_string(),
                kind: kind.name.clone(),
                name: record.title(kind).to_owned(),
                customer: String::new(),
                of: String::new(),
                due: when.get(..16).map_or_else(String::new, |when| when.replace('T', " ")),
                who: who.to_owned(),
            });
        }
    }
    found.rows.sort_by(|a, b| (&a.due, &a.id).cmp(&(&b.due, &b.id)));
    found.total = found.rows.len();
    found.rows.truncate(limit);
    Ok(found)
}

/// The answer as typed: its word or its label in either language.
fn word_of(kind: &Kind, typed: &str) -> Result<(String, Label)> {
    let words = kind.answer_words();
    let fits = |(word, label): &&(String, Label)| {
        word.eq_ignore_ascii_case(typed) || label.zh == typed || label.en.eq_ignore_ascii_case(typed)
    };
    words.iter().find(fits).cloned().ok_or_else(|| {
        let en: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
        let zh: Vec<String> = words.iter().map(|(word, label)| format!("{word} ({})", label.zh)).collect();
        let near = nearest(typed, en.iter().copied()).map(|near| format!(" ({near}?)")).unwrap_or_default();
        Error::new(
            Code::BadValue,
            format!("{} is no answer{near}; answer {}.", crate::error::quoted(typed), en.join(", ")),
            format!("{} 不是答复{near}; 可答: {}。", crate::error::quoted(typed), zh.join("、")),
        )
    })
}

fn nobody_asked(desk: &Desk, kind: &Kind, record: &Record) -> Error {
    let with: Vec<&Kind> = desk.kinds.cards().filter(|kind| kind.answers.is_some()).collect();
    let en = with.iter().map(|kind| kind.name.as_str()).collect::<Vec<_>>().join(", ");
    let zh = with.iter().map(|kind| kind.label.zh.as_str()).collect::<Vec<_>>().join("、");
    Error::new(
        Code::Usage,
        format!("{} is {}, to which nobody is asked.", record.id, a(&kind.name)),
        format!("{} 是{}, 不需要答复。", record.id, kind.label.zh),
    )
    .hint(format!("Kinds that ask: {en}."), format!("需要答复的类型: {zh}。"))
}

fn not_asked(kind: &Kind, record: &Record, list: &str, me: &str) -> Error {
    let (title, id) = (record.title(kind), &record.id);
    let command = format!("kehu set {id} {list}+={me}");
    Error::new(
        Code::NotPermitted,
        format!("{me} is not asked to {title} ({id}), and nobody answers for another."),
        format!("{me} 不在 {title} ({id}) 的名单中, 且不能代他人答复。"),
    )
    .hint(format!("Whoever calls it adds you: {command}"), format!("请召集人添加: {command}"))
}

/// Refuses an intent that changes the answer of somebody else: only to be taken off the list takes one away.
pub(super) fn keep(desk: &Desk, intent: &Intent) -> Result<()> {
    let asking = || desk.kinds.cards().filter(|kind| kind.answers.is_some());
    let top = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
    let tops: Vec<String> = asking().filter(|kind| !kind.is_child()).map(|kind| top(&kind.home)).collect();
    let anywhere = asking().any(Kind::is_child);
    for change in &intent.draft.changes {
        let Some(bytes) = &change.content else { continue };
        if !anywhere && !tops.contains(&top(&change.path)) {
            continue;
        }
        let Some(place) = desk.kinds.of_path(&change.path) else { continue };
        let kind = place.kind;
        if kind.answers.is_none() {
            continue;
        }
        let Ok(after) = read_card(kind, &place.id, bytes) else { continue };
        let before = desk.book.file(desk.at, &change.path)?;
        let before = before.and_then(|bytes| read_card(kind, &place.id, &bytes).ok());
        let mut before: Vec<Map> = before.map(|record| record.fields).into_iter().collect();
        if let Some(old) = undone(desk, intent, &change.path)?
            && let Ok(old) = read_card(kind, &place.id, &old)
        {
            before.push(kind.taken_off(&old.fields, &before));
        }
        if let Some(person) = kind.foreign_answer(&before, &after.fields, &desk.context.me) {
            return Err(for_another(person, place.id.as_str()));
        }
    }
    Ok(())
}

/// What a file was before the commit that an intent takes back.
fn undone(desk: &Desk, intent: &Intent, path: &str) -> Result<Option<Vec<u8>>> {
    let trailers = &intent.draft.message.trailers;
    let Some((_, commit)) = trailers.iter().find(|(key, _)| key == UNDOES) else { return Ok(None) };
    let files = desk.book.files_of(&desk.book.step_of(commit)?)?;
    let old = files.into_iter().find(|file| file.path == path).and_then(|file| file.old);
    old.map(|oid| desk.book.blob(oid)).transpose()
}

/// The error for an answer of somebody else.
pub(super) fn for_another(person: &str, id: &str) -> Error {
    Error::new(
        Code::NotPermitted,
        format!("The answer of {person} to {id} is {person}'s own; nobody gives or changes it for another."),
        format!("{person} 对 {id} 的答复只能由本人作出, 不能代答或更改。"),
    )
    .hint(format!("{person} types: kehu rsvp {id} yes"), format!("由 {person} 输入: kehu rsvp {id} yes"))
}
