//! Files as people have them, and what each is told.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::domain::catalogue::ProductRef;
use crate::domain::product::{NAME_MAX, Product, Unit};
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::text;

const HEADER: &str = "sku,barcode,name,category,price,cost,tax,unit,stock,min_stock";
const GOOD: &str = "P1,4006381333931|PLU7,\"Pan, molde\",Panadería,1.50,0.9,reduced,ea,12,3";

fn read(bytes: &[u8]) -> Parsed {
    parse(bytes, &["standard", "reduced"], &mut |_| {}).unwrap()
}

/// The sentences about a file.
fn told(bytes: &[u8]) -> Vec<String> {
    read(bytes).errors.first.iter().map(Problem::to_string).collect()
}

/// The sentences about one row below a good header.
fn told_of(row: &str) -> Vec<String> {
    told(format!("{HEADER}\n{row}\n").as_bytes())
}

#[test]
fn reads_a_good_row_in_any_order_of_columns() {
    let plain = format!("{HEADER}\n{GOOD}\n");
    let crlf = plain.replace('\n', "\r\n");
    let marked = format!("\u{feff}{}", crlf.trim_end());
    let turned = "min_stock,stock,unit,TAX,cost, price ,category,name,barcode,sku\n\
        3,12,EA,reduced,0.9,1.50,Panadería,\"Pan, molde\",4006381333931|PLU7,P1\n\n,,,,,,,,,\n";
    for text in [&plain, &crlf, &marked, turned] {
        let parsed = read(text.as_bytes());
        assert_eq!(parsed.errors.first, []);
        assert_eq!(parsed.rows.len(), 1);
        let ImportRow { product, stock, .. } = &parsed.rows[0];
        assert_eq!(
            (product.sku.as_str(), product.name.as_str(), product.unit),
            ("P1", "Pan, molde", Unit::Ea)
        );
        assert_eq!(
            product.codes.iter().map(Code::as_str).collect::<Vec<_>>(),
            ["4006381333931", "PLU7"]
        );
        assert_eq!(
            (product.price.to_string(), product.cost.unwrap().to_string()),
            ("1.50".into(), "0.9".into())
        );
        assert_eq!(
            (stock.unwrap(), product.min_stock.unwrap()),
            (Quantity::from(12), Quantity::from(3))
        );
    }
}

#[test]
fn a_bad_file_gets_one_sentence() {
    let columns = COLUMNS.join(",");
    let cases: Vec<(Vec<u8>, String)> = vec![
        (
            vec![],
            format!("line 1: the file is empty; its first line names the columns: {columns}"),
        ),
        (
            HEADER.into(),
            "line 1: the file has a header and no product below it".into(),
        ),
        (
            format!("{HEADER}\n{GOOD}\n").replace(',', ";").into(),
            "line 1: the columns are separated by semicolons; save the file with commas between them".into(),
        ),
        (
            format!("{HEADER}\n").replace(',', "\t").into(),
            "line 1: the columns are separated by tabs; save the file with commas between them".into(),
        ),
        (
            HEADER.replace(",price", "").into(),
            format!("line 1: column price is missing; the columns are {columns}"),
        ),
        (
            format!("{HEADER},colour,\u{1b}[2J").into(),
            format!("line 1: unknown column \"colour\", \"[2J…\"; the columns are {columns}"),
        ),
        (
            format!("{HEADER},name").into(),
            "line 1, name: the column stands in the header twice; keep one of them".into(),
        ),
        (
            b"\xff\xfes\0k\0u\0".to_vec(),
            "line 1: not UTF-8 text; save the file as UTF-8".into(),
        ),
    ];
    for (file, sentence) in cases {
        assert_eq!(told(&file), [sentence]);
    }
}

