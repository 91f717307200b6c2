//! The whole hub in one file, and a hub made again from such a file. Must never let two hubs of one origin
//! live in the same epoch.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::OpenError;
use super::house::{Hub, Place};
use super::ledger::postgres::Postgres;
use super::ledger::whole::{self, SnapshotError};
use super::ledger::{Either, Fault};
use super::no::{No, no};
use super::secret::Secrets;
use super::{durable, now};
use crate::protocol::refused::Code;

/// Where the secret of a snapshot is: beside it.
fn key_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}

impl Hub<Either> {
    /// Writes everything of one moment to `file` and reads it back; from then on the tills are told that what
    /// is in it is safe. The hub's secret lies beside it, since without it no till knows the hub again.
    pub async fn snapshot(&self, file: &Path) -> Result<Value, No> {
        let point = durable::point(self.ledger(), self.identity(), now()).await?;
        let made = self.ledger().snapshot(file).await.map_err(refused)?;
        let key = key_of(file);
        let saved = fs::write(&key, format!("{}\n", *self.secrets().hex()));
        let saved = saved.and_then(|()| fs::set_permissions(&key, fs::Permissions::from_mode(0o600)));
        saved.map_err(|error| Fault::Away(format!("{}: {error}", key.display())))?;
        durable::covered(self.ledger(), self.identity(), point).await?;
        Ok(json!({
            "file": file, "key_file": key, "entries": made.entries, "rows": made.rows, "bytes": made.bytes,
        }))
    }
}

fn refused(error: SnapshotError) -> No {
    match error {
        SnapshotError::Fault(fault) => No::Fault(fault),
        other => no(Code::BadRequest, other.to_string()).into(),
    }
}

/// Why no hub was made from a file.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The file, or where it should go.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// The hub made from it.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The secret.
    #[error("{0}: it is not the key of a hub")]
    Key(PathBuf),
    /// Threads.
    #[error("the hub cannot start: {0}")]
    System(#[from] std::io::Error),
}

/// Makes a hub in that place from a snapshot; its data begin another life, which every till notices.
pub fn restore(file: &Path, place: &Place) -> Result<Value, RestoreError> {
    let key = key_of(file);
    let bad = || RestoreError::Key(key.clone());
    let text = fs::read_to_string(&key).map_err(|_| bad())?;
    let seed = data_encoding::HEXLOWER.decode(text.trim().as_bytes()).ok();
    let seed: [u8; 32] = seed.and_then(|seed| seed.try_into().ok()).ok_or_else(bad)?;
    let secrets = Secrets::of(seed.into());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let made = match &place.database {
            None => {
                let made = whole::restore(file, &place.dir).await?;
                secrets.put(&place.dir).map_err(OpenError::from)?;
                made
            }
            Some(url) => {
                let database = Postgres::open(url).await.map_err(SnapshotError::from)?;
                secrets.put(&place.dir).map_err(OpenError::from)?;
                Either::Database(database).filled(file).await?
            }
        };
        let hub = Hub::open(place).await?;
        let hub = hub.mint_epoch(None).await.map_err(OpenError::from)?;
        Ok(json!({
            "dir": place.dir, "entries": made.entries, "rows": made.rows, "bytes": made.bytes,
            "hub": hub.identity().hub, "epoch": hub.identity().epoch,
        }))
    })
}
