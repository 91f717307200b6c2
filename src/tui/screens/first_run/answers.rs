//! What a newcomer has settled so far. Must never hold what was not understood.

use crate::devices::settings::Printer;
use crate::domain::currency::Currency;
use crate::domain::decide::shop::usual_variance;
use crate::domain::import_rows::ImportRow;
use crate::domain::money::Money;
use crate::domain::shop::Shop;
use crate::lang::Lang;
use crate::register::first_run::FirstRun;
use crate::tui::look::Look;

use super::Start;

/// Weighed goods as most scales of a shop print them.
const PATTERN: &str = "21IIIIIWWWWWC";

/// The answers, each with its proposal until it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answers {
    pub(super) start: Start,
    pub(super) shop: Shop,
    pub(super) owner: String,
    pub(super) pin: String,
    /// Whether the recovery code was typed back.
    pub(super) recovery: bool,
    pub(super) product: Option<ImportRow>,
    pub(super) printer: Option<Printer>,
    pub(super) float: Money,
}

impl Answers {
    pub(super) fn new(start: Start, lang: Lang) -> Answers {
        let euro = Currency::parse("EUR").expect("the euro is a currency");
        let currency = start.country.map_or(euro, |country| country.currency());
        let mut shop = Shop::new("", currency);
        shop.lang = lang.tag().to_owned();
        shop.zone = start.zone.clone();
        shop.patterns = vec![PATTERN.to_owned()];
        shop.variance_limit = usual_variance(currency);
        Answers {
            start,
            shop,
            owner: String::new(),
            pin: String::new(),
            recovery: false,
            product: None,
            printer: None,
            float: Money::zero(currency),
        }
    }

    /// In a line: what will stand after the last Enter.
    pub(super) fn summary(&self, look: &Look) -> String {
        let words = &look.words;
        let taxes = self.shop.tax_classes.len();
        let values = [
            ("shop", self.shop.name.as_str().into()),
            ("currency", self.shop.currency.code().into()),
            ("taxes", taxes.into()),
            ("owner", self.owner.as_str().into()),
        ];
        words.format("first-summary", &values)
    }

    /// All of it, to be founded.
    pub(super) fn first_run(&self) -> FirstRun {
        FirstRun {
            shop: self.shop.clone(),
            owner: self.owner.clone(),
            pin: self.pin.clone(),
            recovery: self.recovery.then(|| self.start.recovery.clone()),
            product: self.product.clone(),
            printer: self.printer.clone(),
            float: self.float,
        }
    }
}
