//! What a decision reads and changes while it goes through entry after entry. Must never keep what an entry
//! changed that was parked after all.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::ledger::{Changes, Key, Loaded, Step, StoredEntry};
use super::rows::{Day, Shift};
use crate::domain::retold::Told;
use crate::protocol::verify::Tally;

/// The rows as they were loaded, and what became of them since.
#[derive(Debug)]
pub(super) struct Work<'a> {
    loaded: &'a Loaded,
    kept: BTreeMap<Key, Option<Value>>,
    tried: BTreeMap<Key, Option<Value>>,
    kept_sums: BTreeMap<Key, Sum>,
    tried_sums: BTreeMap<Key, Sum>,
    kept_told: BTreeMap<Key, String>,
    tried_told: BTreeMap<Key, String>,
}

/// A row that nearly every entry of a batch changes: kept as it is until the end, not written and read again
/// for each of them.
#[derive(Debug, Clone)]
pub(super) enum Sum {
    /// Of a day and a till.
    Day(Day),
    /// Of a shift.
    Shift(Shift),
    /// Of a life of a journal.
    Tally(Tally),
}

impl<'a> Work<'a> {
    /// Nothing changed yet.
    pub(super) fn new(loaded: &'a Loaded) -> Work<'a> {
        Work {
            loaded,
            kept: BTreeMap::new(),
            tried: BTreeMap::new(),
            kept_sums: BTreeMap::new(),
            tried_sums: BTreeMap::new(),
            kept_told: BTreeMap::new(),
            tried_told: BTreeMap::new(),
        }
    }

    /// The row as it stands now.
    pub(super) fn value(&self, key: &Key) -> Option<&Value> {
        let changed = self.tried.get(key).or_else(|| self.kept.get(key));
        match changed {
            Some(value) => value.as_ref(),
            None => self.loaded.rows.get(key),
        }
    }

    /// The row as it stands now, read.
    pub(super) fn get<T: DeserializeOwned>(&self, key: &Key) -> Option<T> {
        self.value(key).map(read)
    }

    /// The row shall be this from now on.
    pub(super) fn put(&mut self, key: Key, row: &impl Serialize) {
        let value = serde_json::to_value(row).expect("a row has no map with keys that are not strings");
        self.tried.insert(key, Some(value));
    }

    /// The row shall be this value from now on, as it is.
    pub(super) fn put_value(&mut self, key: Key, value: Value) {
        self.tried.insert(key, Some(value));
    }

    /// The same of a row that no decision ever reads: what happened is told to others.
    pub(super) fn tell(&mut self, key: Key, row: &impl Serialize) {
        let json = serde_json::to_string(row).expect("a row has no map with keys that are not strings");
        self.tried_told.insert(key, json);
    }

    /// The sums of a day as they stand now.
    pub(super) fn day(&self, key: &Key) -> Option<Day> {
        match self.sum(key) {
            Some(Sum::Day(day)) => Some(day.clone()),
            _ => self.get(key),
        }
    }

    /// The sums of a shift as they stand now.
    pub(super) fn shift(&self, key: &Key) -> Option<Shift> {
        match self.sum(key) {
            Some(Sum::Shift(shift)) => Some(shift.clone()),
            _ => self.get(key),
        }
    }

    /// What the entries of a life have come to by now.
    pub(super) fn tally(&self, key: &Key) -> Option<Tally> {
        match self.sum(key) {
            Some(Sum::Tally(tally)) => Some(tally.clone()),
            _ => self.get(key),
        }
    }

    /// How the entry in that place of a life came there, by the tally of the life.
    pub(super) fn told(&self, tally: &Key, seq: u64) -> Told {
        match self.sum(tally) {
            Some(Sum::Tally(tally)) => tally.told(seq),
            _ => self
                .get::<Tally>(tally)
                .map_or(Told::First, |tally| tally.told(seq)),
        }
    }

    fn sum(&self, key: &Key) -> Option<&Sum> {
        self.tried_sums.get(key).or_else(|| self.kept_sums.get(key))
    }

    /// The sums shall be these from now on.
    pub(super) fn sum_up(&mut self, key: Key, sum: Sum) {
        self.tried_sums.insert(key, sum);
    }

    /// The row goes.
    pub(super) fn remove(&mut self, key: Key) {
        self.tried.insert(key, None);
    }

    /// Tells the row again as it is, so that whoever pulls learns that it stood.
    pub(super) fn touch(&mut self, key: &Key) {
        let stands = self.value(key).cloned();
        self.tried.insert(key.clone(), stands);
    }

    /// What was changed since the last time counts.
    pub(super) fn keep(&mut self) {
        // One by one: `append` would build the whole map anew for each entry.
        self.kept.extend(std::mem::take(&mut self.tried));
        self.kept_sums.extend(std::mem::take(&mut self.tried_sums));
        self.kept_told.extend(std::mem::take(&mut self.tried_told));
    }

    /// What was changed since the last time is as if it had not been.
    pub(super) fn forget(&mut self) {
        self.tried.clear();
        self.tried_sums.clear();
        self.tried_told.clear();
    }

    /// Everything that counts, and these entries.
    pub(super) fn changes(mut self, entries: Vec<StoredEntry>) -> Changes {
        self.keep();
        for (key, sum) in std::mem::take(&mut self.kept_sums) {
            match sum {
                Sum::Day(day) => self.put(key, &day),
                Sum::Shift(shift) => self.put(key, &shift),
                Sum::Tally(tally) => self.put(key, &tally),
            }
        }
        self.keep();
        Changes {
            entries,
            rows: self.kept,
            told: self.kept_told,
        }
    }

    /// Everything that counts is to be written, with no entry; `answer` is what came of it.
    pub(super) fn done<T>(self, answer: T) -> Step<T> {
        Step::Done(self.changes(Vec::new()), answer)
    }
}

/// A row of the hub's own.
pub(super) fn read<T: DeserializeOwned>(value: &Value) -> T {
    T::deserialize(value).expect("the hub reads the rows that it wrote")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::ledger::Kind;

    #[test]
    fn what_was_forgotten_stands_as_before() {
        let mut loaded = Loaded::default();
        let key = Key::new(Kind::Level, "A");
        loaded.rows.insert(key.clone(), Value::from(1));
        let mut work = Work::new(&loaded);
        work.put(key.clone(), &2);
        work.keep();
        work.remove(key.clone());
        assert_eq!(work.value(&key), None);
        work.forget();
        assert_eq!(work.get::<u8>(&key), Some(2));
        assert_eq!(
            work.changes(Vec::new()).rows,
            BTreeMap::from([(key, Some(Value::from(2)))])
        );
    }
}
