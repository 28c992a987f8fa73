//! The order in which a page's language is chosen.

mod small;

use domain::Lang;
use language::negotiate::pick;

#[test]
fn chosen_then_remembered_then_asked_for_then_english() {
    let city = small::city(&[Lang::ZH, Lang::EN, Lang::KO, Lang::JA], &[], &[]);
    let (ko, ja) = (Some(Lang::KO), Some(Lang::JA));
    assert_eq!(pick(ko, ja, Some("zh"), &city), Lang::KO);
    assert_eq!(pick(None, ja, Some("zh"), &city), Lang::JA);
    assert_eq!(pick(None, None, Some("zh-CN,zh;q=0.9"), &city), Lang::ZH);
    assert_eq!(pick(None, None, Some("fr"), &city), Lang::EN);
    assert_eq!(pick(None, None, None, &city), Lang::EN);
}

#[test]
fn a_language_that_is_not_offered_is_passed_over() {
    let city = small::city(&[Lang::ZH, Lang::KO], &[], &[]);
    assert_eq!(pick(Some(Lang::RU), Some(Lang::KO), None, &city), Lang::KO);
    assert_eq!(pick(Some(Lang::RU), None, Some("en"), &city), Lang::ZH);
}
