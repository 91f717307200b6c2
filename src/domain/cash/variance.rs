//! What would explain a difference at closing, to the last unit: a ticket, a tender, change, a cash move or a
//! slip in the count. Must never guess: only what matches the difference exactly is named.

use std::cmp::Reverse;

use jiff::civil::DateTime;

use super::record::{CashMove, Declared};
use super::slips::{SaleSlip, Slip};
pub use super::suspect::Suspect;
use crate::domain::denominations::denominations;
use crate::domain::money::Money;
use crate::domain::payment::Method;
use crate::domain::shift::Counted;

/// Suspects named at most; the likeliest are.
pub const MOST: usize = 8;
/// Sales of the same amount within so many seconds look like one sale typed twice.
const TWICE_SECONDS: i64 = 180;

/// What was counted and declared, beside what was expected.
#[derive(Debug, Clone, Copy)]
pub struct Difference<'a> {
    /// Cash that should be in the drawer.
    pub expected: Money,
    /// Cash counted.
    pub counted: Money,
    /// The rows of the count; empty where only the sum is known.
    pub count: &'a [Counted],
    /// Other tenders.
    pub declared: &'a [Declared],
}

/// Names what matches exactly, the likeliest first, of each sort the last that happened first.
pub fn explain(of: &Difference<'_>, slips: &[Slip]) -> Vec<Suspect> {
    let variance = of.counted - of.expected;
    let mut found = Vec::new();
    if !variance.is_zero() {
        in_count(of, variance, &mut found);
        twice(variance, slips, &mut found);
    }
    for slip in slips.iter().rev() {
        match slip {
            Slip::Sale(sale) => in_sale(of, variance, sale, &mut found),
            Slip::Return { number, cash } if is(*cash, variance) => found.push(Suspect::Returned {
                number: number.clone(),
                amount: *cash,
                twice: variance.is_negative(),
            }),
            Slip::Return { .. } => {}
            Slip::Move { what, amount, time } => in_move(variance, (*what, *amount, *time), &mut found),
            Slip::Expense {
                category,
                amount,
                time,
            } if is(*amount, variance) => found.push(Suspect::Spent {
                category: category.clone(),
                amount: *amount,
                time: *time,
                twice: variance.is_negative(),
            }),
            Slip::Expense { .. } => {}
        }
    }
    found.sort_by_key(Suspect::rank);
    found.truncate(MOST);
    found
}

/// Whether an amount is the difference, whichever way it goes.
fn is(amount: Money, variance: Money) -> bool {
    !amount.is_zero() && amount == variance.abs()
}

fn in_sale(of: &Difference<'_>, variance: Money, sale: &SaleSlip, found: &mut Vec<Suspect>) {
    let number = || sale.number.clone();
    for (method, amount) in &sale.others {
        let told = of.declared.iter().find(|row| row.method == *method);
        match told.map(Declared::variance) {
            Some(missing) if missing == -*amount => {
                if let Some(paid) = other_side(of, variance, *amount, *method) {
                    let (number, amount) = (number(), *amount);
                    found.push(Suspect::Swapped {
                        number,
                        keyed: *method,
                        paid,
                        amount,
                    });
                } else {
                    let (number, amount) = (number(), *amount);
                    found.push(Suspect::Keyed {
                        number,
                        method: *method,
                        amount,
                    });
                }
            }
            None if *amount == variance => {
                let (number, amount) = (number(), *amount);
                found.push(Suspect::Keyed {
                    number,
                    method: *method,
                    amount,
                });
            }
            _ => {}
        }
    }
    if !variance.is_zero() {
        in_cash(of, variance, sale, found);
    }
}

/// What may have gone wrong with the notes of a sale.
fn in_cash(of: &Difference<'_>, variance: Money, sale: &SaleSlip, found: &mut Vec<Suspect>) {
    let number = || sale.number.clone();
    if !sale.cash.is_zero() && sale.cash == -variance {
        let more = of.declared.iter().find(|row| row.variance() == sale.cash);
        found.push(match more {
            Some(row) => Suspect::Swapped {
                number: number(),
                keyed: Method::Cash,
                paid: row.method,
                amount: sale.cash,
            },
            None => Suspect::Unpaid {
                number: number(),
                amount: sale.cash,
            },
        });
    }
    if is(sale.change, variance) {
        let twice = variance.is_negative();
        found.push(Suspect::Change {
            number: number(),
            amount: sale.change,
            twice,
        });
    }
    let faces = denominations(variance.currency()).notes;
    for keyed in sale.handed.iter().filter(|handed| faces.contains(handed)) {
        // Change was given as the screen said: the drawer differs by as much as the note does.
        let meant = *keyed + variance;
        if faces.contains(&meant) {
            found.push(Suspect::Note {
                number: number(),
                keyed: *keyed,
                meant,
            });
        }
    }
}

