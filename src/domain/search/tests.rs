//! The index against the definition, and the definition against a reading of it written a second time.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::domain::catalogue::ProductRef;
use crate::domain::product::{Code, Product, Sku, Unit};
use crate::domain::rate::UnitPrice;

fn product(sku: &str, code: &str, name: &str) -> Product {
    Product {
        sku: Sku::new(sku).unwrap(),
        codes: code.split('|').filter_map(|code| Code::new(code).ok()).collect(),
        name: name.to_owned(),
        category: String::new(),
        price: UnitPrice::ZERO,
        cost: None,
        tax: "standard".to_owned(),
        unit: Unit::Ea,
        min_stock: None,
        open_price: false,
        active: true,
    }
}

fn catalogue(products: &[Product]) -> Catalogue {
    let mut builder = Catalogue::builder();
    products.iter().for_each(|product| builder.push(product));
    builder.finish()
}

fn shop() -> Vec<Product> {
    vec![
        product("CAF-1", "8410000000014", "Café molido natural 250 g"),
        product("CAF-2", "8410000000021", "Café molido descafeinado 250 g"),
        product("HOG-7", "8420000000011|PLU77", "Molinillo de café"),
        product("LEC-1", "4006381333931", "Leche entera 1 L"),
        product("LEC-2", "0036000291452", "Batido con leche"),
        product("CHO-1", "7622210000018", "Chocolate con leche"),
        product("PAN-1", "", "Pan"),
        product("PAN-2", "", "Pan de molde"),
        product("EMP-1", "", "Empanada"),
        product("CZ-1", "", "Łódź krówka"),
        product("DE-1", "", "Straßenkuchen"),
    ]
}

/// SKUs that `typed` finds, by both ways, which have to agree.
fn skus(catalogue: &Catalogue, typed: &str) -> Vec<String> {
    let query = Query::new(typed);
    let found = linear(catalogue, &query, 50);
    assert_eq!(
        Index::build(catalogue).find(catalogue, &query, 50),
        found,
        "{typed}"
    );
    found
        .rows
        .iter()
        .map(|row| catalogue.get(*row).sku.to_owned())
        .collect()
}

#[test]
fn finds_as_a_cashier_types() {
    let shop = catalogue(&shop());
    let cases: [(&str, &[&str]); 15] = [
        ("cafe mol", &["CAF-1", "CAF-2", "HOG-7"]),
        ("MOLIDO café", &["CAF-1", "CAF-2"]),
        ("pan", &["PAN-1", "PAN-2", "EMP-1"]),
        ("pa", &["PAN-1", "PAN-2"]),
        ("leche", &["LEC-1", "LEC-2", "CHO-1"]),
        ("colate", &["CHO-1"]),
        ("lodz", &["CZ-1"]),
        ("strasse", &["DE-1"]),
        ("841", &["CAF-1", "CAF-2"]),
        ("4006381333931", &["LEC-1"]),
        ("cho-", &["CHO-1"]),
        ("plu7", &["HOG-7"]),
        ("250", &["CAF-1", "CAF-2"]),
        ("leche cafe", &[]),
        ("", &[]),
    ];
    for (typed, expected) in cases {
        assert_eq!(skus(&shop, typed), expected, "{typed}");
    }
}

#[test]
fn what_was_typed_whole_comes_first_and_retired_goods_last() {
    let mut goods = shop();
    goods.push(product("PAN", "", "Barra rústica"));
    goods[6].active = false;
    assert_eq!(
        skus(&catalogue(&goods), "pan"),
        ["PAN", "PAN-2", "EMP-1", "PAN-1"]
    );
}

/// What Enter sells is the first of these.
#[test]
fn a_whole_word_comes_before_one_that_goes_on() {
    let goods = catalogue(&[
        product("1", "", "Aguacate"),
        product("2", "", "Agua mineral sin gas 1,5 L"),
        product("3", "", "Aguacate maduro"),
        product("4", "", "Botella de agua"),
        product("5", "", "Agua"),
        product("6", "", "Pan de molde integral"),
        product("7", "", "Pan de molduras"),
        product("8", "", "Pan de mold"),
    ]);
    for (typed, expected) in [
        ("agua", &["5", "2", "1", "3", "4"][..]),
        ("aguac", &["1", "3"]),
        ("pan de molde", &["6"]),
        ("pan de mold", &["8", "7", "6"]),
        ("de mold", &["8", "7", "6"]),
    ] {
        assert_eq!(skus(&goods, typed), expected, "{typed}");
    }
}

#[test]
fn counts_up_to_a_thousand() {
    let goods: Vec<Product> = (0..1200).map(|n| product(&format!("S{n}"), "", "Agua")).collect();
    let many = catalogue(&goods);
    let index = Index::build(&many);
    for (typed, count, more) in [("agua", 1000, true), ("s11", 111, false), ("x", 0, false)] {
        let found = index.find(&many, &Query::new(typed), 5);
        assert_eq!(
            (found.rows.len(), found.count, found.more),
            (count.min(5), count, more),
            "{typed}"
        );
        assert_eq!(found, linear(&many, &Query::new(typed), 5));
    }
}

#[test]
fn the_shortest_starts_answer_alike_though_they_are_kept_ready() {
    let names = [
        "Agua",
        "Agua mineral",
        "Vaso agua",
        "aguacate",
        "Arroz con agua",
        "A granel",
    ];
    let named = |n: usize| Product {
        active: !n.is_multiple_of(7),
        ..product(&format!("S{n:04}"), &format!("A{n}"), names[n % names.len()])
    };
    let before = catalogue(&(0..3000).map(named).collect::<Vec<_>>());
    let index = Index::build(&before);
    let mut after = before.clone();
    for n in (5..200).step_by(5) {
        after = after.with(Product {
            name: "Zumo".to_owned(),
            ..named(n)
        });
    }
    for goods in [&before, &after] {
        for typed in ["a", "ag", "A1", "v", "m", "z", "a v"] {
            for limit in [3, 40, 90, 400] {
                let query = Query::new(typed);
                let same = linear(goods, &query, limit);
                assert_eq!(index.find(goods, &query, limit), same, "{typed}, {limit}");
            }
        }
    }
}

