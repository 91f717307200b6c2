//! Returns: what of a sale came back, what that was worth and how it was paid back (docs/money.md,
//! "Returning"). Must never give back more than was sold or paid, in whatever parts and order.

mod back;
mod gone;
mod record;
mod share;
mod sought;
#[cfg(test)]
mod tests;

pub(in crate::domain) use back::settlement;
pub use back::{Back, Exchanged, give_back, owed};
pub use gone::{Gone, GoneLine, Paid};
pub use record::{Fate, Origin, Refund, Returned};
pub use share::{Asked, part};
pub use sought::Sought;
