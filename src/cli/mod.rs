//! The command line: one file for each subcommand. Must never hold a rule of the shop.

mod archive;
mod ask;
mod audit;
mod backup;
mod cash;
mod closing;
mod config;
mod config_file;
mod customer;
mod demo;
mod doctor;
mod error;
mod export;
mod fault;
mod figures;
#[cfg(feature = "hub")]
mod hub;
mod import;
mod init;
mod key;
mod locale;
mod mirror;
mod open;
mod output;
mod paths;
mod people;
mod progress;
mod quote;
mod rebuild;
mod refund;
mod report;
mod restore;
mod sell;
mod shift;
mod span;
mod stock;
mod suspects;
mod sync;
mod table;
mod tax;
mod till;
mod twin;
mod who;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand};

pub use config::complaint;

use config::Config;
use error::{Failure, Outcome};
use output::Output;
use paths::Folders;

/// An offline-first point of sale in a terminal. Without a command it opens the till.
///
/// Exit codes: 0 done, 1 refused, 2 usage, 3 store, device or network.
#[derive(Debug, Parser)]
#[command(name = "tendero", version, max_term_width = 100)]
struct CommandLine {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every subcommand takes.
#[derive(Debug, Clone, Args)]
struct Options {
    /// Directory of the store
    #[arg(long, global = true, value_name = "DIR")]
    store: Option<PathBuf>,
    /// Config file of this machine
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Key file that opens the store
    #[arg(long, global = true, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// File that holds the passphrase of the store
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "key_file")]
    passphrase_file: Option<PathBuf>,
    /// File that holds the recovery code of the store
    #[arg(long, global = true, value_name = "FILE", conflicts_with_all = ["key_file", "passphrase_file"])]
    recovery_code_file: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open a shop made for trying the program
    Demo(demo::Demo),
    /// Create a store for a new shop
    Init(init::Init),
    /// Open, close and look at the register
    Shift(shift::Shift),
    /// Cash in, cash out, drops to the safe
    Cash(cash::Cash),
    /// Record what the shop spends
    Expense(cash::Expense),
    /// The customers, and what they pay on their accounts
    Customer(customer::Customers),
    /// Sell baskets given as JSON Lines; one answer a line, after each is on disk
    Sell(sell::Sell),
    /// Take goods of a receipt back and pay them back; one answer in JSON, after it is on disk
    Refund(refund::Take),
    /// Price a basket given as JSON, without a store
    Quote {
        /// The basket; standard input when there is none
        file: Option<PathBuf>,
    },
    /// What was sold, by day, product, cashier and so on
    Report(report::Report),
    /// Print a Z again, or list them
    Closing(closing::Closing),
    /// Take goods in, put levels right, count the shelves
    Stock(stock::Stock),
    /// The hub: become known to it, sync, compare
    Sync(sync::Sync),
    /// Who works in the shop: list, add, change
    People(people::People),
    /// Read products from a file
    Import(import::Import),
    /// Write products, stock, sales, closings or the journal
    Export(export::Export),
    /// Check the journal against itself, and the store against the journal
    Audit(audit::Audit),
    /// Write the whole shop to one verified file
    Backup(backup::BackupTo),
    /// Make the shop again from a backup, in an empty directory
    Restore(restore::Restore),
    /// Make the store anew from the journal
    Rebuild,
    /// How the store and this machine stand, and what to do
    Doctor(doctor::Doctor),
    /// A second copy of the journal on a stick or another disk, which follows each sale
    Mirror(mirror::Mirror),
    /// Old entries packed to save room, and a packed copy of them on a stick or another disk
    Archive(archive::Archive),
    /// What opens the store: key files, passphrases, the recovery code
    Key(key::Key),
    /// The server behind the tills of a shop, or of many
    #[cfg(feature = "hub")]
    Hub(hub::Hub),
}

/// What a subcommand works with: the options, the config, standard output.
struct Context {
    options: Options,
    config: Config,
    out: Output,
}

impl Context {
    fn new(options: Options) -> Result<Context, Failure> {
        let config = match &options.config {
            Some(path) => Config::read(path, true)?,
            None => match Folders::of_user() {
                Ok(folders) => Config::read(&folders.config_file(), false)?,
                Err(_) => Config::default(),
            },
        };
        Ok(Context {
            options,
            config,
            out: Output::default(),
        })
    }