#[test]
fn an_index_answers_only_for_its_own_arena() {
    let before = catalogue(&shop());
    let index = Index::build(&before);
    let after = before.with(product("PAN-9", "", "Pan rallado"));
    assert!(index.covers(&after), "one saved product does not cost an index");
    assert_eq!(find(&after, Some(&index), &Query::new("rall"), 9).count, 1);
    assert!(!index.covers(&after.compacted()));
    assert_eq!(
        find(&after.compacted(), Some(&index), &Query::new("rall"), 9).count,
        1
    );
    assert!(!Index::default().covers(&before));
}

#[test]
fn marks_what_matched() {
    let cases = [
        ("Café molido", "cafe", vec!["Café"]),
        ("Cafe\u{301} molido", "mol cafe", vec!["Cafe\u{301}", "mol"]),
        ("Chocolate con leche", "late lec", vec!["late", "lec"]),
        ("Straße", "strass", vec!["Straß"]),
        ("L’huile d’olive", "l huile", vec!["L", "huile"]),
        ("Pan pan", "pa pan", vec!["Pan"]),
        ("Agua", "vino", vec![]),
        ("½ pan", "1 2", vec!["½"]),
    ];
    for (name, typed, expected) in cases {
        let marked: Vec<&str> = marks(name, &Query::new(typed))
            .into_iter()
            .map(|run| &name[run])
            .collect();
        assert_eq!(marked, expected, "{typed} in {name}");
    }
}

/// The second reading: from the words of the module's comment, with nothing of the code that ranks.
fn matches(product: &ProductRef, query: &Query) -> bool {
    let mut folded = String::new();
    fold::into(&mut folded, product.name);
    let own: Vec<&str> = folded.split(' ').collect();
    let found = |word: &String| {
        own.iter().any(|own| {
            own.starts_with(word.as_str()) || word.chars().count() >= 3 && own.contains(word.as_str())
        })
    };
    let by_name = !query.words.is_empty() && query.words.iter().all(found);
    let mut numbers = product.codes.chain([product.sku]);
    by_name
        || numbers.any(|number| {
            query
                .numbers
                .iter()
                .any(|typed| number.starts_with(typed.as_str()))
        })
}

fn any_name() -> impl Strategy<Value = String> {
    prop::collection::vec("[ab]{1,4}|[abáÁ]{2,5}|ab[ßœ1]|a[\u{300}-\u{302}]b", 0..5)
        .prop_map(|words| words.join(" "))
}

fn any_goods(most: usize) -> impl Strategy<Value = Vec<Product>> {
    let one = (
        0u8..60,
        any_name(),
        prop::collection::vec("[ab12]{1,4}", 0..3),
        (0u8..5).prop_map(|n| n > 0),
    );
    prop::collection::vec(one, 0..most).prop_map(|goods| {
        let named = |(sku, name, codes, active): (u8, String, Vec<String>, bool)| Product {
            active,
            ..product(
                &format!("{}{sku}", ["a", "B", "1"][usize::from(sku % 3)]),
                &codes.join("|"),
                &name,
            )
        };
        goods.into_iter().map(named).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_index_answers_what_the_definition_says(
        first in any_goods(50),
        saved in any_goods(12),
        typed in prop::collection::vec("[abAB12á]{1,3}|[ab]{3,5}", 0..4),
        limit in 1usize..60,
    ) {
        let mut skus = std::collections::BTreeSet::new();
        let first: Vec<Product> = first.into_iter().filter(|one| skus.insert(one.sku.clone())).collect();
        let before = catalogue(&first);
        let index = Index::build(&before);
        let after = saved.into_iter().fold(before.clone(), |catalogue, product| catalogue.with(product));
        let query = Query::new(&typed.join(" "));
        for goods in [&before, &after] {
            prop_assert!(index.covers(goods));
            let all = linear(goods, &query, usize::MAX);
            prop_assert_eq!(index.find(goods, &query, 1000), all.clone());
            let few = index.find(goods, &query, limit);
            prop_assert_eq!(few.count, all.count);
            prop_assert_eq!(&few.rows[..], &all.rows[..limit.min(all.rows.len())]);

            let mut rows: Vec<Row> = all.rows;
            rows.sort_unstable();
            let mut expected: Vec<Row> =
                goods.iter().filter(|(_, product)| matches(product, &query)).map(|(row, _)| row).collect();
            expected.sort_unstable();
            prop_assert_eq!(rows, if query.is_empty() { Vec::new() } else { expected });
        }
    }

    #[test]
    fn marks_stand_on_letters(name in ".{0,30}", typed in ".{0,8}") {
        let mut end = 0;
        for run in marks(&name, &Query::new(&typed)) {
            prop_assert!(run.start >= end && run.start < run.end);
            prop_assert!(name.is_char_boundary(run.start) && name.is_char_boundary(run.end));
            end = run.end;
        }
    }

    #[test]
    fn any_typing_is_survived(name in ".{0,40}", typed in ".{0,200}") {
        let goods = catalogue(&[product("A1", "77", &name)]);
        let query = Query::new(&typed);
        prop_assert_eq!(Index::build(&goods).find(&goods, &query, 5), linear(&goods, &query, 5));
    }
}
