## How a case came in, and what its timeline says of its contacts

desk-channel-chat = 在线对话
desk-channel-call = 网页通话
desk-event-contact = 与热线的联系
desk-event-contact-began = 开始在线对话
desk-event-contact-answered = 热线接入对话
desk-event-contact-ended = 对话结束
desk-event-contact-wrapped-up-answered = 在对话中答复
desk-event-contact-wrapped-up-passed-on = 对话后转交
desk-event-contact-wrapped-up-follow-up = 对话后由热线继续办理
desk-event-contact-wrapped-up-no-matter = 对话中没有提出问题
desk-event-contact-rated = 评价对话
case-step-contact-began = 开始在线对话
case-step-contact-answered = 热线接入对话
case-step-contact-ended = 对话结束
case-step-contact-wrapped-up-answered = 在对话中答复
case-step-contact-wrapped-up-passed-on = 对话后转交
case-step-contact-wrapped-up-follow-up = 对话后由热线继续办理
case-step-contact-wrapped-up-no-matter = 对话中没有提出问题
case-step-contact-rated = 评价对话

## What an event is called in the journal

contacts-event-opened = 开始对话
contacts-event-answered = 坐席接入
contacts-event-rung = 邀请同事加入
contacts-event-joined = 加入对话
contacts-event-left = 离开对话
contacts-event-said = 发言
contacts-event-whispered = 内部留言
contacts-event-shared = 发送办事指南或地点
contacts-event-attached = 添加文件
contacts-event-translated = 翻译
contacts-event-corrected = 更正译文
contacts-event-ended = 结束对话
contacts-event-wrapped-up = 小结
contacts-event-rated = 评价
contacts-event-moved = 随事项转交
contacts-event-erased = 内容已删除

## Where a chat stands

contacts-state-waiting = 等待中
contacts-state-talking = 对话中
contacts-state-wrapping-up = 待小结
contacts-state-ended = 已结束
contacts-stands-waiting = 正在为您寻找会说您语言的工作人员，您可以继续写。
contacts-stands-talking = 工作人员正在与您对话。
contacts-stands-wrapping-up = 对话已结束。
contacts-stands-ended = 对话已结束。

## Commands: the button, and a line of help

contacts-command-answer = 接入对话
contacts-command-ring = 邀请同事
contacts-command-join = 加入对话
contacts-command-leave = 离开对话
contacts-command-put-back = 放回等待队列
contacts-command-say = 发言
contacts-command-whisper = 内部留言
contacts-command-share = 发送办事指南或地点
contacts-command-attach = 添加文件
contacts-command-translate = 采用这一译文
contacts-command-end = 结束对话
contacts-command-wrap-up = 小结
contacts-command-rate = 评价
contacts-hint-answer = 接入后由您负责这一对话。
contacts-hint-ring = 译员或经办人；邀请后他们可以看到对话。
contacts-hint-join = 办事人会看到您已加入。
contacts-hint-leave = 最后一名坐席离开后，对话回到等待队列。
contacts-hint-put-back = 用于同事已离开的情况：对话回到等待队列。
contacts-hint-say = 用您熟悉的语言写，系统会翻译。
contacts-hint-whisper = 办事人看不到。
contacts-hint-share = 填写其页面网址中的代码。
contacts-hint-attach = 文件或其照片。
contacts-hint-translate = 替换机器译文并注明。
contacts-hint-end = 因办事人辱骂而结束的，须写明原因。
contacts-hint-wrap-up = 事项随之办理：答复、转交或由热线继续办理。
contacts-hint-rate = 是否解决与是否满意是两个问题。

## Labels of inputs

contacts-input-staff = 同事
contacts-input-id = 设备
contacts-input-n = 序号
contacts-input-text = 内容
contacts-input-what = 类别
contacts-what-guide = 办事指南
contacts-what-place = 地点
contacts-input-code = 代码
contacts-input-file = 文件
contacts-input-message = 发言编号
contacts-input-language = 译入语言
contacts-input-why = 原因
contacts-why-done = 已说完
contacts-why-silent = 办事人不再回应
contacts-why-insult = 辱骂
contacts-why-visitor-left = 办事人离开
contacts-why-nobody-came = 无人接入
contacts-input-reason = 说明
contacts-input-outcome = 结果
contacts-outcome-answered = 已答复
contacts-outcome-passed-on = 转交有关单位
contacts-outcome-follow-up = 由热线继续办理
contacts-outcome-no-matter = 没有提出问题
contacts-input-topic = 主题
contacts-input-unit = 转交至
contacts-input-note = 备注
contacts-input-solved = 已解决
contacts-input-satisfied = 满意

## The hotline, for everybody

contacts-public-title = 热线
contacts-public-about = 在线对话或拨打电话：城市热线现在能说哪些语言、大约要等多久。
contacts-lede = 请用您自己的语言提问。由会说这种语言的工作人员答复；暂时没有时，会为您翻译。
contacts-lede-plain = 请用您自己的语言提问。由会说这种语言的工作人员答复；暂时没有时，我们会设法安排。
contacts-emergency = 遇到危险，请立即拨打
contacts-begin = 开始对话
contacts-call = 拨打{ $number }
contacts-open = 对话服务开放中。
contacts-closed = 对话服务暂未开放。
contacts-closed-text = 这个时间无人应答，您写的内容会保存，之后答复。
contacts-now = 现在
contacts-ready = 有人待命
contacts-not-ready = 暂无空闲人员，可翻译
contacts-nobody-free = 暂无空闲人员
contacts-expected = 最近咨询者中有一半等待不超过{ $middle }（居中一半为{ $short }至{ $long }）。
contacts-now-text = 按最近两小时统计。
contacts-follow = 查询已有的事项
contacts-nav = 热线对话

