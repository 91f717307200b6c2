//! The shop that the screens show: who works there, what it sells, how it is set up. Must never change under
//! a test.

use tendero::domain::barcode::check_digit;
use tendero::domain::basket::TaxRounding;
use tendero::domain::money::{Currency, Money, Rounding};
use tendero::domain::product::Product;
use tendero::domain::quantity::Quantity;
use tendero::domain::rate::Rate;
use tendero::domain::shop::Shop;
use tendero::domain::staff::{PersonId, Role};
use tendero::domain::tax::{Tax, TaxClass};
use uuid::Uuid;

/// Who works there, and their PINs.
pub(crate) const PEOPLE: [(&str, Role, &str); 3] = [
    ("Luz", Role::Owner, "246810"),
    ("Ana", Role::Cashier, "1234"),
    ("Bruno", Role::Supervisor, "135790"),
];

/// SKU, EAN without its check digit, name, category, price, tax, unit, level.
const GOODS: &str = "\
LEC-1;841234500001;Leche entera 1 L;Lácteos;1.15;reduced;ea;48
PAN-1;841234500002;Pan de molde integral 450 g;Panadería;1.89;reduced;ea;12
CAF-1;841234500003;Café molido natural 250 g;Bebidas;3.20;reduced;ea;14
CAF-2;841234500004;Café molido descafeinado 250 g;Bebidas;3.45;reduced;ea;0
MOL-1;841234500005;Molinillo de café;Hogar;18.90;standard;ea;2
MAN-1;210000100000;Manzana Golden;Fruta;2.49;reduced;kg;32.5
AGU-1;841234500007;Agua mineral 1,5 L;Bebidas;0.60;reduced;ea;
CHO-1;841234500008;Chocolate con leche 100 g;Dulces;1.40;reduced;ea;30
PIL-1;841234500009;Pilas AA, paquete de 4;Hogar;4.95;standard;ea;9
LIB-1;841234500010;Cuaderno rayado A5;Papelería;2.10;standard;ea;22
SEL-1;;Sello de correos;Papelería;1.00;exempt;ea;100
ARR-1;841234500011;Arroz redondo 1 kg;Despensa;1.75;reduced;ea;40";

/// The EAN-13 of the good with that SKU.
pub(crate) fn code(sku: &str) -> String {
    let good = GOODS.lines().find(|good| good.starts_with(sku)).unwrap();
    let body = good.split(';').nth(1).unwrap();
    format!("{body}{}", char::from(check_digit(body).unwrap()))
}

/// A label of a scale: article 00001, so many grams.
pub(crate) fn weighed(grams: u32) -> String {
    let body = format!("2100001{grams:05}");
    format!("{body}{}", char::from(check_digit(&body).unwrap()))
}

/// What the tests call things beside goods and people: the shop, customers, notes, reasons, papers.
pub(crate) const CALLED: &str = "Bodega Luz Luna Marta Carmen Ruiz";

pub(super) fn person_id(at: usize) -> PersonId {
    PersonId(Uuid::from_u128(100 + at as u128))
}

pub(super) fn euros(minor: i64) -> Money {
    Money::from_minor(minor, Currency::parse("EUR").unwrap())
}

pub(super) fn shop(lang: &str) -> Shop {
    let class = |name: &str, percent: Option<&str>| TaxClass {
        name: name.to_owned(),
        taxes: percent
            .map(|percent| Tax::percent("IVA", Rate::parse(percent).unwrap()))
            .into_iter()
            .collect(),
    };
    Shop {
        name: "Bodega Luz".to_owned(),
        currency: Currency::parse("EUR").unwrap(),
        tax_classes: vec![
            class("standard", Some("21")),
            class("reduced", Some("10")),
            class("exempt", None),
        ],
        prices_include_tax: true,
        tax_rounding: TaxRounding::Line,
        rounding: Rounding::HalfUp,
        cash_rounding: Some(euros(5)),
        max_quantity: Quantity::from(9_999),
        customs: Default::default(),
        accepts: Default::default(),
        lang: lang.to_owned(),
        zone: "Europe/Madrid".to_owned(),
        patterns: vec!["21IIIIIWWWWWC".to_owned()],
        variance_limit: euros(500),
        ..Shop::new("", Currency::parse("EUR").unwrap())
    }
}

pub(super) fn goods() -> Vec<(Product, Option<Quantity>)> {
    let product = |line: &str| {
        let fields: Vec<&str> = line.split(';').collect();
        let codes = if fields[1].is_empty() {
            vec![]
        } else {
            vec![code(fields[0])]
        };
        let product = serde_json::from_value(serde_json::json!({
            "sku": fields[0], "codes": codes, "name": fields[2], "category": fields[3],
            "price": fields[4], "tax": fields[5], "unit": fields[6],
        }));
        (product.unwrap(), Quantity::parse(fields[7]).ok())
    };
    GOODS.lines().map(product).collect()
}
