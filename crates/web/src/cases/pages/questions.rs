//! The questions of a service's form as controls.

use domain::Lang;
use domain::services::{Field, FieldKind, Place, Service};

use super::answers::{Answers, CONTACT, Step, field_name};
use crate::kit::form::{Choice, Control, Counted, DatePart, FormState, Kind};
use crate::kit::names;
use crate::kit::page::Page;
use crate::notices;

/// Heading and words before the controls, and the controls of a page.
pub(super) fn controls(
    page: &Page,
    service: &Service,
    step: &Step,
    state: &FormState,
) -> (Option<String>, Option<String>, Vec<Control>) {
    let text = |key: &str| page.service_text(&service.code, key);
    let heading = |mut control: Control| {
        control.is_heading = true;
        (None, None, vec![control])
    };
    match step {
        Step::Topic => {
            let choices = service.topics.iter().map(|topic| {
                choice(state, "topic", &topic.code, || {
                    text(&format!("topic.{}", topic.code))
                })
            });
            heading(
                Control::new("topic", text("topic.label"), Kind::Radios(choices.collect()))
                    .filled(page, state),
            )
        }
        Step::Field(code) => match service.field(code) {
            Some(field) => heading(field_control(page, service, field, state)),
            None => (None, None, Vec::new()),
        },
        Step::Group(code, fields) => {
            let fields = fields.iter().filter_map(|code| service.field(code));
            let controls = fields.map(|field| field_control(page, service, field, state));
            (Some(text(&format!("group.{code}"))), None, controls.collect())
        }
        Step::Place => {
            let districts = page.city().districts();
            let mut choices: Vec<Choice> = districts
                .map(|unit| {
                    choice(state, "place", unit.code.as_str(), || {
                        page.unit(&unit.code).to_owned()
                    })
                })
                .collect();
            if service.place == Place::Optional {
                choices.push(Choice {
                    value: String::new(),
                    label: page.c_owned("city", "district.none"),
                    hint: None,
                    chosen: state.value("place").is_empty() && state.value("at") == "place",
                    tag: None,
                });
            }
            let label = page.t("apply-place-label").to_string();
            let control = Control::new("place", label, Kind::Radios(choices));
            heading(
                control
                    .hinted(page.t("apply-place-hint").to_string())
                    .filled(page, state),
            )
        }
        Step::Text => {
            let mut words = Control::new("text", text("text.label"), Kind::Area { rows: 10 });
            words.is_heading = true;
            words.counted = Some(Counted::new(page, Answers::text_max()));
            let any_language = page.t("apply-text-any-language").to_string();
            let hint = match page.c_opt(&format!("services/{}", service.code), "text.hint") {
                Some(hint) => {
                    let both = page.t("apply-text-hint").with("hint", hint);
                    both.with("more", any_language).to_string()
                }
                None => any_language,
            };
            let words = words.hinted(hint).filled(page, state);
            let language = Control::new(
                "language",
                page.t("apply-language-label").to_string(),
                Kind::Select(written_languages(page, state.value("language"))),
            );
            (None, None, vec![words, language.filled(page, state)])
        }
        Step::Contact | Step::Check => {
            let intro = if service.anonymous {
                "apply-contact-optional"
            } else {
                "apply-contact-needed"
            };
            let intro = page.t(intro).to_string();
            let heading = page.t("apply-contact-label").to_string();
            (Some(heading), Some(intro), contact_controls(page, state))
        }
    }
}

fn contact_controls(page: &Page, state: &FormState) -> Vec<Control> {
    let parts = [
        ("text", "", "name", page.t("apply-contact-name").to_string(), None),
        (
            "email",
            "email",
            "email",
            page.t("apply-contact-email").to_string(),
            Some(notices::follow::hint(page)),
        ),
        (
            "tel",
            "tel",
            "tel",
            page.t("apply-contact-phone").to_string(),
            Some(page.t("apply-contact-phone-hint").to_string()),
        ),
    ];
    let control = |(name, (kind, keyboard, autocomplete, label, hint)): (&str, _)| {
        let hint: Option<String> = hint;
        let kind = Kind::Line {
            kind,
            width: "hl-input--medium",
            keyboard,
        };
        let mut control = Control::new(name, label, kind).hinted(hint.unwrap_or_default());
        control.autocomplete = Some(autocomplete);
        control.filled(page, state)
    };
    CONTACT.into_iter().zip(parts).map(control).collect()
}

fn choice(state: &FormState, name: &str, value: &str, label: impl FnOnce() -> String) -> Choice {
    Choice {
        value: value.to_owned(),
        label: label(),
        hint: None,
        chosen: state.value(name).split(',').any(|chosen| chosen == value),
        tag: None,
    }
}

