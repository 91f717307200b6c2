//! What is done with outside bytes, parser by parser, and what must hold of it. Must never be given anything
//! but bytes: what one input shows, it shows again.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tendero::cli::complaint;
use tendero::domain::asked;
use tendero::domain::barcode::{self, Pattern};
use tendero::domain::currency::Currency;
use tendero::domain::decimal::{parse_strict, parse_typed};
use tendero::domain::event::Fact;
use tendero::domain::glance::Glance;
use tendero::domain::import_rows;
use tendero::domain::period::parse_date;
use tendero::domain::quantity::Quantity;
use tendero::domain::rate::{Rate, UnitPrice};
use tendero::domain::receipt_code::ReceiptCode;
use tendero::domain::refund::Sought;
use tendero::domain::shop::Shop;
use tendero::domain::text::{clean, is_unsafe};
use tendero::journal::disk::Os;
use tendero::journal::{Identity, Journal, JournalError, NewEntry, Reached, Reader, Stamp};
use tendero::protocol::{enrol, fetch, hello, ping, pull, push, refused, retry, series, verify};
use tendero::vault::KeyRing;
use tendero::vault::code::RecoveryCode;
use tendero::vault::enrol_code::EnrolCode;
use tendero::vault::key::MasterKey;
use uuid::Uuid;

/// One of them.
pub(crate) type Target = fn(&[u8]);

/// Their names, which are those of the folders of the corpus.
pub(crate) const ALL: [(&str, Target); 9] = [
    ("import", import),
    ("scan", scan),
    ("numbers", numbers),
    ("basket", basket),
    ("entry", entry),
    ("wire", wire),
    ("keyslots", keyslots),
    ("segment", segment),
    ("config", config),
];

/// A config file: it is taken, or one sentence that names a line says why not and steers no terminal.
fn config(bytes: &[u8]) {
    let Some(said) = complaint(&String::from_utf8_lossy(bytes)) else {
        return;
    };
    assert!(
        said.starts_with("config.toml:") && said.ends_with("nothing was changed"),
        "{said}"
    );
    assert!(!said.contains(|sign| sign == '\n' || is_unsafe(sign)), "{said:?}");
}

/// A file of products: whatever it says, each row is taken or named, and what is taken is clean.
fn import(bytes: &[u8]) {
    let classes = ["standard", "reduced", "zero"];
    let Ok(parsed) = import_rows::parse(bytes, &classes, &mut |_| {}) else {
        panic!("bytes in memory cannot fail to be read");
    };
    for row in &parsed.rows {
        let product = &row.product;
        assert!(
            !product.name.is_empty() && !product.name.chars().any(is_unsafe),
            "{product:?}"
        );
        let codes = product.codes.iter().map(|code| code.as_str());
        for code in codes.chain([product.sku.as_str()]) {
            assert!((1..=128).contains(&code.len()), "{product:?}");
            assert!(!code.chars().any(is_unsafe), "{product:?}");
        }
    }
    assert!(parsed.errors.first.len() <= parsed.errors.count);
}

/// What a scanner sends: at most so many bytes, none that steers a terminal, the same when cleaned again.
fn scan(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    let text = clean(&raw, 128);
    assert!(text.len() <= 128 && !text.chars().any(is_unsafe), "{text:?}");
    assert_eq!(clean(&text, 128), text);
    let _valid = barcode::check(&text);
    for same in barcode::equivalents(&text) {
        assert!(same.len() <= 128, "{same:?}");
    }
    if let Some((pattern, code)) = text.split_once(' ')
        && let Ok(pattern) = Pattern::parse(pattern)
    {
        let _read = pattern.read(code);
    }
    let _receipt = ReceiptCode::parse(&text);
    let _sought = Sought::read(&text, ["C1", "C1R"]);
}

/// Numbers and days as people type them and files hold them: what is read is written and read again alike.
fn numbers(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(number) = parse_strict(&text) {
        assert_eq!(parse_strict(&number.to_string()), Ok(number));
    }
    if let Ok(number) = parse_typed(&text) {
        assert_eq!(parse_strict(&number.to_string()), Ok(number));
    }
    if let Ok(quantity) = Quantity::parse(&text) {
        assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
    }
    if let Ok(rate) = Rate::parse(&text) {
        assert_eq!(Rate::parse(&rate.to_string()), Ok(rate));
    }
    if let Ok(price) = UnitPrice::parse(&text) {
        assert_eq!(UnitPrice::parse(&price.to_string()), Ok(price));
    }
    let today = jiff::civil::date(2026, 11, 22);
    if let Ok(date) = parse_date(&text, today) {
        assert_eq!(parse_date(&date.to_string(), today), Ok(date));
    }
    let _currency = Currency::parse(&text);
}

/// A basket as a script sends it: the same text is the same sale.
fn basket(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let shop = Shop::new("Shop", Currency::parse("EUR").expect("a currency"));
    let (once, again) = (asked::read(&text, &shop), asked::read(&text, &shop));
    match (once, again) {
        (Ok(once), Ok(again)) => assert_eq!(once.canonical, again.canonical),
        (Err(once), Err(again)) => {
            assert_eq!(once.to_string(), again.to_string());
            assert!(!once.to_string().is_empty());
        }
        _ => panic!("the same basket was read and refused"),
    }
}

/// A payload of the journal or of the wire: two readers of documents agree on what one is, and what is read
/// is written and read alike.
fn entry(bytes: &[u8]) {
    let Some((kind, payload)) = bytes.split_first() else {
        return;
    };
    let kind = u16::from(*kind);
    let fact = Fact::decode(kind, 1, payload);
    let glance = Glance::decode(kind, 1, payload);
    if let Ok(fact) = fact {
        assert!(glance.is_ok(), "{fact:?}");
        let written = fact.encode();
        let read = Fact::decode(kind, 1, &written).expect("what was written is read");
        assert_eq!(read.encode(), written);
    }
}

