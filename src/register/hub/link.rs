//! What ties a till to its hub: a sealed file with what nobody may read, and what the store remembers. Must
//! never write a token anywhere else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::own::OwnIndex;
use super::state::Met;
use crate::domain::catalogue::Catalogue;
use crate::protocol::feed::Cursor;
use crate::register::Fault;
use crate::store::Store;
use crate::sync::Standing;
use crate::sync::worker::Sync;
use crate::vault::durable::write_whole;
use crate::vault::seal::Sealer;

const CONTEXT: &[u8] = b"tendero hub 1";

/// What ties the till to its hub, sealed on the disk.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::register) struct Tie {
    /// Where the hub is.
    pub url: String,
    /// This device's own secret: the same code with it again is answered again.
    pub device_key: String,
    /// The code of an enrolment whose answer has not come yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What the hub said; none before it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<TieKnown>,
}

/// What a hub said at the enrolment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::register) struct TieKnown {
    /// Which hub.
    pub hub: Uuid,
    /// Its key, 64 hex digits.
    pub hub_key: String,
    /// What the till shows with every request.
    pub token: String,
    /// The life of the hub's data then.
    pub epoch: Uuid,
    /// The shop there.
    pub shop: Uuid,
    /// What it is called.
    pub shop_name: String,
    /// SHA-256 of the certificate that it has of its own, 64 hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
}

/// The sealed file.
pub(in crate::register) struct TieFile {
    path: PathBuf,
    sealer: Sealer,
}

impl TieFile {
    pub(in crate::register) fn new(path: PathBuf, sealer: Sealer) -> TieFile {
        TieFile { path, sealer }
    }

    /// What is in it; none where there is none, or none that this store's key opens.
    pub(in crate::register) fn read(&self) -> Option<Tie> {
        let sealed = fs::read(&self.path).ok()?;
        let plain = self.sealer.open(CONTEXT, &sealed).ok()?;
        serde_json::from_slice(&plain).ok()
    }

    /// Writes it whole; on disk when it returns.
    pub(in crate::register) fn write(&self, tie: &Tie) -> Result<(), Fault> {
        let plain = serde_json::to_vec(tie).expect("a tie has no map with keys that are not strings");
        let sealed = self.sealer.seal(CONTEXT, &plain)?;
        write_whole(&self.path, |file| file.write_all(&sealed)).map_err(Fault::io(&self.path))
    }

    /// Removes it: nothing ties the till to a hub any more.
    pub(in crate::register) fn remove(&self) -> Result<(), Fault> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Fault::io(&self.path)(error)),
            _ => Ok(()),
        }
    }
}

/// What the till remembers of its hub, in the store. All of it can be asked for again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Lives of the hub's data that were seen, the newest last.
    pub epochs: Vec<Uuid>,
    /// The last entry of each life of the journal that the hub has, by the life's ordinal.
    pub acked: BTreeMap<u16, u64>,
    /// How far rows were read.
    pub cursors: Vec<Cursor>,
    /// Whether they were read to the end once.
    pub caught_up: bool,
    /// Hub time minus the till's.
    pub offset: i64,
    /// When the hub was heard last, by the till's clock.
    pub last_contact: Option<i64>,
    /// Since when it is missing.
    pub offline_since: Option<i64>,
    /// When it was there again, while not everything is up.
    pub back_at: Option<i64>,
    /// Milliseconds from there until everything was up, the last time.
    pub back_to_synced: Option<i64>,
    /// Sales made while the hub was missing, ever.
    pub offline_sales: u64,
    /// Entries whose effect waits at the hub, as it said last.
    pub held: u64,
    /// Whether another till has taken this one's place.
    pub drain_only: bool,
    /// Conflicts that were settled here and still stand at the hub, as far as is known.
    pub resolved: BTreeSet<Uuid>,
    /// Lives gone by of which the hub has nothing that this journal lacks.
    pub settled: BTreeSet<Uuid>,
    /// What was put right after a disk was set back or copied, the last time.
    pub mended: Option<Mended>,
}

