//! vCards: read or refused, the same each time; and a name written as a card comes back.
#![no_main]

use kehu::ops::import::read::{Format, read};
use kehu::output::vcard::{ContactCard, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let first = format!("{:?}", read(bytes, Format::Vcard));
    assert_eq!(first, format!("{:?}", read(bytes, Format::Vcard)));
    let Ok(name) = std::str::from_utf8(bytes) else { return };
    if name.is_empty() || name.len() > 200 || name.chars().any(char::is_control) {
        return;
    }
    let mut out = Vec::new();
    let card = ContactCard { name: name.to_owned(), org: "公司".to_owned(), ..ContactCard::default() };
    write(std::iter::once(card), &mut out).expect("written");
    let text = String::from_utf8(out.clone()).expect("UTF-8");
    assert!(text.starts_with("BEGIN:VCARD\r\n") && text.ends_with("END:VCARD\r\n"));
    assert_eq!(text.matches("\r\nEND:VCARD").count(), 1, "nothing in a name ends the card");
    assert!(read(&out, Format::Vcard).is_ok());
});
