//! Customers: who they are, whether they may buy on account, and the directory they are found in. Must never
//! hold what they owe: that is folded from sales, payments and returns.

mod directory;
mod record;
mod tax_id;

pub use directory::Directory;
pub use record::{Buyer, Customer, CustomerId, NAME_MAX, NOTE_MAX, SHORT_MAX};
pub use tax_id::{TaxIdCheck, check_tax_id};
