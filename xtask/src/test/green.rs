//! `target/green`: what the last whole green run was of.
//!
//! Its first line is the commit's full hash and nothing else, then comes a line a step with its seconds. It lies in the
//! repository's own `target`, wherever cargo builds, so that it is found without asking. Only a run of all steps, all
//! passed, from a clean tree that was the same commit at the end, writes it, in one step. Every other run leaves it as
//! it is: it still says truly what the *last* green run was of, and whoever reads it compares the commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::shell::{self, output};

/// The commit that a clean tree stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit(String);

impl Commit {
    /// Nothing when the tree is dirty, files that git does not know included, or is no repository.
    pub fn of_clean_tree(root: &Path) -> Option<Self> {
        let changed = output(git(root).args(["status", "--porcelain", "--untracked-files=normal"])).ok()?;
        if !changed.is_empty() {
            return None;
        }
        let commit = output(git(root).args(["rev-parse", "--verify", "HEAD"])).ok()?;
        Some(Self(commit.trim().to_owned()))
    }
}

/// Git in that repository, even from within a hook, which is told of another.
fn git(root: &Path) -> Command {
    let mut git = shell::program("git");
    git.current_dir(root);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        git.env_remove(name);
    }
    git
}

/// Writes it, if the tree is still what it was when the run began. Gives where.
pub fn write(root: &Path, at_first: &Commit, steps: &str) -> anyhow::Result<Option<PathBuf>> {
    if Commit::of_clean_tree(root).as_ref() != Some(at_first) {
        return Ok(None);
    }
    let folder = root.join("target");
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let (new, green) = (folder.join("green.new"), folder.join("green"));
    fs::write(&new, format!("{}\n{steps}", at_first.0))
        .and_then(|()| fs::rename(&new, &green))
        .with_context(|| format!("{} cannot be written", green.display()))?;
    Ok(Some(green))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: &str = "format 1.2 s\nlints 61.0 s\n";

    fn git(root: &Path, arguments: &[&str]) -> String {
        let mut git = super::git(root);
        git.args(["-c", "user.name=Someone", "-c", "user.email=someone@example.org"]);
        output(git.args(["-c", "commit.gpgsign=false"]).args(arguments)).unwrap()
    }

    fn repository() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "--quiet"]);
        fs::write(folder.path().join(".gitignore"), "/target\n").unwrap();
        git(folder.path(), &["add", "."]);
        git(folder.path(), &["commit", "--quiet", "--message=First"]);
        folder
    }

    #[test]
    fn a_green_run_names_its_commit_and_its_steps() {
        let folder = repository();
        let commit = Commit::of_clean_tree(folder.path()).unwrap();
        let green = write(folder.path(), &commit, STEPS).unwrap().unwrap();
        let hash = git(folder.path(), &["rev-parse", "HEAD"]);
        assert_eq!(fs::read_to_string(&green).unwrap(), format!("{hash}{STEPS}"));
        assert_eq!(green, folder.path().join("target/green"));
        assert_eq!(
            Commit::of_clean_tree(folder.path()),
            Some(commit),
            "it does not make the tree dirty"
        );
    }

    #[test]
    fn a_dirty_tree_is_no_commit() {
        let folder = repository();
        fs::write(folder.path().join("new.rs"), "").unwrap();
        assert_eq!(Commit::of_clean_tree(folder.path()), None);
        assert_eq!(Commit::of_clean_tree(tempfile::tempdir().unwrap().path()), None);
    }

    #[test]
    fn a_commit_that_changed_meanwhile_writes_nothing_and_removes_nothing() {
        let folder = repository();
        let commit = Commit::of_clean_tree(folder.path()).unwrap();
        let green = write(folder.path(), &commit, STEPS).unwrap().unwrap();
        git(
            folder.path(),
            &["commit", "--quiet", "--allow-empty", "--message=Second"],
        );
        assert_eq!(write(folder.path(), &commit, "").unwrap(), None);
        assert!(fs::read_to_string(green).unwrap().ends_with(STEPS));
    }
}
