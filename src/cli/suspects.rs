//! What would explain a difference at closing, for scripts and for people. Must never name what the domain
//! did not.

use serde_json::{Value, json};

use crate::devices::suspects;
use crate::domain::cash::variance::Suspect;
use crate::lang::{Lang, Words};

/// One suspect for scripts.
pub(super) fn of_json(suspect: &Suspect) -> Value {
    json!({
        "kind": suspect.code(), "told": told(suspect),
        "document": suspect.document().map(ToString::to_string),
    })
}

/// One suspect as a sentence.
pub(super) fn told(suspect: &Suspect) -> String {
    suspects::told(suspect, &Words::new(Lang::En))
}
