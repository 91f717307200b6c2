//! Whatever stands on a paper, the printer's bytes are known ones and no line is too wide. Must never look at
//! a printer.

use proptest::prelude::*;
use tendero::devices::code_page::CodePage;
use tendero::devices::escpos::{Shape, encode, pulse};
use tendero::devices::label::{self, Label};
use tendero::devices::layout::{Layout, Row, Weight};
use tendero::devices::settings::{Drawer, Square};

use crate::decoder::{Did, read};

const PAGES: [CodePage; 4] = [
    CodePage::Cp858,
    CodePage::Cp1252,
    CodePage::Cp850,
    CodePage::Cp437,
];

fn shape(columns: usize) -> Shape {
    Shape {
        columns,
        page: CodePage::Cp858,
        square: Square::Printer,
        cut: true,
    }
}

fn row() -> impl Strategy<Value = Row> {
    let text = prop_oneof![
        any::<String>(),
        "[ -~]{0,60}",
        "[ñçßœ€漢字\u{301}\u{1b}\u{0}@p]{0,40}"
    ];
    let weight = prop_oneof![Just(Weight::Plain), Just(Weight::Strong)];
    (text, "\\PC{0,30}", weight, 0..8).prop_map(|(text, figure, weight, kind)| match kind {
        0 => Row::Centre(text, weight),
        1 => Row::Left(text),
        2 => Row::Pair(text, figure, weight),
        3 => Row::Rule,
        4 => Row::Blank,
        5 => Row::Square(text),
        6 => Row::Bars(text),
        _ => Row::Cut,
    })
}

proptest! {
    #[test]
    fn whatever_is_written_the_printer_knows_every_byte(
        rows in prop::collection::vec(row(), 0..12),
        columns in prop_oneof![Just(32), Just(42), Just(48)],
        page in prop::sample::select(&PAGES[..]),
        square in prop_oneof![Just(Square::Printer), Just(Square::Picture), Just(Square::None)],
        cut: bool,
    ) {
        let bytes = encode(&Layout { rows }, Shape { columns, page, square, cut });
        let did = match read(&bytes) {
            Ok(did) => did,
            Err(error) => return Err(TestCaseError::fail(error)),
        };
        for done in &did {
            match done {
                Did::Line(line, _) => prop_assert!(line.chars().count() <= columns, "{line:?}"),
                Did::Picture(width, _) => prop_assert!(*width <= columns * 12 + 7),
                Did::Drawer(_) => prop_assert!(false, "a text opened the drawer"),
                _ => {}
            }
        }
        let end = if cut { Did::Cut } else { Did::Feed(4) };
        prop_assert_eq!(did.last(), Some(&end));
    }
}

#[test]
fn a_paper_as_the_printer_does_it() {
    let mut paper = Layout::default();
    paper.title("Bodega Peña");
    paper.pair("Leche entera", "1,15");
    paper.total("TOTAL", "1,15 €");
    paper.square("C2-000124-0199abcd");
    let did = read(&encode(&paper, shape(32))).unwrap();
    assert_eq!(
        did,
        [
            Did::Line("          Bodega Peña".to_owned(), true),
            Did::Line("Leche entera                1,15".to_owned(), false),
            Did::Line("TOTAL                     1,15 €".to_owned(), true),
            Did::Square("C2-000124-0199abcd".to_owned()),
            Did::Line("       C2-000124-0199abcd".to_owned(), false),
            Did::Cut,
        ]
    );
    let bytes = encode(&paper, shape(32));
    assert_eq!(bytes[..7], [0x1B, b'@', 0x1C, b'.', 0x1B, b't', 19]);
}

#[test]
fn the_pulse_is_whole_and_only_where_a_drawer_is() {
    assert_eq!(pulse(Drawer::None), None);
    assert_eq!(pulse(Drawer::Pin2), Some([0x1B, 0x70, 0, 0x19, 0xFA]));
    assert_eq!(read(&pulse(Drawer::Pin5).unwrap()), Ok(vec![Did::Drawer(1)]));
}

#[test]
fn a_strip_of_labels() {
    let label = |name: &str, code: &str, copies| Label {
        name: name.to_owned(),
        price: "1,15 €".to_owned(),
        unit_price: Some("1,15 €/l".to_owned()),
        code: code.to_owned(),
        copies,
    };
    let strip = label::layout(&[
        label("Leche", "4006381333931", 2),
        label("Pan", "PAN-1", 1),
        label("Huevo", "96385074", 0),
    ]);
    let did = read(&encode(&strip, shape(32))).unwrap();
    let bars: Vec<&Did> = did.iter().filter(|did| matches!(did, Did::Bars(..))).collect();
    assert_eq!(
        bars,
        [
            &Did::Bars(67, "4006381333931".to_owned()),
            &Did::Bars(67, "4006381333931".to_owned()),
            &Did::Bars(73, "{BPAN-1".to_owned()),
        ]
    );
    assert_eq!(did.iter().filter(|did| **did == Did::Cut).count(), 3);
}

#[test]
fn the_reader_is_strict() {
    for bytes in [
        &[0x1B, b'x'][..],
        &[0x1B],
        &[0x07],
        &[0x1B, b'@', 0xE9, b'\n'],
        &[0x1B, b'p', 0, 0x19],
        &[0x1D, b'V', 0],
        b"left over",
        &[0x1D, b'(', b'k', 3, 0, 0x31, 0x51, 0x30],
    ] {
        assert!(read(bytes).is_err(), "{bytes:02x?}");
    }
}
