//! The inputs of a command ([`domain::inputs`]) as a form of the desk, as what a posted form says, and as a schema of the API.

use std::collections::BTreeMap;

use domain::Lang;
use domain::inputs::{Input, Takes};
use domain::problems::{FieldProblem, Problem};
use domain::since::Since;
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value, json};
use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, Object, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};

use crate::desk::Desk;
use crate::field::{Field, Kind, choice, sorted};
use crate::form::{Choice, Fields};

/// Past so many characters a text in one language is written in an area.
const LINE_MAX: usize = 300;

/// What a noun knows of an input that the table does not.
#[derive(Debug, Default)]
pub struct Given {
    /// What may be chosen; where the city says that by itself, none are needed.
    pub choices: Vec<Choice>,
    /// The value that it has now, by the field's name.
    pub values: Vec<(String, String)>,
    pub hint: String,
}

impl Given {
    /// With a value that it has now.
    #[must_use]
    pub fn valued(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.push((name.into(), value.into()));
        self
    }

    /// With texts by language, of the input of that name.
    pub fn texts(name: &str, texts: &BTreeMap<Lang, String>) -> Self {
        let texts = texts.iter();
        texts.fold(Self::default(), |given, (lang, text)| {
            given.valued(format!("{name}.{lang}"), text)
        })
    }

    /// With what may be chosen.
    pub fn among(choices: Vec<Choice>) -> Self {
        Self {
            choices,
            ..Self::default()
        }
    }
}

/// A form of a noun: of opening a record (`open`), or of a command.
#[derive(Debug, Clone, Copy)]
pub struct Drawing<'a> {
    pub desk: &'a Desk,
    pub noun: &'static str,
    pub form: &'static str,
}

