//! The keys as a page of the manual, read from the command table. Must never list a key that the table does
//! not.

use crate::lang::Words;

use super::command::{Command, Row, Scope, TABLE};
use super::key::Key;

/// The places a newcomer meets, in that order, and what the manual calls them.
const PLACES: [(Scope, &str); 59] = [
    (Scope::FirstRun, "first run"),
    (Scope::SignIn, "sign-in"),
    (Scope::OpenRegister, "open register"),
    (Scope::Sale, "sale"),
    (Scope::Pay, "pay"),
    (Scope::Change, "change"),
    (Scope::Close, "close"),
    (Scope::Parked, "parked tickets"),
    (Scope::Customers, "customers"),
    (Scope::PayAccount, "payment on account"),
    (Scope::FindReceipt, "find a receipt"),
    (Scope::ReturnLines, "return"),
    (Scope::PayBack, "pay back"),
    (Scope::GivenBack, "given back"),
    (Scope::Products, "products"),
    (Scope::Product, "product"),
    (Scope::Categories, "categories"),
    (Scope::CountGoods, "stock count"),
    (Scope::MoveGoods, "goods in and out"),
    (Scope::NewProduct, "new product"),
    (Scope::CashBook, "cash book"),
    (Scope::PrintQueue, "print queue"),
    (Scope::People, "people"),
    (Scope::Roles, "permissions"),
    (Scope::Settings, "settings"),
    (Scope::Printer, "printer"),
    (Scope::Trail, "trail"),
    (Scope::Reports, "reports"),
    (Scope::Documents, "documents"),
    (Scope::Receipt, "papers"),
    (Scope::SyncQueue, "sync queue"),
    (Scope::Conflicts, "conflicts"),
    (Scope::Conflict, "conflict"),
    (Scope::JoinHub, "join a hub"),
    (Scope::Checklist, "checklists"),
    (Scope::Lock, "lock"),
    (Scope::Palette, "palette"),
    (Scope::Favourites, "goods without a code"),
    (Scope::Missing, "unknown code"),
    (Scope::Quantity, "quantity"),
    (Scope::Discount, "discount"),
    (Scope::Price, "another price"),
    (Scope::Note, "note"),
    (Scope::Park, "park"),
    (Scope::Reference, "reference"),
    (Scope::Customer, "customer"),
    (Scope::Supervisor, "supervisor"),
    (Scope::Cash, "cash move"),
    (Scope::PriceCheck, "price check"),
    (Scope::Drawer, "drawer"),
    (Scope::NewPin, "new PIN"),
    (Scope::Person, "person"),
    (Scope::Period, "period"),
    (Scope::SaveReport, "save a report"),
    (Scope::Report, "X and Z"),
    (Scope::Ask, "question"),
    (Scope::Notice, "notice"),
    (Scope::Help, "help"),
    (Scope::Stopped, "stopped"),
];

/// A row that counts in more places than this names the first few of them.
const NAMED: usize = 6;

/// A Markdown table of every command with its keys and the places where they count; a command without a key
/// is in the palette.
pub fn keys(words: &Words) -> String {
    let mut page = String::from("| key | command | where | what it does |\n|---|---|---|---|\n");
    let mut seen: Vec<(Command, &[Key], &str)> = Vec::new();
    for row in TABLE {
        if seen.contains(&(row.command, row.keys, row.label)) {
            continue;
        }
        seen.push((row.command, row.keys, row.label));
        let places = places(row);
        let keys: Vec<String> = row.keys.iter().map(|key| format!("`{key}`")).collect();
        let keys = if keys.is_empty() {
            "palette".to_owned()
        } else {
            keys.join(" ")
        };
        let (label, help) = (words.text(row.label), words.text(&row.help()).into_owned());
        page.push_str(&format!("| {keys} | {label} | {places} | {help} |\n"));
    }
    page
}

/// Where rows like this one count.
fn places(row: &Row) -> String {
    let same =
        |other: &&Row| other.command == row.command && other.keys == row.keys && other.label == row.label;
    let counts = |place: Scope| TABLE.iter().filter(same).any(|row| row.scopes.contains(&place));
    let places: Vec<&str> = PLACES
        .iter()
        .filter(|(place, _)| counts(*place))
        .map(|place| place.1)
        .collect();
    match places.len() {
        many if many > NAMED + 1 => format!("{} and {} more", places[..NAMED].join(", "), many - NAMED),
        _ => places.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_place_with_a_name() {
        for row in TABLE {
            assert!(!places(row).is_empty(), "{:?}", row.command);
        }
    }
}
