//! Every place that keys lead to, in any window, language, colours and marks. Must never name the places:
//! they come from the command table, so that none can be forgotten.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tendero::lang::{Lang, Words};
use tendero::tui::command::{Scope, TABLE};
use tendero::tui::input::Input;
use tendero::tui::theme::{Theme, Tier};

use crate::commands::{standing, standing_in};
use crate::sizes::footer_is_whole;
use crate::till::At;

/// Every place that a key can stand in.
pub(crate) fn places() -> Vec<Scope> {
    let all: BTreeSet<Scope> = TABLE.iter().flat_map(|row| row.scopes.iter().copied()).collect();
    // Nothing is on a till that has stopped but its sentence, and no key leads there.
    all.into_iter().filter(|scope| *scope != Scope::Stopped).collect()
}

/// Keys of messages that no language has stand in brackets.
fn unspoken(text: &str) -> Option<&str> {
    text.split('[').skip(1).find_map(|rest| {
        let (key, _) = rest.split_once(']')?;
        let is_key = key.contains('-') && key.chars().all(|c| c.is_ascii_lowercase() || "-.".contains(c));
        is_key.then_some(key)
    })
}

/// Whether the bytes set a colour.
fn is_coloured(bytes: &str) -> bool {
    let styles = bytes.split("\u{1b}[").skip(1).filter_map(|rest| {
        let (codes, _) = rest.split_once('m')?;
        codes
            .chars()
            .all(|c| c.is_ascii_digit() || c == ';')
            .then_some(codes)
    });
    let mut numbers = styles.flat_map(|codes| codes.split(';').filter_map(|n| n.parse::<u32>().ok()));
    numbers.any(|n| matches!(n, 30..=38 | 40..=48 | 90..=107))
}

#[test]
fn keys_lead_to_every_place_of_the_table() {
    for scope in places() {
        assert_eq!(standing(scope).model.scope(), scope);
    }
}

/// A place, and what it is looked at through.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) scope: Scope,
    lang: Lang,
    tier: Tier,
    ascii: bool,
    size: (u16, u16),
}

impl View {
    /// Stands there.
    pub(crate) fn stand(&self) -> At {
        let mut at = standing_in(self.scope, self.tier, self.ascii);
        at.model.counter.look.words = Words::new(self.lang);
        at.model.counter.look.theme = Theme::new(self.tier);
        at.input(Input::Resize(self.size.0, self.size.1));
        at
    }
}

/// Any place in any window, language and terminal.
pub(crate) fn any_view() -> impl Strategy<Value = View> {
    let tiers = vec![Tier::Mono, Tier::Ansi, Tier::Indexed, Tier::Rgb];
    (
        prop::sample::select(places()),
        prop::sample::select(Lang::ALL.to_vec()),
        prop::sample::select(tiers),
        any::<bool>(),
        (40u16..=200, 15u16..=60),
    )
        .prop_map(|(scope, lang, tier, ascii, size)| View {
            scope,
            lang,
            tier,
            ascii,
            size,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn a_place_is_whole_in_any_window(view in any_view()) {
        let mut at = view.stand();
        let View { scope, lang, tier, ascii, size: (columns, rows) } = view;
        let (bytes, _, cursor) = at.painted();
        let shown = at.rows();
        prop_assert_eq!(shown.len(), usize::from(rows));
        if let Some((y, x)) = cursor {
            prop_assert!(y < rows && x < columns, "the cursor of {:?} is at {},{}", scope, y, x);
        }
        let text = shown.join("\n");
        prop_assert_eq!(unspoken(&text), None, "{:?}", scope);
        if at.model.counter.desk.is_some() {
            prop_assert!(shown[0].contains("Bodega Luz"), "{:?}: {}", scope, shown[0]);
            footer_is_whole(shown.last().unwrap(), lang)?;
        }
        if ascii {
            let strange = text.chars().find(|c| !(c.is_ascii() || ('¡'..='ÿ').contains(c)));
            prop_assert_eq!(strange, None, "{:?}\n{}", scope, text);
        }
        prop_assert!(tier != Tier::Mono || !is_coloured(&bytes), "{:?} has colours without any", scope);
    }
}
