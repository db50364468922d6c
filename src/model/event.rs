//! Records that stand in a calendar: which fields are the start, the end, the place and the people of an event.

use serde::{Deserialize, Serialize};

use super::kind::{FieldType, Kind, Role, Storage};
use super::schema::{Result, at, error, get, known_words, text_of};
use super::yaml::Node;

/// The fields of an event: `event: {from: starts, until: ends, at: room, place: place, text: remarks, guests: guests}`.
/// Its people are those of the word `answers`, its foreign identity the field with the role `source`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When it begins.
    pub from: String,
    /// When it ends.
    pub until: String,
    /// A link to where it is.
    pub at: Option<String>,
    /// Where it is, in words.
    pub place: Option<String>,
    /// What it is about.
    pub text: Option<String>,
    /// A list of names of people who are no colleagues.
    pub guests: Option<String>,
}

impl Kind {
    /// The field that keeps the identity a record had elsewhere.
    pub fn source_field(&self) -> Option<&str> {
        self.fields.iter().find(|field| field.role == Some(Role::Source)).map(|field| field.name.as_str())
    }
}

/// Reads the word `event` of a schema.
pub(super) fn event_of(x: &Node) -> Result<Option<Event>> {
    let Some(node) = get(x, "event") else { return Ok(None) };
    known_words(node, &["from", "until", "at", "place", "text", "guests"])?;
    match (text_of(node, "from")?, text_of(node, "until")?) {
        (Some(from), Some(until)) => Ok(Some(Event {
            from,
            until,
            at: text_of(node, "at")?,
            place: text_of(node, "place")?,
            text: text_of(node, "text")?,
            guests: text_of(node, "guests")?,
        })),
        _ => Err(error(
            node.start,
            "`event` is written like `{from: starts, until: ends}`",
            "`event` 应写作 `{from: starts, until: ends}`",
        )),
    }
}

/// Both ends are moments, the place in words and the text are texts, the place of the book's own is a link.
pub(super) fn check_event(x: &Node, kind: &Kind) -> Result<()> {
    let Some(event) = &kind.event else { return Ok(()) };
    let ty = |name: &String| kind.field(name).map(|field| &field.ty);
    let is = |name: &Option<String>, fits: &dyn Fn(&FieldType) -> bool| {
        name.as_ref().is_none_or(|name| ty(name).is_some_and(fits))
    };
    let text = |ty: &FieldType| matches!(ty, FieldType::Text | FieldType::LongText);
    let good = kind.storage == Storage::Card
        && [&event.from, &event.until].into_iter().all(|name| ty(name) == Some(&FieldType::DateTime))
        && is(&event.at, &|ty| matches!(ty, FieldType::Link(_)))
        && is(&event.place, &text)
        && is(&event.text, &text)
        && is(&event.guests, &|ty| matches!(ty, FieldType::List(item) if **item == FieldType::Text));
    if good {
        return Ok(());
    }
    Err(error(
        at(x, "event"),
        "`event` needs the date-times `from` and `until`; `at` is a link, `place` and `text` are texts, `guests` a list of texts",
        "`event` 的 `from` 和 `until` 应为时间; `at` 应为链接, `place` 和 `text` 应为文字, `guests` 应为文字列表",
    ))
}

#[cfg(test)]
mod tests {
    use super::super::schema::read_kind;

    const TALK: &str = "type: object\nproperties:\n  name: {type: string}\n  a: {type: string, format: date-time}\n  b: {type: string, format: date-time}\n  room: {type: string, x-kehu: {link: room}}\nx-kehu:\n  home: talks/{id}.yaml\n  name: name\n  event: {from: a, until: b, at: room}\n";

    #[test]
    fn an_event_is_read_from_data_alone_and_mistakes_are_named() {
        assert!(read_kind("talk", "own", true, TALK).unwrap().event.is_some());
        for (was, wrong, said) in [
            ("from: a", "from: name", "needs the date-times"),
            ("at: room", "at: name", "`at` is a link"),
            ("at: room", "place: room", "`place` and `text` are texts"),
            ("at: room", "guests: name", "`guests` a list"),
            (", until: b", "", "is written like"),
        ] {
            assert!(TALK.contains(was));
            let error = read_kind("talk", "own", true, &TALK.replace(was, wrong)).unwrap_err();
            assert!(error.en.contains(said), "{wrong}: {}", error.en);
        }
    }
}
