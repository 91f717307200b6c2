//! Goods that come back: the receipt is found, its lines chosen, the way of paying back. Must never give
//! anything back: the register does.

pub mod find;
pub mod lines;
pub mod pay_back;