## The visitor’s chat

contacts-chat-title = 与热线对话
contacts-begin-lede = 请用您最熟悉的语言写下您的问题。
contacts-about = 关于您的事项{ $reference }。
contacts-lost = 本设备已不再保存相关事项的回执。请用查询码打开该事项，或在下方开始新的对话，您写的内容还在。
contacts-first = 请输入您的问题
contacts-first-hint = 请不要写护照号码和银行卡号。
contacts-send-first = 开始对话
contacts-kept = 对话内容记入一个事项；在关闭浏览器之前，您可在本设备上查看。
contacts-not-sent = 未能发送
contacts-kept-words = 您写的内容。对话已结束，无法在此发送。
contacts-talk = 对话内容
contacts-say = 输入内容
contacts-send = 发送
contacts-refresh = 查看新内容
contacts-after = 下一步：评价本次对话，或再次对话
contacts-leave = 离开对话
contacts-you = 您
contacts-hotline = 热线
contacts-ask-solved = 您的问题解决了吗？
contacts-ask-satisfied = 您对服务满意吗？
contacts-yes = 是
contacts-no = 否
contacts-rated = 感谢您的评价。
contacts-case = 本次对话的回执与事项
contacts-again = 就此再次对话
contacts-earlier = 同一事项的其他对话
contacts-read = 查看对话
contacts-about-it = 就此事项与热线对话
contacts-made-machine = { $language }（机器翻译）
contacts-made-memory = { $language }（采用以往人工译文）
contacts-made-person = { $language }（人工翻译）
contacts-made-corrected = { $language }（人工更正）
contacts-doubtful = 可能不准确。
contacts-told-file = 添加了文件
contacts-told-answered = 工作人员已接入
contacts-told-joined = 另一位工作人员加入
contacts-told-left = 一位工作人员离开
contacts-told-ended-done = 对话已结束
contacts-told-ended-silent = 因无回应，对话已结束
contacts-told-ended-insult = 热线结束了对话
contacts-told-ended-visitor-left = 办事人离开了对话
contacts-told-you-left = 您已离开对话
contacts-told-you-were-gone = 您的页面已关闭一段时间，对话已结束，热线将继续办理
contacts-told-ended-nobody-came = 无人接入，热线将继续办理
contacts-told-erased = 内容已删除
contacts-seconds = { $n }秒
contacts-minutes = { $n }分钟

## At the desk

contacts-title = 热线
contacts-waiting = 等待中的对话：{ $n }
contacts-at-title = 您的状态
contacts-at-ready = 待命
contacts-at-break = 暂离
contacts-at-offline = 未上线
contacts-be-ready = 上线待命
contacts-be-offline = 下线
contacts-be-away = 暂离：{ $reason }
contacts-rings = 正在呼叫您
contacts-decline = 让给他人
contacts-held = 您的对话
contacts-held-none = 您没有正在进行的对话。
contacts-queue = 等待中
contacts-queue-none = 无人等待。
contacts-more = 另有{ $n }人等待。
contacts-left = 待小结的对话
contacts-before = 您最近的对话
contacts-urgent = 紧急
contacts-visitor = 办事人
contacts-one = 对话{ $reference }
contacts-fact-language = 语言
contacts-fact-begun = 开始时间
contacts-fact-unit = 单位
contacts-fact-people = 参与者
contacts-back = 返回热线
contacts-its-case = 事项{ $reference }
contacts-of-case = 与热线的对话
contacts-desk-changed = 对话状态已变化：显示最新页面
contacts-erased = 对话内容已删除，仅保留办理记录。
contacts-replies = 常用答复
contacts-do = 可以办理
contacts-you-see-only = 您目前没有可办理的事项。
contacts-journal = 日志
contacts-done = 已完成：{ $what }
contacts-whisper = 内部
contacts-correct = 更正第{ $n }条译文
contacts-correct-into = 译文
contacts-unknown-title = 未找到该对话
contacts-unknown = 没有此编号的对话，或您无权查看。

## A chat as it happens

contacts-line-lost = 连接中断，正在重新连接。您写的内容会在恢复后发送。
contacts-line-away = 系统暂时没有响应，已发送的内容不会丢失。
contacts-line-over = 本页面不再实时更新，请刷新页面。
contacts-pending = 正在发送…
contacts-hotline-types = 热线正在输入…
contacts-visitor-types = 对方正在输入…
contacts-has-read = 已读
contacts-changed = 此对话已有变化，点击查看
contacts-bell-on = 声音和通知：已开启
contacts-bell-off = 声音和通知：已关闭
contacts-bell-rings = 热线有人等您接入
contacts-bell-said = 对话中有新内容
contacts-unread = { $n }条未读
contacts-held-keys = 按Alt+1至Alt+9切换对话。
contacts-say-keys = Ctrl+Enter发送；在空白处按/可选用常用答复、指南和地点。
contacts-palette = 常用答复、指南和地点
contacts-palette-search = 查找
contacts-palette-guide = 发送指南
contacts-palette-place = 发送地点
contacts-same-receipt = 同一回执：{ $cases }个事项，{ $chats }次对话

## The regulation’s page: what is told of the hotline

contacts-figure-answered = 近一年内对话 { $of } 次，其中 { $n } 次由热线坐席接入
contacts-figure-few = 近一年内对话不足 { $n } 次
contacts-figure-soon = 接入的 { $of } 次中，一分钟内接入 { $n } 次
contacts-figure-languages = 对话用过 { $n } 种语言（不足 { $of } 次的语言未计）
