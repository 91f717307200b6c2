//! Sums here against sums there: every figure of every shift, day and closing, and what they come to in all.
//! Must never let a figure pass because it is new to one side.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::fold::Folded;
use super::{Verify, Work};
use crate::domain::event::Event;
use crate::domain::money::{Currency, Money};
use crate::domain::payment::Method;
use crate::domain::shift::{Closing, Figures};
use crate::protocol::limits::CHECKED_SUMS;
use crate::protocol::verify::{CheckSums, SumsChecked, Tally};
use crate::sync::Life;
use crate::sync::Missing;
use crate::sync::transport::Failed;

/// What something comes to, here and there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What.
    pub figure: String,
    /// At the till.
    pub here: String,
    /// At the hub.
    pub there: String,
}

/// A figure that is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Of what: a shift, a day, a closing, all of it.
    pub place: String,
    /// Which, and what it is on each side.
    pub line: Line,
}

/// Sums of both sides, as far as they are known.
pub(super) struct Both {
    here: Total,
    there: Total,
    differences: Vec<Difference>,
}

impl Both {
    pub(super) fn new(currency: Currency) -> Both {
        Both {
            here: Total::new(currency),
            there: Total::new(currency),
            differences: Vec::new(),
        }
    }

    /// The table, and where both are not the same.
    pub(super) fn told(mut self) -> (Vec<Line>, Vec<Difference>) {
        let (here, there) = (self.here.rows(), self.there.rows());
        let names: BTreeSet<_> = here.keys().chain(there.keys()).cloned().collect();
        let cell =
            |rows: &BTreeMap<_, String>, name| rows.get(name).cloned().unwrap_or_else(|| "0".to_owned());
        let mut lines: Vec<Line> = names
            .iter()
            .map(|name| Line {
                figure: name.1.clone(),
                here: cell(&here, name),
                there: cell(&there, name),
            })
            .collect();
        // A sum is told by where it differs; one that differs nowhere else is a difference by itself.
        if self.differences.is_empty() {
            let differ = lines.iter().filter(|line| !same(&line.here, &line.there));
            self.differences = differ
                .map(|line| Difference {
                    place: "in all".to_owned(),
                    line: line.clone(),
                })
                .collect();
        }
        lines.retain(|line| !(same(&line.here, "0") && same(&line.there, "0")));
        (lines, self.differences)
    }

    fn tallies(&mut self, here: &Tally, there: &Tally) {
        self.here.tally(here);
        self.there.tally(there);
        let kinds: BTreeSet<u16> = here.applied.keys().chain(there.applied.keys()).copied().collect();
        for kind in kinds {
            let count = |tally: &Tally| tally.applied.get(&kind).copied().unwrap_or(0).to_string();
            let name = Event::kind_name(kind).unwrap_or("?");
            let figure = format!("{name} took effect");
            self.differ("in all", figure, (count(here), count(there)));
        }
    }

    fn differ(&mut self, place: &str, figure: String, (here, there): (String, String)) {
        if !same(&here, &there) {
            self.differences.push(Difference {
                place: place.to_owned(),
                line: Line { figure, here, there },
            });
        }
    }

    fn figures(&mut self, place: &str, here: &Figures, there: Option<&Figures>) {
        let (here, there) = (flat(here), there.map(flat).unwrap_or_default());
        let names: BTreeSet<&String> = here.keys().chain(there.keys()).collect();
        let cell = |rows: &BTreeMap<String, String>, name: &String| {
            rows.get(name).cloned().unwrap_or_else(|| "0".to_owned())
        };
        for name in names {
            self.differ(place, name.clone(), (cell(&here, name), cell(&there, name)));
        }
    }
}

