//! The ticket being typed: lines chosen from the catalogue, not yet paid, not yet a fact. Must never change a
//! price after the line was shown, unless a person does, and then it keeps the price before.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::basket::{Basket, Line};
use super::customer::Buyer;
use super::discount::{Discount, Given};
use super::document::{Good, Sale};
use super::permission::Approval;
use super::product::Product;
use super::quantity::Quantity;
use super::rate::UnitPrice;
use super::shop::Shop;
use super::text;

/// The longest note on a line or a ticket, in bytes.
pub const NOTE_MAX: usize = 400;
/// The longest note that one may type, in letters.
pub const NOTE_LETTERS: usize = 100;

/// One line: the product as it was when it was scanned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketLine {
    /// What and how much; the price is frozen from the moment it was shown.
    pub good: Good,
    /// Discount on this line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
}

/// What the cashier has in hand. Its id becomes the sale's, so that paying twice sells once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// UUIDv7, drawn when the ticket was begun.
    pub id: Uuid,
    /// In the order of scanning.
    pub lines: Vec<TicketLine>,
    /// Discount on the whole ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// Who buys, where somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Buyer>,
    /// What the person wrote on it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What somebody allowed for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<Approval>,
}

impl Good {
    /// A good of this product, at its price or at the one its code carried.
    pub fn of(product: &Product, quantity: Quantity, price: Option<UnitPrice>) -> Good {
        Good {
            sku: product.sku.clone(),
            name: product.name.clone(),
            quantity,
            unit: product.unit,
            price: price.unwrap_or(product.price),
            tax: product.tax.clone(),
            category: product.category.clone(),
            cost: product.cost,
            list_price: None,
            note: String::new(),
        }
    }

    /// Whether it is sold at another price than it had.
    pub fn price_changed(&self) -> bool {
        self.list_price.is_some_and(|before| before != self.price)
    }

    /// Sells it at another price from now on, and keeps the one it had first. Back at that one it is as if
    /// nothing had been.
    pub fn change_price(&mut self, price: UnitPrice) {
        let before = self.list_price.unwrap_or(self.price);
        self.list_price = (before != price).then_some(before);
        self.price = price;
    }
}

impl TicketLine {
    /// A line as it was scanned.
    pub fn new(good: Good) -> TicketLine {
        TicketLine { good, discount: None }
    }

    /// So much of it, at the same terms; an amount off stays with the rest.
    #[must_use]
    pub fn less(&self, quantity: Quantity) -> TicketLine {
        let mut part = self.clone();
        part.good.quantity = quantity;
        part.discount = part
            .discount
            .filter(|given| matches!(given, Discount::Percent(_)));
        part
    }

    /// Whether more of the same may simply be added to it: nothing on it was said of this line alone.
    fn is_plain(&self) -> bool {
        self.discount.is_none() && self.good.list_price.is_none() && self.good.note.is_empty()
    }
}

impl Ticket {
    /// An empty ticket.
    pub fn new(id: Uuid) -> Ticket {
        Ticket {
            id,
            lines: Vec::new(),
            discount: None,
            customer: None,
            note: String::new(),
            approvals: Vec::new(),
        }
    }

    /// Adds a good. The same product at the same price directly after itself only raises the quantity, as
    /// long as it is counted in pieces; a weighed good, and one with a discount, a note or a changed price,
    /// is always a line of its own.
    pub fn add(&mut self, good: Good) {
        if let Some(last) = self.lines.last_mut()
            && last.is_plain()
            && last.good.unit.decimals() == 0
            && last.good.sku == good.sku
            && last.good.price == good.price
            && let Ok(sum) = last.good.quantity.checked_add(good.quantity)
        {
            last.good.quantity = sum;
            return;
        }
        self.lines.push(TicketLine::new(good));
    }

    /// Writes a note on a line, or on the whole ticket; an empty one takes it off.
    pub fn write(&mut self, line: Option<usize>, note: &str) {
        let note = text::clean(note, NOTE_MAX);
        match line {
            None => self.note = note,
            Some(line) => {
                if let Some(line) = self.lines.get_mut(line) {
                    line.good.note = note;
                }
            }
        }
    }

    /// Gives a discount on a line, or on the whole ticket; none takes it off.
    pub fn discount(&mut self, line: Option<usize>, discount: Option<Discount>) {
        match line {
            None => self.discount = discount,
            Some(line) => {
                if let Some(line) = self.lines.get_mut(line) {
                    line.discount = discount;
                }
            }
        }
    }

