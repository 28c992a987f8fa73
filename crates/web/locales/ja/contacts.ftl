## How a case came in, and what its timeline says of its contacts

desk-channel-chat = チャット
desk-channel-call = ブラウザー通話
desk-event-contact = ホットラインとの連絡
desk-event-contact-began = チャットを開始
desk-event-contact-answered = 相談員がチャットに応答
desk-event-contact-ended = チャットを終了
desk-event-contact-wrapped-up-answered = チャットで回答
desk-event-contact-wrapped-up-passed-on = チャットの後、担当部署へ取り次ぎ
desk-event-contact-wrapped-up-follow-up = チャットの後、ホットラインが引き続き対応
desk-event-contact-wrapped-up-no-matter = チャットでの質問なし
desk-event-contact-rated = チャットを評価
case-step-contact-began = チャットを開始
case-step-contact-answered = 相談員がチャットに応答
case-step-contact-ended = チャットを終了
case-step-contact-wrapped-up-answered = チャットで回答
case-step-contact-wrapped-up-passed-on = チャットの後、担当部署へ取り次ぎ
case-step-contact-wrapped-up-follow-up = チャットの後、ホットラインが引き続き対応
case-step-contact-wrapped-up-no-matter = チャットでの質問なし
case-step-contact-rated = チャットを評価

## What an event is called in the journal

contacts-event-opened = チャットを開始
contacts-event-answered = 相談員が応答
contacts-event-rung = 同僚を呼び出し
contacts-event-joined = 参加
contacts-event-left = 退出
contacts-event-said = 発言
contacts-event-whispered = 内部メモ
contacts-event-shared = 手続き案内・場所を共有
contacts-event-attached = ファイルを追加
contacts-event-translated = 翻訳
contacts-event-corrected = 翻訳を訂正
contacts-event-ended = 終了
contacts-event-wrapped-up = まとめ
contacts-event-rated = 評価
contacts-event-moved = 案件とともに移管
contacts-event-erased = 内容を消去

## Where a chat stands

contacts-state-waiting = 待機中
contacts-state-talking = 対話中
contacts-state-wrapping-up = まとめ待ち
contacts-state-ended = 終了
contacts-stands-waiting = お客様の言語を話す相談員を探しています。続けてお書きいただけます。
contacts-stands-talking = 相談員が対応しています。
contacts-stands-wrapping-up = チャットは終了しました。
contacts-stands-ended = チャットは終了しました。

## Commands: the button, and a line of help

contacts-command-answer = 応答する
contacts-command-ring = 同僚を呼ぶ
contacts-command-join = 参加する
contacts-command-leave = 退出する
contacts-command-put-back = 待ち列に戻す
contacts-command-say = 発言する
contacts-command-whisper = 内部メモ
contacts-command-share = 手続き案内・場所を共有
contacts-command-attach = ファイルを追加
contacts-command-translate = この訳にする
contacts-command-end = チャットを終了
contacts-command-wrap-up = まとめる
contacts-command-rate = 評価する
contacts-hint-answer = 以後、このチャットを担当します。
contacts-hint-ring = 通訳者または担当者。呼び出された人は、それ以降このチャットを見られます。
contacts-hint-join = 利用者に参加が表示されます。
contacts-hint-leave = 最後の相談員が退出すると、チャットは再び待機します。
contacts-hint-put-back = 離席した同僚のチャットを待ち列に戻します。
contacts-hint-say = 得意な言語で書けば翻訳されます。
contacts-hint-whisper = 利用者には表示されません。
contacts-hint-share = ページのアドレスにあるコードを記入します。
contacts-hint-attach = 書類またはその写真。
contacts-hint-translate = 機械翻訳に代わり、その旨が表示されます。
contacts-hint-end = 侮辱による終了は理由の記入が必要です。
contacts-hint-wrap-up = 案件もこれに従います：回答、取り次ぎ、またはホットラインで継続。
contacts-hint-rate = 解決と満足は別の質問です。

## Labels of inputs

