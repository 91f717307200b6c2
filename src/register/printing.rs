//! Papers of what is on record: receipts and their copies, and the drawer opened by hand. Must never hand a
//! paper over before what it says is durable.

use crate::devices::layout::Layout;
use crate::devices::printer::Pace;
use crate::devices::receipt::{self, Receipt};
use crate::devices::refund::{self, Return};
use crate::devices::settings::Printer;
use crate::devices::spool::{Printing, Spool};
use crate::domain::decide::drawer::open_drawer;
use crate::domain::document::{DocumentNumber, Sale};
use crate::domain::event::Event;
use crate::domain::payment::{Settlement, Tender};
use crate::domain::refund::Refund;
use crate::domain::staff::PersonId;
use crate::journal::Position;
use crate::lang::{Lang, Words};
use crate::vault::seal::Sealer;

use super::{Failure, Fault, Register};

impl Register {
    /// Starts the spool of this till's papers; `tell` hears of every change.
    pub fn spool(&self, printer: Printer, tell: impl Fn(Printing) + Send + 'static) -> Spool {
        let sealer = Sealer::new(&self.spool_key);
        Spool::start(printer, Pace::default(), self.places.spool(), sealer, tell)
    }

    /// The document of that number, if there is one.
    pub fn document(&mut self, number: &DocumentNumber) -> Result<Option<Document>, Fault> {
        if let Some(sale) = self.receipt(number)? {
            return Ok(Some(Document::Sale(Box::new(sale))));
        }
        let refund = self.refund_document(number)?;
        Ok(refund.map(|refund| Document::Return(Box::new(refund))))
    }

    /// The paper of a document in the shop's language; copy 0 is the original.
    pub fn paper_of(&self, document: &Document, copy: u64) -> Layout {
        let shop = &self.till.shop;
        let words = Words::new(Lang::parse(&shop.lang).unwrap_or_default());
        let name = |id| self.till.person(id).map_or("-", |person| person.name.as_str());
        match document {
            Document::Sale(sale) => {
                let cashier = name(sale.cashier);
                let receipt = Receipt {
                    sale,
                    shop,
                    cashier,
                    copy,
                    seal: self.seal_of(document.id()),
                };
                receipt::layout(&receipt, &words)
            }
            Document::Return(refund) => {
                let cashier = name(refund.cashier);
                let paper = Return {
                    refund,
                    shop,
                    cashier,
                    copy,
                    seal: self.seal_of(document.id()),
                };
                refund::layout(&paper, &words)
            }
        }
    }

    /// The first twelve digits of the hash of the document's entry. A paper without it is no reason to fail.
    fn seal_of(&self, id: uuid::Uuid) -> Option<String> {
        let unfolded = self.tail.iter().find(|record| record.id == id);
        let position = match unfolded {
            Some(record) => Some(record.position),
            None => self.store.read().ok()?.position_of_id(id).ok()?,
        };
        let entry = self.journal.read(Position::from_u64(position?)).ok()?;
        Some(data_encoding::HEXLOWER.encode(&entry.hash[..6]))
    }

    /// Notes another copy of that document; gives which one it is.
    pub fn reprint(&mut self, by: PersonId, number: &DocumentNumber) -> Result<u64, Fault> {
        let copy = self.folded()?.copies(number)?.saturating_add(1);
        self.note(by, Event::Reprinted((number.clone(), copy)))?;
        Ok(copy)
    }

    /// Notes that somebody opens the drawer.
    pub fn open_drawer(
        &mut self,
        by: PersonId,
        approved_by: Option<PersonId>,
        reason: &str,
    ) -> Result<(), Failure> {
        let opened = open_drawer(&self.till, by, approved_by, reason, self.now())
            .map_err(|refusal| Failure::refused(&refusal))?;
        Ok(self.note(by, Event::DrawerOpened(opened))?)
    }
}

/// A document that has a paper.
#[derive(Debug, Clone)]
pub enum Document {
    /// A sale.
    Sale(Box<Sale>),
    /// A return.
    Return(Box<Refund>),
}

impl Document {
    /// What it is called.
    pub fn number(&self) -> &DocumentNumber {
        match self {
            Document::Sale(sale) => &sale.number,
            Document::Return(refund) => &refund.number,
        }
    }

    /// Its id, which is its entry's.
    pub fn id(&self) -> uuid::Uuid {
        match self {
            Document::Sale(sale) => sale.id,
            Document::Return(refund) => refund.id,
        }
    }

    /// Whether the drawer must open for it: cash came in or goes out.
    pub fn needs_drawer(&self) -> bool {
        let (tenders, settlement) = match self {
            Document::Sale(sale) => (&sale.tenders, &sale.settlement),
            Document::Return(refund) => (&refund.tenders, &refund.settlement),
        };
        moves_cash(tenders, settlement)
    }
}

/// Whether notes or coins of any currency came in or go out.
pub(super) fn moves_cash(tenders: &[Tender], settlement: &Settlement) -> bool {
    tenders.iter().any(|tender| tender.method.is_cash()) || !settlement.change.is_zero()
}