    /// Where the config of this machine is, or would be.
    fn config_file(&self) -> PathBuf {
        let usual = || Folders::of_user().map(|folders| folders.config_file());
        let asked = self.options.config.clone();
        asked.or_else(|| usual().ok()).unwrap_or_default()
    }

    /// The directory of the store: as asked, as configured, or the usual one.
    fn store(&self) -> Result<PathBuf, Failure> {
        if let Some(dir) = &self.options.store {
            return Ok(dir.clone());
        }
        if self.config.store.dir.as_os_str().is_empty() {
            Ok(Folders::of_user()?.store())
        } else {
            Ok(self.config.store.dir.clone())
        }
    }
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    hear_full_files();
    leave_no_core();
    pass_over_what_is_told();
    let command_line = match CommandLine::try_parse() {
        Ok(command_line) => command_line,
        Err(error) => return misread(&error),
    };
    let json = command_line.options.json;
    let twin = command_line.command.as_ref().and_then(twin::of);
    match Context::new(command_line.options).and_then(|context| start(command_line.command, context)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(mut failure) => {
            if let Some(twin) = twin.filter(|_| failure.code == "in-use") {
                failure.message.push_str(&twin::told(twin));
            }
            failure.tell(json);
            ExitCode::from(failure.exit_code())
        }
    }
}

/// What this program has in memory opens the shop: no crash writes it to a file.
fn leave_no_core() {
    // where the kernel says no, there is nothing else to do about it, and the till sells all the same
    #[cfg(target_os = "linux")]
    let _cores = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// A file at its size limit is a write that fails and is told, not a signal that kills between two writes.
fn hear_full_files() {
    let noted = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    // where it cannot be heard, the signal ends the program as a power cut would: nothing answered is lost
    drop(signal_hook::flag::register(signal_hook::consts::SIGXFSZ, noted));
}

/// Damage that the store finds by a defect of what reads it is told in a sentence, and only there.
fn pass_over_what_is_told() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !crate::register::fault::is_told() {
            before(info);
        }
    }));
}

/// Help and version go to standard output; a wrong command line is answered in the program's own form.
fn misread(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let mut out = Output::default();
        // whoever asked may have left
        drop(out.text(&text).and_then(|()| out.flush()));
        return ExitCode::SUCCESS;
    }
    let json = std::env::args_os().any(|arg| arg == "--json");
    let said = text.strip_prefix("error: ").unwrap_or(&text).trim_end();
    let failure = Failure::usage(if json {
        said.lines().next().unwrap_or_default()
    } else {
        said
    });
    failure.tell(json);
    ExitCode::from(failure.exit_code())
}

fn start(command: Option<Command>, mut context: Context) -> Outcome {
    match command {
        None => till::run(&mut context),
        Some(Command::Demo(demo)) => demo.run(&mut context),
        Some(Command::Init(init)) => init.run(&mut context),
        Some(Command::Shift(shift)) => shift.run(&mut context),
        Some(Command::Cash(cash)) => cash.run(&mut context),
        Some(Command::Expense(expense)) => expense.run(&mut context),
        Some(Command::Customer(customers)) => customers.run(&mut context),
        Some(Command::Sell(sell)) => sell.run(&mut context),
        Some(Command::Refund(refund)) => refund.run(&mut context),
        Some(Command::Quote { file }) => quote::run(file.as_deref(), &mut context.out),
        Some(Command::Report(report)) => report.run(&mut context),
        Some(Command::Closing(closing)) => closing.run(&mut context),
        Some(Command::Stock(stock)) => stock.run(&mut context),
        Some(Command::Sync(sync)) => sync.run(&mut context),
        Some(Command::People(people)) => people.run(&mut context),
        Some(Command::Import(import)) => import.run(&mut context),
        Some(Command::Export(export)) => export.run(&mut context),
        Some(Command::Audit(audit)) => audit.run(&mut context),
        Some(Command::Backup(backup)) => backup.run(&mut context),
        Some(Command::Restore(restore)) => restore.run(&mut context),
        Some(Command::Rebuild) => rebuild::run(&mut context),
        Some(Command::Doctor(doctor)) => doctor.run(&mut context),
        Some(Command::Mirror(mirror)) => mirror.run(&mut context),
        Some(Command::Archive(archive)) => archive.run(&mut context),
        Some(Command::Key(key)) => key.run(&mut context),
        #[cfg(feature = "hub")]
        Some(Command::Hub(hub)) => hub.run(&mut context),
    }?;
    context.out.flush()
}
