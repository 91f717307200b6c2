//! Tills as the hub sees them: requests made ahead, each sent as it is. Must never reckon anything while the
//! hub is measured.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use data_encoding::HEXLOWER;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use tendero::vault::chain::{Header, ORIGIN, link};
use uuid::Uuid;

use crate::client::Line;
use crate::process::Hub;
use crate::till::{CASHIER, enrolment, good, opened, product};

/// Products of a shop.
const PRODUCTS: u64 = 1_000;
/// Lines of a sale.
const LINES: u64 = 5;
/// The first day of all entries, in milliseconds since 1970.
const DAY: i64 = 1_700_000_000_000;

/// A till: its chain, and how it is known.
pub struct Till {
    address: SocketAddr,
    token: String,
    terminal: Uuid,
    incarnation: Uuid,
    series: String,
    prev: [u8; 32],
    seq: u64,
    sales: u64,
    dice: u64,
}

impl Till {
    /// A till of that shop, known to the hub; the first of a shop brings its goods.
    pub fn of(hub: &Hub, code: &str, number: u64, brings: bool) -> Till {
        let (terminal, incarnation) = (Uuid::now_v7(), Uuid::now_v7());
        let mut line = Line::to(hub.address);
        let asked = enrolment(code, terminal, incarnation, &format!("T{number}"));
        let told = line.post("/v1/enrol", &asked).done();
        let word = |name: &str| told[name].as_str().expect("a text").to_owned();
        let mut till = Till {
            address: hub.address,
            token: word("token"),
            terminal,
            incarnation,
            series: word("series"),
            prev: ORIGIN,
            seq: 0,
            sales: 0,
            dice: number,
        };
        let mut first: Vec<(u16, Value)> = vec![(10, json!({ "shift_opened": opened(1) }))];
        let goods = (0..PRODUCTS).filter(|_| brings).map(|n| {
            let row = json!({ "product": product(&format!("P{n:04}"), "1.10"), "stock": "1000000" });
            (32, json!({ "product_saved": row }))
        });
        first.extend(goods);
        let mut stream = Stream::to(till.address);
        for batch in first.chunks(50) {
            let before = till.prev;
            let entries: Vec<Value> = batch
                .iter()
                .map(|(kind, event)| till.entry(Uuid::now_v7(), *kind, event))
                .collect();
            stream.send(&till.request_after(before, &entries));
        }
        till
    }

    /// From now on at another process.
    pub fn at(&mut self, address: SocketAddr) {
        self.address = address;
    }

    /// So many requests of so many sales each, in their order.
    pub fn sales(&mut self, requests: usize, each: usize) -> Vec<Request> {
        let mut made = Vec::with_capacity(requests);
        for _ in 0..requests {
            let before = (self.prev, self.seq, self.sales);
            let entries: Vec<Value> = (0..each).map(|_| self.sale()).collect();
            let bytes = self.request_after(before.0, &entries);
            made.push(Request { bytes, before });
        }
        made
    }

    /// That request and all after it were not sent: they were never written.
    pub fn forget(&mut self, unsent: &Request) {
        (self.prev, self.seq, self.sales) = unsent.before;
    }

    pub fn stream(&self) -> Stream {
        Stream::to(self.address)
    }

    fn sale(&mut self) -> Value {
        self.sales += 1;
        let id = Uuid::now_v7();
        let (net, tax, total) = (
            100 * LINES,
            10 * LINES,
            format!("{}.{:02} EUR", 110 * LINES / 100, 110 * LINES % 100),
        );
        let goods: Vec<Value> = (0..LINES)
            .map(|_| good(&format!("P{:04}", self.roll() % PRODUCTS), 1))
            .collect();
        let lines: Vec<Value> = (0..LINES)
            .map(|_| json!({ "gross": 110, "net": 100, "taxes": [[0, 10]] }))
            .collect();
        let sold = json!({
            "id": id, "number": { "series": self.series, "number": self.sales }, "shift": 1,
            "date": "2026-11-20", "time": "2026-11-20T10:15:00", "cashier": CASHIER, "goods": goods,
            "priced": {
                "currency": "EUR", "decimals": 2, "prices_include_tax": true, "lines": lines, "net": net,
                "taxes": [{ "name": "VAT", "kind": { "percent": { "rate": "10", "compound": false } },
                    "base": net, "tax": tax }],
                "tax": tax, "total": 110 * LINES,
            },
            "tenders": [{ "method": "cash", "amount": total, "reference": null }],
            "settlement": { "rounding": "0.00 EUR", "due": total, "paid": total, "change": "0.00 EUR" },
            "perpetual": { "absolute": total, "net": total }, "fingerprint": "",
        });
        self.entry(id, 20, &json!({ "sold": sold }))
    }

