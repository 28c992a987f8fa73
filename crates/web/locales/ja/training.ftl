## What an event is called in the journal

training-event-opened = 講座を開設
training-event-edited = 講座の情報を変更
training-event-session-scheduled = 講義の日程を追加
training-event-session-moved = 講義の日程を変更
training-event-session-cancelled = 講義を中止
training-event-enrolled = 受講者に追加
training-event-unenrolled = 受講者から除外
training-event-attendance-taken = 出欠を記録
training-event-level-reached = 到達レベルを登録
training-event-level-withdrawn = 到達レベルを取り消し
training-event-closed = 講座を終了
training-event-reopened = 講座を再開
training-event-noted = メモ
training-event-expiry-warned = レベルの期限切れ予告を通知
training-event-erased = 文章を消去
training-detail-staff = 職員：{ $name }
training-detail-attendance = 第{ $n }回、{ $name }：{ $how }
training-detail-level = { $name }：{ $language }、{ $level }、取得日{ $date }（有効期限：{ $until }）
training-detail-reason = 理由：{ $reason }

## States, kinds, levels, attendance

training-state-planned = 予定
training-state-running = 実施中
training-state-closed = 終了
training-kind-language = 語学研修
training-kind-protocol = 儀礼研修
training-kind-recognition = レベルの認定
training-kind-hint-recognition = 証明書や母語話者など、ほかで得たレベルです。講義はありません。
training-level-basic = 基礎
training-level-working = 業務レベル
training-level-native = 母語
training-level-hint-basic = あいさつ、簡単な依頼の理解、道案内ができます。
training-level-hint-working = 通訳なしで、その言語で用件に対応できます。
training-level-hint-native = 母語またはそれと同等です。期日を入れない限り失効しません。
training-how-attended = 出席
training-how-excused = 欠席（連絡あり）
training-how-absent = 欠席
training-how-unknown = 未記入

## Commands: the button, and a line of help

training-command-edit = 講座の情報を変更
training-command-schedule = 講義の日程を追加
training-command-move-session = 日程を変更する
training-command-cancel-session = 講義を中止する
training-command-enrol = 受講者を追加する
training-command-unenrol = 受講者から外す
training-command-take-attendance = 出欠をまとめて記録する
training-command-attend = 一人の出欠を記録する
training-command-reach-several = 複数の職員のレベルを登録する
training-command-reach = レベルを登録する
training-command-withdraw-level = レベルを取り消す
training-command-close = 講座を終了する
training-command-reopen = 講座を再開する
training-command-note = メモを追加
training-command-warn = 期限切れを予告する
training-command-erase = 文章を消去
training-hint-edit = 空欄の項目はそのままです。題名を一つでも入れると、すべての題名が置き換わります。
training-hint-schedule = 時刻は本市の現地時間です。すでに行った講義も後から入力できます。
training-hint-move-session = まだ行っていない講義に限ります。中止した講義は再び行うことになります。参加予定の職員に知らせてください。
training-hint-cancel-session = 出席者がまだいない講義に限ります。参加予定の職員に知らせてください。
training-hint-enrol = 追加された職員は自分の研修にこの講座が表示され、出欠はこの名簿で記録します。定員は超えられません。
training-hint-unenrol = 記録済みの出欠とレベルは残ります。
training-hint-take-attendance = 出席した職員に印を付けてください。名簿のうち印のない職員は欠席になります。連絡済みの欠席はそのままです。
training-hint-attend = 欠席の連絡は事前に、出席・欠席は当日から記録できます。もう一度記録すると訂正になります。
training-hint-reach-several = 受講者、出席した職員、レベルのある職員の一覧です。一人につき一つ印を付けます。印のない職員は変わりません。
training-hint-reach = 同じ職員・同じ言語の、この講座での以前のレベルに代わります。期限を入れなければ2年後に失効し、母語は失効しません。
training-hint-withdraw-level = 誤登録や無効な証明書の場合に使います。直ちに数えられなくなり、記録は残ります。
training-hint-close = 終了後は出欠もレベルも登録できません。得たレベルは引き続き有効です。
training-hint-reopen = 講座を続け、再び登録できるようにします。
training-hint-note = 研修を担当する職員だけが見られます。
training-hint-warn = 期限の前にシステムが自動で通知します。
training-hint-erase = 題名・場所・メモを完全に消去します。日程・出欠・レベルは残ります。

## Labels of inputs

