//! What a till was asked, what it answered and when: the measure for what a crash left. Must never look at
//! the disk to say what was answered.

use std::sync::Arc;

use tendero::domain::document::Sale;
use tendero::domain::event::{Event, Fact};
use tendero::journal::{Head, Reader};
use tendero::register::Register;

/// The journal's end after one of its frames. Its hash is of all there is before: the same hash is the same
/// history.
#[derive(Debug, Clone)]
pub(crate) struct End {
    pub(crate) head: Head,
    /// Sales up to there.
    pub(crate) sales: usize,
    /// The last of them.
    pub(crate) last: Option<Arc<Sale>>,
}

/// The ends that a life of the till came to, and which of them was answered after how many operations.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    pub(crate) ends: Vec<End>,
    /// Operations, and which end; the first is there from the start.
    pub(crate) answers: Vec<(usize, usize)>,
}

impl Story {
    /// The ends that a crash after so many operations may leave: what was answered, and at most the command
    /// in hand beside, or those of its frames that count for nothing without the rest.
    pub(crate) fn possible(&self, operations: usize) -> &[End] {
        let answered = self.answers.partition_point(|(at, _)| *at <= operations);
        let from = self.answers[answered - 1].1;
        let to = self.answers.get(answered).map_or(from, |(_, end)| *end);
        &self.ends[from..=to]
    }

    /// Which end that is.
    pub(crate) fn find(&self, head: Head) -> usize {
        let found = self.ends.iter().position(|end| end.head == head);
        found.expect("an end of this story")
    }
}

/// Every sale in the journal, in its order.
pub(crate) fn sales(reader: &Reader) -> Result<Vec<Sale>, String> {
    let mut found = Vec::new();
    for entry in reader.all_entries() {
        let entry = entry.map_err(|error| error.to_string())?;
        let fact = Fact::decode(entry.kind, entry.kind_version, &entry.payload);
        if let Event::Sold(sale) = fact.map_err(|error| error.to_string())?.event {
            found.push(sale);
        }
    }
    Ok(found)
}

/// The end after each frame of a journal that is whole.
pub(crate) fn ends(register: &Register) -> Vec<End> {
    let (reader, identity) = (register.journal().reader(), register.journal().head().identity);
    let mut ends: Vec<(End, _)> = Vec::new();
    let (mut sales, mut last) = (0, None);
    for entry in reader.all_entries() {
        let entry = entry.unwrap();
        let fact = Fact::decode(entry.kind, entry.kind_version, &entry.payload).unwrap();
        if let Event::Sold(sale) = fact.event {
            (sales, last) = (sales + 1, Some(Arc::new(sale)));
        }
        let frame = (entry.position.segment(), entry.position.block());
        if ends.last().is_some_and(|(_, other)| *other == frame) {
            ends.pop();
        }
        let head = Head {
            identity,
            cursor: entry.cursor,
            hash: entry.hash,
        };
        let last = last.clone();
        ends.push((End { head, sales, last }, frame));
    }
    ends.into_iter().map(|(end, _)| end).collect()
}
