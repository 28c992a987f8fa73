use std::io::Read as _;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Subcommand;
use domain::Lang;
use domain::city::City;
use domain::journaled::Refusal;
use domain::people::{self, Actor, PASSWORD_MIN, Role, Staff};
use domain::problems::Problem;
use store::Store;
use store::people::{NewStaff, PeopleError};

use web::{Entropy as _, SystemEntropy};

use super::{clock, open_as_is, open_store, read_city};
use crate::config::Config;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    change: Change,
}

#[derive(Debug, Subcommand)]
enum Change {
    /// Add someone; the password is asked for on standard input.
    Add {
        #[arg(long)]
        login: String,
        /// agent, interpreter, officer, mediator, supervisor, planner, reviewer or administrator.
        #[arg(long)]
        role: String,
        /// Code of their unit.
        #[arg(long)]
        unit: String,
        #[arg(long)]
        name: String,
        /// Languages they read and write, parted by commas [default: the unit's].
        #[arg(long, value_delimiter = ',')]
        languages: Vec<String>,
        /// Read the password from standard input without a prompt.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Everyone on record.
    List,
    /// Change what is named; the rest stays.
    Set {
        login: String,
        #[arg(long)]
        role: Option<String>,
        #[arg(long)]
        unit: Option<String>,
        #[arg(long)]
        name: Option<String>,
        #[arg(long, value_delimiter = ',')]
        languages: Option<Vec<String>>,
    },
    /// Set a password, read from standard input, and sign them out everywhere.
    Password { login: String },
    /// Let someone in no more. They stay on record.
    Deactivate { login: String },
}

/// The hash of the password that is entered.
fn password(prompt: bool, login: &str, name: &str) -> anyhow::Result<String> {
    if prompt {
        eprint!("password (one line): ");
    }
    let mut text = String::new();
    if prompt {
        std::io::stdin().read_line(&mut text)?;
    } else {
        std::io::stdin().take(4_096).read_to_string(&mut text)?;
    }
    hashed(text.trim_end_matches(['\r', '\n']), login, name)
}

/// The hash of a password, by the rules of the form and the API.
fn hashed(password: &str, login: &str, name: &str) -> anyhow::Result<String> {
    match web::check_password(password, &[login, name]) {
        Ok(()) => {}
        Err(Problem::TooLong { max, .. }) => bail!("a password has at most {max} characters"),
        Err(Problem::TooCommon) => bail!("that password is easy to guess; choose another"),
        Err(_) => bail!("a password has at least {PASSWORD_MIN} characters"),
    }
    let mut salt = [0; 16];
    SystemEntropy.fill(&mut salt);
    Ok(web::hash_password(password, &salt)?)
}

fn role(code: &str) -> anyhow::Result<Role> {
    let role = Role::parse(code).filter(|role| *role != Role::Resident);
    let known: Vec<&str> = Role::ALL.into_iter().skip(1).map(Role::code).collect();
    role.with_context(|| format!("`{code}` is no role; roles are {}", known.join(", ")))
}

fn languages(tags: &[String]) -> anyhow::Result<Vec<Lang>> {
    let lang = |tag: &String| Lang::parse(tag).with_context(|| format!("`{tag}` is not a language"));
    tags.iter()
        .filter(|tag| !tag.trim().is_empty())
        .map(lang)
        .collect()
}

fn unit<'a>(city: &'a City, code: &str) -> anyhow::Result<&'a domain::city::Unit> {
    let known: Vec<&str> = city.units.iter().map(|unit| unit.code.as_str()).collect();
    city.unit(code)
        .with_context(|| format!("`{code}` is no unit; units are {}", known.join(", ")))
}

/// What the rules refuse, by the names of the flags.
fn said(error: PeopleError) -> anyhow::Error {
    let PeopleError::Refused(Refusal::Invalid(problems)) = &error else {
        return error.into();
    };
    let lines = problems.iter().map(|wrong| match &wrong.problem {
        Problem::TooLong { max, .. } => format!("--{} has at most {max} characters", wrong.field),
        other => format!("--{}: {}", wrong.field, other.code()),
    });
    anyhow::anyhow!("{}", lines.collect::<Vec<_>>().join("\n"))
}

