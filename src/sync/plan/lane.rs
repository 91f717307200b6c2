//! How long each way to the hub is left alone after it failed. Must never wait without an end.

/// The longest that a hub is left alone after bad answers.
pub(in crate::sync) const LONGEST: u64 = 300_000;

/// Uploads or downloads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lane {
    pub(super) failures: u32,
    /// When it may be tried again.
    pub(super) not_before: u64,
}

impl Lane {
    /// It failed once more: it waits for as long as the hub said, or by lot, longer and longer.
    pub(super) fn fail(&mut self, now: u64, dice: u64, retry_after: Option<u32>) {
        self.failures = self.failures.saturating_add(1);
        let wait = match retry_after {
            Some(seconds) => (u64::from(seconds) * 1_000).min(LONGEST),
            None => dice % (backoff(self.failures) + 1),
        };
        self.not_before = now.saturating_add(wait);
    }

    /// It must go back a step: at once the first time, and like a failure when that happens again before
    /// anything has gone forward.
    pub(super) fn again(&mut self, now: u64, dice: u64) {
        if self.failures == 0 {
            self.failures = 1;
        } else {
            self.fail(now, dice, None);
        }
    }
}

/// The most that is waited after so many failures.
pub(super) fn backoff(failures: u32) -> u64 {
    1_000_u64
        .checked_shl(failures.min(20))
        .unwrap_or(LONGEST)
        .min(LONGEST)
}
