## What an event is called in the journal

legal-event-opened = 翻訳に着手
legal-event-revised = 訳文を修正
legal-event-reviewed = 原文と照合済み
legal-event-sent-back = 差し戻し
legal-event-published = 訳文を公表
legal-event-withdrawn = 公開を停止
legal-event-erased = 文章を消去

## Where a translation stands

legal-state-draft = 草案
legal-state-reviewed = 確認済み
legal-state-published = 公表済み
legal-state-withdrawn = 公開停止
legal-stands-owed = 未着手
legal-stands-draft = 草案
legal-stands-reviewed = 確認済み
legal-stands-published = 公表済み
legal-stands-withdrawn = 公開停止

## Commands: the button, and a line of help

legal-command-revise = 訳文を修正
legal-command-review = 原文との照合を確認
legal-command-send-back = 差し戻す
legal-command-publish = 訳文を公表
legal-command-withdraw = 公開を停止
legal-command-erase = 文章を消去
legal-hint-revise = 修正後は別の同僚が改めて確認します。それまで公表済みの訳文は変わりません。
legal-hint-review = 原文と一条ずつ照合し、漏れや誤りがないことを確かめてください。
legal-hint-send-back = 何を直すべきかを書いてください。修正後に改めて確認します。
legal-hint-publish = 誰でも読めるようになり、フィードにも掲載されます。
legal-hint-withdraw = 直ちに公開が停止されます。記録は残り、後で修正できます。
legal-hint-erase = 訳文と理由は完全に消去されます。操作の記録は残ります。

## Labels of inputs

legal-input-law = 法規
legal-input-language = 翻訳先の言語
legal-input-title = 訳文の題名
legal-input-text = 訳文
legal-input-text-hint = 段落の間は1行空けてください。
legal-input-on = 公表日
legal-input-url = 正式な公表のURL
legal-input-url-hint = https:// で始まります。なければ空欄のままにしてください。
legal-input-reason = 理由
legal-problem-open-language-twice = この言語の翻訳にはすでに着手しています。一覧から開いてください。
legal-problem-publish-on-not-after-start = 訳した版の日付より前にはできません

## What there is

legal-kind-law = 法律
legal-kind-regulation = 法規・条例
legal-kind-rules = 規則
legal-kind-normative-document = 規範性文書
legal-scope-city = 当市
legal-scope-province = 省
legal-scope-nation = 国
legal-scope-elsewhere = 他の都市
legal-scope-about-city = 条例により外国語の訳文が求められます。
legal-scope-about-province = 当市にも適用されます。翻訳は省が行います。
legal-scope-about-nation = ガイドや期限の根拠となる国の規定です。参考として掲載しています。公式の翻訳は当市が作成するものではありません。
legal-scope-about-elsewhere = 当市には適用されません。当市の規定が見つからない場合に参考にしたものです。
legal-status-in-force = 施行中
legal-status-verify = 原文未確認
legal-fact-issuer = 制定機関
legal-fact-number = 番号
legal-fact-adopted = 採択日
legal-fact-published = 公布日
legal-fact-dated = 文書の日付
legal-fact-in-force = 施行日
legal-fact-amended = 改正日
legal-fact-status = 状態
legal-fact-language = 言語
legal-fact-unit = 担当部署
legal-fact-due = 期限
legal-fact-late = 期限との差
legal-fact-source-day = 訳した版
legal-fact-drafters = 訳者
legal-fact-reviewer = 確認者

## The public register

legal-public-title = 法規と訳文
legal-public-about = 市の法規一覧：翻訳すべきもの、担当部署、進み具合、期限超過の有無。
legal-lede = 外国の方に関わる法律・法規と、市が翻訳すべきものの進み具合を確認できます。
legal-counted = 翻訳対象{ $n }件、公表済み{ $published }件、期限超過{ $late }件。
legal-filter-kind = 種類
legal-filter-state = 訳文の状態
legal-any = 指定なし
legal-show = 表示
legal-all = すべて表示
legal-empty = まだ法規が登録されていません。
legal-empty-filtered = 条件に合う法規はありません。
legal-feed = 新しい訳文のフィード（Atom）
legal-feed-title = { $city }の法規の訳文
legal-feed-entry = { $language }、{ $date }公表
legal-owed-by = 翻訳の担当：{ $unit }
legal-late = { $n }営業日の期限超過
legal-was-late = { $n }営業日遅れて公表
legal-original = 公式に公表された原文を読む
legal-translations = 訳文
legal-owes = { $unit }が、公布の日から{ $limit }以内に翻訳し公表します。
legal-unit-inferred = 条例は制定機関とだけ定めており、担当部署は推定です。
legal-provisional = 期限にかかる年の祝日が未登録または未発表のため、日数は変わることがあります。
legal-owes-nothing = 当市が翻訳すべきものではありません。参考として掲載しています。
legal-due = 期限 { $date }
legal-published-on = { $date }公表。
legal-read = { $language }の訳文を読む
legal-reviewed-by = { $date }に{ $unit }の別の職員が原文と照合しました。
legal-of-earlier = { $date }の版の訳です。原文は{ $now }に改正されました。
legal-original-rules = 中国語の原文が優先します。
legal-official = 訳文の正式な公表
legal-not-in-yours = この言語で公表された訳文はまだありません。
legal-guides = これに基づくガイド
legal-figure = 翻訳対象{ $of }件のうち{ $n }件を公表

## At the desk

legal-title = 法規の翻訳
legal-intro = 市が翻訳すべき法規：担当部署、進み具合、期限超過の有無。
legal-owed = 翻訳待ちの法規：{ $n }件、期限超過{ $late }件
legal-waiting-late = 法規の翻訳{ $n }件が期限超過
legal-waiting-reviewed = 確認済みの法規の翻訳{ $n }件、公表待ち
legal-filters = 絞り込み
legal-filter-unit = 担当部署
legal-filter-language = 言語
legal-filter-late = 期限超過
legal-filter-late-yes = 期限超過のみ
legal-count = { $n }件
legal-none = 翻訳すべき法規はありません。
legal-none-filtered = 条件に合う翻訳はありません。
legal-column-reference = 番号
legal-column-law = 法規
legal-column-language = 言語
legal-column-state = 状態
legal-column-unit = 担当部署
legal-column-due = 期限
legal-column-late = 超過営業日数
legal-column-published = 公表日
legal-outdated = 原文が改正済み
legal-back = 法規の一覧へ戻る
legal-live = この翻訳が更新されました：表示
legal-done = 完了：{ $what }
legal-unknown-title = この翻訳は見つかりません
legal-unknown = この番号の翻訳がないか、閲覧できない翻訳です。
legal-erased = 文章は消去され、操作の記録だけが残っています。
legal-words = { $language }の訳文
legal-no-words = 文章はありません。
legal-do = 対応
legal-you-see-only = 現在は閲覧のみできます。
legal-journal = 記録
legal-original-title = 原文
legal-no-address = 公式のURLが不明です。原文は制定機関に求めてください。
legal-public-page = 公開ページ
legal-open-title = 翻訳に着手する
legal-open-hint = 草案として保存されます。別の同僚が原文と照合してから公表できます。
legal-open-send = 草案として保存
legal-detail-from = { $date }の版から
legal-detail-reason = 理由：{ $reason }
legal-sent-back = 差し戻されました：{ $reason }
legal-second-reader = ご自分が訳したため、別の同僚が原文と照合します。
legal-to-be-read = 訳者以外の同僚による原文との照合を待っています。
legal-public-meanwhile = 現在は以前に公表した訳文が公開されています。
