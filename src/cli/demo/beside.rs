//! `tendero demo --hub`: a hub on this machine, the demo till and a second one that belong to it, and a price
//! that both changed. Must never listen beyond this machine, nor leave the hub running.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, IsTerminal};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::super::error::{Failure, Outcome};
use super::super::{Context, ask, open, sync};
use super::{mark, ours};
use crate::domain::import_rows::ImportRow;
use crate::domain::rate::UnitPrice;
use crate::domain::staff::Role;
use crate::hub::Place;
use crate::hub::admin::Ask;
use crate::hub::control;
use crate::hub::outside::Outside;
use crate::register::found::{Founding, NewKey, NewPerson};
use crate::register::surroundings::Machine;
use crate::register::{How, Register, Unlocking};
use crate::sync::settings::Line;

/// The shop at the hub.
const SHOP: &str = "Ultramarinos Luz";
/// What the tills are called: as their numbers begin.
const FIRST: &str = "D1";
const SECOND_SERIES: &str = "D2";
/// Who may see the owner's page.
const OWNER: &str = "luz";
/// Who works at the second till.
const SECOND: (&str, &str) = ("Marta", "240318");
/// The product whose price both change, and what each makes of it.
const PRODUCT: &str = "1001";
const PRICES: (&str, &str) = ("0.75", "0.69");
/// How long a till waits for the hub beside it.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running hub; it ends with the value.
pub(super) struct Beside {
    hub: Child,
    dir: PathBuf,
}

impl Drop for Beside {
    fn drop(&mut self) {
        // One that has ended by itself is as good.
        if kill_process(Pid::from_child(&self.hub), Signal::TERM).is_ok() {
            let _ended = self.hub.wait();
        }
    }
}

/// Starts the hub beside the demo shop in `demo`; the first time, both tills become known to it and disagree.
pub(super) fn start(
    (demo, key): (&Path, &Path),
    port: u16,
    fresh: bool,
    context: &mut Context,
) -> Result<Beside, Failure> {
    let dir = place(demo)?;
    ours(&dir)?;
    free(port)?;
    if fresh && dir.exists() {
        fs::remove_dir_all(&dir).map_err(|error| Failure::file(&dir, &error))?;
    }
    fs::create_dir_all(&dir).map_err(|error| Failure::file(&dir, &error))?;
    mark(
        &dir,
        "This hub is a demo; `tendero demo --hub --fresh` throws it away.\n",
    )?;
    let (hub, url) = serve(&dir, port)?;
    // The config of this machine speaks of the real shop's hub.
    context.config.sync = Line {
        url: url.clone(),
        ..Line::default()
    };
    let beside = Beside { hub, dir };
    let ready = beside.dir.join("ready");
    if !ready.exists() {
        beside.introduce((demo, key), &url, context)?;
        fs::write(&ready, "").map_err(|error| Failure::file(&ready, &error))?;
    }
    beside.tell(&url, context)?;
    Ok(beside)
}

/// Refuses a port that another program has.
fn free(port: u16) -> Outcome {
    TcpListener::bind(("127.0.0.1", port)).map(drop).map_err(|_| {
        let message =
            format!("another program has port {port} of this machine: give another one with --hub-port");
        Failure::environment("port-taken", message)
    })
}

/// Beside the demo shop, never in it.
fn place(demo: &Path) -> Result<PathBuf, Failure> {
    let absolute = std::path::absolute(demo).map_err(|error| Failure::file(demo, &error))?;
    let mut name = absolute.file_name().unwrap_or_default().to_owned();
    name.push("-hub");
    Ok(absolute.with_file_name(name))
}

