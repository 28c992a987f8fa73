//! Running other programs, and leaving nothing behind when interrupted.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

use anyhow::{Context as _, anyhow, bail};
use serde::Deserialize;

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("this package lies in a folder of the repository")
}

/// Where cargo puts what it builds. Variables and settings in many places move it, so cargo itself is asked.
pub fn target() -> &'static Path {
    static TARGET: LazyLock<PathBuf> = LazyLock::new(|| {
        #[derive(Deserialize)]
        struct Metadata {
            target_directory: PathBuf,
        }
        let metadata = output(cargo().args(["metadata", "--no-deps", "--format-version=1"])).ok();
        let metadata: Option<Metadata> = metadata.and_then(|text| serde_json::from_str(&text).ok());
        metadata.map_or_else(|| root().join("target"), |metadata| metadata.target_directory)
    });
    &TARGET
}

/// A program in the repository's root, free of `HARBORLINE_*`: a developer's own settings do not reach the tests.
pub fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_setting(name)) {
        command.env_remove(name);
    }
    command
}

fn is_setting(name: &std::ffi::OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with("HARBORLINE_"))
}

/// The cargo that runs this.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A command as one would type it.
pub fn typed(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program());
    std::iter::once(name)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs a command that speaks to the terminal.
pub fn run(command: &mut Command) -> anyhow::Result<()> {
    let typed = typed(command);
    println!("$ {typed}");
    let status = command
        .status()
        .with_context(|| format!("`{typed}` cannot be started"))?;
    if !status.success() {
        bail!("`{typed}` failed ({status})");
    }
    Ok(())
}

/// Runs a command whose words are kept back, so that they do not mix with another's; gives them however it ended.
pub fn run_held(command: &mut Command) -> (String, anyhow::Result<()>) {
    let typed = typed(command);
    let output = match command.stdin(Stdio::null()).output() {
        Ok(output) => output,
        Err(error) => {
            return (
                String::new(),
                Err(error).context(format!("`{typed}` cannot be started")),
            );
        }
    };
    let said = [&output.stdout, &output.stderr].map(|said| String::from_utf8_lossy(said));
    let done = if output.status.success() {
        Ok(())
    } else {
        Err(anyhow!("`{typed}` failed ({})", output.status))
    };
    (format!("$ {typed}\n{}", said.concat()), done)
}

/// What a command prints. Its errors are in the error.
pub fn output(command: &mut Command) -> anyhow::Result<String> {
    let typed = typed(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{typed}` cannot be started"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{typed}` failed ({}): {}", output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a command can be run and succeeds.
pub fn succeeds(command: &mut Command) -> bool {
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

type Cleanup = Box<dyn FnOnce() + Send>;

static CLEANUPS: Mutex<Vec<(u64, Cleanup)>> = Mutex::new(Vec::new());

/// Something that is done when this is dropped, and also when the run is interrupted.
#[derive(Debug)]
#[must_use = "it is done as soon as this is dropped"]
pub struct OnEnd(u64);

impl OnEnd {
    pub fn new(cleanup: impl FnOnce() + Send + 'static) -> Self {
        let mut cleanups = CLEANUPS.lock().unwrap_or_else(PoisonError::into_inner);
        let id = cleanups.last().map_or(0, |(id, _)| id + 1);
        cleanups.push((id, Box::new(cleanup)));
        Self(id)
    }
}

impl Drop for OnEnd {
    fn drop(&mut self) {
        // Held while it is done, so that an interrupt meanwhile does not end the process half-way.
        let mut cleanups = CLEANUPS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = cleanups.iter().position(|(id, _)| *id == self.0) {
            (cleanups.remove(at).1)();
        }
    }
}

/// On ctrl-c, or when asked to end, what was started is stopped first.
pub fn stop_on_interrupt() -> anyhow::Result<()> {
    let stop = || {
        let mut cleanups = CLEANUPS.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((_, cleanup)) = cleanups.pop() {
            cleanup();
        }
        std::process::exit(130);
    };
    ctrlc::set_handler(stop).context("signals cannot be handled")
}
