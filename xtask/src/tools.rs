//! What the tests need on a machine, and how it gets there: Debian's own packages where we may install, else a message
//! that says what to type.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::shell::{self, output, succeeds};

/// The oldest Node that will do.
const NODE_MIN: u32 = 20;

/// Something that must be on the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// rustfmt and clippy.
    RustComponents,
    /// Node and npm, for the web assets and the browser tests.
    Node,
    Postgres,
    Chromium,
    ChromiumShell,
    /// Python with its environments and pip, for the translator's weights.
    Python,
    /// Letters of Chinese, Japanese and Korean, for the browser and for what is printed.
    Fonts,
    /// Letters of all other writings, for what is printed.
    MoreFonts,
    Emoji,
    /// Readers of PDF.
    Poppler,
    /// A relay for calls.
    Coturn,
    /// A media server, for calls of more than three.
    Janus,
    /// What looks at files; the tests have signatures of their own, and fetch none.
    Clamav,
    /// Telephones.
    Sipp,
    /// What RustPBX is built with.
    Cmake,
    Clang,
    Opus,
}

/// Sees to it that these are there.
pub fn ensure(tools: &[Tool]) -> anyhow::Result<()> {
    machine(tools)?;
    let missing = missing(tools);
    if missing.is_empty() {
        return Ok(());
    }
    install(&missing)?;
    match missing.into_iter().find(|tool| !is_there(*tool)) {
        Some(tool) => bail!("{} was installed and is still not found", package(tool)),
        None => Ok(()),
    }
}

/// Fails when one of these is not there; installs nothing.
pub fn demand(tools: &[Tool]) -> anyhow::Result<()> {
    machine(tools)?;
    match missing(tools).first() {
        Some(tool) => bail!("not run, for {} is not there", package(*tool)),
        None => Ok(()),
    }
}

/// Checks those of these that nothing here installs.
fn machine(tools: &[Tool]) -> anyhow::Result<()> {
    if tools.contains(&Tool::RustComponents) {
        rust_components()?;
    }
    if tools.contains(&Tool::Node) {
        node()?;
    }
    Ok(())
}

/// Those of these that can be installed and are not there.
fn missing(tools: &[Tool]) -> Vec<Tool> {
    let install = [
        Tool::Postgres,
        Tool::Chromium,
        Tool::ChromiumShell,
        Tool::Fonts,
        Tool::MoreFonts,
        Tool::Emoji,
        Tool::Poppler,
        Tool::Coturn,
        Tool::Janus,
        Tool::Clamav,
        Tool::Python,
        Tool::Sipp,
        Tool::Cmake,
        Tool::Clang,
        Tool::Opus,
    ];
    let missing = install.into_iter().filter(|tool| tools.contains(tool));
    missing.filter(|tool| !is_there(*tool)).collect()
}

fn rust_components() -> anyhow::Result<()> {
    let there = |name| succeeds(shell::cargo().args([name, "--version"]));
    if there("fmt") && there("clippy") {
        Ok(())
    } else {
        bail!("rustfmt and clippy are missing; run: rustup component add rustfmt clippy")
    }
}

fn node() -> anyhow::Result<()> {
    let advice = format!("install Node {NODE_MIN} or newer with npm, from https://nodejs.org or your system");
    let version = output(shell::program("node").arg("--version")).with_context(|| advice.clone())?;
    let major = version.trim().trim_start_matches('v').split('.').next();
    let major: u32 = major.and_then(|major| major.parse().ok()).unwrap_or(0);
    if major < NODE_MIN {
        bail!("Node {} is too old: {advice}", version.trim());
    }
    output(shell::program("npm").arg("--version")).with_context(|| format!("npm is missing: {advice}"))?;
    Ok(())
}

/// Debian's Chromium, by the name under which its package puts it.
pub const CHROMIUM: &str = "/usr/bin/chromium";
/// The same engine without what shows it on a screen: tests of pages take a third less of a processor with it.
pub const CHROMIUM_SHELL: &str = "/usr/bin/chromium-headless-shell";

