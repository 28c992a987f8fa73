## The frame of every page of the desk

desk-title = 涉外服务工作台
desk-nav = 工作台导航
desk-nav-queue = 待办列表
desk-nav-inbox = 单位收件箱
desk-nav-new = 代办登记
desk-nav-translation = 翻译台
desk-nav-wall = 督办看板
desk-interface-language = 界面语言
desk-account = 我的账号
desk-sign-out = 退出登录
desk-public-site = 公众网站

## Signing in

desk-sign-in-title = 登录工作台
desk-sign-in-intro = 仅供承办单位和热线工作人员使用。
desk-sign-in-login = 账号
desk-sign-in-password = 密码
desk-sign-in-button = 登录
desk-sign-in-wrong = 账号或密码不正确。
desk-sign-in-slow = 尝试次数过多，请过一分钟再试。
desk-sign-in-expired-title = 登录已过期
desk-sign-in-expired = { $idle } 小时无操作，或登录满 { $hours } 小时，需要重新登录。您写的内容已保留，登录后会再次显示；尚未发送。
desk-sign-in-needed = 请先登录。
desk-signed-out = 您已退出登录。
desk-resumed-title = 您的内容还没有提交
desk-resumed = 这是登录过期前填写的内容。请核对后再提交。
desk-forbidden-title = 您的角色不能使用此页
desk-forbidden = 您以“{ $role }”身份登录，这一角色看不到此页。如工作需要，请联系管理员。
desk-forbidden-home = 回到您的首页
desk-no-rooms = 您的角色目前在工作台没有可办理的事项。
desk-case-unknown-title = 找不到这个办件
desk-case-unknown = 没有这个编号的办件，或者它不属于您的单位。

## Keyboard

desk-keys = 快捷键
desk-keys-close = 关闭
desk-keys-next = 下一行
desk-keys-previous = 上一行
desk-keys-open = 打开所选办件
desk-keys-search = 查找
desk-keys-show = 显示新的变动
desk-keys-send = 发送正在填写的内容
desk-keys-insert = 插入第几条译文建议
desk-keys-skip = 跳过，看下一条
desk-keys-help = 显示此列表
desk-keys-then = 然后
desk-keys-on = 使用单键快捷键
desk-keys-on-hint = 如使用语音输入，或容易误按按键，可以关闭。每个功能也都可以用 Tab 键到达。

## Words used on several pages

desk-state-received = 待受理
desk-state-returned = 已退回
desk-state-accepted = 已受理
desk-state-in-progress = 办理中
desk-state-waiting-resident = 等待办事人答复
desk-state-waiting-appraisal = 等待鉴定
desk-state-waiting-partner = 等待合作机构
desk-state-answered = 已答复
desk-state-closed = 已办结
desk-state-declined = 不予受理
desk-state-reopened = 重新办理
desk-state-merged = 已合并
desk-channel-web = 网站
desk-channel-api = 接口
desk-channel-phone = 电话
desk-channel-counter = 窗口
desk-card-yellow = 黄牌
desk-card-red = 红牌
desk-due-today = 今天到期
desk-due-left = 剩 { $n } 个工作日
desk-due-left-hours = 剩 { $n } 小时
desk-due-late = 已超期 { $n } 个工作日
desk-due-late-now = 已超期
desk-due-paused = 暂停计时
desk-due-none = 无时限
desk-urgent = 紧急
desk-escalated = 待督办裁定
desk-asks-extension = 申请延期
desk-returned-times = 退件 { $n } 次
desk-reopened-times = 重新办理 { $n } 次
desk-provisional = 暂定：当年放假安排尚未公布
desk-yes = 是
desk-no = 否
desk-optional = 选填
desk-one-language = 填写一种语言即可。
desk-choose = 请选择
desk-resident = 办事人
desk-csv = 导出 CSV
desk-list-all = 全部
desk-list-any = 全部
desk-list-apply = 筛选
desk-list-clear = 清除筛选
desk-list-previous = 上一页
desk-list-next = 下一页
desk-list-pages = 分页
desk-live-changes = 变动：{ $n }，点击显示
desk-live-case = 此办件刚有变动，点击显示
desk-date = { $y }-{ $m }-{ $d }
desk-moment = { $date } { $time }
desk-system = 系统
desk-me = 我
desk-print = 打印
