//! YAML: the quick reader gives what the one with positions gives; what is read, written and read is the same; an edit
//! that changes nothing leaves every byte, and one that is made holds what was wanted.
#![no_main]

use kehu::model::value::{Map, Value};
use kehu::model::yaml::{edit, parse, parse_documents, quick, write_document};
use libfuzzer_sys::fuzz_target;

fn map(node: kehu::model::yaml::Node) -> Option<Map> {
    match node.into_value() {
        Value::Map(map) => Some(map),
        _ => None,
    }
}

fuzz_target!(|text: &str| {
    if let Some(read) = quick::documents(text) {
        let slow = parse_documents(text).expect("what is read quickly can be read slowly");
        let slow: Option<Vec<Map>> = slow.into_iter().map(map).collect();
        assert_eq!(slow.as_ref(), Some(&read));
    }
    let Some(fields) = parse(text).ok().and_then(map) else { return };
    if fields.is_empty() {
        return;
    }
    let written = write_document(None, &fields);
    let again = quick::card(&written).expect("what is written can be read");
    assert_eq!(again, fields, "{written}");
    assert_eq!(write_document(None, &again), written);
    assert_eq!(edit(text, None, &fields, &|_| 0).as_deref(), Ok(text));
    let mut wanted = fields.clone();
    wanted.insert("fuzz".to_owned(), Value::text("a: #b"));
    if let Ok(edited) = edit(text, None, &wanted, &|_| 0) {
        let read = parse(&edited).ok().and_then(map).expect("an edited text can be read");
        assert!(read.len() == wanted.len() && read.iter().all(|(key, value)| wanted.get(key) == Some(value)));
    }
});
