notices-title = メールでのお知らせ
notices-none-sent = メールでのお知らせは行っていません。状況は受付票でいつでも照会できます。
notices-offered = メールアドレスを入力すると、動きがあったときにメールでお知らせします。はじめに確認のメールを1通お送りします。
notices-waiting = { $address }に確認のメールをお送りしています。メールのリンクを開いてアドレスを確認してください。確認後にかぎり、お知らせをお送りします。
notices-expired = { $address }にお送りした確認のリンクは期限が切れました。もう一度お送りできます。
notices-confirmed = 動きがあったときは、{ $address }にお知らせします。
notices-stopped = この案件のメールは停止しました。いつでも、もう一度メールアドレスを入力できます。
notices-refused = { $address }へのメールは受信を拒否されました。アドレスをお確かめください。
notices-leave = メールで知らせを受け取る
notices-leave-again = 確認のメールをもう一度送る
notices-form-sent = { $example }。はじめに確認のメールを1通お送りし、確認後は、動きがあるたびに短いメールでお知らせします。
notices-form-none-sent = { $example }。動きがあってもメールはお送りしません。受付票で照会してください。
notices-button-confirm = アドレスを確認する
notices-button-stop = メールを停止する
notices-confirm-asks-title = この案件のお知らせをメールで受け取りますか
notices-confirm-asks-text = 確認すると、受付番号{ $reference }の案件に動きがあるたびに、このアドレスにお知らせします。
notices-confirm-done-title = アドレスを確認しました
notices-confirm-done-text = 今後、受付番号{ $reference }の案件に動きがあったときはメールでお知らせします。どのメールにも停止用のリンクがあります。
notices-confirm-over-title = このリンクは使えなくなりました
notices-confirm-over-text = 受付票で受付番号{ $reference }の案件を開き、もう一度メールアドレスを入力してください。新しいリンクをお送りします。
notices-stop-asks-title = この案件のメールを停止しますか
notices-stop-asks-text = 受付番号{ $reference }の案件のメールが届かなくなります。案件の処理は続き、状況は受付票で照会できます。
notices-stop-done-title = メールを停止しました
notices-stop-done-text = 受付番号{ $reference }の案件のメールは、このアドレスには届きません。状況は受付票で照会できます。
notices-often-enough-left = メールアドレスを入力できるのは1つの案件につき{ $times }回までで、すでに使われています。状況は受付票で照会してください。
follow-done-notices = 確認のメールをお送りしています。メールのリンクを開いてアドレスを確認してください。
follow-done-notices-stop = この案件のメールを停止しました。
notices-mail-confirm-subject = { $site }：メールアドレスの確認をお願いします
notices-mail-confirm =
    受付番号{ $reference }の案件のお知らせ先として、このメールアドレスが入力されました。

    お知らせを受け取る場合は、次のページを開いて確認してください。リンクは{ $days }日間有効です。
    { $confirm }

    お心当たりがない場合は、何もなさらなくてかまいません。確認がないかぎり、お知らせはお送りしません。この案件のメールを一切受け取らない場合は、次のページを開いてください。
    { $stop }

    このメールには返信しないでください。返信は確認しておりません。
notices-mail-news-subject = { $site }：受付番号{ $reference }の案件のお知らせ
notices-mail-news =
    受付番号{ $reference }の案件に動きがありました。

    次のページでご確認ください。受付票の照会コードが必要です。
    { $follow }

    個人情報を守るため、内容はメールに書いておりません。このメールには返信しないでください。返信は確認しておりません。

    この案件のメールを停止する場合：
    { $stop }
notices-desk-title = 届かないメール
notices-desk-hint = 入力されたメールアドレスが受信を拒否した案件です。利用者にお知らせが届かないため、電話番号があれば電話で伝えてください。アドレスは利用者が案件のページで訂正できます。
notices-desk-tasks = 送信できなかったメールは、「中止されたタスク」にあります。
notices-desk-none-sent = メールサーバーが設定されていません。利用者にメールは送られず、ページにもそのように表示されます。
notices-desk-total = { $n }件
notices-desk-empty = 受信を拒否したアドレスはありません。
notices-desk-case = 案件
notices-desk-since = 拒否された日時
desk-event-notices = メールでのお知らせ
cases-command-notices = メールでのお知らせ
tasks-kind-notice = 動きがあったことを利用者にメールで知らせる
tasks-kind-notice-confirmation = メールアドレスの確認を利用者に依頼する
tasks-why-mail-unreachable = メールサーバーに接続できません
tasks-why-mail-put-off = メールサーバーから、時間をおいて再試行するよう求められました
tasks-why-mail-not-taken = メールサーバーがこちらのメールを受け付けません。運用担当者に連絡してください
tasks-why-mail-unknown = メールサーバーが受け付けたかどうかを返す前に接続を切りました
