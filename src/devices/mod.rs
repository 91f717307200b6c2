//! What leaves the till on paper: one layout, at any width. Must never be waited for by a sale, nor
//! compute a figure.

pub mod layout;
pub mod receipt;
pub mod refund;
pub mod statement;
pub mod text;
pub mod zed;