/// Languages people write in, each by its own name; first, to find it out.
fn written_languages(page: &Page, chosen: &str) -> Vec<Choice> {
    let auto = Choice {
        value: String::new(),
        label: page.t("apply-language-detect").to_string(),
        hint: None,
        chosen: chosen.is_empty(),
        tag: None,
    };
    let own = page
        .city()
        .languages
        .iter()
        .map(|language| (language.code, language.name.clone()));
    let named = |lang: Lang| Some((lang, names::itself(lang)?.to_owned()));
    let mut others: Vec<(Lang, String)> = page.other_languages().filter_map(named).collect();
    others.sort_by(|(_, a), (_, b)| page.writing().compare(a, b));
    let choice = |(lang, name): (Lang, String)| Choice {
        value: lang.to_string(),
        label: name,
        hint: None,
        chosen: chosen == lang.as_str(),
        tag: Some(page.tag_of(lang).to_owned()),
    };
    std::iter::once(auto)
        .chain(own.chain(others).map(choice))
        .collect()
}

/// The control of a service's own question.
pub(super) fn field_control(page: &Page, service: &Service, field: &Field, state: &FormState) -> Control {
    let name = field_name(&field.code);
    let place = format!("services/{}", service.code);
    let text = |key: &str| page.c_owned(&place, format!("field.{}.{key}", field.code));
    let line = |width, keyboard| Kind::Line {
        kind: "text",
        width,
        keyboard,
    };
    let options = || {
        let choices = field.options.iter();
        choices
            .map(|option| choice(state, &name, option, || text(&format!("option.{option}"))))
            .collect()
    };
    let kind = match field.kind {
        FieldKind::Text => line("", ""),
        FieldKind::Textarea => Kind::Area { rows: 6 },
        FieldKind::Choice => Kind::Radios(options()),
        FieldKind::Choices => Kind::Checks(options()),
        FieldKind::Date => Kind::Date(date_parts(page, state.value(&name))),
        FieldKind::Number => line("govuk-input--width-5", "numeric"),
        FieldKind::Money => line("govuk-input--width-10", "decimal"),
        FieldKind::Email => Kind::Line {
            kind: "email",
            width: "hl-input--medium",
            keyboard: "email",
        },
        FieldKind::Phone => Kind::Line {
            kind: "tel",
            width: "hl-input--medium",
            keyboard: "tel",
        },
        FieldKind::Country => Kind::Select(country_choices(page, state.value(&name))),
        FieldKind::Yesno => Kind::Radios(vec![
            choice(state, &name, "yes", || page.t("form-yes").to_string()),
            choice(state, &name, "no", || page.t("form-no").to_string()),
        ]),
    };
    let label = if field.required {
        text("label")
    } else {
        page.t("form-optional").with("label", text("label")).to_string()
    };
    let mut control = Control::new(name, label, kind);
    control.is_required = field.required;
    if field.kind == FieldKind::Textarea {
        control.counted = field.max_characters().map(|max| Counted::new(page, max));
    }
    let hint = page
        .c_opt(&place, &format!("field.{}.hint", field.code))
        .unwrap_or_default()
        .to_owned();
    let mut control = control.hinted(hint).filled(page, state);
    // What is understood stands there as it is typed here.
    if field.places().is_some() && field.check_number(&control.value, None).as_ref() == Ok(&control.value) {
        control.value = page.writing().typed_amount(&control.value);
    }
    control
}

fn country_choices(page: &Page, chosen: &str) -> Vec<Choice> {
    let choice = |value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: None,
        chosen: chosen.eq_ignore_ascii_case(value),
        tag: None,
    };
    let none = choice("", &page.t("form-choose").to_string());
    let all = page.writing().names().countries();
    let all = all.map(|(code, name)| choice(code, name));
    std::iter::once(none).chain(all).collect()
}

/// The parts of a date in the order in which the reader's language writes them.
fn date_parts(page: &Page, value: &str) -> Vec<DatePart> {
    let mut values = value
        .splitn(3, '-')
        .map(|part| part.trim_start_matches('0').to_owned());
    let values = ["year", "month", "day"].map(|part| (part, values.next().unwrap_or_default()));
    let part = |name: &&'static str| DatePart {
        part: name,
        label: page.tc("form", name).to_string(),
        value: values
            .iter()
            .find(|(part, _)| part == name)
            .map_or_else(String::new, |(_, value)| value.clone()),
    };
    page.writing().date_order().iter().map(part).collect()
}
