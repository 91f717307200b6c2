//! What leaves the till on paper: one layout, at any width, and the way to a printer. Must never be waited
//! for by a sale, nor compute a figure.

pub mod code_page;
pub mod escpos;
pub mod label;
pub mod layout;
pub mod printer;
pub mod receipt;
pub mod refund;
pub mod report;
pub mod settings;
pub mod spool;
pub mod statement;
pub mod suspects;
pub mod text;
pub mod trial;
pub mod zed;
