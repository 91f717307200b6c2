//! The keys as a page of the manual, read from the command table. Must never list a key that the table does not.

use crate::lang::Words;

use super::command::{Scope, TABLE};

/// The places a newcomer meets, in that order, and what the manual calls them.
const PLACES: [(Scope, &str); 7] = [
    (Scope::SignIn, "Sign-in"),
    (Scope::OpenRegister, "Open register"),
    (Scope::Sale, "Sale"),
    (Scope::Pay, "Pay"),
    (Scope::Change, "Change"),
    (Scope::Close, "Close register"),
    (Scope::NewProduct, "New product"),
];

/// A Markdown table of every key in every place; commands without a key are in the palette.
pub fn keys(words: &Words) -> String {
    let mut page = String::from("| where | key | command | what it does |\n|---|---|---|---|\n");
    for (place, name) in PLACES {
        let mut seen = Vec::new();
        for row in TABLE.iter().filter(|row| row.scopes.contains(&place)) {
            if seen.contains(&(row.command, row.keys)) {
                continue;
            }
            seen.push((row.command, row.keys));
            let keys: Vec<String> = row.keys.iter().map(|key| format!("`{key}`")).collect();
            let keys = if keys.is_empty() {
                "palette".to_owned()
            } else {
                keys.join(" ")
            };
            let (label, help) = (words.text(row.label), words.text(&row.help()).into_owned());
            page.push_str(&format!("| {name} | {keys} | {label} | {help} |\n"));
        }
    }
    page
}
