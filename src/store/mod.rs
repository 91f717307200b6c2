//! The fold of the journal: what must be looked up quickly. Must never be the only copy of anything, and
//! never hold a document: those are in the journal, and the store knows their positions.
//!
//! One writer, [`Store`], takes entries in the order of the journal and remembers in the same transaction how
//! far it has come. A [`Reader`] is a consistent snapshot that another thread may query meanwhile. Whatever
//! is lost or damaged here is made again from the journal.

mod ballast;
mod codec;
mod compare;
mod error;
mod figures;
mod fold;
pub mod hub;
mod medium;
mod parts;
mod reader;
mod recorded;
mod schema;
mod writer;

pub use compare::Difference;
pub use error::{StoreError, is_guarded};
pub use figures::{CategoryFigures, ClosingBrief, Credit, Day, Dekad, Hour, Month, Moved};
pub use parts::{Parts, ShowPart};
pub use reader::{Happening, Lines, Reader, Run};
pub use recorded::{Applied, Recorded};
pub use writer::{Stats, Store};

#[cfg(test)]
mod tests;
