//! The hub's rows as one sealed file, so that a rebuild needs no hub. Must never be taken for whole when it
//! is not.
//!
//! Frames of `length (u32, little-endian) ‖ sealed(gzip(JSON))`, each bound to its place. The first says how
//! many rows follow.

use std::collections::HashMap;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::link::Facts;
use super::own::{At, collect};
use super::rows::{Here, rebased};
use crate::domain::base::Thing;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::product::Product;
use crate::journal::Reader;
use crate::register::places::Places;
use crate::register::{Fault, Register};
use crate::store::hub::{Base, Keep, Shown};
use crate::store::{self, Store};
use crate::vault::Key;
use crate::vault::durable::write_whole;
use crate::vault::seal::Sealer;

const CONTEXT: &[u8] = b"tendero rows 1 ";
/// Rows in a frame.
const ROWS: usize = 1_000;
/// Between two copies while the register stays open, in milliseconds.
const HOUR: i64 = 3_600_000;

#[derive(Serialize, Deserialize)]
struct Head {
    /// What the till knew of its hub, as the store had it.
    facts: Option<Vec<u8>>,
    rows: usize,
}

/// Writes the rows of a store into a file, whole or not at all.
fn write(path: &Path, sealer: &Sealer, from: &store::Reader) -> Result<(), Fault> {
    let mut rows = 0;
    from.for_each_base(|_| {
        rows += 1;
        true
    })?;
    let head = Head {
        facts: from.hub_facts()?,
        rows,
    };
    let mut failed = None;
    let written = write_whole(path, |file| {
        let mut file = std::io::BufWriter::new(file);
        let mut place = 0;
        frame(&mut file, sealer, &mut place, &head)?;
        let mut held: Vec<Base> = Vec::with_capacity(ROWS);
        let mut outcome = Ok(());
        let read = from.for_each_base(|base| {
            held.push(base);
            if held.len() == ROWS {
                outcome = frame(&mut file, sealer, &mut place, &std::mem::take(&mut held));
            }
            outcome.is_ok()
        });
        failed = read.err();
        outcome?;
        if !held.is_empty() {
            frame(&mut file, sealer, &mut place, &held)?;
        }
        file.flush()
    });
    match failed {
        Some(error) => Err(error.into()),
        None => written.map_err(Fault::io(path)),
    }
}

fn frame(
    to: &mut impl Write,
    sealer: &Sealer,
    place: &mut u64,
    body: &impl Serialize,
) -> std::io::Result<()> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    serde_json::to_writer(&mut packed, body)?;
    let sealed = sealer
        .seal(&context(*place), &packed.finish()?)
        .map_err(std::io::Error::other)?;
    *place += 1;
    let length = u32::try_from(sealed.len()).map_err(std::io::Error::other)?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(&sealed)
}

fn context(place: u64) -> Vec<u8> {
    [CONTEXT, &place.to_le_bytes()].concat()
}

/// The rows of a file, and what the till knew of its hub; none where it is not there or not whole: then the
/// rows come from the hub again.
fn read(path: &Path, sealer: &Sealer) -> Option<(Option<Vec<u8>>, Vec<Base>)> {
    let mut file = std::io::BufReader::new(fs::File::open(path).ok()?);
    let mut place = 0;
    let head: Head = unframe(&mut file, sealer, &mut place)?;
    let mut rows: Vec<Base> = Vec::new();
    while rows.len() < head.rows {
        let more: Vec<Base> = unframe(&mut file, sealer, &mut place)?;
        if more.is_empty() {
            return None;
        }
        rows.extend(more);
    }
    Some((head.facts, rows))
}

fn unframe<T: serde::de::DeserializeOwned>(
    from: &mut impl Read,
    sealer: &Sealer,
    place: &mut u64,
) -> Option<T> {
    let mut length = [0; 4];
    from.read_exact(&mut length).ok()?;
    let mut sealed = Vec::new();
    from.take(u64::from(u32::from_le_bytes(length)))
        .read_to_end(&mut sealed)
        .ok()?;
    let packed = sealer.open(&context(*place), &sealed).ok()?;
    *place += 1;
    serde_json::from_reader(GzDecoder::new(&packed[..])).ok()
}