fn message<T: DeserializeOwned + Serialize>(bytes: &[u8]) {
    if let Ok(read) = serde_json::from_slice::<T>(bytes) {
        let written = serde_json::to_vec(&read).expect("a message is JSON");
        let again: T = serde_json::from_slice(&written).expect("what was written is read");
        assert_eq!(serde_json::to_vec(&again).expect("a message is JSON"), written);
    }
}

/// A message of the protocol, of either side.
fn wire(bytes: &[u8]) {
    let Some((which, body)) = bytes.split_first() else {
        return;
    };
    match which % 20 {
        0 => message::<enrol::Enrol>(body),
        1 => message::<enrol::Enrolled>(body),
        2 => message::<fetch::Fetch>(body),
        3 => message::<fetch::Fetched>(body),
        4 => message::<hello::Hello>(body),
        5 => message::<hello::Welcome>(body),
        6 => message::<ping::Pong>(body),
        7 => message::<pull::Pull>(body),
        8 => message::<pull::Pulled>(body),
        9 => message::<push::Push>(body),
        10 => message::<push::Pushed>(body),
        11 => message::<refused::Refused>(body),
        12 => message::<retry::Retried>(body),
        13 => message::<series::Lease>(body),
        14 => message::<series::Leased>(body),
        15 => message::<verify::SumsChecked>(body),
        16 => message::<verify::CheckEntries>(body),
        17 => message::<verify::EntriesChecked>(body),
        18 => message::<verify::CheckSums>(body),
        _ => message::<retry::Retry>(body),
    }
}

/// The file of key slots, and the codes that people type.
fn keyslots(bytes: &[u8]) {
    if let Ok(slots) = KeyRing::from_bytes(Path::new("/nowhere"), bytes) {
        let written = slots.to_bytes();
        let read = KeyRing::from_bytes(Path::new("/nowhere"), &written).expect("what was written is read");
        assert_eq!(read.to_bytes(), written);
    }
    let typed = String::from_utf8_lossy(bytes);
    let _recovery = RecoveryCode::parse(&typed);
    let _enrol = EnrolCode::parse(&typed);
}

/// A journal of a few entries, made once, and what they say.
struct Whole {
    key: [u8; 32],
    files: Vec<(PathBuf, Vec<u8>)>,
    said: Vec<Vec<u8>>,
}

fn journal_key(bytes: [u8; 32]) -> MasterKey {
    MasterKey::from_bytes(bytes)
}

fn files(dir: &Path, below: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for item in std::fs::read_dir(dir.join(below))
        .expect("a folder of the journal")
        .flatten()
    {
        let name = below.join(item.file_name());
        if item.path().is_dir() {
            files(dir, &name, found);
        } else {
            found.push((name, std::fs::read(item.path()).expect("a file of the journal")));
        }
    }
}

fn whole() -> &'static Whole {
    static WHOLE: OnceLock<Whole> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let (dir, key) = (tempfile::tempdir().expect("room for it"), [7; 32]);
        let journal = dir.path().join("journal");
        let identity = Identity {
            terminal: Uuid::from_u128(1),
            incarnation: Uuid::from_u128(2),
        };
        let mut writing =
            Journal::create(Arc::new(Os), &journal, identity, &journal_key(key)).expect("room for it");
        let said: Vec<_> = (0..6_u8).map(|n| vec![b'a' + n; usize::from(n) * 900]).collect();
        for (n, payload) in said.iter().enumerate() {
            let entry = NewEntry {
                id: Uuid::from_u128(10 + n as u128),
                kind: 1,
                kind_version: 1,
                stamp: Stamp {
                    at_wall: 1_795_181_520_000,
                    at_mono: n as u64,
                    clock_offset: 0,
                },
                payload,
            };
            writing.append(&[entry]).expect("room for it");
        }
        drop(writing);
        let mut found = Vec::new();
        files(&journal, Path::new(""), &mut found);
        found.sort();
        // A segment is zeroes behind its entries: a few of them are enough, and the journal says how many.
        Whole {
            key,
            files: found,
            said,
        }
    })
}

/// Segments with some bytes changed: opened, they are a beginning of what was written, or damage with a
/// sentence. Each change is 4 bytes: which file, where (2), and what is laid over it.
fn segment(bytes: &[u8]) {
    let whole = whole();
    let dir = tempfile::tempdir().expect("room for it");
    for (at, (name, written)) in whole.files.iter().enumerate() {
        let mut changed = written.clone();
        let mine = bytes
            .chunks_exact(4)
            .filter(|change| usize::from(change[0]) % whole.files.len() == at);
        for change in mine {
            let place = usize::from(u16::from_le_bytes([change[1], change[2]])) % changed.len().max(1);
            if let Some(byte) = changed.get_mut(place) {
                *byte ^= change[3];
            }
        }
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("room for it");
        std::fs::write(path, changed).expect("room for it");
    }
    let key = journal_key(whole.key);
    let read = || -> Result<Vec<Vec<u8>>, JournalError> {
        let (_journal, _recovery) = Journal::open(Arc::new(Os), dir.path(), &key, Reached::default())?;
        let reader = Reader::open(Arc::new(Os), dir.path(), &key)?;
        reader
            .all_entries()
            .map(|entry| entry.map(|entry| entry.payload))
            .collect()
    };
    match read() {
        Ok(said) => assert!(
            whole.said.starts_with(&said),
            "{} entries, others than were written",
            said.len()
        ),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
