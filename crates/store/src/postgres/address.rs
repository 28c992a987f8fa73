//! What the address of a server says, and what holds where it is silent.
//!
//! It is read as libpq reads it, with one difference: a line that is to be private is that to this server alone. So
//! `sslmode=require` is `verify-full`: the certificate must be trusted, and of that name. A server on another machine is
//! asked so unless the address says otherwise.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::StoreError;

/// How long the network may keep a sent byte unconfirmed, or a quiet line unproven, where the address does not say.
const UNCONFIRMED: Duration = Duration::from_secs(20);
/// How long a line may take to be made, where the address does not say.
const REACHED: Duration = Duration::from_secs(3);

/// The servers of an address.
pub(super) struct Address {
    /// Each alone, in their order.
    pub servers: Vec<Config>,
    /// A file with the certificates that are trusted; without one, those that this machine trusts.
    authority: Option<PathBuf>,
}

/// What the address says of what is its reader's, not the driver's.
#[derive(Default)]
struct Said {
    mode: bool,
    session: bool,
    authority: Option<PathBuf>,
}

impl Address {
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        let (url, said) = taken(url)?;
        let mut all: Config = url.parse().map_err(|_| StoreError::NotALocation)?;
        set(&mut all, &said);
        let (hosts, addresses) = (all.get_hosts().len(), all.get_hostaddrs().len());
        let count = hosts.max(addresses);
        let fits = |given: usize| given == 0 || given == count;
        if count == 0
            || !fits(hosts)
            || !fits(addresses)
            || !(all.get_ports().len() == 1 || fits(all.get_ports().len()))
        {
            return Err(StoreError::NotALocation);
        }
        let servers = (0..count).map(|at| {
            let mut server = alone(&all, at);
            let mode = match (private(&server), said.mode) {
                (Private::File, _) => SslMode::Disable,
                (_, true) => all.get_ssl_mode(),
                (Private::Machine, false) if said.authority.is_none() => SslMode::Disable,
                (_, false) => SslMode::Require,
            };
            server.ssl_mode(mode);
            server
        });
        Ok(Self {
            servers: servers.collect(),
            authority: said.authority,
        })
    }

    /// Whether what is said to one of the servers may be overheard or answered by others.
    pub fn exposed(&self) -> bool {
        self.servers
            .iter()
            .any(|server| private(server) == Private::No && server.get_ssl_mode() != SslMode::Require)
    }

    /// What makes lines private.
    pub fn tls(&self) -> Result<MakeRustlsConnect, StoreError> {
        let mut roots = RootCertStore::empty();
        let wanted = self
            .servers
            .iter()
            .any(|server| server.get_ssl_mode() != SslMode::Disable);
        match &self.authority {
            _ if !wanted => {}
            Some(file) => {
                roots.add_parsable_certificates(read(file)?);
                if roots.is_empty() {
                    return Err(StoreError::NoAuthority { file: file.clone() });
                }
            }
            None => {
                roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|_| StoreError::NotTrusted)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        // PostgreSQL 17 asks for it where a line begins with TLS; those before it take no notice.
        config.alpn_protocols = vec![b"postgresql".to_vec()];
        Ok(MakeRustlsConnect::new(config))
    }
}

fn read(file: &Path) -> Result<Vec<CertificateDer<'static>>, StoreError> {
    CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect)
        .map_err(|_| StoreError::NoAuthority {
            file: file.to_owned(),
        })
}

/// What nobody else can listen to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Private {
    /// A socket in the file system.
    File,
    /// This machine.
    Machine,
    No,
}

fn private(server: &Config) -> Private {
    let address = server.get_hostaddrs().first().copied();
    match (address, server.get_hosts().first()) {
        (None, Some(Host::Unix(_))) => Private::File,
        (None, Some(Host::Tcp(name))) if name == "localhost" => Private::Machine,
        (None, Some(Host::Tcp(name))) => here(name.parse().ok()),
        (address, _) => here(address),
    }
}

