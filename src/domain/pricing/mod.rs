//! From a basket to its figures. Must never round but through `money::round`, and never give figures that do
//! not add up.

mod priced;
mod refusal;

pub use priced::{LineTax, Priced, PricedLine, TaxTotal};
pub use refusal::{BasketRefusal, LineRefusal};
