//! A basket that a script asks to be sold: the catalogue and the shop's settings fill in what `quote` is
//! told. Must never sell at other terms than the shop's, whatever the script says.

use uuid::Uuid;

use super::barcode::Pattern;
use super::catalogue::Catalogue;
use super::document::Good;
use super::lookup;
use super::payment::Tender;
use super::quantity::Quantity;
use super::quote::{Refusal, Request, RequestLine};
use super::refusal::Refuse;
use super::shop::Shop;
use super::tax::{Tax, TaxClass};
use super::ticket::{Ticket, TicketLine};

impl Refuse for Refusal {
    fn code(&self) -> &'static str {
        self.code
    }
}

/// What can be said of a basket before the catalogue is asked: enough to know it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Names the basket for ever.
    pub id: Uuid,
    /// What is paid.
    pub tenders: Vec<Tender>,
    /// The request without what may be written in two ways, and without prices: those may have changed when
    /// the same basket is sent again.
    pub canonical: Vec<u8>,
    request: Request,
}

/// Reads a basket to be sold in that shop.
pub fn read(json: &str, shop: &Shop) -> Result<Asked, Refusal> {
    let request = Request::parse(json)?;
    let id = request.id.as_deref().ok_or_else(|| Refusal::missing("id"))?;
    let id = Uuid::try_parse(id).map_err(|_| {
        let why = "it is not a UUID, such as 01996f3c-7d1e-7000-8000-000000000001".to_owned();
        Refusal::field("id", "id-not-uuid", why)
    })?;
    same_terms(&request, shop)?;
    let tenders = request.tenders(&shop.terms(), &shop.accepts.rates)?;
    let canonical = canonical(&request, shop, &tenders)?;
    Ok(Asked {
        id,
        tenders,
        canonical,
        request,
    })
}

/// The id of a basket that cannot be read otherwise, for the answer to name it.
pub fn id_of(json: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(json).ok()?;
    let id = value.get("id")?.as_str()?;
    Some(id.chars().filter(|c| !c.is_control()).take(64).collect())
}

impl Asked {
    /// Who buys, by name or id.
    pub fn customer(&self) -> Option<&str> {
        self.request.customer.as_deref()
    }

    /// The ticket, with the goods as the catalogue has them now.
    pub fn ticket(
        &self,
        shop: &Shop,
        patterns: &[Pattern],
        catalogue: &Catalogue,
    ) -> Result<Ticket, Refusal> {
        let mut ticket = Ticket::new(self.id);
        for (number, line) in (1..).zip(&self.request.lines) {
            let mut good = good(line, number, shop, patterns, catalogue)?;
            if let Some(price) = &line.new_price {
                good.change_price(price.price(&format!("line {number}, new_price"))?);
            }
            ticket.lines.push(TicketLine {
                good,
                discount: match &line.discount {
                    Some(asked) => Some(asked.discount(&format!("line {number}, discount"), shop.currency)?),
                    None => None,
                },
            });
        }
        for (at, line) in self.request.lines.iter().enumerate() {
            ticket.write(Some(at), line.note.as_deref().unwrap_or_default());
        }
        ticket.write(None, self.request.note.as_deref().unwrap_or_default());
        ticket.discount = match &self.request.discount {
            Some(asked) => Some(asked.discount("discount", shop.currency)?),
            None => None,
        };
        Ok(ticket)
    }
}

fn canonical(request: &Request, shop: &Shop, tenders: &[Tender]) -> Result<Vec<u8>, Refusal> {
    let mut lines = Vec::with_capacity(request.lines.len());
    for (number, line) in (1..).zip(&request.lines) {
        let discount = match &line.discount {
            Some(asked) => Some(asked.discount(&format!("line {number}, discount"), shop.currency)?),
            None => None,
        };
        let code = line.code.as_deref().unwrap_or_default().trim();
        lines.push((code, line.quantity(&format!("line {number}, qty"))?, discount));
    }
    let discount = match &request.discount {
        Some(asked) => Some(asked.discount("discount", shop.currency)?),
        None => None,
    };
    let whole = (lines, discount, tenders);
    let written = match said(request)? {
        said if said.is_empty() => serde_json::to_vec(&whole),
        said => serde_json::to_vec(&(whole, said)),
    };
    Ok(written.expect("a basket has no map with keys that are not strings"))
}

/// What a basket says beyond goods and discounts, each with the line it stands on, 0 for the ticket; baskets
/// that say nothing of it keep the form they had.
fn said(request: &Request) -> Result<Vec<(usize, &'static str, String)>, Refusal> {
    let mut said = Vec::new();
    let notes = (1..).zip(request.lines.iter().map(|line| &line.note));
    for (at, note) in notes.chain([(0, &request.note)]) {
        said.extend(note.iter().map(|note| (at, "note", note.trim().to_owned())));
    }
    let customer = request.customer.iter().map(|name| name.trim().to_owned());
    said.extend(customer.map(|name| (0, "customer", name)));
    for (number, line) in (1..).zip(&request.lines) {
        if let Some(price) = &line.new_price {
            let price = price.price(&format!("line {number}, new_price"))?;
            said.push((number, "price", price.value().normalize().to_string()));
        }
    }
    Ok(said)
}

