//! What the owner of a shop sees of it in a browser, a phone's as well. Must never need a script, nor
//! anything from another machine, nor show one shop to the owner of another.

mod account;
mod chart;
mod delay;
mod facts;
mod lists;
mod style;
mod view;
mod words;

pub(super) use account::{Session, admit, begin, dismiss, end, session};
pub(super) use delay::Delays;
pub(super) use facts::facts;
pub(super) use style::policy;
pub(super) use view::{Slip, sign_in, whole};
pub(super) use words::said_by;
