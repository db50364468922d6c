//! vCards as customers: cards of one organisation become one row with its contacts, a card without one a row of its own.
//!
//! What has no place of its own (a second mobile, a fax, a department) goes to the remarks; what is left out, such as
//! photos, is named in a note.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use crate::ops::import::read::vcard_fields::{join_name, take};
use crate::ops::import::read::vcard_lines::{self, Card, Property};
use crate::ops::import::read::{BadRow, Cell, Note, OnColumns, OnRow, ReadError, Row, encoding};

/// The columns of every vCard file.
pub const COLUMNS: [&str; 9] =
    ["name", "phone", "email", "website", "address", "city", "province", "remarks", "contacts"];
/// The keys of a contact.
const CONTACT: [&str; 7] = ["name", "title", "office", "mobile", "home", "email", "birthday"];
/// Reads cards; the line of a row is the number of its first card.
pub fn for_each(
    bytes: &[u8],
    columns: &mut OnColumns<'_>,
    row: &mut OnRow<'_>,
) -> Result<Vec<Note>, ReadError> {
    let (text, note) = encoding::decode(bytes)?;
    let mut book = Book::default();
    vcard_lines::for_each(&text, |card| book.add(card));
    if book.rows.is_empty() {
        return Err(ReadError::new(None, "no vCard in the file", "文件中没有 vCard 名片")
            .hint("a card starts with BEGIN:VCARD", "名片以 BEGIN:VCARD 开头"));
    }
    columns(&COLUMNS.map(str::to_owned))?;
    for company in book.rows {
        row(company.map(Company::into_row))?;
    }
    let left_out = (!book.left_out.is_empty()).then(|| {
        let names = book.left_out.into_iter().collect::<Vec<_>>().join(", ");
        (format!("not imported: {names}"), format!("未导入：{names}"))
    });
    Ok(note.into_iter().chain(left_out).collect())
}

#[derive(Default)]
struct Book {
    rows: Vec<Result<Company, BadRow>>,
    by_name: HashMap<String, usize>,
    left_out: BTreeSet<String>,
}

#[derive(Default)]
struct Company {
    line: u64,
    /// Name to province, as in [`COLUMNS`].
    fields: [String; 7],
    remarks: Vec<String>,
    contacts: Vec<Value>,
}

impl Company {
    fn into_row(self) -> Row {
        let texts = self.fields.into_iter().chain([self.remarks.join("\n")]).enumerate();
        let mut cells: Vec<_> =
            texts.filter(|(_, t)| !t.is_empty()).map(|(i, t)| (i, Cell::Text(t))).collect();
        if !self.contacts.is_empty() {
            cells.push((8, Cell::Structured(Box::new(Value::Array(self.contacts)))));
        }
        Row { line: self.line, cells }
    }
}

