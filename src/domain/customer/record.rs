//! One customer as the journal and the documents keep them. Must never hold what they owe.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::money::Money;

/// The longest name, in bytes.
pub const NAME_MAX: usize = 120;
/// The longest phone number or tax id, in bytes.
pub const SHORT_MAX: usize = 40;
/// The longest note, in bytes.
pub const NOTE_MAX: usize = 200;

/// Names a customer for ever, on every till of the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CustomerId(pub Uuid);

/// One customer, whole, as the journal records them each time something of them changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// For ever the same.
    pub id: CustomerId,
    /// As printed.
    pub name: String,
    /// As typed; may be empty.
    pub phone: String,
    /// As typed; may be empty.
    pub tax_id: String,
    /// For the people of the shop; never printed.
    pub note: String,
    /// How much they may owe; none where they buy nothing on account.
    pub limit: Option<Money>,
    /// False once they are no longer served by name; nobody is ever deleted.
    pub active: bool,
}

/// Who buys, as a ticket and its document keep them: the name at the time, whatever it becomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    /// Who.
    pub id: CustomerId,
    /// As printed.
    pub name: String,
    /// As printed; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tax_id: String,
}

impl Customer {
    /// What a ticket keeps of them.
    pub fn buyer(&self) -> Buyer {
        Buyer {
            id: self.id,
            name: self.name.clone(),
            tax_id: self.tax_id.clone(),
        }
    }
}
