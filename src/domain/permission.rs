//! What commands ask of the person who gives them, the shop's table of roles, and what a supervisor allowed
//! in place. Must never take a right from the owner.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::refusal::Refuse;
use super::staff::{PersonId, Role};

/// Lists the permissions with the word of files and JSON.
macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident $code:literal,)*) => {
        /// What a command asks of the person who gives it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Permission {
            $($(#[$doc])* #[serde(rename = $code)] $name,)*
        }

        impl Permission {
            /// Every permission, in the order of the table.
            pub const ALL: &[Permission] = &[$(Permission::$name,)*];

            /// The word of files and JSON.
            pub fn code(self) -> &'static str {
                match self { $(Permission::$name => $code,)* }
            }
        }
    };
}

permissions! {
    /// Selling what the catalogue says at its price.
    Sell "sell",
    /// Opening, counting and closing the register; X reports.
    Register "register",
    /// Taking a line off the ticket.
    VoidLine "void-line",
    /// Giving a whole ticket up.
    VoidTicket "void-ticket",
    /// A discount above what the shop lets anybody give.
    Discount "discount",
    /// Another price than the catalogue's.
    Price "price",
    /// Taking goods back against a receipt.
    Return "return",
    /// Taking goods back without a receipt, and store credit without the code on its note.
    ReturnWithoutReceipt "return-without-receipt",
    /// Keeping the customers' directory.
    Customers "customers",
    /// Selling on account above the customer's limit.
    AccountLimit "account-limit",
    /// Cash in, cash out and drops.
    CashMove "cash-move",
    /// Recording an expense.
    Expense "expense",
    /// Opening the drawer without a sale.
    OpenDrawer "open-drawer",
    /// Closing with a variance above the shop's limit.
    Variance "variance",
    /// Creating or changing a product.
    Catalogue "catalogue",
    /// Receiving, adjusting and counting goods.
    Stock "stock",
    /// Letting the differences of a stock count stand.
    StockApprove "stock-approve",
    /// Reading reports.
    Reports "reports",
    /// Reading the trail.
    Trail "trail",
    /// Adding and changing people.
    People "people",
    /// Changing the shop's settings, the roles among them.
    Settings "settings",
}

/// What a new shop lets a cashier do alone.
const CASHIER: [Permission; 5] = [
    Permission::Sell,
    Permission::Register,
    Permission::VoidLine,
    Permission::VoidTicket,
    Permission::Customers,
];

/// What each role may do alone. The owner may do everything and is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles(BTreeMap<Role, BTreeSet<Permission>>);

impl Default for Roles {
    fn default() -> Roles {
        let but = [Permission::People, Permission::Settings];
        let supervisor = Permission::ALL.iter().copied().filter(|p| !but.contains(p));
        Roles(BTreeMap::from([
            (Role::Supervisor, supervisor.collect()),
            (Role::Cashier, CASHIER.into_iter().collect()),
        ]))
    }
}

impl Roles {
    /// Whether it is the table of a new shop.
    pub fn is_default(&self) -> bool {
        *self == Roles::default()
    }

    /// Whether that role may do it without another person's PIN.
    pub fn may(&self, role: Role, permission: Permission) -> bool {
        role == Role::Owner || self.0.get(&role).is_some_and(|may| may.contains(&permission))
    }

    /// The table with one right given or taken. Nothing changes for the owner.
    #[must_use]
    pub fn with(mut self, role: Role, permission: Permission, may: bool) -> Roles {
        if role != Role::Owner {
            let of = self.0.entry(role).or_default();
            if may {
                of.insert(permission);
            } else {
                of.remove(&permission);
            }
        }
        self
    }
}

/// Somebody with the right allowed something to whoever asked, as the journal records it. Who asked is the
/// entry's own person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// What was allowed.
    pub permission: Permission,
    /// Who allowed it with their PIN.
    pub by: PersonId,
    /// The command it was for, in words.
    pub what: String,
}

/// An approval in hand: the entry that records it. Counts once, for the job or the ticket it was given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Id of the entry.
    pub id: Uuid,
    /// What was allowed.
    pub permission: Permission,
    /// Who allowed it.
    pub by: PersonId,
}

/// Why somebody may not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PermissionRefusal {
    /// Their role does not allow it and nobody else has.
    #[error("you may not do that alone: somebody who may has to type their PIN")]
    NeedsApproval {
        /// What is missing.
        permission: Permission,
    },
    /// Who was asked may not do it either.
    #[error("{name} may not allow that: ask somebody else")]
    NotTheirs {
        /// Who.
        name: String,
    },
}

impl Refuse for PermissionRefusal {
    fn code(&self) -> &'static str {
        match self {
            PermissionRefusal::NeedsApproval { .. } => "permission-needed",
            PermissionRefusal::NotTheirs { .. } => "permission-not-theirs",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            PermissionRefusal::NeedsApproval { permission } => {
                vec![("permission", permission.code().to_owned())]
            }
            PermissionRefusal::NotTheirs { name } => vec![("name", name.clone())],
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_owner_may_everything_whatever_the_table_says() {
        let mut roles = Roles::default();
        for permission in Permission::ALL {
            roles = roles.with(Role::Owner, *permission, false);
            assert!(roles.may(Role::Owner, *permission));
        }
        assert!(roles.is_default());
    }

    #[test]
    fn a_right_is_given_and_taken() {
        let roles = Roles::default();
        assert!(!roles.may(Role::Cashier, Permission::Discount));
        let roles = roles.with(Role::Cashier, Permission::Discount, true);
        assert!(roles.may(Role::Cashier, Permission::Discount) && !roles.is_default());
        assert!(
            roles
                .with(Role::Cashier, Permission::Discount, false)
                .is_default()
        );
    }

    #[test]
    fn bytes_are_frozen() {
        let roles = Roles(BTreeMap::from([(
            Role::Cashier,
            BTreeSet::from([Permission::Sell, Permission::VoidLine]),
        )]));
        let text = r#"{"cashier":["sell","void-line"]}"#;
        assert_eq!(serde_json::to_string(&roles).unwrap(), text);
        assert_eq!(serde_json::from_str::<Roles>(text).unwrap(), roles);
        for permission in Permission::ALL {
            let quoted = format!("\"{}\"", permission.code());
            assert_eq!(serde_json::from_str::<Permission>(&quoted).unwrap(), *permission);
        }
    }
}
