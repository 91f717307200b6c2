//! The files of the package as the rules see them. Must never look outside the package or into build output.

use std::path::{Path, PathBuf};

use crate::code;

/// One Rust file in the three views that rules read; all three have the same lines and columns.
pub(crate) struct Source {
    /// Path inside the package with `/` between the parts, such as `src/domain/money.rs`.
    pub(crate) path: String,
    /// As written.
    pub(crate) text: String,
    /// Comments and the insides of literals blanked.
    pub(crate) code: String,
    /// `code` without its tests; empty for a file that holds only tests.
    pub(crate) product: String,
}

impl Source {
    /// A file made of a path and its text, as read from disk or written as a sample.
    pub(crate) fn new(path: &str, text: &str) -> Source {
        let code = code::without_comments(text);
        let only_tests = path.ends_with("/tests.rs") || path.contains("/tests/") || !path.starts_with("src/");
        let product = if only_tests {
            String::new()
        } else {
            code::without_tests(&code)
        };
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            product,
        }
    }

    /// Is this one of the program's own files, not a test or a bench?
    pub(crate) fn in_src(&self) -> bool {
        self.path.starts_with("src/")
    }

    /// `path:line`, for the start of a sentence.
    pub(crate) fn at(&self, line: usize) -> String {
        format!("{}:{line}", self.path)
    }
}

/// The package's directory.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file of `src`, `tests` and `benches`, by path.
pub(crate) fn sources() -> Vec<Source> {
    let mut paths = Vec::new();
    for top in ["src", "tests", "benches"] {
        gather(&root().join(top), &mut paths);
    }
    paths.sort();
    let sources: Vec<Source> = paths
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).expect("a readable file of UTF-8");
            Source::new(&inside(path), &text)
        })
        .collect();
    assert!(
        sources.len() > 10,
        "only {} files found: the walk is broken",
        sources.len()
    );
    sources
}

fn inside(path: &Path) -> String {
    let relative = path
        .strip_prefix(root())
        .expect("the walk stays inside the package");
    relative.to_string_lossy().replace('\\', "/")
}

fn gather(directory: &Path, into: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(directory) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("a readable directory entry").path();
        if path.is_dir() {
            gather(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}
