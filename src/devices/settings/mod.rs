//! `[printer]` of the config file: what stands beside this till and how it is reached. Must never hold a fact
//! of the shop.

mod edit;

use serde::{Deserialize, Serialize};

use super::code_page::CodePage;
use crate::domain::refusal::Refuse;

pub use edit::edit;

/// The printer and the drawer that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

impl Printer {
    /// Whether it can be reached as it is set up; what is missing where it cannot.
    ///
    /// # Errors
    /// An address is missing.
    pub fn check(&self) -> Result<(), PrinterRefusal> {
        let at = self.at.trim();
        let needs = matches!(self.via, Via::Network | Via::File | Via::Text);
        let no_host = self.via == Via::Network && at.contains(['/', ' ']);
        if (needs && at.is_empty()) || no_host {
            return Err(PrinterRefusal::NoAddress);
        }
        Ok(())
    }
}

/// Why a printer is not set up like that. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrinterRefusal {
    /// It does not say where it is.
    #[error("say where the printer is: an address such as 192.168.1.50, or a file")]
    NoAddress,
    /// The config file cannot be written.
    #[error("the config file {path} cannot be written ({why}): nothing was changed")]
    NotKept {
        /// The file.
        path: String,
        /// What the system said.
        why: String,
    },
    /// A person wrote the section in a form that is not edited line by line.
    #[error("[printer] in {path} is written in a way that only a person can change: change it there")]
    ByHand {
        /// The file.
        path: String,
    },
}

impl Refuse for PrinterRefusal {
    fn code(&self) -> &'static str {
        match self {
            PrinterRefusal::NoAddress => "printer-without-address",
            PrinterRefusal::NotKept { .. } => "printer-not-kept",
            PrinterRefusal::ByHand { .. } => "printer-by-hand",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            PrinterRefusal::NoAddress => Vec::new(),
            PrinterRefusal::NotKept { path, why } => vec![("path", path.clone()), ("why", why.clone())],
            PrinterRefusal::ByHand { path } => vec![("path", path.clone())],
        }
    }
}

/// The way to a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Columns(u16);

impl Columns {
    /// How many.
    pub fn count(self) -> usize {
        usize::from(self.0)
    }
}

impl From<Columns> for u16 {
    fn from(columns: Columns) -> u16 {
        columns.0
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Receipts {
    /// At once.
    #[default]
    Always,
    /// When somebody asks for it on the change screen.
    Ask,
    /// Never by itself, and the change screen says nothing of it; the key still prints.
    Never,
}

/// The pins of the drawer's plug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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
