work-stale-title = 您打开后，此记录有了变动
work-not-allowed = 您的角色不能在此进行“{ $what }”。
work-wrong-state = 当前状态为“{ $state }”，不能进行“{ $what }”。
work-unsure = 数据库的答复丢失了。您的内容保留在下面。请先查看是否已经保存，确认没有保存后再提交。

## Inputs that mean the same in every noun

input-text-language = 这段文字的语言
input-since-hint = 年、月或日：1987、2023-09 或 1992-05-18
input-articles-hint = 条文序号，用逗号隔开：18, 42
