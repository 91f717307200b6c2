//! Finds the end of the journal, and tells an unfinished last frame from damage.
//! Must never take for unfinished what was answered.

use super::disk::Mode;
use super::scan::{Found, Scan};
use super::segment::{Segment, damaged};
use super::shelf::{Incarnation, Shelf};
use super::{Cursor, Head, JournalError, Witness};
use crate::journal::Reached;

/// The end of an incarnation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tail {
    pub(super) head: Head,
    /// The segment to append to, and the block in it.
    pub(super) segment: u32,
    pub(super) block: u16,
    /// Where the last whole frame of that segment begins; `block` where it has none.
    pub(super) last: u16,
    /// Blocks after that which are not zeros: an unfinished frame.
    pub(super) unfinished: u16,
}

/// Finds the end of `incarnation`: reads its last written segment, and an empty one after it, no others.
pub(super) fn find(shelf: &Shelf, incarnation: &Incarnation) -> Result<Tail, JournalError> {
    let mut torn: Option<(u32, u16)> = None;
    for number in (1..=incarnation.segments).rev() {
        let segment = shelf.open((incarnation.ordinal, number), Mode::Read)?;
        let mut scan = Scan::ahead();
        let (head, last, block) = walk(shelf, incarnation, &segment, &mut scan)?;
        let written = scan.written_end(&segment, block)?;
        let after = head.map_or(
            Cursor {
                incarnation: incarnation.ordinal,
                seq: 0,
            },
            |head| head.cursor,
        );
        if written > block {
            // One command is in flight at a time: bytes that open nothing are the last command's or damage.
            if torn.is_some() || scan.any_frame_in(&shelf.sealer, &segment, block..written)? {
                return Err(damaged(
                    &segment.path,
                    block,
                    after,
                    "whole entries follow ones that do not open",
                ));
            }
            torn = Some((number, written - block));
        }
        let whole = head.is_some() || number == incarnation.segments;
        if torn.is_some_and(|(at, _)| at > number + u32::from(whole)) {
            return Err(damaged(
                &segment.path,
                1,
                after,
                "the segment is empty, and the next is not",
            ));
        }
        let start = Head {
            identity: incarnation.identity,
            cursor: Cursor {
                incarnation: incarnation.ordinal,
                seq: 0,
            },
            hash: incarnation.origin,
        };
        if head.is_some() || number == 1 {
            let (at, last, block) = match torn {
                Some((at, _)) if at != number => (at, 1, 1),
                // An empty segment after this one was prepared; the writer turns to it when this is full.
                _ => (number, last, block),
            };
            let unfinished = torn.map_or(0, |(_, blocks)| blocks);
            return Ok(Tail {
                head: head.unwrap_or(start),
                segment: at,
                block,
                last,
                unfinished,
            });
        }
    }
    Err(JournalError::NotThere(shelf.dir.clone()))
}

/// Walks the whole frames of a segment from its start; returns the last entry, the block where its frame
/// begins and the one after it.
fn walk(
    shelf: &Shelf,
    incarnation: &Incarnation,
    segment: &Segment,
    scan: &mut Scan,
) -> Result<(Option<Head>, u16, u16), JournalError> {
    let mut head: Option<Head> = None;
    let (mut last, mut block) = (1, 1);
    let mut expected = (segment.header.number == 1).then_some((1, incarnation.origin));
    while let Found::Frame { blocks, entries } = scan.frame(&shelf.sealer, segment, block)? {
        for entry in &entries {
            if expected.is_some_and(|next| next != (entry.seq(), entry.prev_hash)) {
                let start = Cursor {
                    incarnation: incarnation.ordinal,
                    seq: 0,
                };
                let after = head.map_or(start, |head| head.cursor);
                return Err(damaged(
                    &segment.path,
                    block,
                    after,
                    "the next entry does not follow",
                ));
            }
            head = Some(Head {
                identity: incarnation.identity,
                cursor: entry.cursor,
                hash: entry.hash,
            });
            expected = Some((entry.seq() + 1, entry.hash));
        }
        (last, block) = (block, block + blocks);
    }
    Ok((head, last, block))
}

/// Refuses a journal that ends before what someone has seen.
pub(super) fn witnessed(shelf: &Shelf, tail: &Tail, reached: Reached) -> Result<(), JournalError> {
    let seen = [
        (reached.store, Witness::Store),
        (reached.hub, Witness::Hub),
        (reached.mirror, Witness::Mirror),
    ];
    for (cursor, by) in seen {
        let Some(reached) = cursor.filter(|cursor| *cursor > tail.head.cursor) else {
            continue;
        };
        if tail.unfinished > 0 {
            let which = (tail.head.cursor.incarnation, tail.segment);
            let path = super::segment::segment_path(&shelf.dir, which.0, which.1);
            let what = "an entry that was seen to be whole does not open";
            return Err(damaged(&path, tail.block, tail.head.cursor, what));
        }
        return Err(JournalError::Lost {
            head: tail.head.cursor,
            reached,
            by,
        });
    }
    Ok(())
}
