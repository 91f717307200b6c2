//! Rows of a product file. Must never let a row in that the counter could not have typed.

mod row;

pub use row::ImportRow;