/// The tender that has too much by what another has too little.
fn other_side(of: &Difference<'_>, variance: Money, amount: Money, but: Method) -> Option<Method> {
    if variance == amount {
        return Some(Method::Cash);
    }
    let mut rows = of.declared.iter().filter(|row| row.method != but);
    rows.find(|row| row.variance() == amount).map(|row| row.method)
}

fn twice(variance: Money, slips: &[Slip], found: &mut Vec<Suspect>) {
    let sales = slips.iter().filter_map(|slip| match slip {
        Slip::Sale(sale) if sale.cash == -variance => Some(sale),
        _ => None,
    });
    let sales: Vec<&SaleSlip> = sales.collect();
    for pair in sales.windows(2) {
        let apart = pair[1].time.duration_since(pair[0].time).as_secs();
        if (0..=TWICE_SECONDS).contains(&apart) && pair[0].total == pair[1].total {
            found.push(Suspect::Twice {
                first: pair[0].number.clone(),
                second: pair[1].number.clone(),
                amount: pair[1].cash,
            });
        }
    }
}

fn in_move(variance: Money, (what, amount, time): (CashMove, Money, DateTime), found: &mut Vec<Suspect>) {
    if is(amount, variance) {
        let done = what.signed(amount);
        found.push(Suspect::Moved {
            what,
            amount,
            time,
            twice: done == variance,
        });
    }
    if what.signed(amount) + what.signed(amount) == -variance {
        found.push(Suspect::Reversed { what, amount, time });
    }
}

fn in_count(of: &Difference<'_>, variance: Money, found: &mut Vec<Suspect>) {
    let all = denominations(variance.currency());
    let faces: Vec<Money> = all.notes.iter().chain(&all.coins).copied().collect();
    for row in of.count {
        let mut mistaken: Vec<Suspect> = Vec::new();
        for meant in faces.iter().filter(|meant| **meant != row.denomination) {
            let each = (row.denomination - *meant).minor();
            let pieces = variance.minor().checked_div(each).unwrap_or(0);
            let whole = each != 0 && each.checked_mul(pieces) == Some(variance.minor());
            let pieces = u64::try_from(pieces).unwrap_or(0);
            // One that slipped in among the others, or all of them.
            if whole && pieces > 0 && (pieces == 1 || pieces == row.pieces) && pieces <= row.pieces {
                mistaken.push(Suspect::Mistaken {
                    pieces,
                    counted: row.denomination,
                    meant: *meant,
                });
            }
        }
        mistaken.sort_by_key(|suspect| match suspect {
            Suspect::Mistaken { pieces, .. } => Reverse(*pieces),
            _ => Reverse(0),
        });
        found.extend(mistaken);
        for meant in swaps(&row.pieces.to_string()) {
            let (typed, face) = (row.pieces.to_string(), Some(row.denomination));
            let real = Counted {
                denomination: row.denomination,
                pieces: meant.parse().unwrap_or(0),
            };
            if row.amount() - real.amount() == variance {
                found.push(Suspect::Transposed { face, typed, meant });
            }
        }
    }
    if of.count.is_empty() {
        let (typed, meant) = (of.counted.minor().to_string(), of.expected.minor().to_string());
        if swaps(&typed).contains(&meant) {
            let (typed, meant) = (of.counted.to_string(), of.expected.to_string());
            found.push(Suspect::Transposed {
                face: None,
                typed,
                meant,
            });
        }
    } else if let Some(face) = faces.iter().find(|face| **face == variance.abs()) {
        found.push(Suspect::Piece {
            face: *face,
            too_many: !variance.is_negative(),
        });
    }
}

/// The number with two neighbouring digits changed about, each way there is.
fn swaps(digits: &str) -> Vec<String> {
    let bytes = digits.as_bytes();
    let pairs = (1..bytes.len()).filter(|at| bytes[*at] != bytes[at - 1]);
    pairs
        .map(|at| {
            let mut swapped = bytes.to_vec();
            swapped.swap(at - 1, at);
            swapped.into_iter().map(char::from).collect()
        })
        .collect()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
