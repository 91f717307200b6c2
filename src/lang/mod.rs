//! Words: messages, numbers, money and dates in the language of the shop. Must never decide, round or keep
//! a figure: it shows what it is given.
//!
//! The messages live in `assets/lang`, a directory for each language and a file for each thing a shop does,
//! and are built into the program. What comes out holds no character that a bare console lacks: plain spaces,
//! no isolation marks.

mod dates;
mod language;
mod numbers;
mod words;

pub use dates::{date, moment, recorded, time, timestamp};
pub use language::Lang;
pub use numbers::{Sign, money, number, plain, quantity, spelled};
pub use words::{Value, Words, sources};