impl Register {
    /// Writes the hub's rows beside the store, on a thread of its own: nobody waits for a copy.
    pub(in crate::register) fn copy_rows(&mut self) -> Result<(), Fault> {
        let Some(link) = self.hub.as_mut().filter(|link| link.uncopied) else {
            return Ok(());
        };
        link.uncopied = false;
        self.rows_copied = self.around.wall();
        let (path, sealer) = (self.places.catalogue(), Sealer::new(&self.hub_key));
        let from = self.store.read()?;
        // A copy that failed is only older than it could be.
        let copying = std::thread::spawn(move || drop(write(&path, &sealer, &from)));
        if self.via != crate::domain::event::Via::Till {
            // A command would end before it.
            let _done = copying.join();
        }
        Ok(())
    }

    /// The same, where the last copy is older than an hour.
    pub(in crate::register) fn copy_rows_hourly(&mut self) -> Result<(), Fault> {
        let age = self.around.wall().saturating_sub(self.rows_copied);
        if (0..HOUR).contains(&age) {
            Ok(())
        } else {
            self.copy_rows()
        }
    }

    /// Before a rebuild: the rows of the store that is there, as far as it can be read.
    pub(in crate::register) fn save_rows(store: &Store, places: &Places, key: &Key) {
        let Ok(from) = store.read() else { return };
        let mut any = false;
        let looked = from.for_each_base(|_| {
            any = true;
            false
        });
        let told = from.hub_facts().is_ok_and(|facts| facts.is_some());
        // Rows without what is remembered of the hub are those of a rebuild that was cut short.
        if any && told && looked.is_ok() {
            // Whatever cannot be copied is fetched from the hub again.
            let _copied = write(&places.catalogue(), &Sealer::new(key), &from);
        }
    }

    /// Whether the store has yet to be given the hub's rows: what is remembered of the hub comes last, so
    /// that a rebuild that was cut short is known by the lack of it.
    pub(in crate::register) fn lacks_rows(&self) -> Result<bool, Fault> {
        Ok(self.hub.is_some() && self.store.read()?.hub_facts()?.is_none())
    }

    /// Whether a copy is of the hub that the till is tied to.
    fn knows(&self, facts: Option<&[u8]>) -> bool {
        let facts: Option<Facts> = facts.and_then(|bytes| serde_json::from_slice(bytes).ok());
        let known = self.hub.as_ref().and_then(|link| link.tie.known.as_ref());
        let known = known.map(|known| known.epoch);
        facts.is_none_or(|facts| known.is_some_and(|epoch| facts.epochs.contains(&epoch)))
    }

    /// After a rebuild: the hub's rows from the last copy, with what the till did since on top.
    pub(in crate::register) fn take_back_rows(&mut self) -> Result<u64, Fault> {
        if self.hub.is_none() {
            return Ok(0);
        }
        let Some((facts, rows)) = read(&self.places.catalogue(), &Sealer::new(&self.hub_key)) else {
            return Ok(0);
        };
        if !self.knows(facts.as_deref()) {
            // Of a hub that the till has left.
            return Ok(0);
        }
        let many = rows.len() as u64;
        self.fold()?;
        let keeps = laid_under(rows, self.journal.reader(), &self.store)?;
        for rows in keeps.chunks(ROWS) {
            self.store.keep(&Keep {
                rows: rows.to_vec(),
                ..Keep::default()
            })?;
        }
        self.store.keep(&Keep {
            facts,
            ..Keep::default()
        })?;
        if let Some(till) = self.store.till() {
            self.till = till.clone();
        }
        self.catalogue = std::sync::Arc::new(crate::register::open::load_catalogue(&self.store)?);
        self.customers = std::sync::Arc::new(crate::register::customers::load_customers(&self.store)?);
        self.tie()?;
        Ok(many)
    }
}

