## What an event is called in the journal

training-event-opened = 新建课程
training-event-edited = 课程信息已更正
training-event-session-scheduled = 安排一次课
training-event-session-moved = 课次时间或地点已更正
training-event-session-cancelled = 取消一次课
training-event-enrolled = 报名
training-event-unenrolled = 退出名单
training-event-attendance-taken = 登记出勤
training-event-level-reached = 登记语言水平
training-event-level-withdrawn = 撤销语言水平
training-event-closed = 课程结束
training-event-reopened = 课程重新开放
training-event-noted = 备注
training-event-expiry-warned = 已提醒水平即将到期
training-event-erased = 文字已清除
training-detail-staff = 人员：{ $name }
training-detail-attendance = 第 { $n } 次课，{ $name }：{ $how }
training-detail-level = { $name }：{ $language }，{ $level }，{ $date } 取得（有效期至：{ $until }）
training-detail-reason = 理由：{ $reason }

## States, kinds, levels, attendance

training-state-planned = 待开课
training-state-running = 进行中
training-state-closed = 已结束
training-kind-language = 外语培训
training-kind-protocol = 礼仪培训
training-kind-recognition = 水平认定
training-kind-hint-recognition = 在别处取得的水平，例如证书或母语者；没有课次。
training-level-basic = 基础
training-level-working = 工作语言
training-level-native = 母语
training-level-hint-basic = 能问候、听懂简单请求、指路。
training-level-hint-working = 不需译员即可用该语言办理业务。
training-level-hint-native = 从小使用，或与母语者相当；一般不会到期。
training-how-attended = 到课
training-how-excused = 请假
training-how-absent = 缺课
training-how-unknown = 未登记

## Commands: the button, and a line of help

training-command-edit = 更正课程信息
training-command-schedule = 安排一次课
training-command-move-session = 更正时间或地点
training-command-cancel-session = 取消一次课
training-command-enrol = 登记报名
training-command-unenrol = 从名单中移除
training-command-take-attendance = 登记全班出勤
training-command-attend = 登记一人的出勤
training-command-reach-several = 为多人登记水平
training-command-reach = 登记水平
training-command-withdraw-level = 撤销水平
training-command-close = 结束课程
training-command-reopen = 重新开放
training-command-note = 添加备注
training-command-warn = 提醒即将到期
training-command-erase = 清除文字
training-hint-edit = 留空的项目保持不变。填写任一标题时，所有标题一并替换。
training-hint-schedule = 时间为本市当地时间。已经上过的课也可以补录。
training-hint-move-session = 适用于尚未上过的课。已取消的课次会恢复。请告知原定参加的同事。
training-hint-cancel-session = 只有尚无人到课的课次可以取消，请告知原定参加的同事。
training-hint-enrol = 报名的同事会在自己的培训中看到此课程，出勤按此名单勾选。人数不能超过座位数。
training-hint-unenrol = 已登记的出勤和水平保留。
training-hint-take-attendance = 请勾选到课的同事。名单中未勾选的记为缺课；已登记的请假不变。
training-hint-attend = 请假可以提前登记；到课或缺课在上课当天登记。再次登记即为更正。
training-hint-reach-several = 列出报名、到课或已有水平的同事。每人勾选一个水平；未勾选的保持不变。
training-hint-reach = 同一人、同一语言的新水平会替换本课程中原有的水平。不填到期日时，两年后到期；母语不到期。
training-hint-withdraw-level = 用于误登或证书无效。撤销后立即不再计入，记录仍保留。
training-hint-close = 结束后不再登记出勤和水平。已取得的水平继续有效。
training-hint-reopen = 课程继续进行，可以再次登记。
training-hint-note = 仅管理培训的同事可见。
training-hint-warn = 系统会在到期前自动提醒。
training-hint-erase = 清除标题、地点和备注，不能恢复。课次、出勤和水平保留。

## Labels of inputs

training-input-kind = 类型
training-input-titles = 标题
training-input-language = 语言
training-input-edit-language-kept = 此语言下已登记水平。如需更改，请先撤销这些水平，或另建课程。
training-input-open-language-hint = 外语培训和水平认定须选择；礼仪培训可以不选。
training-input-unit = 主办单位
training-input-starts_at = 开始时间
training-input-ends_at = 结束时间
training-input-place = 地点
training-input-seats = 座位数
training-input-session = 第几次课
training-input-staff = 工作人员
training-input-enrol-staff = 参加人员
training-input-unenrol-staff = 移除的人员
training-input-attended = 到课人员
training-input-others = 名单以外到课的人员
training-input-how = 出勤情况
training-input-level = 水平
training-input-basic = 基础
training-input-working = 工作语言
training-input-native = 母语
training-input-reached_on = 取得日期
training-input-expires_on = 有效期至
training-input-reason = 理由
training-input-text = 内容
training-problem-edit-language-not-an-option = 此课程的语言下已登记水平，请先撤销
training-problem-enrol-staff-too-large = 座位只有 { $max } 个：请减少报名人数，或增加座位
training-problem-reach-several-basic-required = 请至少为一人勾选水平
training-problem-reach-several-working-not-an-option = 每人只能勾选一个水平
training-problem-reach-several-native-not-an-option = 每人只能勾选一个水平

