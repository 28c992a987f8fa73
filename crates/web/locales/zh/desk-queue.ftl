## The queue

desk-queue-title = 待办列表
desk-queue-count = 共 { $n } 件
desk-queue-tabs = 按状态
desk-queue-group-open = 未办结
desk-queue-group-to-accept = 待受理
desk-queue-group-in-hand = 办理中
desk-queue-group-waiting = 等待中
desk-queue-group-answered = 已答复
desk-queue-group-over = 已结束
desk-queue-group-all = 全部
desk-queue-filters = 筛选
desk-queue-search = 查找
desk-queue-search-hint = 编号、姓名、联系方式或内容
desk-queue-unit = 单位
desk-queue-language = 语言
desk-queue-service = 服务事项
desk-queue-due = 期限
desk-queue-due-any = 不限
desk-queue-due-late = 已超期（红牌）
desk-queue-due-soon = 将到期（黄牌）
desk-queue-sort = 排序
desk-queue-sort-due = 期限最近的在前
desk-queue-sort-newest = 最新收到的在前
desk-queue-sort-changed = 最近有变动的在前
desk-queue-urgent = 仅紧急
desk-queue-escalated = 仅待督办裁定
desk-queue-mine = 仅我经办的
desk-queue-readable = 仅我能读的语言
desk-queue-empty = 目前没有办件。
desk-queue-empty-filtered = 没有符合条件的办件。请放宽条件，或清除筛选。
desk-queue-column-case = 办件
desk-queue-column-state = 状态
desk-queue-column-unit = 承办单位
desk-queue-column-language = 语言
desk-queue-column-due = 期限
desk-queue-column-holder = 经办人
desk-queue-column-opened = 收到
desk-queue-column-reference = 办件编号
desk-queue-nobody = 未指定
desk-queue-no-text = （没有文字说明）
desk-queue-erased = （内容已清除）

## The unit's inbox

desk-inbox-title = { $unit }：收件箱
desk-inbox-to-accept = 待受理
desk-inbox-in-hand = 办理中
desk-inbox-waiting = 等待中
desk-inbox-extension = 已申请延期
desk-inbox-answered = 已答复
desk-inbox-empty-to-accept = 没有待受理的办件。
desk-inbox-empty-in-hand = 没有办理中的办件。
desk-inbox-empty-waiting = 没有在等待的办件。
desk-inbox-empty-extension = 没有待批的延期。
desk-inbox-empty-answered = 没有等待评价的答复。
desk-inbox-all = 在列表中查看全部
desk-inbox-more = 另有 { $n } 件

## Who is in danger

desk-queue-danger-answer = { $question }{ $answer }
desk-queue-danger = 只看不安全的
desk-queue-danger-waits = { $n }人说自己不安全
desk-alarm-said = 有人说自己不安全
desk-alarm-off = 提示音：关
desk-alarm-on = 提示音：开
