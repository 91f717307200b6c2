//! A short text in the arena: a length byte and the bytes. Must never hold more than a SKU or a code can be.

/// Appends `text` to `arena`.
pub(super) fn put(arena: &mut Vec<u8>, text: &str) {
    let length = u8::try_from(text.len()).expect("a SKU or code is at most 160 bytes");
    arena.push(length);
    arena.extend_from_slice(text.as_bytes());
}

/// The text whose length byte stands at `at`.
pub(super) fn at(arena: &[u8], at: usize) -> &[u8] {
    &arena[at + 1..at + 1 + usize::from(arena[at])]
}
