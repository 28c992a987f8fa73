page-site = { $city }ハーバーライン
page-skip = 本文へ移動
page-menu = メインメニュー
page-footer-menu = その他のページ
page-nav-services = サービス
page-nav-follow = 案件の照会
page-nav-regulation = 条例
page-nav-help = ご利用案内
page-language = 言語：
page-desk = 職員用
page-description = { $city }市の外国人向け公共サービスプラットフォーム。ご自分の言語で質問・苦情・申請ができます。
page-crumbs = 現在の位置
page-home = トップページ
page-back = 戻る
page-print = 印刷
page-copy = コピー
page-copied = コピーしました
page-more = 関連ページ
page-unchecked-text = この文章の日本語訳はまだ担当者による確認が済んでいないため、原文（{ $language }）で表示しています。
page-unchecked-parts = このページには日本語訳の確認がまだ済んでいない部分があり、その部分は原文（{ $language }）で表示しています。
page-unconfirmed = この訳文は当プロジェクトで原文と照合したもので、市による確認はまだ受けていません。
page-list-comma = 、
page-full-stop = 。
page-colon = ：
page-demo = デモ：ここに表示される内容はすべて架空のものです。実際の情報を入力しないでください。
page-made-up = 架空の都市です：{ $city }は実在しない見本です。ここに書かれた内容は誰も扱わず、電話番号もつながりません。

language-other = その他の言語（{ $code }）
language-unknown = 不明（{ $script }）

# Where the city's country has names of its own. All others are from the Unicode CLDR.
country-HK = 中国香港
country-MO = 中国マカオ
country-TW = 中国台湾

