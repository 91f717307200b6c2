//! A till as the protocol sees it: a chain of entries and a token. Must never share code with the program's
//! own till.

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tendero::vault::sign::VerifyingKey;
use uuid::Uuid;

use crate::client::{Answer, Line};
use crate::process::Hub;

/// A till and what it has written.
pub(crate) struct Till {
    pub(crate) line: Line,
    pub(crate) terminal: Uuid,
    pub(crate) incarnation: Uuid,
    pub(crate) series: String,
    pub(crate) key: VerifyingKey,
    /// Each with the hash before it and its own.
    pub(crate) entries: Vec<(Value, [u8; 32], [u8; 32])>,
    pub(crate) sales: u64,
}

/// The message of an enrolment.
pub(crate) fn enrolment(code: &str, terminal: Uuid, incarnation: Uuid, series: &str) -> Value {
    json!({
        "code": code, "device_key": "ab".repeat(32), "terminal": terminal, "incarnation": incarnation,
        "series": series, "currency": "EUR", "name": format!("Till {series}"),
        "versions": { "min": 1, "max": 1 }, "app": "test",
    })
}

impl Till {
    /// A till of that shop, known to the hub.
    pub(crate) fn of(hub: &Hub, shop: &str, series: &str) -> Till {
        Till::by(hub, &hub.code(shop), series)
    }

    /// A till that becomes known by that code.
    pub(crate) fn by(hub: &Hub, code: &str, series: &str) -> Till {
        let (terminal, incarnation) = (Uuid::now_v7(), Uuid::now_v7());
        let mut line = hub.line();
        let answer = line.post("/v1/enrol", &enrolment(code, terminal, incarnation, series));
        let told = answer.done();
        let key = HEXLOWER.decode(told["hub_key"].as_str().expect("a key").as_bytes());
        let key = VerifyingKey::from_bytes(key.expect("hex").try_into().expect("32 bytes"));
        assert!(answer.is_of(&key), "the enrolment is signed");
        line.token = told["token"].as_str().map(str::to_owned);
        Till {
            line,
            terminal,
            incarnation,
            series: told["series"].as_str().expect("a series").to_owned(),
            key,
            entries: Vec::new(),
            sales: 0,
        }
    }

    /// Writes an entry of that kind.
    pub(crate) fn write(&mut self, kind: u16, event: &Value) -> Uuid {
        let payload = json!({ "via": "till", "app": "test", "event": event }).to_string();
        self.write_raw(Uuid::now_v7(), kind, &payload)
    }

    /// Writes an entry with that id and those very bytes.
    pub(crate) fn write_raw(&mut self, id: Uuid, kind: u16, payload: &str) -> Uuid {
        let prev = self.head();
        let seq = self.entries.len() as u64 + 1;
        let mut header = Vec::new();
        header.extend_from_slice(self.terminal.as_bytes());
        header.extend_from_slice(self.incarnation.as_bytes());
        header.extend_from_slice(&seq.to_le_bytes());
        header.extend_from_slice(id.as_bytes());
        header.extend_from_slice(&kind.to_le_bytes());
        header.extend_from_slice(&1_u16.to_le_bytes());
        header.extend_from_slice(&(payload.len() as u32).to_le_bytes());
        header.extend_from_slice(&1_700_000_000_000_i64.to_le_bytes());
        header.extend_from_slice(&5_u64.to_le_bytes());
        header.extend_from_slice(&0_i64.to_le_bytes());
        header.extend_from_slice(&[0; 8]);
        let mut hasher = Sha256::new();
        hasher.update(b"tendero entry v1");
        hasher.update(&header);
        hasher.update(prev);
        hasher.update(payload);
        let entry = json!({
            "seq": seq, "id": id, "kind": kind, "kind_version": 1, "at_wall": 1_700_000_000_000_i64,
            "at_mono": 5, "clock_offset": 0, "payload": payload,
        });
        self.entries.push((entry, prev, hasher.finalize().into()));
        id
    }

    /// The hash of the last entry.
    pub(crate) fn head(&self) -> [u8; 32] {
        self.entries.last().map_or([0; 32], |(.., hash)| *hash)
    }

    /// The message that pushes these entries, counted from 1, both ends included.
    pub(crate) fn batch(&self, from: usize, to: usize) -> Value {
        let entries: Vec<&Value> = self.entries[from - 1..to]
            .iter()
            .map(|(entry, ..)| entry)
            .collect();
        json!({
            "incarnation": self.incarnation, "prev_hash": HEXLOWER.encode(&self.entries[from - 1].1),
            "entries": entries,
        })
    }

    /// Pushes them.
    pub(crate) fn push(&mut self, from: usize, to: usize) -> Answer {
        let batch = self.batch(from, to);
        let answer = self.line.post("/v1/push", &batch);
        assert!(answer.is_of(&self.key), "every answer is signed");
        answer
    }

    /// Pushes everything from that entry on; tells the notes.
    pub(crate) fn push_from(&mut self, from: usize) -> Value {
        let to = self.entries.len();
        let told = self.push(from, to).done();
        assert_eq!(told["acked"], to);
        assert_eq!(told["head_hash"], HEXLOWER.encode(&self.head()));
        told["notes"].clone()
    }