impl Drawing<'_> {
    /// The key of a text: the form's own, or the noun's, or that of all nouns.
    fn key(&self, rest: &str) -> Option<String> {
        let (noun, form) = (self.noun, self.form);
        let keys = [
            format!("{noun}-input-{form}-{rest}"),
            format!("{noun}-input-{rest}"),
            format!("input-{rest}"),
        ];
        let texts = self.desk.app.texts();
        keys.into_iter().find(|key| texts.has(self.desk.lang, key))
    }

    fn text(&self, rest: &str) -> String {
        let key = self.key(rest).unwrap_or_else(|| format!("input-{rest}"));
        self.desk.t(&key).to_string()
    }

    fn field(&self, input: &Input, kind: Kind) -> Field {
        let name = match input.takes {
            Takes::TextLanguage => "text-language",
            _ => input.name,
        };
        let field = Field::new(self.form, input.name, self.text(name), kind);
        if input.required { field } else { field.optional() }
    }

    fn area(&self, name: &str, label: &str, max: usize) -> Field {
        Field::area(self.desk, self.form, name, label, max)
    }

    fn languages(&self, languages: &[Lang]) -> Vec<Choice> {
        let named = languages.iter();
        named
            .map(|lang| choice(lang, self.desk.language_name(*lang)))
            .collect()
    }

    /// Choices of a list, the first of which says that one is to be chosen.
    fn select(&self, choices: Vec<Choice>) -> Kind {
        let first = choice("", self.desk.t("desk-choose"));
        Kind::Select(std::iter::once(first).chain(choices).collect())
    }

    fn units(&self, among: Vec<&domain::city::Unit>) -> Vec<Choice> {
        let units = among.into_iter();
        sorted(
            self.desk,
            units.map(|unit| choice(&unit.code, self.desk.unit(&unit.code))),
        )
    }

    /// The choices that the city has by itself.
    fn known(&self, takes: Takes) -> Vec<Choice> {
        let city = self.desk.city();
        match takes {
            Takes::Language | Takes::Languages => self.languages(&self.desk.all_languages()),
            Takes::Unit => self.units(city.units.iter().collect()),
            Takes::District => self.units(city.districts().collect()),
            Takes::Country => {
                let named = self.desk.writing().names().countries();
                named.map(|(code, name)| choice(code, name)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The controls of an input: several when it holds texts by language, none when there is nothing to choose.
    pub fn draw(&self, input: &Input, given: Given) -> Vec<Field> {
        let Given {
            mut choices,
            values,
            hint,
        } = given;
        if choices.is_empty() {
            choices = self.known(input.takes);
        }
        let key = format!("{}-hint", input.name);
        let one_is_enough = matches!(input.takes, Takes::Texts(_)) && input.required;
        let said = || match self.key(&key) {
            Some(key) => self.desk.t(&key).to_string(),
            None if one_is_enough => self.desk.t("desk-one-language").to_string(),
            None => String::new(),
        };
        let hint = if hint.is_empty() { said() } else { hint };
        let fields = match input.takes {
            Takes::Texts(max) => self.texts(input, max, &values),
            Takes::TextLanguage if self.desk.staff.languages.len() < 2 => Vec::new(),
            Takes::TextLanguage => {
                let own = self.languages(&self.desk.staff.languages);
                let field = self.field(input, Kind::Select(own));
                vec![
                    Field {
                        is_optional: false,
                        ..field
                    }
                    .valued(self.desk.writes().to_string()),
                ]
            }
            _ => vec![self.one(input, choices)],
        };
        let valued = fields.into_iter().map(|field| {
            let own = values.iter().find(|(name, _)| *name == field.name);
            match own {
                Some((_, value)) => field.valued(value.clone()),
                None => field,
            }
        });
        let mut fields: Vec<Field> = valued.collect();
        if let Some(first) = fields.first_mut().filter(|_| !hint.is_empty()) {
            first.hint = Some(hint);
        }
        fields
    }

    fn one(&self, input: &Input, choices: Vec<Choice>) -> Field {
        match input.takes {
            Takes::Text(max) => {
                let area = self.area(input.name, &self.text(input.name), max);
                if input.required { area } else { area.optional() }
            }
            Takes::Colleague => self.field(input, Kind::Select(choices)),
            Takes::Language | Takes::Unit | Takes::District | Takes::Country | Takes::Staff => {
                self.field(input, self.select(choices))
            }
            Takes::Offered if input.required => self.field(input, Kind::Select(choices)),
            Takes::Offered => self.field(input, self.select(choices)),
            Takes::Languages | Takes::ManyOffered => self.field(input, Kind::Checks(choices)),
            Takes::Date => self.field(input, Kind::Line("date")),
            Takes::Moment => self.field(input, Kind::Line("datetime-local")),
            // One of those that are there.
            Takes::Number(..) if !choices.is_empty() => self.field(input, Kind::Select(choices)),
            Takes::Number(..) | Takes::Limit => self.field(input, Kind::Line("number")),
            Takes::YesNo => {
                let choices = ["yes", "no"].map(|code| {
                    let own = self.key(&format!("{}-{code}", input.name));
                    choice(code, self.desk.t(&own.unwrap_or_else(|| format!("desk-{code}"))))
                });
                self.field(input, Kind::Radios(choices.into()))
            }
            Takes::Flag => Field {
                is_optional: false,
                ..self.field(input, Kind::Check)
            },
            Takes::Code(codes) => {
                let prefix = format!("{}-{}", self.noun, input.name);
                let choices = codes.iter().map(|code| choice(code, self.desk.tc(&prefix, code)));
                self.field(input, Kind::Radios(choices.collect()))
            }
            Takes::File => self.field(input, Kind::Line("file")),
            Takes::Line(_)
            | Takes::Reference
            | Takes::Articles
            | Takes::Since
            | Takes::Texts(_)
            | Takes::TextLanguage => {
                let kind = match input.name {
                    "email" => "email",
                    "phone" => "tel",
                    "website" => "url",
                    _ => "text",
                };
                self.field(input, Kind::Line(kind))
            }
        }
    }

    /// One control for each language of the interface, and for each other one in which there is a text now: what a form
    /// does not show, it would take away.
    fn texts(&self, input: &Input, max: usize, values: &[(String, String)]) -> Vec<Field> {
        let city = self.desk.city();
        let label = self.text(input.name);
        let own = city.languages.iter();
        let own = own.map(|language| (language.code, language.name.clone()));
        let others = values.iter().filter_map(|(name, _)| language_of(input, name));
        let others = others.filter(|lang| !city.is_interface_language(*lang));
        let others = others.map(|lang| (lang, self.desk.language_name(lang)));
        let one = |(lang, language): (Lang, String)| {
            let name = format!("{}.{lang}", input.name);
            let label = format!("{label} ({language})");
            let field = if max > LINE_MAX {
                self.area(&name, &label, max)
            } else {
                Field::new(self.form, &name, label, Kind::Line("text"))
            };
            if input.required { field } else { field.optional() }
        };
        own.chain(others).map(one).collect()
    }
}

/// The language of a text of that input, by the name of its field: `names.ko`.
fn language_of(input: &Input, name: &str) -> Option<Lang> {
    let code = name.strip_prefix(input.name)?.strip_prefix('.')?;
    Lang::parse(code).ok().filter(|lang| lang.as_str() == code)
}

/// What a posted form says, as the JSON of the command. What the rules check is left to them; here only what cannot be read
/// is refused.
///
/// # Errors
/// Every field that cannot be read.
pub fn read(desk: &Desk, inputs: &[Input], fields: &Fields) -> Result<Map<String, Value>, Vec<FieldProblem>> {
    let mut wrong = fields.broken();
    let mut said = Map::new();
    for input in inputs {
        match one(desk, input, fields) {
            Ok(Some(value)) => {
                said.insert(input.name.to_owned(), value);
            }
            // Its bytes do not stand in the fields.
            Ok(None) if input.takes == Takes::File => {}
            Ok(None) if input.required => wrong.push(Problem::Required.of(input.name)),
            Ok(None) => {}
            Err(problem) => wrong.push(problem.of(input.name)),
        }
    }
    if wrong.is_empty() {
        fit(inputs, &said)?;
        Ok(said)
    } else {
        Err(wrong)
    }
}

fn language(code: &str) -> Result<Value, Problem> {
    let lang = Lang::parse(code).map_err(|_| Problem::NotALanguage)?;
    Ok(json!(lang.as_str()))
}

/// `None` when nothing was entered.
fn one(desk: &Desk, input: &Input, fields: &Fields) -> Result<Option<Value>, Problem> {
    let filled = fields.filled(input.name);
    Ok(match input.takes {
        Takes::Texts(_) => {
            let texts: Map<String, Value> = fields
                .iter()
                .filter_map(|(name, _)| {
                    let lang = language_of(input, name)?;
                    Some((lang.to_string(), json!(fields.filled(name)?)))
                })
                .collect();
            (!texts.is_empty()).then_some(Value::Object(texts))
        }
        // Blanks within and line ends are the rules' affair.
        Takes::Text(_) => filled.map(|_| json!(fields.get(input.name))),
        Takes::TextLanguage => match filled {
            Some(code) => Some(language(code)?),
            None => Some(json!(desk.writes().as_str())),
        },
        Takes::Language => filled.map(language).transpose()?,
        Takes::Languages => {
            let chosen = fields.all(input.name).iter().filter(|code| !code.is_empty());
            let chosen: Vec<Value> = chosen.map(|code| language(code)).collect::<Result<_, _>>()?;
            Some(Value::Array(chosen))
        }
        Takes::ManyOffered => Some(json!(fields.all(input.name))),
        Takes::Articles => {
            let numbers = filled.unwrap_or_default().split(|c: char| !c.is_ascii_digit());
            let numbers = numbers.filter(|number| !number.is_empty());
            let numbers: Vec<u16> = numbers
                .map(|number| number.parse().map_err(|_| Problem::NotANumber))
                .collect::<Result<_, _>>()?;
            Some(json!(numbers))
        }
        Takes::Colleague => match filled {
            None => return Err(Problem::Required),
            Some("nobody") => Some(Value::Null),
            Some(id) => Some(json!(id.parse::<i64>().map_err(|_| Problem::NotAnOption)?)),
        },
        Takes::Staff => match filled {
            None => None,
            Some(id) => Some(json!(id.parse::<i64>().map_err(|_| Problem::NotAnOption)?)),
        },
        Takes::Number(least, most) => match filled.map(str::parse::<u64>) {
            None => None,
            Some(Ok(n)) if n < u64::from(least) => return Err(Problem::NotANumber),
            Some(Ok(n)) if n > u64::from(most) => {
                return Err(Problem::TooLarge { max: u64::from(most) });
            }
            Some(Ok(n)) => Some(json!(n)),
            Some(Err(_)) => return Err(Problem::NotANumber),
        },
        Takes::Limit => match filled.map(str::parse::<u16>) {
            None => None,
            Some(Ok(n)) => Some(json!(n)),
            Some(Err(_)) => return Err(Problem::NotANumber),
        },
        Takes::YesNo => match filled {
            None => None,
            Some("yes") => Some(json!(true)),
            Some("no") => Some(json!(false)),
            Some(_) => return Err(Problem::NotAnOption),
        },
        Takes::Flag => Some(json!(fields.get(input.name) == "yes")),
        Takes::Code(codes) => match filled {
            Some(code) if !codes.contains(&code) => return Err(Problem::NotAnOption),
            code => code.map(|code| json!(code)),
        },
        Takes::Date => match filled.map(str::parse::<Date>) {
            None => None,
            Some(Ok(date)) => Some(json!(date)),
            Some(Err(_)) => return Err(Problem::NotADate),
        },
        Takes::Moment => match filled {
            None => None,
            Some(entered) => Some(json!(moment(desk, entered).ok_or(Problem::NotADate)?)),
        },
        Takes::File => None,
        Takes::Line(_)
        | Takes::Unit
        | Takes::District
        | Takes::Country
        | Takes::Since
        | Takes::Reference
        | Takes::Offered => filled.map(|value| json!(value)),
    })
}

/// What a command or an opening says in JSON that cannot be what its inputs take, so that each is named; whether it may be so
/// is left to the rules.
///
/// # Errors
/// Every input that does not fit.
pub fn fit(inputs: &[Input], said: &Map<String, Value>) -> Result<(), Vec<FieldProblem>> {
    let misfit = |input: &Input| {
        let value = said.get(input.name).filter(|value| !value.is_null());
        // What is said in is known; nobody is a colleague, too; a file is told of by fields of its own.
        let told = matches!(input.takes, Takes::TextLanguage | Takes::Colleague | Takes::File);
        let wrong = if let Some(value) = value {
            fits(input.takes, value).err()
        } else {
            (input.required && !told).then_some(Problem::Required)
        };
        wrong.map(|problem| problem.of(input.name))
    };
    let wrong: Vec<FieldProblem> = inputs.iter().filter_map(misfit).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn fits(takes: Takes, value: &Value) -> Result<(), Problem> {
    let or = |fits: bool, problem| if fits { Ok(()) } else { Err(problem) };
    let text = || value.as_str().ok_or(Problem::NotText);
    let each = |fits: &dyn Fn(&Value) -> bool| value.as_array().is_some_and(|list| list.iter().all(fits));
    let is_language = |value: &Value| value.as_str().is_some_and(|code| Lang::parse(code).is_ok());
    match takes {
        Takes::Line(_)
        | Takes::Text(_)
        | Takes::Unit
        | Takes::District
        | Takes::Country
        | Takes::Reference
        | Takes::Offered => text().map(|_| ()),
        Takes::Texts(_) => {
            let texts = value.as_object().ok_or(Problem::NotText)?;
            or(texts.values().all(Value::is_string), Problem::NotText)?;
            let known = texts.keys().all(|code| Lang::parse(code).is_ok());
            or(known, Problem::NotALanguage)
        }
        Takes::TextLanguage | Takes::Language => or(is_language(value), Problem::NotALanguage),
        Takes::Languages => or(each(&is_language), Problem::NotALanguage),
        Takes::ManyOffered => or(each(&Value::is_string), Problem::NotAnOption),
        Takes::Articles => {
            let is_number = |value: &Value| value.as_u64().is_some_and(|n| u16::try_from(n).is_ok());
            or(each(&is_number), Problem::NotANumber)
        }
        Takes::Colleague | Takes::Staff => or(value.is_i64(), Problem::NotANumber),
        Takes::Number(least, most) => match value.as_u64() {
            Some(n) if n > u64::from(most) => Err(Problem::TooLarge { max: u64::from(most) }),
            n => or(n.is_some_and(|n| n >= u64::from(least)), Problem::NotANumber),
        },
        Takes::Since => or(text()?.parse::<Since>().is_ok(), Problem::NotASince),
        Takes::Date => or(text()?.parse::<Date>().is_ok(), Problem::NotADate),
        Takes::Moment => or(text()?.parse::<jiff::Timestamp>().is_ok(), Problem::NotADate),
        Takes::YesNo | Takes::Flag => or(value.is_boolean(), Problem::NotAnOption),
        Takes::Code(codes) => or(codes.contains(&text()?), Problem::NotAnOption),
        Takes::Limit => or(value.is_string() || value.is_u64(), Problem::NotALimit),
        Takes::File => Ok(()),
    }
}

/// A moment of the city's time.
fn moment(desk: &Desk, entered: &str) -> Option<jiff::Timestamp> {
    let civil: DateTime = entered.replace(' ', "T").parse().ok()?;
    let zoned = civil.to_zoned(desk.city().timezone.clone()).ok()?;
    Some(zoned.timestamp())
}

/// The body of a command, as the API's description has it.
pub fn schema(inputs: &[Input]) -> Object {
    let mut object = ObjectBuilder::new();
    for input in inputs.iter().filter(|input| input.takes != Takes::File) {
        object = object.property(input.name, property(input.takes));
        if input.required {
            object = object.required(input.name);
        }
    }
    object.build()
}

fn property(takes: Takes) -> RefOr<Schema> {
    let of = |kind| ObjectBuilder::new().schema_type(kind);
    let text = || of(Type::String);
    let dated = |format| text().format(Some(SchemaFormat::KnownFormat(format)));
    let array = |items: ObjectBuilder| ArrayBuilder::new().items(items);
    match takes {
        Takes::Line(max) | Takes::Text(max) => text().max_length(Some(max)).into(),
        Takes::Texts(max) => of(Type::Object)
            .description(Some("Language to text"))
            .additional_properties(Some(Schema::from(text().max_length(Some(max)).build())))
            .into(),
        Takes::Language | Takes::TextLanguage => text().description(Some("A language")).into(),
        Takes::Languages => array(text().description(Some("A language"))).into(),
        Takes::Unit | Takes::District => text().description(Some("Code of a unit")).into(),
        Takes::Country => text().description(Some("ISO 3166 code")).into(),
        Takes::Articles => array(of(Type::Integer).minimum(Some(1))).into(),
        Takes::Since => text().description(Some("A year, month or day")).into(),
        Takes::Reference => text().description(Some("A reference")).into(),
        Takes::Date => dated(KnownFormat::Date).into(),
        Takes::Moment => dated(KnownFormat::DateTime).into(),
        Takes::Number(least, most) => of(Type::Integer).minimum(Some(least)).maximum(Some(most)).into(),
        Takes::Colleague | Takes::Staff => of(Type::Integer)
            .description(Some("Number of a member of staff"))
            .into(),
        Takes::YesNo | Takes::Flag => of(Type::Boolean).into(),
        Takes::Code(codes) => text().enum_values(Some(codes.iter().copied())).into(),
        Takes::Offered | Takes::File => text().into(),
        Takes::ManyOffered => array(text()).into(),
        Takes::Limit => text().description(Some("E.g. `5 working days`")).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_its_input_is_named() {
        let takes = |takes, value: Value| {
            let said = Map::from_iter([("field".to_owned(), value)]);
            let wrong = fit(&[Input::optional("field", takes)], &said).err()?;
            assert_eq!(wrong[0].field, "field");
            Some(wrong[0].problem.clone())
        };
        for (of, value, problem) in [
            (Takes::Since, json!("1987"), None),
            (Takes::Since, json!("15 May"), Some(Problem::NotASince)),
            (Takes::Since, json!(1987), Some(Problem::NotText)),
            (Takes::Date, json!("2026-02-30"), Some(Problem::NotADate)),
            (Takes::Moment, json!("2026-02-27T10:00:00Z"), None),
            (Takes::Moment, json!("2026-02-27 10:00"), Some(Problem::NotADate)),
            (Takes::Number(1, 9), json!(9), None),
            (Takes::Number(1, 9), json!(0), Some(Problem::NotANumber)),
            (Takes::Number(1, 9), json!(10), Some(Problem::TooLarge { max: 9 })),
            (Takes::Code(&["course", "exam"]), json!("exam"), None),
            (
                Takes::Code(&["course", "exam"]),
                json!("how"),
                Some(Problem::NotAnOption),
            ),
            (Takes::Flag, json!("yes"), Some(Problem::NotAnOption)),
            (Takes::Languages, json!(["ko", "zh"]), None),
            (
                Takes::Languages,
                json!(["no language"]),
                Some(Problem::NotALanguage),
            ),
            (Takes::Texts(9), json!({"ko": "한"}), None),
            (Takes::Texts(9), json!({"ko": 1}), Some(Problem::NotText)),
            (Takes::Articles, json!([8, 70_000]), Some(Problem::NotANumber)),
            (Takes::Staff, json!("3"), Some(Problem::NotANumber)),
            (Takes::Line(9), Value::Null, None),
        ] {
            assert_eq!(takes(of, value.clone()), problem, "{of:?} {value}");
        }
        let required = fit(&[Input::required("field", Takes::Line(9))], &Map::new());
        assert_eq!(required, Err(vec![Problem::Required.of("field")]));
    }
}
