//! What lies on a disk, and the operations that change it. Must never apply an operation in part by itself:
//! what a crash leaves is decided in `disk`.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes of a page of a sparse file.
const PAGE: usize = 4096;
/// A page of zeros, which is not kept.
static ZEROS: [u8; PAGE] = [0; PAGE];

/// A file, known by number: its name may change under it.
pub(crate) type FileId = usize;

/// One change. Everything the program does to the disk is a list of these, over all files in one order.
#[derive(Debug, Clone)]
pub(crate) enum Op {
    Write {
        file: FileId,
        offset: u64,
        bytes: Arc<[u8]>,
    },
    SetLen {
        file: FileId,
        len: u64,
    },
    /// Makes the file's bytes and length durable.
    Sync {
        file: FileId,
    },
    /// A sync failed: what was not synced will never be durable, although it can be read.
    Forget {
        file: FileId,
    },
    /// Names a new file, or the one that was moved here.
    Name {
        path: PathBuf,
        node: Node,
    },
    Unname {
        path: PathBuf,
    },
    Rename {
        from: PathBuf,
        to: PathBuf,
    },
    /// Makes the names in a directory durable.
    SyncDir {
        dir: PathBuf,
    },
}

/// What a name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Node {
    Dir,
    File(FileId),
}

/// A file's bytes, kept sparsely so that many images are cheap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bytes {
    len: u64,
    pages: BTreeMap<u64, Arc<[u8; PAGE]>>,
}

impl Bytes {
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    pub(crate) fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        if offset + out.len() as u64 > self.len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        out.fill(0);
        let end = offset + out.len() as u64;
        let touched = offset / PAGE as u64..end.div_ceil(PAGE as u64);
        for (page, bytes) in self.pages.range(touched) {
            let start = page * PAGE as u64;
            let (from, to) = (offset.max(start), end.min(start + PAGE as u64));
            let inside = (from - start) as usize..(to - start) as usize;
            out[(from - offset) as usize..(to - offset) as usize].copy_from_slice(&bytes[inside]);
        }
        Ok(())
    }

    pub(crate) fn write(&mut self, offset: u64, data: &[u8]) {
        self.len = self.len.max(offset + data.len() as u64);
        for (page, inside, range) in pieces(offset, data.len()) {
            let data = &data[range];
            if !self.pages.contains_key(&page) && data == &ZEROS[..data.len()] {
                continue;
            }
            let bytes = self.pages.entry(page).or_insert_with(|| Arc::new(ZEROS));
            Arc::make_mut(bytes)[inside..inside + data.len()].copy_from_slice(data);
        }
    }

    pub(crate) fn set_len(&mut self, len: u64) {
        self.len = len;
        self.pages.retain(|page, _| page * (PAGE as u64) < len);
        if let Some(bytes) = self.pages.get_mut(&(len / PAGE as u64)) {
            Arc::make_mut(bytes)[(len % PAGE as u64) as usize..].fill(0);
        }
    }
}

/// Splits a range of a file at its pages: page number, where inside it, and the part of the range.
fn pieces(offset: u64, len: usize) -> impl Iterator<Item = (u64, usize, std::ops::Range<usize>)> {
    let mut done = 0;
    std::iter::from_fn(move || {
        let at = offset + done as u64;
        let inside = (at % PAGE as u64) as usize;
        let size = (PAGE - inside).min(len - done);
        let range = done..done + size;
        done += size;
        (size > 0).then_some((at / PAGE as u64, inside, range))
    })
}

/// A whole disk: names and bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Image {
    names: BTreeMap<PathBuf, Node>,
    files: BTreeMap<FileId, Bytes>,
}

impl Image {
    pub(crate) fn node(&self, path: &Path) -> Option<Node> {
        self.names.get(path).copied()
    }

