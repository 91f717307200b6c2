//! A report as a file: CSV or JSON by its name. Must never write over a file that is there, nor leave half of
//! one.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::domain::refusal::Refuse;

use super::table::Table;

/// Why a file is not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileRefusal {
    /// Neither of the two forms.
    #[error("the name must end in .csv or .json: it says in which form the report is written")]
    NoForm,
    /// It is there.
    #[error("{path} is there already: type another name")]
    There {
        /// Where.
        path: String,
    },
    /// The system says no.
    #[error("{path} cannot be written ({why})")]
    NotWritten {
        /// Where.
        path: String,
        /// As the system says.
        why: String,
    },
}

impl Refuse for FileRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoForm => "file-no-form",
            Self::There { .. } => "file-there",
            Self::NotWritten { .. } => "file-not-written",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoForm => Vec::new(),
            Self::There { path } => vec![("path", path.clone())],
            Self::NotWritten { path, why } => vec![("path", path.clone()), ("why", why.clone())],
        }
    }
}

/// Writes a table to the file called `name`, in the person's own folder where it names no other; gives where.
///
/// # Errors
/// No such form, a file that is there, or what the system says; then nothing is left.
pub fn write(table: &Table, name: &str) -> Result<PathBuf, FileRefusal> {
    let path = place(name);
    let text = match path.extension().and_then(|ending| ending.to_str()) {
        Some(ending) if ending.eq_ignore_ascii_case("csv") => table.csv(),
        Some(ending) if ending.eq_ignore_ascii_case("json") => table.json(),
        _ => return Err(FileRefusal::NoForm),
    };
    let told = path.display().to_string();
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => FileRefusal::There { path: told.clone() },
            _ => not_written(&told, &error),
        })?;
    let written = file.write_all(&text).and_then(|()| file.sync_all());
    if let Err(error) = written {
        drop(std::fs::remove_file(&path));
        return Err(not_written(&told, &error));
    }
    Ok(path)
}

fn not_written(path: &str, error: &std::io::Error) -> FileRefusal {
    FileRefusal::NotWritten {
        path: path.to_owned(),
        why: error.to_string(),
    }
}

/// Where a name leads: beneath the home of the person, unless it says otherwise.
fn place(name: &str) -> PathBuf {
    let name = name.trim();
    let home = std::env::var_os("HOME").map(PathBuf::from);
    match (name.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        (None, Some(home)) if Path::new(name).is_relative() => home.join(name),
        _ => PathBuf::from(name),
    }
}
