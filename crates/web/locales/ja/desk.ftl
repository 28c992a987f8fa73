## The frame of every page of the desk

desk-title = 業務デスク
desk-nav = 業務デスクのメニュー
desk-nav-queue = 対応待ち一覧
desk-nav-inbox = 部署の受信箱
desk-nav-new = 新規受付
desk-nav-translation = 翻訳デスク
desk-nav-wall = 監督ボード
desk-interface-language = 表示言語
desk-account = 自分のアカウント
desk-sign-out = ログアウト
desk-public-site = 公開サイト

## Signing in

desk-sign-in-title = 業務デスクにログイン
desk-sign-in-intro = 担当部署とホットラインの職員専用です。
desk-sign-in-login = ログインID
desk-sign-in-password = パスワード
desk-sign-in-button = ログイン
desk-sign-in-wrong = ログインIDまたはパスワードが正しくありません。
desk-sign-in-slow = 試行回数が多すぎます。1分ほど待ってからもう一度お試しください。
desk-sign-in-expired-title = ログインの有効期限が切れました
desk-sign-in-expired = { $idle }時間操作がないとき、またはログインから{ $hours }時間たつと、もう一度ログインが必要です。書いた内容は残っており、ログイン後に再び表示されます。まだ送信されていません。
desk-sign-in-needed = 先にログインしてください。
desk-signed-out = ログアウトしました。
desk-resumed-title = 入力した内容はまだ送信されていません
desk-resumed = ログインが切れる前に入力した内容です。確認してから送信してください。
desk-forbidden-title = この画面を使う権限がありません
desk-forbidden = 現在の役割は「{ $role }」で、この役割ではこの画面を表示できません。業務に必要な場合は管理者にご連絡ください。
desk-forbidden-home = 自分の最初の画面へ
desk-no-rooms = この役割で業務デスクで行う作業は、まだありません。
desk-case-unknown-title = 案件が見つかりません
desk-case-unknown = この受付番号の案件がないか、所属部署の案件ではありません。

## Keyboard

desk-keys = ショートカット
desk-keys-close = 閉じる
desk-keys-next = 次の行
desk-keys-previous = 前の行
desk-keys-open = 選んだ行を開く
desk-keys-search = 検索
desk-keys-show = 変更を表示
desk-keys-send = 記入中のフォームを送信
desk-keys-insert = その番号の訳例を挿入
desk-keys-skip = 次の文章へ進む
desk-keys-help = この一覧を表示
desk-keys-then = の次に
desk-keys-on = 1文字キーのショートカットを使う
desk-keys-on-hint = 音声入力を使う場合や、誤ってキーを押しやすい場合はオフにしてください。すべての操作はTabキーでも行えます。

## Words used on several pages

desk-state-received = 受理待ち
desk-state-returned = 差し戻し
desk-state-accepted = 受理済み
desk-state-in-progress = 対応中
desk-state-waiting-resident = 利用者の回答待ち
desk-state-waiting-appraisal = 鑑定待ち
desk-state-waiting-partner = 連携機関待ち
desk-state-answered = 回答済み
desk-state-closed = 完了
desk-state-declined = 不受理
desk-state-reopened = 再開
desk-state-merged = 統合済み
desk-channel-web = ウェブ
desk-channel-api = API
desk-channel-phone = 電話
desk-channel-counter = 窓口
desk-card-yellow = イエローカード
desk-card-red = レッドカード
desk-due-today = 本日期限
desk-due-left = 残り{ $n }営業日
desk-due-left-hours = 残り{ $n }時間
desk-due-late = { $n }営業日超過
desk-due-late-now = 期限超過
desk-due-paused = 期限停止中
desk-due-none = 進行中の期限なし
desk-urgent = 緊急
desk-escalated = 監督者の判断待ち
desk-asks-extension = 延長申請あり
desk-returned-times = 差し戻し{ $n }回
desk-reopened-times = 再開{ $n }回
desk-provisional = 暫定：その年の祝休日は未発表
desk-yes = はい
desk-no = いいえ
desk-optional = 任意
desk-one-language = いずれか一つの言語で入力すれば足ります。
desk-choose = 選択してください
desk-resident = 利用者
desk-csv = CSVをダウンロード
desk-list-all = すべて
desk-list-any = すべて
desk-list-apply = 適用
desk-list-clear = 条件をクリア
desk-list-previous = 前のページ
desk-list-next = 次のページ
desk-list-pages = ページ送り
desk-live-changes = 変更{ $n }件：表示
desk-live-case = この案件が更新されました：表示
desk-date = { $y }-{ $m }-{ $d }
desk-moment = { $date } { $time }
desk-system = システム
desk-me = 自分
desk-print = 印刷
