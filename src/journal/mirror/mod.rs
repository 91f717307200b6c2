//! A mirror: the same sealed frames in a directory on another disk or a stick, written behind the answer.
//! Must never overwrite an entry that the journal has not, nor be waited for by a sale.

mod compare;
mod error;
mod fill;
mod follow;
mod marker;
mod mend;
mod padded;
#[cfg(test)]
mod tests;
mod witness;

pub use error::MirrorError;
pub use follow::Mirror;
pub use marker::{MARKER, Marker};
pub use mend::{Mended, Mending, mend, plan};
pub use witness::{head, seen};

/// The journal's directory inside that of a mirror.
pub const JOURNAL: &str = "journal";
