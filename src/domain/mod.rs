//! Values in, values out: what the shop knows and how it decides. Must never do I/O, read a clock, draw
//! randomness or start a thread.

pub mod barcode;
pub mod text;
