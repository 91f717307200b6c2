//! The file that says of which till a directory is the mirror. Must never be written but by a person's wish:
//! it is what tells a stick from the empty directory it is mounted on.

use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::MirrorError;
use crate::journal::disk::{Disk, Mode};
use crate::journal::entry::part;

const MAGIC: &[u8; 8] = b"tdrMIRR\0";
const FORMAT: u16 = 1;
/// Bytes before the digest.
const CLEAR: usize = 48;
const LENGTH: usize = CLEAR + 32;
/// Its name in the mirror's directory.
pub const MARKER: &str = "tendero-mirror";

/// What the marker says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marker {
    /// The till that is mirrored.
    pub terminal: Uuid,
    /// This mirror: two sticks of one till are told apart by it.
    pub mirror: Uuid,
}

impl Marker {
    fn encode(self) -> [u8; LENGTH] {
        let mut out = [0; LENGTH];
        out[..8].copy_from_slice(MAGIC);
        out[8..10].copy_from_slice(&FORMAT.to_le_bytes());
        out[16..32].copy_from_slice(self.terminal.as_bytes());
        out[32..48].copy_from_slice(self.mirror.as_bytes());
        let digest = Sha256::digest(&out[..CLEAR]);
        out[CLEAR..].copy_from_slice(&digest);
        out
    }

    /// Reads the marker of the mirror in `root`.
    pub fn read(disk: &dyn Disk, root: &Path) -> Result<Marker, MirrorError> {
        let path = root.join(MARKER);
        let file = match disk.open(&path, Mode::Read) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(match disk.list(root) {
                    Ok(_) => MirrorError::NotMarked(root.to_owned()),
                    Err(_) => MirrorError::NotThere(root.to_owned()),
                });
            }
            other => other.map_err(MirrorError::io(&path))?,
        };
        let mut bytes = [0; LENGTH];
        match file.read_at(0, &mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(MirrorError::NotMarked(root.to_owned()));
            }
            other => other.map_err(MirrorError::io(&path))?,
        }
        if bytes[..8] != *MAGIC {
            return Err(MirrorError::NotMarked(root.to_owned()));
        }
        if u16::from_le_bytes(part(&bytes, 8)) > FORMAT {
            return Err(MirrorError::Newer(root.to_owned()));
        }
        let marker = Marker {
            terminal: Uuid::from_bytes(part(&bytes, 16)),
            mirror: Uuid::from_bytes(part(&bytes, 32)),
        };
        if marker.encode() != bytes {
            let what = "its marker was altered".to_owned();
            let path = root.to_owned();
            return Err(MirrorError::Damaged { path, what });
        }
        Ok(marker)
    }

    /// Makes the directory `root`, which must be there, a mirror.
    pub fn write(self, disk: &dyn Disk, root: &Path) -> Result<(), MirrorError> {
        let journal = root.join(super::JOURNAL);
        if disk.list(&journal).is_ok_and(|names| !names.is_empty()) {
            return Err(MirrorError::Occupied(root.to_owned()));
        }
        let (path, fresh) = (root.join(MARKER), root.join(fresh_name()));
        let written = || -> io::Result<()> {
            disk.list(root)?;
            let file = disk.open(&fresh, Mode::Create)?;
            file.write_at(0, &self.encode())?;
            file.sync_all()?;
            disk.rename(&fresh, &path)
        };
        written().map_err(MirrorError::io(&path))?;
        settle(disk, root)
    }
}

fn fresh_name() -> PathBuf {
    PathBuf::from(format!("{MARKER}.new"))
}

/// Makes the names in a directory durable, where its file system knows of that.
pub(super) fn settle(disk: &dyn Disk, dir: &Path) -> Result<(), MirrorError> {
    crate::journal::disk::settle(disk, dir).map_err(MirrorError::io(dir))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::journal::disk::Os;

    fn marker() -> Marker {
        Marker {
            terminal: Uuid::from_bytes([0x11; 16]),
            mirror: Uuid::from_bytes([0x22; 16]),
        }
    }

    #[test]
    fn the_marker_is_frozen() {
        let golden = concat!(
            "7464724d49525200",                 // magic "tdrMIRR" and a zero
            "0100",                             // format
            "000000000000",                     // zeros
            "11111111111111111111111111111111", // terminal
            "22222222222222222222222222222222", // mirror
        );
        let bytes = marker().encode();
        assert_eq!(data_encoding::HEXLOWER.encode(&bytes[..CLEAR]), golden);
    }

    #[test]
    fn a_directory_is_a_mirror_only_when_somebody_said_so() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("stick");
        assert!(matches!(Marker::read(&Os, &root), Err(MirrorError::NotThere(_))));
        // Not even the directory is made: it may be the place of a stick.
        assert!(marker().write(&Os, &root).is_err() && !root.exists());
        std::fs::create_dir(&root).unwrap();
        assert!(matches!(Marker::read(&Os, &root), Err(MirrorError::NotMarked(_))));
        marker().write(&Os, &root).unwrap();
        assert_eq!(Marker::read(&Os, &root).unwrap(), marker());
        let path = root.join(MARKER);
        let whole = std::fs::read(&path).unwrap();
        for bit in (0..whole.len() * 8).step_by(3) {
            let mut bad = whole.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            std::fs::write(&path, &bad).unwrap();
            assert!(Marker::read(&Os, &root).is_err(), "bit {bit}");
        }
        std::fs::write(&path, &whole[..40]).unwrap();
        assert!(matches!(Marker::read(&Os, &root), Err(MirrorError::NotMarked(_))));
    }

    #[test]
    fn a_place_with_a_journal_of_its_own_is_not_taken() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(home.path().join("journal/0001")).unwrap();
        let error = marker().write(&Os, home.path()).unwrap_err();
        assert!(matches!(error, MirrorError::Occupied(_)), "{error}");
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
