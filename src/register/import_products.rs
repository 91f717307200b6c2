//! Importing a file of products: its rows as parts, then the one entry with which they count. Must never let
//! a part of an import count without the rest.

use std::collections::HashSet;

use crate::domain::catalogue::Catalogue;
use crate::domain::event::{Event, ImportCommitted, ImportPart};
use crate::domain::import_rows::ImportRow;
use crate::domain::staff::PersonId;

use super::{Failure, Fault, Register};

/// Bytes of rows in one part, about; well below what a hub takes as one entry.
const PART: usize = 128 * 1024;
/// Parts in one frame.
const PARTS_A_FRAME: usize = 8;

/// A code of a row that names another product of the shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The row's product.
    pub sku: String,
    /// The code.
    pub code: String,
    /// Whose it is.
    pub other: String,
}

/// The codes in `rows` that belong to products which are not among them. A product that is among them gives
/// up the codes it had for those in its row.
pub fn clashes(catalogue: &Catalogue, rows: &[ImportRow]) -> Vec<Clash> {
    let coming: HashSet<&str> = rows.iter().map(|row| row.product.sku.as_str()).collect();
    let mut found = Vec::new();
    for row in rows {
        let sku = row.product.sku.as_str();
        for code in &row.product.codes {
            let other = catalogue
                .by_code(code.as_str())
                .map(|other| catalogue.get(other).sku);
            if let Some(other) = other.filter(|other| *other != sku && !coming.contains(other)) {
                found.push(Clash {
                    sku: sku.to_owned(),
                    code: code.to_string(),
                    other: other.to_owned(),
                });
            }
        }
    }
    found
}

impl Register {
    /// Imports rows that were read and checked, all or nothing. `progress` is told how many are written.
    pub fn import_products(
        &mut self,
        by: Option<PersonId>,
        rows: Vec<ImportRow>,
        source: &str,
        progress: &mut dyn FnMut(u64),
    ) -> Result<u64, Failure> {
        self.check_room()?;
        let batch = self.around.id();
        let total = rows.len() as u64;
        let (mut first_seq, mut parts, mut written) = (None, 0, 0);
        let mut frame: Vec<Vec<ImportRow>> = Vec::new();
        self.freshen()?;
        let catalogue = self.catalogue.clone();
        let known = |sku: &str| catalogue.by_sku(sku).map(|row| catalogue.get(row).to_product());
        let rows = rows.into_iter().map(|mut row| {
            row.was = known(row.product.sku.as_str()).map(Box::new);
            row
        });
        let mut rest = rows.peekable();
        while rest.peek().is_some() {
            frame.push(part(&mut rest));
            if frame.len() < PARTS_A_FRAME && rest.peek().is_some() {
                continue;
            }
            parts += frame.len() as u64;
            written += frame.iter().map(Vec::len).sum::<usize>() as u64;
            let seq = self.write_parts(by, batch, std::mem::take(&mut frame))?;
            first_seq.get_or_insert(seq);
            progress(written);
        }
        let Some(first_seq) = first_seq else { return Ok(0) };
        let committed = ImportCommitted {
            batch,
            first_seq,
            parts,
            rows: total,
            source: source.to_owned(),
        };
        self.commit_one(by, Event::ImportCommitted(committed))?;
        self.reload_catalogue()?;
        Ok(total)
    }

    /// Appends parts as one frame and returns the sequence of the first.
    fn write_parts(
        &mut self,
        by: Option<PersonId>,
        batch: uuid::Uuid,
        parts: Vec<Vec<ImportRow>>,
    ) -> Result<u64, Fault> {
        let events = parts
            .into_iter()
            .map(|rows| (self.around.id(), Event::ImportPart(ImportPart { batch, rows })))
            .collect();
        let appended = self.commit(by, events)?;
        // what is in the journal need not stay in memory
        self.fold()?;
        Ok(appended[0].seq)
    }
}

/// The next rows, up to about [`PART`] bytes as they will be written; at least one.
fn part(rest: &mut impl Iterator<Item = ImportRow>) -> Vec<ImportRow> {
    let (mut rows, mut bytes) = (Vec::new(), 0);
    for row in rest {
        bytes += serde_json::to_vec(&row).map_or(0, |json| json.len());
        rows.push(row);
        if bytes >= PART {
            break;
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn row(sku: &str, codes: &[&str]) -> ImportRow {
        serde_json::from_value(serde_json::json!({
            "product": { "sku": sku, "codes": codes, "name": sku, "price": "1", "tax": "t" },
        }))
        .unwrap()
    }

    #[test]
    fn a_code_names_one_product_and_may_move_within_a_file() {
        let mut builder = Catalogue::builder();
        builder.push(&row("A", &["111"]).product);
        builder.push(&row("B", &["222"]).product);
        let catalogue = builder.finish();
        assert_eq!(clashes(&catalogue, &[row("A", &["111", "333"])]), []);
        let taken = Clash {
            sku: "C".to_owned(),
            code: "222".to_owned(),
            other: "B".to_owned(),
        };
        assert_eq!(clashes(&catalogue, &[row("C", &["222"])]), [taken]);
        assert_eq!(clashes(&catalogue, &[row("C", &["222"]), row("B", &["444"])]), []);
    }

    #[test]
    fn a_part_is_bounded_and_never_empty() {
        let mut rows = (0..5000).map(|n| row(&format!("P{n}"), &["123"])).peekable();
        let mut sizes = Vec::new();
        while rows.peek().is_some() {
            sizes.push(part(&mut rows).len());
        }
        assert_eq!(sizes.iter().sum::<usize>(), 5000);
        assert!(sizes.len() > 1 && sizes.iter().all(|size| *size > 0), "{sizes:?}");
    }
}