training-input-kind = 種類
training-input-titles = 題名
training-input-language = 言語
training-input-edit-language-kept = この言語のレベルが登録されています。変更するには、先に取り消すか、別の講座を開設してください。
training-input-open-language-hint = 語学研修とレベルの認定で選びます。儀礼研修では選ばなくてもかまいません。
training-input-unit = 実施部署
training-input-starts_at = 開始
training-input-ends_at = 終了
training-input-place = 場所
training-input-seats = 定員
training-input-session = 講義の回
training-input-staff = 職員
training-input-enrol-staff = 受講する職員
training-input-unenrol-staff = 外す職員
training-input-attended = 出席した職員
training-input-others = 名簿以外の出席者
training-input-how = 出欠
training-input-level = レベル
training-input-basic = 基礎
training-input-working = 業務レベル
training-input-native = 母語
training-input-reached_on = 取得日
training-input-expires_on = 有効期限
training-input-reason = 理由
training-input-text = 内容
training-problem-edit-language-not-an-option = この講座の言語にはレベルが登録されています。先に取り消してください
training-problem-enrol-staff-too-large = 定員は{ $max }名です。人数を減らすか、定員を増やしてください
training-problem-reach-several-basic-required = 少なくとも一人のレベルに印を付けてください
training-problem-reach-several-working-not-an-option = 一人につき一つだけ印を付けてください
training-problem-reach-several-native-not-an-option = 一人につき一つだけ印を付けてください

## The list of courses

training-title = 職員研修
training-intro = 外国語と儀礼の講座、そして職員が得たレベルです。
training-count = { $n }講座
training-tabs = 研修のページ
training-tab-courses = 講座
training-tab-speakers = 話せる職員
training-tab-unit = 部署別
training-tab-expiring = 期限間近
training-tab-import = 取り込みと書き出し
training-tab-mine = 自分の研修
training-filters = 絞り込み
training-search = 検索
training-search-hint = 番号または題名
training-filter-state = 状態
training-filter-kind = 種類
training-filter-language = 言語
training-filter-unit = 部署
training-sort = 並べ替え
training-sort-newest = 新しい順
training-sort-next = 次の講義が近い順
training-column-course = 講座
training-column-kind = 種類
training-column-language = 言語
training-column-unit = 実施部署
training-column-state = 状態
training-column-next = 次の講義
training-column-people = 参加者数
training-column-levels = 取得レベル
training-column-name = 氏名
training-column-level = レベル
training-column-reached = 取得日
training-column-until = 有効期限
training-empty = まだ講座がありません。新しく開設するか、手元の証明書を取り込んでください。
training-empty-own = 所属部署の講座も、参加した講座もまだありません。
training-empty-filtered = 条件に合う講座がありません。条件を緩めるか、クリアしてください。
training-open = 新しい講座
training-open-title = 講座を開設する
training-open-hint = 題名は、職員が読める言語で一つ以上書いてください。語学研修とレベルの認定では言語を選びます。
training-open-send = 開設する
training-no-language = 言語なし

## One course

training-course-title = 講座 { $reference }
training-back = 講座一覧へ戻る
training-live = この講座が更新されました：表示
training-untitled = （題名は消去済み）
training-opened = 開設日
training-sessions = 講義
training-session = 第{ $n }回
training-session-time = { $from }～{ $to }
training-session-seats = 定員{ $n }名
training-session-attended = { $n }名出席
training-session-full = 定員を超えています
training-session-cancelled = 中止
training-session-no-place = 場所は未定
training-no-sessions = まだ日程がありません。
training-no-sessions-recognition = レベルの認定に講義はありません。
training-enrolled = 受講者
training-attendance = 出欠
training-no-attendance = 出欠はまだ記録されていません。
training-levels = 得たレベル
training-no-levels = レベルを得た人はまだいません。
training-level-for-good = 期限なし
training-level-expired = { $date }に失効
training-level-soon = 期限間近
training-level-warned = 通知済み
training-notes = 内部メモ
training-no-notes = メモはありません。
training-note-erased = 消去されました。
training-journal = 処理記録
training-erased = この講座の文章は消去されました。出欠とレベルは有効です。
training-you-see-only = この講座は閲覧のみできます。
training-group-enter = 記録
training-group-plan = 日程
training-group-more = その他
training-done = 完了：{ $what }
training-unknown-title = この講座は見つかりません
training-unknown = この番号の講座がないか、閲覧できない講座です。

## A person’s record

training-person-title = { $name }さんの研修記録
training-person-levels = 語学レベル
training-person-no-levels = 登録されたレベルはまだありません。
training-person-courses = 参加した講座
training-person-no-courses = 参加した講座はまだありません。
training-person-attended = 全{ $all }回中{ $n }回出席
training-person-unknown-title = 研修の記録が見つかりません
training-person-unknown = 該当する職員がいないか、その記録を閲覧できません。

## A unit’s table

training-unit-title = 言語対応力：{ $unit }
training-unit-title-all = 市全体の言語対応力
training-unit-all = 市全体
training-unit-members = 在籍{ $n }名
training-unit-hint = 今日有効なレベルです。上のレベルの人は下のレベルにも数えます。
training-unit-basic-up = 基礎以上
training-unit-working-up = 業務レベル以上
training-unit-people = 職員
training-unit-empty = この部署には現在、有効なレベルを持つ職員がいません。
training-unit-unknown-title = 部署が見つかりません
training-unit-unknown = 市にそのような部署はありません。

