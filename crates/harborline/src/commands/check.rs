use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use domain::Lang;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of the pack.
    pack: PathBuf,
    /// Record that someone has looked at the translations into this language (or `all`) as they stand.
    #[arg(long, value_name = "LANGUAGE|all")]
    confirm: Option<String>,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if let Some(language) = &args.confirm {
        let language = match language.as_str() {
            "all" => None,
            tag => Some(Lang::parse(tag).with_context(|| format!("`{tag}` is not a language"))?),
        };
        let confirmed = city::confirm(&args.pack, language)?;
        println!("{confirmed} translations confirmed");
    }
    let (city, findings) = city::check(&args.pack);
    for finding in &findings {
        println!("{finding}");
    }
    if let Some(city) = city.filter(|_| findings.is_empty()) {
        println!(
            "{}: {} services, {} units, {} articles, {} terms, {} languages; nothing to mend",
            args.pack.display(),
            city.services.len(),
            city.units.len(),
            city.regulation.articles.len(),
            city.glossary.len(),
            city.languages.len()
        );
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("{} to mend", findings.len());
    Ok(ExitCode::FAILURE)
}
