//! What would explain a difference of the drawer, in words. Must never name what the domain did not.

use jiff::civil::DateTime;

use crate::domain::cash::variance::Suspect;
use crate::domain::document::DocumentNumber;
use crate::domain::money::Money;
use crate::lang::{self, Sign, Value, Words};

use super::receipt::{amount as plain, tender_key};
use super::zed::move_key;

/// One suspect as a sentence.
pub fn told(suspect: &Suspect, words: &Words) -> String {
    let of_ticket = |key: &str, number: &DocumentNumber, amount: &Money| {
        let values = [
            ("number", number.to_string().into()),
            ("amount", plain(words, *amount, Sign::None).into()),
        ];
        words.format(key, &values)
    };
    match suspect {
        Suspect::Change {
            number,
            amount,
            twice,
        } => of_ticket(
            pick(*twice, "suspect-change-twice", "suspect-change-none"),
            number,
            amount,
        ),
        Suspect::Unpaid { number, amount } => of_ticket("suspect-unpaid", number, amount),
        Suspect::Returned {
            number,
            amount,
            twice,
        } => of_ticket(
            pick(*twice, "suspect-return-twice", "suspect-return-none"),
            number,
            amount,
        ),
        Suspect::Piece { face, too_many } => {
            let key = pick(*too_many, "suspect-piece-many", "suspect-piece-few");
            words.format(key, &[("face", plain(words, *face, Sign::None).into())])
        }
        Suspect::Moved {
            what,
            amount,
            time,
            twice,
        } => {
            let key = pick(*twice, "suspect-moved-twice", "suspect-moved-none");
            moved(key, words.text(move_key(*what)).into(), (*amount, *time), words)
        }
        Suspect::Spent {
            category,
            amount,
            time,
            twice,
        } => {
            let key = pick(*twice, "suspect-moved-twice", "suspect-moved-none");
            moved(key, category.into(), (*amount, *time), words)
        }
        Suspect::Reversed { what, amount, time } => {
            let what = words.text(move_key(*what)).into();
            moved("suspect-reversed", what, (*amount, *time), words)
        }
        other => slip(other, words),
    }
}

fn pick(first: bool, one: &'static str, other: &'static str) -> &'static str {
    if first { one } else { other }
}

fn moved(key: &str, what: String, (amount, time): (Money, DateTime), words: &Words) -> String {
    let values = [
        ("what", what.into()),
        ("amount", plain(words, amount, Sign::None).into()),
        ("time", lang::time(time.time()).into()),
    ];
    words.format(key, &values)
}

/// A slip of the fingers at the tender.
fn slip(suspect: &Suspect, words: &Words) -> String {
    let tender = |method| words.text(tender_key(method)).into_owned();
    let money = |amount: &Money| plain(words, *amount, Sign::None);
    let say = |key: &str, values: [(&str, String); 3]| {
        words.format(key, &values.map(|(name, value)| (name, Value::from(value))))
    };
    match suspect {
        Suspect::Swapped {
            number, keyed, paid, ..
        } => say(
            "suspect-swapped",
            [
                ("number", number.to_string()),
                ("keyed", tender(*keyed)),
                ("paid", tender(*paid)),
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
        Suspect::Note { number, keyed, meant } => say(
            "suspect-note",
            [
                ("number", number.to_string()),
                ("keyed", money(keyed)),
                ("meant", money(meant)),
            ],
        ),
        Suspect::Keyed {
            number,
            method,
            amount,
        } => say(
            "suspect-keyed",
            [
                ("number", number.to_string()),
                ("keyed", tender(*method)),
                ("amount", money(amount)),
            ],
        ),
        other => miscount(other, words),
    }
}

/// A slip in the count: a note taken for another, figures in the wrong order.
fn miscount(suspect: &Suspect, words: &Words) -> String {
    let money = |amount: &Money| plain(words, *amount, Sign::None);
    let say = |key: &str, values: [(&str, String); 3]| {
        words.format(key, &values.map(|(name, value)| (name, Value::from(value))))
    };
    match suspect {
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
        Suspect::Transposed { face, typed, meant } => {
            let face = face.as_ref().map(|face| format!(" x {}", money(face)));
            say(
                "suspect-transposed",
                [
                    ("typed", typed.clone()),
                    ("meant", meant.clone()),
                    ("face", face.unwrap_or_default()),
                ],
            )
        }
        _ => String::new(),
    }
}
