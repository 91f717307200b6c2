//! The till's side of the hub: what to do next, the wire, the thread. Must never make a sale wait, nor write:
//! what it hears goes to the register as an [`Outcome`].

mod batch;
pub mod courier;
pub mod enrol;
pub mod missing;
pub mod net;
pub mod outcome;
mod packed;
mod pinned;
pub mod plan;
pub mod settings;
pub mod transport;
pub mod worker;

pub use batch::hash_of;
pub use courier::{Courier, Known, Life, Published, Step, raised_to};
pub use missing::Missing;
pub use net::Net;
pub use outcome::{Outcome, Standing, What};
