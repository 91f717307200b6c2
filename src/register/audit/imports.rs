//! Imports: every commit finds its parts, all of them. Must never count a part without a commit as missing:
//! an import that was interrupted never happened.

use std::collections::HashMap;

use uuid::Uuid;

use crate::domain::event::Event;

use super::{Seen, Verdict};

/// Parts and rows of the imports not yet committed.
#[derive(Default)]
pub(super) struct Imports(HashMap<Uuid, (u64, u64, u64)>);

impl Imports {
    pub(super) fn see(&mut self, seen: &Seen<'_>) -> Verdict {
        match &seen.fact.event {
            Event::ImportPart(part) => {
                let (_, parts, rows) = self.0.entry(part.batch).or_insert((seen.at.seq, 0, 0));
                *parts += 1;
                *rows += part.rows.len() as u64;
                None
            }
            Event::ImportCommitted(done) => {
                let (first, parts, rows) = self.0.remove(&done.batch).unwrap_or((done.first_seq, 0, 0));
                let said = (done.first_seq, done.parts, done.rows);
                Some(if said == (first, parts, rows) {
                    Ok(())
                } else {
                    Err(format!(
                        "the import of {} says {} parts with {} rows and there are {parts} with {rows}",
                        done.source, done.parts, done.rows
                    ))
                })
            }
            // What a life left uncommitted can no longer be.
            Event::IncarnationOpened(_) => {
                self.0.clear();
                None
            }
            _ => None,
        }
    }
}