## The list of courses

training-title = 人员培训
training-intro = 外语和礼仪课程，以及同事们取得的水平。
training-count = 共 { $n } 门课程
training-tabs = 培训页面
training-tab-courses = 课程
training-tab-speakers = 谁会这门语言
training-tab-unit = 单位一览
training-tab-expiring = 即将到期
training-tab-import = 导入与导出
training-tab-mine = 我的培训
training-filters = 筛选
training-search = 查找
training-search-hint = 编号或标题
training-filter-state = 状态
training-filter-kind = 类型
training-filter-language = 语言
training-filter-unit = 单位
training-sort = 排序
training-sort-newest = 最新的在前
training-sort-next = 最近要上课的在前
training-column-course = 课程
training-column-kind = 类型
training-column-language = 语言
training-column-unit = 主办单位
training-column-state = 状态
training-column-next = 下次上课
training-column-people = 参加人数
training-column-levels = 取得水平
training-column-name = 姓名
training-column-level = 水平
training-column-reached = 取得日期
training-column-until = 有效期至
training-empty = 还没有课程。新建一门，或导入已有的证书。
training-empty-own = 您的单位还没有课程，您也没有参加过。
training-empty-filtered = 没有符合条件的课程。请放宽条件，或清除筛选。
training-open = 新建课程
training-open-title = 新建课程
training-open-hint = 请用同事看得懂的语言写标题，至少一种。外语培训和水平认定须选择语言。
training-open-send = 新建
training-no-language = 不限语言

## One course

training-course-title = 课程 { $reference }
training-back = 返回课程列表
training-live = 此课程刚有变动，点击显示
training-untitled = （标题已清除）
training-opened = 新建于
training-sessions = 课次
training-session = 第 { $n } 次课
training-session-time = { $from } 至 { $to }
training-session-seats = { $n } 个座位
training-session-attended = { $n } 人到课
training-session-full = 到课人数超过座位数
training-session-cancelled = 已取消
training-session-no-place = 地点未定
training-no-sessions = 还没有安排上课。
training-no-sessions-recognition = 水平认定没有课次。
training-enrolled = 报名人员
training-attendance = 出勤
training-no-attendance = 还没有登记出勤。
training-levels = 取得的水平
training-no-levels = 还没有人取得水平。
training-level-for-good = 长期有效
training-level-expired = 已于 { $date } 到期
training-level-soon = 即将到期
training-level-warned = 已提醒
training-notes = 内部备注
training-no-notes = 没有备注。
training-note-erased = 内容已清除。
training-journal = 办理日志
training-erased = 此课程的文字已清除，出勤和水平仍然有效。
training-you-see-only = 您可以查看此课程，但不能管理。
training-group-enter = 登记
training-group-plan = 安排
training-group-more = 其他操作
training-done = 已完成：{ $what }
training-unknown-title = 找不到这门课程
training-unknown = 没有这个编号的课程，或者您不能查看。

## A person’s record

training-person-title = { $name } 的培训记录
training-person-levels = 语言水平
training-person-no-levels = 还没有登记的水平。
training-person-courses = 参加的课程
training-person-no-courses = 还没有参加过课程。
training-person-attended = 到课 { $n } 次，共 { $all } 次
training-person-unknown-title = 找不到这份培训记录
training-person-unknown = 没有这位工作人员，或者您不能查看其培训记录。

## A unit’s table

training-unit-title = { $unit }：语言能力
training-unit-title-all = 全市语言能力
training-unit-all = 全市
training-unit-members = 在职 { $n } 人
training-unit-hint = 今天仍然有效的水平。水平较高的人同时计入较低水平。
training-unit-basic-up = 基础及以上
training-unit-working-up = 工作语言及以上
training-unit-people = 工作人员
training-unit-empty = 该单位目前没有人持有有效的水平。
training-unit-unknown-title = 找不到这个单位
training-unit-unknown = 本市没有这个单位。

## Who speaks it

