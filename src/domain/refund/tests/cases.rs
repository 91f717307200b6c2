//! Returns one by one: the published cases, what is refused, what is offered, the frozen form.

use super::*;

fn euro(minor: i64) -> Money {
    Money::from_minor(minor, Currency::parse("EUR").unwrap())
}

/// Three equal lines of 5.24, paid in cash with a coin of five cents.
fn case_14() -> (Terms, Sale) {
    let terms = Terms {
        cash_rounding: Some(euro(5)),
        prices_include_tax: true,
        ..Terms::new(Currency::parse("EUR").unwrap())
    };
    let line = Line {
        code: "1".to_owned(),
        name: "thing".to_owned(),
        quantity: Quantity::ONE,
        quantity_decimals: 0,
        price: UnitPrice::parse("5.24").unwrap(),
        discount: None,
        taxes: vec![Tax::percent("VAT", Rate::parse("15").unwrap())],
    };
    let basket = Basket {
        terms,
        lines: vec![line.clone(), line.clone(), line],
        discount: None,
    };
    (terms, paid(&basket, 0))
}

#[test]
fn case_14_three_equal_lines_one_at_a_time() {
    let (terms, sale) = case_14();
    assert_eq!(
        (sale.priced.total.to_string(), sale.settlement.due.to_string()),
        ("15.72".to_owned(), "15.70".to_owned())
    );
    let parts: Vec<_> = [2, 0, 1].map(|line| (Back::Cash, vec![(line, 100)])).into();
    let (_, receipt) = returned(&terms, &sale, &parts);
    let given: Vec<String> = receipt
        .refunds
        .iter()
        .map(|refund| refund.settlement.due.to_string())
        .collect();
    assert_eq!(given, ["5.25", "5.20", "5.25"]);
    let roundings: Vec<String> = receipt
        .refunds
        .iter()
        .map(|refund| refund.settlement.rounding.to_string())
        .collect();
    assert_eq!(roundings, ["0.01", "-0.04", "0.01"]);
    assert_eq!(receipt.refunds[2].number.to_string(), "C1R-000003");
    let by_card = returned(&terms, &sale, &[(Back::Credit, vec![(0, 100)])]).1;
    assert_eq!(by_card.refunds[0].settlement.due, euro(5_23));
}

/// Case 5 comes back as it was paid, 15.70; case 11 with its discount, 108.05.
#[test]
fn cases_5_and_11_returned_whole() {
    let whole = |price: &str, tax: &str, discount: Option<i64>, coin: Option<i64>| {
        let line = Line {
            code: "1".to_owned(),
            name: "thing".to_owned(),
            quantity: Quantity::ONE,
            quantity_decimals: 0,
            price: UnitPrice::parse(price).unwrap(),
            discount: None,
            taxes: vec![Tax::percent("VAT", Rate::parse(tax).unwrap())],
        };
        let basket = Basket {
            terms: Terms {
                cash_rounding: coin.map(euro),
                ..Terms::new(Currency::parse("EUR").unwrap())
            },
            lines: vec![line],
            discount: discount.map(|minor| crate::domain::discount::Discount::Amount(euro(minor))),
        };
        let sale = paid(&basket, 0);
        let (_, receipt) = returned(&basket.terms, &sale, &[(Back::Cash, vec![(0, 100)])]);
        let refund = &receipt.refunds[0];
        assert_eq!(refund.priced, sale.priced);
        refund.settlement.due
    };
    assert_eq!(whole("13.67", "15", None, Some(5)), euro(1_570));
    assert_eq!(whole("112.50", "0", Some(445), None), euro(10_805));
}

/// What cost 1.15 goes back as 1.15, not as the 1.16 that net and tax would round to on their own.
#[test]
fn one_of_two_pieces_goes_back_at_its_shelf_price() {
    let mut basket = Basket {
        terms: Terms {
            prices_include_tax: true,
            ..Terms::new(Currency::parse("EUR").unwrap())
        },
        lines: vec![Line {
            code: "1".to_owned(),
            name: "thing".to_owned(),
            quantity: Quantity::from(2),
            quantity_decimals: 0,
            price: UnitPrice::parse("1.15").unwrap(),
            discount: None,
            taxes: vec![Tax::percent("VAT", Rate::parse("10").unwrap())],
        }],
        discount: None,
    };
    let told = |basket: &Basket| -> Vec<[i64; 3]> {
        let parts = [(Back::Credit, vec![(0, 50)]), (Back::Credit, vec![(0, 100)])];
        let (_, receipt) = returned(&basket.terms, &paid(basket, 0), &parts);
        let figures = receipt.refunds.iter().map(|refund| &refund.priced);
        figures
            .map(|priced| [priced.net, priced.tax, priced.total].map(Money::minor))
            .collect()
    };
    assert_eq!(told(&basket), [[104, 11, 115], [105, 10, 115]]);
    basket.terms.prices_include_tax = false;
    assert_eq!(told(&basket), [[115, 12, 127], [115, 11, 126]]);
}

