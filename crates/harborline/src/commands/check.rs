use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use city::Severity;
use domain::Lang;
use domain::city::Checker;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use web::{Clock as _, SystemClock};

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
    /// Who checked them: a reviewer whom the city names. Without it, the project, and readers are told that the city has
    /// not confirmed them.
    #[arg(long, value_name = "REVIEWER", requires = "confirm", default_value = Checker::PROJECT)]
    by: String,
    /// The day on which guides must not have expired: today, if it is not given.
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if let Some(language) = &args.confirm {
        let language = match language.as_str() {
            "all" => None,
            tag => Some(Lang::parse(tag).with_context(|| format!("`{tag}` is not a language"))?),
        };
        let confirmed = city::confirm(&args.pack, language, &args.only, &Checker::named(&args.by))?;
        for translation in &confirmed {
            println!("{translation}");
        }
        println!("{} confirmed", confirmed.len());
    }
    let today = || SystemClock.now().to_zoned(TimeZone::system()).date();
    let (city, findings) = city::check(&args.pack, args.on.unwrap_or_else(today));
    for finding in &findings {
        println!("{finding}");
    }
    let texts = city.as_ref().map(|city| read_texts(city, &args.pack));
    match &texts {
        Some(Ok(texts)) => texts
            .gaps()
            .iter()
            .for_each(|gap| println!("{}/{gap}", args.pack.display())),
        Some(Err(error)) => println!("{error}"),
        None => {}
    }
    let to_mend = findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note);
    let to_mend = to_mend.count() + usize::from(matches!(texts, Some(Err(_))));
    if let Some(city) = city.filter(|_| to_mend == 0 && matches!(texts, Some(Ok(_)))) {
        println!(
            "{}: {} services, {} guides, {} units, {} articles, {} terms, {} languages; nothing to mend",
            args.pack.display(),
            city.services.len(),
            city.guides.len(),
            city.units.len(),
            city.regulation.articles.len(),
            city.glossary.len(),
            city.languages.len()
        );
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("{to_mend} to mend");
    Ok(ExitCode::FAILURE)
}
