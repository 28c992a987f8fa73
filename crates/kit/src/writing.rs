//! How a language is written: its numbers and dates, the order of its words, its direction, and what it calls countries and
//! languages. From the Unicode CLDR, so that a language that is added brings none of it along.
//!
//! Made once for each language of the interface and kept with its texts; formatters take longer to make than to use.

use std::cmp::Ordering;
use std::fmt;

use domain::Lang;
use icu_calendar::{Date, Gregorian};
use icu_collator::CollatorBorrowed;
use icu_collator::options::CollatorOptions;
use icu_datetime::fieldsets::{E, T, Y, YM, YMD};
use icu_datetime::input::Time;
use icu_datetime::parts;
use icu_datetime::preferences::HourCycle;
use icu_datetime::{DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale::extensions::unicode::{key, value};
use icu_locale::{LanguageIdentifier, Locale, LocaleDirectionality};
use jiff::civil;
use writeable::{Part, PartsWrite, Writeable as _};

use crate::names::Names;

/// Of some languages only the extended data knows the direction.
static DIRECTIONS: LocaleDirectionality = LocaleDirectionality::new_extended();

/// Which way a language is written, for `dir`.
pub fn direction(lang: Lang) -> &'static str {
    direction_of_tag(lang.as_str())
}

/// Which way a script is written, by its code.
pub fn direction_of_script(code: &str) -> &'static str {
    direction_of_tag(&format!("und-{code}"))
}

/// Which way a language is written, by its tag.
pub fn direction_of_tag(tag: &str) -> &'static str {
    let id = LanguageIdentifier::try_from_str(tag).unwrap_or(LanguageIdentifier::UNKNOWN);
    if DIRECTIONS.is_right_to_left(&id) {
        "rtl"
    } else {
        "ltr"
    }
}

/// The formatters of one language.
pub struct Writing {
    numbers: DecimalFormatter,
    dates: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    months: FixedCalendarDateTimeFormatter<Gregorian, YM>,
    years: FixedCalendarDateTimeFormatter<Gregorian, Y>,
    weekdays: FixedCalendarDateTimeFormatter<Gregorian, E>,
    times: NoCalendarFormatter<T>,
    collator: CollatorBorrowed<'static>,
    date_order: Vec<&'static str>,
    names: Names,
}

impl fmt::Debug for Writing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writing").finish_non_exhaustive()
    }
}

/// Why it is not known how a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unwritten {
    #[error("this is not the tag of a language (BCP 47)")]
    NotATag,
    #[error("the Unicode CLDR does not tell how its numbers and dates are written")]
    NoFormats,
    #[error("the Unicode CLDR has no names of countries in it")]
    NoNames,
}

impl Writing {
    /// The tag says more than the language: `en-GB` writes dates other than `en-US`. A name that `own` has is taken instead
    /// of the CLDR's.
    ///
    /// # Errors
    /// [`Unwritten`] when it is no tag, or one of a language that the CLDR does not know.
    pub fn new(lang: Lang, tag: &str, own: impl Fn(&str) -> Option<String>) -> Result<Self, Unwritten> {
        let mut locale = Locale::try_from_str(tag).map_err(|_| Unwritten::NotATag)?;
        // References, codes and what people enter have these digits; a page with two kinds is hard to read.
        locale.extensions.unicode.keywords.set(key!("nu"), value!("latn"));
        let mut prefer = DateTimeFormatterPreferences::from(&locale);
        prefer.hour_cycle = Some(HourCycle::H23);
        let dates = |fields: YMD| {
            FixedCalendarDateTimeFormatter::try_new(prefer, fields).map_err(|_| Unwritten::NoFormats)
        };
        let collator = CollatorBorrowed::try_new((&locale).into(), CollatorOptions::default())
            .map_err(|_| Unwritten::NoFormats)?;
        let names = Names::read(lang, own).ok_or(Unwritten::NoNames)?;
        Ok(Self {
            numbers: DecimalFormatter::try_new((&locale).into(), DecimalFormatterOptions::default())
                .map_err(|_| Unwritten::NoFormats)?,
            date_order: order_of(&dates(YMD::short())?),
            dates: dates(YMD::long())?,
            months: FixedCalendarDateTimeFormatter::try_new(prefer, YM::long())
                .map_err(|_| Unwritten::NoFormats)?,
            years: FixedCalendarDateTimeFormatter::try_new(prefer, Y::long())
                .map_err(|_| Unwritten::NoFormats)?,
            weekdays: FixedCalendarDateTimeFormatter::try_new(prefer, E::long())
                .map_err(|_| Unwritten::NoFormats)?,
            times: NoCalendarFormatter::try_new(prefer, T::hm()).map_err(|_| Unwritten::NoFormats)?,
            names: names.sorted(|a, b| collator.compare(a, b)),
            collator,
        })
    }

    /// `4,000`.
    pub fn number(&self, number: u64) -> String {
        self.numbers.format(&Decimal::from(number)).to_string()
    }

    /// So many tenths: `99.5`.
    pub fn tenths(&self, tenths: u64) -> String {
        let mut number = Decimal::from(tenths);
        number.multiply_pow10(-1);
        self.numbers.format(&number).to_string()
    }

    /// A number as it is kept (`1250.50`), with all its places: `1,250.50`.
    pub fn amount(&self, kept: &str) -> String {
        match Decimal::try_from_str(kept) {
            Ok(number) => self.numbers.format(&number).to_string(),
            Err(_) => kept.to_owned(),
        }
    }