/// What of the good row becomes what, and the start of the sentence about it.
const BAD: &str = "\
P1 => \u{20} => , sku: the SKU is missing
\"Pan, molde\" =>  => , name: a value is missing
1.50 =>  => , price: a value is missing
1.50 => \"1,5\" => , price: \"1,5\" is not a plain number
1.50 => 1e3 => , price: \"1e3\" is not a plain number
1.50 => １２ => , price: \"１２\" is not a plain number
1.50 => NaN => , price: \"NaN\" is not a plain number
1.50 => 0x10 => , price: \"0x10\" is not a plain number
1.50 => -1 => , price: a price cannot be below zero, and -1 is
1.50 => 1.1234567 => , price: the price 1.1234567 has more than six decimals
1.50 => 10000000000 => , price: the price 10000000000 is beyond 9999999999
0.9 => x => , cost: \"x\" is not a plain number
reduced => zero => , tax: the shop has no tax class \"zero\"; it has standard, reduced
reduced =>  => , tax: a value is missing
ea => box => , unit: there is no unit \"box\"; the units are ea, kg, g,
ea =>  => , unit: a value is missing
12, => 1.5, => , stock: 1.5 has more decimals than ea allows (0)
ea,12 => kg,1.2345 => , stock: the quantity 1.2345 has more than three decimals
12,3 => 12,-3 => , min_stock: -3 is below zero
\"Pan, molde\" => Pan, molde => : the row has 11 values, the header 10; quote values that hold a comma
molde => mol\0de => : holds a NUL byte
molde\" => molde => : the file ends inside quotes; close the quote that opens in this row";

#[test]
fn a_bad_row_is_named_by_line_column_and_reason() {
    for case in BAD.lines() {
        let parts: Vec<&str> = case.split(" => ").collect();
        let told = told_of(&GOOD.replace(parts[0], parts[1]));
        let expected = format!("line 2{}", parts[2]);
        let one = told.len() == 1 && told[0].starts_with(&expected);
        assert!(one, "{told:#?} should be {expected}");
    }
}

#[test]
fn what_is_too_long_is_refused_without_being_held() {
    let cases = [
        (
            "Pan, molde",
            "ñ",
            101,
            ", name: longer than 200 bytes; shorten it",
        ),
        ("Panadería", "x", 61, ", category: longer than 60 bytes"),
        ("PLU7", "7", 129, ", barcode: the code is longer than 128"),
        ("molde", "m", VALUE_MAX, ": a value is longer than 4 KiB"),
        (
            "molde",
            "m",
            10 << 20,
            ": the row is longer than 64 KiB, up to line 2",
        ),
    ];
    for (from, letter, times, sentence) in cases {
        let told = told_of(&GOOD.replace(from, &letter.repeat(times)));
        let expected = format!("line 2{sentence}");
        let one = told.len() == 1 && told[0].starts_with(&expected);
        assert!(one, "{told:#?} should be {expected}");
    }
}

#[test]
fn latin_1_is_named_by_its_line() {
    let latin = [
        format!("{HEADER}\n{GOOD}\n").as_bytes(),
        b"P2,,Caf\xe9,,1,,standard,ea,,\n",
    ]
    .concat();
    assert_eq!(told(&latin), ["line 3: not UTF-8 text; save the file as UTF-8"]);
    assert_eq!(
        read(&latin).rows.len(),
        1,
        "the good rows are there for those who skip the bad"
    );
}

#[test]
fn all_that_is_wrong_with_a_row_is_told_at_once() {
    let told = told_of("P1,,,,x,,none,ea,1.5,");
    assert_eq!(told.len(), 4, "{told:#?}");
}

#[test]
fn a_repeated_number_names_both_lines() {
    let file = format!(
        "{HEADER}\n{GOOD}\n{}\nP3,PLU7,Queso,,2,,standard,kg,,\n",
        GOOD.replace("4006", "7|9")
    );
    let expected = [
        "line 3, sku: the SKU P1 is already on line 2; each product has its own",
        "line 3, barcode: the code PLU7 is already on line 2; a code names one product",
        "line 4, barcode: the code PLU7 is already on line 2; a code names one product",
    ];
    assert_eq!(told(file.as_bytes()), expected);
}

