//! Everything that a hub holds, copied to a file and made again from it, wherever its data are. Must never
//! call a copy good that was not read back.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::embedded::OpenError;
use super::piece::Piece;
use super::{Either, Embedded, Fault};

/// Handfuls that may lie between two hands.
const BETWEEN: usize = 2;

/// What came over: how many, and a sum over all of it that does not depend on the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Tally {
    entries: u64,
    rows: u64,
    sum: u128,
}

impl Tally {
    fn take(&mut self, piece: &Piece) {
        match piece {
            Piece::Entry(..) => self.entries += 1,
            Piece::Row(..) => self.rows += 1,
            Piece::Id(..) | Piece::Head(..) => {}
        }
        let digest = Sha256::digest(format!("{piece:?}"));
        let half = digest.iter().take(16);
        let number = half.fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
        self.sum = self.sum.wrapping_add(number);
    }
}

/// What a snapshot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapshot {
    /// Entries of all shops.
    pub entries: u64,
    /// Rows of all shops.
    pub rows: u64,
    /// Size of the file; 0 for a database.
    pub bytes: u64,
}

/// Why there is no snapshot, or no hub made from it.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The hub's own data.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// A file of it.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It was written and reads otherwise.
    #[error("{0}: the copy does not hold what was written; it is worth nothing")]
    Unlike(String),
    /// There is something already where it should go.
    #[error("{0}: something is there already; nothing was changed")]
    Taken(String),
}

impl Either {
    /// Writes everything of one moment to a new file and reads it back.
    pub async fn snapshot(&self, to: &Path) -> Result<Snapshot, SnapshotError> {
        let said = || to.display().to_string();
        if to.exists() {
            return Err(SnapshotError::Taken(said()));
        }
        let mut fresh = to.as_os_str().to_owned();
        fresh.push(".new");
        let fresh = PathBuf::from(fresh);
        let copied = self.written_to(&fresh).await;
        let gone = || drop(fs::remove_file(&fresh));
        let (written, read) = copied.inspect_err(|_| gone())?;
        if read != written {
            gone();
            return Err(SnapshotError::Unlike(said()));
        }
        let bytes = named(&fresh, to)?;
        Ok(Snapshot {
            entries: read.entries,
            rows: read.rows,
            bytes,
        })
    }

    async fn written_to(&self, fresh: &Path) -> Result<(Tally, Tally), SnapshotError> {
        let into = Either::File(Embedded::fresh(fresh)?);
        let written = over(self, &into).await?;
        drop(into);
        let read = over_all(&Either::File(Embedded::at(fresh)?)).await?;
        Ok((written, read))
    }

    /// Fills this database, in which nothing may be yet, with what a snapshot holds, and reads it back.
    pub async fn filled(&self, from: &Path) -> Result<Snapshot, SnapshotError> {
        let said = || "the database".to_owned();
        let source = Either::File(Embedded::at(from)?);
        if !self.is_empty().await? {
            return Err(SnapshotError::Taken(said()));
        }
        let written = over(&source, self).await?;
        if over_all(self).await? != written {
            return Err(SnapshotError::Unlike(said()));
        }
        Ok(Snapshot {
            entries: written.entries,
            rows: written.rows,
            bytes: 0,
        })
    }

    /// Everything of one moment, in pieces.
    async fn pour(&self, into: Sender<Vec<Piece>>) -> Result<(), Fault> {
        match self {
            Either::File(ledger) => ledger.pour(into).await,
            Either::Database(ledger) => ledger.pour(into).await,
        }
    }

    /// Takes in all of these pieces, or nothing.
    async fn fill(&self, from: Receiver<Vec<Piece>>) -> Result<(), Fault> {
        match self {
            Either::File(ledger) => ledger.fill(from).await,
            Either::Database(ledger) => ledger.fill(from).await,
        }
    }

    async fn is_empty(&self) -> Result<bool, Fault> {
        let (give, mut take) = channel(1);
        let (poured, first) = tokio::join!(self.pour(give), async {
            let first = take.recv().await;
            take.close();
            first
        });
        poured.map(|()| first.is_none())
    }
}

/// Puts the data of a snapshot into `dir`, where no hub is yet.
pub async fn restore(from: &Path, dir: &Path) -> Result<Snapshot, SnapshotError> {
    let to = dir.join("hub.redb");
    if to.exists() {
        return Err(SnapshotError::Taken(to.display().to_string()));
    }
    fs::create_dir_all(dir).map_err(|source| OpenError::Io {
        path: dir.to_owned(),
        source,
    })?;
    Either::File(Embedded::at(from)?).snapshot(&to).await
}

/// Brings all from one to the other; tells what that was.
async fn over(from: &Either, to: &Either) -> Result<Tally, Fault> {
    let ((give, mut take), (hand, taken)) = (channel(BETWEEN), channel(BETWEEN));
    let between = async move {
        let mut tally = Tally::default();
        while let Some(pieces) = take.recv().await {
            let pieces: Vec<Piece> = pieces;
            pieces.iter().for_each(|piece| tally.take(piece));
            if hand.send(pieces).await.is_err() {
                break;
            }
        }
        tally
    };
    let (poured, tally, filled) = tokio::join!(from.pour(give), between, to.fill(taken));
    // who takes them in knows best why it stopped
    filled.and(poured).map(|()| tally)
}

/// Reads all of it.
async fn over_all(of: &Either) -> Result<Tally, Fault> {
    let (give, mut take) = channel::<Vec<Piece>>(BETWEEN);
    let read = async move {
        let mut tally = Tally::default();
        while let Some(pieces) = take.recv().await {
            pieces.iter().for_each(|piece| tally.take(piece));
        }
        tally
    };
    let (poured, tally) = tokio::join!(of.pour(give), read);
    poured.map(|()| tally)
}

/// Gives a finished file its name, for good.
fn named(fresh: &Path, to: &Path) -> Result<u64, OpenError> {
    let io = |source: io::Error| OpenError::Io {
        path: to.to_owned(),
        source,
    };
    File::open(fresh).and_then(|file| file.sync_all()).map_err(io)?;
    fs::rename(fresh, to).map_err(io)?;
    let dir = to.parent().filter(|dir| !dir.as_os_str().is_empty());
    let dir = File::open(dir.unwrap_or(Path::new(".")));
    dir.and_then(|dir| dir.sync_all()).map_err(io)?;
    Ok(fs::metadata(to).map_err(io)?.len())
}
