//! The catalogue against a plain map: whatever is added and saved, both find the same products.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::product::{Code, Sku, Unit};
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;

fn any_product() -> impl Strategy<Value = Product> {
    let texts = ("[a-cé]{1,3}", ".{0,12}", "[a-c]{0,3}", "[a-c]{1,2}");
    let numbers = (
        "[0-9]{1,9}(\\.[0-9]{0,5}[1-9])?",
        prop::option::of("[0-9]{1,4}\\.[0-9]{2}"),
    );
    let rest = (
        0..Unit::ALL.len(),
        prop::option::of(-2000i64..2000),
        any::<bool>(),
        any::<bool>(),
        0usize..4,
    );
    (texts, numbers, rest).prop_map(|((sku, name, category, tax), (price, cost), rest)| {
        let (unit, min_stock, open_price, active, codes) = rest;
        Product {
            // Codes made of the SKU are unique, and change as the product does.
            codes: (0..codes)
                .map(|n| Code::new(&format!("{n}{sku}")).unwrap())
                .collect(),
            sku: Sku::new(&sku).unwrap(),
            name,
            category,
            price: UnitPrice::parse(&price).unwrap(),
            cost: cost.map(|cost| UnitPrice::parse(&cost).unwrap()),
            tax,
            unit: Unit::ALL[unit],
            min_stock: min_stock.map(|n| Quantity::new(rust_decimal::Decimal::new(n, 3)).unwrap()),
            open_price,
            active,
        }
    })
}

fn agrees(catalogue: &Catalogue, model: &BTreeMap<Sku, Product>) {
    assert_eq!(catalogue.len(), model.len());
    let listed: Vec<Product> = catalogue
        .iter()
        .map(|(_, product)| product.to_product())
        .collect();
    assert_eq!(listed, model.values().cloned().collect::<Vec<_>>());
    for product in model.values() {
        let row = catalogue.by_sku(product.sku.as_str()).unwrap();
        assert_eq!(&catalogue.get(row).to_product(), product);
        let (price, same) = (catalogue.get(row).price, product.price);
        assert_eq!(
            price.to_string(),
            same.to_string(),
            "the zeros at the end of a price are kept"
        );
        for n in 0..4 {
            let code = format!("{n}{}", product.sku);
            let known = product.codes.iter().any(|own| own.as_str() == code);
            assert_eq!(catalogue.by_code(&code), known.then_some(row), "{code}");
        }
    }
    assert_eq!(catalogue.by_sku("zzz"), None);
    assert_eq!(catalogue.by_code(""), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn finds_what_a_plain_map_finds(
        first in prop::collection::vec(any_product(), 0..30),
        saved in prop::collection::vec(any_product(), 0..30),
    ) {
        let mut model: BTreeMap<Sku, Product> = BTreeMap::new();
        let mut builder = Catalogue::builder();
        for product in first {
            if !model.contains_key(&product.sku) {
                builder.push(&product);
                model.insert(product.sku.clone(), product);
            }
        }
        let mut catalogue = builder.finish();
        agrees(&catalogue, &model);
        for product in saved {
            model.insert(product.sku.clone(), product.clone());
            catalogue = catalogue.with(product);
        }
        agrees(&catalogue, &model);
        agrees(&catalogue.compacted(), &model);
    }
}

#[test]
fn the_overlay_is_folded_in_before_it_grows_long() {
    let product = |n: usize| Product {
        sku: Sku::new(&format!("S{n:05}")).unwrap(),
        codes: vec![Code::new(&format!("{n:013}")).unwrap()],
        name: format!("Artículo {n}"),
        category: String::new(),
        price: UnitPrice::parse("1.50").unwrap(),
        cost: None,
        tax: "standard".to_owned(),
        unit: Unit::Ea,
        min_stock: None,
        open_price: false,
        active: true,
    };
    let mut catalogue = Catalogue::default();
    for n in 0..2 * OVERLAY_MAX + 2 {
        let before = catalogue.clone();
        catalogue = catalogue.with(product(n));
        assert_eq!(
            before.len() + 1,
            catalogue.len(),
            "the older snapshot stays as it was"
        );
        assert!(catalogue.changed_rows().count() <= OVERLAY_MAX);
    }
    let row = catalogue.by_code("0000000000300").unwrap();
    assert_eq!(catalogue.get(row).name, "Artículo 300");
}
