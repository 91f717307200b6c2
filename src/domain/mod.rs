//! Values in, values out: what the shop knows and how it decides. Must never do I/O, read a clock, draw
//! randomness or start a thread.

pub mod asked;
pub mod barcode;
pub mod basket;
pub mod catalogue;
pub mod concession;
pub mod currency;
pub mod customer;
pub mod customs;
pub mod decide;
pub mod decimal;
pub mod denominations;
pub mod discount;
pub mod document;
pub mod event;
pub mod import_rows;
pub mod lookup;
pub mod money;
pub mod parked;
pub mod payment;
pub mod pricing;
pub mod product;
pub mod quantity;
pub mod quote;
pub mod rate;
pub mod receipt_code;
pub mod refund;
pub mod refusal;
pub mod search;
pub mod shift;
pub mod shop;
pub mod staff;
pub mod tax;
pub mod text;
pub mod ticket;
pub mod till;
