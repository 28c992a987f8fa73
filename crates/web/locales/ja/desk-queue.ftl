## The queue

desk-queue-title = 対応待ち一覧
desk-queue-count = { $n }件
desk-queue-tabs = 状態別
desk-queue-group-open = 未完了
desk-queue-group-to-accept = 受理待ち
desk-queue-group-in-hand = 対応中
desk-queue-group-waiting = 待機中
desk-queue-group-answered = 回答済み
desk-queue-group-over = 終了
desk-queue-group-all = すべて
desk-queue-filters = 絞り込み
desk-queue-search = 検索
desk-queue-search-hint = 受付番号・氏名・連絡先・本文
desk-queue-unit = 機関
desk-queue-language = 言語
desk-queue-service = サービス
desk-queue-due = 期限
desk-queue-due-any = 指定なし
desk-queue-due-late = 期限超過（レッドカード）
desk-queue-due-soon = 期限間近（イエローカード）
desk-queue-sort = 並べ替え
desk-queue-sort-due = 期限が近い順
desk-queue-sort-newest = 受付が新しい順
desk-queue-sort-changed = 更新が新しい順
desk-queue-urgent = 緊急のみ
desk-queue-escalated = 監督者の判断待ちのみ
desk-queue-mine = 自分の担当のみ
desk-queue-readable = 読める言語のみ
desk-queue-empty = 現在、案件はありません。
desk-queue-empty-filtered = 条件に合う案件がありません。条件を緩めるか、クリアしてください。
desk-queue-column-case = 案件
desk-queue-column-state = 状態
desk-queue-column-unit = 担当機関
desk-queue-column-language = 言語
desk-queue-column-due = 期限
desk-queue-column-holder = 担当者
desk-queue-column-opened = 受付
desk-queue-column-reference = 受付番号
desk-queue-nobody = 未定
desk-queue-no-text = （説明なし）
desk-queue-erased = （消去済み）

## The unit's inbox

desk-inbox-title = { $unit }の受信箱
desk-inbox-to-accept = 受理待ち
desk-inbox-in-hand = 対応中
desk-inbox-waiting = 待機中
desk-inbox-extension = 延長申請中
desk-inbox-answered = 回答済み
desk-inbox-empty-to-accept = 受理待ちの案件はありません。
desk-inbox-empty-in-hand = 対応中の案件はありません。
desk-inbox-empty-waiting = 待機中の案件はありません。
desk-inbox-empty-extension = 判断待ちの延長申請はありません。
desk-inbox-empty-answered = 評価待ちの回答はありません。
desk-inbox-all = 一覧ですべて見る
desk-inbox-more = ほか{ $n }件

## Who is in danger

desk-queue-danger-answer = { $question }：{ $answer }
desk-queue-danger = 安全でない人のみ
desk-queue-danger-waits = 安全でないという人：{ $n }人
desk-alarm-said = 安全でないという人がいます
desk-alarm-off = 通知音：オフ
desk-alarm-on = 通知音：オン