/// What was put right after a disk was set back or copied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mended {
    /// When, by the till's clock.
    pub at: i64,
    /// Entries that the till had lost and the hub gave back.
    pub back: u64,
    /// Entries of the till that went to the hub in a new life of its journal.
    pub again: u64,
    /// The series in which numbers go on.
    pub series: Option<String>,
    /// The number at which a series goes on, since the hub had seen the ones before.
    pub raised: Option<String>,
}

/// A till that is known to a hub.
pub struct Link {
    /// What ties them.
    pub(in crate::register) tie: Tie,
    /// What is remembered.
    pub(in crate::register) facts: Facts,
    /// How the line stands.
    pub(in crate::register) standing: Standing,
    /// What was met last that was not as it should be.
    pub(in crate::register) why: Option<Met>,
    /// What the till did since what the hub's rows include.
    pub(in crate::register) own: OwnIndex,
    /// The last entry of each life gone by.
    pub(in crate::register) past: Vec<(u16, Uuid, u64)>,
    /// Fields to be settled, and rows that could not be taken.
    pub(super) open: (u64, u64),
    /// Entries that waited when a long upload began.
    pub(super) began: u64,
    /// Rows have come that no copy has.
    pub(super) uncopied: bool,
    /// Goods have come that the catalogue in memory does not show yet.
    pub(super) stale: bool,
    /// The one in whose place another thread makes it anew.
    pub(super) making: Option<Arc<Catalogue>>,
    /// When it was made last.
    pub(super) renewed: Option<Instant>,
    /// The journal has other lives than whoever carries entries was told.
    pub(super) renewed_lives: bool,
    /// What came of the last question to try entries that wait once more: done now, still waiting.
    pub(super) retried: Option<(u64, u64)>,
    /// The thread between both; none on the command line.
    pub(in crate::register) sync: Option<Sync>,
    /// A planted bug: where to go on is kept before what came is.
    #[cfg(feature = "planted-bugs")]
    pub(super) cursor_first: bool,
}

impl Link {
    /// Of what the file and the store hold.
    pub(in crate::register) fn load(
        tie: Tie,
        store: &Store,
        past: Vec<(u16, Uuid, u64)>,
    ) -> Result<Link, Fault> {
        let reader = store.read()?;
        let facts = reader.hub_facts()?;
        let facts: Option<Facts> = facts.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let epoch = tie.known.iter().map(|known| known.epoch);
        let facts = facts.unwrap_or_else(|| Facts {
            epochs: epoch.collect(),
            ..Facts::default()
        });
        let conflicts = reader.bases(crate::domain::base::Thing::Conflict)?.len() as u64;
        let bad = reader.bad_rows()?.len() as u64;
        Ok(Link {
            tie,
            facts,
            standing: Standing::default(),
            why: None,
            own: OwnIndex::default(),
            past,
            open: (conflicts, bad),
            began: 0,
            uncopied: false,
            stale: false,
            making: None,
            renewed: None,
            renewed_lives: false,
            retried: None,
            sync: None,
            #[cfg(feature = "planted-bugs")]
            cursor_first: false,
        })
    }

    /// The last entry of that life that the hub has.
    pub(super) fn acked(&self, ordinal: u16) -> u64 {
        self.facts.acked.get(&ordinal).copied().unwrap_or(0)
    }

    /// What is remembered, as the store keeps it.
    pub(super) fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(&self.facts).expect("its maps have keys that become strings")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::vault::Key;

    #[test]
    fn what_ties_them_is_sealed_and_only_for_its_owner() {
        let dir = tempfile::tempdir().unwrap();
        let file = |key: u8| TieFile::new(dir.path().join("hub"), Sealer::new(&Key::from([key; 32])));
        let tie = Tie {
            url: "http://hub".to_owned(),
            device_key: "aa".repeat(32),
            code: Some("CODE".to_owned()),
            known: None,
        };
        file(1).write(&tie).unwrap();
        assert!(file(1).read() == Some(tie));
        assert!(file(2).read().is_none());
        let path = dir.path().join("hub");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let raw = fs::read(&path).unwrap();
        assert!(!raw.windows(4).any(|part| part == b"CODE"));
        file(1).remove().unwrap();
        file(1).remove().unwrap();
        assert!(file(1).read().is_none());
    }
}
