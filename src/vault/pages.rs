//! The page cipher under the store: AES-256-XTS inside redb's storage trait, same offsets and lengths.
//! Must never know what a page holds, nor let a lock or a close go undelegated.

use std::fmt;
use std::io;
use std::ops::Bound;
use std::sync::{Mutex, PoisonError};

use aes::Aes256;
use aes::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use redb::{BackendError, StorageBackend};
use xts_mode::{Xts128, get_tweak_default};

use super::key::PageKeys;

/// Bytes of one encrypted unit; the tweak is its number in the file.
pub const PAGE: usize = 4096;

/// Bytes of a block of the cipher.
const BLOCK: usize = 16;
/// Blocks opened together: a processor works on several at once, which reads of the store wait for.
const TOGETHER: usize = 32;

/// Encrypts and decrypts whole pages.
pub struct PageCipher {
    xts: Xts128<Aes256>,
    data: Aes256,
    tweak: Aes256,
}

impl PageCipher {
    /// The cipher under a key pair.
    pub fn new(keys: &PageKeys) -> Self {
        let (data, tweak) = keys.0.split_at(32);
        let aes = |key: &[u8]| Aes256::new_from_slice(key).expect("half of the pair is an AES-256 key");
        let (data, tweak) = (aes(data), aes(tweak));
        Self {
            xts: Xts128::new(data.clone(), tweak.clone()),
            data,
            tweak,
        }
    }

    /// Encrypts `bytes`, whole pages of which the first has number `first`.
    pub fn encrypt(&self, first: u64, bytes: &mut [u8]) {
        self.xts
            .encrypt_area(bytes, PAGE, first.into(), get_tweak_default);
    }

    /// Decrypts `bytes`, whole pages of which the first has number `first`. A page of zeros stays one:
    /// it is a part of the file never written.
    pub fn decrypt(&self, first: u64, bytes: &mut [u8]) {
        for (page, number) in bytes.chunks_mut(PAGE).zip(first..) {
            if page.iter().any(|byte| *byte != 0) {
                self.open(page, number.into());
            }
        }
    }
}

impl PageCipher {
    /// Decrypts one unit of whole blocks: what `xts` sealed, many blocks at a time.
    fn open(&self, unit: &mut [u8], number: u128) {
        let mut first = get_tweak_default(number);
        self.tweak.encrypt_block(&mut first);
        let mut next = u128::from_le_bytes(first.into());
        for group in unit.chunks_mut(BLOCK * TOGETHER) {
            let mut tweaks = [0; TOGETHER];
            for tweak in &mut tweaks {
                *tweak = next;
                // by x in the field of IEEE 1619: x^128 is x^7 + x^2 + x + 1
                next = next << 1 ^ if next >> 127 == 1 { 0x87 } else { 0 };
            }
            mix(group, &tweaks);
            let (blocks, rest) = Array::slice_as_chunks_mut(group);
            debug_assert!(rest.is_empty(), "a unit is whole blocks");
            self.data.decrypt_blocks(blocks);
            mix(group, &tweaks);
        }
    }
}

/// Mixes each block with its tweak.
fn mix(blocks: &mut [u8], tweaks: &[u128]) {
    let (blocks, _) = blocks.as_chunks_mut::<BLOCK>();
    for (block, tweak) in blocks.iter_mut().zip(tweaks) {
        *block = (u128::from_le_bytes(*block) ^ tweak).to_le_bytes();
    }
}

/// A storage backend whose bytes are encrypted page by page before `B` sees them.
pub struct EncryptedBackend<B> {
    inner: B,
    cipher: PageCipher,
    /// Held while an edge page is read, changed and written.
    edges: Mutex<()>,
}

impl<B: StorageBackend> EncryptedBackend<B> {
    /// Puts the page cipher in front of `inner`. Its length must stay a multiple of [`PAGE`].
    pub fn new(inner: B, keys: &PageKeys) -> Self {
        Self {
            inner,
            cipher: PageCipher::new(keys),
            edges: Mutex::new(()),
        }
    }

    /// Reads and decrypts the whole pages around `offset..offset + len`.
    /// Returns them with the number of the first and where `offset` lies inside.
    fn pages_around(&self, offset: u64, len: usize) -> io::Result<(Vec<u8>, u64, usize)> {
        let first = offset / PAGE as u64;
        let inside = (offset % PAGE as u64) as usize;
        let mut pages = vec![0; (inside + len).next_multiple_of(PAGE)];
        self.inner.read(first * PAGE as u64, &mut pages)?;
        self.cipher.decrypt(first, &mut pages);
        Ok((pages, first, inside))
    }
}