    /// A number as it is kept, as somebody types it here: `1250,50`.
    pub fn typed_amount(&self, kept: &str) -> String {
        kept.replace('.', &self.marks().decimal.to_string())
    }

    /// The marks of its numbers.
    pub fn marks(&self) -> domain::typed::Writing {
        let mark = |number: &str, otherwise| {
            let written = self.amount(number);
            let mark = written.chars().find(|c| !c.is_ascii_digit()).unwrap_or(otherwise);
            if mark.is_whitespace() { ' ' } else { mark }
        };
        domain::typed::Writing {
            decimal: mark("0.5", '.'),
            group: mark("1000000", ','),
        }
    }

    /// `27 February 2026`.
    pub fn date(&self, date: civil::Date) -> String {
        gregorian(date).map_or_else(|| date.to_string(), |date| self.dates.format(&date).to_string())
    }

    /// `February 2026`.
    pub fn month(&self, date: civil::Date) -> String {
        gregorian(date).map_or_else(|| date.to_string(), |date| self.months.format(&date).to_string())
    }

    /// `2026`, `2026年`.
    pub fn year(&self, date: civil::Date) -> String {
        gregorian(date).map_or_else(
            || date.year().to_string(),
            |date| self.years.format(&date).to_string(),
        )
    }

    /// `Friday`.
    pub fn weekday(&self, date: civil::Date) -> String {
        gregorian(date).map_or_else(String::new, |date| self.weekdays.format(&date).to_string())
    }

    /// `16:05`.
    pub fn time(&self, time: civil::Time) -> String {
        let parts = [time.hour(), time.minute()].map(i8::unsigned_abs);
        Time::try_new(parts[0], parts[1], 0, 0)
            .map_or_else(|_| time.to_string(), |time| self.times.format(&time).to_string())
    }

    /// `year`, `month` and `day` as a short date has them.
    pub fn date_order(&self) -> &[&'static str] {
        &self.date_order
    }

    /// In which order readers look two words up.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.compare(a, b)
    }

    pub fn names(&self) -> &Names {
        &self.names
    }
}

fn gregorian(date: civil::Date) -> Option<Date<Gregorian>> {
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    Date::try_new_gregorian(date.year().into(), month, day).ok()
}

/// The parts of a date in the order in which they are written.
fn order_of(dates: &FixedCalendarDateTimeFormatter<Gregorian, YMD>) -> Vec<&'static str> {
    let mut order = Order::default();
    if let Some(date) = gregorian(civil::date(2026, 2, 27)) {
        // Gathering names cannot fail.
        let _ = dates.format(&date).write_to_parts(&mut order);
    }
    order.0
}

#[derive(Default)]
struct Order(Vec<&'static str>);

impl fmt::Write for Order {
    fn write_str(&mut self, _: &str) -> fmt::Result {
        Ok(())
    }
}

impl PartsWrite for Order {
    type SubPartsWrite = Self;

    fn with_part(&mut self, part: Part, mut write: impl FnMut(&mut Self) -> fmt::Result) -> fmt::Result {
        if [parts::YEAR, parts::MONTH, parts::DAY].contains(&part) {
            self.0.push(part.value);
        }
        write(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tag: &str) -> Writing {
        Writing::new(Lang::parse(tag).unwrap(), tag, |_| None).unwrap()
    }

    #[test]
    fn a_date_has_its_parts_in_the_order_of_its_readers() {
        assert_eq!(of("en-GB").date_order(), ["day", "month", "year"]);
        assert_eq!(of("en-US").date_order(), ["month", "day", "year"]);
        assert_eq!(of("ko").date_order(), ["year", "month", "day"]);
        assert_eq!(of("ru").date_order(), ["day", "month", "year"]);
        assert_eq!(of("de").date_order(), ["day", "month", "year"]);
    }

    #[test]
    fn numbers_and_dates_are_right_in_languages_nobody_here_has_written_a_text_in() {
        let date = civil::date(2026, 2, 27);
        assert_eq!(of("de").date(date), "27. Februar 2026");
        assert_eq!(of("de").weekday(date), "Freitag");
        assert_eq!(of("de").number(40_000), "40.000");
        assert_eq!(of("fr").tenths(995), "99,5");
        assert_eq!(of("pt").number(4_000), "4.000");
        assert_eq!(of("fa").time(civil::time(16, 5, 0, 0)), "16:05");
    }

    #[test]
    fn words_stand_where_readers_look_for_them() {
        let sorted = |tag: &str, words: &str| {
            let writing = of(tag);
            let mut words: Vec<&str> = words.split(' ').collect();
            words.sort_by(|a, b| writing.compare(a, b));
            words.join(" ")
        };
        assert_eq!(sorted("ru", "Жук Азов Ёлка"), "Азов Ёлка Жук");
        assert_eq!(sorted("zh", "王 李 陈"), "陈 李 王");
        assert_eq!(sorted("en", "zebra Élan Edam"), "Edam Élan zebra");
    }

    #[test]
    fn a_language_is_written_its_way() {
        assert_eq!(direction(Lang::ZH), "ltr");
        for tag in ["ar", "fa", "he", "ur", "ps", "ug"] {
            assert_eq!(direction(Lang::parse(tag).unwrap()), "rtl", "{tag}");
        }
    }

    #[test]
    fn what_is_no_language_is_not_written() {
        let new = |lang: &str, tag: &str| Writing::new(Lang::parse(lang).unwrap(), tag, |_| None).err();
        assert_eq!(new("en", "not a tag"), Some(Unwritten::NotATag));
        assert_eq!(new("qaa", "qaa"), Some(Unwritten::NoNames));
    }
}