impl Work<'_> {
    /// Compares what a life came to.
    pub(super) fn compare_sums(
        &mut self,
        life: &Life,
        answer: &SumsChecked,
        folded: &Folded,
    ) -> Result<(), Verify> {
        self.sums.tallies(&folded.tally, &answer.tally);
        let shifts: Vec<(&u64, &Figures)> = folded.shifts.iter().collect();
        for part in shifts.chunks(CHECKED_SUMS) {
            let shifts = part.iter().map(|(number, _)| **number).collect();
            let question = CheckSums {
                shifts,
                ..CheckSums::of(life.incarnation)
            };
            let there = self.ask_still(life, question, answer)?;
            for (number, here) in part {
                let row = there.shifts.iter().find(|row| row.number == **number);
                let there = row.map(|row| read::<Figures>(&row.figures)).transpose()?;
                self.sums.here.figures(here);
                there.iter().for_each(|there| self.sums.there.figures(there));
                self.sums
                    .figures(&format!("shift {number}"), here, there.as_ref());
            }
        }
        let closings: Vec<(&u64, &Closing)> = folded.closings.iter().collect();
        for part in closings.chunks(CHECKED_SUMS) {
            let closings = part.iter().map(|(number, _)| **number).collect();
            let question = CheckSums {
                closings,
                ..CheckSums::of(life.incarnation)
            };
            let there = self.ask_still(life, question, answer)?;
            for (number, here) in part {
                let row = there.closings.iter().find(|row| row.number == **number);
                let there = row.map(|row| read::<Closing>(&row.closing)).transpose()?;
                self.sums.here.closing(here);
                there.iter().for_each(|there| self.sums.there.closing(there));
                if there.as_ref() != Some(*here) {
                    let told = |closing: Option<&Closing>| {
                        closing.map_or("none".to_owned(), |closing| closing.figures.total.to_string())
                    };
                    let both = (told(Some(here)), told(there.as_ref()));
                    let line = Line {
                        figure: "what was closed".to_owned(),
                        here: both.0,
                        there: both.1,
                    };
                    let place = format!("closing {number}");
                    self.sums.differences.push(Difference { place, line });
                }
                for figure in row.iter().flat_map(|row| &row.differs) {
                    let both = ("as closed".to_owned(), "as its documents came to".to_owned());
                    self.sums
                        .differ(&format!("closing {number}"), figure.clone(), both);
                }
            }
        }
        Ok(())
    }

    /// Compares the sums of days, which are those of all lives.
    pub(super) fn compare_days(&mut self, known: Uuid) -> Result<(), Verify> {
        let days: Vec<_> = std::mem::take(&mut self.days).into_iter().collect();
        for part in days.chunks(CHECKED_SUMS) {
            let question = CheckSums {
                days: part.iter().map(|(date, _)| date.to_string()).collect(),
                ..CheckSums::of(known)
            };
            let path = crate::protocol::paths::CHECK_SUMS;
            let there: SumsChecked = self.courier.ask(path, &question).map_err(Verify::Hub)?;
            for (date, here) in part {
                let row = there.days.iter().find(|row| row.date == date.to_string());
                let there = row.map(|row| read::<Figures>(&row.figures)).transpose()?;
                self.sums.figures(&date.to_string(), here, there.as_ref());
            }
        }
        Ok(())
    }

    /// Asks for more of what was asked before: nothing may have come in between.
    fn ask_still(
        &mut self,
        life: &Life,
        question: CheckSums,
        before: &SumsChecked,
    ) -> Result<SumsChecked, Verify> {
        let there = self.ask_sums(life, question)?;
        let still =
            (there.acked, &there.parked, &there.tally) == (before.acked, &before.parked, &before.tally);
        if still { Ok(there) } else { Err(Verify::Moved) }
    }
}

fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Verify> {
    T::deserialize(value).map_err(|_| {
        Verify::Hub(Failed::Unreached {
            why: Missing::Unread,
            timed_out: false,
        })
    })
}

/// Equal, or nothing on both sides.
fn same(here: &str, there: &str) -> bool {
    let nothing = |text: &str| text.chars().all(|c| !matches!(c, '1'..='9')) && !text.contains("none");
    here == there || (nothing(here) && nothing(there) && number(here) && number(there))
}

fn number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
}

/// Every figure by its name. First and last document depend on the order in which entries came to the hub,
/// which is another where some waited.
fn flat(figures: &Figures) -> BTreeMap<String, String> {
    let mut rows = BTreeMap::new();
    let value = serde_json::to_value(figures).expect("figures have no map with keys that are not strings");
    leaves(&value, String::new(), &mut rows);
    rows
}