impl Book {
    fn add(&mut self, card: Card) {
        let first = |name: &str| card.properties.iter().find(|p| p.name == name);
        let mut parts = first("ORG").map(Property::parts).unwrap_or_default().into_iter();
        let organisation = parts.next().unwrap_or_default().trim().to_owned();
        let department = parts.filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" / ");
        let full = first("FN").map(Property::text).unwrap_or_default().trim().to_owned();
        let named = first("N").map(|n| join_name(&n.parts())).unwrap_or_default();
        let person = if full.is_empty() { &named } else { &full };
        let name = if organisation.is_empty() { person } else { &organisation };
        let wrong = card.wrong.clone().or_else(|| {
            name.is_empty().then(|| {
                ("the card has no name (FN, N or ORG)".into(), "名片没有名称（FN、N 或 ORG）".into())
            })
        });
        if let Some((en, zh)) = wrong {
            self.rows.push(Err(BadRow::new(card.number, card.raw.trim_end(), en, zh)));
            return;
        }
        let kind = first("KIND").map(|p| p.value.to_ascii_lowercase());
        let shown = first("X-ABSHOWAS").is_some_and(|p| p.value.eq_ignore_ascii_case("company"));
        let own = match kind.as_deref().map(str::trim) {
            Some("org") => true,
            Some("individual") => person.is_empty(),
            _ => {
                shown || person.is_empty() || (person == name && named.is_empty() && !organisation.is_empty())
            }
        };
        let place = match self.by_name.get(name).filter(|_| !organisation.is_empty()) {
            Some(place) => *place,
            None => {
                let mut company = Company { line: card.number, ..Company::default() };
                company.fields[0].clone_from(name);
                self.rows.push(Ok(company));
                self.rows.len() - 1
            }
        };
        if !organisation.is_empty() {
            self.by_name.insert(organisation.clone(), place);
        }
        let Some(Ok(company)) = self.rows.get_mut(place) else {
            return;
        };
        let mut slots: [String; 7] = Default::default();
        let mut extra = Vec::new();
        if !own {
            slots[0].clone_from(person);
        }
        if !department.is_empty() {
            extra.push(format!("department: {department}"));
        }
        for property in &card.properties {
            if !take(property, &mut company.fields, own, &mut slots, &mut extra) && !property.name.is_empty()
            {
                self.left_out.insert(property.name.clone());
            }
        }
        if own {
            return company.remarks.extend(extra);
        }
        let lone = organisation.is_empty();
        for (field, sources) in [(1, &[2, 3, 4][..if lone { 3 } else { 1 }]), (2, &[5][..usize::from(lone)])]
        {
            let found = sources.iter().map(|i| &slots[*i]).find(|value| !value.is_empty());
            if let Some(value) = found.filter(|_| company.fields[field].is_empty()) {
                company.fields[field].clone_from(value);
            }
        }
        let members = CONTACT
            .into_iter()
            .zip(slots)
            .chain([("remarks", extra.join("\n"))])
            .filter(|(_, v)| !v.is_empty());
        let contact: Map<String, Value> = members.map(|(k, v)| (k.to_owned(), v.into())).collect();
        company.contacts.push(contact.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::import::read::{Format, Sheet, read};
    use serde_json::json;

    fn sheet(text: &str) -> Sheet {
        read(text.as_bytes(), Format::Vcard).unwrap()
    }

    #[test]
    fn one_organisation_is_one_row() {
        let sheet = sheet(
            "BEGIN:VCARD\nVERSION:2.1\nN:李;雷\nORG:惠普;销售部\nTEL;WORK:021-1\nTEL;CELL:138\nTEL;WORK;FAX:9\n\
             EMAIL:l@hp.com\nADR;WORK:;;南京路1号;上海;上海市;200000;\nBDAY:19850412\nPHOTO;BASE64:AA\nEND:VCARD\n\
             BEGIN:VCARD\nVERSION:4.0\nFN:Han\nORG:惠普\nTITLE:CEO\nTEL;TYPE=home;VALUE=uri:tel:+1-2;ext=3\nEND:VCARD\n\
             BEGIN:VCARD\nKIND:org\nFN:惠普\nORG:惠普\nURL:hp.com\nTEL:400\nNOTE:老客户\nEND:VCARD\n",
        );
        assert_eq!(sheet.rows.len(), 1);
        let cells = &sheet.rows[0].cells;
        let text = |t: &str| Cell::Text(t.into());
        assert_eq!(cells[..3], [(0, text("惠普")), (1, text("021-1")), (3, text("hp.com"))]);
        assert_eq!(cells[3..6], [(4, text("南京路1号 200000")), (5, text("上海")), (6, text("上海市"))]);
        assert_eq!(cells[6], (7, text("tel: 400\n老客户")));
        let contacts = json!([
            {"name": "李雷", "office": "021-1", "mobile": "138", "email": "l@hp.com", "birthday": "1985-04-12",
             "remarks": "department: 销售部\nfax: 9"},
            {"name": "Han", "title": "CEO", "home": "+1-2-3"},
        ]);
        assert_eq!(cells[7], (8, Cell::Structured(Box::new(contacts))));
        assert!(sheet.notes[0].0.ends_with("PHOTO"));
    }

    #[test]
    fn a_person_is_a_customer_and_a_contact() {
        let sheet =
            sheet("BEGIN:VCARD\nFN:王芳\nTEL:13800138000\nEND:VCARD\nBEGIN:VCARD\nTEL:1\nEND:VCARD\n");
        assert_eq!(sheet.rows[0].cells[1], (1, Cell::Text("13800138000".into())));
        assert_eq!(sheet.bad[0].line, 2);
        assert!(read(b"x", Format::Vcard).is_err());
    }
}