fn here(address: Option<IpAddr>) -> Private {
    match address {
        Some(address) if address.is_loopback() => Private::Machine,
        _ => Private::No,
    }
}

/// Takes out of an address what the driver does not know, and notes what it could not tell from its own defaults.
fn taken(url: &str) -> Result<(String, Said), StoreError> {
    let mut said = Said::default();
    // A password may have a question mark.
    let host = url.find('@').map_or(0, |at| at + 1);
    let Some(end) = url[host..].find('?').map(|at| host + at) else {
        return Ok((url.to_owned(), said));
    };
    let mut rest = Vec::new();
    for pair in url[end + 1..].split('&') {
        match pair.split_once('=').unwrap_or((pair, "")) {
            ("sslrootcert", "system") => {
                said.mode = true;
                rest.push("sslmode=require");
            }
            ("sslrootcert", file) => {
                let file = percent_decode_str(file).decode_utf8();
                said.authority = Some(PathBuf::from(&*file.map_err(|_| StoreError::NotALocation)?));
            }
            ("sslmode", mode) => {
                said.mode = true;
                rest.push(if mode == "verify-full" {
                    "sslmode=require"
                } else {
                    pair
                });
            }
            ("target_session_attrs", _) => {
                said.session = true;
                rest.push(pair);
            }
            _ => rest.push(pair),
        }
    }
    let before = &url[..end];
    Ok(match rest.join("&") {
        none if none.is_empty() => (before.to_owned(), said),
        rest => (format!("{before}?{rest}"), said),
    })
}

/// What the address says holds; the rest is set so that a line is not trusted for ever, and leads to where can be written.
fn set(config: &mut Config, said: &Said) {
    config.application_name("harborline");
    if !said.session {
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(REACHED);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(UNCONFIRMED);
    }
    if config.get_keepalives_idle() == Config::new().get_keepalives_idle() {
        config.keepalives_idle(UNCONFIRMED);
    }
    if config.get_keepalives_interval().is_none() {
        config.keepalives_interval(Duration::from_secs(5));
    }
    if config.get_keepalives_retries().is_none() {
        config.keepalives_retries(4);
    }
}

