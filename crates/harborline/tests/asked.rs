//! What people write into the box of the first page leads to the service they mean.

use std::path::Path;

use domain::city::City;
use language::detect::Detector;
use language::services::{Finder, Found};

const MESSAGES: &str = include_str!("asked/messages.txt");

fn weihai() -> City {
    city::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/weihai")).unwrap()
}

/// Service and words of each message.
fn messages() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = MESSAGES.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let parts: Vec<&str> = line.splitn(3, " | ").collect();
        (parts[0], parts[2])
    })
}

/// How many of these were led to their service, and how many were shown it among three; what was not is printed.
fn led<'a>(city: &City, messages: impl Iterator<Item = (&'a str, &'a str)>) -> (usize, usize, usize) {
    let (finder, detector) = (Finder::new(city), Detector::new());
    let (mut all, mut first, mut among) = (0, 0, 0);
    for (service, text) in messages {
        let lang = detector.detect(text).map(|detected| detected.lang);
        let found = finder.find(text, lang);
        let at = found.iter().position(|found| found.service == *service);
        all += 1;
        first += usize::from(at == Some(0));
        among += usize::from(at.is_some());
        if at != Some(0) {
            let reasons = |found: &Found| {
                found
                    .because
                    .iter()
                    .map(|range| &text[range.clone()])
                    .collect::<Vec<_>>()
            };
            let instead: Vec<String> = found
                .iter()
                .map(|found| format!("{} {:.1} {:?}", found.service, found.score, reasons(found)))
                .collect();
            println!("{text}\n    {service}, not {}", instead.join(", "));
        }
    }
    println!("{all} messages: {first} led to their service, {among} showed it among three");
    (all, first, among)
}

#[test]
fn words_in_any_language_lead_to_the_service_they_mean() {
    let city = weihai();
    let (all, first, among) = led(&city, messages());
    assert!(all >= 150);
    assert!(first * 100 >= all * 90, "{first} of {all} first");
    assert!(among * 100 >= all * 97, "{among} of {all} among three");
}

/// They were written for the demo before there was a box to write into: whole stories, and many never name what they are
/// about. No word was added for them; this only tells when it gets worse.
#[test]
fn what_the_demos_residents_write_shows_their_service() {
    let city = weihai();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/weihai/demo/residents");
    let files = std::fs::read_dir(folder).unwrap();
    let texts: Vec<String> = files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let mut messages = Vec::new();
    for block in texts
        .iter()
        .flat_map(|text| text.split("[[description]]").skip(1))
    {
        let of = |key: &str| {
            let line = block.lines().find_map(|line| line.strip_prefix(key));
            line.map(|line| line.trim().trim_matches('"'))
        };
        if let (Some(service), Some(text)) = (of("service ="), of("text =")) {
            messages.push((service, text));
        }
    }
    let (all, first, among) = led(&city, messages.into_iter());
    assert!(all >= 300);
    assert!(first * 100 >= all * 58, "{first} of {all} first");
    assert!(among * 100 >= all * 69, "{among} of {all} among three");
}
