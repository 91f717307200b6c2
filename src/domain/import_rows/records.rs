//! Comma-separated records from any bytes, within bounds. Must never hold more than one record of 64 KiB.
//!
//! RFC 4180, and what spreadsheets make of it: CRLF or LF, a byte order mark, quotes that open a value and
//! double inside it. A quote in the middle of a value is a letter (`Tubo 12" PVC`).

use std::io::{self, BufRead};

/// The longest record, in bytes with its separators.
pub const RECORD_MAX: usize = 64 * 1024;
/// The longest value, in bytes.
pub const VALUE_MAX: usize = 4 * 1024;

const MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// One record: its values one behind the other, and the line on which it starts.
#[derive(Default)]
pub(super) struct Record {
    values: Vec<u8>,
    ends: Vec<usize>,
    pub(super) line: u64,
    /// Whether a value was cut at [`VALUE_MAX`].
    pub(super) cut: bool,
}

/// What [`Records::next`] came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// A record.
    Whole,
    /// More than [`RECORD_MAX`] without an end; skipped up to the end of this line.
    Endless { last: u64 },
    /// The file ends inside quotes.
    Unclosed,
    /// Nothing is left.
    End,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// In front of a value.
    Before,
    Plain,
    Quoted,
    /// Behind a quote that closes the value or is the first of two.
    Quote,
    /// Past the bound: on to the next line.
    Skipping,
}

/// Reads records one after the other.
pub(super) struct Records<R> {
    reader: R,
    /// Bytes taken from the reader.
    pub(super) offset: u64,
    /// The line on which the next byte stands, from 1.
    line: u64,
}

impl Record {
    /// How many values it has.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of all values.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.values
    }

    /// The value in this place, from 0; empty when there is none.
    pub(super) fn value(&self, place: usize) -> &[u8] {
        let Some(end) = self.ends.get(place) else {
            return &[];
        };
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.values[start..*end]
    }

    fn clear(&mut self, line: u64) {
        self.values.clear();
        self.ends.clear();
        (self.line, self.cut) = (line, false);
    }

    fn push(&mut self, byte: u8) {
        if self.values.len() - self.ends.last().copied().unwrap_or(0) < VALUE_MAX {
            self.values.push(byte);
        } else {
            self.cut = true;
        }
    }

    fn end_value(&mut self) {
        self.ends.push(self.values.len());
    }

    /// The carriage return of a CRLF is no part of the last value.
    fn end_line(&mut self, state: State) {
        let empty = self.ends.last().copied().unwrap_or(0) == self.values.len();
        if state == State::Plain && !empty && self.values.last() == Some(&b'\r') {
            self.values.pop();
        }
        self.end_value();
    }
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(reader: R) -> Records<R> {
        Records {
            reader,
            offset: 0,
            line: 1,
        }
    }

    /// Reads the next record into `record`.
    pub(super) fn next(&mut self, record: &mut Record) -> io::Result<Read> {
        record.clear(self.line);
        let (mut state, mut length) = (State::Before, 0usize);
        loop {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                return Ok(at_end(record, state, length, self.line));
            }
            for (at, byte) in chunk.iter().copied().enumerate() {
                let place = self.offset + at as u64;
                if place < 3 && byte == MARK[place as usize] {
                    continue;
                }
                length += 1;
                self.line += u64::from(byte == b'\n');
                if byte == b'\n' && state != State::Quoted {
                    let used = at + 1;
                    self.reader.consume(used);
                    self.offset += used as u64;
                    if state == State::Skipping {
                        return Ok(Read::Endless { last: self.line - 1 });
                    }
                    record.end_line(state);
                    return Ok(Read::Whole);
                }
                state = if length > RECORD_MAX {
                    State::Skipping
                } else {
                    step(record, state, byte)
                };
            }
            let used = chunk.len();
            self.reader.consume(used);
            self.offset += used as u64;
        }
    }
}

fn at_end(record: &mut Record, state: State, length: usize, line: u64) -> Read {
    match state {
        _ if length == 0 => Read::End,
        State::Skipping => Read::Endless { last: line },
        State::Quoted => Read::Unclosed,
        State::Before | State::Plain | State::Quote => {
            record.end_line(state);
            Read::Whole
        }
    }
}

