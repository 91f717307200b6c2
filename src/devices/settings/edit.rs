//! `[printer]` of a config file with other values: the lines that a person wrote stay as they are. Must never
//! touch a line of another section, nor be believed without reading the outcome back.

use super::Printer;

/// The text of a config file in which the printer is `wanted`. What the file does not say and what is the
/// usual is left unsaid. Sections that are written another way than line by line come out wrong: read the
/// outcome before it is kept.
pub fn edit(text: &str, wanted: &Printer) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let found = lines.iter().position(|line| header(line) == Some("printer"));
    let usual = values(&Printer::default());
    let mut fresh = Vec::new();
    for ((key, value), (_, usual)) in values(wanted).into_iter().zip(usual) {
        let section = found.map_or(0..0, |at| at + 1..end(&lines, at + 1));
        let known = lines[section.clone()]
            .iter()
            .position(|line| key_of(line) == Some(key.as_str()));
        match known {
            Some(at) => {
                let line = &mut lines[section.start + at];
                *line = with_value(line, &value);
            }
            None if value != usual => fresh.push(format!("{key} = {value}")),
            None => {}
        }
    }
    match found {
        _ if fresh.is_empty() => {}
        Some(at) => {
            let section = end(&lines, at + 1);
            let blank = |line: &String| line.trim().is_empty() || line.trim_start().starts_with('#');
            let last = (at + 1..section)
                .rev()
                .find(|line| !blank(&lines[*line]))
                .unwrap_or(at);
            lines.splice(last + 1..last + 1, fresh);
        }
        None => {
            if lines.last().is_some_and(|line| !line.trim().is_empty()) {
                lines.push(String::new());
            }
            lines.push("[printer]".to_owned());
            lines.extend(fresh);
        }
    }
    let mut text = lines.join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Keys and values as the file has them, in the order of the fields.
fn values(printer: &Printer) -> Vec<(String, String)> {
    let text = toml::to_string(printer).expect("a printer is plain keys and values");
    let pairs = text.lines().filter_map(|line| line.split_once(" = "));
    pairs
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

/// The name of the section that begins on that line.
fn header(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let (name, _) = line.strip_prefix('[')?.split_once(']')?;
    Some(name.trim())
}

/// The line after the section that begins at `from`.
fn end(lines: &[String], from: usize) -> usize {
    let next = lines[from..]
        .iter()
        .position(|line| line.trim_start().starts_with('['));
    next.map_or(lines.len(), |next| from + next)
}

/// The key that a line gives a value to.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim();
    (!key.starts_with('#')).then_some(key)
}

/// The line with another value; a comment behind it stays.
fn with_value(line: &str, value: &str) -> String {
    let (before, after) = line.split_once('=').unwrap_or((line, ""));
    let mut quote = None;
    let comment = after.char_indices().find(|(_, letter)| {
        match (quote, letter) {
            (None, '#') => return true,
            (None, '"' | '\'') => quote = Some(*letter),
            (Some(open), letter) if open == *letter => quote = None,
            _ => {}
        }
        false
    });
    let comment = comment.map_or(String::new(), |(at, _)| format!(" {}", &after[at..]));
    format!("{} = {value}{comment}", before.trim_end())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::devices::settings::{Columns, Drawer, Via};
    use proptest::prelude::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct File {
        #[serde(default)]
        printer: Printer,
    }

    fn read(text: &str) -> Printer {
        toml::from_str::<File>(text).unwrap().printer
    }

    fn network() -> Printer {
        Printer {
            via: Via::Network,
            at: "10.0.0.7".to_owned(),
            columns: Columns::try_from(42).unwrap(),
            ..Printer::default()
        }
    }

    #[test]
    fn what_a_person_wrote_stays() {
        let text = "# my till\n[screen]\nlang = \"es\"\n\n[printer]\n# the old one\nvia = \"usb\"  # by the \
                    door\ncut = false\n\n[keys]\npay = [\"F4\"]\n";
        let edited = edit(
            text,
            &Printer {
                cut: false,
                ..network()
            },
        );
        assert_eq!(
            edited,
            "# my till\n[screen]\nlang = \"es\"\n\n[printer]\n# the old one\nvia = \"network\" # by the \
             door\ncut = false\nat = \"10.0.0.7\"\ncolumns = 42\n\n[keys]\npay = [\"F4\"]\n"
        );
    }

    #[test]
    fn a_file_without_it_gets_the_section() {
        assert_eq!(
            edit("", &network()),
            "[printer]\nvia = \"network\"\nat = \"10.0.0.7\"\ncolumns = 42\n"
        );
        assert_eq!(edit("[screen]\n", &Printer::default()), "[screen]\n");
        let example = include_str!("../../../config.example.toml");
        let edited = edit(example, &network());
        let changed = example
            .lines()
            .zip(edited.lines())
            .filter(|(old, new)| old != new);
        assert_eq!((read(&edited), changed.count()), (network(), 3));
    }

    proptest! {
        #[test]
        fn whatever_the_address_is_it_is_read_back(
            at in "[ -~ñ漢\"'#=\\\\\\[\\]]{0,30}",
            again in "[ -~ñ\"'#=\\\\\\[\\]]{0,30}",
        ) {
            let first = Printer { via: Via::File, at, ..Printer::default() };
            let text = edit("[screen]\nlang = \"en\" # mine\n", &first);
            prop_assert_eq!(read(&text), first);
            let second = Printer { at: again, drawer: Drawer::Pin5, ..network() };
            let text = edit(&text, &second);
            prop_assert_eq!(read(&text), second);
            prop_assert!(text.contains("lang = \"en\" # mine"));
        }
    }
}