/// This very program as the hub; gives it once it listens, and where.
fn serve(dir: &Path, port: u16) -> Result<(Child, String), Failure> {
    let path = dir.join("log");
    let log = File::create(&path).map_err(|error| Failure::file(&path, &error))?;
    let program = std::env::current_exe().map_err(|error| Failure::environment("hub", error.to_string()))?;
    let mut hub = Command::new(program)
        .args(["--json", "hub", "--dir"])
        .arg(dir.join("data"))
        .args(["serve", "--ends-with-parent", "--listen"])
        .arg(format!("127.0.0.1:{port}"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .map_err(|error| Failure::environment("hub", error.to_string()))?;
    let mut first = String::new();
    if let Some(out) = hub.stdout.take() {
        // Silence says as much as an error: it ended before it listened.
        let _read = BufReader::new(out).read_line(&mut first);
    }
    let said: serde_json::Value = serde_json::from_str(&first).unwrap_or_default();
    if let Some(url) = said["listening"].as_str() {
        return Ok((hub, url.to_owned()));
    }
    let _ended = hub.kill().and_then(|()| hub.wait());
    let why = fs::read_to_string(&path).unwrap_or_default();
    let why = why.lines().last().unwrap_or("it ended at once").to_owned();
    Err(Failure::environment(
        "hub",
        format!("the demo's hub does not start: {why}"),
    ))
}

impl Beside {
    /// Both tills become known; each then changes a price that the other does not know of.
    fn introduce(&self, (demo, key): (&Path, &Path), url: &str, context: &Context) -> Outcome {
        let (mut first, _) = Register::open(demo, how(key))?;
        self.enrol(&mut first, (url, FIRST), context)?;
        let (dir, key) = (self.second(), self.dir.join("second.key"));
        let founding = Founding {
            shop: first.till().shop.clone(),
            series: SECOND_SERIES.to_owned(),
            people: vec![NewPerson {
                name: SECOND.0.to_owned(),
                role: Role::Owner,
                pin: SECOND.1.to_owned(),
            }],
            key: NewKey::File(key),
            recovery: None,
        };
        let mut second = Register::found(&dir, &founding, open::via(), Box::new(Machine::default()))?;
        self.enrol(&mut second, (url, SECOND_SERIES), context)?;
        reprice(&mut second, SECOND.0, PRICES.0)?;
        sync::through(&mut second, PATIENCE, context)?;
        // What the first till changes now is sent when it is opened, and meets the other price there.
        reprice(&mut first, "Luz", PRICES.1)
    }

    fn enrol(&self, till: &mut Register, (url, name): (&str, &str), context: &Context) -> Outcome {
        let asked = Ask::EnrolCode {
            shop: SHOP.to_owned(),
            replaces: None,
        };
        let made = self.ask(asked)?;
        let code = made["code"].as_str().unwrap_or_default();
        sync::join(till, (url, code, name), context)?;
        sync::through(till, PATIENCE, context)
    }

    fn ask(&self, asked: Ask) -> Result<serde_json::Value, Failure> {
        let place = Place {
            dir: self.dir.join("data"),
            database: None,
        };
        let failed = |error: control::AskError| Failure::environment("hub", error.to_string());
        control::ask(&place, asked).map_err(failed)
    }

    fn second(&self) -> PathBuf {
        self.dir.join("second")
    }

    fn tell(&self, url: &str, context: &mut Context) -> Outcome {
        let (second, key) = (self.second(), self.dir.join("second.key"));
        if context.options.json {
            return Ok(());
        }
        let made = self.ask(Ask::Outside(Outside::Owner {
            shop: SHOP.to_owned(),
            name: OWNER.to_owned(),
        }))?;
        let password = made["password"].as_str().unwrap_or_default();
        context.out.line(format_args!(
            "The demo's hub listens on {url} while the till is open.\n\
             Its data: {}\n\
             The owner's page: {url}/owner\n  \
               name {OWNER}, password {password}\n\
             The second till (PIN of {}: {}):\n  \
               tendero --store {} --key-file {}\n\
             Both tills have changed one price: the first one shows the conflict.",
            self.dir.display(),
            SECOND.0,
            SECOND.1,
            second.display(),
            key.display()
        ))?;
        context.out.flush()?;
        // The till covers what was said: whoever wants to note it may.
        if ask::somebody_there() && std::io::stdout().is_terminal() {
            ask::line("Enter opens the till", "")?;
        }
        Ok(())
    }
}

fn how(key: &Path) -> How {
    How {
        key: Unlocking::File(Some(key.to_owned())),
        via: open::via(),
        around: Box::new(Machine::default()),
    }
}

/// Gives the product another price.
fn reprice(till: &mut Register, by: &str, price: &str) -> Outcome {
    let by = till.person_named(by)?;
    let catalogue = till.catalogue().clone();
    let Some(row) = catalogue.by_sku(PRODUCT) else {
        return Ok(());
    };
    let mut product = catalogue.get(row).to_product();
    product.price = UnitPrice::parse(price).map_err(|error| Failure::refused("price", error.to_string()))?;
    till.save_product(
        by,
        ImportRow {
            product,
            stock: None,
            was: None,
        },
    )?;
    Ok(())
}
