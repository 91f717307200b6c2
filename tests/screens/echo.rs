//! A terminal that gets the bytes shows the picture that was meant. Must never look at the bytes themselves.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use tendero::lang::Lang;
use tendero::tui::input::Input;
use tendero::tui::theme::Tier;

use crate::shop::{code, weighed};
use crate::till::At;

/// Where the terminal differs from the picture.
fn differences(terminal: &vt100::Screen, picture: &Buffer) -> Vec<String> {
    let mut found = Vec::new();
    for y in 0..picture.area().height {
        for x in 0..picture.area().width {
            let wanted = &picture[(x, y)];
            let Some(shown) = terminal.cell(y, x) else {
                found.push(format!("{x},{y}: no cell"));
                continue;
            };
            let text = if shown.contents().is_empty() {
                " "
            } else {
                shown.contents()
            };
            let styles = [
                (Modifier::BOLD, shown.bold()),
                (Modifier::REVERSED, shown.inverse()),
                (Modifier::UNDERLINED, shown.underline()),
            ];
            let styled = styles
                .iter()
                .all(|(modifier, on)| wanted.modifier.contains(*modifier) == *on);
            let coloured =
                (wanted.fg == ratatui::style::Color::Reset) == (shown.fgcolor() == vt100::Color::Default);
            // The second half of a wide letter is the terminal's own affair.
            if !shown.is_wide_continuation() && (text != wanted.symbol() || !styled || !coloured) {
                found.push(format!("{x},{y}: {text:?} for {:?}", wanted.symbol()));
            }
        }
    }
    found
}

fn side(length: u16) -> std::num::NonZero<u16> {
    std::num::NonZero::new(length).unwrap()
}

/// What a person does next.
pub(crate) fn step() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        4 => Just("SCAN-1"), 4 => Just("SCAN-2"), 2 => Just("WEIGH"), 2 => Just("<Up>"), 2 => Just("<Down>"),
        2 => Just("c"), 2 => Just("a"), 1 => Just("fe mol"), 3 => Just("<Enter>"), 3 => Just("<Esc>"),
        1 => Just("5"), 1 => Just("2*"), 1 => Just("<F8>"), 1 => Just("<F2>"), 1 => Just("<F7>"),
        1 => Just("<F1>"), 1 => Just("<Ctrl+P>"), 1 => Just("<F9>"), 1 => Just("<F3>"), 1 => Just("z<Enter>"),
        1 => Just("<Ctrl+W>"), 1 => Just("<F4>"), 1 => Just("10%<Enter>"),
        1 => Just("<Tab>"), 1 => Just("<PgDn>"), 1 => Just("<F5>"), 1 => Just("9<Tab>"),
        1 => Just("SMALL"), 1 => Just("LARGE"), 1 => Just("ñ牛"),
    ]
}

/// Does that, step by step, and looks at the terminal after each.
fn shown_as_drawn(steps: &[&'static str], tier: Tier) -> Result<(), TestCaseError> {
    let mut at = At::start_in(Lang::Es, (80, 24), tier, false);
    let mut terminal = vt100::Parser::new(side(24), side(80), 0);
    // The picture before the store was open, which hid the cursor, went unseen.
    terminal.process(b"\x1b[?25l");
    at.begin_selling();
    for step in steps {
        match *step {
            "SCAN-1" => {
                at.scan(&code("LEC-1"));
            }
            "SCAN-2" => {
                at.scan(&code("PIL-1"));
            }
            "WEIGH" => {
                at.scan(&weighed(845));
            }
            "SMALL" | "LARGE" => {
                let (columns, rows) = if *step == "SMALL" { (40, 15) } else { (100, 30) };
                terminal.screen_mut().set_size(side(rows), side(columns));
                at.input(Input::Resize(columns, rows));
            }
            keys => {
                at.keys(keys);
            }
        }
        let (bytes, picture, cursor) = at.painted();
        terminal.process(bytes.as_bytes());
        let wrong = differences(terminal.screen(), &picture);
        prop_assert!(
            wrong.is_empty(),
            "after {step}: {:?}",
            &wrong[..wrong.len().min(8)]
        );
        prop_assert_eq!(terminal.screen().hide_cursor(), cursor.is_none());
        if let Some(place) = cursor {
            prop_assert_eq!(terminal.screen().cursor_position(), place);
        }
    }
    Ok(())
}

/// Found by the search below.
#[test]
fn more_is_typed_than_a_small_window_has_room_for() {
    let steps = ["<Ctrl+P>", "5", "fe mol", "fe mol", "5", "ñ牛", "SMALL", "ñ牛"];
    shown_as_drawn(&steps, Tier::Mono).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_terminal_shows_what_was_drawn(
        steps in proptest::collection::vec(step(), 1..40),
        tier in prop_oneof![Just(Tier::Mono), Just(Tier::Ansi), Just(Tier::Rgb)],
    ) {
        shown_as_drawn(&steps, tier)?;
    }
}
