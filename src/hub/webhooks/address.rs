//! Which addresses a webhook may reach: those of the open internet. Must never let one through that could be
//! a machine behind the hub.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether this is an address of the open internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => public4(address),
        IpAddr::V6(address) => public6(address),
    }
}

fn public4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let closed = matches!(
        (a, b, c),
        // this network, private, loopback, link-local, shared by carriers
        (0 | 10 | 127, ..) | (100, 64..=127, _) | (169, 254, _) | (172, 16..=31, _) | (192, 168, _)
        // protocols, documentation, relays, benchmarks
        | (192, 0, 0 | 2) | (192, 88, 99) | (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113)
        // multicast, reserved, broadcast
        | (224..=255, ..)
    );
    !closed
}

fn public6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let [a, b, c, d, e, f, g, h] = parts;
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        public4(Ipv4Addr::new(a, b, c, d))
    };
    match (a, b) {
        // mapped, compatible, unspecified, loopback
        (0, 0) if (c, d, e) == (0, 0, 0) && (f == 0xffff || f == 0) => f == 0xffff && inner(g, h),
        // translated
        (0x64, 0xff9b) => (c, d, e, f) == (0, 0, 0, 0) && inner(g, h),
        // 6to4 holds an address of the other kind; Teredo hides one
        (0x2002, _) => inner(b, c),
        (0x2001, 0) => false,
        // documentation, benchmarks, ORCHID
        (0x2001, 0xdb8 | 2 | 0x10..=0x2f) | (0x3fff, 0..=0xfff) => false,
        // only these are given out to anybody
        (0x2000..=0x3fff, _) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_webhook_into_the_house_is_refused_and_only_the_open_internet_reached() {
        let closed = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "fe80::1",
            "fc00::1",
            "fd12:3456::1",
            "ff02::1",
            "fec0::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
            "100::1",
        ];
        for text in closed {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        let open = [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "2606:4700:4700::1111",
            "2a00:1450::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ];
        for text in open {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }
}
