//! What every refusal offers: a stable code, a sentence, and the values in it. Must never be used for a
//! fault.

use std::fmt::Display;

/// An expected "no": the shop's rules do not allow it. `Display` is one plain English sentence that says what
/// to do; another language finds its own under `refusal-` + code, filled with the same values.
pub trait Refuse: Display {
    /// Stable, kebab-case; scripts rely on it.
    fn code(&self) -> &'static str;

    /// Names and values that the sentence mentions.
    fn values(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}
