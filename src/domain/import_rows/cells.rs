//! The values of one row, read one by one. Must never repair a number.

use super::header::COLUMNS;
use super::problem::{Problem, Reason, quoted};
use super::records::Record;
use super::row::ImportRow;
use super::unguarded;
use crate::domain::barcode;
use crate::domain::product::{CODES_MAX, Code, LABEL_MAX, NAME_MAX, Product, Sku, Unit};
use crate::domain::quantity::Quantity;
use crate::domain::rate::{RateRefusal, UnitPrice};
use crate::domain::text;

/// One row while it is read; what is wrong gathers, so that a person sees all of it at once.
pub(super) struct Cells<'a> {
    pub(super) record: &'a Record,
    pub(super) places: &'a [usize; COLUMNS.len()],
    pub(super) tax_classes: &'a [&'a str],
    pub(super) errors: Vec<Problem>,
    pub(super) warnings: Vec<Problem>,
}

/// Places in [`COLUMNS`].
pub(super) const SKU: usize = 0;
pub(super) const BARCODE: usize = 1;
const NAME: usize = 2;
const CATEGORY: usize = 3;
const PRICE: usize = 4;
const COST: usize = 5;
const TAX: usize = 6;
const UNIT: usize = 7;
const STOCK: usize = 8;
const MIN_STOCK: usize = 9;

impl Cells<'_> {
    /// The row; `None` when `errors` says why.
    pub(super) fn read(&mut self) -> Option<ImportRow> {
        let sku = self.sku();
        let codes = self.codes();
        let name = self.label(NAME, NAME_MAX, true);
        let category = self.label(CATEGORY, LABEL_MAX, false);
        let price = self.price(PRICE);
        let cost = self.price(COST);
        if self.text(PRICE).is_empty() {
            self.error(PRICE, Reason::Missing);
        }
        let tax = self.tax();
        let unit = self.unit();
        let stock = self.quantity(STOCK, unit);
        let min_stock = self.quantity(MIN_STOCK, unit);
        if let Some(least) = min_stock.filter(|least| *least < Quantity::ZERO) {
            let value = least.to_string();
            self.error(MIN_STOCK, Reason::Negative { value });
        }
        if !self.errors.is_empty() {
            return None;
        }
        let product = Product {
            sku: sku?,
            codes,
            name,
            category,
            price: price?,
            cost,
            tax,
            unit: unit?,
            min_stock,
            open_price: false,
            active: true,
        };
        Some(ImportRow::new(product, stock))
    }

    /// What is wrong in a column.
    pub(super) fn error(&mut self, column: usize, reason: Reason) {
        self.errors.push(self.problem(column, reason));
    }

    fn problem(&self, column: usize, reason: Reason) -> Problem {
        Problem {
            line: self.record.line,
            column: Some(COLUMNS[column]),
            reason,
        }
    }

    /// The value without outer blanks and without the sign that guards it from spreadsheets.
    fn text(&self, column: usize) -> &str {
        let bytes = self.record.value(self.places[column]);
        // Checked for the whole record before; a value that was cut is refused before, too.
        unguarded(str::from_utf8(bytes).unwrap_or_default().trim())
    }

    fn sku(&mut self) -> Option<Sku> {
        let read = Sku::new(self.text(SKU));
        read.map_err(|refusal| self.error(SKU, Reason::Number(refusal)))
            .ok()
    }

    fn codes(&mut self) -> Vec<Code> {
        let mut codes: Vec<Code> = Vec::new();
        let parts = self
            .text(BARCODE)
            .split('|')
            .filter(|part| !part.trim().is_empty());
        for part in parts.map(str::to_owned).collect::<Vec<_>>() {
            match Code::new(&part) {
                Err(refusal) => self.error(BARCODE, Reason::Number(refusal)),
                Ok(code) if codes.contains(&code) => {}
                Ok(code) if codes.len() < CODES_MAX => {
                    if barcode::check(code.as_str()) == Some(false) {
                        let code = code.to_string();
                        self.warnings
                            .push(self.problem(BARCODE, Reason::CheckDigit { code }));
                    }
                    codes.push(code);
                }
                Ok(_) => {
                    self.error(BARCODE, Reason::TooManyCodes { max: CODES_MAX });
                    break;
                }
            }
        }
        codes
    }

    fn label(&mut self, column: usize, max: usize, needed: bool) -> String {
        // Cleaned within twice the bound: enough to tell that it is beyond it.
        let label = text::clean(self.text(column), 2 * max);
        if label.is_empty() && needed {
            self.error(column, Reason::Missing);
        }
        if label.len() > max {
            self.error(column, Reason::TooLong { max });
        }
        label
    }

    fn price(&mut self, column: usize) -> Option<UnitPrice> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let read: Result<UnitPrice, RateRefusal> = UnitPrice::parse(text);
        read.map_err(|refusal| self.error(column, Reason::Price(refusal)))
            .ok()
    }

    fn tax(&mut self) -> String {
        let class = self.text(TAX).to_owned();
        if class.is_empty() {
            self.error(TAX, Reason::Missing);
        } else if !self.tax_classes.contains(&class.as_str()) {
            let known = self.tax_classes.join(", ");
            let class = quoted(&class);
            self.error(TAX, Reason::UnknownTax { class, known });
        }
        class
    }

    fn unit(&mut self) -> Option<Unit> {
        let name = self.text(UNIT);
        let unit = Unit::named(name);
        if name.is_empty() {
            self.error(UNIT, Reason::Missing);
        } else if unit.is_none() {
            let known = Unit::ALL.map(Unit::name).join(", ");
            let unit = quoted(name);
            self.error(UNIT, Reason::UnknownUnit { unit, known });
        }
        unit
    }

    fn quantity(&mut self, column: usize, unit: Option<Unit>) -> Option<Quantity> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match Quantity::parse(text) {
            Err(refusal) => {
                self.error(column, Reason::Quantity(refusal));
                None
            }
            Ok(quantity) => {
                if let Some(unit) = unit.filter(|unit| quantity.decimals() > u32::from(unit.decimals())) {
                    let value = quantity.to_string();
                    let (unit, decimals) = (unit.name(), unit.decimals());
                    self.error(
                        column,
                        Reason::TooFine {
                            value,
                            unit,
                            decimals,
                        },
                    );
                }
                Some(quantity)
            }
        }
    }
}