/// One byte that ends no line.
fn step(record: &mut Record, state: State, byte: u8) -> State {
    match (state, byte) {
        (State::Skipping, _) => return State::Skipping,
        (State::Before, b'"') => return State::Quoted,
        (State::Quoted, b'"') => return State::Quote,
        (State::Quote, b'"') => {
            record.push(b'"');
            return State::Quoted;
        }
        (State::Before | State::Plain | State::Quote, b',') => {
            record.end_value();
            return State::Before;
        }
        (State::Quote, b'\r') => return State::Quote,
        _ => record.push(byte),
    }
    if state == State::Quoted {
        State::Quoted
    } else {
        State::Plain
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::BufReader;

    use super::*;
    use proptest::prelude::*;

    /// All records, read in pieces of `piece` bytes, as text joined by `·`.
    fn read(bytes: &[u8], piece: usize) -> Vec<String> {
        let mut records = Records::new(BufReader::with_capacity(piece, bytes));
        let (mut record, mut all) = (Record::default(), Vec::new());
        loop {
            match records.next(&mut record).unwrap() {
                Read::End => return all,
                Read::Whole => {
                    let values =
                        (0..record.len()).map(|at| String::from_utf8_lossy(record.value(at)).into_owned());
                    all.push(format!(
                        "{}:{}",
                        record.line,
                        values.collect::<Vec<_>>().join("·")
                    ));
                }
                other => all.push(format!("{}:{other:?}", record.line)),
            }
        }
    }

    #[test]
    fn reads_what_spreadsheets_write() {
        let cases: [(&str, &[&str]); 9] = [
            ("", &[]),
            ("a,b\nc,d", &["1:a·b", "2:c·d"]),
            ("a,b\r\n,\r\n", &["1:a·b", "2:·"]),
            ("\u{feff}\"a\",\"b, \"\"c\"\"\"\r\nd", &["1:a·b, \"c\"", "2:d"]),
            ("a,\"b\nc\"\nd", &["1:a·b\nc", "3:d"]),
            ("Tubo 12\" PVC,x\"\ny", &["1:Tubo 12\" PVC·x\"", "2:y"]),
            ("\n\na", &["1:", "2:", "3:a"]),
            ("a\nb,\"c\nd\n", &["1:a", "2:Unclosed"]),
            ("\"a\" b,c", &["1:a b·c"]),
        ];
        for (text, expected) in cases {
            for piece in [1, 2, 3, 64] {
                assert_eq!(read(text.as_bytes(), piece), expected, "{text:?} by {piece}");
            }
        }
    }

    #[test]
    fn a_line_of_ten_megabytes_is_passed_over() {
        let text = format!("a,b\n{}\nc,d\n", "x".repeat(10 << 20));
        assert_eq!(
            read(text.as_bytes(), 4096),
            ["1:a·b", "2:Endless { last: 2 }", "3:c·d"]
        );
        let text = format!("a\n\"{}", "x\n".repeat(RECORD_MAX));
        let (first, then) = (
            format!("2:Endless {{ last: {} }}", 2 + RECORD_MAX / 2),
            read(text.as_bytes(), 512),
        );
        assert_eq!(then[1], first, "an open quote swallows 64 KiB and no more");
        let text = format!("{},b\n", "x".repeat(VALUE_MAX + 1));
        let mut record = Record::default();
        let mut records = Records::new(text.as_bytes());
        assert_eq!(records.next(&mut record).unwrap(), Read::Whole);
        assert!(record.cut && record.value(0).len() == VALUE_MAX && record.value(1) == b"b");
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(
            bytes in prop::collection::vec(prop::sample::select(b"a,\"\n\r\xff\xef\0"), 0..60),
        ) {
            prop_assert_eq!(read(&bytes, 1), read(&bytes, 64));
        }

        #[test]
        fn reads_what_the_csv_crate_writes(
            rows in prop::collection::vec(["[a,\"\n\r ]{0,5}", "[a\"]{1,3}"], 0..6),
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            rows.iter().for_each(|row| writer.write_record(row).unwrap());
            let read = read(&writer.into_inner().unwrap(), 7);
            let read: Vec<&str> = read.iter().map(|row| row.split_once(':').unwrap().1).collect();
            prop_assert_eq!(read, rows.iter().map(|row| row.join("·")).collect::<Vec<_>>());
        }
    }
}