## Who speaks it

training-speaks-title = この言語を話せるのは誰ですか
training-speaks-hint = 今日有効なレベルだけを表示します。
training-speaks-language = 言語
training-speaks-level = 最低レベル
training-speaks-unit = 部署
training-speaks-levels = 各レベルの意味
training-speaks-search = 探す
training-speaks-found = { $n }名
training-speaks-answer = { $language }、「{ $level }」以上
training-speaks-none = 現在このレベルの職員はいません。
training-speaks-none-own = 所属部署には現在このレベルの職員がいません。
training-speaks-none-unit = この部署には現在このレベルの職員がいません。
training-speaks-elsewhere = ほかの部署に{ $n }名います
training-speaks-next = ホットラインへご連絡ください：{ $unit }、電話{ $phone }。全部署の話せる職員を把握しており、通訳者も手配できます。
training-speaks-reach = 連絡するときは、所属部署またはホットラインへ：{ $unit }、電話{ $phone }。

## Expiring soon

training-expiring-title = 期限が近いレベル
training-expiring-hint = 期限までに講座か試験を手配してください。期限後は数えられません。
training-expiring-within = { $n }日以内
training-expiring-left = 残り{ $n }日
training-expiring-today = 本日まで
training-expiring-empty = 期限が近いレベルはありません。

## Levels from a file, and to a file

training-import-title = CSVからレベルを取り込む
training-import-hint = 1行目は列名です：login、language、level、reached_on、expires_on、title、course。日付は2026-02-27、2026/2/27、2026.2.27、27.2.2026のいずれかで書きます。expires_onは空欄でもよく、courseは省けます。
training-import-levels = levelはbasic・working・nativeのいずれか、languageはruやkoなどの言語コードです。
training-import-courses-hint = 講座にその職員のレベルがすでにあれば、同じなら何も変わらず、違えば訂正します。それ以外は、題名・言語・部署の組み合わせごとに「レベルの認定」を一つ作ります。
training-import-file = CSVファイル
training-import-unit = 新しい講座の実施部署
training-import-unit-each = それぞれの所属部署
training-import-unit-hint = その部署で研修を見られる職員は、講座内のレベルも見られます。
training-import-said-in = 題名の言語
training-import-check = ファイルを確認
training-import-bad = 修正が必要なセル：{ $n }件
training-import-bad-hint = まだ何も登録していません。ファイルを修正して、もう一度確認してください。
training-import-good = { $n }行、問題ありません
training-import-good-hint = 下の表を確認してから登録してください。
training-import-plan = 新規{ $new }件、訂正{ $changed }件、登録済み{ $same }件、対象外{ $left }件。
training-import-nothing = 登録しても何も変わりません。
training-import-does-enters = 新規
training-import-does-replaces = 訂正：これまで{ $level }、取得日{ $date }（有効期限：{ $until }）
training-import-does-nothing = 登録済み
training-import-does-withdrawn = { $date }に取り消し済みのため対象外です。再び登録するときは講座のページで行ってください
training-import-does-keeps = 対象外：{ $level }、取得日{ $date }（有効期限：{ $until }）のままです。講座が終了しているか、変更の権限がありません
training-import-enter = すべて登録
training-import-other = 別のファイルを選ぶ
training-import-entered = { $n }件のレベルを登録しました
training-import-opened = { $n }講座を開設しました
training-import-empty = ファイルにデータ行がありません。
training-import-not-csv = このファイルは読み取れません。UTF-8のCSVで保存してください。
training-import-uneven = { $line }行目が列見出しと合いません。セルが列より多いか、列名が重複しています。
training-import-too-many = 1つのファイルは{ $max }行までです。ファイルを分けてください。
training-import-unknown-column = そのような列はありません
training-import-missing-column = この列がありません
training-import-column-line = 行
training-import-column-column = 列
training-import-column-value = 現在の値
training-import-column-problem = 問題
training-import-column-does = 処理
training-cell-reached_on-not-a-date = 1900年から2200年までの日付を、2026-02-27、2026/2/27、2026.2.27、27.2.2026のように書いてください
training-cell-expires_on-not-a-date = 1900年から2200年までの日付を、2026-02-27、2026/2/27、2026.2.27、27.2.2026のように書くか、空欄にしてください
training-cell-language-not-a-language = en、ru、ko、jaなどの言語コードを書いてください
training-cell-level-not-an-option = basic、working、nativeのいずれかを書いてください
training-cell-course-unknown-reference = 書き出したファイルと同じ講座番号を書くか、空欄にしてください
training-export-hint = 閲覧できるすべてのレベルです。修正して再び取り込むと、変えたところだけが置き換わります。

## What the public sees

training-public-staff = 現在、有効な語学レベルを持つ職員は{ $n }名です
training-waiting = 所属部署の語学レベル{ $n }件がまもなく期限切れになります
tasks-kind-training-expiry = 語学レベルの期限切れのお知らせ
