//! The printer of this machine: tried, set up, kept in the config. Must never change a printer that the
//! config did not take.

use super::voice::Voice;
use super::{Register, Worker};
use crate::devices::settings::{Printer, PrinterRefusal};
use crate::devices::spool::Spool;
use crate::devices::trial;
use crate::domain::permission::{Approval, Permission};
use crate::lang::{Lang, Words};
use crate::register::Failure;
use crate::register::reply::Answer;
use crate::sync::settings::Line;

/// Writes a printer into the config of this machine.
type Keep = Box<dyn Fn(&Printer) -> Result<(), PrinterRefusal> + Send>;

/// The printer, and where its settings are kept.
pub struct Setup {
    printer: Printer,
    keep: Keep,
    /// What this machine says of its line to the hub.
    pub(super) line: Line,
}

impl Setup {
    /// That printer; `keep` writes another into the config.
    pub fn new(
        printer: Printer,
        keep: impl Fn(&Printer) -> Result<(), PrinterRefusal> + Send + 'static,
    ) -> Setup {
        Setup {
            printer,
            keep: Box::new(keep),
            line: Line::default(),
        }
    }

    /// The same on that line to the hub.
    #[must_use]
    pub fn on(self, line: Line) -> Setup {
        Setup { line, ..self }
    }

    /// Another printer from now on, once it is kept.
    pub(super) fn keep(&mut self, printer: Printer) -> Result<(), Failure> {
        let refused = |refusal: PrinterRefusal| Failure::refused(&refusal);
        printer.check().map_err(refused)?;
        (self.keep)(&printer).map_err(refused)?;
        self.printer = printer;
        Ok(())
    }
}

impl From<Printer> for Setup {
    /// A printer whose settings are kept nowhere.
    fn from(printer: Printer) -> Setup {
        Setup::new(printer, |_| Ok(()))
    }
}

impl Default for Setup {
    fn default() -> Setup {
        Setup::from(Printer::default())
    }
}

/// The queue of that printer, which tells of itself.
pub(super) fn spool(register: &Register, setup: &Setup, voice: &Voice) -> Spool {
    let tell = voice.answer(None);
    register.spool(setup.printer.clone(), move |printing| {
        tell(Answer::Printing(printing));
    })
}

/// Sends a page to that printer and answers when it is known what came of it.
pub(super) fn try_out(printer: Printer, lang: Lang, (id, voice): (u64, &Voice)) {
    let tell = voice.answer(Some(id));
    let page = trial::layout(&printer, &Words::new(lang));
    trial::send(printer, page, move |sent| tell(Answer::Tried(sent)));
}

impl Worker {
    /// Tries a printer; it is answered later.
    pub(super) fn try_printer(
        &mut self,
        id: u64,
        (printer, lang): (Printer, Lang),
        approval: Option<Approval>,
    ) -> Result<Option<Answer>, Failure> {
        let by = self.somebody()?;
        // Whoever was allowed to change the settings may try them as often as they like.
        self.register
            .allowed(by, Permission::Settings, approval.as_slice())?;
        printer.check().map_err(|refusal| Failure::refused(&refusal))?;
        try_out(printer, lang, (id, &self.voice));
        Ok(None)
    }

    /// Has another printer from now on. What waited for the one before waits for this one.
    pub(super) fn set_up(&mut self, printer: Printer, approval: Option<Approval>) -> Result<Answer, Failure> {
        self.may(Permission::Settings, approval)?;
        self.setup.keep(printer)?;
        // The one before must have let go of its papers first.
        self.spool = self.register.spool(Printer::default(), |_| ());
        self.spool = spool(&self.register, &self.setup, &self.voice);
        Ok(Answer::PrinterKept)
    }
}