async fn someone(store: &Store, login: &str) -> anyhow::Result<Staff> {
    let found = store.staff_by_login(login).await?;
    found
        .map(|(staff, _)| staff)
        .with_context(|| format!("there is no login `{login}`"))
}

pub async fn run(config: Config, args: &Args) -> anyhow::Result<ExitCode> {
    let city = read_city(&config.city)?;
    let store = match args.change {
        // The first member of staff may come before anything else.
        Change::Add { .. } => open_store(&config).await?,
        _ => open_as_is(&config).await?,
    };
    let now = clock(&config).now();
    let actor = Actor::System {
        worker: "command-line".to_owned(),
    };
    match &args.change {
        Change::Add {
            login,
            role: role_code,
            unit: unit_code,
            name,
            languages: tags,
            password_stdin,
        } => {
            let unit = unit(&city, unit_code)?;
            let spoken = languages(tags)?;
            let new = NewStaff {
                login: login.clone(),
                name: name.clone(),
                role: role(role_code)?,
                unit: unit.code.clone(),
                languages: if spoken.is_empty() {
                    unit.languages.clone()
                } else {
                    spoken
                },
                password_hash: password(!password_stdin, login, name)?,
            };
            let added = store.add_staff(&city, now, &actor, &new).await.map_err(said)?;
            println!("{}", added.login);
        }
        Change::List => {
            for staff in store.staff().await? {
                let spoken: Vec<&str> = staff.languages.iter().map(Lang::as_str).collect();
                let active = if staff.active { "active" } else { "inactive" };
                let (role, unit) = (staff.role.code(), &staff.unit);
                println!(
                    "{}\t{role}\t{unit}\t{}\t{active}\t{}",
                    staff.login,
                    spoken.join(","),
                    staff.name
                );
            }
        }
        Change::Set {
            login,
            role: role_code,
            unit: unit_code,
            name,
            languages: tags,
        } => {
            let staff = someone(&store, login).await?;
            let change = people::Change {
                name: name.clone(),
                role: role_code.as_deref().map(role).transpose()?,
                unit: unit_code
                    .as_deref()
                    .map(|code| unit(&city, code))
                    .transpose()?
                    .map(|u| u.code.clone()),
                languages: tags.as_deref().map(languages).transpose()?,
                ..people::Change::default()
            };
            let changed = store.change_staff(&city, now, &actor, staff.id, change);
            changed.await.map_err(said)?;
        }
        Change::Password { login } => {
            let staff = someone(&store, login).await?;
            let hash = password(true, &staff.login, &staff.name)?;
            store.set_password(&city, now, &actor, staff.id, hash).await?;
        }
        Change::Deactivate { login } => {
            let staff = someone(&store, login).await?;
            store.deactivate_staff(&city, now, &actor, staff.id).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_refused_here_by_the_rules_of_the_form() {
        for (password, why) in [
            ("", "at least 10 characters"),
            ("nine long", "at least 10 characters"),
            (&"多".repeat(201), "at most 200 characters"),
            ("1234567890", "easy to guess"),
            ("chenwei2026", "easy to guess"),
        ] {
            let refused = hashed(password, "chenwei", "Chen Wei").unwrap_err().to_string();
            assert!(refused.contains(why), "{password}: {refused}");
        }
        let hash = hashed("seven gulls over a quay", "chenwei", "Chen Wei").unwrap();
        assert!(web::verify_password("seven gulls over a quay", Some(&hash)));
    }

    #[test]
    fn what_the_rules_refuse_is_said_by_the_names_of_the_flags() {
        let problem = Problem::TooLong { max: 200, by: 3 }.of("name");
        let refused = said(PeopleError::Refused(Refusal::Invalid(vec![problem])));
        assert_eq!(refused.to_string(), "--name has at most 200 characters");
    }
}
