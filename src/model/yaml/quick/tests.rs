use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::model::yaml::write::tests::tree;
use crate::model::yaml::{parse_documents, write_document, write_entry};

/// What the reader with positions gives.
fn slow(text: &str) -> Result<Vec<Map>, YamlError> {
    parse_documents(text)?.into_iter().map(read::fields).collect()
}

fn lawful(text: &str) -> Result<(), TestCaseError> {
    if let Some(quick) = documents(text) {
        prop_assert_eq!(Ok(quick), slow(text), "\n{}", text);
    }
    Ok(())
}

fn group() -> impl Strategy<Value = Map> {
    prop::collection::vec(("[a-z_客0-9 :#-]{1,8}", tree()), 1..4)
        .prop_map(|pairs| pairs.into_iter().collect())
}

fn canonical() -> impl Strategy<Value = String> {
    prop_oneof![
        group().prop_map(|fields| write_document(None, &fields)),
        group().prop_map(|fields| write_document(Some("# yaml-language-server: $schema=x.json"), &fields)),
        prop::collection::vec(group(), 1..4)
            .prop_map(|entries| entries.iter().map(write_entry).collect::<String>()),
    ]
}

/// One thing that happens to a text on its way through other hands.
#[derive(Debug, Clone)]
enum Harm {
    Insert(Index, char),
    Replace(Index, char),
    Delete(Index),
    Repeat(Index),
    Drop(Index),
    Swap(Index, Index),
    Indent(Index, usize),
    Outdent(Index, usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    let hostile: Vec<char> =
        ": -#|>&*!%@`'\"{}[],?\t\r\n\u{85}\u{2028}\u{feff}0~\0.+x\\=<\u{7f}\u{3000}".chars().collect();
    let at = any::<Index>;
    prop_oneof![
        3 => (at(), prop::sample::select(hostile.clone())).prop_map(|(at, c)| Harm::Insert(at, c)),
        3 => (at(), prop::sample::select(hostile)).prop_map(|(at, c)| Harm::Replace(at, c)),
        2 => at().prop_map(Harm::Delete),
        1 => at().prop_map(Harm::Repeat),
        1 => at().prop_map(Harm::Drop),
        1 => (at(), at()).prop_map(|(a, b)| Harm::Swap(a, b)),
        2 => (at(), 1..5_usize).prop_map(|(at, by)| Harm::Indent(at, by)),
        2 => (at(), 1..5_usize).prop_map(|(at, by)| Harm::Outdent(at, by)),
    ]
}

fn harmed(text: &str, harm: &Harm) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    if chars.is_empty() {
        return text.to_owned();
    }
    let (place, line) = (|at: &Index| at.index(text.chars().count()), |at: &Index| at.index(lines.len()));
    match harm {
        Harm::Insert(at, c) => chars.insert(place(at), *c),
        Harm::Replace(at, c) => chars[place(at)] = *c,
        Harm::Delete(at) => drop(chars.remove(place(at))),
        Harm::Repeat(at) => {
            let at = line(at);
            lines.insert(at, lines[at].clone());
            return lines.concat();
        }
        Harm::Drop(at) => {
            let at = line(at);
            lines.remove(at);
            return lines.concat();
        }
        Harm::Swap(a, b) => {
            let (a, b) = (line(a), line(b));
            lines.swap(a, b);
            return lines.concat();
        }
        Harm::Indent(at, by) => {
            let at = line(at);
            lines[at].insert_str(0, &" ".repeat(*by));
            return lines.concat();
        }
        Harm::Outdent(at, by) => {
            let at = line(at);
            let blanks = lines[at].len() - lines[at].trim_start_matches(' ').len();
            lines[at].replace_range(..blanks.min(*by), "");
            return lines.concat();
        }
    }
    chars.into_iter().collect()
}

/// Lines of all sorts at all sorts of indentation.
fn soup() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "a:",
        "b:",
        "c: x",
        "d: 1",
        "\"e\": \"y\"",
        "- x",
        "-",
        "- f: 1",
        "- g:",
        "- |",
        "h: |",
        "i: |-",
        "j: |+",
        "- |+",
        "text",
        "",
        "- 1",
        "- []",
        "k: {}",
        "---",
        "...",
        "- - x",
        "l: -",
        "m: ~",
        "# n",
        "null: 0x1f",
        "- \"o\": 1",
        "- \"p\"",
        "\"\": -3",
        "\"q\\x41\": \"\\u6c49\\n\"",
        "- null",
        "...: r",
        "--- s",
        "? t",
        "v:w",
    ]);
    prop::collection::vec((prop::sample::select(vec![0, 0, 1, 2, 2, 2, 3, 4, 4, 4, 6, 6, 8]), line), 0..12)
        .prop_map(|lines| lines.iter().map(|(by, line)| format!("{}{line}\n", " ".repeat(*by))).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(3000)
    ))]

    #[test]
    fn all_that_is_written_is_read_quickly_and_right(text in canonical()) {
        prop_assert!(documents(&text).is_some(), "turned down:\n{}", text);
        lawful(&text)?;
    }

    #[test]
    fn harmed_text_is_turned_down_or_read_right(text in canonical(), harms in prop::collection::vec(harm(), 1..4)) {
        let mut text = text;
        for harm in &harms {
            text = harmed(&text, harm);
            lawful(&text)?;
        }
    }

    #[test]
    fn any_lines_are_turned_down_or_read_right(text in soup()) {
        lawful(&text)?;
    }
}