    fn entry(&mut self, id: Uuid, kind: u16, event: &Value) -> Value {
        let payload = json!({ "by": CASHIER, "via": "till", "app": "bench", "event": event }).to_string();
        self.seq += 1;
        let header = Header {
            terminal: self.terminal,
            incarnation: self.incarnation,
            seq: self.seq,
            id,
            kind,
            kind_version: 1,
            length: u32::try_from(payload.len()).expect("a short payload"),
            at_wall: DAY,
            at_mono: self.seq,
            clock_offset: 0,
        };
        self.prev = link(&header.bytes(), &self.prev, payload.as_bytes());
        json!({
            "seq": self.seq, "id": id, "kind": kind, "kind_version": 1, "at_wall": DAY, "at_mono": self.seq,
            "clock_offset": 0, "payload": payload,
        })
    }

    /// The request of the entries that were made last, which follow on that hash.
    fn request_after(&self, prev: [u8; 32], entries: &[Value]) -> Vec<u8> {
        let message = json!({
            "incarnation": self.incarnation, "prev_hash": HEXLOWER.encode(&prev), "entries": entries,
        });
        let mut packed = GzEncoder::new(Vec::new(), Compression::new(6));
        packed
            .write_all(message.to_string().as_bytes())
            .expect("memory takes it");
        let body = packed.finish().expect("memory takes it");
        let head = format!(
            "POST /v1/push HTTP/1.1\r\nhost: hub\r\naccept-encoding: gzip\r\ntendero-nonce: {}\r\n\
             authorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\n\
             content-length: {}\r\n\r\n",
            HEXLOWER.encode(Uuid::now_v7().as_bytes()),
            self.token,
            body.len()
        );
        [head.into_bytes(), body].concat()
    }

    /// SplitMix64: the same goods in every run.
    fn roll(&mut self) -> u64 {
        self.dice = self.dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.dice;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// A request made ahead, and where its till stood before it.
pub struct Request {
    bytes: Vec<u8>,
    before: ([u8; 32], u64, u64),
}

/// A connection that sends bytes and reads answers without looking into them.
pub struct Stream {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Stream {
    fn to(address: SocketAddr) -> Stream {
        let stream = TcpStream::connect(address).expect("the hub listens");
        stream.set_nodelay(true).expect("it can be set");
        Stream {
            stream,
            buffer: vec![0; 16 << 10],
        }
    }

    /// Sends a request and waits for its answer, which must be a good one.
    pub fn ask(&mut self, request: &Request) {
        self.send(&request.bytes);
    }

    fn send(&mut self, request: &[u8]) {
        self.stream.write_all(request).expect("the hub takes it");
        let mut filled = 0;
        loop {
            let read = self
                .stream
                .read(&mut self.buffer[filled..])
                .expect("the hub answers");
            assert!(read > 0, "the hub hung up");
            filled += read;
            if whole(&self.buffer[..filled]) {
                break;
            }
        }
        let answer = &self.buffer[..filled];
        assert!(
            answer.starts_with(b"HTTP/1.1 200"),
            "{}",
            String::from_utf8_lossy(answer)
        );
    }
}

/// Whether that is a whole answer.
fn whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .and_then(|length| length.parse::<usize>().ok());
    answer.len() >= end + 4 + length.unwrap_or(0)
}