fn leaves(value: &Value, name: String, rows: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields.iter().filter(|(field, _)| *field != "documents") {
                let name = if name.is_empty() {
                    field.clone()
                } else {
                    format!("{name}, {field}")
                };
                leaves(value, name, rows);
            }
        }
        Value::Null => {}
        Value::String(text) => drop(rows.insert(name, text.clone())),
        other => drop(rows.insert(name, other.to_string())),
    }
}

/// Sums over shifts and lives of one side, for the table.
struct Total {
    zero: Money,
    counts: BTreeMap<(u8, String), u64>,
    amounts: BTreeMap<(u8, String), Money>,
    /// Thousandths of a unit.
    goods: BTreeMap<(u8, String), i64>,
    owed: i64,
}

impl Total {
    fn new(currency: Currency) -> Total {
        Total {
            zero: Money::zero(currency),
            counts: BTreeMap::new(),
            amounts: BTreeMap::new(),
            goods: BTreeMap::new(),
            owed: 0,
        }
    }

    fn count(&mut self, at: u8, name: &str, by: u64) {
        *self.counts.entry((at, name.to_owned())).or_default() += by;
    }

    fn amount(&mut self, at: u8, name: &str, by: Money) {
        let zero = self.zero;
        self.amounts
            .entry((at, name.to_owned()))
            .or_insert(zero)
            .gather(by);
    }

    fn figures(&mut self, figures: &Figures) {
        self.count(0, "sales", figures.sales);
        self.count(
            1,
            "returns",
            figures.returns.as_ref().map_or(0, |back| back.count),
        );
        self.amount(2, "net", figures.net);
        for (tax, row) in &figures.taxes {
            self.amount(3, &format!("tax {tax}"), row.tax);
        }
        self.amount(4, "total", figures.total);
        if let Some(back) = &figures.returns {
            self.amount(5, "of it given back", back.total);
        }
        self.amount(6, "discounts", figures.discount);
        for method in figures.tenders.keys() {
            let name = if *method == Method::Cash {
                "cash taken".to_owned()
            } else {
                format!("taken by {}", method.code())
            };
            self.amount(7, &name, figures.taken(*method));
        }
        if !figures.moves.is_empty() || !figures.expenses.is_empty() {
            self.amount(8, "cash moved otherwise", figures.moved_cash());
        }
    }

    fn closing(&mut self, closing: &Closing) {
        self.count(9, "closings", 1);
        self.amount(10, "counted at closings", closing.counted);
    }

    fn tally(&mut self, tally: &Tally) {
        for (at, name, by) in [
            (11, "goods sold", tally.sold),
            (12, "goods back on the shelf", tally.returned),
            (13, "goods received or put right", tally.moved),
        ] {
            let sum = self.goods.entry((at, name.to_owned())).or_default();
            *sum = sum.saturating_add(by);
        }
        self.owed = self.owed.saturating_add(tally.owed);
    }

    /// Name and figure of each row, in order.
    fn rows(&self) -> BTreeMap<(u8, String), String> {
        let counts = self
            .counts
            .iter()
            .map(|(name, count)| (name.clone(), count.to_string()));
        let amounts = self
            .amounts
            .iter()
            .map(|(name, sum)| (name.clone(), sum.to_string()));
        let goods = self.goods.iter().map(|(name, sum)| {
            let sum = Decimal::new(*sum, 3).normalize();
            (name.clone(), sum.to_string())
        });
        let owed = Money::from_minor(self.owed, self.zero.currency());
        let owed = ((14, "owed by customers".to_owned()), owed.to_string());
        counts.chain(amounts).chain(goods).chain([owed]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_the_same_however_it_is_written() {
        assert!(same("0", "0.00 EUR") && same("0.00", "0") && same("1.00", "1.00"));
        assert!(!same("0", "0.01 EUR") && !same("none", "0.00") && !same("1.00", "1"));
        assert!(!same("as closed", "as its documents came to"));
    }
}
