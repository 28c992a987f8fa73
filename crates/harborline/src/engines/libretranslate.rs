//! The API of `LibreTranslate`: `POST /translate`, `GET /languages`.
//! Source: <https://docs.libretranslate.com/api/operations/translate/>.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Lang;
use language::translate::{Engine, Request};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::line::{Failure, Line, ask};
use super::{Given, NotGiven};

/// How long what it said of its languages is believed.
const BELIEVED: Duration = Duration::from_hours(1);

pub struct LibreTranslate {
    line: Line,
    key: Option<SecretString>,
    languages: Mutex<Option<(Instant, Arc<[Language]>)>>,
}

/// A language it reads, and those it can write it in. Its codes are tags of its own choice: `zh`, `zh-Hans`, `pt-BR`.
#[derive(Debug, Deserialize)]
struct Language {
    code: String,
    /// Older servers do not say: all.
    #[serde(default)]
    targets: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Question<'a> {
    q: &'a str,
    source: &'a str,
    target: &'a str,
    format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_key: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    translated_text: String,
}

impl LibreTranslate {
    pub fn new(line: Line, key: Option<SecretString>) -> Self {
        Self {
            line,
            key,
            languages: Mutex::new(None),
        }
    }

    /// Whether it has said, not long ago, that it does not translate this.
    pub fn lacks(&self, from: Lang, to: Lang) -> bool {
        self.known(Instant::now())
            .is_some_and(|languages| codes(&languages, from, to).is_none())
    }

    pub async fn translate(&self, request: &Request, deadline: Instant) -> Result<Given, NotGiven> {
        let languages = self.languages(deadline).await?;
        let Some((source, target)) = codes(&languages, request.from, request.to) else {
            return Err(NotGiven::Pair);
        };
        let question = Question {
            q: &request.text,
            source,
            target,
            format: "text",
            api_key: self.key.as_ref().map(SecretString::expose_secret),
        };
        let answer = ask(self.line.post("translate").json(&question), deadline).await?;
        let answer: Answer =
            serde_json::from_slice(&answer).map_err(|_| Failure::Wrong("its answer has another form"))?;
        Ok(Given {
            text: answer.translated_text,
            engine: Engine {
                name: super::Kind::LibreTranslate.name().to_owned(),
                model: format!("{source}-{target}"),
                // Its answers do not say.
                version: "unknown".to_owned(),
            },
        })
    }

    fn known(&self, now: Instant) -> Option<Arc<[Language]>> {
        let known = self.languages.lock().unwrap_or_else(PoisonError::into_inner);
        let (asked, languages) = known.as_ref()?;
        (now.duration_since(*asked) < BELIEVED).then(|| Arc::clone(languages))
    }

    async fn languages(&self, deadline: Instant) -> Result<Arc<[Language]>, Failure> {
        if let Some(known) = self.known(Instant::now()) {
            return Ok(known);
        }
        let answer = ask(self.line.get("languages"), deadline).await?;
        let languages: Vec<Language> = serde_json::from_slice(&answer)
            .map_err(|_| Failure::Wrong("its list of languages has another form"))?;
        let languages: Arc<[Language]> = languages.into();
        let mut known = self.languages.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some((Instant::now(), Arc::clone(&languages)));
        Ok(languages)
    }
}

/// Its codes for a pair, if it has the pair.
fn codes(languages: &[Language], from: Lang, to: Lang) -> Option<(&str, &str)> {
    let of = |codes: &mut dyn Iterator<Item = &'_ str>, lang: Lang| -> Option<usize> {
        let codes: Vec<&str> = codes.collect();
        let exact = codes.iter().position(|code| *code == lang.as_str());
        // The city writes simplified characters.
        exact.or_else(|| {
            codes.iter().position(|code| {
                Lang::parse(code) == Ok(lang) && !matches!(*code, "zh-Hant" | "zh-TW" | "zh-HK")
            })
        })
    };
    let source = &languages[of(&mut languages.iter().map(|l| l.code.as_str()), from)?];
    let target = match &source.targets {
        Some(targets) => &targets[of(&mut targets.iter().map(String::as_str), to)?],
        None => &languages[of(&mut languages.iter().map(|l| l.code.as_str()), to)?].code,
    };
    Some((&source.code, target))
}
