//! A hub of the tests' register, as the till sees it. Must never decide more than that it says no.

use tendero::protocol::feed::Conflict;
use tendero::register::hub::EnrolRefusal;
use tendero::register::hub::state::{Filter, Lamp, Queue, QueueRow, Status, SyncAnswer, SyncJob, SyncState};
use tendero::register::reply::{Answer, Said};
use tendero::vault::enrol_code::EnrolCode;

use super::{FakeRegister, said};

/// What the hub's side of the register says.
#[derive(Default)]
pub(crate) struct FakeHub {
    pub(crate) rows: Vec<QueueRow>,
    pub(crate) conflicts: Vec<Conflict>,
    pub(crate) waiting: u64,
    /// MiB left on the disk.
    pub(crate) room: u64,
}

/// A state of which nothing else is to be told.
pub(crate) fn state(lamp: Lamp) -> SyncState {
    SyncState {
        url: "https://hub.example".to_owned(),
        shop: "Bodega Luz".to_owned(),
        ..SyncState::of(lamp)
    }
}

fn wanted(filter: Filter, row: &QueueRow) -> bool {
    let of = &row.status;
    match filter {
        Filter::All => true,
        Filter::Waiting => matches!(of, Status::Pending | Status::Syncing),
        Filter::Synced => matches!(of, Status::Synced(_)),
        Filter::Failed => matches!(of, Status::Failed { .. }),
    }
}

impl FakeRegister {
    pub(super) fn sync(&mut self, job: SyncJob) -> Result<Option<Answer>, Said> {
        let hub = &mut self.hub;
        Ok(Some(Answer::Sync(match job {
            SyncJob::Heard(_) | SyncJob::Made(_) | SyncJob::Enrolled(..) => return Ok(None),
            SyncJob::State | SyncJob::Now | SyncJob::Retry => return Ok(None),
            SyncJob::Queue { filter, .. } => {
                let rows: Vec<QueueRow> = hub
                    .rows
                    .iter()
                    .filter(|row| wanted(filter, row))
                    .cloned()
                    .collect();
                let count = |filter| hub.rows.iter().filter(|row| wanted(filter, row)).count() as u64;
                let counts = [
                    count(Filter::Waiting),
                    0,
                    count(Filter::Synced),
                    count(Filter::Failed),
                ];
                SyncAnswer::Queue(Queue {
                    rows,
                    next: None,
                    counts,
                })
            }
            SyncJob::Conflicts => SyncAnswer::Conflicts(hub.conflicts.clone()),
            SyncJob::Room => SyncAnswer::Room(Some(hub.room)),
            SyncJob::Resolve { conflict, .. } => {
                hub.conflicts.retain(|open| open.id != conflict);
                SyncAnswer::Resolved(conflict)
            }
            SyncJob::Enrol { code, .. } => {
                EnrolCode::parse(&code).map_err(|_| said(EnrolRefusal::Code))?;
                SyncAnswer::Joined(Box::new(state(Lamp::Syncing)))
            }
            SyncJob::Leave { .. } => match hub.waiting {
                0 => SyncAnswer::Left,
                waiting => return Err(said(EnrolRefusal::Waiting { waiting })),
            },
        })))
    }
}