/// One of the servers, with all that is said of them.
fn alone(all: &Config, at: usize) -> Config {
    let mut one = Config::new();
    match all.get_hosts().get(at) {
        Some(Host::Tcp(name)) => drop(one.host(name)),
        Some(Host::Unix(folder)) => drop(one.host_path(folder)),
        None => {}
    }
    if let Some(address) = all.get_hostaddrs().get(at) {
        one.hostaddr(*address);
    }
    let ports = all.get_ports();
    if let Some(port) = ports.get(at).or(ports.first()) {
        one.port(*port);
    }
    if let Some(user) = all.get_user() {
        one.user(user);
    }
    if let Some(password) = all.get_password() {
        one.password(password);
    }
    if let Some(database) = all.get_dbname() {
        one.dbname(database);
    }
    if let Some(options) = all.get_options() {
        one.options(options);
    }
    if let Some(name) = all.get_application_name() {
        one.application_name(name);
    }
    if let Some(time) = all.get_connect_timeout() {
        one.connect_timeout(*time);
    }
    if let Some(time) = all.get_tcp_user_timeout() {
        one.tcp_user_timeout(*time);
    }
    if let Some(time) = all.get_keepalives_interval() {
        one.keepalives_interval(time);
    }
    if let Some(times) = all.get_keepalives_retries() {
        one.keepalives_retries(times);
    }
    one.keepalives(all.get_keepalives())
        .keepalives_idle(all.get_keepalives_idle())
        .ssl_mode(all.get_ssl_mode())
        .ssl_negotiation(all.get_ssl_negotiation())
        .target_session_attrs(all.get_target_session_attrs())
        .channel_binding(all.get_channel_binding())
        .load_balance_hosts(all.get_load_balance_hosts());
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modes(url: &str) -> Vec<SslMode> {
        let address = Address::parse(url).unwrap();
        address.servers.iter().map(Config::get_ssl_mode).collect()
    }

    #[test]
    fn one_server_alone_has_all_that_the_address_says() {
        let url = "postgres://u:p%3F@h:1/d?options=-c%20a%3Db&sslmode=require&sslnegotiation=direct&connect_timeout=3\
                   &tcp_user_timeout=4&keepalives=0&keepalives_idle=5&keepalives_interval=6&keepalives_retries=7\
                   &target_session_attrs=read-only&channel_binding=disable&load_balance_hosts=random\
                   &hostaddr=192.0.2.1&application_name=x";
        let all: Config = url.parse().unwrap();
        assert_ne!(all, Config::new());
        assert_eq!(alone(&all, 0), all);
    }

    #[test]
    fn servers_stand_in_their_order_each_with_its_port() {
        let address = Address::parse("postgres://u@a:1,b,c:3/d").unwrap();
        let named = |server: &Config| (server.get_hosts().to_vec(), server.get_ports().to_vec());
        let tcp = |name: &str, port| (vec![Host::Tcp(name.to_owned())], vec![port]);
        let named: Vec<_> = address.servers.iter().map(named).collect();
        assert_eq!(named, [tcp("a", 1), tcp("b", 5432), tcp("c", 3)]);
        for wrong in [
            "postgres:///d",
            "postgres://u@a,b,c/d?hostaddr=192.0.2.1",
            "postgres://u@a/d?port=1,2",
            "postgres://u@a/d?sslmode=verify-ca",
            "postgres://u@a/d?sslmood=require",
        ] {
            assert_eq!(
                Address::parse(wrong).err(),
                Some(StoreError::NotALocation),
                "{wrong}"
            );
        }
    }

    #[test]
    fn what_leaves_the_machine_is_private_unless_the_address_says_otherwise() {
        use SslMode::{Disable, Prefer, Require};
        for (url, expected, exposed) in [
            ("postgres://u@127.0.0.1/d", vec![Disable], false),
            ("postgres://u@localhost,[::1]/d", vec![Disable, Disable], false),
            (
                "postgres://u@%2Frun%2Fpostgresql/d?sslmode=require",
                vec![Disable],
                false,
            ),
            ("postgres://u@db.example/d", vec![Require], false),
            (
                "postgres://u@localhost/d?hostaddr=192.0.2.1",
                vec![Require],
                false,
            ),
            (
                "postgres://u@localhost,db.example/d",
                vec![Disable, Require],
                false,
            ),
            (
                "postgres://u@db.example/d?sslmode=verify-full",
                vec![Require],
                false,
            ),
            (
                "postgres://u@127.0.0.1/d?sslrootcert=%2Fa%20b",
                vec![Require],
                false,
            ),
            (
                "postgres://u@db.example/d?sslrootcert=system",
                vec![Require],
                false,
            ),
            ("postgres://u@db.example/d?sslmode=prefer", vec![Prefer], true),
            (
                "postgres://u:a?b@db.example/d?sslmode=disable",
                vec![Disable],
                true,
            ),
        ] {
            assert_eq!(modes(url), expected, "{url}");
            assert_eq!(Address::parse(url).unwrap().exposed(), exposed, "{url}");
        }
        let authority = Address::parse("postgres://u@db.example/d?sslrootcert=%2Fa%20b").unwrap();
        assert_eq!(authority.authority, Some(PathBuf::from("/a b")));
        let missing = StoreError::NoAuthority { file: "/a b".into() };
        assert_eq!(authority.tls().err(), Some(missing));
    }

    #[test]
    fn a_server_that_takes_no_writes_is_passed_over_unless_the_address_says_otherwise() {
        let session = |url: &str| Address::parse(url).unwrap().servers[0].get_target_session_attrs();
        assert_eq!(session("postgres://u@a,b/d"), TargetSessionAttrs::ReadWrite);
        let any = session("postgres://u@a,b/d?target_session_attrs=any");
        assert_eq!(any, TargetSessionAttrs::Any);
    }
}
