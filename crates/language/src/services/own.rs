//! What the services' own texts say of them, compared with a text.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use domain::city::City;

use super::Speaks;
use super::tokens::{Token, tokens};

/// What a word counts for in a name, in what is asked or told, and in a guide.
const NAMED: f64 = 3.0;
const TOLD: f64 = 2.0;
const ASKED: f64 = 1.0;

/// What a word of an exclusion counts for with the service it sends people to, and against the one that excludes it.
const SENT_HERE: f64 = 1.5;
const EXCLUDED: f64 = -1.0;

/// How much these texts say beside what people say: they are about a service, and were not written to find it by.
const SHARE: f64 = 0.45;

/// What a word has to add to be shown as a reason.
const SPEAKS: f64 = 0.35;

/// A word keeps as many letters as its forms have in common, and says something from this many on.
const KEPT: usize = 6;
const SHORTEST: usize = 3;

/// By feature (a word without its ending, or a pair of letters): its weight for each service that has it.
#[derive(Debug)]
pub struct OwnTexts {
    weights: HashMap<String, Vec<(usize, f64)>>,
    /// In how many of the pack's texts each stands: a word of many says little.
    common: HashMap<String, u32>,
    texts: u32,
    services: usize,
}

impl OwnTexts {
    pub fn new(city: &City) -> Self {
        let mut own = Self {
            weights: HashMap::new(),
            common: HashMap::new(),
            texts: 0,
            services: city.services.len(),
        };
        own.count(city);
        // In order, so that sums are the same in every run.
        let mut weights: BTreeMap<(String, usize), f64> = BTreeMap::new();
        let names = names(city);
        for (at, service) in city.services.iter().enumerate() {
            let place = format!("services/{}", service.code);
            for key in city.texts.keys(&place) {
                let weight = weight(key);
                for (lang, text) in city.texts.row(&place, key).into_iter().flatten() {
                    if key == "not_for" {
                        let of_language = names.get(lang).map_or(&[][..], Vec::as_slice);
                        exclusions(at, text, of_language, &mut weights);
                    } else if weight > 0.0 {
                        for (feature, _) in features(&tokens(text)) {
                            let so_far = weights.entry((feature, at)).or_insert(0.0);
                            *so_far = so_far.max(weight);
                        }
                    }
                }
            }
        }
        for ((feature, service), weight) in weights {
            own.weights.entry(feature).or_default().push((service, weight));
        }
        own
    }

    /// In how many texts of the pack each feature stands.
    fn count(&mut self, city: &City) {
        let places = city
            .services
            .iter()
            .map(|service| format!("services/{}", service.code));
        let places =
            places.chain(["pages", "regulation", "replies", "units", "needs", "bases"].map(str::to_owned));
        for place in places {
            for key in city.texts.keys(&place) {
                for text in city
                    .texts
                    .row(&place, key)
                    .into_iter()
                    .flat_map(|row| row.values())
                {
                    self.texts += 1;
                    let once: HashSet<String> = features(&tokens(text)).into_iter().map(|(f, _)| f).collect();
                    for feature in once {
                        *self.common.entry(feature).or_default() += 1;
                    }
                }
            }
        }
    }

    /// What speaks for each service.
    pub fn score(&self, text: &[Token]) -> Vec<Speaks> {
        let mut speaks = vec![Speaks::default(); self.services];
        let mut seen = BTreeSet::new();
        for (feature, range) in features(text) {
            let Some(weights) = self.weights.get(&feature) else {
                continue;
            };
            if !seen.insert(feature.clone()) {
                continue;
            }
            let rare = self.rarity(&feature);
            let all: f64 = weights.iter().map(|(_, weight)| weight.max(0.0)).sum();
            for (service, weight) in weights {
                let adds = SHARE * rare * weight * (weight.abs() / all.max(NAMED));
                let speaks = &mut speaks[*service];
                speaks.score += adds;
                if adds >= SPEAKS {
                    speaks.ranges.push(range.clone());
                }
            }
        }
        for speaks in &mut speaks {
            speaks.ranges = joined(std::mem::take(&mut speaks.ranges));
        }
        speaks
    }

    /// From 0, for what stands everywhere, to 1.
    fn rarity(&self, feature: &str) -> f64 {
        let common = self.common.get(feature).copied().unwrap_or(0) + 1;
        let all = f64::from(self.texts + 1).ln();
        if all > 0.0 {
            1.0 - f64::from(common).ln() / all
        } else {
            0.0
        }
    }
}

/// How much a text of that key says of the service.
fn weight(key: &str) -> f64 {
    let topic = key.starts_with("topic.") && key != "topic.label" && key != "topic.other";
    match key {
        "name" => NAMED,
        "summary" => TOLD,
        _ if topic => TOLD,
        "intro" => ASKED,
        _ if key.rsplit('.').next() == Some("label") || key.contains(".option.") => ASKED,
        _ => 0.0,
    }
}

/// The names of the services in each language, as tokens, with the service.
fn names(city: &City) -> HashMap<domain::Lang, Vec<(usize, Vec<String>)>> {
    let mut names: HashMap<_, Vec<_>> = HashMap::new();
    for (at, service) in city.services.iter().enumerate() {
        let row = city.texts.row(&format!("services/{}", service.code), "name");
        for (lang, name) in row.into_iter().flatten() {
            let forms = tokens(name).iter().map(kept).collect();
            names.entry(*lang).or_default().push((at, forms));
        }
    }
    names
}

/// A sentence that sends people to another service speaks for that one, and against this.
fn exclusions(
    of: usize,
    text: &str,
    names: &[(usize, Vec<String>)],
    weights: &mut BTreeMap<(String, usize), f64>,
) {
    for sentence in text.split(['.', '。', ';', '；', '!', '?', '？']) {
        let tokens = tokens(sentence);
        let forms: Vec<String> = tokens.iter().map(kept).collect();
        let others = names.iter().filter(|(service, _)| *service != of);
        let sends_to = others.filter_map(|(service, name)| {
            let at = forms
                .windows(name.len().max(1))
                .position(|window| window == &name[..])?;
            Some((*service, at..at + name.len()))
        });
        let Some((other, name)) = sends_to.min_by_key(|(_, name)| name.start) else {
            continue;
        };
        let said = [&tokens[..name.start], &tokens[name.end..]];
        for (feature, _) in said.into_iter().flat_map(features) {
            let sent = weights.entry((feature.clone(), other)).or_insert(0.0);
            *sent = sent.max(SENT_HERE);
            weights.entry((feature, of)).or_insert(EXCLUDED);
        }
    }
}

/// Words without their endings, and pairs of letters that stand together.
fn features(text: &[Token]) -> Vec<(String, Range<usize>)> {
    let words = text
        .iter()
        .filter(|token| !token.is_letter && token.form.chars().count() >= SHORTEST)
        .map(|token| (kept(token), token.range.clone()));
    let pairs = text.windows(2).filter_map(|pair| {
        let [a, b] = pair else { return None };
        // Hiragana alone are endings and particles.
        let is_ending = |token: &Token| token.form.chars().all(|c| ('\u{3041}'..='\u{309f}').contains(&c));
        let together = a.is_letter && b.is_letter && b.joined && !(is_ending(a) && is_ending(b));
        together.then(|| (format!("{}{}", a.form, b.form), a.range.start..b.range.end))
    });
    words.chain(pairs).collect()
}

fn kept(token: &Token) -> String {
    token.form.chars().take(KEPT).collect()
}

/// Ranges that touch or overlap as one, in their order.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => joined.push(range),
        }
    }
    joined
}
