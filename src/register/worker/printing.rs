//! Jobs of the printer and the drawer. Must never wait for either.

use crate::devices::settings::Receipts;
use crate::devices::spool::{Kind, SpoolRefusal, Title};
use crate::domain::document::DocumentNumber;
use crate::domain::permission::Permission;
use crate::register::Failure;
use crate::register::job::Print;
use crate::register::printing::Document;
use crate::register::reply::Answer;
use crate::register::return_jobs::ReturnAnswer;

use super::Worker;

impl Worker {
    /// Documents are on disk: the drawer opens for cash, and the papers are printed where that is wished.
    /// That the printer takes neither is no matter of the sale; the screens show it.
    pub(super) fn hand_over(&mut self, documents: Vec<Document>) {
        if documents.iter().any(Document::needs_drawer) {
            self.pulse();
        }
        let wished = self.spool.settings().receipts == Receipts::Always;
        self.unprinted.clear();
        for document in documents {
            if !(wished && self.print_document(&document, 0).is_ok()) {
                self.unprinted.push(document.number().clone());
            }
        }
    }

    /// Cash comes in or goes out, and that is on disk: the drawer opens. That it does not is no matter of the
    /// cash; the screens show it.
    pub(super) fn pulse(&self) {
        let _no_drawer = self.spool.open_drawer();
    }

    /// Does one job of the printer.
    pub(super) fn printing(&mut self, id: u64, job: Print) -> Result<Option<Answer>, Failure> {
        let no = |refusal: SpoolRefusal| Failure::refused(&refusal);
        match job {
            Print::Receipt(number) => return self.receipt_again(&number).map(Some),
            Print::Try {
                printer,
                lang,
                approval,
            } => return self.try_printer(id, (*printer, lang), approval),
            Print::SetUp { printer, approval } => return self.set_up(*printer, approval).map(Some),
            Print::Paper(title, paper) => {
                self.somebody()?;
                let at = self.register.now();
                self.spool.print(title, at, *paper).map_err(no)?;
            }
            Print::Retry(id) => {
                self.somebody()?;
                self.spool.retry(id).map_err(no)?;
            }
            Print::Cancel(id) => {
                self.somebody()?;
                self.spool.cancel(id).map_err(no)?;
            }
            Print::Drawer { reason, approval } => {
                let (by, approved_by) = self.may(Permission::OpenDrawer, approval)?;
                self.spool.has_drawer().map_err(no)?;
                self.register.open_drawer(by, approved_by, &reason)?;
                self.spool.open_drawer().map_err(no)?;
                return Ok(Some(Answer::DrawerOpened));
            }
        }
        Ok(Some(Answer::HandedOver))
    }

    /// The document of that number, sold or come back; or the last sale.
    pub(super) fn receipt(&mut self, number: Option<&DocumentNumber>) -> Result<Answer, Failure> {
        self.somebody()?;
        let Some(number) = number else {
            return Ok(Answer::Receipt(self.register.last_receipt()?.map(Box::new)));
        };
        Ok(match self.register.document(number)? {
            Some(Document::Sale(sale)) => Answer::Receipt(Some(sale)),
            Some(Document::Return(refund)) => Answer::Return(ReturnAnswer::Past(refund)),
            None => Answer::Receipt(None),
        })
    }

    /// The original, where what was done last has not printed it yet; else a copy, which is noted.
    fn receipt_again(&mut self, number: &DocumentNumber) -> Result<Answer, Failure> {
        let by = self.somebody()?;
        let Some(document) = self.register.document(number)? else {
            return Ok(Answer::Receipt(None));
        };
        self.spool
            .has_room()
            .map_err(|refusal| Failure::refused(&refusal))?;
        let first = self.unprinted.contains(number);
        let copy = if first {
            0
        } else {
            self.register.reprint(by, number)?
        };
        self.print_document(&document, copy)?;
        self.unprinted.retain(|unprinted| unprinted != number);
        Ok(Answer::HandedOver)
    }

    fn print_document(&mut self, document: &Document, copy: u64) -> Result<(), Failure> {
        let kind = if copy == 0 { Kind::Receipt } else { Kind::Copy };
        let title = Title::new(kind, document.number().to_string());
        let paper = self.register.paper_of(document, copy);
        let at = self.register.now();
        self.spool
            .print(title, at, paper)
            .map_err(|refusal| Failure::refused(&refusal))
    }
}
