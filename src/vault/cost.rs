//! What a passphrase costs to try. Must never spend what a damaged or hostile file asks for.

use std::fs;
use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Params, Version};

use super::VaultError;

/// What a passphrase costs to try (Argon2id version 0x13, one lane, RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB: 64 KiB to 256 MiB.
    pub memory_kib: u32,
    /// Passes over it: 1 to 64.
    pub passes: u32,
}

impl Cost {
    /// The least there is, for tests only: it protects nothing.
    pub const LEAST: Self = Self {
        memory_kib: 64,
        passes: 1,
    };
    const WANTED_KIB: u32 = 46 << 10;
    const FLOOR_KIB: u32 = 8 << 10;

    /// About a second on this machine: 46 MiB where memory allows, and as many passes as fit.
    pub fn measured() -> Result<Self, VaultError> {
        // A quarter of what is free: the till goes on running beside.
        let memory_kib = available_kib().map_or(Self::WANTED_KIB, |free| free / 4);
        let one = Self {
            memory_kib: memory_kib.clamp(Self::FLOOR_KIB, Self::WANTED_KIB),
            passes: 1,
        };
        let start = Instant::now();
        one.stretch(b"how fast is this machine", b"sixteen byte one", &mut [0; 32])?;
        let pass = start.elapsed().max(Duration::from_millis(1));
        let fit = Duration::from_secs(1).as_millis() / pass.as_millis();
        Ok(Self {
            passes: u32::try_from(fit).unwrap_or(1).clamp(1, 32),
            ..one
        })
    }

    /// Stretches a secret into `out`, or refuses costs out of bounds.
    pub(super) fn stretch(
        self,
        secret: &[u8],
        salt: &[u8; 16],
        out: &mut [u8; 32],
    ) -> Result<(), VaultError> {
        if !(64..=256 << 10).contains(&self.memory_kib) || !(1..=64).contains(&self.passes) {
            return Err(VaultError::BadCost);
        }
        let params =
            Params::new(self.memory_kib, self.passes, 1, Some(out.len())).map_err(|_| VaultError::BadCost)?;
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret, salt, out)
            .map_err(|_| VaultError::NoMemory)
    }
}

/// Memory that can be had without pushing others out, where the system says so.
fn available_kib() -> Option<u32> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_out_of_bounds_are_refused_before_any_work() {
        for (memory_kib, passes) in [(0, 1), (63, 1), (u32::MAX, 1), (64, 0), (64, 65), (64, u32::MAX)] {
            let refused = Cost { memory_kib, passes }.stretch(b"", &[0; 16], &mut [0; 32]);
            assert!(
                matches!(refused, Err(VaultError::BadCost)),
                "{memory_kib} {passes}"
            );
        }
    }

    #[test]
    fn the_measured_cost_is_worth_something() {
        let cost = Cost::measured().expect("memory for a test");
        assert!(cost.memory_kib >= Cost::FLOOR_KIB && cost.passes >= 1, "{cost:?}");
    }
}
