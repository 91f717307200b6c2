//! A stick that is pulled out and put back, again and again, while the till sells.

use std::io;

use proptest::prelude::*;

use super::*;
use crate::journal::disk::{Disk, DiskFile, Mode};

/// The stick's file system: away while nobody counts on it, failing at one operation.
#[derive(Debug, Clone)]
struct Stick(Arc<std::sync::Mutex<Left>>);

/// Operations until the stick is pulled out; none left while it is away.
#[derive(Debug)]
struct Left {
    operations: Option<usize>,
    how: io::ErrorKind,
}

impl Stick {
    fn pulled_after(operations: usize, how: io::ErrorKind) -> Stick {
        Stick(Arc::new(std::sync::Mutex::new(Left {
            operations: Some(operations),
            how,
        })))
    }

    fn put_back(&self) {
        self.0.lock().unwrap().operations = None;
    }

    fn pull(&self, operations: usize, how: io::ErrorKind) {
        *self.0.lock().unwrap() = Left {
            operations: Some(operations),
            how,
        };
    }

    fn there(&self) -> io::Result<()> {
        let mut left = self.0.lock().unwrap();
        match left.operations {
            Some(0) => Err(left.how.into()),
            Some(more) => {
                left.operations = Some(more - 1);
                Ok(())
            }
            None => Ok(()),
        }
    }
}

#[derive(Debug)]
struct File(Stick, Box<dyn DiskFile>);

impl DiskFile for File {
    fn len(&self) -> io::Result<u64> {
        self.0.there()?;
        self.1.len()
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.there()?;
        self.1.read_at(offset, out)
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.0.there() {
            // Half of it may have reached the stick.
            self.1.write_at(offset, &bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        self.1.write_at(offset, bytes)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.there()?;
        self.1.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.there()
    }

    fn sync_all(&self) -> io::Result<()> {
        self.0.there()
    }
}

impl Disk for Stick {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.there()?;
        Os.create_dir(path)
    }

    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>> {
        self.there()?;
        Ok(Box::new(File(self.clone(), Os.open(path, mode)?)))
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        self.there()?;
        Os.list(dir)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.there()?;
        Os.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.there()?;
        Os.remove(path)
    }

    fn sync_dir(&self, _dir: &Path) -> io::Result<()> {
        self.there()
    }
}

const WAYS: [io::ErrorKind; 4] = [
    io::ErrorKind::NotFound,
    io::ErrorKind::Other,
    io::ErrorKind::StorageFull,
    io::ErrorKind::ReadOnlyFilesystem,
];

fn ways() -> impl Strategy<Value = io::ErrorKind> {
    (0..WAYS.len()).prop_map(|way| WAYS[way])
}

/// A till whose stick can be pulled.
fn pulled(stick: &Stick) -> Till {
    let mut till = Till::new();
    till.mirror = Mirror::of(
        till.journal.reader(),
        Arc::new(stick.clone()),
        &till.stick(),
        TERMINAL,
    );
    till
}

#[test]
fn pulled_at_any_operation_it_goes_on_where_it_was() {
    // A segment that is written whole, one that is added to, and one that is written anew.
    let day = [&[10, 20, 30][..], &[40], &[50, 60], &[7; 20]];
    for way in WAYS {
        for operations in (0..200).step_by(5) {
            let stick = Stick::pulled_after(operations, way);
            let mut till = pulled(&stick);
            let mut failed = 0;
            for lengths in day {
                till.sell(lengths);
                failed += usize::from(till.follow().is_err());
                if failed == 1 {
                    stick.put_back();
                }
            }
            stick.put_back();
            till.follow()
                .unwrap_or_else(|error| panic!("{way:?} at operation {operations}: {error}"));
            till.agrees();
            if failed == 0 {
                break;
            }
            assert!(operations < 190, "a longer day than this test goes through");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_stick_in_and_out_holds_a_start_of_the_journal_and_in_the_end_all_of_it(
        day in prop::collection::vec((0..60_000_usize, 0..40_usize, ways(), any::<bool>()), 1..12)
    ) {
        let stick = Stick::pulled_after(0, io::ErrorKind::NotFound);
        let mut till = pulled(&stick);
        for (length, operations, way, restart) in day {
            till.sell(&[length]);
            if restart {
                let disk = Arc::new(stick.clone());
                till.mirror = Mirror::of(till.journal.reader(), disk, &till.stick(), TERMINAL);
            }
            stick.pull(operations, way);
            let _may_fail = till.follow();
            stick.put_back();
            let journal = till.stick().join(JOURNAL);
            if journal.join("0001/00000001.seg").exists() {
                let there = hashes(&journal);
                prop_assert_eq!(&there[..], &hashes(&till.dir())[..there.len()]);
            }
        }
        till.follow().unwrap();
        till.agrees();
    }
}
