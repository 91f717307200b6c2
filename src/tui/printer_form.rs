//! The form of the printer: what is asked of it, and what the answers mean. Must never make a rule of its
//! own: whether a printer can be reached like that is its own to say.

use crate::devices::code_page::CodePage;
use crate::devices::printer::{Problem, Sent};
use crate::devices::settings::{Columns, Drawer, Printer, Receipts, Square, Via};
use crate::domain::text;
use crate::lang::Words;
use crate::register::reply::Said;

use super::dialogs::print_queue::why;
use super::form::Form;
use super::key::Key;
use super::theme::Role;

/// Letters of an address.
const ADDRESS: usize = 120;
const VIAS: [(Via, &str); 6] = [
    (Via::None, "via-none"),
    (Via::Usb, "via-usb"),
    (Via::Network, "via-network"),
    (Via::Cups, "via-cups"),
    (Via::File, "via-file"),
    (Via::Text, "via-text"),
];
const WIDTHS: [u16; 3] = [48, 42, 32];
const PAGES: [(CodePage, &str); 4] = [
    (CodePage::Cp858, "CP858"),
    (CodePage::Cp1252, "CP1252"),
    (CodePage::Cp850, "CP850"),
    (CodePage::Cp437, "CP437"),
];
const RECEIPTS: [(Receipts, &str); 3] = [
    (Receipts::Always, "receipts-always"),
    (Receipts::Ask, "receipts-ask"),
    (Receipts::Never, "receipts-never"),
];
const DRAWERS: [(Drawer, &str); 3] = [
    (Drawer::None, "drawer-none"),
    (Drawer::Pin2, "drawer-pin2"),
    (Drawer::Pin5, "drawer-pin5"),
];
const SQUARES: [(Square, &str); 3] = [
    (Square::Printer, "square-printer"),
    (Square::Picture, "square-picture"),
    (Square::None, "square-none"),
];

/// Lines of the form in their order.
const VIA: usize = 0;
const AT: usize = 1;
const COLUMNS: usize = 2;
const DRAWER: usize = 3;
const PAGE: usize = 4;
const RECEIPT: usize = 5;
const SQUARE: usize = 6;
const CUT: usize = 7;
const CONFIRM: usize = 8;

/// What matters of a printer: the way to it, its width, the drawer.
pub(super) fn short(words: &Words, printer: &Printer) -> Form {
    let widths =
        WIDTHS.map(|columns| words.format("printer-columns", &[("columns", u64::from(columns).into())]));
    let width = WIDTHS
        .iter()
        .position(|one| usize::from(*one) == printer.columns.count());
    Form::default()
        .chosen(
            words.text("printer-via"),
            names(words, &VIAS),
            place(&VIAS, printer.via),
        )
        .typed(words.text("printer-at"), ADDRESS, &printer.at)
        .chosen(words.text("printer-width"), widths.to_vec(), width.unwrap_or(0))
        .chosen(
            words.text("printer-drawer"),
            names(words, &DRAWERS),
            place(&DRAWERS, printer.drawer),
        )
}

/// All of it.
pub(super) fn whole(words: &Words, printer: &Printer) -> Form {
    let yes_no = super::setting::yes_no(words);
    let pages = PAGES.map(|(_, name)| name.to_owned()).to_vec();
    short(words, printer)
        .chosen(
            words.text("printer-page"),
            pages,
            place(&PAGES, printer.code_page),
        )
        .chosen(
            words.text("printer-receipts"),
            names(words, &RECEIPTS),
            place(&RECEIPTS, printer.receipts),
        )
        .chosen(
            words.text("printer-square"),
            names(words, &SQUARES),
            place(&SQUARES, printer.square),
        )
        .chosen(
            words.text("printer-cut"),
            yes_no.clone(),
            usize::from(!printer.cut),
        )
        .chosen(
            words.text("printer-confirm"),
            yes_no,
            usize::from(!printer.confirm),
        )
}

