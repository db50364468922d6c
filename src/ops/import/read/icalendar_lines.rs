//! The lines of iCalendar: unfolded, cut into properties with their parameters, and gathered by component.

use super::MAX_CELL;

/// Most components of a file that are read.
const MOST: usize = 200_000;
/// Most properties of a component.
const MOST_PROPERTIES: usize = 5_000;

/// One property.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Property {
    /// Name in capitals.
    pub name: String,
    /// Parameters, names in capitals, values without their quotes.
    pub parameters: Vec<(String, String)>,
    /// The value with its backslashes.
    pub value: String,
}

impl Property {
    /// A parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value as text.
    pub fn text(&self) -> String {
        let mut plain = String::with_capacity(self.value.len());
        let mut chars = self.value.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('n' | 'N') => plain.push('\n'),
                    Some(other) => plain.push(other),
                    None => {}
                },
                c => plain.push(c),
            }
        }
        plain
    }
}

/// One component: an event, or a zone.
#[derive(Debug, Clone, Default)]
pub struct Component {
    /// `VEVENT`, `VTIMEZONE`.
    pub name: String,
    /// How it starts in the file.
    pub raw: String,
    /// Its own properties.
    pub properties: Vec<Property>,
    /// Properties of what stands in it: alarms, the times of a zone.
    pub nested: Vec<Property>,
    /// What is wrong with it, in English and Chinese.
    pub wrong: Option<(String, String)>,
}

/// The events and zones of a text, in order.
pub fn components(text: &str) -> Vec<Component> {
    let mut all = Vec::new();
    let mut open: Option<Component> = None;
    let mut depth = 0;
    let mut lines = text.lines().enumerate().peekable();
    while let Some((index, first)) = lines.next() {
        let mut line = first.trim_start_matches('\u{feff}').to_owned();
        while let Some((_, next)) = lines.peek().filter(|(_, next)| next.starts_with([' ', '\t'])) {
            if line.len() <= MAX_CELL {
                line.push_str(&next[1..]);
            }
            lines.next();
        }
        let word = line.trim().to_ascii_uppercase();
        if let Some(name) = word.strip_prefix("BEGIN:") {
            match &mut open {
                // An event within an event: the first one was not ended.
                Some(_) if name == "VEVENT" => {
                    all.extend(open.take().map(unfinished));
                    depth = 0;
                    open = Some(Component { name: name.to_owned(), ..Component::default() });
                }
                Some(_) => depth += 1,
                None if matches!(name, "VEVENT" | "VTIMEZONE") => {
                    open = Some(Component { name: name.to_owned(), ..Component::default() });
                }
                None => {}
            }
            continue;
        }
        if let Some(name) = word.strip_prefix("END:") {
            if open.as_ref().is_some_and(|one| one.name == name) {
                all.extend(open.take());
                depth = 0;
            } else if depth > 0 {
                depth -= 1;
            }
            if all.len() >= MOST {
                break;
            }
            continue;
        }
        let Some(component) = open.as_mut().filter(|_| !word.is_empty()) else { continue };
        if component.raw.len() < 2000 {
            component.raw.extend(line.chars().take(500));
            component.raw.push('\n');
        }
        let full = component.properties.len() + component.nested.len() >= MOST_PROPERTIES;
        match property(&line).filter(|_| !full && line.len() <= MAX_CELL) {
            Some(property) if depth == 0 => component.properties.push(property),
            Some(property) => component.nested.push(property),
            None => {
                let n = index + 1;
                let wrong = match full || line.len() > MAX_CELL {
                    true => (format!("line {n}: the event is too long"), format!("第 {n} 行: 日程过长")),
                    false => (format!("line {n} is no property"), format!("第 {n} 行不是属性")),
                };
                component.wrong.get_or_insert(wrong);
            }
        }
    }
    all.extend(open.map(unfinished));
    all
}

fn unfinished(mut component: Component) -> Component {
    let name = &component.name;
    component.wrong = Some((format!("END:{name} is missing"), format!("缺少 END:{name}")));
    component
}

/// `NAME;PARAMETER="a:b";OTHER=c:value`
fn property(line: &str) -> Option<Property> {
    let mut quoted = false;
    let end = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    });
    let (head, value) = (line.get(..end?.0)?, line.get(end?.0 + 1..)?);
    let mut parts = outside_quotes(head).into_iter();
    let name = parts.next()?.trim().to_ascii_uppercase();
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return None;
    }
    let parameters = parts.filter_map(|part| part.split_once('='));
    let parameters = parameters
        .map(|(name, value)| (name.trim().to_ascii_uppercase(), value.trim().trim_matches('"').to_owned()))
        .collect();
    Some(Property { name, parameters, value: value.to_owned() })
}

/// The parts between semicolons that stand in no quotes.
fn outside_quotes(text: &str) -> Vec<&str> {
    let (mut parts, mut from, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        quoted ^= c == '"';
        if c == ';' && !quoted {
            parts.push(&text[from..at]);
            from = at + 1;
        }
    }
    parts.push(&text[from..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_unfolded_and_cut() {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nattendee;cn=\"a;b:c\";X=1:mail\n to:x\nBEGIN:VALARM\nTRIGGER:1\nEND:VALARM\nEND:VEVENT\n";
        let all = components(text);
        let [event] = &all[..] else { panic!("{all:?}") };
        let attendee = &event.properties[0];
        assert_eq!((attendee.name.as_str(), attendee.value.as_str()), ("ATTENDEE", "mailto:x"));
        assert_eq!((attendee.parameter("CN"), attendee.parameter("X")), (Some("a;b:c"), Some("1")));
        assert_eq!(event.nested[0].name, "TRIGGER");
        assert!(event.wrong.is_none());
    }

    #[test]
    fn broken_and_endless_events_are_told() {
        let all = components("BEGIN:VEVENT\nno colon\nEND:VEVENT\nBEGIN:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\n");
        let wrong: Vec<bool> = all.iter().map(|one| one.wrong.is_some()).collect();
        assert_eq!(wrong, [true, true, false]);
        let long = format!("BEGIN:VEVENT\nX:{}\nEND:VEVENT\n", "a".repeat(MAX_CELL));
        assert!(components(&long)[0].wrong.as_ref().unwrap().0.contains("too long"));
        let many = format!("BEGIN:VEVENT\n{}END:VEVENT\n", "X:a\n".repeat(MOST_PROPERTIES + 1));
        assert!(components(&many)[0].wrong.is_some());
    }
}
