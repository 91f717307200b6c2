//! Money that moves without a sale: into the drawer, out of it, to the safe, and what the shop spends. Must
//! never delete one: what was wrong is answered by a counter-entry.

pub mod record;
pub mod slips;
pub mod suspect;
pub mod variance;

pub use record::{
    CashMove, CashMoved, Declared, ExpenseFigures, ExpensePaid, ForeignCounted, MoveFigures, PersonFigures,
};
