//! The returns of the register of the tests: decided as the real one does, over what was sold here. Must
//! never need a disk.

use tendero::domain::decide::refund::{
    ComingBack, Receipt, RefundCommand, RefundRefusal, exchange, offer, refund, unknown,
};
use tendero::domain::decide::sell::SellCommand;
use tendero::domain::document::{DocumentNumber, Sale};
use tendero::domain::event::Event;
use tendero::domain::refund::{Refund, Sought};
use tendero::domain::staff::PersonId;
use tendero::register::reply::{Answer, Said};
use tendero::register::return_jobs::{
    ExchangedFor, Offered, ReceiptBrief, RefundAsked, ReturnAnswer, ReturnJob,
};

use super::FakeRegister;

impl FakeRegister {
    /// Decides as the register does, over the sales and returns of the test.
    pub(crate) fn returns(&mut self, by: PersonId, job: ReturnJob) -> Result<ReturnAnswer, Said> {
        let said = |refusal: RefundRefusal| Said::from(&refusal);
        Ok(match job {
            ReturnJob::Find(sought) => ReturnAnswer::Found(Box::new(self.find(&sought)?)),
            ReturnJob::List(date, typed) => {
                let sales = self.sales.iter().rev().filter(|sale| sale.date == date);
                let holds = |sale: &&Sale| {
                    sale.goods
                        .iter()
                        .any(|good| good.name.to_lowercase().contains(&typed))
                };
                let found = sales.filter(holds).map(|sale| ReceiptBrief {
                    number: sale.number.clone(),
                    time: sale.time,
                    total: sale.priced.total,
                    first: sale.goods[0].name.clone(),
                    lines: sale.goods.len(),
                });
                ReturnAnswer::Listed(date, found.collect())
            }
            ReturnJob::Offer(asked, sale, approval) => {
                let receipt = self.receipt_of(&asked)?;
                let command = command(&asked, by);
                let offer = offer(&self.till, &command, receipt.as_ref(), sale, self.now).map_err(said)?;
                ReturnAnswer::Offered(Box::new(Offered {
                    asked,
                    offer,
                    approval,
                }))
            }
            ReturnJob::Make(asked, None, approval) => {
                self.approvals.extend(approval);
                let receipt = self.receipt_of(&asked)?;
                let made =
                    refund(&self.till, &command(&asked, by), receipt.as_ref(), self.now).map_err(said)?;
                ReturnAnswer::Made(Box::new(self.keep_refund(made)))
            }
            ReturnJob::Make(asked, Some(sale), approval) => {
                self.approvals.extend(approval);
                let receipt = self.receipt_of(&asked)?;
                let ExchangedFor { ticket, tenders } = *sale;
                let sale = SellCommand {
                    ticket,
                    tenders,
                    fingerprint: String::new(),
                    cashier: by,
                };
                let (made, sold) = exchange(
                    &self.till,
                    &command(&asked, by),
                    receipt.as_ref(),
                    &sale,
                    self.now,
                )
                .map_err(said)?;
                let made = self.keep_refund(made);
                self.note(Event::Sold(sold.clone()));
                self.sales.push(sold.clone());
                ReturnAnswer::Exchanged(Box::new(made), Box::new(sold))
            }
        })
    }

    /// The document of that number, or the last sale.
    pub(crate) fn document(&self, number: Option<&DocumentNumber>) -> Answer {
        let past = self.refunds.iter().find(|refund| number == Some(&refund.number));
        match past {
            Some(refund) => Answer::Return(ReturnAnswer::Past(Box::new(refund.clone()))),
            None => Answer::Receipt(self.receipt(number)),
        }
    }

    fn keep_refund(&mut self, refund: Refund) -> Refund {
        self.note(Event::Refunded(refund.clone()));
        self.refunds.push(refund.clone());
        refund
    }

    fn receipt_of(&self, asked: &RefundAsked) -> Result<Option<Receipt>, Said> {
        match &asked.what {
            ComingBack::Of(number, _) => {
                let sought = Sought {
                    number: number.clone(),
                    code: None,
                };
                self.find(&sought).map(Some)
            }
            ComingBack::Loose(_) => Ok(None),
        }
    }

    fn find(&self, sought: &Sought) -> Result<Receipt, Said> {
        let sale = self.sales.iter().find(|sale| sale.number == sought.number);
        let sale = sale.ok_or_else(|| Said::from(&unknown(&self.till, &sought.number)))?;
        if sought.code.as_ref().is_some_and(|code| !code.is_of(sale.id)) {
            let number = sale.number.to_string();
            return Err(Said::from(&RefundRefusal::OtherShop { number }));
        }
        let of = |refund: &&Refund| refund.of.as_ref().is_some_and(|of| of.sale == sale.id);
        Ok(Receipt {
            sale: sale.clone(),
            refunds: self.refunds.iter().filter(of).cloned().collect(),
        })
    }
}

fn command(asked: &RefundAsked, cashier: PersonId) -> RefundCommand {
    RefundCommand {
        id: asked.id,
        what: asked.what.clone(),
        back: asked.back,
        reason: asked.reason.clone(),
        cashier,
        approved_by: None,
        fingerprint: String::new(),
    }
}
