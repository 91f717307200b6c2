//! Every size and language: total and footer visible, labels whole, nothing over anything else. Must never
//! look at a size that the screens refuse.

use proptest::prelude::*;
use tendero::devices::printer::Problem;
use tendero::devices::spool::{Kind, State};
use tendero::lang::{Lang, Words};
use tendero::tui::command::TABLE;
use tendero::tui::input::Input;

use crate::printing::{paper, tell};
use crate::shop::code;
use crate::till::At;

fn lang() -> impl Strategy<Value = Lang> {
    prop_oneof![Just(Lang::En), Just(Lang::Es)]
}

/// The words of the footer that are shown, each a whole label of the table with its key before it.
pub(crate) fn footer_is_whole(footer: &str, lang: Lang) -> Result<(), TestCaseError> {
    let words = Words::new(lang);
    let labels: Vec<String> = TABLE
        .iter()
        .map(|row| words.text(row.label).into_owned())
        .collect();
    let items: Vec<&str> = footer
        .trim()
        .split("  ")
        .filter(|item| !item.is_empty())
        .collect();
    prop_assert!(!items.is_empty());
    for item in items {
        let (_, label) = item.trim().split_once(' ').unwrap_or(("", item));
        prop_assert!(
            labels.iter().any(|known| known == label),
            "{item:?} in {footer:?}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn total_and_footer_are_always_there(
        columns in 40u16..=200, rows in 15u16..=60, lines in 0usize..30, lang in lang(),
        typed in prop_oneof![Just(""), Just("caf"), Just("12"), Just("leche con azúcar y canela en rama")],
    ) {
        let mut at = At::selling(lang, (columns, rows));
        for n in 0..lines {
            at.scan(&code(["LEC-1", "PAN-1", "CAF-1", "PIL-1", "ARR-1"][n % 5]));
        }
        at.keys(typed);
        let total = at.model.counter.priced.as_ref().map(|priced| priced.total);
        let total = total.map(|total| at.model.counter.look.figure(total)).unwrap_or("0".to_owned());
        let shown = at.rows();
        let line = shown.iter().find(|row| row.contains("TOTAL")).cloned().unwrap_or_default();
        prop_assert!(line.contains(&total), "{total} in {line:?}");
        footer_is_whole(shown.last().unwrap(), lang)?;
        let help = Words::new(lang).text("cmd-help").into_owned();
        prop_assert!(shown.last().unwrap().contains(&help));
        prop_assert!(shown[0].contains("Bodega Luz") && shown[0].contains("LOCAL"));
    }

    #[test]
    fn the_payment_shows_what_is_due_and_the_change_what_is_given(
        columns in 40u16..=200, rows in 15u16..=60, lang in lang(), tenders in 0usize..6,
    ) {
        let mut at = At::selling(lang, (columns, rows));
        at.scan(&code("MOL-1")).scan(&code("PAN-1")).keys("<Enter>");
        at.keys(&"1<F3>".repeat(tenders));
        let words = Words::new(lang);
        prop_assert!(at.shows(&words.text("pay-due")) && at.shows(&words.text("pay-amount")));
        footer_is_whole(at.rows().last().unwrap(), lang)?;
        at.keys("50<Enter>");
        prop_assert!(at.shows(&words.text("pay-change")) && at.shows("C2-000124"));
        footer_is_whole(at.rows().last().unwrap(), lang)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is pressed in whatever window: it draws, and a ticket is given up only by a yes.
    #[test]
    fn nothing_that_is_pressed_in_any_window_breaks_it(
        steps in proptest::collection::vec((crate::echo::step(), 1u16..130, 1u16..45), 1..40), lang in lang(),
    ) {
        let mut at = At::selling(lang, (80, 24));
        for (step, columns, rows) in steps {
            match step {
                "SCAN-1" => drop(at.scan(&code("LEC-1")).rows()),
                "SCAN-2" | "WEIGH" => drop(at.scan(&code("PAN-1")).rows()),
                "SMALL" | "LARGE" => drop(at.input(Input::Resize(columns, rows)).rows()),
                keys => drop(at.keys(keys).rows()),
            }
            let lines = at.model.counter.ticket.lines.len();
            prop_assert_eq!(at.model.counter.priced.is_some(), lines > 0);
        }
    }
}

#[test]
fn a_long_sentence_leaves_the_field_and_the_total_visible() {
    for size in [(40, 15), (80, 24)] {
        let mut at = At::selling(Lang::Es, size);
        at.scan(&code("LEC-1")).keys("zzzzzzzzzz<Enter>");
        let text = at.text();
        for wanted in ["zzz", "vendido nada.", "Código o nombre: zzz", "TOTAL", "Ayuda"] {
            assert!(text.contains(wanted), "{wanted} in\n{text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_long_name_pushes_nothing_out_of_the_header(
        columns in 40u16..=120, shop in 1usize..=64, person in 1usize..=40, jam in any::<bool>(),
        lang in lang(),
    ) {
        let named = || {
            let mut at = At::start(lang, (columns, 15));
            let (house, name) = (
                "Ultramarinos y vinos de la plaza mayor de la villa de abajo, S.L.",
                "Maximiliana Fernandez de Cordoba y Aragon",
            );
            at.register.till.shop.name = house[..shop].to_owned();
            at.register.till.people[1].name = name[..person].to_owned();
            at
        };
        let mut at = named();
        at.begin_selling();
        if jam {
            let stuck = State::Stuck(Problem::Missing);
            tell(&mut at, vec![paper(1, Kind::Receipt, "C2-000124", stuck)]);
        }
        let first = at.rows()[0].clone();
        prop_assert!(first.contains("LOCAL") && first.contains("14:32"), "{first:?}");
        prop_assert!(first.starts_with(" Ul") || shop < 2, "{first:?}");
        let start = &"Maximiliana"[..person.min(4)];
        prop_assert!(jam || first.contains(start), "{first:?}");
        let mut at = named();
        let opened = at.register.opened();
        at.open(opened);
        at.keys("21234");
        prop_assert!(at.shows("****"), "{}", at.text());
    }
}
