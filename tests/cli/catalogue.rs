//! A catalogue of 100,000 goods for tests. Must never be smaller, wherever it comes from.

/// The catalogue: the file that the environment names, or one as large.
pub(crate) fn catalogue() -> String {
    if let Ok(path) = std::env::var("TENDERO_CATALOGUE") {
        return std::fs::read_to_string(path).expect("the catalogue that TENDERO_CATALOGUE names");
    }
    let mut text = "sku,barcode,name,category,price,cost,tax,unit,stock,min_stock\n".to_owned();
    for n in 0..100_000 {
        let body = format!("84{n:010}");
        let sum: u32 = body
            .bytes()
            .zip([1, 3].into_iter().cycle())
            .map(|(b, w)| u32::from(b - b'0') * w)
            .sum();
        let tax = ["standard", "reduced", "exempt"][n % 3];
        let cents = 45 + n * 7 % 9_900;
        text += &format!(
            "P{n},{body}{},\"Artículo n.º {n}, caja\",Género {},{}.{:02},,{tax},ea,10,1\n",
            (10 - sum % 10) % 10,
            n % 40,
            cents / 100,
            cents % 100
        );
    }
    text
}
