//! A layout as the bytes of an ESC/POS printer. Must never send a byte of a text that is no letter of the
//! printer's table: a product's name opens no drawer.
//!
//! Commands: Epson ESC/POS Command Reference; `FS .` leaves the Chinese mode in which clones start.

mod codes;

use super::code_page::CodePage;
use super::layout::{Layout, Row, Weight};
use super::settings::{Drawer, Printer, Square};
use super::text::{centred, pair, wrap};

const ESC: u8 = 0x1B;
const GS: u8 = 0x1D;
const FEED: u8 = b'\n';

/// What is asked of a printer that can answer: state, why it is off, and paper (`DLE EOT 1`, `2`, `4`).
pub const ASK: [u8; 9] = [0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 4];
/// Asks for a byte once everything before it was printed (`GS r 1`).
pub const TELL_WHEN_DONE: [u8; 3] = [GS, b'r', 1];

/// How a paper is written for one printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Letters in a line.
    pub columns: usize,
    /// The letters it has.
    pub page: CodePage,
    /// How a square code is printed.
    pub square: Square,
    /// Whether it cuts.
    pub cut: bool,
}

impl From<&Printer> for Shape {
    fn from(printer: &Printer) -> Shape {
        Shape {
            columns: printer.columns.count(),
            page: printer.code_page,
            square: printer.square,
            cut: printer.cut,
        }
    }
}

impl Shape {
    /// Dots in a line: a letter is twelve wide.
    fn dots(self) -> usize {
        self.columns * 12
    }
}

/// The bytes of a whole paper, from the reset to the cut.
pub fn encode(layout: &Layout, shape: Shape) -> Vec<u8> {
    let mut out = vec![ESC, b'@', 0x1C, b'.', ESC, b't', shape.page.number()];
    for row in &layout.rows {
        match row {
            Row::Blank => out.push(FEED),
            Row::Rule => lines(&mut out, shape, Weight::Plain, &["-".repeat(shape.columns)]),
            Row::Left(text) => {
                let text = wrap(&shape.page.fit(text), shape.columns);
                lines(&mut out, shape, Weight::Plain, &text);
            }
            Row::Centre(text, weight) => {
                let text = centred(&shape.page.fit(text), shape.columns);
                lines(&mut out, shape, *weight, &text);
            }
            Row::Pair(name, figure, weight) => {
                let figure = shape.page.fit(figure);
                let text = pair(&shape.page.fit(name), &figure, shape.columns);
                lines(&mut out, shape, *weight, &text);
            }
            Row::Square(code) => codes::square(&mut out, shape, code),
            Row::Bars(code) => {
                if !codes::bars(&mut out, shape, code) {
                    let text = centred(&shape.page.fit(code), shape.columns);
                    lines(&mut out, shape, Weight::Plain, &text);
                }
            }
            Row::Cut => cut(&mut out, shape),
        }
    }
    cut(&mut out, shape);
    out
}

/// The pulse that opens the drawer: 50 ms, then half a second of rest.
pub fn pulse(drawer: Drawer) -> Option<[u8; 5]> {
    let pin = match drawer {
        Drawer::None => return None,
        Drawer::Pin2 => 0,
        Drawer::Pin5 => 1,
    };
    Some([ESC, b'p', pin, 0x19, 0xFA])
}

/// Feeds to the knife and cuts, or feeds to the edge where a hand tears.
fn cut(out: &mut Vec<u8>, shape: Shape) {
    if shape.cut {
        out.extend([GS, b'V', 65, 0]);
    } else {
        out.extend([ESC, b'd', 4]);
    }
}

/// Lines that hold letters of the table only; what matters is bold and twice as high.
fn lines(out: &mut Vec<u8>, shape: Shape, weight: Weight, lines: &[String]) {
    let strong = weight == Weight::Strong;
    if strong {
        out.extend([ESC, b'E', 1, GS, b'!', 1]);
    }
    for line in lines {
        out.extend(
            line.trim_end()
                .chars()
                .filter_map(|letter| shape.page.byte(letter)),
        );
        out.push(FEED);
    }
    if strong {
        out.extend([GS, b'!', 0, ESC, b'E', 0]);
    }
}
