//! The hub's secret and everything that comes from it: its signing key and the tokens of its tills. Must
//! never leave the file that its owner alone reads.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use data_encoding::HEXLOWER;
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::vault::VaultError;
use crate::vault::enrol_code::EnrolCode;
use crate::vault::sign::SigningKey;

/// Name of the file in the hub's directory.
const NAME: &str = "hub.key";

/// The hub's secret.
#[derive(Debug)]
pub struct Secrets {
    key: SigningKey,
    seed: Zeroizing<[u8; 32]>,
}

/// Why there is no secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The file.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not a key of a hub.
    #[error("{0}: it is not the key of a hub")]
    Strange(String),
    /// The hub's data are there and its key is not.
    #[error("{0} is missing: put the hub's key back where it was; no till trusts another one")]
    Missing(String),
    /// The hub's data say another key.
    #[error("{0} is the key of another hub: put the key there that its first process made")]
    Other(String),
    /// No randomness.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl Secrets {
    /// The secret of these 32 bytes.
    pub fn of(seed: Zeroizing<[u8; 32]>) -> Secrets {
        Secrets {
            key: SigningKey::from_seed(&seed),
            seed,
        }
    }

    /// The secret in `dir`. Where there is none, a fresh one is made if the hub has no data yet: `known` is
    /// the public key that they name.
    pub fn open(dir: &Path, known: Option<&str>) -> Result<Secrets, SecretError> {
        let path = dir.join(NAME);
        let secrets = Secrets::at(&path, known.is_none())?;
        if known.is_some_and(|known| known != secrets.public()) {
            return Err(SecretError::Other(path.display().to_string()));
        }
        Ok(secrets)
    }

    /// The public half of its signing key, in hex.
    pub fn public(&self) -> String {
        HEXLOWER.encode(self.key.public().bytes())
    }

    fn at(path: &Path, make: bool) -> Result<Secrets, SecretError> {
        let io = |source| SecretError::Io {
            path: path.display().to_string(),
            source,
        };
        match fs::read_to_string(path) {
            Ok(text) => {
                let seed = HEXLOWER.decode(text.trim().as_bytes()).ok();
                let seed: Option<[u8; 32]> = seed.and_then(|seed| seed.try_into().ok());
                let seed = seed.ok_or_else(|| SecretError::Strange(path.display().to_string()))?;
                Ok(Secrets::of(Zeroizing::new(seed)))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if !make {
                    return Err(SecretError::Missing(path.display().to_string()));
                }
                let seed = SigningKey::fresh_seed()?;
                write(path, &seed).map_err(io)?;
                Ok(Secrets::of(seed))
            }
            Err(error) => Err(io(error)),
        }
    }

    /// Puts the secret into `dir`, where there is none or this very one.
    pub fn put(&self, dir: &Path) -> Result<(), SecretError> {
        let path = dir.join(NAME);
        let io = |source| SecretError::Io {
            path: path.display().to_string(),
            source,
        };
        if !path.try_exists().map_err(io)? {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(dir);
            return made.and_then(|()| write(&path, &self.seed)).map_err(io);
        }
        if Secrets::at(&path, false)?.public() == self.public() {
            return Ok(());
        }
        Err(SecretError::Other(path.display().to_string()))
    }

    /// The 64 hex digits that the file holds.
    pub fn hex(&self) -> Zeroizing<String> {
        Zeroizing::new(HEXLOWER.encode(self.seed.as_ref()))
    }

    /// What the hub signs with.
    pub fn key(&self) -> &SigningKey {
        &self.key
    }

    /// The token of the till that used that code with that key. It is reckoned, not drawn: whoever asks twice
    /// is told the same, so that no answer that comes late can lock a till out.
    pub fn token(&self, code: &EnrolCode, device: &str, terminal: Uuid) -> String {
        self.derive(&[
            b"tendero v1 device token",
            code.bytes(),
            device.as_bytes(),
            terminal.as_bytes(),
        ])
    }

    /// The token that a till is given instead of an older one, at its so-many-th turn.
    pub fn turned(&self, before: &str, terminal: Uuid, turn: u32) -> String {
        self.derive(&[
            b"tendero v1 turned token",
            before.as_bytes(),
            terminal.as_bytes(),
            &turn.to_be_bytes(),
        ])
    }

    /// What a webhook's events are signed with.
    pub fn webhook(&self, id: Uuid) -> String {
        self.derive(&[b"tendero v1 webhook", id.as_bytes()])
    }

    /// 64 hex digits that nobody else can reckon.
    fn derive(&self, parts: &[&[u8]]) -> String {
        let mut info = Vec::new();
        for part in parts {
            info.extend_from_slice(&(part.len() as u64).to_be_bytes());
            info.extend_from_slice(part);
        }
        let mut out = Zeroizing::new([0; 32]);
        let expanded = Hkdf::<Sha256>::new(None, self.seed.as_ref()).expand(&info, out.as_mut());
        expanded.expect("32 bytes are few");
        HEXLOWER.encode(out.as_ref())
    }
}

/// How codes, keys and tokens are kept.
pub fn hash(secret: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(secret))
}

fn write(path: &Path, seed: &[u8; 32]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{}", *Zeroizing::new(HEXLOWER.encode(seed)))?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn it_is_made_once_and_read_by_its_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let first = Secrets::open(dir.path(), None).unwrap();
        let again = Secrets::open(dir.path(), Some(&first.public())).unwrap();
        assert_eq!(first.key().public(), again.key().public());
        let other = Secrets::open(dir.path(), Some(&"00".repeat(32)));
        assert!(matches!(other, Err(SecretError::Other(_))));
        let mode = fs::metadata(dir.path().join(NAME)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::write(dir.path().join(NAME), "no key").unwrap();
        assert!(matches!(
            Secrets::open(dir.path(), None),
            Err(SecretError::Strange(_))
        ));
        fs::remove_file(dir.path().join(NAME)).unwrap();
        let gone = Secrets::open(dir.path(), Some(&first.public()));
        assert!(matches!(gone, Err(SecretError::Missing(_))));
    }

    #[test]
    fn a_token_is_of_one_code_device_and_till() {
        let secrets = Secrets::of(Zeroizing::new([1; 32]));
        let code = EnrolCode::generate(&secrets.key().public()).unwrap();
        let token = secrets.token(&code, "d", Uuid::from_u128(1));
        assert_eq!(token, secrets.token(&code, "d", Uuid::from_u128(1)));
        assert_ne!(token, secrets.token(&code, "e", Uuid::from_u128(1)));
        assert_ne!(token, secrets.token(&code, "d", Uuid::from_u128(2)));
        assert_ne!(token, secrets.turned(&token, Uuid::from_u128(1), 1));
        let other = Secrets::of(Zeroizing::new([2; 32]));
        assert_ne!(token, other.token(&code, "d", Uuid::from_u128(1)));
    }
}
