//! Decisions: a state and a command in, the fact or a refusal out. Must never change the state; the entry
//! does.

pub mod account;
pub mod cash;
pub mod count;
pub mod credit;
pub mod customers;
pub mod drawer;
pub mod park;
pub mod people;
pub mod products;
pub mod refund;
pub mod register;
pub mod sell;
pub mod shop;
pub mod staff;
pub mod stock;
pub mod void;
