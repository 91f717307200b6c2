//! Gaps and doubles in the number series: the till's own, of sales and of returns, and the one that the
//! shop's tills share. Must never accept a number of a series that is not the till's, nor one that no block
//! holds.

use crate::domain::document::{DocumentNumber, refund_series};
use crate::domain::event::Event;
use crate::domain::retold::NumbersRaised;
use crate::domain::shared::{Block, NumbersLeased, NumbersVoided};

use super::{Seen, Verdict};

#[derive(Default)]
pub(super) struct Numbers {
    sales: Run,
    returns: Run,
    blocks: Blocks,
}

/// One series as far as it went.
#[derive(Default)]
struct Run {
    series: String,
    last: u64,
}

impl Numbers {
    pub(super) fn see(&mut self, seen: &Seen<'_>) -> Verdict {
        match &seen.fact.event {
            Event::Founded(founded) => self.begin(&founded.series),
            Event::IncarnationOpened(opened) => {
                self.begin(&opened.series);
                // The disk of the life before may have used what was left.
                self.blocks.held.clear();
            }
            Event::HubJoined(joined) => joined.series.iter().for_each(|series| self.begin(series)),
            Event::Sold(sale) if sale.number.series != self.sales.series => {
                let taken = self.blocks.take(&sale.number);
                return Some(taken.unwrap_or_else(|| self.sales.take(&sale.number)));
            }
            Event::Sold(sale) => return Some(self.sales.take(&sale.number)),
            Event::Refunded(refund) => return Some(self.returns.take(&refund.number)),
            Event::NumbersRaised(raised) => {
                let mut runs = [&mut self.sales, &mut self.returns].into_iter();
                let run = runs.find(|run| run.series == raised.series);
                return Some(run.map_or(Ok(()), |run| run.raise(raised)));
            }
            Event::NumbersLeased(leased) => {
                let own = [&self.sales.series, &self.returns.series].contains(&&leased.series);
                return Some(self.blocks.lease(leased, own));
            }
            Event::NumbersVoided(voided) => return Some(self.blocks.give_up(voided)),
            Event::HubLeft(_) => return self.blocks.end(),
            _ => {}
        }
        None
    }

    fn begin(&mut self, series: &str) {
        self.sales = Run {
            series: series.to_owned(),
            last: 0,
        };
        self.returns = Run {
            series: refund_series(series),
            last: 0,
        };
    }
}

/// What the hub gave of the series that the shop's tills share.
#[derive(Default)]
struct Blocks {
    /// All of them, of every life of the journal.
    all: Vec<NumbersLeased>,
    /// What is left in this life, in order.
    held: Vec<Block>,
}

impl Blocks {
    fn lease(&mut self, leased: &NumbersLeased, own: bool) -> Result<(), String> {
        let NumbersLeased { series, from, to, .. } = leased;
        let twice = self
            .all
            .iter()
            .find(|other| other.series == *series && other.from <= *to && *from <= other.to);
        let twice = twice.map(|other| (other.from, other.to));
        self.all.push(leased.clone());
        if own {
            return Err(format!(
                "numbers were given of {series}, which is the till's own series"
            ));
        }
        if *from == 0 || to < from {
            return Err(format!("{series}-{from} to {series}-{to} is no block of numbers"));
        }
        self.held.push(Block {
            series: series.clone(),
            next: *from,
            to: *to,
        });
        match twice {
            None => Ok(()),
            Some((first, last)) => Err(format!(
                "numbers {from} to {to} of {series} were given where {first} to {last} were given before"
            )),
        }
    }

    /// None where no block was ever of that series.
    fn take(&mut self, number: &DocumentNumber) -> Option<Result<(), String>> {
        let of = self.all.iter().filter(|block| block.series == number.series);
        let mut given = of.peekable();
        given.peek()?;
        let holds = |block: &NumbersLeased| (block.from..=block.to).contains(&number.number);
        let given = given.any(holds);
        let first = self.held.iter_mut().find(|block| block.series == number.series);
        let due = first.as_ref().map(|block| block.next);
        if due == Some(number.number) {
            first.into_iter().for_each(|block| block.next += 1);
            self.held.retain(|block| block.left() > 0);
            return Some(Ok(()));
        }
        let later = |block: &&mut Block| {
            block.series == number.series && (block.next..=block.to).contains(&number.number)
        };
        Some(Err(match (self.held.iter_mut().find(later), due) {
            (Some(block), Some(due)) => {
                block.next = number.number + 1;
                format!(
                    "document {number} stands where {}-{due:06} was due: numbers are neither used nor voided",
                    number.series
                )
            }
            _ if given => format!("document {number} was issued before, or given up"),
            _ => format!("document {number} has a number that the hub never gave to this till"),
        }))
    }

    fn give_up(&mut self, voided: &NumbersVoided) -> Result<(), String> {
        let NumbersVoided { series, from, to } = voided;
        let same = |block: &Block| block.series == *series && (block.next, block.to) == (*from, *to);
        match self.held.iter().position(same) {
            Some(at) => {
                self.held.remove(at);
                Ok(())
            }
            None => Err(format!(
                "numbers {from} to {to} of {series} were voided, which is not what was left of a block"
            )),
        }
    }

    /// The till left the hub: nothing of what that gave may be left.
    fn end(&mut self) -> Verdict {
        let left = self.held.first()?;
        let (series, next, to) = (&left.series, left.next, left.to);
        let said = format!("the till left its hub with numbers {next} to {to} of {series} not voided");
        self.held.clear();
        Some(Err(said))
    }
}

impl Run {
    /// Numbers that the hub has seen are passed over, and that is said.
    fn raise(&mut self, raised: &NumbersRaised) -> Result<(), String> {
        if raised.from != self.last + 1 || raised.next <= raised.from {
            return Err(format!(
                "the series {} is raised from {} where {} was due",
                raised.series,
                raised.from,
                self.last + 1
            ));
        }
        self.last = raised.next - 1;
        Ok(())
    }

    fn take(&mut self, number: &DocumentNumber) -> Result<(), String> {
        if number.series != self.series {
            return Err(format!(
                "document {number} is not of this till's series {}",
                self.series
            ));
        }
        let before = self.last;
        self.last = number.number.max(before);
        let expected = DocumentNumber {
            series: self.series.clone(),
            number: before + 1,
        };
        if number.number == expected.number {
            Ok(())
        } else if number.number <= before {
            Err(format!("document {number} was issued before"))
        } else {
            Err(format!(
                "document {number} stands where {expected} was due: numbers are missing"
            ))
        }
    }
}
