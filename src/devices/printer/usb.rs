//! A printer that is a device file, such as `/dev/usb/lp0`. Must never open it in a way that waits.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;

use rustix::fs::OFlags;

use super::pour::{pour, settle};
use super::{Failed, Pace, Problem, Sent, Watch};

const USUAL: &str = "/dev/usb/lp0";

pub(super) fn send(at: &str, pace: Pace, bytes: &[u8], watch: &dyn Watch) -> Result<Sent, Failed> {
    let path = if at.is_empty() { USUAL } else { at };
    // Without these a terminal line would become this program's own, or the opening would wait for a carrier.
    let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits();
    let flags = i32::try_from(flags).expect("flags of open are small");
    let mut device = OpenOptions::new()
        .write(true)
        .custom_flags(flags)
        .open(path)
        .map_err(|error| Failed::before(Problem::from(&error)))?;
    watch.begins();
    let fd = device
        .try_clone()
        .map_err(|error| Failed::before(Problem::from(&error)))?;
    pour(fd, |rest| device.write(rest), bytes, pace, watch)?;
    settle(&device, watch)?;
    Ok(Sent::Printed)
}