    /// The message of a hello.
    pub(crate) fn hello_message(&self, acked: u64, epoch: Option<&str>) -> Value {
        let mut hello = json!({
            "versions": { "min": 1, "max": 1 }, "app": "test", "incarnation": self.incarnation,
            "last_seq": self.entries.len(), "head_hash": HEXLOWER.encode(&self.head()), "acked": acked,
            "cursors": [], "series": [{ "series": self.series, "next": self.sales + 1 }], "time": 0,
        });
        if let Some(epoch) = epoch {
            hello["epoch"] = json!(epoch);
        }
        hello
    }

    pub(crate) fn hello(&mut self, acked: u64, epoch: Option<&str>) -> Answer {
        let hello = self.hello_message(acked, epoch);
        self.line.post("/v1/hello", &hello)
    }

    /// Pulls from these cursors until nothing is left; tells all rows and the cursors.
    pub(crate) fn pull(&mut self, cursors: &Value, limit: u32) -> (Vec<Value>, Value) {
        let (mut rows, mut cursors) = (Vec::new(), cursors.clone());
        loop {
            let ask = json!({ "incarnation": self.incarnation, "cursors": cursors, "limit": limit });
            let told = self.line.post("/v1/pull", &ask).done();
            let page = told["rows"].as_array().expect("rows").clone();
            assert!(page.len() <= limit as usize);
            rows.extend(page);
            cursors = told["cursors"].clone();
            if told["caught_up"] == true {
                assert_eq!(told["left"], 0);
                return (rows, cursors);
            }
        }
    }

    /// What the shop tells of one thing now; null where it is gone or unknown.
    pub(crate) fn row(&mut self, kind: &str, id: &str) -> Value {
        let (rows, _) = self.pull(&json!([]), 500);
        let found = rows
            .iter()
            .rev()
            .find(|row| row["kind"] == kind && row["id"] == id);
        found.map_or(Value::Null, |row| row["value"].clone())
    }

    /// All that the shop tells of that kind.
    pub(crate) fn rows(&mut self, kind: &str) -> Vec<Value> {
        let (rows, _) = self.pull(&json!([]), 500);
        let of = rows
            .into_iter()
            .filter(|row| row["kind"] == kind && !row["value"].is_null());
        of.map(|row| row["value"].clone()).collect()
    }

    /// Writes a product with so many on the shelf.
    pub(crate) fn product(&mut self, sku: &str, price: &str, stock: &str) {
        let row = json!({ "product": product(sku, price), "stock": stock });
        self.write(32, &json!({ "product_saved": row }));
    }

    /// Writes the opening of a shift.
    pub(crate) fn open(&mut self, shift: u64) {
        let opened = opened(shift);
        self.write(10, &json!({ "shift_opened": opened }));
    }

    /// Writes a sale of so many of a product at 1.10.
    pub(crate) fn sell(&mut self, sku: &str, count: i64, shift: u64) -> Uuid {
        let id = Uuid::now_v7();
        self.sales += 1;
        let sale = sale(id, (&self.series, self.sales), sku, count, shift);
        let payload = json!({ "by": CASHIER, "via": "till", "app": "test", "event": { "sold": sale } });
        self.write_raw(id, 20, &payload.to_string())
    }
}

/// Who sells.
pub(crate) const CASHIER: &str = "00000000-0000-0000-0000-000000000009";

pub(crate) fn product(sku: &str, price: &str) -> Value {
    json!({ "sku": sku, "codes": [format!("c-{sku}")], "name": format!("Good {sku}"), "price": price,
        "tax": "standard", "unit": "ea" })
}

pub(crate) fn opened(shift: u64) -> Value {
    json!({ "number": shift, "date": "2026-11-20", "time": "2026-11-20T09:00:00", "float": "0.00 EUR",
        "by": CASHIER })
}

fn euro(cents: i64) -> String {
    format!("{}.{:02} EUR", cents / 100, cents % 100)
}

/// The tenth part of it is tax.
pub(crate) fn priced(count: i64) -> Value {
    let (net, tax, total) = (100 * count, 10 * count, 110 * count);
    json!({
        "currency": "EUR", "decimals": 2, "prices_include_tax": true,
        "lines": [{ "gross": total, "net": net, "taxes": [[0, tax]] }], "net": net,
        "taxes": [{ "name": "VAT", "kind": { "percent": { "rate": "10", "compound": false } }, "base": net,
            "tax": tax }],
        "tax": tax, "total": total,
    })
}

pub(crate) fn good(sku: &str, count: i64) -> Value {
    json!({ "sku": sku, "name": format!("Good {sku}"), "quantity": count.to_string(), "unit": "ea",
        "price": "1.10", "tax": "standard", "category": "Food", "cost": "0.50" })
}

pub(crate) fn sale(id: Uuid, (series, number): (&str, u64), sku: &str, count: i64, shift: u64) -> Value {
    let total = euro(110 * count);
    json!({
        "id": id, "number": { "series": series, "number": number }, "shift": shift, "date": "2026-11-20",
        "time": "2026-11-20T10:15:00", "cashier": CASHIER, "goods": [good(sku, count)],
        "priced": priced(count),
        "tenders": [{ "method": "cash", "amount": total, "reference": null }],
        "settlement": { "rounding": "0.00 EUR", "due": total, "paid": total, "change": "0.00 EUR" },
        "perpetual": { "absolute": total, "net": total }, "fingerprint": "",
    })
}
