//! The demo shop's goods and people, checked without the program: what a newcomer sees first is right. Must
//! never take its numbers from the code that reads them.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

const PRODUCTS: &str = include_str!("../assets/demo/products.csv");
const PEOPLE: &str = include_str!("../assets/demo/people.csv");

struct Row {
    sku: String,
    codes: Vec<String>,
    name: String,
    category: String,
    price: Decimal,
    cost: Decimal,
    tax: String,
    unit: String,
    stock: Decimal,
}

fn rows() -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(PRODUCTS.as_bytes());
    let header: Vec<String> = reader
        .headers()
        .expect("a header")
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(
        header.join(","),
        "sku,barcode,name,category,price,cost,tax,unit,stock,min_stock"
    );
    let rows = reader.records().map(|record| {
        let record = record.expect("a well-formed row");
        let figure = |n: usize| record[n].parse::<Decimal>().expect("a plain number");
        assert!(figure(9) >= Decimal::ZERO);
        Row {
            sku: record[0].to_owned(),
            codes: record[1].split('|').map(str::to_owned).collect(),
            name: record[2].to_owned(),
            category: record[3].to_owned(),
            price: figure(4),
            cost: figure(5),
            tax: record[6].to_owned(),
            unit: record[7].to_owned(),
            stock: figure(8),
        }
    });
    rows.collect()
}

/// GS1 General Specifications, 7.9: digits weighted 1 and 3 from the left of a 13-digit code sum to a
/// multiple of ten.
fn is_ean13(code: &str) -> bool {
    let digits: Vec<u32> = code.chars().filter_map(|c| c.to_digit(10)).collect();
    let weighted = digits
        .iter()
        .enumerate()
        .map(|(n, digit)| if n % 2 == 0 { *digit } else { digit * 3 });
    digits.len() == 13 && code.len() == 13 && weighted.sum::<u32>().is_multiple_of(10)
}

#[test]
fn codes_are_valid_unique_and_no_company_s() {
    assert!(is_ean13("2100001000004") && !is_ean13("2100001000005") && !is_ean13("210000100000"));
    let rows = rows();
    let mut seen = BTreeSet::new();
    for code in rows.iter().flat_map(|row| &row.codes) {
        assert!(is_ean13(code), "{code}");
        // Prefixes 20 to 29 belong to no company: GS1 leaves them to the shop.
        assert!(code.starts_with("29") || code.starts_with("21"), "{code}");
        assert!(seen.insert(code), "{code} twice");
    }
    assert!(rows.iter().filter(|row| row.codes.len() > 1).count() >= 10);
    assert_eq!(
        rows.iter().map(|row| &row.sku).collect::<BTreeSet<_>>().len(),
        rows.len()
    );
    assert_eq!(
        rows.iter().map(|row| &row.name).collect::<BTreeSet<_>>().len(),
        rows.len()
    );
}

#[test]
fn prices_stock_and_classes_are_plausible() {
    let rows = rows();
    assert!((290..=350).contains(&rows.len()), "{} products", rows.len());
    for row in &rows {
        assert!(Decimal::ZERO < row.cost && row.cost < row.price, "{}", row.name);
        assert!(
            row.price <= Decimal::from(30) && row.price.scale() == 2,
            "{}",
            row.name
        );
        assert!(
            ["standard", "reduced", "exempt"].contains(&row.tax.as_str()),
            "{}",
            row.name
        );
        assert!(
            row.stock >= Decimal::ZERO && (row.unit == "kg" || row.stock.scale() == 0),
            "{}",
            row.name
        );
        assert!(!row.name.is_empty() && row.name.trim() == row.name && row.name.chars().count() <= 40);
    }
    let categories: BTreeSet<&String> = rows.iter().map(|row| &row.category).collect();
    assert!((12..=14).contains(&categories.len()), "{categories:?}");
}

#[test]
fn weighed_goods_have_a_code_whose_weight_is_zero() {
    let rows = rows();
    let weighed: Vec<&Row> = rows.iter().filter(|row| row.unit != "ea").collect();
    assert_eq!(weighed.len(), 15);
    for row in &rows {
        // 21IIIIIWWWWWC: the item, then five digits of weight which the label fills.
        let embeds = row.codes.iter().any(|code| code.starts_with("21"));
        assert_eq!(embeds, row.unit == "kg", "{}", row.name);
        assert!(!embeds || row.codes[0][7..12] == *"00000", "{}", row.name);
    }
}

#[test]
fn three_people_can_sign_in() {
    let mut reader = csv::Reader::from_reader(PEOPLE.as_bytes());
    let people: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("a row")).collect();
    let names: Vec<&str> = people.iter().map(|person| &person[0]).collect();
    assert_eq!(names, ["Luz", "Ana", "Marco"]);
    for person in &people {
        let digits = if &person[1] == "cashier" { 4 } else { 6 };
        assert_eq!(person[2].len(), digits, "{}", &person[0]);
        assert!(person[2].chars().all(|c| c.is_ascii_digit()));
    }
}
