//! What an address counts by, and how proxies write one.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// What an address counts by: one of IPv6 by its /64, which is one household's or one machine's.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// An address as proxies write it: with its port or without, one of IPv6 between brackets or not, with its zone.
pub fn of_proxy(written: &str) -> Option<IpAddr> {
    let written = written.trim().trim_matches('"');
    let bare = |text: &str| text.split('%').next().unwrap_or(text).parse::<IpAddr>().ok();
    if let Some(rest) = written.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        let is_port = |port: &str| port.parse::<u16>().is_ok();
        let fits = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
        return bare(address).filter(|address| fits && address.is_ipv6());
    }
    bare(written).or_else(|| Some(written.parse::<SocketAddr>().ok()?.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_proxies_write_it() {
        for (written, counted) in [
            ("192.0.2.7", "192.0.2.7"),
            (" 192.0.2.7:51000 ", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("[2001:db8:1:2:3:4:5:6]", "2001:db8:1:2::"),
            ("[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::"),
            ("\"[2001:db8:1:2:3:4:5:6]:443\"", "2001:db8:1:2::"),
            ("fe80::1%eth0", "fe80::"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("[::ffff:192.0.2.7]:80", "192.0.2.7"),
        ] {
            let address = of_proxy(written).map(network);
            assert_eq!(address, counted.parse().ok(), "{written}");
        }
        for none in [
            "unknown",
            "[192.0.2.7]:80",
            "[2001:db8::1]x",
            "[2001:db8::1",
            "192.0.2.7:x",
            "",
        ] {
            assert_eq!(of_proxy(none), None, "{none}");
        }
    }
}
