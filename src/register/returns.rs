//! Goods that come back: the receipt is found, the return decided and recorded, once, alone or together with
//! a sale. Must never answer before it is on disk.

use jiff::civil::Date;
use uuid::Uuid;

use crate::domain::account::on_account;
use crate::domain::decide::refund::{
    self, ComingBack, Offer, Receipt, RefundCommand, RefundRefusal, exchange, refund,
};
use crate::domain::decide::sell::SellCommand;
use crate::domain::document::{DocumentNumber, Sale};
use crate::domain::event::Event;
use crate::domain::money::Money;
use crate::domain::refund::{Refund, Sought};
use crate::domain::staff::PersonId;
use crate::journal::JournalError;

use super::return_jobs::{ExchangedFor, ReceiptBrief, RefundAsked};
use super::{Failure, Fault, Register, SpaceRefusal, fingerprint};

/// Entries looked at for a list of receipts at most, and receipts told at most, so that no list makes the
/// till wait.
const LOOKED_AT: usize = 2_000;
const TOLD: usize = 200;

/// A return that exists, with the sale it was settled with.
#[derive(Debug, Clone)]
pub struct Refunded {
    /// The document.
    pub refund: Refund,
    /// The sale of an exchange.
    pub sale: Option<Sale>,
    /// Its sequence in the journal.
    pub seq: u64,
    /// Whether it existed before this call, which then gave nothing back.
    pub again: bool,
}

impl Register {
    /// The sale of that number with everything that came back of it.
    pub fn sale_with_returns(&mut self, number: &DocumentNumber) -> Result<Receipt, Failure> {
        let reader = self.folded()?;
        let Some(position) = reader.position_of_number(number)? else {
            return Err(Failure::refused(&refund::unknown(&self.till, number)));
        };
        match self.event_at(position)?.1 {
            Event::Sold(sale) => {
                let mut refunds = Vec::new();
                for position in reader.returns_of(sale.id)? {
                    if let Event::Refunded(refund) = self.event_at(position)?.1 {
                        refunds.push(refund);
                    }
                }
                Ok(Receipt { sale, refunds })
            }
            _ => Err(Failure::refused(&RefundRefusal::OfReturn {
                number: number.to_string(),
            })),
        }
    }

    /// The sale that somebody looks for, with everything that came back of it. A code of another shop's
    /// receipt is refused although its number is known.
    pub fn find_receipt(&mut self, sought: &Sought) -> Result<Receipt, Failure> {
        let receipt = self.sale_with_returns(&sought.number)?;
        match &sought.code {
            Some(code) if !code.is_of(receipt.sale.id) => Err(Failure::refused(&RefundRefusal::OtherShop {
                number: receipt.sale.number.to_string(),
            })),
            _ => Ok(receipt),
        }
    }

    /// What a return would come to, for each way of paying it back, the sale of that total among them.
    /// Nothing is recorded.
    pub fn offer_refund(
        &mut self,
        cashier: PersonId,
        approved_by: Option<PersonId>,
        asked: &RefundAsked,
        sale: Option<Money>,
    ) -> Result<Offer, Failure> {
        let receipt = self.receipt_of(&asked.what)?;
        let command = command(asked, None, cashier, approved_by);
        let offer = refund::offer(&self.till, &command, receipt.as_ref(), sale, self.now());
        offer.map_err(|refusal| Failure::refused(&refusal))
    }

    /// Takes goods back, alone or together with a sale. The same id with the same request returns the first
    /// return and gives nothing back; with another one it is refused, naming the first number.
    pub fn refund(
        &mut self,
        cashier: PersonId,
        approved_by: Option<PersonId>,
        asked: &RefundAsked,
        exchanged: Option<&ExchangedFor>,
    ) -> Result<Refunded, Failure> {
        let command = command(asked, exchanged, cashier, approved_by);
        if let Some(first) = self.first_refund(&command, exchanged)? {
            return Ok(first);
        }
        self.check_room()?;
        let refused = |refusal| Failure::refused(&refusal);
        let receipt = self.receipt_of(&asked.what)?;
        let (refund, sale) = match exchanged {
            None => {
                let made = refund(&self.till, &command, receipt.as_ref(), self.now()).map_err(refused)?;
                (made, None)
            }
            Some(ExchangedFor { ticket, tenders }) => {
                // the sale's id must be as fresh as the return's
                if self.recorded_as(ticket.id)?.is_some() {
                    return Err(refused(RefundRefusal::IdTaken));
                }
                let sale = SellCommand {
                    ticket: ticket.clone(),
                    tenders: tenders.clone(),
                    fingerprint: command.fingerprint.clone(),
                    cashier,
                };
                let sale = self.with_approvals_that_stand(&sale)?.into_owned();
                self.check_credit(&sale)?;
                let balance = self.charged(&sale)?;
                let made = exchange(&self.till, &command, receipt.as_ref(), &sale, self.now());
                let (refund, mut sale) = made.map_err(refused)?;
                // what came back in the same frame is owed no more
                let back = Money::from_minor(on_account(&refund.tenders), sale.priced.currency);
                let same = refund.customer.as_ref().map(|buyer| buyer.id)
                    == sale.customer.as_ref().map(|buyer| buyer.id);
                sale.balance = balance.map(|owes| if same { owes - back } else { owes });
                (refund, Some(sale))
            }
        };
        let mut events = vec![(refund.id, Event::Refunded(refund.clone()))];
        events.extend(sale.iter().map(|sale| (sale.id, Event::Sold(sale.clone()))));
        let appended = match self.commit(Some(cashier), events) {
            Ok(appended) => appended,
            Err(Fault::Journal(JournalError::NoSpace(_))) => {
                return Err(Failure::refused(&SpaceRefusal::DiskFull));
            }
            Err(fault) => return Err(fault.into()),
        };
        Ok(Refunded {
            refund,
            sale,
            seq: appended[0].seq,
            again: false,
        })
    }

