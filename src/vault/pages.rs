//! The page cipher under the store: AES-256-XTS inside redb's storage trait, same offsets and lengths.
//! Must never know what a page holds, nor let a lock or a close go undelegated.

use std::fmt;
use std::io;
use std::ops::Bound;
use std::sync::{Mutex, PoisonError};

use aes::Aes256;
use aes::cipher::KeyInit;
use redb::{BackendError, StorageBackend};
use xts_mode::{Xts128, get_tweak_default};

use super::key::PageKeys;

/// Bytes of one encrypted unit; the tweak is its number in the file.
pub const PAGE: usize = 4096;

/// Encrypts and decrypts whole pages.
pub struct PageCipher(Xts128<Aes256>);

impl PageCipher {
    /// The cipher under a key pair.
    pub fn new(keys: &PageKeys) -> Self {
        let (data, tweak) = keys.0.split_at(32);
        let aes = |key: &[u8]| Aes256::new_from_slice(key).expect("half of the pair is an AES-256 key");
        Self(Xts128::new(aes(data), aes(tweak)))
    }

    /// Encrypts `bytes`, whole pages of which the first has number `first`.
    pub fn encrypt(&self, first: u64, bytes: &mut [u8]) {
        self.0.encrypt_area(bytes, PAGE, first.into(), get_tweak_default);
    }

    /// Decrypts `bytes`, whole pages of which the first has number `first`. A page of zeros stays one:
    /// it is a part of the file never written.
    pub fn decrypt(&self, first: u64, bytes: &mut [u8]) {
        for (page, number) in bytes.chunks_mut(PAGE).zip(first..) {
            if page.iter().any(|byte| *byte != 0) {
                self.0.decrypt_sector(page, get_tweak_default(number.into()));
            }
        }
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
