use std::io::{BufRead as _, Read as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use bergamot::Options;
use domain::Lang;
use language::glossary::Glossary;

use super::read_city;
use crate::config::Config;
use crate::engines::local;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Language of the lines.
    #[arg(long, value_name = "LANG")]
    from: Lang,
    /// Language to translate them into.
    #[arg(long, value_name = "LANG")]
    to: Lang,
    /// Read HTML: all of standard input is one fragment or page. Its tags are put around the words that they were around;
    /// damaged HTML is refused, and nothing is written.
    #[arg(long)]
    html: bool,
}

/// A line in, a line out, with the models of the data folder. A line that cannot be translated stays as it is.
pub fn run(config: &Config, args: &Args) -> anyhow::Result<ExitCode> {
    let (from, to) = (args.from, args.to);
    // Without a city there are no terms, and nothing else is missing.
    let glossary = read_city(&config.city).map_or_else(|_| Glossary::default(), |city| Glossary::new(&city));
    let neural = local::neural(&config.data, Arc::new(glossary))?;
    let Some((route, _)) = neural.route(from, to) else {
        anyhow::bail!(
            "no model leads from {from} to {to} in {}; `harborline models add {from}-{to}` fetches one",
            config.data.join("models").display()
        );
    };
    let mut out = std::io::stdout().lock();
    if args.html {
        let mut html = String::new();
        std::io::stdin().lock().read_to_string(&mut html)?;
        let options = Options {
            // A page has no one who waits for it as for a line.
            limit: None,
            terms: neural.terms(&html, from, to),
            ..Options::default()
        };
        let translated = route
            .translate_html(&html, &options)
            .context("nothing was translated")?;
        out.write_all(translated.html.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let options = Options {
            limit: Some(local::LIMIT),
            terms: neural.terms(&line, from, to),
            ..Options::default()
        };
        let text = match route.translate(&line, &options) {
            Ok(translation) => translation.text,
            Err(error) => {
                eprintln!("harborline: a line stays as it is: {error}");
                line
            }
        };
        writeln!(out, "{text}")?;
    }
    Ok(ExitCode::SUCCESS)
}
