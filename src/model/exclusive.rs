//! What only one record at a time may have: a room, a vehicle. Which field names it, and from when until when.

use serde::{Deserialize, Serialize};

use super::kind::{ANY, FieldType, Kind, Storage};
use super::schema::{Result, at, error, get, known_words, text_of};
use super::yaml::Node;

/// The fields of a booking: `exclusive: {of: room, from: starts, until: ends}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusive {
    /// The link to what is booked.
    pub of: String,
    /// From when.
    pub from: String,
    /// Until when; the moment itself is free again.
    pub until: String,
}

/// Reads the word `exclusive` of a schema.
pub(super) fn exclusive_of(x: &Node) -> Result<Option<Exclusive>> {
    let Some(node) = get(x, "exclusive") else { return Ok(None) };
    known_words(node, &["of", "from", "until"])?;
    match (text_of(node, "of")?, text_of(node, "from")?, text_of(node, "until")?) {
        (Some(of), Some(from), Some(until)) => Ok(Some(Exclusive { of, from, until })),
        _ => Err(error(
            node.start,
            "`exclusive` is written like `{of: room, from: starts, until: ends}`",
            "`exclusive` 应写作 `{of: room, from: starts, until: ends}`",
        )),
    }
}

/// What is booked is a link to one kind; both ends are days, or both are moments.
pub(super) fn check_exclusive(x: &Node, kind: &Kind) -> Result<()> {
    let Some(word) = &kind.exclusive else { return Ok(()) };
    let node = at(x, "exclusive");
    let ty = |name: &str| kind.field(name).map(|field| &field.ty);
    if kind.storage == Storage::Journal {
        return Err(error(node, "entries of a journal book nothing", "日志不能使用 `exclusive`"));
    }
    if !matches!(ty(&word.of), Some(FieldType::Link(target)) if target != ANY) {
        let of = &word.of;
        return Err(error(
            node,
            format!("`exclusive` books `{of}`, which is no field that links to one kind"),
            format!("`exclusive` 中的 `{of}` 不是链接到一种类型的字段"),
        ));
    }
    match (ty(&word.from), ty(&word.until)) {
        (Some(FieldType::Date), Some(FieldType::Date))
        | (Some(FieldType::DateTime), Some(FieldType::DateTime)) => Ok(()),
        _ => Err(error(
            node,
            format!("`exclusive` needs two dates or two date-times: `{}` and `{}`", word.from, word.until),
            format!("`exclusive` 的 `{}` 和 `{}` 应同为日期或同为时间", word.from, word.until),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::read_kind;

    const TRIP: &str = "type: object\nproperties:\n  name: {type: string}\n  car: {type: string, x-kehu: {link: product}}\n  out: {type: string, format: date}\n  back: {type: string, format: date}\n  at: {type: string, format: date-time}\n  state: {type: string, enum: [on, off], default: on}\nx-kehu:\n  home: trips/{id}.yaml\n  name: name\n  closed: {field: state, values: [off]}\n  exclusive: {of: car, from: out, until: back}\n";

    #[test]
    fn a_booking_is_read_from_data_alone() {
        let word = read_kind("trip", "fleet", true, TRIP).unwrap().exclusive.unwrap();
        assert_eq!([word.of, word.from, word.until], ["car", "out", "back"]);
    }

    #[test]
    fn mistakes_are_named() {
        for (was, wrong, said) in [
            ("of: car", "of: name", "links to one kind"),
            ("of: car", "of: gone", "links to one kind"),
            ("from: out", "from: at", "two dates or two date-times"),
            ("until: back", "until: name", "two dates or two date-times"),
            (", until: back", "", "is written like"),
            ("until: back", "till: back", "unknown x-kehu word `till`"),
        ] {
            assert!(TRIP.contains(was));
            let error = read_kind("trip", "fleet", true, &TRIP.replace(was, wrong)).unwrap_err();
            assert!(error.en.contains(said), "{wrong}: {}", error.en);
        }
    }
}
