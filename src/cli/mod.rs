//! The command line: one file for each subcommand. Must never hold a rule of the shop.

#![allow(dead_code, reason = "the subcommands that use it follow")]

mod config;
mod error;
mod output;
mod paths;
mod quote;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand};

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
    /// Answer in JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Price a basket given as JSON, without a store
    Quote {
        /// The basket; standard input when there is none
        file: Option<PathBuf>,
    },
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
    let command_line = match CommandLine::try_parse() {
        Ok(command_line) => command_line,
        Err(error) => return misread(&error),
    };
    let json = command_line.options.json;
    match Context::new(command_line.options).and_then(|context| start(command_line.command, context)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.tell(json);
            ExitCode::from(failure.exit_code())
        }
    }
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
        None => context.out.flush(),
        Some(Command::Quote { file }) => quote::run(file.as_deref(), &mut context.out),
    }
}
