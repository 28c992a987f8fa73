//! What a page writes for its reader.

use domain::Lang;
use domain::deadlines::Limit;
use jiff::civil::Date;

use crate::kit::page::{Nav, Page};

#[test]
fn dates_and_numbers_are_written_as_their_readers_write_them() {
    let app = crate::testing::app();
    let page = |lang| Page::new(&app, lang, "/", Nav::None);
    let date: Date = "2026-02-27".parse().unwrap();
    assert_eq!(page(Lang::ZH).date(date), "2026年2月27日（星期五）");
    assert_eq!(page(Lang::EN).date(date), "Friday 27 February 2026");
    assert_eq!(page(Lang::KO).date(date), "2026년 2월 27일 금요일");
    assert_eq!(page(Lang::JA).date(date), "2026年2月27日（金曜日）");
    assert_eq!(page(Lang::RU).date(date), "пятница, 27 февраля 2026\u{202f}г.");
    let moment = "2026-02-27T08:05:00Z".parse().unwrap();
    assert_eq!(page(Lang::EN).moment(moment), "27 February 2026, 16:05");
    assert_eq!(page(Lang::KO).moment(moment), "2026년 2월 27일 16:05");
    assert_eq!(page(Lang::EN).number(4000), "4,000");
    assert_eq!(page(Lang::RU).short_date(date), "27 февраля 2026\u{202f}г.");
    let known = |lang| [page(lang).writing().month(date), page(lang).writing().year(date)];
    assert_eq!(known(Lang::ZH), ["2026年2月", "2026年"]);
    assert_eq!(known(Lang::EN), ["February 2026", "2026"]);
    assert_eq!(known(Lang::KO), ["2026년 2월", "2026년"]);
    assert_eq!(known(Lang::RU), ["февраль 2026\u{202f}г.", "2026"]);
    assert_eq!(page(Lang::RU).number(40000), "40\u{a0}000");
    assert_eq!(page(Lang::RU).limit(Limit::WorkingDays(2)), "2 рабочих дня");
    assert_eq!(page(Lang::RU).limit(Limit::WorkingDays(5)), "5 рабочих дней");
    assert_eq!(page(Lang::EN).limit(Limit::Days(1)), "1 day");
}
