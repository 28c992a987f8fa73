use std::io::Read as _;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Subcommand;
use domain::Lang;
use domain::city::City;
use domain::people::{self, Actor, Role, Staff};
use store::Store;
use store::people::NewStaff;

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

/// The shortest password that is taken.
const PASSWORD_MIN: usize = 10;

fn password(prompt: bool) -> anyhow::Result<String> {
    if prompt {
        eprint!("password (one line): ");
    }
    let mut text = String::new();
    if prompt {
        std::io::stdin().read_line(&mut text)?;
    } else {
        std::io::stdin().take(4_096).read_to_string(&mut text)?;
    }
    let password = text.trim_end_matches(['\r', '\n']);
    if password.chars().count() < PASSWORD_MIN {
        bail!("a password has at least {PASSWORD_MIN} characters");
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
                password_hash: password(!password_stdin)?,
            };
            let added = store.add_staff(&city, now, &actor, &new).await?;
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
            store.change_staff(&city, now, &actor, staff.id, change).await?;
        }
        Change::Password { login } => {
            let staff = someone(&store, login).await?;
            let hash = password(true)?;
            store.set_password(&city, now, &actor, staff.id, hash).await?;
        }
        Change::Deactivate { login } => {
            let staff = someone(&store, login).await?;
            store.deactivate_staff(&city, now, &actor, staff.id).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
