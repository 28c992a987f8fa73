notices-title = 邮件通知
notices-none-sent = 本平台不发送邮件通知。您可以随时凭回执查询办理进度。
notices-offered = 留下电子邮箱，有新进展时我们会发邮件告知您。首先会收到一封确认邮件。
notices-waiting = 确认邮件正发往{ $address }。请打开邮件中的链接确认邮箱，确认后才会发送通知。
notices-expired = 发往{ $address }的确认链接已失效，可以重新发送。
notices-confirmed = 有新进展时，我们会发邮件到{ $address }。
notices-stopped = 本事项不再向您发送邮件。您可以随时重新留下邮箱。
notices-refused = 发往{ $address }的邮件被拒收，请核对邮箱地址。
notices-leave = 接收邮件通知
notices-leave-again = 重新发送确认邮件
notices-form-sent = { $example }。我们会先发一封确认邮件，确认后，有新进展时发送简短通知。
notices-form-none-sent = { $example }。有新进展时不发送邮件，请凭回执查询。
notices-button-confirm = 确认邮箱
notices-button-stop = 停止接收邮件
notices-confirm-asks-title = 接收本事项的邮件通知？
notices-confirm-asks-text = 确认后，编号{ $reference }的事项有新进展时，我们会发邮件到这个邮箱。
notices-confirm-done-title = 邮箱已确认
notices-confirm-done-text = 今后，编号{ $reference }的事项有新进展时，我们会发邮件告知您。每封邮件都附有停止接收的链接。
notices-confirm-over-title = 链接已失效
notices-confirm-over-text = 请凭回执打开编号{ $reference }的事项，重新留下邮箱，我们会发送新的链接。
notices-stop-asks-title = 停止接收本事项的邮件？
notices-stop-asks-text = 停止后，您不会再收到编号{ $reference }的事项的邮件。事项仍会继续办理，您可以凭回执查询。
notices-stop-done-title = 已停止发送邮件
notices-stop-done-text = 编号{ $reference }的事项不再向这个邮箱发送邮件。您可以凭回执查询办理进度。
notices-often-enough-left = 每个事项最多可留邮箱{ $times }次，次数已用完。请凭回执查询办理进度。
follow-done-notices = 确认邮件正在发送，请打开邮件中的链接确认邮箱。
follow-done-notices-stop = 已停止发送本事项的邮件。
notices-mail-confirm-subject = { $site }：请确认您的电子邮箱
notices-mail-confirm =
    有人在编号{ $reference }的事项中留下了这个邮箱，用于接收办理通知。

    如需接收通知，请打开以下页面确认（链接{ $days }天内有效）：
    { $confirm }

    如果您不知情，无需任何操作：未经确认，我们不会发送通知。如不希望再收到与此事项有关的任何邮件，请打开：
    { $stop }

    请勿回复本邮件，回复无人查看。
notices-mail-news-subject = { $site }：编号{ $reference }的事项有新进展
notices-mail-news =
    您编号{ $reference }的事项有新进展。

    请在以下页面查看（需要回执上的查询码）：
    { $follow }

    为保护您的隐私，邮件中不写具体内容。请勿回复本邮件，回复无人查看。

    停止接收本事项的邮件：
    { $stop }
notices-desk-title = 邮件退回
notices-desk-hint = 以下事项所留的邮箱拒收邮件，办事人收不到通知。如留有电话，请致电告知。办事人可在事项页面更正邮箱。
notices-desk-tasks = 未能发出的邮件列在“已放弃的任务”中。
notices-desk-none-sent = 尚未配置邮件服务器：不向办事人发送邮件，页面上已作说明。
notices-desk-total = 共 { $n } 件
notices-desk-empty = 没有拒收邮件的邮箱。
notices-desk-case = 事项
notices-desk-since = 拒收时间
desk-event-notices = 邮件通知
cases-command-notices = 邮件通知
tasks-kind-notice = 发邮件告知办事人有新进展
tasks-kind-notice-confirmation = 发邮件请办事人确认邮箱
tasks-why-mail-unreachable = 无法连接邮件服务器
tasks-why-mail-put-off = 邮件服务器要求稍后再试
tasks-why-mail-not-taken = 邮件服务器不接受本平台的邮件，请联系平台维护人员
tasks-why-mail-unknown = 邮件服务器在确认收件之前中断了连接
