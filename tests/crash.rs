//! Power cuts, torn writes and flipped bits, at every operation of a small day. Must never touch a real disk:
//! everything runs on a recorded one, and every failure prints the seed and the operation it came from.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "crash/archive.rs"]
mod archive;
#[path = "crash/broken.rs"]
mod broken;
#[path = "crash/cut.rs"]
mod cut;
#[path = "crash/day.rs"]
mod day;
#[path = "crash/disk.rs"]
mod disk;
#[path = "crash/faults.rs"]
mod faults;
#[path = "crash/flips.rs"]
mod flips;
#[path = "crash/image.rs"]
mod image;
#[path = "crash/journal.rs"]
mod journal;
#[path = "crash/left_out.rs"]
mod left_out;
#[path = "crash/lying.rs"]
mod lying;
#[path = "crash/many.rs"]
mod many;
#[path = "crash/mirror.rs"]
mod mirror;
#[path = "crash/program.rs"]
mod program;
#[path = "crash/recorded.rs"]
mod recorded;
#[path = "crash/shop.rs"]
mod shop;
#[path = "crash/story.rs"]
mod story;
#[path = "crash/till.rs"]
mod till;
#[path = "crash/torn.rs"]
mod torn;
#[path = "crash/work.rs"]
mod work;
