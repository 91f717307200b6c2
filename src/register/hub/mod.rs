//! The till and its hub: known or not, what was heard, what is shown of it. Must never make anything wait for
//! the hub, nor believe a row that was not checked.

mod again;
mod drive;
mod enrol;
mod goods;
mod heard;
mod join;
mod link;
mod lost;
mod numbers;
mod own;
mod queue;
mod resolve;
mod rows;
mod show;
mod snapshot;
pub mod state;
pub mod verify;

pub use drive::Ended;
pub use enrol::{Asked, EnrolRefusal, ask, ask_over};
pub use goods::goods_of;
pub use link::{Facts, Link, Mended};
pub use resolve::{ResolveRefusal, settles};
pub(in crate::register) use rows::{HubCredit, credit_of};
pub use show::News;
pub use snapshot::{base_of, numbers_of};
