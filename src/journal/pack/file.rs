//! A packed segment as the file that it was. Must never give bytes for whole that are not: what does not open
//! reads as bytes that no frame begins with, and so is damage to whoever reads.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use super::Keys;
use super::form::{CLEAR, Clear, FORMAT, List, format_of, header_of, list_len};
use super::shrink::unpack;
use crate::journal::entry::part;
use crate::journal::frame::{BLOCK, Place};
use crate::journal::segment::HEADER_LEN;
use crate::journal::{DiskFile, SEGMENT_LEN};

/// Stands where nothing can be read: neither zeros, which would be free space, nor a frame.
const NOTHING: u8 = 0xff;

/// A pack opened for reading.
#[derive(Debug)]
pub(super) struct PackFile {
    file: Box<dyn DiskFile>,
    keys: Keys,
    clear: Clear,
    /// None where it does not open.
    list: Option<List>,
    /// The chunk unpacked last.
    recent: Mutex<Option<(usize, Arc<Vec<u8>>)>>,
}

impl PackFile {
    pub(super) fn open(file: Box<dyn DiskFile>, keys: &Keys) -> io::Result<PackFile> {
        let length = file.len()?;
        let mut clear = [NOTHING; CLEAR];
        if length >= CLEAR as u64 {
            file.read_at(0, &mut clear)?;
        }
        let format = format_of(&clear);
        if format.is_some_and(|format| format > FORMAT) {
            let why = "a newer version of this program packed it";
            return Err(io::Error::new(io::ErrorKind::Unsupported, why));
        }
        let sealed = format.and_then(|_| list_len(&clear));
        let sealed = sealed.filter(|sealed| CLEAR as u64 + *sealed as u64 <= length);
        let list = match sealed {
            None => None,
            Some(sealed) => {
                let mut bytes = vec![0; sealed];
                file.read_at(CLEAR as u64, &mut bytes)?;
                List::open(&clear, &bytes, &keys.packs)
            }
        };
        Ok(PackFile {
            file,
            keys: keys.clone(),
            clear,
            list,
            recent: Mutex::new(None),
        })
    }

    /// What is in it; none where that does not open.
    pub(super) fn list(&self) -> Option<&List> {
        self.list.as_ref()
    }

    /// The frames of a chunk as they lay in the segment.
    fn chunk(&self, list: &List, at: usize) -> io::Result<Arc<Vec<u8>>> {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, bytes)) = recent.as_ref().filter(|(known, _)| *known == at) {
            return Ok(Arc::clone(bytes));
        }
        let mut sealed = vec![0; list.chunks[at].sealed as usize];
        let there = match self.file.read_at(list.place_of(at), &mut sealed) {
            // It was cut: what is not there cannot be opened either.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => None,
            read => Some(read?),
        };
        let header = header_of(&self.clear);
        let place = |block| Place {
            incarnation: Uuid::from_bytes(part(&header, 32)),
            segment: u32::from_le_bytes(part(&header, 12)),
            block,
        };
        let opened = there.and_then(|()| unpack(&sealed, (&self.clear, at), list, place, &self.keys));
        let length = usize::from(list.end_of(at) - list.chunks[at].block) * BLOCK;
        let bytes = Arc::new(opened.unwrap_or_else(|| vec![NOTHING; length]));
        *recent = Some((at, Arc::clone(&bytes)));
        Ok(bytes)
    }
}

/// Copies the part of `bytes`, which stand from `start` on, that `out` from `offset` on wants.
fn lay(bytes: &[u8], start: u64, offset: u64, out: &mut [u8]) {
    let from = start.max(offset);
    let to = (start + bytes.len() as u64).min(offset + out.len() as u64);
    if from < to {
        let wanted = (from - offset) as usize..(to - offset) as usize;
        out[wanted].copy_from_slice(&bytes[(from - start) as usize..(to - start) as usize]);
    }
}

impl DiskFile for PackFile {
    fn len(&self) -> io::Result<u64> {
        Ok(SEGMENT_LEN)
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let until = offset.saturating_add(out.len() as u64);
        if until > SEGMENT_LEN {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut header = [0; BLOCK];
        header[..HEADER_LEN].copy_from_slice(&header_of(&self.clear));
        let Some(list) = &self.list else {
            out.fill(NOTHING);
            lay(&header, 0, offset, out);
            return Ok(());
        };
        out.fill(0);
        lay(&header, 0, offset, out);
        let byte = |block: u16| u64::from(block) * BLOCK as u64;
        let after = |at: &usize| byte(list.end_of(*at)) <= offset;
        let first = (0..list.chunks.len()).take_while(after).count();
        for (at, chunk) in list.chunks.iter().enumerate().skip(first) {
            if byte(chunk.block) >= until {
                break;
            }
            lay(&self.chunk(list, at)?, byte(chunk.block), offset, out);
        }
        Ok(())
    }
}
