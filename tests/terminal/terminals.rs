//! Terminals of every kind: what they are sent. Must never judge a
//! byte by what one terminal makes of it: what a terminal understands stands in its manual.

use crate::driver::{Terminal, key};
use crate::shop::{self, WATER, pause};

/// A terminal: its variables, and what it understands.
struct Kind {
    variables: &'static [(&'static str, &'static str)],
    /// Codes of ECMA-48 SGR that it knows; sub-parameters of 38 and 48 are not among them.
    styles: fn(&str) -> bool,
    /// Whether it shows more than ASCII, as UTF-8.
    marks: bool,
}

fn plain(codes: &str) -> bool {
    let mut codes = codes.split(';');
    codes.all(|code| matches!(code, "" | "0" | "1" | "4" | "7" | "22" | "24" | "27"))
}

fn sixteen(codes: &str) -> bool {
    codes.split(';').all(|code| {
        let colour = matches!(code.parse::<u8>(), Ok(30..=37 | 39 | 40..=47 | 49));
        colour || plain(code)
    })
}

const KINDS: [Kind; 3] = [
    Kind {
        variables: &[("NO_COLOR", "1"), ("COLORTERM", "truecolor")],
        styles: plain,
        marks: true,
    },
    Kind {
        variables: &[("TERM", "linux"), ("COLORTERM", "truecolor")],
        styles: sixteen,
        marks: true,
    },
    Kind {
        variables: &[("TERM", "vt220")],
        styles: plain,
        marks: false,
    },
];

/// What stands between the letters.
#[derive(Debug, PartialEq)]
enum Sent {
    Letter(char),
    Control(u8),
    /// A control sequence: its parameters and its last byte.
    Sequence(String, char),
}

/// The bytes as a terminal reads them (ECMA-48, 5.4).
fn read(bytes: &[u8]) -> Vec<Sent> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let mut letters = text.chars().peekable();
    let mut sent = Vec::new();
    while let Some(letter) = letters.next() {
        if letter == '\x1b' && letters.next_if_eq(&'[').is_some() {
            let mut parameters = String::new();
            let last = loop {
                match letters.next() {
                    Some(last @ '@'..='~') => break last,
                    Some(other) => parameters.push(other),
                    None => return sent,
                }
            };
            sent.push(Sent::Sequence(parameters, last));
        } else if letter.is_control() {
            sent.push(Sent::Control(letter as u8));
        } else {
            sent.push(Sent::Letter(letter));
        }
    }
    sent
}

/// Why that terminal does not understand it; none where it does.
fn strange(sent: &Sent, kind: &Kind) -> Option<String> {
    let known = match sent {
        // Bell, line feed, carriage return.
        Sent::Control(control) => matches!(control, 7 | 10 | 13),
        Sent::Letter(letter) => {
            kind.marks || letter.is_ascii() || letter.is_alphabetic() || "¿¡º".contains(*letter)
        }
        Sent::Sequence(codes, 'm') => (kind.styles)(codes),
        // A private mode that a terminal does not have is one that it passes over (VT220 manual, 4.6).
        Sent::Sequence(mode, 'h' | 'l') => matches!(mode.as_str(), "?25" | "?1049" | "?2004"),
        Sent::Sequence(codes, 'H' | 'J' | 'K' | 'C') => codes.chars().all(|c| c.is_ascii_digit() || c == ';'),
        Sent::Sequence(..) => false,
    };
    (!known).then(|| format!("{sent:?}"))
}

#[test]
fn every_terminal_gets_only_what_it_understands() {
    for kind in &KINDS {
        let home = shop::demo();
        let mut till = Terminal::start_as(home.path(), &["demo"], (80, 24), kind.variables);
        shop::sign_in(&mut till, ("Ana", shop::ANAS_PIN));
        till.scan(WATER.0);
        till.wait_for(WATER.1);
        for (keys, shown) in [
            ("agu", "Agua"),
            (key::ESC, "TOTAL"),
            (key::F1, "Teclas"),
            (key::ESC, "TOTAL"),
            (key::CTRL_P, "Órdenes"),
            (key::ESC, "TOTAL"),
            (key::ENTER, "A PAGAR"),
            ("5", "5"),
            (key::ENTER, "guardado"),
            (key::F9, "Recibo"),
            (key::ESC, "guardado"),
            ("\x0f", "PIN"),
            (key::ESC, "guardado"),
        ] {
            pause();
            till.keys(keys);
            till.wait_for(shown);
        }
        till.keys("\x03");
        till.wait_ended();
        assert!(till.is_restored(), "{:?}", kind.variables);
        let sent = read(&till.sent());
        let wrong: Vec<String> = sent.iter().filter_map(|sent| strange(sent, kind)).collect();
        assert!(
            wrong.is_empty(),
            "{:?}: {:?}",
            kind.variables,
            &wrong[..wrong.len().min(8)]
        );
        let reversed =
            |sent: &Sent| matches!(sent, Sent::Sequence(codes, 'm') if codes.split(';').any(|c| c == "7"));
        assert!(
            sent.iter().any(reversed),
            "{:?}: what is chosen stands out",
            kind.variables
        );
        assert_eq!(till.end(), 0);
    }
}

