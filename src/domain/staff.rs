//! People of the shop, their roles and what each role may do. Must never hold a PIN in clear.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names a person for ever, on every till of the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonId(pub Uuid);

/// What a person is in the shop; decides what they may do alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, always.
    Owner,
    /// What the shop's table says; at first everything but people and settings.
    Supervisor,
    /// What the shop's table says; at first what selling needs.
    Cashier,
}

impl Role {
    /// Every role, the highest first.
    pub const ALL: [Role; 3] = [Role::Owner, Role::Supervisor, Role::Cashier];

    /// Fewest digits a PIN of this role must have, in a shop with that many people.
    pub fn pin_digits(self, people: usize) -> usize {
        if people > 1 && self != Role::Cashier { 6 } else { 4 }
    }
}

/// One person as the journal records them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// For ever the same.
    pub id: PersonId,
    /// As shown on the sign-in screen.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Argon2id hash of the PIN, in the PHC string form.
    pub pin: String,
    /// False once they have left; nobody is ever deleted.
    pub active: bool,
}

/// A locked till that somebody else went on with; who did is the entry's own person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOver {
    /// Who had it.
    pub from: PersonId,
    /// The ticket that was open, if any was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Uuid>,
    /// Lines on it.
    pub lines: u64,
}
