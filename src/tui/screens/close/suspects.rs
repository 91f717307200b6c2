//! What would explain a difference, in words. Must never name what the domain did not.

use crate::devices::receipt::tender_key;
use crate::devices::zed::move_key;
use crate::domain::cash::variance::Suspect;
use crate::domain::document::DocumentNumber;
use crate::domain::money::Money;
use crate::lang;
use crate::tui::look::Look;

/// One suspect as a sentence.
pub(super) fn told(suspect: &Suspect, look: &Look) -> String {
    let words = &look.words;
    let money = |amount: &Money| look.figure(*amount);
    let say = |key: &str, values: [(&'static str, String); 3]| {
        let values = values.map(|(name, value)| (name, value.into()));
        words.format(key, &values)
    };
    let ticket = |key: &str, number: &DocumentNumber, amount: &Money| {
        let none = ("other", String::new());
        say(
            key,
            [("number", number.to_string()), ("amount", money(amount)), none],
        )
    };
    match suspect {
        Suspect::Swapped {
            number, keyed, paid, ..
        } => say(
            "suspect-swapped",
            [
                ("number", number.to_string()),
                ("keyed", words.text(tender_key(*keyed)).into_owned()),
                ("paid", words.text(tender_key(*paid)).into_owned()),
            ],
        ),
        Suspect::Twice {
            first,
            second,
            amount,
        } => say(
            "suspect-twice",
            [
                ("number", first.to_string()),
                ("other", second.to_string()),
                ("amount", money(amount)),
            ],
        ),
        Suspect::Mistaken {
            pieces,
            counted,
            meant,
        } => say(
            "suspect-mistaken",
            [
                ("pieces", pieces.to_string()),
                ("counted", money(counted)),
                ("meant", money(meant)),
            ],
        ),
        Suspect::Transposed { face, typed, meant } => say(
            "suspect-transposed",
            [
                ("typed", typed.clone()),
                ("meant", meant.clone()),
                (
                    "face",
                    face.as_ref()
                        .map(|face| format!(" x {}", money(face)))
                        .unwrap_or_default(),
                ),
            ],
        ),
        Suspect::Piece { face, too_many: true } => ticket_less("suspect-piece-many", face, look),
        Suspect::Piece { face, .. } => ticket_less("suspect-piece-few", face, look),
        Suspect::Note { number, keyed, meant } => say(
            "suspect-note",
            [
                ("number", number.to_string()),
                ("keyed", money(keyed)),
                ("meant", money(meant)),
            ],
        ),
        Suspect::Change {
            number,
            amount,
            twice: true,
        } => ticket("suspect-change-twice", number, amount),
        Suspect::Change { number, amount, .. } => ticket("suspect-change-none", number, amount),
        Suspect::Unpaid { number, amount } => ticket("suspect-unpaid", number, amount),
        Suspect::Keyed {
            number,
            method,
            amount,
        } => say(
            "suspect-keyed",
            [
                ("number", number.to_string()),
                ("keyed", words.text(tender_key(*method)).into_owned()),
                ("amount", money(amount)),
            ],
        ),
        Suspect::Returned {
            number,
            amount,
            twice: true,
        } => ticket("suspect-return-twice", number, amount),
        Suspect::Returned { number, amount, .. } => ticket("suspect-return-none", number, amount),
        Suspect::Moved {
            what,
            amount,
            time,
            twice,
        } => say(
            if *twice {
                "suspect-moved-twice"
            } else {
                "suspect-moved-none"
            },
            [
                ("what", words.text(move_key(*what)).into_owned()),
                ("amount", money(amount)),
                ("time", lang::time(time.time())),
            ],
        ),
        Suspect::Reversed { what, amount, time } => say(
            "suspect-reversed",
            [
                ("what", words.text(move_key(*what)).into_owned()),
                ("amount", money(amount)),
                ("time", lang::time(time.time())),
            ],
        ),
        Suspect::Spent {
            category,
            amount,
            time,
            twice,
        } => say(
            if *twice {
                "suspect-moved-twice"
            } else {
                "suspect-moved-none"
            },
            [
                ("what", category.clone()),
                ("amount", money(amount)),
                ("time", lang::time(time.time())),
            ],
        ),
    }
}

fn ticket_less(key: &str, face: &Money, look: &Look) -> String {
    look.words.format(key, &[("face", look.figure(*face).into())])
}
