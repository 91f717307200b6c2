//! What ends a subcommand early, as an exit code, a plain sentence and a hint. Must never show the name of a
//! type or a module.

use std::borrow::Cow;
use std::io;

use crate::domain::text::visible;

/// What every subcommand comes to.
pub(super) type Outcome = Result<(), Failure>;

/// The sort of a failure, which is its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The shop's rules say no.
    Refused,
    /// The command line itself is wrong.
    Usage,
    /// Store, disk, keys, terminal: not the shop's doing.
    Environment,
    /// Everything was said before, line by line; only the exit code is left.
    Told,
    /// Whoever was reading has gone; there is nobody to tell.
    Unread,
}

/// Why a subcommand ends early.
#[derive(Debug)]
pub(super) struct Failure {
    /// Its sort.
    pub(super) kind: Kind,
    /// Stable word for scripts.
    pub(super) code: Cow<'static, str>,
    /// One plain sentence.
    pub(super) message: String,
}

impl Failure {
    /// A "no" of the shop's rules.
    pub(super) fn refused(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Failure {
        Failure {
            kind: Kind::Refused,
            code: code.into(),
            message: message.into(),
        }
    }

    /// A mistake in the command line.
    pub(super) fn usage(message: impl Into<String>) -> Failure {
        Failure {
            kind: Kind::Usage,
            code: "usage".into(),
            message: message.into(),
        }
    }

    /// Something about the machine.
    pub(super) fn environment(code: &'static str, message: impl Into<String>) -> Failure {
        Failure {
            kind: Kind::Environment,
            code: code.into(),
            message: message.into(),
        }
    }

    /// A file that cannot be read or written.
    pub(super) fn file(path: &std::path::Path, error: &io::Error) -> Failure {
        Failure::environment("file", format!("{}: {}", path.display(), plain(error)))
    }

    /// Nothing left to say: the lines before said it.
    pub(super) fn told() -> Failure {
        Failure {
            kind: Kind::Told,
            code: "refused".into(),
            message: String::new(),
        }
    }

    /// The number that the process ends with.
    pub(super) fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::Refused | Kind::Told => 1,
            Kind::Usage => 2,
            Kind::Environment => 3,
            Kind::Unread => 0,
        }
    }

    /// The sentence as it is shown: the names of files and keys in it may hold what steers a terminal.
    pub(super) fn shown(&self) -> Cow<'_, str> {
        visible(&self.message)
    }

    /// Tells the person, or the script, on standard error.
    pub(super) fn tell(&self, json: bool) {
        use std::io::Write;
        if matches!(self.kind, Kind::Told | Kind::Unread) {
            return;
        }
        let mut to = io::stderr().lock();
        let told = if json {
            writeln!(to, "{}", self.json())
        } else {
            writeln!(to, "tendero: {}", self.shown())
        };
        // nobody left to tell
        drop(told);
    }

    /// `{"error":{"code","message"}}`.
    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::json!({ "error": { "code": self.code, "message": self.message } })
    }
}

/// Writing to standard output failed: a reader that left is no mistake, anything else is.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        let unread = error.kind() == io::ErrorKind::BrokenPipe;
        let message = format!("cannot write to the output: {}", plain(&error));
        Failure {
            kind: if unread { Kind::Unread } else { Kind::Environment },
            code: "output".into(),
            message,
        }
    }
}

/// What the system said, without its number.
pub(super) fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::StorageFull => "no space is left on the disk".to_owned(),
        io::ErrorKind::FileTooLarge => "the file may not grow any further on this machine".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        _ => {
            let said = error.to_string();
            match said.find(" (os error") {
                Some(end) => said[..end].to_lowercase(),
                None => said,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_has_its_exit_code() {
        let codes = [
            (Failure::refused("x", "no"), 1),
            (Failure::told(), 1),
            (Failure::usage("which?"), 2),
            (Failure::environment("store", "gone"), 3),
            (Failure::from(io::Error::from(io::ErrorKind::BrokenPipe)), 0),
            (Failure::from(io::Error::from(io::ErrorKind::StorageFull)), 3),
        ];
        for (failure, code) in codes {
            assert_eq!(failure.exit_code(), code, "{failure:?}");
        }
    }

    #[test]
    fn the_system_speaks_without_numbers() {
        let said = plain(&io::Error::from_raw_os_error(30));
        assert_eq!(said, "read-only file system");
        assert_eq!(plain(&io::Error::from_raw_os_error(2)), "there is no such file");
    }
}