training-speaks-title = 谁会这门语言？
training-speaks-hint = 只列出今天仍然有效的水平。
training-speaks-language = 语言
training-speaks-level = 最低水平
training-speaks-unit = 单位
training-speaks-levels = 各级水平的含义
training-speaks-search = 查找
training-speaks-found = 找到 { $n } 人
training-speaks-answer = { $language }，水平不低于“{ $level }”
training-speaks-none = 目前没有人达到这一水平。
training-speaks-none-own = 您的单位目前没有人达到这一水平。
training-speaks-none-unit = 该单位目前没有人达到这一水平。
training-speaks-elsewhere = 其他单位有 { $n } 人达到
training-speaks-next = 请联系热线：{ $unit }，电话 { $phone }。热线掌握各单位的语言人员，也可安排译员。
training-speaks-reach = 如需联系，请致电其单位，或通过热线转接：{ $unit }，电话 { $phone }。

## Expiring soon

training-expiring-title = 即将到期的水平
training-expiring-hint = 请在到期前安排课程或测试，到期后不再计入。
training-expiring-within = { $n } 天内
training-expiring-left = 还剩 { $n } 天
training-expiring-today = 今天是最后一天
training-expiring-empty = 近期没有即将到期的水平。

## Levels from a file, and to a file

training-import-title = 从 CSV 导入水平
training-import-hint = 第一行为列名：login、language、level、reached_on、expires_on、title、course。日期写作 2026-02-27、2026/2/27、2026.2.27 或 27.2.2026；expires_on 可以留空，course 可以不写。
training-import-levels = level 只能写 basic、working 或 native；language 写语言代码，例如 ru、ko。
training-import-courses-hint = 课程中已有此人水平的行不作变动，或予以更正；其余的每个标题、语言和单位的组合会新建一门“水平认定”。
training-import-file = CSV 文件
training-import-unit = 新建课程的主办单位
training-import-unit-each = 各人所在单位
training-import-unit-hint = 该单位中可查看培训的同事能看到其中的水平。
training-import-said-in = 标题的语言
training-import-check = 检查文件
training-import-bad = { $n } 个单元格需要更正
training-import-bad-hint = 还没有登记任何内容。请更正文件后再检查一次。
training-import-good = { $n } 行全部正确
training-import-good-hint = 请核对下表，然后登记。
training-import-plan = 新增 { $new } 项，更正 { $changed } 项，已有 { $same } 项，不登记 { $left } 项。
training-import-nothing = 登记后不会有任何变动。
training-import-does-enters = 新增
training-import-does-replaces = 更正：原为{ $level }，{ $date } 取得（有效期至：{ $until }）
training-import-does-nothing = 已有
training-import-does-withdrawn = 已于 { $date } 撤销，不登记。如需再次登记，请在课程页面办理
training-import-does-keeps = 不登记：保留{ $level }，{ $date } 取得（有效期至：{ $until }），因课程已结束或不由您管理
training-import-enter = 全部登记
training-import-other = 换一个文件
training-import-entered = 已登记 { $n } 项水平
training-import-opened = 新建 { $n } 门课程
training-import-empty = 文件中没有数据行。
training-import-not-csv = 无法读取此文件。请保存为 UTF-8 编码的 CSV。
training-import-uneven = 第 { $line } 行与列名不符：单元格多于列，或列名重复。
training-import-too-many = 一次最多登记 { $max } 行，请分成几个文件。
training-import-unknown-column = 没有这一列
training-import-missing-column = 缺少这一列
training-import-column-line = 行
training-import-column-column = 列
training-import-column-value = 单元格内容
training-import-column-problem = 问题
training-import-column-does = 处理
training-cell-reached_on-not-a-date = 请写 1900 至 2200 年间的日期，例如 2026-02-27、2026/2/27、2026.2.27 或 27.2.2026
training-cell-expires_on-not-a-date = 请写 1900 至 2200 年间的日期，例如 2026-02-27、2026/2/27、2026.2.27 或 27.2.2026；也可以留空
training-cell-language-not-a-language = 请写语言代码，例如 en、ru、ko、ja
training-cell-level-not-an-option = 请写 basic、working 或 native
training-cell-course-unknown-reference = 请写课程编号（与导出文件一致），或留空
training-export-hint = 您可以查看的所有水平。更正后可以再导入：改动的内容会替换原有内容，其余不变。

## What the public sees

training-public-staff = 今天有{ $n }名工作人员持有有效的外语水平
training-waiting = 本单位有 { $n } 项语言水平即将到期
tasks-kind-training-expiry = 提醒语言水平即将到期