#[test]
fn a_return_that_cannot_be_is_refused_by_name() {
    let (terms, sale) = case_14();
    let mut till = till(&terms);
    let receipt = Receipt {
        sale,
        refunds: Vec::new(),
    };
    let refused = |till: &Till, command: &RefundCommand| {
        let refusal = refund(till, command, Some(&receipt), time()).unwrap_err();
        assert!(!refusal.to_string().is_empty());
        refusal.code()
    };
    let one =
        |line, quantity: &str| command(Back::Cash, vec![asked(line, Quantity::parse(quantity).unwrap())]);
    assert_eq!(
        refused(&till, &command(Back::Cash, Vec::new())),
        "nothing-returned"
    );
    assert_eq!(refused(&till, &one(3, "1")), "no-such-line");
    assert_eq!(refused(&till, &one(0, "-1")), "return-quantity");
    assert_eq!(refused(&till, &one(0, "0")), "return-quantity");
    assert_eq!(refused(&till, &one(0, "1.001")), "more-than-sold");
    let twice = command(Back::Cash, vec![asked(0, Quantity::ONE), asked(0, Quantity::ONE)]);
    assert_eq!(refused(&till, &twice), "more-than-sold");
    let loose = RefundCommand {
        what: ComingBack::Loose(vec![(receipt.sale.goods[0].clone(), Fate::Stock)]),
        ..command(Back::Original, Vec::new())
    };
    assert_eq!(refused(&till, &loose), "no-original-tender");
    let gone = |number: &str| {
        let of = ComingBack::Of(number.parse().unwrap(), vec![asked(0, Quantity::ONE)]);
        let command = RefundCommand {
            what: of,
            ..command(Back::Cash, Vec::new())
        };
        refund(&till, &command, None, time()).unwrap_err()
    };
    assert!(matches!(gone("C1-000009"), RefundRefusal::Unknown { .. }));
    assert!(matches!(gone("X9-000009"), RefundRefusal::OtherTill { .. }));
    till.shift = None;
    assert_eq!(refused(&till, &one(0, "1")), "register-closed");
}

#[test]
fn each_way_of_paying_back_is_offered_with_its_amount() {
    let (terms, sale) = case_14();
    let receipt = Receipt {
        sale,
        refunds: Vec::new(),
    };
    let command = command(Back::Cash, vec![asked(0, Quantity::ONE)]);
    let till = till(&terms);
    let told = |sale: Option<i64>| -> Vec<(Back, Vec<i64>)> {
        let offer = offer(&till, &command, Some(&receipt), sale.map(euro), time()).unwrap();
        assert_eq!(offer.total, euro(524));
        let amounts = |way: &Way| way.tenders.iter().map(|tender| tender.amount.minor()).collect();
        offer.ways.iter().map(|way| (way.back, amounts(way))).collect()
    };
    let alone = vec![(Back::Cash, vec![525]), (Back::Credit, vec![523])];
    assert_eq!(told(None), alone);
    let with = |more: &[(Back, Vec<i64>)]| [&alone, more].concat();
    assert_eq!(told(Some(900)), with(&[(Back::Cash, vec![523])]));
    let left = [(Back::Cash, vec![400, 125]), (Back::Credit, vec![400, 123])];
    assert_eq!(told(Some(400)), with(&left));
}

/// Journals hold these bytes: they must be readable for ever.
#[test]
fn the_form_is_frozen() {
    let (terms, sale) = case_14();
    let (_, receipt) = returned(&terms, &sale, &[(Back::Cash, vec![(1, 100)])]);
    let mut refund = receipt.refunds[0].clone();
    refund.reason = "broken".to_owned();
    refund.goods[0].fate = Fate::WrittenOff;
    let golden = concat!(
        r#"{"id":"00000000-0000-0000-0000-0000000000c8","number":{"series":"C1R","number":1},"#,
        r#""of":{"number":{"series":"C1","number":1},"sale":"00000000-0000-0000-0000-000000000064"},"#,
        r#""shift":1,"date":"2026-11-20","time":"2026-11-20T10:00:00","#,
        r#""cashier":"00000000-0000-0000-0000-000000000007","reason":"broken","#,
        r#""goods":[{"good":{"sku":"S1","name":"thing","quantity":"1","unit":"kg","price":"5.24","tax":""},"#,
        r#""line":1,"fate":"written_off"}],"#,
        r#""priced":{"currency":"EUR","decimals":2,"prices_include_tax":true,"#,
        r#""lines":[{"gross":524,"net":456,"taxes":[[0,68]]}],"net":456,"#,
        r#""taxes":[{"name":"VAT","kind":{"percent":{"rate":"15","compound":false}},"base":456,"tax":68}],"#,
        r#""tax":68,"total":524},"tenders":[{"method":"cash","amount":"5.25 EUR","reference":null}],"#,
        r#""settlement":{"rounding":"0.01 EUR","due":"5.25 EUR","paid":"5.25 EUR","change":"0.00 EUR"},"#,
        r#""perpetual":{"absolute":"5.24 EUR","net":"-5.24 EUR"},"fingerprint":""}"#
    );
    assert_eq!(serde_json::to_string(&refund).unwrap(), golden);
    assert_eq!(serde_json::from_str::<Refund>(golden).unwrap(), refund);
    let number: DocumentNumber = refund.number;
    assert_eq!(number.to_string(), "C1R-000001");
}
