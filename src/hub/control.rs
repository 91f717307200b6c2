//! A door of the running hub for its owner on the same machine: a socket in its directory that only the owner
//! may open. Must never be reached over the network.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixListener;

use super::admin::Ask;
use super::house::{Hub, Place};
use super::ledger::Either;
use super::no::{No, no};
use crate::protocol::refused::{Code, Refused};

/// Name of the socket in the hub's directory.
const NAME: &str = "control";
/// Bytes of a question at most.
const ASK_BYTES: u64 = 1 << 20;
/// How long an answer may take; a snapshot is a copy of everything.
const PATIENCE: Duration = Duration::from_secs(600);

/// The socket by a name that is short enough for one: the kernel takes 107 bytes, and directories may be
/// deeper. The file keeps that name alive.
fn reachable(dir: &Path) -> io::Result<(PathBuf, Option<fs::File>)> {
    let path = dir.join(NAME);
    if path.as_os_str().len() <= 100 {
        return Ok((path, None));
    }
    let held = fs::File::open(dir)?;
    let short = Path::new("/proc/self/fd").join(held.as_raw_fd().to_string());
    Ok((short.join(NAME), Some(held)))
}

/// What came of a question.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Done(Value),
    No(Refused),
}

/// The socket, taken away again when the hub stops.
pub(super) struct Door {
    listener: UnixListener,
    path: PathBuf,
}

impl Door {
    /// Makes the socket. The hub's data are open here alone, so one that is there is of a hub that is gone.
    pub(super) fn open(dir: &Path) -> io::Result<Door> {
        let path = dir.join(NAME);
        let (short, _held) = reachable(dir)?;
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(&short)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        Ok(Door { listener, path })
    }

    /// Answers one question after the other, for ever.
    pub(super) async fn answer(self, hub: Hub<Either>) {
        loop {
            let Ok((mut stream, _)) = self.listener.accept().await else {
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            };
            let hub = hub.clone();
            tokio::spawn(async move {
                let (read, mut write) = stream.split();
                let mut line = String::new();
                let mut read = tokio::io::BufReader::new(read.take(ASK_BYTES));
                drop(read.read_line(&mut line).await);
                let said = match serde_json::from_str::<Ask>(&line) {
                    Ok(ask) => said(act(&hub, ask).await),
                    Err(error) => json!({ "no": { "code": "bad_request", "message": error.to_string() } }),
                };
                drop(write.write_all(format!("{said}\n").as_bytes()).await);
            });
        }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        // one that stays is replaced by the next start
        drop(fs::remove_file(&self.path));
    }
}

fn said(answer: Result<Value, No>) -> Value {
    match answer {
        Ok(done) => json!({ "done": done }),
        Err(no) => {
            let mut refused = no.answer();
            // The owner is told what a stranger is not.
            refused.message = no.to_string();
            json!({ "no": refused })
        }
    }
}

async fn act(hub: &Hub<Either>, ask: Ask) -> Result<Value, No> {
    match ask {
        Ask::Snapshot { file } => hub.snapshot(&file).await,
        // Whoever runs knows the old one, and would go on in it.
        Ask::Epoch { .. } => Err(no(Code::BadRequest, "stop the hub first, every process of it").into()),
        ask => hub.admin(ask).await,
    }
}

/// Why the owner was not answered.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The hub says no.
    #[error("{}", .0.message)]
    Refused(Refused),
    /// The hub could not be opened.
    #[error(transparent)]
    Open(#[from] super::OpenError),
    /// The hub runs and did not answer.
    #[error("the hub that runs did not answer: {0}")]
    Silent(io::Error),
}

/// Asks the hub in that place: the one that runs, or else its data. A database is asked itself, whoever runs.
pub fn ask(place: &Place, ask: Ask) -> Result<Value, AskError> {
    if place.database.is_some() {
        return here(place, ask);
    }
    let reached = reachable(&place.dir).and_then(|(path, _held)| UnixStream::connect(path));
    match reached {
        Ok(stream) => over(stream, &ask),
        Err(_) => here(place, ask),
    }
}

fn over(mut stream: UnixStream, ask: &Ask) -> Result<Value, AskError> {
    let line = json!(ask).to_string();
    let asked = || -> io::Result<String> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(format!("{line}\n").as_bytes())?;
        let mut answer = String::new();
        BufReader::new(stream.take(256 << 20)).read_line(&mut answer)?;
        Ok(answer)
    };
    let said = { asked }().map_err(AskError::Silent)?;
    match serde_json::from_str(&said) {
        Ok(Said::Done(done)) => Ok(done),
        Ok(Said::No(refused)) => Err(AskError::Refused(refused)),
        Err(error) => Err(AskError::Silent(error.into())),
    }
}

fn here(place: &Place, ask: Ask) -> Result<Value, AskError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(AskError::Silent)?;
    runtime.block_on(async {
        let hub = Hub::open(place).await?;
        let acted = match ask {
            Ask::Epoch { instead_of } => hub
                .mint_epoch(instead_of)
                .await
                .map(|hub| json!({ "hub": hub.identity().hub, "epoch": hub.identity().epoch })),
            ask => act(&hub, ask).await,
        };
        acted.map_err(|no| {
            let mut refused = no.answer();
            refused.message = no.to_string();
            AskError::Refused(refused)
        })
    })
}