fn is_there(tool: Tool) -> bool {
    match tool {
        Tool::RustComponents | Tool::Node => true,
        Tool::Postgres => crate::postgres::bin().is_some(),
        Tool::Chromium => Path::new(CHROMIUM).exists(),
        Tool::ChromiumShell => Path::new(CHROMIUM_SHELL).exists(),
        Tool::Python => succeeds(shell::program("python3").args(["-c", "import ensurepip, venv"])),
        Tool::Fonts => has_font(":lang=ko", "Noto Sans CJK"),
        Tool::MoreFonts => has_font(":lang=th", "Noto Sans Thai"),
        Tool::Emoji => has_font(":lang=und-zsye", "Noto Color Emoji"),
        Tool::Poppler => Path::new("/usr/bin/pdftotext").exists(),
        Tool::Coturn => Path::new("/usr/bin/turnserver").exists(),
        Tool::Janus => Path::new("/usr/bin/janus").exists(),
        Tool::Clamav => Path::new("/usr/sbin/clamd").exists(),
        Tool::Sipp => Path::new("/usr/bin/sipp").exists(),
        Tool::Cmake => Path::new("/usr/bin/cmake").exists(),
        Tool::Clang => Path::new("/usr/bin/clang").exists(),
        Tool::Opus => Path::new("/usr/include/opus/opus.h").exists(),
    }
}

/// Whether a font for that language is of that family.
fn has_font(language: &str, family: &str) -> bool {
    output(shell::program("fc-list").args([language, "family"]))
        .is_ok_and(|families| families.contains(family))
}

fn package(tool: Tool) -> &'static str {
    match tool {
        Tool::RustComponents => "rustup",
        Tool::Node => "nodejs",
        Tool::Postgres => "postgresql",
        Tool::Chromium => "chromium",
        Tool::ChromiumShell => "chromium-headless-shell",
        Tool::Fonts => "fonts-noto-cjk",
        Tool::MoreFonts => "fonts-noto-core",
        Tool::Emoji => "fonts-noto-color-emoji",
        Tool::Poppler => "poppler-utils",
        Tool::Coturn => "coturn",
        Tool::Janus => "janus",
        Tool::Clamav => "clamav-daemon",
        Tool::Sipp => "sip-tester",
        Tool::Cmake => "cmake",
        Tool::Clang => "clang",
        Tool::Opus => "libopus-dev",
        Tool::Python => "python3-venv",
    }
}

/// Debian's package makes a cluster on port 5432 and starts it unless it is told not to, and other packages start their
/// services. The tests want the programs alone, so they are told for as long as the installation takes.
const INSTALL: &str = r#"
set -e
export DEBIAN_FRONTEND=noninteractive
told=/etc/postgresql-common/createcluster.d/harborline-tests.conf
policy=/usr/sbin/policy-rc.d
[ -e "$policy" ] && policy=
trap 'rm -f "$told" $policy' EXIT
if [ -n "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod 755 "$policy"
fi
mkdir -p "${told%/*}"
echo "create_main_cluster = false" > "$told"
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@"
"#;

fn install(missing: &[Tool]) -> anyhow::Result<()> {
    let packages: Vec<&str> = missing.iter().map(|tool| package(*tool)).collect();
    let by_hand = format!(
        "install these first: sudo apt-get install --no-install-recommends {}",
        packages.join(" ")
    );
    if !succeeds(shell::program("apt-get").arg("--version")) {
        bail!("this is not a Debian machine; {by_hand} (or your system's packages of that kind)");
    }
    let root = output(shell::program("id").arg("-u"))?.trim() == "0";
    let mut command = if root {
        shell::program("sh")
    } else if succeeds(shell::program("sudo").args(["-n", "true"])) {
        let mut sudo = shell::program("sudo");
        sudo.args(["-n", "sh"]);
        sudo
    } else {
        bail!("there is neither root nor sudo without a password; {by_hand}");
    };
    println!("installing {}", packages.join(", "));
    command.args(["-c", INSTALL, "install"]).args(&packages);
    let status = command.status().context("the installation cannot be started")?;
    if !status.success() {
        bail!("the installation failed ({status}); {by_hand}");
    }
    Ok(())
}
