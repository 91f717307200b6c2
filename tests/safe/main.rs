//! What keeps a shop safe, by the program itself: audit, backup, restore, rebuild, doctor and keys, on whole
//! shops and on damaged ones.
#![allow(clippy::unwrap_used, clippy::panic)]

mod archive;
mod damage;
mod day_end;
mod keys;
mod mirror;
mod prompts;
mod restore;
mod shop;
mod together;
