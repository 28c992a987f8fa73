//! Guides and a helper for the small city of the tests.

use domain::Lang;
use domain::city::Texts;
use domain::guides::{Guide, Helper};

/// One that can be relied upon in February 2026, and one that has expired by then.
pub fn guides() -> Vec<Guide> {
    vec![guide("refunds", "2027-02-13"), guide("queues", "2026-01-31")]
}

/// A guide in the source language; `refunds` is there in English, too.
fn guide(code: &str, expires_on: &str) -> Guide {
    serde_json::from_value(serde_json::json!({
        "code": code, "topic": format!("{code} in town"), "article": 8, "unit": "market", "need": "shopping", "order": 1,
        "services": if code == "refunds" { vec!["complaint", "rescue"] } else { vec!["rescue"] },
        "related": if code == "refunds" { vec!["queues"] } else { Vec::new() },
        "reviewed_on": "2026-01-02", "expires_on": expires_on,
        "source": [
            {"title": "商品法 <1>", "date": "1993-10", "url": "https://law.example/", "status": "in-force"},
            {"title": "A page about it", "status": "verify"}
        ]
    }))
    .expect("a guide")
}

/// Questions of which the second is not always asked.
pub fn helper() -> Helper {
    serde_json::from_value(serde_json::json!({
        "code": "which", "need": "shopping", "order": 1,
        "question": [
            {"code": "where", "answer": [{"code": "shop", "to": "late"}, {"code": "home", "to": "nothing"}]},
            {"code": "late", "answer": [{"code": "yes", "to": "nothing"}, {"code": "no", "to": "refund"}]}
        ],
        "result": [
            {"code": "refund", "guides": ["refunds", "queues"], "services": ["complaint"]},
            {"code": "nothing"}
        ]
    }))
    .expect("a helper")
}

/// What a guide's page can have in it.
const BODY: &str = "\
## To bring <b>

[the form](service:complaint), **once**, and what [the law](https://law.example/?a=b&c=d) asks.

> [!CAUTION]
> 2025-06-30: It may cost 20.

## Where

Call [12366](tel:12366).

|a|b|
|-|-|
|1|2|

## When

> [!WARNING]
> By noon.

## If not

See [queues](guide:queues) and [which](helper:which).";

/// Their texts.
pub fn texts(texts: &mut Texts) {
    for (place, keys) in [
        ("guides/refunds", "title summary do call cost time"),
        ("guides/queues", "title summary do call cost time"),
        (
            "helpers/which",
            "title summary question.where hint.where question.late answer.where.shop answer.where.home answer.late.yes \
             answer.late.no result.refund text.refund result.nothing text.nothing",
        ),
    ] {
        for key in keys.split(' ') {
            texts.insert(place, key, Lang::ZH, format!("{place}.{key}（原文） 110, 12366"));
            if place != "guides/queues" {
                texts.insert(
                    place,
                    key,
                    Lang::EN,
                    format!("{place}.{key} in English: 110, 12366"),
                );
            }
        }
    }
    texts.insert("guides/queues", "body", Lang::ZH, "## 一\n\n原文".to_owned());
    for lang in [Lang::ZH, Lang::EN] {
        texts.insert("guides/refunds", "body", lang, BODY.to_owned());
    }
}