#[test]
fn a_wrong_check_digit_is_a_warning() {
    let parsed = read(
        format!(
            "{HEADER}\n{}\n",
            GOOD.replace("4006381333931", "4006381333932|123")
        )
        .as_bytes(),
    );
    let warnings: Vec<String> = parsed.warnings.first.iter().map(Problem::to_string).collect();
    assert_eq!(parsed.rows.len(), 1);
    let expected =
        "line 2, barcode: the last digit of 4006381333932 does not fit the others; check the number";
    assert_eq!(warnings, [expected]);
}

#[test]
fn problems_are_counted_beyond_those_that_are_kept() {
    let file = format!("{HEADER}\n{}", "x\n".repeat(PROBLEMS_MAX + 500));
    let mut steps = Vec::new();
    let parsed = parse(file.as_bytes(), &[], &mut |step| steps.push(step.rows)).unwrap();
    assert_eq!(
        (parsed.errors.first.len(), parsed.errors.count),
        (PROBLEMS_MAX, PROBLEMS_MAX + 500)
    );
    assert_eq!(steps, [1000, 1500]);
}

#[test]
fn a_formula_is_written_so_that_nothing_computes_it() {
    let mut product = read(format!("{HEADER}\n{GOOD}\n").as_bytes())
        .rows
        .remove(0)
        .product;
    for (name, cell) in [
        ("=1+1", "\"'=1+1\""),
        ("-cheese flips", "\"'-cheese flips\""),
        ("@home \"x\"", "\"'@home \"\"x\"\"\""),
        ("'e Fidanzati", "'e Fidanzati"),
        ("'=x", "\"''=x\""),
        ("a, b", "\"a, b\""),
    ] {
        product.name = name.to_owned();
        let line = line(&ProductRef::of(&product), None);
        assert!(line.contains(&format!(",{cell},Panadería,")), "{line}");
        assert_eq!(read((header() + &line).as_bytes()).rows[0].product.name, name);
    }
}

fn any_label(most: usize) -> impl Strategy<Value = String> {
    prop_oneof!["[='+@,\"; a-]{0,6}", ".{0,20}"].prop_map(move |raw| text::clean(&raw, most))
}

proptest! {
    #[test]
    fn what_is_exported_is_imported_the_same(
        rows in prop::collection::vec(
            (any_label(40), any_label(NAME_MAX), any_label(60), "[0-9]{1,3}\\.[0-9]{2}"),
            0..8,
        ),
        stock in prop::option::of(-50i32..50),
    ) {
        let mut known = std::collections::HashSet::new();
        let mut products: Vec<ImportRow> = Vec::new();
        for (number, name, category, price) in rows {
            let Ok(sku) = Sku::new(&number) else { continue };
            if name.is_empty() || !known.insert(number.clone()) {
                continue;
            }
            let product = Product {
                codes: Code::new(&number).into_iter().collect(),
                sku,
                name,
                category,
                price: UnitPrice::parse(&price).unwrap(),
                cost: UnitPrice::parse(&price).ok(),
                tax: "standard".to_owned(),
                unit: Unit::Ea,
                min_stock: Some(Quantity::ONE),
                open_price: false,
                active: true,
            };
            products.push(ImportRow::new(product, stock.map(Quantity::from)));
        }
        let lines = products.iter().map(|row| line(&ProductRef::of(&row.product), row.stock));
        let parsed = read((header() + &lines.collect::<String>()).as_bytes());
        prop_assert_eq!(parsed.rows, products);
    }

    #[test]
    fn any_file_is_survived(rows in prop::collection::vec("[Pa1,.|'\"=\u{0}é-]{0,40}", 0..6)) {
        let parsed = read(format!("{HEADER}\n{}", rows.join("\n")).as_bytes());
        let sentences = parsed.errors.first.iter().chain(&parsed.warnings.first).map(Problem::to_string);
        prop_assert!(sentences.into_iter().all(|sentence| !sentence.chars().any(char::is_control)));
    }
}