/// Refuses terms that are not the shop's; absent ones are.
fn same_terms(request: &Request, shop: &Shop) -> Result<(), Refusal> {
    let other = |field: &str, ours: &dyn std::fmt::Display| {
        let why = format!("this shop sells with {ours}: leave it out");
        Err(Refusal::field(field, "other-terms", why))
    };
    if request
        .currency()?
        .is_some_and(|currency| currency != shop.currency)
    {
        return other("currency", &shop.currency);
    }
    if request
        .prices_include_tax
        .is_some_and(|own| own != shop.prices_include_tax)
    {
        return other("prices_include_tax", &shop.prices_include_tax);
    }
    if request.tax_rounding.is_some_and(|own| own != shop.tax_rounding) {
        return other("tax_rounding", &"another one");
    }
    if request.rounding.is_some_and(|own| own != shop.rounding) {
        return other("rounding", &"another one");
    }
    if let Some(coin) = &request.cash_rounding {
        let coin = coin.money("cash_rounding", shop.currency)?;
        if Some(coin) != shop.cash_rounding {
            return other("cash_rounding", &"another one");
        }
    }
    Ok(())
}

fn good(
    line: &RequestLine,
    number: usize,
    shop: &Shop,
    patterns: &[Pattern],
    catalogue: &Catalogue,
) -> Result<Good, Refusal> {
    let field = |name: &str| format!("line {number}, {name}");
    let code = line
        .code
        .as_deref()
        .ok_or_else(|| Refusal::missing(field("code")))?;
    let found = lookup::resolve(catalogue, patterns, shop.currency, code).ok_or_else(|| {
        let shown: String = code.chars().filter(|c| !c.is_control()).take(40).collect();
        Refusal::field(
            &field("code"),
            "unknown-code",
            format!("no product has the code \"{shown}\""),
        )
    })?;
    let product = catalogue.get(found.row);
    if !product.active {
        let why = format!("{} is no longer sold", product.sku);
        return Err(Refusal::field(&field("code"), "retired", why));
    }
    let asked = line.quantity(&field("qty"))?;
    let quantity = match found.quantity {
        Some(label) => Quantity::new(label.value() * asked.value())
            .map_err(|why| Refusal::field(&field("qty"), why.code(), why.to_string()))?,
        None => asked,
    };
    let mut good = Good::of(&product.to_product(), quantity, found.price);
    match &line.price {
        Some(price) => {
            let price = price.price(&field("price"))?;
            if !product.open_price && price.value() != good.price.value() {
                let why = format!("{} costs {} here: leave the price out", product.sku, good.price);
                return Err(Refusal::field(&field("price"), "other-price", why));
            }
            good.price = price;
        }
        None if product.open_price && found.price.is_none() => {
            return Err(Refusal::missing(field("price")));
        }
        None => {}
    }
    same_taxes(line, &field("taxes"), shop.tax_class(product.tax))?;
    Ok(good)
}

