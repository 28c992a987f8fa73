//! The line to a server by TLS.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use store::{Location, Store, StoreError};

use crate::cluster::{Cluster, programs};

fn openssl(folder: &Path, arguments: &str) {
    let mut openssl = Command::new("openssl");
    let output = openssl
        .current_dir(folder)
        .args(arguments.split(' '))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments}: {said}");
}

/// An authority, and what it vouches for: the address of loopback.
fn vouched(folder: &Path, name: &str) -> (PathBuf, String, String) {
    let new = "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    openssl(
        folder,
        &format!("{new} -x509 -days 2 -subj /CN={name} -keyout {name}.key -out {name}.pem"),
    );
    openssl(
        folder,
        &format!("{new} -subj /CN=server -keyout server.key -out server.csr"),
    );
    std::fs::write(folder.join("names"), "subjectAltName=IP:127.0.0.1\n").unwrap();
    openssl(
        folder,
        &format!(
            "x509 -req -days 2 -in server.csr -CA {name}.pem -CAkey {name}.key -CAcreateserial -extfile names -out server.pem"
        ),
    );
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    (
        folder.join(format!("{name}.pem")),
        read("server.pem"),
        read("server.key"),
    )
}

async fn open(url: String) -> Result<Store, StoreError> {
    let location = Location::parse(&url).unwrap();
    Store::open(&location, Arc::new(|bytes: &mut [u8]| bytes.fill(7))).await
}

#[tokio::test]
async fn a_server_that_is_asked_by_tls_is_the_one_meant_or_is_not_asked() {
    let Some(programs) = programs() else { return };
    let cluster = Cluster::start(&programs, "");
    let folder = tempfile::tempdir().unwrap();
    let (stranger, ..) = vouched(folder.path(), "stranger");
    let (authority, certificate, key) = vouched(folder.path(), "authority");
    cluster.write("server.crt", &certificate);
    cluster.write("server.key", &key);
    cluster.write(
        "pg_hba.conf",
        "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n",
    );
    let set = "ALTER ROLE harborline PASSWORD 'a long password'";
    cluster.client().await.batch_execute(set).await.unwrap();
    cluster.set("ssl = on\n").await;
    let url = |name: &str, says: &str| {
        let host = cluster.host().replace("127.0.0.1", name);
        format!("postgres://harborline:a%20long%20password@{host}/postgres?{says}")
    };
    let trusts = |authority: &Path| format!("sslrootcert={}", authority.display());

    // Bound to the line that carries it, the password is of no use to whoever stands between.
    let says = format!(
        "sslmode=verify-full&channel_binding=require&{}",
        trusts(&authority)
    );
    let store = open(url("127.0.0.1", &says)).await.unwrap();
    store.ping().await.unwrap();
    let lines = "SELECT COUNT(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
                 WHERE application_name = 'harborline' AND ssl AND version = 'TLSv1.3'";
    assert!(cluster.number(lines).await >= 2);
    assert!(open(url("127.0.0.1", &trusts(&authority))).await.is_ok());

    let refused = async |host: &str, says: &str| open(url(host, says)).await.map(drop);
    let not_trusted = Err(StoreError::NotTrusted);
    assert_eq!(refused("127.0.0.1", &trusts(&stranger)).await, not_trusted);
    let other_name = format!("hostaddr=127.0.0.1&{}", trusts(&authority));
    assert_eq!(refused("localhost", &other_name).await, not_trusted);
    assert_eq!(refused("127.0.0.1", "sslmode=require").await, not_trusted);
    let missing = folder.path().join("server.csr");
    let no_authority = StoreError::NoAuthority {
        file: missing.clone(),
    };
    assert_eq!(refused("127.0.0.1", &trusts(&missing)).await, Err(no_authority));
    // The server asks for it, too.
    assert_eq!(
        refused("127.0.0.1", "sslmode=disable").await,
        Err(StoreError::Unavailable)
    );

    cluster.set("ssl = off\n").await;
    assert_eq!(
        refused("127.0.0.1", &trusts(&authority)).await,
        Err(StoreError::NoTls)
    );
}