    /// The return of that id, if there is one.
    pub fn refunded_before(&self, id: Uuid) -> Result<Option<Refund>, Fault> {
        Ok(match self.recorded_as(id)? {
            Some((_, Event::Refunded(refund))) => Some(refund),
            _ => None,
        })
    }

    /// The return of that number.
    pub fn refund_document(&mut self, number: &DocumentNumber) -> Result<Option<Refund>, Fault> {
        let Some(position) = self.folded()?.position_of_number(number)? else {
            return Ok(None);
        };
        Ok(match self.event_at(position)?.1 {
            Event::Refunded(refund) => Some(refund),
            _ => None,
        })
    }

    /// The receipts of a business date, the latest first, that hold every typed word: in their number, their
    /// total, the name of their customer or those of their goods.
    pub fn receipts_on(&mut self, date: Date, typed: &str) -> Result<Vec<ReceiptBrief>, Fault> {
        let positions = self.folded()?.sales_between(date, date)?;
        let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
        let mut found = Vec::new();
        for position in positions.into_iter().rev().take(LOOKED_AT) {
            if let Event::Sold(sale) = self.event_at(position)?.1
                && words.iter().all(|word| holds(&sale, word))
            {
                found.push(brief(&sale));
                if found.len() >= TOLD {
                    break;
                }
            }
        }
        Ok(found)
    }

    /// The returns between two business dates, both included, in the order they were made, one at a time.
    pub fn refunds_between<E: From<Fault>>(
        &mut self,
        from: Date,
        to: Date,
        mut each: impl FnMut(Refund) -> Result<(), E>,
    ) -> Result<(), E> {
        let positions = self.folded()?.sales_between(from, to).map_err(Fault::from)?;
        for position in positions {
            if let (_, Event::Refunded(refund)) = self.event_at(position)? {
                each(refund)?;
            }
        }
        Ok(())
    }

    fn receipt_of(&mut self, what: &ComingBack) -> Result<Option<Receipt>, Failure> {
        match what {
            ComingBack::Of(number, _) => self.sale_with_returns(number).map(Some),
            ComingBack::Loose(_) => Ok(None),
        }
    }

    /// The return that was made under that id by the same request, if there is one; any other use of the id
    /// is refused.
    fn first_refund(
        &self,
        command: &RefundCommand,
        exchanged: Option<&ExchangedFor>,
    ) -> Result<Option<Refunded>, Failure> {
        let refusal = match self.recorded_as(command.id)? {
            None => return Ok(None),
            Some((seq, Event::Refunded(refund))) if refund.fingerprint == command.fingerprint => {
                let sale = match exchanged {
                    Some(exchanged) => self.sold_before(exchanged.ticket.id)?.map(|sold| sold.sale),
                    None => None,
                };
                return Ok(Some(Refunded {
                    refund,
                    sale,
                    seq,
                    again: true,
                }));
            }
            Some((_, Event::Refunded(refund))) => RefundRefusal::OtherReturn {
                number: refund.number.to_string(),
            },
            Some(_) => RefundRefusal::IdTaken,
        };
        Err(Failure::refused(&refusal))
    }
}

fn command(
    asked: &RefundAsked,
    exchanged: Option<&ExchangedFor>,
    cashier: PersonId,
    approved_by: Option<PersonId>,
) -> RefundCommand {
    let sale = exchanged.map(|exchanged| (&exchanged.ticket, &exchanged.tenders));
    let canonical = serde_json::to_vec(&(&asked.what, asked.back, asked.reason.trim(), sale));
    RefundCommand {
        id: asked.id,
        what: asked.what.clone(),
        back: asked.back,
        reason: asked.reason.clone(),
        cashier,
        approved_by,
        fingerprint: fingerprint::of(&canonical.expect("a return has no map with keys that are not strings")),
    }
}

fn holds(sale: &Sale, word: &str) -> bool {
    let goods = sale.goods.iter().map(|good| &good.name);
    let mut names = goods.chain(sale.customer.as_ref().map(|buyer| &buyer.name));
    sale.number.to_string().to_lowercase().contains(word)
        || sale.priced.total.to_string().contains(&word.replace(',', "."))
        || names.any(|name| name.to_lowercase().contains(word))
}

fn brief(sale: &Sale) -> ReceiptBrief {
    ReceiptBrief {
        number: sale.number.clone(),
        time: sale.time,
        total: sale.priced.total,
        first: sale
            .goods
            .first()
            .map(|good| good.name.clone())
            .unwrap_or_default(),
        lines: sale.goods.len(),
    }
}
