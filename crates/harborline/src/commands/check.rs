use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use domain::Lang;

use super::read_texts;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of the pack.
    pack: PathBuf,
    /// Record that you have checked the translations into this language (or `all`) as they stand.
    #[arg(long, value_name = "LANGUAGE|all")]
    confirm: Option<String>,
    /// Confirm only these: a folder (`pages`), a text (`pages/help.body`) or all that begins so (`pages/help`). May be
    /// repeated.
    #[arg(long, value_name = "NAME", requires = "confirm")]
    only: Vec<String>,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if let Some(language) = &args.confirm {
        let language = match language.as_str() {
            "all" => None,
            tag => Some(Lang::parse(tag).with_context(|| format!("`{tag}` is not a language"))?),
        };
        let confirmed = city::confirm(&args.pack, language, &args.only)?;
        for translation in &confirmed {
            println!("{translation}");
        }
        println!("{} confirmed", confirmed.len());
    }
    let (city, findings) = city::check(&args.pack);
    for finding in &findings {
        println!("{finding}");
    }
    let texts = city.as_ref().map(|city| read_texts(city, &args.pack));
    if let Some(Err(error)) = &texts {
        println!("{error}");
    }
    if let Some(city) = city.filter(|_| findings.is_empty() && matches!(texts, Some(Ok(_)))) {
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
    eprintln!(
        "{} to mend",
        findings.len() + usize::from(matches!(texts, Some(Err(_))))
    );
    Ok(ExitCode::FAILURE)
}
