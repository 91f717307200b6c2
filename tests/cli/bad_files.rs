//! Files of products that are wrong: named by line and reason, and nothing changed. Must never accept a row
//! to see what happens.

use crate::shop::{HEADER, Shop, goods};

/// A file, what is said of it, and whether it keeps everything out.
struct Case {
    bytes: Vec<u8>,
    saying: &'static str,
}

fn case(rows: &str, saying: &'static str) -> Case {
    Case {
        bytes: format!("{HEADER}OK,,Good,,1.00,,standard,ea,,\n{rows}").into_bytes(),
        saying,
    }
}

fn cases() -> Vec<Case> {
    let raw = |bytes: &[u8], saying| Case {
        bytes: bytes.to_vec(),
        saying,
    };
    let mut latin = format!("{HEADER}OK,,Good,,1.00,,standard,ea,,\nA,,caf").into_bytes();
    latin.extend(b"\xe9,,1.00,,standard,ea,,\n");
    let long = format!("A,,{},,1.00,,standard,ea,,\n", "x".repeat(10 << 20));
    vec![
        raw(b"", "empty"),
        raw(b"sku,name\nA,B\n", "missing"),
        raw(
            b"sku;barcode;name;category;price;cost;tax;unit;stock;min_stock\nA;;B;;1;;standard;ea;;\n",
            "semicolon",
        ),
        raw(
            format!("{}colour\n", HEADER.replace('\n', ",")).as_bytes(),
            "colour",
        ),
        raw(&latin, "line 3"),
        case("OK,,Twice,,1.00,,standard,ea,,\n", "line 3"),
        case(
            "A,123|124,One,,1.00,,standard,ea,,\nB,124,Two,,1.00,,standard,ea,,\n",
            "line 4",
        ),
        case("A,,Name,,1.00,,nothing,ea,,\n", "nothing"),
        case("A,,Name,,1.00,,standard,box,,\n", "box"),
        case("A,,Name,,\"1,50\",,standard,ea,,\n", "1,50"),
        case("A,,Name,,1e3,,standard,ea,,\n", "1e3"),
        case("A,,Name,,-1,,standard,ea,,\n", "line 3"),
        case("A,,,,1.00,,standard,ea,,\n", "line 3"),
        case("A,,Na\0me,,1.00,,standard,ea,,\n", "NUL"),
        case("A,,Name,,1.00\n", "values"),
        case("A,,\"Name,,1.00,,standard,ea,,\n", "quote"),
        case(&long, "line 3"),
    ]
}

#[test]
fn a_bad_file_is_refused_whole_and_named() {
    let shop = Shop::open(&goods());
    let before = shop.run(&["export", "products"]).done().out;
    for Case { bytes, saying } in cases() {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
        let file = shop.file("bad.csv", &bytes);
        let answer = shop.run(&["import", "products", &file]);
        assert!(
            answer.err.contains(saying),
            "{saying:?} of {shown:?}: {answer:#?}"
        );
        assert!(
            answer.err.len() < 4_000,
            "{saying:?}: {} bytes of words",
            answer.err.len()
        );
        answer.refused(1, "nothing was imported");
    }
    assert_eq!(
        shop.run(&["export", "products"]).done().out,
        before,
        "nothing changed"
    );
}

#[test]
fn good_rows_go_in_without_the_bad_ones_when_asked() {
    let shop = Shop::new();
    let text = format!(
        "{HEADER}A,,One,,1.00,,standard,ea,,\nB,,Two,,x,,standard,ea,,\n\
         C,4006381333932,Three,,2,,standard,ea,,\n"
    );
    let file = shop.file("p.csv", text.as_bytes());
    let dry = shop
        .run(&["import", "products", &file, "--dry-run", "--skip-bad"])
        .done();
    assert!(dry.out.contains("2 products would be imported"), "{dry:?}");
    assert!(
        dry.err.contains("line 3") && dry.err.contains("warning: line 4"),
        "{dry:?}"
    );
    assert_eq!(shop.run(&["export", "products"]).done().out, HEADER);
    let done = shop.run(&["import", "products", &file, "--skip-bad"]).done();
    assert!(
        done.out.contains("2 products imported, 1 bad row left out"),
        "{done:?}"
    );
    assert_eq!(shop.run(&["export", "products"]).done().out.lines().count(), 3);
}

#[test]
fn a_code_of_another_product_is_refused() {
    let shop = Shop::open(&goods());
    let text = format!("{HEADER}NEW,4006381333931,Other bread,,1.00,,standard,ea,,\n");
    let file = shop.file("p.csv", text.as_bytes());
    shop.run(&["import", "products", &file])
        .refused(1, "belongs to PAN");
}
