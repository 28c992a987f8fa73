//! The chat API of `OpenAI`, which many servers copy (`vLLM`, `llama.cpp`, `Ollama`): `POST /chat/completions`.
//! Source: <https://platform.openai.com/docs/api-reference/chat/create>.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::Lang;
use language::glossary::Glossary;
use language::translate::{Engine, Request};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::line::{Failure, Line, ask};
use super::{Given, NotGiven};

/// What every model is told; `{from}`, `{to}` and `{terms}` are filled in, the text never is.
const PROMPT: &str = include_str!("prompt.txt");
/// So many terms are told at most: a longer list is not followed better.
const TERMS: usize = 40;
/// Tokens that a character of the original may come to, and what is left to short texts. Models cut words of Korean
/// or Russian smaller than those of English.
const TOKENS_A_CHARACTER: usize = 3;
const MORE_TOKENS: usize = 64;
const MOST_TOKENS: usize = 8192;
/// The longest name of a version that is kept.
const LONGEST_VERSION: usize = 64;

pub struct OpenAi {
    line: Line,
    key: Option<SecretString>,
    model: String,
    glossary: Arc<Glossary>,
}

#[derive(Serialize)]
struct Question<'a> {
    model: &'a str,
    messages: [Message<'a>; 2],
    temperature: u8,
    max_tokens: usize,
    stream: bool,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

#[derive(Deserialize)]
struct Answer {
    choices: Vec<Choice>,
    /// The model that really answered.
    #[serde(default)]
    model: Option<String>,
}

#[derive(Deserialize)]
struct Choice {
    message: Said,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Said {
    content: Option<String>,
}

impl OpenAi {
    pub fn new(line: Line, key: Option<SecretString>, model: &str, glossary: Arc<Glossary>) -> Self {
        Self {
            line,
            key,
            model: model.to_owned(),
            glossary,
        }
    }

    pub async fn translate(&self, request: &Request, deadline: Instant) -> Result<Given, NotGiven> {
        let system = self.prompt(request);
        let question = Question {
            model: &self.model,
            messages: [
                Message {
                    role: "system",
                    content: &system,
                },
                Message {
                    role: "user",
                    content: &request.text,
                },
            ],
            temperature: 0,
            max_tokens: (request.text.chars().count() * TOKENS_A_CHARACTER + MORE_TOKENS).min(MOST_TOKENS),
            stream: false,
        };
        let mut post = self.line.post("chat/completions").json(&question);
        if let Some(key) = &self.key {
            post = post.bearer_auth(key.expose_secret());
        }
        let answer = ask(post, deadline).await?;
        let answer: Answer =
            serde_json::from_slice(&answer).map_err(|_| Failure::Wrong("its answer has another form"))?;
        let choice = answer.choices.into_iter().next();
        let choice = choice.ok_or(Failure::Wrong("its answer is empty"))?;
        if choice.finish_reason.as_deref() != Some("stop") {
            return Err(Failure::Wrong("it did not come to an end").into());
        }
        let text = choice
            .message
            .content
            .ok_or(Failure::Wrong("its answer is empty"))?;
        let version = answer.model.unwrap_or_default();
        Ok(Given {
            text: text.trim().to_owned(),
            engine: Engine {
                name: super::Kind::OpenAi.name().to_owned(),
                model: self.model.clone(),
                version: version
                    .chars()
                    .filter(char::is_ascii_graphic)
                    .take(LONGEST_VERSION)
                    .collect(),
            },
        })
    }

    fn prompt(&self, request: &Request) -> String {
        let found = self.glossary.find(&request.text, request.from, request.to);
        let lines: BTreeSet<String> = found
            .iter()
            .map(|found| format!("  {} = {}", found.term, found.translation))
            .collect();
        let lines: Vec<String> = lines.into_iter().take(TERMS).collect();
        let terms = if lines.is_empty() {
            String::new()
        } else {
            format!(
                "- Use the city's own words, in the form the sentence needs:\n{}",
                lines.join("\n")
            )
        };
        PROMPT
            .replace("{from}", &named(request.from))
            .replace("{to}", &named(request.to))
            .replace("{terms}", &terms)
            .trim_end()
            .to_owned()
    }
}

/// What a model calls a language.
pub fn named(lang: Lang) -> String {
    let name = match lang.as_str() {
        "ar" => "Arabic",
        "de" => "German",
        "en" => "English",
        "es" => "Spanish",
        "fa" => "Persian",
        "fr" => "French",
        "hi" => "Hindi",
        "id" => "Indonesian",
        "it" => "Italian",
        "ja" => "Japanese",
        "ko" => "Korean",
        "pt" => "Portuguese",
        "ru" => "Russian",
        "th" => "Thai",
        "tr" => "Turkish",
        "uk" => "Ukrainian",
        "vi" => "Vietnamese",
        "zh" => "Simplified Chinese",
        code => return format!("the language with the ISO 639 code \"{code}\""),
    };
    name.to_owned()
}
