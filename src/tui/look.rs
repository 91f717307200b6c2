//! How everything is said and shown on this machine: words, colours, marks, keys. Must never hold a fact of
//! the shop.

use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::lang::{self, Lang, Sign, Words};

use super::command::{Command, TABLE};
use super::glyphs::{ASCII, Glyphs, UNICODE};
use super::key::Key;
use super::keymap::Keymap;
use super::theme::{Theme, Tier};

/// Words, colours, marks and keys.
#[derive(Debug)]
pub struct Look {
    /// The messages.
    pub words: Words,
    /// The colours.
    pub theme: Theme,
    /// The marks.
    pub glyphs: Glyphs,
    /// The keys.
    pub keymap: Keymap,
    /// Path of this machine's config file.
    pub config: String,
    /// Whether this machine speaks its own language instead of the shop's.
    pub fixed: bool,
}

impl Look {
    /// A look made of these.
    pub fn new(lang: Lang, tier: Tier, ascii: bool, keymap: Keymap) -> Look {
        Look {
            words: Words::new(lang),
            theme: Theme::new(tier),
            glyphs: if ascii { ASCII } else { UNICODE },
            keymap,
            config: String::new(),
            fixed: false,
        }
    }

    /// Speaks the language of the shop, unless this machine has its own.
    pub fn speak(&mut self, shop: &str) {
        if let Some(lang) = Lang::parse(shop).filter(|lang| !self.fixed && *lang != self.lang()) {
            self.words = Words::new(lang);
        }
    }

    /// The key that the footer shows for a command, if it has one.
    pub fn key_of(&self, command: Command) -> Option<Key> {
        let row = TABLE.iter().find(|row| row.command == command)?;
        self.keymap.keys(row).first().copied()
    }

    /// The language of the words.
    pub fn lang(&self) -> Lang {
        self.words.lang()
    }

    /// An amount without its currency: in columns and totals.
    pub fn figure(&self, money: Money) -> String {
        lang::money(self.lang(), money.amount(), money.currency().code(), Sign::None)
    }

    /// An amount with its currency, in sentences.
    pub fn money(&self, money: Money) -> String {
        let sign = if self.glyphs.ascii {
            Sign::Code
        } else {
            Sign::Symbol
        };
        lang::money(self.lang(), money.amount(), money.currency().code(), sign)
    }

    /// The price of one unit, without its currency.
    pub fn price(&self, price: UnitPrice, currency: crate::domain::money::Currency) -> String {
        lang::money(self.lang(), price.value(), currency.code(), Sign::None)
    }

    /// A quantity with its unit.
    pub fn quantity(&self, quantity: Quantity, unit: &str) -> String {
        lang::quantity(self.lang(), quantity.value(), unit)
    }
}
