//! A shop in a home of its own, and the program run in it. Must never see the home of whoever runs the tests.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A home directory that goes away with the test.
pub(crate) struct Shop {
    home: TempDir,
}

/// What the program answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Names the directory of planted bugs.
const GATES: &str = "TENDERO_TEST_GATES";

const INIT: [&str; 17] = [
    "init",
    "--shop",
    "Tienda",
    "--currency",
    "EUR",
    "--tax",
    "standard=21",
    "--tax",
    "reduced=10",
    "--tax",
    "exempt=0",
    "--prices-include-tax",
    "--user",
    "Luz",
    "--pin",
    "1234",
    "--zone=UTC",
];

impl Shop {
    /// A home without a shop.
    pub(crate) fn none() -> Shop {
        Shop {
            home: tempfile::tempdir().expect("a directory for the test"),
        }
    }

    /// A shop without goods.
    pub(crate) fn new() -> Shop {
        Shop::with(&[])
    }

    /// The same, and more is said of it.
    pub(crate) fn with(more: &[&str]) -> Shop {
        let shop = Shop::none();
        shop.run(&[&INIT[..], more].concat()).done();
        shop
    }

    /// A shop with these goods and an open register.
    pub(crate) fn open(products: &str) -> Shop {
        Shop::new().opened(products)
    }

    /// It has these goods and its register is open.
    pub(crate) fn opened(self, products: &str) -> Shop {
        let shop = self;
        let file = shop.file("products.csv", products.as_bytes());
        shop.run(&["import", "products", &file]).done();
        shop.run(&["shift", "open", "--user", "Luz", "--float", "100.00"])
            .done();
        shop
    }

    /// A path in its home.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The store's directory.
    pub(crate) fn store(&self) -> PathBuf {
        self.path(".local/share/tendero/store")
    }

    /// The store's key file.
    pub(crate) fn key(&self) -> PathBuf {
        self.path(".config/tendero/keys/store.key")
    }

    /// Writes a file into its home.
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        std::fs::write(&path, bytes).expect("a file");
        path.display().to_string()
    }

    /// The program, ready to run here.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        self.command_of(env!("CARGO_BIN_EXE_tendero"), args)
    }

    /// Another program, in the same surroundings.
    pub(crate) fn command_of(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(args)
            .env_clear()
            .env("HOME", self.home.path())
            .env("LANG", "C.UTF-8")
            // What another test has planted in the program, to see this one turn red.
            .envs(std::env::var_os(GATES).map(|gates| (GATES, gates)));
        command.current_dir(self.home.path());
        command
    }

    /// Runs the program with nothing on standard input.
    pub(crate) fn run(&self, args: &[&str]) -> Answer {
        self.feed(args, b"")
    }

    /// Runs the program with the words of a line.
    pub(crate) fn line(&self, line: &str) -> Answer {
        self.run(&line.split_whitespace().collect::<Vec<_>>())
    }

    /// Runs the program with that on standard input.
    pub(crate) fn feed(&self, args: &[&str], input: &[u8]) -> Answer {
        let mut command = self.command(args);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut to = child.stdin.take().expect("a pipe");
        let input = input.to_vec();
        // a program that does not read its input is no failure of this test
        let feeding = std::thread::spawn(move || drop(to.write_all(&input)));
        let output = child.wait_with_output().expect("the program ends");
        feeding.join().expect("the input is fed");
        Answer::of(output)
    }

    /// What the program answers in JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        let answer = self.run(&args).done();
        serde_json::from_str(&answer.out).expect("one JSON value")
    }

    /// Every file below a directory and what is in it, to see that nothing changed.
    pub(crate) fn contents(&self, below: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut next = vec![below.to_owned()];
        while let Some(dir) = next.pop() {
            for entry in std::fs::read_dir(&dir).into_iter().flatten() {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    next.push(path);
                } else {
                    found.push((path.clone(), std::fs::read(&path).expect("a file")));
                }
            }
        }
        found.sort();
        found
    }
}

impl Answer {
    /// What a run of the program was.
    pub(crate) fn of(output: Output) -> Answer {
        Answer {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("the answer is UTF-8"),
            err: String::from_utf8(output.stderr).expect("what it says is UTF-8"),
        }
    }

    /// It was done.
    #[track_caller]
    pub(crate) fn done(self) -> Answer {
        assert_eq!(self.code, 0, "{self:#?}");
        self
    }

    /// It was refused with this exit code, in one plain sentence that says this.
    #[track_caller]
    pub(crate) fn refused(self, code: i32, saying: &str) -> Answer {
        assert_eq!(self.code, code, "{self:#?}");
        assert!(
            self.err.starts_with("tendero: ") || self.err.contains("\ntendero: "),
            "{self:#?}"
        );
        assert!(self.err.contains(saying), "{saying:?} is not in {self:#?}");
        self.is_plain();
        self
    }

    /// What it said is for people.
    #[track_caller]
    pub(crate) fn is_plain(&self) {
        let words = ["Error", "Err(", "::", "panicked", "struct", "os error", "unwrap"];
        assert!(
            !words.iter().any(|word| self.err.contains(word)),
            "not plain: {self:#?}"
        );
    }
}

/// The header of product files.
pub(crate) const HEADER: &str = "sku,barcode,name,category,price,cost,tax,unit,stock,min_stock\n";

/// A few goods.
pub(crate) fn goods() -> String {
    format!(
        "{HEADER}PAN,4006381333931,Pan de molde,Panadería,1.95,1.10,reduced,ea,50,5\n\
         QUESO,2100001000004,Queso curado,Quesos,14.50,9.00,reduced,kg,8.5,1\n\
         LIBRO,9788478290222,Cuaderno,Papelería,3.25,,standard,ea,20,\n\
         SELLO,,Sello de correos,Otros,1.30,1.30,exempt,ea,100,\n"
    )
}

/// A basket of one line, paid with a card.
pub(crate) fn basket(id: usize, code: &str, qty: &str, total: &str) -> String {
    serde_json::json!({
        "id": uuid(id),
        "lines": [{ "code": code, "qty": qty }],
        "payments": [{ "method": "card", "amount": total }],
    })
    .to_string()
}

/// So many baskets of one loaf each, a line each, the first with that number.
pub(crate) fn loaves(first: usize, many: usize) -> String {
    (first..first + many)
        .map(|id| basket(id, "4006381333931", "1", "1.95") + "\n")
        .collect()
}

/// The id of the basket of that number.
pub(crate) fn uuid(id: usize) -> String {
    format!("01996f3c-7d1e-7000-8000-{id:012x}")
}
