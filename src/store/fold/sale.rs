//! Documents and closings as the fold takes them in. Must never list what is numbered without a gap.

use jiff::civil::Date;

use super::Fold;
use super::goods::{scaled, thousandths};
use crate::domain::document::{Good, Sale};
use crate::domain::money::{self, Currency, Money, Rounding};
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::retold::Told;
use crate::domain::shift::Closing;
use crate::store::codec::block::Sold;
use crate::store::codec::encode;
use crate::store::schema::{block_of, dekad_key};
use crate::store::{CategoryFigures, ClosingBrief, Dekad, Hour, StoreError};

impl Fold<'_> {
    pub(super) fn sale(&mut self, sale: &Sale, position: u64, told: Told) -> Result<(), StoreError> {
        let series = self.file(&sale.number, position, told)?;
        self.unpark(sale.id)?;
        self.bought(sale.customer.as_ref(), &sale.tenders, 1, (position, told))?;
        let (mut cost, mut uncosted) = (0_i64, 0_i64);
        for (good, line) in sale.goods.iter().zip(&sale.priced.lines) {
            let sold = sold(good.quantity, good.cost, line.net);
            cost = sold.cost.saturating_add(cost);
            uncosted = sold.uncosted.saturating_add(uncosted);
            let level = if told == Told::Back { 0 } else { -sold.quantity };
            self.good(good, sold, level, sale.date)?;
        }
        self.spend(&sale.tenders)?;
        let currency = sale.priced.currency;
        let row = self.day(sale.date, currency)?;
        row.note(series, sale.number.number);
        row.day.figures.add(sale);
        row.day.cost.gather(Money::from_minor(cost, currency));
        row.day.uncosted.gather(Money::from_minor(uncosted, currency));
        for (good, line) in sale.goods.iter().zip(&sale.priced.lines) {
            let sold = sold(good.quantity, good.cost, line.net);
            row.day.sort_in(&good.category, sorted(sold, currency));
        }
        let hour = row
            .day
            .hours
            .entry(sale.time.hour().unsigned_abs())
            .or_insert(Hour {
                sales: 0,
                total: Money::zero(currency),
            });
        hour.sales += 1;
        hour.total.gather(sale.priced.total);
        Ok(())
    }

    /// Moves a product's level, and its dekad by what was sold of it.
    pub(super) fn good(&mut self, good: &Good, sold: Sold, level: i64, date: Date) -> Result<(), StoreError> {
        let number = match self.standing(good.sku.as_str())? {
            Some(known) => known.number,
            None => self.add_product(&unlisted(good), false)?,
        };
        let (block, index) = block_of(number);
        let dekad = dekad_key(Dekad::of(date));
        self.turn_dekad(block, dekad)?;
        let held = self.block(block)?;
        let row = held.row_mut(index);
        if let Some(stands) = &mut row.level {
            *stands = stands.saturating_add(level);
        }
        if held.dekad == dekad {
            let row = held.row_mut(index);
            row.sold = Some(row.sold.unwrap_or_default().plus(sold));
        } else {
            // The clock was behind when this was sold: its dekad is history already.
            let row = self.past(dekad, block)?.row_mut(index);
            row.sold = Some(row.sold.unwrap_or_default().plus(sold));
        }
        Ok(())
    }

    pub(super) fn closing(&mut self, closing: &Closing, position: u64) -> Result<(), StoreError> {
        let brief = ClosingBrief {
            number: closing.number,
            shift: closing.opened.number,
            date: closing.opened.date,
            by: closing.by,
            sales: closing.figures.sales,
            total: closing.figures.total,
            expected: closing.expected,
            counted: closing.counted,
            variance: closing.variance,
            position,
        };
        self.closings.insert(closing.number, encode(&brief).as_slice())?;
        Ok(())
    }
}

/// One line as the figures of its category take it in; what came back is no line sold.
pub(super) fn sorted(sold: Sold, currency: Currency) -> CategoryFigures {
    let money = |minor| Money::from_minor(minor, currency);
    CategoryFigures {
        lines: u64::from(sold.quantity >= 0),
        net: money(sold.net),
        cost: money(sold.cost),
        uncosted: money(sold.uncosted),
    }
}

/// What one line moves. Its cost is a figure for reports, rounded to the currency's scale line by line.
pub(in crate::store) fn sold(quantity: Quantity, cost: Option<UnitPrice>, net: Money) -> Sold {
    let cost = cost.map(|cost| {
        let places = net.currency().exponent();
        let cost = money::round(cost.value() * quantity.value(), places, Rounding::HalfUp);
        scaled(cost, places)
    });
    Sold {
        quantity: thousandths(quantity),
        net: net.minor(),
        cost: cost.unwrap_or(0),
        uncosted: if cost.is_none() { net.minor() } else { 0 },
    }
}

/// A product that was sold and is in no list; it only has a number. The till sells none such, but an entry is
/// a fact, whatever this thinks of it.
fn unlisted(good: &Good) -> Product {
    Product {
        sku: good.sku.clone(),
        codes: Vec::new(),
        name: good.name.clone(),
        category: good.category.clone(),
        price: good.price,
        cost: good.cost,
        tax: good.tax.clone(),
        unit: good.unit,
        min_stock: None,
        open_price: false,
        active: false,
    }
}