    /// Its discounts as the document keeps them.
    pub fn given(&self) -> Vec<Given> {
        let lines = (1..).zip(&self.lines);
        let on_lines = lines.filter_map(|(at, line)| {
            line.discount.map(|discount| Given {
                line: Some(at),
                discount,
            })
        });
        let on_ticket = self.discount.map(|discount| Given { line: None, discount });
        on_lines.chain(on_ticket).collect()
    }

    /// The ticket that a sale was, for its steps to be explained.
    pub fn of(sale: &Sale) -> Ticket {
        let lines = sale.goods.iter().cloned().map(TicketLine::new);
        let mut ticket = Ticket {
            id: sale.id,
            lines: lines.collect(),
            discount: None,
            customer: sale.customer.clone(),
            note: sale.note.clone(),
            approvals: sale.approvals.clone(),
        };
        // A document from before discounts were kept as given has what they came to.
        for (at, line) in sale.priced.lines.iter().enumerate() {
            let came_to = Some(Discount::Amount(line.discount)).filter(|_| !line.discount.is_zero());
            ticket.discount(Some(at), came_to);
        }
        ticket.discount =
            Some(Discount::Amount(sale.priced.discount)).filter(|_| !sale.priced.discount.is_zero());
        for given in &sale.discounts {
            let line = given.line.map(|line| line.saturating_sub(1));
            ticket.discount(line, Some(given.discount));
        }
        ticket
    }

    /// The ticket as the pricing engine takes it, on the terms of the shop.
    pub fn basket(&self, shop: &Shop) -> Basket {
        let line = |line: &TicketLine| Line {
            code: line.good.sku.to_string(),
            name: line.good.name.clone(),
            quantity: line.good.quantity,
            quantity_decimals: u32::from(line.good.unit.decimals()),
            price: line.good.price,
            discount: line.discount,
            taxes: shop
                .tax_class(&line.good.tax)
                .map(|class| class.taxes.clone())
                .unwrap_or_default(),
        };
        Basket {
            terms: shop.terms(),
            lines: self.lines.iter().map(line).collect(),
            discount: self.discount,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn good(price: &str) -> Good {
        serde_json::from_value(serde_json::json!({
            "sku": "PAN", "name": "Pan", "quantity": "1", "unit": "ea", "price": price, "tax": "standard",
        }))
        .unwrap()
    }

    #[test]
    fn only_what_nothing_was_said_of_is_added_up() {
        let said: [fn(&mut Ticket); 3] = [
            |ticket| ticket.write(Some(0), "sin sal"),
            |ticket| ticket.discount(Some(0), Some(Discount::Percent(super::super::rate::Rate::ZERO))),
            |ticket| ticket.lines[0].good.change_price(UnitPrice::ZERO),
        ];
        for say in said {
            let mut ticket = Ticket::new(Uuid::nil());
            ticket.add(good("1.10"));
            ticket.add(good("1.10"));
            assert_eq!(ticket.lines.len(), 1);
            say(&mut ticket);
            ticket.add(good("1.10"));
            assert_eq!(ticket.lines.len(), 2);
        }
    }

    #[test]
    fn a_changed_price_remembers_the_first_one() {
        let mut good = good("1.10");
        let price = |text| UnitPrice::parse(text).unwrap();
        good.change_price(price("1.00"));
        good.change_price(price("0.90"));
        assert!(good.price_changed());
        assert_eq!(good.list_price, Some(price("1.10")));
        good.change_price(price("1.1"));
        assert!(!good.price_changed() && good.list_price.is_none());
    }

    #[test]
    fn a_note_is_one_line_and_bounded() {
        let mut ticket = Ticket::new(Uuid::nil());
        ticket.write(None, &format!("  a\u{7}b\n{}", "x".repeat(900)));
        assert!(!ticket.note.contains(['\u{7}', '\n']) && ticket.note.len() <= NOTE_MAX);
        ticket.write(None, "");
        assert_eq!(ticket.note, "");
    }

    /// Drafts and parked tickets of earlier versions are still read.
    #[test]
    fn the_kept_form_only_grows() {
        let kept = concat!(
            r#"{"id":"00000000-0000-0000-0000-000000000000","lines":[{"good":{"sku":"PAN","name":"Pan","#,
            r#""quantity":"1","unit":"ea","price":"1.10","tax":"standard"}}]}"#,
        );
        let ticket: Ticket = serde_json::from_str(kept).unwrap();
        assert_eq!(serde_json::to_string(&ticket).unwrap(), kept);
    }
}
