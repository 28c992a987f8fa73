//! The files that rules read: those git knows or would take in, so that a new file is seen before it is committed.

use std::fs;
use std::path::Path;

use crate::shell::{self, output};

/// Endings of the files that some rule reads.
const READ: [&str; 7] = [".rs", ".html", ".ts", ".mjs", ".ftl", ".toml", ".md"];

#[derive(Debug)]
pub struct File {
    /// From the root of the repository, with `/`.
    pub path: String,
    pub text: String,
}

/// In the order of their paths.
#[derive(Debug)]
pub struct Tree {
    files: Vec<File>,
}

impl Tree {
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let mut git = shell::program("git");
        git.current_dir(root);
        git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let names = output(&mut git)?;
        let mut files = Vec::new();
        for path in names
            .split('\0')
            .filter(|path| READ.iter().any(|end| path.ends_with(end)))
        {
            // One that git knows and that is deleted is not there.
            if let Ok(text) = fs::read_to_string(root.join(path)) {
                files.push(File {
                    path: path.to_owned(),
                    text,
                });
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        Ok(Self { files })
    }

    #[cfg(test)]
    pub fn made_of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        };
        Self {
            files: files.iter().map(file).collect(),
        }
    }

    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.files.iter()
    }

    /// Rust that is part of a crate in `crates/`, its tests aside.
    pub fn sources(&self) -> impl Iterator<Item = &File> {
        self.files()
            .filter(|file| file.krate().is_some() && file.is("rs") && !file.is_test())
    }
}

impl File {
    pub fn is(&self, ending: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, end)| end == ending)
    }

    /// The crate whose `src` it lies in.
    pub fn krate(&self) -> Option<&str> {
        self.within_crate().map(|(krate, _)| krate)
    }

    /// That crate, and the path below its `src`.
    pub fn within_crate(&self) -> Option<(&str, &str)> {
        self.path.strip_prefix("crates/")?.split_once("/src/")
    }

    /// The file's name without its ending.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.split('.').next().unwrap_or(name)
    }

    /// A file that is compiled into no program: tests, what they share, examples.
    pub fn is_test(&self) -> bool {
        let mut folders = self.path.split('/');
        folders.any(|part| ["tests", "examples", "fuzz"].contains(&part))
            || ["tests", "testing"].contains(&self.stem())
            || self.path.contains(".test.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_rust_of_a_crate_that_is_no_test() {
        let tree = Tree::made_of(&[
            ("crates/web/src/app.rs", ""),
            ("crates/web/src/testing.rs", ""),
            ("crates/web/src/form/tests.rs", ""),
            ("crates/web/tests/all.rs", ""),
            ("crates/web/ui/src/app.ts", ""),
            ("xtask/src/main.rs", ""),
        ]);
        let sources: Vec<&str> = tree.sources().map(|file| file.path.as_str()).collect();
        assert_eq!(sources, ["crates/web/src/app.rs"]);
    }
}
