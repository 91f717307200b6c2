//! One line of JSON for each request, on standard error. Must never hold a token, a code or a payload.

use std::io::Write;

use serde_json::{Value, json};

/// Writes a line; whoever does not read it misses it.
pub(in crate::hub) fn line(level: &str, event: &str, more: Value) {
    let mut whole = json!({ "time": jiff::Timestamp::now().to_string(), "level": level, "event": event });
    if let (Value::Object(whole), Value::Object(more)) = (&mut whole, more) {
        whole.extend(more);
    }
    drop(writeln!(std::io::stderr().lock(), "{whole}"));
}
