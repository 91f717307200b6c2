//! The screens: model, update, view. Must never touch disk or network, nor name the journal or the store.
//!
//! [`update::update`] takes one [`input::Input`] and gives effects as data; [`view::view`] shows the model on
//! a buffer; [`runtime`] is the only place with threads and a terminal. Every command, key, footer label and
//! help sentence stands once, in [`command::TABLE`].

pub mod accepts;
pub mod called;
pub mod chart;
pub mod command;
pub mod counter;
pub mod demo_pins;
pub mod dialogs;
pub mod effect;
pub mod field;
pub mod figures;
pub mod flags;
pub mod form;
pub mod glyphs;
pub mod go;
pub mod hub_words;
pub mod input;
pub mod key;
pub mod keymap;
pub mod list;
pub mod look;
pub mod manual;
pub mod model;
mod opens;
pub mod paint;
pub mod paper;
pub mod part;
mod printer_form;
pub mod reader;
pub mod runtime;
pub mod screens;
mod setting;
pub mod settings;
mod terminal;
pub mod theme;
pub mod trail_words;
pub mod typing;
pub mod update;
pub mod view;
pub mod who;
