//! What proves to an address that the hub sent an event. Must never sign without the time: an old message
//! could be sent again by anybody.

use data_encoding::HEXLOWER;
use ring::hmac;

/// HMAC-SHA-256 over id, time and body, in hex; the key is the text of the secret as it was shown.
pub(super) fn signature(secret: &str, id: &str, seconds: i64, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let mut whole = hmac::Context::with_key(&key);
    whole.update(id.as_bytes());
    whole.update(b"\n");
    whole.update(seconds.to_string().as_bytes());
    whole.update(b"\n");
    whole.update(body);
    HEXLOWER.encode(whole.sign().as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_is_frozen() {
        let golden = "dc8b0b3edc7e912e185e3ac59a71de3288dcaed64b94dd822172549b160fb2f7";
        let found = signature("secret", "a/sale", 1_700_000_000, b"{}");
        assert_eq!(found, golden);
    }
}
