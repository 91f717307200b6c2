//! A set of small numbers, a bit each. Must never be asked for a member beyond its length.

/// Adds `member` to a set of bits.
pub(super) fn set(bits: &mut [u64], member: u32) {
    bits[member as usize / 64] |= 1 << (member % 64);
}

/// Whether `member` is in a set of bits.
pub(super) fn has(bits: &[u64], member: u32) -> bool {
    bits[member as usize / 64] & 1 << (member % 64) != 0
}
