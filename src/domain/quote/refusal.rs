//! Why a basket of JSON has no answer: a word for scripts and a sentence for people. Must never name a type
//! of the program.

use crate::domain::payment::PaymentRefusal;
use crate::domain::pricing::{BasketRefusal, Broken};
use crate::domain::refusal::Refuse;

/// A basket refused as a whole; nothing of it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A stable word.
    pub code: &'static str,
    /// One plain sentence.
    pub message: String,
}

impl Refusal {
    /// `field` of the JSON is not what it should be.
    pub fn field(field: &str, code: &'static str, why: String) -> Self {
        Self {
            code,
            message: format!("{field}: {why}"),
        }
    }

    /// `field` of the JSON is needed and absent.
    pub fn missing(field: impl std::fmt::Display) -> Self {
        Self {
            code: "missing",
            message: format!("{field} is missing"),
        }
    }

    /// The text is no JSON, or not that of a basket.
    pub(super) fn json(error: &serde_json::Error) -> Self {
        let code = if error.is_data() {
            "not-a-basket"
        } else {
            "not-json"
        };
        // a text of someone else's: no control characters, and not a page of it
        let shown: String = error
            .to_string()
            .chars()
            .filter(|c| !c.is_control())
            .take(300)
            .collect();
        Self {
            code,
            message: format!("this is not a basket: {shown}"),
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

impl From<BasketRefusal> for Refusal {
    fn from(refusal: BasketRefusal) -> Self {
        Self {
            code: refusal.code(),
            message: refusal.to_string(),
        }
    }
}

impl From<PaymentRefusal> for Refusal {
    fn from(refusal: PaymentRefusal) -> Self {
        Self {
            code: refusal.code(),
            message: refusal.to_string(),
        }
    }
}

impl From<Broken> for Refusal {
    fn from(broken: Broken) -> Self {
        Self {
            code: "does-not-add-up",
            message: broken.to_string(),
        }
    }
}