contacts-input-staff = 同僚
contacts-input-id = 端末
contacts-input-n = 番号
contacts-input-text = 内容
contacts-input-what = 種類
contacts-what-guide = 手続き案内
contacts-what-place = 場所
contacts-input-code = コード
contacts-input-file = ファイル
contacts-input-message = 発言の番号
contacts-input-language = 訳す言語
contacts-input-why = 理由
contacts-why-done = 話が済んだ
contacts-why-silent = 利用者の応答なし
contacts-why-insult = 侮辱
contacts-why-visitor-left = 利用者が退出
contacts-why-nobody-came = 相談員が応答できず
contacts-input-reason = 説明
contacts-input-outcome = 結果
contacts-outcome-answered = 回答済み
contacts-outcome-passed-on = 担当部署へ取り次ぎ
contacts-outcome-follow-up = ホットラインで継続
contacts-outcome-no-matter = 質問なし
contacts-input-topic = 主題
contacts-input-unit = 取り次ぎ先
contacts-input-note = メモ
contacts-input-solved = 解決
contacts-input-satisfied = 満足

## The hotline, for everybody

contacts-public-title = ホットライン
contacts-public-about = チャットまたは電話：いまホットラインで対応できる言語と待ち時間の目安。
contacts-lede = ご自分の言語でご相談ください。その言語を話す相談員がお答えし、いない場合は翻訳します。
contacts-lede-plain = ご自分の言語でご相談ください。その言語を話す相談員がお答えし、いない場合は対応できる者を探します。
contacts-emergency = 危険なときはすぐお電話を
contacts-begin = チャットする
contacts-call = { $number }に電話
contacts-open = チャットを受付中です。
contacts-closed = ただいまチャットの受付時間外です。
contacts-closed-text = この時間は応答できません。お書きになった内容は保存し、後ほどお答えします。
contacts-now = いま
contacts-ready = 対応できます
contacts-not-ready = 空きがなく、翻訳で対応
contacts-nobody-free = ただいま空きがありません
contacts-expected = 最近の利用者の半数は、待ち時間が{ $middle }以内でした（中央の半数は{ $short }～{ $long }）。
contacts-now-text = 直近2時間の集計です。
contacts-follow = 受付済みの案件を照会
contacts-nav = ホットラインのチャット

## The visitor’s chat

contacts-chat-title = ホットラインとのチャット
contacts-begin-lede = いちばん得意な言語でご用件をお書きください。
contacts-about = 案件{ $reference }についてのチャットです。
contacts-lost = この端末には該当する案件の受付票がもうありません。照会コードで案件を開くか、下から新しいチャットを始めてください。お書きになった内容は残っています。
contacts-first = 最初のメッセージ
contacts-first-hint = パスポート番号やカード番号は書かないでください。
contacts-send-first = チャットを始める
contacts-kept = やり取りは案件に記録され、ブラウザーを閉じるまでこの端末でご覧いただけます。
contacts-not-sent = 送信できませんでした
contacts-kept-words = お書きになった内容です。チャットが終了したため、ここからは送信できません。
contacts-talk = やり取り
contacts-say = メッセージ
contacts-send = 送信
contacts-refresh = 新着を表示
contacts-after = 次へ：ご感想を送る、またはもう一度チャットする
contacts-leave = チャットを退出
contacts-you = ご自分
contacts-hotline = ホットライン
contacts-ask-solved = 問題は解決しましたか
contacts-ask-satisfied = 対応にご満足いただけましたか
contacts-yes = はい
contacts-no = いいえ
contacts-rated = ご回答ありがとうございました。
contacts-case = このチャットの受付票と案件
contacts-again = この件で再びチャット
contacts-earlier = この案件についての他のチャット
contacts-read = チャットを読む
contacts-about-it = この案件についてホットラインとチャット
contacts-made-machine = { $language }（機械翻訳）
contacts-made-memory = { $language }（過去の人による訳）
contacts-made-person = { $language }（人による訳）
contacts-made-corrected = { $language }（人が訂正）
contacts-doubtful = 不確かです。
contacts-told-file = ファイルが追加されました
contacts-told-answered = 相談員が応答しました
contacts-told-joined = 別の職員が参加しました
contacts-told-left = 職員が退出しました
contacts-told-ended-done = チャットが終了しました
contacts-told-ended-silent = 応答がないためチャットを終了しました
contacts-told-ended-insult = ホットラインがチャットを終了しました
contacts-told-ended-visitor-left = 利用者がチャットを退出しました
contacts-told-you-left = チャットを退出しました
contacts-told-you-were-gone = しばらく接続がなかったため、チャットを終了しました。ホットラインが案件として対応します
contacts-told-ended-nobody-came = 応答できなかったため、ホットラインが案件として対応します
contacts-told-erased = 内容は消去されました
contacts-seconds = { $n }秒
contacts-minutes = { $n }分

