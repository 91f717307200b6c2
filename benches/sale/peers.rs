//! What a sale is measured against: the same bytes written raw, and the same information in SQLite. Must
//! never be given less to do than the till.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use tendero::domain::document::Sale;
use tendero::domain::product::Product;

const SEGMENT: u64 = 8 << 20;

/// The journal's layout without the journal: zero-filled files, one write and one fdatasync for each sale.
pub struct Raw {
    dir: PathBuf,
    files: u32,
    file: File,
    at: u64,
}

impl Raw {
    pub fn new(dir: &Path) -> Raw {
        let _absent = std::fs::remove_dir_all(dir);
        std::fs::create_dir_all(dir).expect("the bench directory can be written");
        Raw {
            dir: dir.to_owned(),
            files: 1,
            file: zeroed(dir, 0),
            at: 512,
        }
    }

    /// Makes room, outside the timing, as the journal does off the sale path.
    pub fn prepare(&mut self, len: usize) {
        if self.at + len as u64 > SEGMENT {
            self.file = zeroed(&self.dir, self.files);
            self.files += 1;
            self.at = 512;
        }
    }

    pub fn write(&mut self, bytes: &[u8]) {
        self.file.write_all_at(bytes, self.at).expect("the disk takes it");
        self.file.sync_data().expect("the disk syncs");
        self.at += (bytes.len() as u64).next_multiple_of(512);
    }
}

fn zeroed(dir: &Path, number: u32) -> File {
    let path = dir.join(format!("{number}.seg"));
    let mut options = OpenOptions::new();
    let file = options
        .create(true)
        .truncate(true)
        .read(true)
        .write(true)
        .open(path)
        .expect("a file");
    let zeros = vec![0; 1 << 20];
    (0..SEGMENT >> 20).for_each(|n| file.write_all_at(&zeros, n << 20).expect("the disk takes it"));
    file.sync_all().expect("the disk syncs");
    file
}

/// SQLite with a write-ahead log and `synchronous=FULL`: sale, lines, tenders, taxes, stock and totals.
const SCHEMA: &str = "
pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-8192;
create table product(sku text primary key, name text, price text, stock integer, sold integer,
  net integer) without rowid;
create table sale(seq integer primary key, id blob unique, number integer unique, shift integer,
  date text, time text, cashier blob, net integer, tax integer, total integer, rounding integer,
  due integer, paid integer, change integer, gt_abs integer, gt_net integer, fingerprint text);
create index sale_date on sale(date);
create table line(sale integer, n integer, sku text, name text, qty text, unit text, price text,
  tax_class text, category text, cost text, gross integer, discount integer, net integer,
  tax integer, total integer, primary key(sale, n)) without rowid;
create table tender(sale integer, n integer, method text, amount integer, reference text,
  primary key(sale, n)) without rowid;
create table tax(sale integer, n integer, name text, base integer, tax integer,
  primary key(sale, n)) without rowid;
create table day(date text primary key, sales integer, net integer, tax integer,
  total integer) without rowid;
";

/// The database.
pub struct Sqlite {
    db: Connection,
}

impl Sqlite {
    pub fn new(dir: &Path, products: &[Product]) -> Sqlite {
        let _absent = std::fs::remove_dir_all(dir);
        std::fs::create_dir_all(dir).expect("the bench directory can be written");
        let mut db = Connection::open(dir.join("sales.db")).expect("a database");
        db.execute_batch(SCHEMA).expect("the schema");
        let insert = db.transaction().expect("a transaction");
        for product in products {
            insert
                .prepare_cached("insert into product values(?,?,?,1000,0,0)")
                .expect("a statement")
                .execute(params![
                    product.sku.as_str(),
                    product.name,
                    product.price.to_string()
                ])
                .expect("a product");
        }
        insert.commit().expect("the disk takes it");
        Sqlite { db }
    }

    /// The database as it was left.
    pub fn reopen(dir: &Path) -> Sqlite {
        let db = Connection::open(dir.join("sales.db")).expect("a database");
        db.execute_batch("pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-8192;")
            .expect("the settings");
        Sqlite { db }
    }

    /// A past, without a sync for each sale.
    pub fn fill(&mut self, sales: impl Iterator<Item = Sale>) {
        let transaction = self.db.transaction().expect("a transaction");
        for (n, sale) in sales.enumerate() {
            insert(&transaction, -(n as i64) - 1, &sale);
        }
        transaction.commit().expect("the disk takes it");
        self.db
            .execute_batch("pragma wal_checkpoint(truncate)")
            .expect("a checkpoint");
    }

    /// One sale, durable when it returns.
    pub fn sell(&mut self, seq: u64, sale: &Sale) {
        let transaction = self.db.transaction().expect("a transaction");
        insert(&transaction, seq as i64, sale);
        transaction.commit().expect("the disk takes it");
    }
}

fn run(db: &Connection, sql: &str, values: &[&dyn rusqlite::ToSql]) {
    db.prepare_cached(sql)
        .expect("a statement")
        .execute(values)
        .expect("a row");
}

fn insert(db: &Connection, seq: i64, sale: &Sale) {
    let (priced, paid) = (&sale.priced, &sale.settlement);
    let past = seq < 0;
    let id = if past {
        seq.to_be_bytes().to_vec()
    } else {
        sale.id.as_bytes().to_vec()
    };
    run(
        db,
        "insert into sale values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        params![
            seq,
            id,
            if past { seq } else { sale.number.number as i64 },
            sale.shift as i64,
            sale.date.to_string(),
            sale.time.to_string(),
            sale.cashier.0.as_bytes(),
            priced.net.minor(),
            priced.tax.minor(),
            priced.total.minor(),
            paid.rounding.minor(),
            paid.due.minor(),
            paid.paid.minor(),
            paid.change.minor(),
            sale.perpetual.absolute.minor(),
            sale.perpetual.net.minor(),
            sale.fingerprint,
        ],
    );
    insert_lines(db, seq, sale);
    for (n, tender) in sale.tenders.iter().enumerate() {
        let (method, amount) = (tender.method.code(), tender.amount.minor());
        run(
            db,
            "insert into tender values(?,?,?,?,?)",
            params![seq, n as i64, method, amount, tender.reference],
        );
    }
    for (n, tax) in priced.taxes.iter().enumerate() {
        let (base, amount) = (tax.base.minor(), tax.tax.minor());
        run(
            db,
            "insert into tax values(?,?,?,?,?)",
            params![seq, n as i64, tax.name, base, amount],
        );
    }
    run(
        db,
        "insert into day values(?,1,?,?,?) on conflict(date) do update set sales = sales + 1,
         net = net + excluded.net, tax = tax + excluded.tax, total = total + excluded.total",
        params![
            sale.date.to_string(),
            priced.net.minor(),
            priced.tax.minor(),
            priced.total.minor()
        ],
    );
}

fn insert_lines(db: &Connection, seq: i64, sale: &Sale) {
    for (n, (good, line)) in sale.goods.iter().zip(&sale.priced.lines).enumerate() {
        run(
            db,
            "insert into line values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            params![
                seq,
                n as i64,
                good.sku.as_str(),
                good.name,
                good.quantity.to_string(),
                good.unit.name(),
                good.price.to_string(),
                good.tax,
                good.category,
                good.cost.map(|cost| cost.to_string()),
                line.gross.minor(),
                line.discount.minor(),
                line.net.minor(),
                line.tax.minor(),
                line.total.minor(),
            ],
        );
        run(
            db,
            "update product set stock = stock - 1, sold = sold + 1, net = net + ? where sku = ?",
            params![line.net.minor(), good.sku.as_str()],
        );
    }
}
