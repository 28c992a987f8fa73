## The translation desk

desk-translation-title = 翻訳デスク
desk-translation-intro = まだ読めない人がいるメッセージです。期限が近い順に並びます。
desk-translation-count = 翻訳待ち{ $n }件
desk-translation-which = 言語
desk-translation-mine = 自分が分かる言語
desk-translation-all = すべての言語
desk-translation-pair = { $from } → { $to }
desk-translation-since = 待ち始め
desk-translation-message = 内容
desk-translation-empty = 翻訳待ちのメッセージはありません。
desk-translation-empty-mine = 分かる言語の翻訳待ちはありません。
desk-translation-see-only = 閲覧のみ可能です。翻訳は通訳者と相談員が行います。
desk-translation-one-title = 翻訳：{ $from } → { $to }
desk-translation-of = 案件 { $reference }：{ $kind }
desk-translation-text = 訳文
desk-translation-text-hint = 意味が伝わるように訳し、用語は定訳を使ってください。
desk-translation-save-next = 保存して次へ
desk-translation-save = 保存
desk-translation-skip = 飛ばす
desk-translation-terms = 用語
desk-translation-no-terms = 該当する用語はありません。
desk-translation-context = これまでのやり取り
desk-translation-now = 現在の訳文
desk-translation-saved = 訳文を保存しました。
desk-translation-all-done = すべて翻訳しました。
