//! Where config, keys and stores are, unless somebody says otherwise (XDG base directories). Must never
//! create one of them by asking.

use std::path::{Path, PathBuf};

use etcetera::base_strategy::{BaseStrategy, Xdg};

use super::error::Failure;

/// The program's own folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folders {
    /// `~/.config/tendero`.
    pub(super) config: PathBuf,
    /// `~/.local/share/tendero`.
    pub(super) data: PathBuf,
}

impl Folders {
    /// Those of whoever runs the program.
    pub(super) fn of_user() -> Result<Folders, Failure> {
        let no_home = "there is no home directory for config, keys and data: set HOME, or give --store, \
                       --config and --key-file";
        let base = Xdg::new().map_err(|_| Failure::environment("no-home", no_home))?;
        Ok(Folders {
            config: base.config_dir().join("tendero"),
            data: base.data_dir().join("tendero"),
        })
    }

    /// The store of the shop.
    pub(super) fn store(&self) -> PathBuf {
        self.data.join("store")
    }

    /// The store of the demo shop.
    pub(super) fn demo(&self) -> PathBuf {
        self.data.join("demo")
    }

    /// The data of a hub.
    #[cfg(feature = "hub")]
    pub(super) fn hub(&self) -> PathBuf {
        self.data.join("hub")
    }

    /// The key file of the demo shop.
    pub(super) fn demo_key_file(&self) -> PathBuf {
        self.config.join("keys").join("demo.key")
    }

    /// The config file.
    pub(super) fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// A key file for a new store in `dir`, at a path where there is none yet.
    pub(super) fn new_key_file(&self, dir: &Path) -> PathBuf {
        let keys = self.config.join("keys");
        let name = dir
            .file_name()
            .map_or("store".into(), |name| name.to_string_lossy());
        let first = keys.join(format!("{name}.key"));
        let more = (2_u32..).map(|n| keys.join(format!("{name}-{n}.key")));
        std::iter::once(first)
            .chain(more)
            .find(|path| !path.exists())
            .unwrap_or_else(|| keys.join("store.key"))
    }
}