## At the desk

contacts-title = ホットライン
contacts-waiting = 待機中のチャット：{ $n }
contacts-at-title = いまの状態
contacts-at-ready = 対応可
contacts-at-break = 離席
contacts-at-offline = オフライン
contacts-be-ready = 対応を始める
contacts-be-offline = 終了する
contacts-be-away = 離席：{ $reason }
contacts-rings = 呼び出し中
contacts-decline = 他の人へ回す
contacts-held = 担当中のチャット
contacts-held-none = 担当中のチャットはありません。
contacts-queue = 待機中
contacts-queue-none = 待機者はいません。
contacts-more = ほかに{ $n }人が待機しています。
contacts-left = まとめ待ちのチャット
contacts-before = 最近のチャット
contacts-urgent = 緊急
contacts-visitor = 利用者
contacts-one = チャット{ $reference }
contacts-fact-language = 言語
contacts-fact-begun = 開始
contacts-fact-unit = 部署
contacts-fact-people = 参加者
contacts-back = ホットラインに戻る
contacts-its-case = 案件{ $reference }
contacts-of-case = ホットラインとのチャット
contacts-desk-changed = チャットの状態が変わりました：最新の画面を表示
contacts-erased = やり取りは消去され、記録だけが残っています。
contacts-replies = 定型文
contacts-do = できること
contacts-you-see-only = いまできることはありません。
contacts-journal = 記録
contacts-done = 完了：{ $what }
contacts-whisper = 内部
contacts-correct = { $n }番の訳を訂正
contacts-correct-into = 訳
contacts-unknown-title = チャットが見つかりません
contacts-unknown = この番号のチャットはないか、閲覧できません。

## A chat as it happens

contacts-line-lost = 接続が切れたため、再接続しています。書かれた内容は接続後に送信されます。
contacts-line-away = システムが一時的に応答していません。送信済みの内容は失われません。
contacts-line-over = このページは自動更新を終了しました。再読み込みしてください。
contacts-pending = 送信中…
contacts-hotline-types = ホットラインが入力しています…
contacts-visitor-types = 相手が入力しています…
contacts-has-read = 既読
contacts-changed = チャットの状態が変わりました。表示する
contacts-bell-on = 音と通知：オン
contacts-bell-off = 音と通知：オフ
contacts-bell-rings = ホットラインでお待ちの方がいます
contacts-bell-said = チャットに新しい書き込みがあります
contacts-unread = 未読 { $n }
contacts-held-keys = Alt+1～Alt+9でチャットを切り替えます。
contacts-say-keys = Ctrl+Enterで送信。空欄で/を押すと定型文・ガイド・場所を選べます。
contacts-palette = 定型文・ガイド・場所
contacts-palette-search = 検索
contacts-palette-guide = ガイドを送る
contacts-palette-place = 場所を送る
contacts-same-receipt = 同じ受付票：案件{ $cases }件、チャット{ $chats }件

## The regulation’s page: what is told of the hotline

contacts-figure-answered = 過去1年間の対話{ $of }件のうち{ $n }件に相談員が応答
contacts-figure-few = 過去1年間の対話は{ $n }件未満
contacts-figure-soon = 応答した{ $of }件のうち{ $n }件は1分以内に応答
contacts-figure-languages = { $n }言語で対話（{ $of }件未満の言語を除く）