#[test]
fn limits_are_those_of_the_slow_reader() {
    let nested = |levels: usize| (0..levels).map(|at| format!("{}a:\n", "  ".repeat(at))).collect::<String>();
    let lists = |levels: usize| {
        let dashes: String = (1..levels).map(|at| format!("{}-\n", "  ".repeat(at))).collect();
        format!("a:\n{dashes}")
    };
    let keys = |count: usize| (0..count).map(|at| format!("k{at}: 1\n")).collect::<String>();
    for text in [nested(MAX_DEPTH), lists(MAX_DEPTH), keys(MAX_KEYS)] {
        assert_eq!(documents(&text), slow(&text).ok());
        assert!(documents(&text).is_some());
    }
    for text in [nested(MAX_DEPTH + 1), lists(MAX_DEPTH + 1), keys(MAX_KEYS + 1), nested(3000), lists(3000)] {
        assert!(slow(&text).is_err());
        assert_eq!(documents(&text), None);
    }
    let long = "x".repeat(5000);
    assert!(documents(&format!("a: {long}\nb:\n  - {long}\n  - \"{long}\"\n")).is_some());
    assert_eq!(documents(&format!("{long}: a\n")), None);
    assert_eq!(documents(&"a: b\n".repeat(MAX_BYTES / 5 + 1)), None);
}

#[test]
fn other_forms_are_left_to_the_slow_reader() {
    for text in [
        "",
        "\n",
        "a: 1",
        "a: 1\n\n",
        "a: 1\n ",
        "a: 1\r\n",
        "\u{feff}a: 1\n",
        "# x\na: 1\n",
        "a: 1 # x\n",
        "a: 1\n# x\n",
        "a: [1]\n",
        "a: {b: 1}\n",
        "a: &x 1\n",
        "a: *x\n",
        "a: !x 1\n",
        "a: 'x'\n",
        "a: >\n  x\n",
        "a:  1\n",
        "a: 1 \n",
        "a:\n - 1\n",
        "a:\n- 1\n",
        "a:\n   b: 1\n",
        "a: b\n  c\n",
        "a: \"b\n  c\"\n",
        "a: 1\na: 2\n",
        "a:\tb\n",
        "a: b\tc\n",
        "a: b\u{85}c\n",
        "a: \u{2028}\n",
        "- a\n",
        "a\n",
        "a: 1\n...\n",
        "... a: 1\n",
        "--- a\n",
        "%YAML 1.2\n---\na: 1\n",
        "? a\n: b\n",
        "a: |2\n  x\n",
        "a: |\n   x\n",
        "a: |\n\n  x\n",
        "a: |\n  x\n\nb: 1\n",
        "a: \"\\/\"\n",
        "a: \"\\ud800\"\n",
        "a: \"\\x+1\"\n",
        "---\n",
        "---\n---\na: 1\n",
        "{}\n",
    ] {
        assert_eq!(documents(text), None, "{text:?}");
    }
}

#[test]
fn a_card_has_one_document_and_a_journal_any_number() {
    assert!(card("a: 1\n---\nb: 2\n").unwrap_err().en.contains("second document"));
    assert_eq!(card("").unwrap(), Map::default());
    assert_eq!(card("---\na: [1]\n").unwrap(), card("a:\n  - 1\n").unwrap());
    assert_eq!(entries("a: 1\n---\nb: 2\n").unwrap().len(), 2);
    assert_eq!(entries("# x\n---\na: 1\n---\n").unwrap().len(), 2);
    assert_eq!(entries("a: 1\na: 2\n").unwrap_err().at.line, 2);
}

/// Records of the example book, with the names of their files.
fn example() -> Vec<(String, String)> {
    let (mut folders, mut found) = (vec![std::path::PathBuf::from("examples/mingyi")], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "yaml") {
                found.push((path.display().to_string(), std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    found
}

#[test]
fn the_example_book_is_read_quickly() {
    let book = example();
    let slow: Vec<_> =
        book.iter().filter(|(_, text)| documents(text).is_none()).map(|(path, _)| path).collect();
    assert!(book.len() > 100 && slow.is_empty(), "{slow:?}");
    book.iter().for_each(|(_, text)| lawful(text).unwrap());
}

#[test]
fn a_journal_comes_apart_as_it_was_put_together() {
    let one: Map = [("id".to_owned(), Value::text("a")), ("text".to_owned(), Value::text("x\n---\ny\n"))]
        .into_iter()
        .collect();
    let two: Map = [("id".to_owned(), Value::text("b"))].into_iter().collect();
    let head = "# yaml-language-server: $schema=../x.json\n";
    for head in ["", head] {
        let text = format!("{head}{}{}", write_entry(&one), write_entry(&two));
        let (found, entries) = journal(&text).unwrap();
        assert_eq!(found, head);
        assert_eq!(entries.iter().map(|(_, piece)| *piece).collect::<String>(), text[head.len()..]);
        assert_eq!(
            entries.into_iter().map(|(fields, _)| fields).collect::<Vec<_>>(),
            [one.clone(), two.clone()]
        );
    }
    assert!(journal("id: a\n").is_none());
}
