//! TLS from the owner's own files. Must never make a certificate up.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
#[error("{}: {why}", path.display())]
pub struct TlsError {
    path: PathBuf,
    why: String,
}

/// Reads certificate and key, both in PEM; tells the SHA-256 of the certificate as well.
pub(super) fn acceptor(certificate: &Path, key: &Path) -> Result<(TlsAcceptor, String), TlsError> {
    let bad = |path: &Path, why: String| TlsError {
        path: path.to_owned(),
        why,
    };
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| bad(certificate, error.to_string()))?;
    let leaf = chain
        .first()
        .ok_or_else(|| bad(certificate, "it holds no certificate".to_owned()))?;
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(leaf));
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| bad(key, error.to_string()))?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(chain, private))
        .map_err(|error| bad(certificate, error.to_string()))?;
    Ok((TlsAcceptor::from(Arc::new(config)), digest))
}