fn aligned(offset: u64, len: usize) -> bool {
    offset.is_multiple_of(PAGE as u64) && len.is_multiple_of(PAGE)
}

impl<B> fmt::Debug for EncryptedBackend<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncryptedBackend(..)")
    }
}

impl<B: StorageBackend> StorageBackend for EncryptedBackend<B> {
    fn len(&self) -> io::Result<u64> {
        self.inner.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        if aligned(offset, out.len()) {
            self.inner.read(offset, out)?;
            self.cipher.decrypt(offset / PAGE as u64, out);
            return Ok(());
        }
        let (pages, _, inside) = self.pages_around(offset, out.len())?;
        out.copy_from_slice(&pages[inside..inside + out.len()]);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        if !len.is_multiple_of(PAGE as u64) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the store grows by whole pages",
            ));
        }
        self.inner.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.inner.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        if aligned(offset, data.len()) {
            let mut pages = data.to_vec();
            self.cipher.encrypt(offset / PAGE as u64, &mut pages);
            return self.inner.write(offset, &pages);
        }
        // XTS keeps unchanged 16-byte blocks unchanged, so writing the edge pages again tears no worse
        // than the small write redb asked for.
        let _edges = self.edges.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut pages, first, inside) = self.pages_around(offset, data.len())?;
        pages[inside..inside + data.len()].copy_from_slice(data);
        self.cipher.encrypt(first, &mut pages);
        self.inner.write(first * PAGE as u64, &pages)
    }

    fn close(&self) -> io::Result<()> {
        self.inner.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.inner.try_lock_range(start, end)
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.inner.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.inner.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.inner.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.inner.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.inner.query_lock_range(start, end)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::vault::MasterKey;
    use proptest::prelude::*;
    use redb::backends::InMemoryBackend;

    fn bytes(hex: &str) -> Vec<u8> {
        data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap()
    }

    fn keys() -> PageKeys {
        MasterKey::from_bytes([7; 32]).page_keys()
    }

    /// IEEE Std 1619-2007, annex B: XTS-AES-256 vectors 10 to 12, which share a key. The cipher takes
    /// sectors of any length here, so the standard's 512 bytes prove the pages' 4096.
    #[test]
    fn agrees_with_ieee_1619() {
        let keys: [u8; 64] = bytes(concat!(
            "2718281828459045235360287471352662497757247093699959574966967627",
            "3141592653589793238462643383279502884197169399375105820974944592",
        ))
        .try_into()
        .unwrap();
        let cipher = PageCipher::new(&PageKeys(keys));
        // Number of the data unit, the first 32 bytes of its ciphertext; in clear the bytes 0 to 255, twice.
        for (number, start) in [
            (
                0xff,
                "1c3b3a102f770386e4836c99e370cf9bea00803f5e482357a4ae12d414a3e63b",
            ),
            (
                0xffff,
                "77a31251618a15e6b92d1d66dffe7b50b50bad552305ba0217a610688eff7e11",
            ),
            (
                0xff_ffff,
                "e387aaa58ba483afa7e8eb469778317ecf4cf573aa9d4eac23f2cdf914e4e200",
            ),
        ] {
            let plain: Vec<u8> = (0..512).map(|at| at as u8).collect();
            let mut unit = plain.clone();
            cipher.xts.encrypt_sector(&mut unit, get_tweak_default(number));
            assert_eq!(unit[..32], bytes(start));
            if number == 0xff {
                let end = "773dad38014bd2092fa755c824bb5e54c4f36ffda9fcea70b9c6e693e148c151";
                assert_eq!(unit[480..], bytes(end));
            }
            cipher.open(&mut unit, number);
            assert_eq!(unit, plain);
        }
    }

    proptest! {
        #[test]
        fn any_unit_opens_to_what_was_sealed(
            plain in prop::collection::vec(any::<u8>(), BLOCK..=PAGE),
            number: u128,
            key: [u8; 32],
        ) {
            let cipher = PageCipher::new(&MasterKey::from_bytes(key).page_keys());
            let plain = &plain[..plain.len() / BLOCK * BLOCK];
            let (mut sealed, mut other) = (plain.to_vec(), plain.to_vec());
            cipher.xts.encrypt_sector(&mut sealed, get_tweak_default(number));
            cipher.open(&mut sealed, number);
            prop_assert_eq!(&sealed[..], plain);
            // and of bytes that nobody sealed, both make the same
            cipher.open(&mut other, number);
            let mut slow = plain.to_vec();
            cipher.xts.decrypt_sector(&mut slow, get_tweak_default(number));
            prop_assert_eq!(other, slow);
        }
    }

    #[test]
    fn the_tweak_is_the_page_number() {
        let cipher = PageCipher::new(&keys());
        let mut two = vec![5; 2 * PAGE];
        cipher.encrypt(8, &mut two);
        let mut second = vec![5; PAGE];
        cipher.encrypt(9, &mut second);
        assert_eq!(two[PAGE..], second);
        assert_ne!(two[..PAGE], second);
        cipher.decrypt(8, &mut two);
        assert_eq!(two, vec![5; 2 * PAGE]);
    }

    #[test]
    fn what_is_beneath_is_not_what_was_written() {
        let encrypted = EncryptedBackend::new(InMemoryBackend::new(), &keys());
        encrypted.set_len(2 * PAGE as u64).unwrap();
        encrypted.write(0, &[b'x'; PAGE]).unwrap();
        let mut beneath = vec![0; 2 * PAGE];
        encrypted.inner.read(0, &mut beneath).unwrap();
        assert!(!beneath.windows(4).any(|w| w == b"xxxx"));
        assert_eq!(beneath[PAGE..], [0; PAGE]);
    }

    #[test]
    fn the_store_beneath_redb_is_encrypted_and_reopens() {
        const TABLE: redb::TableDefinition<'_, u64, &str> = redb::TableDefinition::new("names");
        let file = tempfile::NamedTempFile::new().unwrap();
        let open = || {
            let inner = redb::backends::FileBackend::new(file.reopen().unwrap()).unwrap();
            redb::Builder::new().create_with_backend(EncryptedBackend::new(inner, &keys()))
        };
        let database = open().unwrap();
        let write = database.begin_write().unwrap();
        write
            .open_table(TABLE)
            .unwrap()
            .insert(1, "a name to look for")
            .unwrap();
        write.commit().unwrap();
        assert!(open().is_err(), "the lock beneath must hold through the cipher");
        drop(database);
        let database = open().unwrap();
        let read = redb::ReadableDatabase::begin_read(&database).unwrap();
        assert_eq!(
            read.open_table(TABLE).unwrap().get(1).unwrap().unwrap().value(),
            "a name to look for"
        );
        let raw = std::fs::read(file.path()).unwrap();
        assert!(!raw.windows(6).any(|w| w == b"a name"));
    }

    #[derive(Debug, Clone)]
    enum Step {
        Grow(u64),
        Write(usize, usize, u8),
        Read(usize, usize),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0..6u64).prop_map(Step::Grow),
            (0..5 * PAGE, 0..9000usize, any::<u8>()).prop_map(|(at, len, fill)| Step::Write(at, len, fill)),
            (0..5usize, 0..3usize, any::<u8>()).prop_map(|(p, n, fill)| Step::Write(
                p * PAGE,
                n * PAGE,
                fill
            )),
            (0..5 * PAGE, 0..9000usize).prop_map(|(at, len)| Step::Read(at, len)),
        ]
    }

    proptest! {
        #[test]
        fn any_use_looks_like_a_plain_backend(steps in prop::collection::vec(step(), 1..30)) {
            let plain = InMemoryBackend::new();
            let encrypted = EncryptedBackend::new(InMemoryBackend::new(), &keys());
            for step in steps {
                let len = plain.len().unwrap() as usize;
                prop_assert_eq!(encrypted.len().unwrap() as usize, len);
                match step {
                    Step::Grow(pages) => {
                        plain.set_len(pages * PAGE as u64).unwrap();
                        encrypted.set_len(pages * PAGE as u64).unwrap();
                    }
                    Step::Write(at, size, fill) if at + size <= len => {
                        let data: Vec<u8> = (0..size).map(|i| fill.wrapping_add(i as u8)).collect();
                        plain.write(at as u64, &data).unwrap();
                        encrypted.write(at as u64, &data).unwrap();
                    }
                    Step::Read(at, size) if at + size <= len => {
                        let (mut a, mut b) = (vec![1; size], vec![2; size]);
                        plain.read(at as u64, &mut a).unwrap();
                        encrypted.read(at as u64, &mut b).unwrap();
                        prop_assert_eq!(a, b);
                    }
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn half_a_page_is_refused_and_reading_past_the_end_fails() {
        let encrypted = EncryptedBackend::new(InMemoryBackend::new(), &keys());
        assert!(encrypted.set_len(100).is_err());
        encrypted.set_len(PAGE as u64).unwrap();
        assert!(encrypted.read(PAGE as u64 - 4, &mut [0; 9]).is_err());
        assert!(encrypted.write(PAGE as u64 - 4, &[0; 9]).is_err());
    }
}
