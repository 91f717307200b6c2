//! The config file with another printer in it. Must never change a line that is not of `[printer]`, nor leave
//! half a file behind.
//!
//! What stands beside a till is a fact of the machine, so its home is the file that a person may write and
//! copy to the next machine, not the store, which a restore puts on another machine.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::Context;
use super::config::Config;
use crate::devices::settings::{Printer, PrinterRefusal, edit};
use crate::register::worker::Setup;

/// The printer of this machine, with a way to have another.
pub(super) fn printer(context: &Context) -> Setup {
    let path = context.config_file();
    Setup::new(context.config.printer.clone(), move |printer| {
        keep(&path, printer)
    })
    .on(context.config.sync.clone())
}

/// Writes the printer into the file, which may be missing, if the file reads as it should afterwards.
fn keep(path: &Path, printer: &Printer) -> Result<(), PrinterRefusal> {
    let shown = path.display().to_string();
    let not_kept = |error: io::Error| PrinterRefusal::NotKept {
        path: shown.clone(),
        why: error.to_string(),
    };
    let by_hand = || PrinterRefusal::ByHand { path: shown.clone() };
    // A link is followed, so that it stays one.
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = match fs::read_to_string(&real) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(not_kept(error)),
    };
    let before = Config::parse(&old, &shown).map_err(|_| by_hand())?;
    let new = edit(&old, printer);
    let wanted = Config {
        printer: printer.clone(),
        ..before
    };
    if Config::parse(&new, &shown).ok() != Some(wanted) {
        return Err(by_hand());
    }
    if new == old {
        return Ok(());
    }
    write(&real, new.as_bytes()).map_err(not_kept)
}

/// A new file in the place of the old one, with its rights; both are whole at every moment.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    let dir = dir.unwrap_or(Path::new("."));
    fs::create_dir_all(dir)?;
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&fresh)?;
    if let Ok(old) = fs::metadata(path) {
        file.set_permissions(old.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, path)?;
    File::open(dir)?.sync_all()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::devices::settings::Via;

    fn usb() -> Printer {
        Printer {
            via: Via::Usb,
            ..Printer::default()
        }
    }

    #[test]
    fn a_missing_file_is_made_and_another_line_is_never_touched() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep/config.toml");
        keep(&path, &usb()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "[printer]\nvia = \"usb\"\n");
        fs::write(&path, "# mine\n[screen]\nlang = \"es\"\n").unwrap();
        keep(&path, &usb()).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(
            text,
            "# mine\n[screen]\nlang = \"es\"\n\n[printer]\nvia = \"usb\"\n"
        );
        assert_eq!(Config::read(&path, true).unwrap().printer, usb());
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_cannot_be_edited_line_by_line_stays_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("config.toml");
        for text in [
            "printer = { via = \"cups\" }\n",
            "printer.via = \"cups\"\n",
            "[printer]\nat = \"\"\"\nvia = 1\n\"\"\"\n",
            "[broken\n",
        ] {
            fs::write(&path, text).unwrap();
            let refusal = keep(&path, &usb()).unwrap_err();
            assert!(matches!(refusal, PrinterRefusal::ByHand { .. }), "{text}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        let blocked = dir.path().join("config.toml/config.toml");
        assert!(matches!(
            keep(&blocked, &usb()),
            Err(PrinterRefusal::NotKept { .. })
        ));
    }
}
