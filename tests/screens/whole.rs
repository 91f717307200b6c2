//! Words on the screens stand whole: none is cut by the side of a box, none runs into another. Must never
//! judge what somebody has typed or called a good: those may be longer than any window.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use proptest::prelude::*;
use tendero::lang::{Lang, Words, sources};
use tendero::tui::command::Scope;
use tendero::tui::input::Input;
use tendero::tui::theme::Tier;

use crate::commands::standing;
use crate::places::{any_view, places};
use crate::shop::code;
use crate::till::At;

/// The words of a text: runs of letters.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
}

/// What the program may say: every word of its messages and keys.
fn said() -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for lang in Lang::ALL {
        let all = sources(lang).concat();
        known.extend(words(&all).map(str::to_owned));
    }
    let months =
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ene feb abr may jun jul ago sep oct nov dic";
    let days = "Mon Tue Wed Thu Fri Sat Sun lun mar mié jue vie sáb dom";
    known.extend(words(months).chain(words(days)).map(str::to_owned));
    let others = "CP Ctrl PgUp PgDn BackTab Supr Mayús Esp EUR IVA kg ea LOCAL tendero Enter Esc Tab F Del";
    known.extend(words(others).map(str::to_owned));
    known
}

/// What is called otherwise than by a message: goods, people, customers, the shop.
fn called(at: &At) -> String {
    let catalogue = at.register.catalogue.iter().map(|(_, good)| {
        let good = good.to_product();
        format!("{} {} {} {}", good.name, good.category, good.sku, good.tax)
    });
    let people = at.register.till.people.iter().map(|person| person.name.clone());
    let more = crate::shop::CALLED.to_owned();
    catalogue
        .chain(people)
        .chain(at.register.till.shop.expense_categories())
        .chain([more])
        .collect::<Vec<_>>()
        .join(" ")
}

/// Words of the screen that nobody says: cut, or run together. Below the usual 80 columns one may end in two
/// dots.
fn broken(at: &mut At, known: &BTreeSet<String>) -> Vec<String> {
    let called = called(at);
    let names: Vec<&str> = words(&called).collect();
    let mut found = Vec::new();
    let narrow = at.model.counter.size.0 < 80;
    for row in at.rows() {
        let row = if narrow { without_dotted(&row) } else { row };
        for word in words(&row) {
            let name = names.iter().any(|name| name.starts_with(word));
            if word.chars().count() > 1 && !known.contains(word) && !name {
                found.push(format!("{word:?} in {row:?}"));
            }
        }
    }
    found
}

/// The row without the words that end in two dots: those say that they are cut.
fn without_dotted(row: &str) -> String {
    let mut kept = String::new();
    for (at, part) in row.split("..").enumerate() {
        if at > 0 {
            let end = kept.trim_end_matches(char::is_alphabetic).len();
            kept.truncate(end);
            kept.push(' ');
        }
        kept.push_str(part);
    }
    kept
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn no_word_is_cut_and_none_runs_into_another(view in any_view()) {
        let (scope, mut at) = (view.scope, view.stand());
        let broken = broken(&mut at, &said());
        prop_assert!(broken.is_empty(), "{:?}: {:#?}\n{}", scope, broken, at.text());
    }
}

#[test]
fn no_word_is_cut_in_the_smallest_window() {
    let known = said();
    let mut told = Vec::new();
    for lang in Lang::ALL {
        for size in [(40, 15), (80, 24)] {
            for scope in places() {
                let mut at = standing(scope);
                at.model.counter.look.words = Words::new(lang);
                at.input(Input::Resize(size.0, size.1));
                let broken = broken(&mut at, &known);
                told.extend(
                    broken
                        .into_iter()
                        .map(|word| format!("{scope:?} {size:?}: {word}")),
                );
            }
        }
    }
    assert!(told.is_empty(), "{told:#?}");
}

/// Every place of the table has its picture: one that is added has none yet, and fails here.
#[test]
fn every_place_has_a_picture() {
    for scope in places() {
        let mut at = standing(scope);
        assert_snapshot!(
            format!("place_{}", format!("{scope:?}").to_lowercase()),
            at.text()
        );
    }
}

/// The counter's screens by the keys that lead there from a ticket; each in every window and language.
fn counter(lang: Lang) -> [(&'static str, String); 5] {
    let words = Words::new(lang);
    let named = |key: &str| format!("<F10>{}<Enter>", words.text(key));
    [
        ("park", "<F6>".to_owned()),
        ("parked", format!("<F6>Marta<Enter>{}", named("cmd-parked"))),
        (
            "return",
            "<Enter><Enter><Enter><Ctrl+R>246810<Enter><Enter>".to_owned(),
        ),
        ("products", named("cmd-products")),
        ("close", format!("<F6><Enter>{}", named("cmd-close-register"))),
    ]
}

#[test]
fn the_counter_in_every_window_and_language() {
    for lang in Lang::ALL {
        for (columns, rows) in [(40, 15), (80, 24), (120, 40), (200, 60)] {
            for (name, keys) in counter(lang) {
                let mut at = At::selling(lang, (columns, rows));
                at.scan(&code("LEC-1")).scan(&code("PAN-1")).keys(&keys);
                assert_snapshot!(format!("{name}_{}_{columns}x{rows}", lang.tag()), at.text());
            }
        }
    }
}

#[test]
fn the_counter_without_colours_or_marks() {
    for size in [(40, 15), (80, 24)] {
        for (name, keys) in counter(Lang::Es).into_iter().chain([
            ("pay", "<Enter>".to_owned()),
            ("change", "<Enter>50<Enter>".to_owned()),
        ]) {
            let mut at = At::start_in(Lang::Es, size, Tier::Mono, true);
            at.begin_selling();
            at.scan(&code("LEC-1")).scan(&code("PAN-1")).keys(&keys);
            let picture = at.picture();
            assert!(
                !picture.contains("Cyan") && !picture.contains("Yellow"),
                "{picture}"
            );
            let (columns, rows) = size;
            assert_snapshot!(format!("{name}_mono_{columns}x{rows}"), picture);
        }
    }
    assert!(places().contains(&Scope::Sale));
}
