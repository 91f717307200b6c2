//! Jobs about goods that come back. Must never answer a return before it is on disk.

use crate::register::Failure;
use crate::register::printing::Document;
use crate::register::reply::Answer;
use crate::register::return_jobs::{Offered, ReturnAnswer, ReturnJob};

use super::Worker;

impl Worker {
    /// Does one of them.
    pub(super) fn returns(&mut self, job: ReturnJob) -> Result<Answer, Failure> {
        let by = self.somebody()?;
        let register = &mut self.register;
        Ok(Answer::Return(match job {
            ReturnJob::Find(sought) => ReturnAnswer::Found(Box::new(register.find_receipt(&sought)?)),
            ReturnJob::List(date, typed) => {
                let receipts = register.receipts_on(date, &typed)?;
                ReturnAnswer::Listed(date, receipts)
            }
            ReturnJob::Offer(asked, sale, approval) => {
                let offer = register.offer_refund(by, None, &asked, sale)?;
                ReturnAnswer::Offered(Box::new(Offered {
                    asked,
                    offer,
                    approval,
                }))
            }
            ReturnJob::Make(asked, sale, approval) => {
                if let Some(sale) = &sale {
                    self.may_sell(&sale.ticket)?;
                }
                let (by, allowed_by) = self.may(asked.permission(), approval)?;
                let made = self.register.refund(by, allowed_by, &asked, sale.as_deref())?;
                if !made.again {
                    let sold = made
                        .sale
                        .iter()
                        .cloned()
                        .map(|sale| Document::Sale(Box::new(sale)));
                    let returned = Document::Return(Box::new(made.refund.clone()));
                    self.hand_over(sold.chain([returned]).collect());
                }
                match made.sale {
                    Some(sale) => ReturnAnswer::Exchanged(Box::new(made.refund), Box::new(sale)),
                    None => ReturnAnswer::Made(Box::new(made.refund)),
                }
            }
        }))
    }
}