/// Refuses taxes that are not those of the product's class; their names do not matter, and absent ones are.
fn same_taxes(line: &RequestLine, field: &str, class: Option<&TaxClass>) -> Result<(), Refusal> {
    let Some(asked) = &line.taxes else { return Ok(()) };
    let asked: Vec<Tax> = asked.iter().map(|tax| tax.tax(field)).collect::<Result<_, _>>()?;
    let own = class.map(|class| class.taxes.as_slice()).unwrap_or_default();
    if asked
        .iter()
        .map(|tax| tax.kind)
        .eq(own.iter().map(|tax| tax.kind))
    {
        return Ok(());
    }
    let why = "the product is taxed otherwise here: leave the taxes out".to_owned();
    Err(Refusal::field(field, "other-taxes", why))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::basket::{TaxRounding, Terms};
    use crate::domain::money::{Currency, Money, Rounding};
    use crate::domain::rate::Rate;

    const ID: &str = "01996f3c-7d1e-7000-8000-000000000001";

    fn shop() -> Shop {
        let currency = Currency::parse("EUR").unwrap();
        Shop {
            name: "Shop".to_owned(),
            currency,
            tax_classes: vec![TaxClass {
                name: "standard".to_owned(),
                taxes: vec![Tax::percent("IVA", Rate::parse("21").unwrap())],
            }],
            prices_include_tax: true,
            tax_rounding: TaxRounding::Line,
            rounding: Rounding::HalfUp,
            cash_rounding: None,
            max_quantity: Terms::max_quantity(),
            lang: "en".to_owned(),
            zone: "UTC".to_owned(),
            patterns: Vec::new(),
            variance_limit: Money::from_minor(500, currency),
            ..Shop::new("", currency)
        }
    }

    fn catalogue() -> Catalogue {
        let mut builder = Catalogue::builder();
        for (sku, extra) in [
            ("PAN", ""),
            ("OPEN", r#","open_price":true"#),
            ("OLD", r#","active":false"#),
        ] {
            let json = format!(r#"{{"sku":"{sku}","name":"{sku}","price":"1.10","tax":"standard"{extra}}}"#);
            builder.push(&serde_json::from_str(&json).unwrap());
        }
        builder.finish()
    }

    fn answer(lines: &str, more: &str) -> Result<Ticket, &'static str> {
        let json = format!(r#"{{"id":"{ID}","lines":[{lines}]{more}}}"#);
        let asked = read(&json, &shop()).map_err(|refusal| refusal.code)?;
        asked
            .ticket(&shop(), &[], &catalogue())
            .map_err(|refusal| refusal.code)
    }

    #[test]
    fn the_catalogue_gives_what_the_script_leaves_out() {
        let ticket = answer(r#"{"code":"PAN","qty":"2"}"#, "").unwrap();
        assert_eq!(ticket.lines[0].good.price.to_string(), "1.10");
        assert_eq!(ticket.lines[0].good.quantity.to_string(), "2");
        let same = r#"{"code":"PAN","price":"1.1","taxes":[{"name":"x","percent":"21"}]}"#;
        assert!(answer(same, r#","currency":"EUR","prices_include_tax":true"#).is_ok());
        assert!(answer(r#"{"code":"OPEN","price":"7"}"#, "").is_ok());
    }

    #[test]
    fn a_price_is_changed_by_its_own_field_only() {
        let ticket = answer(
            r#"{"code":"PAN","new_price":"1","note":" sin\nsal "}"#,
            r#","note":"x""#,
        )
        .unwrap();
        let good = &ticket.lines[0].good;
        assert_eq!(
            good.list_price.map(|price| price.to_string()),
            Some("1.10".to_owned())
        );
        assert_eq!(
            (good.price.to_string(), good.note.as_str()),
            ("1".to_owned(), "sin sal")
        );
        assert_eq!(ticket.note, "x");
        assert_eq!(
            answer(r#"{"code":"PAN","new_price":"-1"}"#, "").unwrap_err(),
            "price-negative"
        );
        assert_eq!(
            answer(r#"{"code":"PAN","note":7}"#, "").unwrap_err(),
            "not-a-basket"
        );
    }

    #[test]
    fn what_is_not_the_shops_is_refused() {
        let cases = [
            (r#"{"code":"NONE"}"#, "", "unknown-code"),
            (r#"{"code":"OLD"}"#, "", "retired"),
            (r#"{"code":"OPEN"}"#, "", "missing"),
            (r#"{"qty":"1"}"#, "", "missing"),
            (r#"{"code":"PAN","price":"1.00"}"#, "", "other-price"),
            (r#"{"code":"PAN","taxes":[]}"#, "", "other-taxes"),
            (r#"{"code":"PAN"}"#, r#","currency":"USD""#, "other-terms"),
            (
                r#"{"code":"PAN"}"#,
                r#","prices_include_tax":false"#,
                "other-terms",
            ),
            (r#"{"code":"PAN"}"#, r#","cash_rounding":"0.05""#, "other-terms"),
        ];
        for (lines, more, code) in cases {
            assert_eq!(answer(lines, more).unwrap_err(), code, "{lines} {more}");
        }
        assert_eq!(read(r#"{"lines":[]}"#, &shop()).unwrap_err().code, "missing");
        assert_eq!(
            read(r#"{"id":"7","lines":[]}"#, &shop()).unwrap_err().code,
            "id-not-uuid"
        );
    }

    #[test]
    fn the_same_basket_written_otherwise_is_the_same() {
        let canonical = |lines: &str| {
            let json = format!(r#"{{"id":"{ID}","lines":[{lines}]}}"#);
            read(&json, &shop()).unwrap().canonical
        };
        let first = canonical(r#"{"code":"PAN"}"#);
        assert_eq!(
            first,
            canonical(r#"{"qty":"1.000","code":" PAN ","price":"9.99"}"#)
        );
        assert_ne!(first, canonical(r#"{"code":"PAN","qty":"2"}"#));
        assert_ne!(first, canonical(r#"{"code":"PAN","note":"x"}"#));
        assert_ne!(first, canonical(r#"{"code":"PAN","new_price":"1"}"#));
        assert_eq!(
            canonical(r#"{"code":"PAN","new_price":"1","note":"x "}"#),
            canonical(r#"{"code":"PAN","new_price":"1.00","note":"x"}"#)
        );
        assert_ne!(first, canonical(r#"{"code":"PAN","discount":{"percent":"1"}}"#));
    }
}