/// Numbers that look thrown (xorshift64, Marsaglia 2003), the same ones every time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, most: u64) -> u16 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most) as u16
    }
}

#[test]
fn a_window_that_never_holds_still_loses_no_key_and_no_line() {
    let home = shop::demo();
    let mut till = shop::signed_in(home.path(), 80, 24);
    till.scan(WATER.0);
    till.wait_for(WATER.1);
    let mut dice = Dice(0x5EED_2026);
    for round in 0..300 {
        // Keys count while the window is large enough to see what they do.
        let (columns, rows) = (40 + dice.throw(160), 15 + dice.throw(45));
        till.resize(columns, rows);
        if round % 3 == 0 {
            till.keys("z");
        }
        if round % 50 == 49 {
            till.resize(1 + dice.throw(39), 1 + dice.throw(14));
            till.resize(80, 24);
            till.wait_for("TOTAL");
        }
    }
    till.resize(80, 24);
    let wanted = "z".repeat(40);
    let screen = till.wait_until("the line, the total and forty letters", |screen| {
        screen.contains(&wanted) && screen.contains("TOTAL")
    });
    assert_eq!(screen.lines().count(), 24);
    for _ in 0..2 {
        pause();
        till.keys(key::ESC);
    }
    till.wait_for(WATER.1);
    pause();
    till.keys(key::ENTER);
    till.wait_for("A PAGAR");
    till.kill();
}

#[test]
fn a_flood_of_a_million_letters_is_no_order_and_stops_no_key() {
    let home = shop::demo();
    let before = shop::sales(home.path());
    let mut till = shop::signed_in(home.path(), 80, 24);
    till.scan(WATER.0);
    till.wait_for(WATER.1);
    let line = "agua 8410000000000\r\n\x1b[2J\x1b]0;title\x07 3*2910010795002\r";
    let flood = line.repeat((1 << 20) / line.len());
    till.keys(&format!("\x1b[200~{flood}\x1b[201~"));
    pause();
    till.keys(key::F1);
    till.wait_for("Teclas");
    pause();
    till.keys(key::ESC);
    till.wait_for("TOTAL");
    // The same without the marks of a paste: letters that somebody types, faster than anybody can.
    till.keys(&"leche ".repeat((1 << 16) / 6));
    till.keys(key::F1);
    till.wait_for("Teclas");
    for _ in 0..3 {
        pause();
        till.keys(key::ESC);
    }
    till.wait_for(WATER.1);
    till.kill();
    assert_eq!(shop::sales(home.path()), before, "nobody has paid");
}

#[test]
fn a_scanner_with_a_prefix_is_heard_over_a_dialog_and_never_answers_it() {
    let home = shop::demo();
    let dir = home.path().join(".config/tendero");
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(
        dir.join("config.toml"),
        "[scanner]\nprefix = \"~\"\nsuffix = \"#\"\n",
    )
    .unwrap();
    let before = shop::sales(home.path());
    let mut till = shop::signed_in(home.path(), 80, 24);
    let framed = format!("~{}#", WATER.0);
    till.scan(&framed);
    till.wait_for(WATER.1);
    for (opens, title) in [
        (key::F2, "Cantidad"),
        (key::F4, "Descuento"),
        (key::F6, "Aparcar"),
    ] {
        for code in [framed.as_str(), "~NOBODY-1#", WATER.0] {
            pause();
            till.keys(opens);
            till.wait_for(title);
            pause();
            till.scan(code);
            pause();
            till.keys(key::ESC);
            pause();
            till.keys(key::ESC);
            till.wait_for("TOTAL");
        }
    }
    // Asked to pay, a scan goes on the ticket while nothing is tendered.
    till.wait_for(WATER.1);
    pause();
    till.keys(key::ENTER);
    till.wait_for("A PAGAR");
    till.keys("0,10");
    pause();
    till.keys(key::F3);
    pause();
    till.scan(&framed);
    till.wait_for("ha empezado");
    till.wait_for("A PAGAR");
    till.kill();
    assert_eq!(shop::sales(home.path()), before, "no scan has said yes");
}
