//! Keys and sealing: key slots, page cipher, record sealing, hash chain. Must never know what it seals.
