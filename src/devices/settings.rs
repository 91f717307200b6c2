//! `[printer]` of the config file: what stands beside this till and how it is reached. Must never hold a fact
//! of the shop.

use serde::Deserialize;

use super::code_page::CodePage;

/// The printer and the drawer that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a [printer] section")]
pub struct Printer {
    /// How it is reached.
    pub via: Via,
    /// Where: a device file, an address, a queue or a file, as `via` says.
    pub at: String,
    /// Letters in a line.
    pub columns: Columns,
    /// Its letters.
    pub code_page: CodePage,
    /// Whether a sale prints its receipt.
    pub receipts: Receipts,
    /// Where the drawer's cable is plugged in.
    pub drawer: Drawer,
    /// How a square code is printed.
    pub square: Square,
    /// Whether it cuts.
    pub cut: bool,
    /// Whether a network printer must say that it has printed.
    pub confirm: bool,
}

impl Default for Printer {
    fn default() -> Printer {
        Printer {
            via: Via::None,
            at: String::new(),
            columns: Columns(48),
            code_page: CodePage::default(),
            receipts: Receipts::Always,
            drawer: Drawer::None,
            square: Square::Printer,
            cut: true,
            confirm: true,
        }
    }
}

/// The way to a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Via {
    /// There is none.
    #[default]
    None,
    /// A device file.
    Usb,
    /// TCP, port 9100.
    Network,
    /// The machine's own print service.
    Cups,
    /// A file that takes the printer's bytes, for trying.
    File,
    /// A file that takes plain text, for trying.
    Text,
}

/// Letters in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u16")]
pub struct Columns(u16);

impl Columns {
    /// How many.
    pub fn count(self) -> usize {
        usize::from(self.0)
    }
}

impl TryFrom<u16> for Columns {
    type Error = &'static str;

    fn try_from(columns: u16) -> Result<Columns, &'static str> {
        match columns {
            32 | 42 | 48 => Ok(Columns(columns)),
            _ => Err("32, 42 or 48 columns are allowed"),
        }
    }
}

/// Whether a sale prints its receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Receipts {
    /// At once.
    #[default]
    Always,
    /// When somebody asks for it on the change screen.
    Ask,
    /// Never by itself; the change screen offers nothing.
    Never,
}

/// The pins of the drawer's plug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Drawer {
    /// There is none.
    #[default]
    #[serde(rename = "none")]
    None,
    /// Pin 2, as most.
    #[serde(rename = "pin2")]
    Pin2,
    /// Pin 5: the second drawer.
    #[serde(rename = "pin5")]
    Pin5,
}

/// How a square code is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Square {
    /// The printer draws it.
    #[default]
    Printer,
    /// It is sent as a picture, to a printer that cannot.
    Picture,
    /// Not at all: its text stands there.
    None,
}
