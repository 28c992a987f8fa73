//! Who works in the made-up city.

use domain::city::{City, UnitKind};
use domain::people::{Actor, Role, Staff};
use domain::{Lang, UnitCode};
use jiff::civil::Date;
use store::Store;
use store::people::NewStaff;

use super::texts::Texts;

/// The password of every login of a demo. It is printed, and a demo listens on loopback unless told otherwise.
pub const PASSWORD: &str = "harbour-lights-2021";

/// A login to try.
#[derive(Debug)]
pub struct Login {
    pub role: Role,
    pub name: String,
    pub unit: UnitCode,
}

/// A post to be filled.
struct Post {
    login: String,
    role: Role,
    unit: UnitCode,
    languages: Vec<Lang>,
}

fn posts(city: &City) -> Vec<Post> {
    let hotline = &city.hotline_unit;
    let post = |login: String, role, unit: &UnitCode, languages: &[Lang]| Post {
        login,
        role,
        unit: unit.clone(),
        languages: languages.to_vec(),
    };
    let mut posts = Vec::new();
    let others: Vec<Lang> = city
        .languages
        .iter()
        .map(|l| l.code)
        .filter(|l| *l != city.source_language)
        .collect();
    for (n, lang) in others.iter().enumerate() {
        let languages = [city.source_language, *lang];
        posts.push(post(format!("agent{}", n + 1), Role::Agent, hotline, &languages));
        posts.push(post(
            format!("interpreter{}", n + 1),
            Role::Interpreter,
            hotline,
            &languages,
        ));
    }
    for unit in city.units.iter().filter(|unit| unit.code != *hotline) {
        let officers = if unit.kind == UnitKind::Department { 2 } else { 1 };
        for n in 1..=officers {
            let login = format!("{}{n}", unit.code.as_str().replace('-', ""));
            posts.push(post(login, Role::Officer, &unit.code, &unit.languages));
        }
    }
    if let Some(unit) = city.units.iter().find(|unit| unit.code == "people-mediation") {
        posts.push(post(
            "mediator1".to_owned(),
            Role::Mediator,
            &unit.code,
            &unit.languages,
        ));
    }
    let roles = [
        Role::Supervisor,
        Role::Supervisor,
        Role::Planner,
        Role::Reviewer,
        Role::Administrator,
    ];
    for (n, role) in roles.into_iter().enumerate() {
        let before = roles[..n].iter().filter(|r| **r == role).count();
        posts.push(post(
            format!("{}{}", role.code(), before + 1),
            role,
            hotline,
            &[city.source_language, Lang::EN],
        ));
    }
    posts
}

/// Fills every post. All share one password, hashed once, since hashing each would take longer than the whole year.
pub async fn hire(
    store: &Store,
    city: &City,
    texts: &Texts,
    since: Date,
) -> anyhow::Result<(Vec<Staff>, Vec<Login>)> {
    let hash = web::hash_password(PASSWORD, b"harborline demo.")?;
    let at = since.to_zoned(city.timezone.clone())?.timestamp();
    let actor = Actor::System {
        worker: "demo".to_owned(),
    };
    let mut staff = Vec::new();
    let mut logins: Vec<Login> = Vec::new();
    for post in posts(city) {
        let called = texts
            .units
            .staff
            .get(post.role.code())
            .map_or(post.role.code(), String::as_str);
        let number = staff
            .iter()
            .filter(|s: &&Staff| s.role == post.role && s.unit == post.unit)
            .count()
            + 1;
        let unit = city
            .texts
            .get("units", &format!("{}.short", post.unit), city.source_language)
            .unwrap_or_default()
            .to_owned();
        let name = format!("{unit} {called} {number}");
        let new = NewStaff {
            login: post.login.clone(),
            name,
            role: post.role,
            unit: post.unit.clone(),
            languages: post.languages,
            password_hash: hash.clone(),
        };
        let hired = store.add_staff(city, at, &actor, &new).await?;
        let shown = match post.role {
            Role::Officer => post.unit == "market-regulation" || post.unit == "culture-tourism",
            _ => true,
        };
        if shown && !logins.iter().any(|l| l.role == post.role && l.unit == post.unit) {
            logins.push(Login {
                role: post.role,
                name: post.login,
                unit: post.unit,
            });
        }
        staff.push(hired);
    }
    Ok((staff, logins))
}
