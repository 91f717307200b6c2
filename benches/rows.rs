//! What every bench reads of its command line and how it prints its rows. Must never measure.

/// The value after an option.
pub fn option(name: &str) -> Option<String> {
    let mut args = std::env::args().skip_while(|arg| arg != name);
    args.nth(1)
}

/// The number after an option.
pub fn number(name: &str, default: usize) -> usize {
    option(name).and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Prints the rows of a bench for a person, or with `--json` as an object a line.
pub fn print(bench: &str, rows: &[(String, String)]) {
    let json = std::env::args().any(|arg| arg == "--json");
    for (name, value) in rows {
        if json {
            println!(
                "{}",
                serde_json::json!({ "bench": bench, "name": name, "value": value })
            );
        } else {
            println!("{name:56} {value}");
        }
    }
}
