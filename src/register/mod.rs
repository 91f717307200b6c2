//! One file for each thing a shop does: decide, append, answer, fold. Must never draw or parse arguments.

pub mod job;
pub mod reply;
pub mod surroundings;