/// The printer that the form says; what it has no line for stays as `now` has it.
pub(super) fn read(form: &Form, now: &Printer) -> Result<Printer, (usize, Said)> {
    let columns = WIDTHS[form.choice(COLUMNS).min(WIDTHS.len() - 1)];
    let mut printer = Printer {
        via: VIAS[form.choice(VIA)].0,
        at: text::clean(form.text(AT), ADDRESS),
        columns: Columns::try_from(columns).unwrap_or(now.columns),
        drawer: DRAWERS[form.choice(DRAWER)].0,
        ..now.clone()
    };
    if form.len() > CONFIRM {
        printer.code_page = PAGES[form.choice(PAGE)].0;
        printer.receipts = RECEIPTS[form.choice(RECEIPT)].0;
        printer.square = SQUARES[form.choice(SQUARE)].0;
        printer.cut = form.choice(CUT) == 0;
        printer.confirm = form.choice(CONFIRM) == 0;
    }
    match printer.check() {
        Ok(()) => Ok(printer),
        Err(refusal) => Err((AT, Said::from(&refusal))),
    }
}

/// Takes a key. Another way to the printer has another address: the one that stands there goes with the old
/// way, and comes back with it.
pub(super) fn key(form: &mut Form, key: Key, now: &Printer) {
    let before = form.choice(VIA);
    form.key(key);
    if form.choice(VIA) != before {
        let same = VIAS[form.choice(VIA)].0 == now.via;
        form.fill(AT, if same { &now.at } else { "" });
    }
}

/// What is typed as the address of the printer that is chosen.
pub(super) fn about(form: &Form) -> &'static str {
    match VIAS[form.choice(VIA)].0 {
        Via::None => "printer-about-none",
        Via::Usb => "printer-about-usb",
        Via::Network => "printer-about-network",
        Via::Cups => "printer-about-cups",
        Via::File | Via::Text => "printer-about-file",
    }
}

/// Whether a printer is chosen at all.
pub(super) fn is_chosen(form: &Form) -> bool {
    VIAS[form.choice(VIA)].0 != Via::None
}

/// The way to a printer in words.
pub(super) fn told(words: &Words, printer: &Printer) -> String {
    let via = words.text(VIAS[place(&VIAS, printer.via)].1);
    format!("{via} {}", printer.at).trim_end().to_owned()
}

/// What came of a page for trying.
pub(super) fn outcome(words: &Words, tried: &Result<Sent, Problem>) -> (String, Role) {
    match tried {
        Ok(Sent::Printed) => (words.text("trial-printed").into_owned(), Role::Good),
        Ok(Sent::Unsure) => (words.text("trial-unsure").into_owned(), Role::Warn),
        Err(problem) => {
            let values = [("why", why(problem, words).into())];
            (words.format("trial-failed", &values), Role::Bad)
        }
    }
}

fn place<T: PartialEq>(all: &[(T, &str)], value: T) -> usize {
    all.iter().position(|(one, _)| *one == value).unwrap_or(0)
}

fn names<T>(words: &Words, all: &[(T, &str)]) -> Vec<String> {
    all.iter().map(|(_, key)| words.text(key).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn a_form_gives_the_printer_it_was_made_of() {
        let printer = Printer {
            via: Via::Cups,
            at: "kasse".to_owned(),
            columns: Columns::try_from(32).unwrap(),
            code_page: CodePage::Cp437,
            receipts: Receipts::Never,
            drawer: Drawer::Pin5,
            square: Square::None,
            cut: false,
            confirm: false,
        };
        let words = Words::new(Lang::En);
        assert_eq!(
            read(&whole(&words, &printer), &Printer::default()).unwrap(),
            printer
        );
        // The short form leaves the rest as it was.
        assert_eq!(read(&short(&words, &printer), &printer).unwrap(), printer);
        let nowhere = Printer {
            via: Via::Network,
            ..Printer::default()
        };
        assert_eq!(read(&short(&words, &nowhere), &nowhere).unwrap_err().0, AT);
    }

    #[test]
    fn another_way_has_another_address() {
        let words = Words::new(Lang::En);
        let usb = Printer {
            via: Via::Usb,
            at: "/dev/usb/lp1".to_owned(),
            ..Printer::default()
        };
        let mut form = short(&words, &usb);
        key(&mut form, Key::Right, &usb);
        assert_eq!((form.choice(VIA), form.text(AT)), (2, ""));
        form.fill(AT, "/dev/usb/lp1");
        assert_eq!(read(&form, &usb).unwrap_err().0, AT, "a file is no address");
        key(&mut form, Key::Left, &usb);
        assert_eq!(form.text(AT), "/dev/usb/lp1");
    }
}
