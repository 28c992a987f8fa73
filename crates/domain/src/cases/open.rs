//! How a case begins.

use std::collections::BTreeMap;

use super::clocks::Clocks;
use super::{Body, Case, CaseEvent, Contact, NewEvent, OPEN, Open, What};
use crate::deadlines::ClockKind;
use crate::journaled::{Context, Journaled as _, Refusal};
use crate::problems::{self, FieldProblem, MESSAGE_MAX, Problem};
use crate::roles::Reach;
use crate::services::{Place, Service};
use crate::typed;

/// The events that open a case.
///
/// # Errors
/// [`Refusal::Invalid`] names every field that is wrong.
pub(super) fn open(open: &Open, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
    if Case::reach(ctx.actor, OPEN) == Reach::No {
        return Err(Refusal::NotAllowed);
    }
    let Some(service) = ctx.city.service(&open.service) else {
        return Err(Problem::UnknownService.of("service").into());
    };
    let mut wrong = Vec::new();
    let mut note = |result: Result<String, Problem>, field: &str| {
        result
            .map_err(|problem| wrong.push(problem.of(field)))
            .unwrap_or_default()
    };
    let text = if service.text {
        note(problems::text(&open.text, MESSAGE_MAX), "text")
    } else {
        note(problems::optional_text(&open.text, MESSAGE_MAX), "text")
    };
    let topic = open
        .topic
        .as_deref()
        .map(str::trim)
        .filter(|topic| !topic.is_empty());
    if topic.is_some_and(|topic| !service.topics.iter().any(|known| known.code == topic)) {
        wrong.push(Problem::NotAnOption.of("topic"));
    }
    let place = open
        .place
        .as_deref()
        .map(str::trim)
        .filter(|place| !place.is_empty());
    let district = place.and_then(|place| ctx.city.districts().find(|unit| unit.code == *place));
    match (service.place, place, district) {
        (Place::Required, None, _) => wrong.push(Problem::Required.of("place")),
        (_, Some(_), None) => wrong.push(Problem::NotAnOption.of("place")),
        _ => {}
    }
    let contact = check_contact(&open.contact, service, &ctx.city.country, &mut wrong);
    let fields = match service.check_fields(&open.fields, ctx.city.day(ctx.now), &ctx.city.country) {
        Ok(fields) => fields,
        Err(more) => {
            wrong.extend(
                more.into_iter()
                    .map(|p| p.problem.of(format!("fields.{}", p.field))),
            );
            BTreeMap::new()
        }
    };
    if !wrong.is_empty() {
        return Err(Refusal::Invalid(wrong));
    }
    let district = district.map(|unit| unit.code.clone());
    let unit = service.route(topic, district.as_ref(), open.language);
    let mut clocks = Clocks::new(Vec::new(), service, ctx);
    clocks.start(ClockKind::FirstReply, None);
    clocks.start(ClockKind::Acceptance, None);
    if unit != ctx.city.hotline_unit {
        clocks.start_return();
    }
    let danger = service.emergency.as_ref().is_some_and(|e| e.in_danger(&fields));
    let personal = |code: &String| {
        service
            .field(code)
            .is_none_or(crate::services::Field::is_personal)
    };
    let (personal, facts): (BTreeMap<_, _>, BTreeMap<_, _>) =
        fields.into_iter().partition(|(code, _)| personal(code));
    let body = Body {
        text: (!text.is_empty()).then_some(text),
        fields: personal,
        contact,
    };
    let what = What::Opened {
        service: service.code.clone(),
        language: open.language,
        detected: open.detected,
        channel: open.channel,
        unit,
        topic: topic.map(str::to_owned),
        district,
        urgent: service.urgent,
        danger,
        fields: facts,
    };
    let event = CaseEvent {
        what,
        language: Some(open.language),
        delivers: None,
        clocks: clocks.changed(),
    };
    Ok(vec![NewEvent {
        event,
        body: (!body.is_empty()).then_some(body),
    }])
}

fn check_contact(
    given: &Contact,
    service: &Service,
    country: &str,
    wrong: &mut Vec<FieldProblem>,
) -> Contact {
    let mut check = |part: &Option<String>, field: &str, rule: &dyn Fn(&str) -> Result<String, Problem>| {
        let part = part.as_deref().map(str::trim).filter(|part| !part.is_empty())?;
        rule(part).map_err(|problem| wrong.push(problem.of(field))).ok()
    };
    let email = check(&given.email, "contact.email", &typed::email);
    let contact = Contact {
        name: check(&given.name, "contact.name", &|name| problems::text(name, 200)),
        phone: check(&given.phone, "contact.phone", &|phone| {
            typed::phone(phone, country)
        }),
        pages: given.pages.filter(|_| email.is_some()),
        email,
    };
    let given_wrong = wrong.iter().any(|problem| problem.field.starts_with("contact."));
    if !service.anonymous && contact.email.is_none() && contact.phone.is_none() && !given_wrong {
        wrong.push(Problem::Required.of("contact.email"));
    }
    contact
}