    pub(crate) fn file(&self, path: &Path) -> io::Result<FileId> {
        match self.node(path) {
            Some(Node::File(file)) => Ok(file),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }

    pub(crate) fn bytes(&self, file: FileId) -> &Bytes {
        static EMPTY: Bytes = Bytes {
            len: 0,
            pages: BTreeMap::new(),
        };
        self.files.get(&file).unwrap_or(&EMPTY)
    }

    pub(crate) fn bytes_mut(&mut self, file: FileId) -> &mut Bytes {
        self.files.entry(file).or_default()
    }

    pub(crate) fn names_in(&self, dir: &Path) -> Vec<String> {
        let inside = self.names.keys().filter(|path| path.parent() == Some(dir));
        inside
            .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
            .collect()
    }

    /// Lays it out in a real directory, which is empty. Of the reserve only the length counts.
    pub(crate) fn lay_out(&self, root: &Path) -> io::Result<()> {
        for (path, node) in &self.names {
            let Node::File(file) = node else {
                fs::create_dir_all(root.join(path))?;
                continue;
            };
            let (bytes, out) = (self.bytes(*file), fs::File::create(root.join(path))?);
            out.set_len(bytes.len)?;
            if path.ends_with("ballast") {
                continue;
            }
            for (page, data) in &bytes.pages {
                let at = page * PAGE as u64;
                let size = (bytes.len - at).min(PAGE as u64) as usize;
                out.write_all_at(&data[..size], at)?;
            }
        }
        Ok(())
    }

    /// Every file by its name.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&Path, FileId)> {
        self.names.iter().filter_map(|(path, node)| match node {
            Node::File(file) => Some((path.as_path(), *file)),
            Node::Dir => None,
        })
    }

    /// The number after every file ever named or written.
    pub(crate) fn next_file(&self) -> FileId {
        let named = self.names.values().filter_map(|node| match node {
            Node::File(file) => Some(*file),
            Node::Dir => None,
        });
        named
            .chain(self.files.keys().copied())
            .max()
            .map_or(0, |last| last + 1)
    }

    pub(crate) fn apply(&mut self, op: &Op) {
        match op {
            Op::Write { file, offset, bytes } => self.bytes_mut(*file).write(*offset, bytes),
            Op::SetLen { file, len } => self.bytes_mut(*file).set_len(*len),
            Op::Name { path, node } => {
                self.names.insert(path.clone(), *node);
                if let Node::File(file) = node {
                    self.files.entry(*file).or_default();
                }
            }
            Op::Unname { path } => {
                self.names.remove(path);
            }
            Op::Rename { from, to } => {
                // A directory takes along what is in it.
                let moved: Vec<PathBuf> = self
                    .names
                    .range(from.clone()..)
                    .take_while(|(path, _)| path.starts_with(from))
                    .map(|(path, _)| path.clone())
                    .collect();
                for path in moved {
                    let node = self.names.remove(&path);
                    let below = path.strip_prefix(from).unwrap_or(Path::new(""));
                    let now = if below == Path::new("") {
                        to.clone()
                    } else {
                        to.join(below)
                    };
                    self.names.extend(node.map(|node| (now, node)));
                }
            }
            Op::Sync { .. } | Op::Forget { .. } | Op::SyncDir { .. } => {}
        }
    }
}

#[test]
fn sparse_bytes_are_like_plain_ones() {
    let (mut sparse, mut plain) = (Bytes::default(), Vec::new());
    sparse.set_len(20_000);
    plain.resize(20_000, 0u8);
    for (offset, len, fill) in [
        (0, 10, 1u8),
        (4090, 20, 2),
        (100, 9000, 3),
        (4096, 4096, 0),
        (19_990, 10, 4),
    ] {
        sparse.write(offset as u64, &vec![fill; len]);
        plain[offset..offset + len].fill(fill);
    }
    sparse.set_len(5000);
    plain.truncate(5000);
    sparse.set_len(9000);
    plain.resize(9000, 0);
    let mut read = vec![9; 9000];
    sparse.read(0, &mut read).unwrap();
    assert_eq!(read, plain);
    assert!(sparse.read(8999, &mut [0; 2]).is_err());
}
