//! The digest of what was asked to be sold: the same id with another digest is another basket. Must never
//! hold what may change between two tries of the same request.

use sha2::{Digest, Sha256};

use crate::domain::payment::Tender;
use crate::domain::ticket::Ticket;

/// Of any request in a canonical form; 128 bits in hex.
pub fn of(canonical: &[u8]) -> String {
    let digest = Sha256::digest(canonical);
    data_encoding::HEXLOWER.encode(&digest[..16])
}

/// Of a ticket as the counter has it: prices are frozen in its lines.
pub fn of_ticket(ticket: &Ticket, tenders: &[Tender]) -> String {
    let canonical = serde_json::to_vec(&(ticket, tenders));
    of(&canonical.expect("a ticket has no map with keys that are not strings"))
}
