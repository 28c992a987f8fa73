## What an event is called in the journal

legal-event-opened = 开始翻译
legal-event-revised = 修改译文
legal-event-reviewed = 已对照原文审核
legal-event-sent-back = 退回修改
legal-event-published = 公布译文
legal-event-withdrawn = 停止公开
legal-event-erased = 文字已清除

## Where a translation stands

legal-state-draft = 草稿
legal-state-reviewed = 已审核
legal-state-published = 已公布
legal-state-withdrawn = 已停止公开
legal-stands-owed = 尚未翻译
legal-stands-draft = 草稿
legal-stands-reviewed = 已审核
legal-stands-published = 已公布
legal-stands-withdrawn = 已停止公开

## Commands: the button, and a line of help

legal-command-revise = 修改译文
legal-command-review = 确认已对照原文
legal-command-send-back = 退回修改
legal-command-publish = 公布译文
legal-command-withdraw = 停止公开
legal-command-erase = 清除文字
legal-hint-revise = 改后要由另一位同事重新审核。已公布的译文在此之前保持不变。
legal-hint-review = 请把译文逐条与原文对照，确认没有遗漏和错误。
legal-hint-send-back = 请写明要改什么；改好后再审核。
legal-hint-publish = 所有人都可以阅读，订阅者会收到消息。
legal-hint-withdraw = 公众立即看不到译文；记录保留，以后可以继续修改。
legal-hint-erase = 译文和理由将永久清除，操作记录保留。

## Labels of inputs

legal-input-law = 法规
legal-input-language = 译入语言
legal-input-title = 译文标题
legal-input-text = 译文
legal-input-text-hint = 段落之间空一行。
legal-input-on = 公布日期
legal-input-url = 正式公布的网址
legal-input-url-hint = 以 https:// 开头；没有可不填。
legal-input-reason = 理由
legal-problem-open-language-twice = 这种语言的译文已有人在做，请在列表中打开。
legal-problem-publish-on-not-after-start = 不能早于所译版本的日期

## What there is

legal-kind-law = 法律
legal-kind-regulation = 法规
legal-kind-rules = 规章
legal-kind-normative-document = 规范性文件
legal-scope-city = 本市
legal-scope-province = 本省
legal-scope-nation = 国家
legal-scope-elsewhere = 其他城市
legal-scope-about-city = 条例要求这些文本有外文译本。
legal-scope-about-province = 在本市适用；译文由省里负责。
legal-scope-about-nation = 指南和期限所依据的国家规定，列出以供查阅；官方译文不由本市制作。
legal-scope-about-elsewhere = 在本市不适用；没有找到本市规定时作为参照。
legal-status-in-force = 现行有效
legal-status-verify = 尚未核对原文
legal-fact-issuer = 制定机关
legal-fact-number = 文号
legal-fact-adopted = 通过日期
legal-fact-published = 公布日期
legal-fact-dated = 文本日期
legal-fact-in-force = 施行日期
legal-fact-amended = 修订日期
legal-fact-status = 状态
legal-fact-language = 译入语言
legal-fact-unit = 负责单位
legal-fact-due = 期限
legal-fact-late = 时限情况
legal-fact-source-day = 所译版本
legal-fact-drafters = 译者
legal-fact-reviewer = 审核人

## The public register

legal-public-title = 法规与译文
legal-public-about = 本市法规登记：哪些应有外文译本、由谁负责、译到哪一步、是否逾期。
legal-lede = 这里可以查到与外国人有关的法律法规，以及本市应译的文本译到了哪一步。
legal-counted = 应有译文 { $n } 份，已公布 { $published } 份，逾期 { $late } 份。
legal-filter-kind = 种类
legal-filter-state = 译文状态
legal-any = 不限
legal-show = 显示
legal-all = 显示全部
legal-empty = 尚未登记法规。
legal-empty-filtered = 没有符合条件的法规。
legal-feed = 订阅新公布的译文（Atom）
legal-feed-title = { $city }法规译文
legal-feed-entry = { $language }，{ $date }公布
legal-owed-by = 译文由{ $unit }负责
legal-late = 逾期 { $n } 个工作日
legal-was-late = 迟 { $n } 个工作日公布
legal-original = 查看官方公布的原文
legal-translations = 译文
legal-owes = 由{ $unit }负责，自公布之日起 { $limit }内译出并公布。
legal-unit-inferred = 条例只说由制定机关负责，没有点名单位，这里是推定。
legal-provisional = 期限跨越的年份节假日尚未录入或公布，天数可能变动。
legal-owes-nothing = 本市不承担这份文本的译文，列出以供查阅。
legal-due = 期限 { $date }
legal-published-on = { $date } 公布。
legal-read = 阅读{ $language }译文
legal-reviewed-by = { $date } 由{ $unit }另一位工作人员对照原文审核。
legal-of-earlier = 译自 { $date } 的版本；原文已于 { $now } 修订。
legal-original-rules = 以中文原文为准。
legal-official = 正式公布的译文
legal-not-in-yours = 这种语言还没有已公布的译文。
legal-guides = 依据它的指南
legal-figure = 应有译文 { $of } 份，已公布 { $n } 份

## At the desk

legal-title = 法规译文
legal-intro = 本市应译的法规：谁负责、译到哪一步、是否逾期。
legal-owed = 待完成译文：{ $n } 份，逾期 { $late } 份
legal-waiting-late = { $n } 份法规译文已逾期
legal-waiting-reviewed = { $n } 份法规译文已审核，待公布
legal-filters = 筛选
legal-filter-unit = 负责单位
legal-filter-language = 语言
legal-filter-late = 逾期
legal-filter-late-yes = 已逾期
legal-count = { $n } 份
legal-none = 没有应译的法规。
legal-none-filtered = 没有符合条件的译文。
legal-column-reference = 编号
legal-column-law = 法规
legal-column-language = 语言
legal-column-state = 状态
legal-column-unit = 负责单位
legal-column-due = 期限
legal-column-late = 逾期工作日
legal-column-published = 公布日期
legal-outdated = 原文已修订
legal-back = 返回法规列表
legal-live = 译文刚有变动，点击显示
legal-done = 已完成：{ $what }
legal-unknown-title = 找不到这份译文
legal-unknown = 没有这个编号的译文，或者您不能查看。
legal-erased = 文字已清除，只保留操作记录。
legal-words = { $language }译文
legal-no-words = 没有文字。
legal-do = 办理
legal-you-see-only = 您现在只能查看。
legal-journal = 记录
legal-original-title = 原文
legal-no-address = 没有已知的官方网址，请向制定机关索取原文。
legal-public-page = 公众看到的页面
legal-open-title = 开始翻译
legal-open-hint = 先存为草稿；由另一位同事对照原文审核后才能公布。
legal-open-send = 存为草稿
legal-detail-from = 译自 { $date } 的版本
legal-detail-reason = 理由：{ $reason }
legal-sent-back = 已退回修改：{ $reason }
legal-second-reader = 您参与了翻译，须由另一位同事对照原文审核。
legal-to-be-read = 等待另一位同事对照原文审核。
legal-public-meanwhile = 公众目前看到的仍是此前公布的译文。