/// What is shown of each of these rows over a store, as far as that has the journal.
fn laid_under(rows: Vec<Base>, reader: &Reader, store: &Store) -> Result<Vec<(Base, Shown)>, Fault> {
    let Some(till) = store.till() else {
        return Ok(Vec::new());
    };
    let key = |base: &Base| thing_of(base.thing).map(|thing| (thing, base.id.clone()));
    let included: HashMap<(Thing, String), At> = rows
        .iter()
        .filter_map(|base| Some((key(base)?, base.included)))
        .collect();
    let applied = store.applied();
    let own = collect((reader, &till.retold), &included, (applied.ordinal, applied.seq))?;
    let (mut products, mut customers) = (HashMap::new(), HashMap::new());
    if rows.iter().any(|base| base.value.is_none()) {
        let read = store.read()?;
        read.for_each_product(|product| drop(products.insert(product.sku.as_str().to_owned(), product)))?;
        customers.extend(
            read.customers()?
                .into_iter()
                .map(|customer| (customer.id, customer)),
        );
    }
    let here = Here {
        till,
        product: &|sku: &str| -> Option<Product> { products.get(sku).cloned() },
        customer: &|id: CustomerId| -> Option<Customer> { customers.get(&id).cloned() },
    };
    let mut laid = Vec::with_capacity(rows.len());
    for base in rows {
        let Some(key) = key(&base) else { continue };
        let value: Option<Value> = base
            .value
            .as_ref()
            .and_then(|text| serde_json::from_str(text).ok());
        let done: Vec<_> = own.get(&key).into_iter().flatten().collect();
        let shown = rebased(&here, (key.0, &base.id), value.as_ref(), &done).unwrap_or(Shown::Nothing);
        laid.push((base, shown));
    }
    Ok(laid)
}

fn thing_of(number: u8) -> Option<Thing> {
    let all = [
        Thing::Product,
        Thing::Shop,
        Thing::Person,
        Thing::Customer,
        Thing::Level,
        Thing::Balance,
        Thing::Conflict,
        Thing::Credit,
    ];
    all.into_iter().find(|thing| *thing as u8 == number)
}

/// Gives `fresh`, an empty store, the numbers that products have in `store`: they are given in the order in
/// which journal and hub first named them, and only the first can be read again.
pub fn numbers_of(store: &Store, fresh: &mut Store) -> Result<(), Fault> {
    let reader = store.read()?;
    if reader.bases(Thing::Product)?.is_empty() && reader.bases(Thing::Level)?.is_empty() {
        return Ok(());
    }
    Ok(fresh.keep(&Keep {
        numbers: reader.numbers()?,
        ..Keep::default()
    })?)
}

/// Lays the hub's rows of `store` under `fresh`, which has as much of the journal.
pub fn base_of(store: &Store, reader: &Reader, fresh: &mut Store) -> Result<(), Fault> {
    let mut rows = Vec::new();
    store.read()?.for_each_base(|base| {
        rows.push(base);
        true
    })?;
    if rows.is_empty() {
        return Ok(());
    }
    for rows in laid_under(rows, reader, fresh)?.chunks(ROWS) {
        fresh.keep(&Keep {
            rows: rows.to_vec(),
            ..Keep::default()
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_copy_comes_back_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("catalogue");
        let sealer = Sealer::new(&Key::from([3; 32]));
        let mut store = Store::in_memory().unwrap();
        let rows: Vec<(Base, Shown)> = (0..2_500)
            .map(|n| {
                let base = Base {
                    thing: Thing::Conflict as u8,
                    id: format!("{n:05}"),
                    included: (1, n),
                    value: Some("{}".to_owned()),
                };
                (base, Shown::Nothing)
            })
            .collect();
        store
            .keep(&Keep {
                rows: rows.clone(),
                facts: Some(b"{}".to_vec()),
                ..Keep::default()
            })
            .unwrap();
        write(&path, &sealer, &store.read().unwrap()).unwrap();
        let (facts, back) = read(&path, &sealer).unwrap();
        assert_eq!(facts.unwrap(), b"{}");
        assert_eq!(back, rows.into_iter().map(|(base, _)| base).collect::<Vec<_>>());
        let whole = fs::read(&path).unwrap();
        for cut in [0, 3, 40, whole.len() / 2, whole.len() - 1] {
            fs::write(&path, &whole[..cut]).unwrap();
            assert!(read(&path, &sealer).is_none(), "cut at {cut}");
        }
    }
}
