//! The command line as scripts see it: the real program, real directories, exit codes and output. Must never
//! reach into the program, nor depend on who runs it.

mod asked;
mod bad_files;
mod bad_stores;
mod cash;
mod catalogue;
mod cores;
mod customers;
mod day;
mod demo;
mod forms;
mod full_disk;
mod killed;
mod people;
mod plague;
#[cfg(feature = "planted-bugs")]
mod planted;
mod read_only;
#[cfg(feature = "planted-bugs")]
mod red;
mod returns;
mod rights;
mod shop;
mod stock;
mod unshared;
