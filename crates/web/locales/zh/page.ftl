page-site = { $city }·港湾线
page-skip = 跳到正文
page-menu = 主菜单
page-footer-menu = 更多页面
page-nav-services = 服务事项
page-nav-follow = 查询办理进度
page-nav-regulation = 条例
page-nav-help = 帮助
page-language = 语言：
page-desk = 工作人员
page-description = { $city }市面向外国人的公共服务平台：用您自己的语言咨询、投诉、申请。
page-crumbs = 当前位置
page-home = 首页
page-back = 上一步
page-print = 打印
page-copy = 复制
page-copied = 已复制
page-more = 相关页面
page-unchecked-text = 这段文字的中文译文尚未经人工核对，现显示原文（{ $language }）。
page-unchecked-parts = 本页部分内容的中文译文尚未经人工核对，现显示原文（{ $language }）。
page-unconfirmed = 译文由本项目对照原文核对，尚未经本市确认。
page-list-comma = 、
page-full-stop = 。
page-colon = ：
page-demo = 演示：这里显示的内容全部是虚构的，请勿填写真实信息。
page-made-up = 虚构城市：{ $city }并不存在，只是一个样例。您在这里写的内容没有人会处理，这里的号码也打不通。

language-other = 其他语言（{ $code }）
language-unknown = 未能识别（{ $script }）

# Where the city's country has names of its own. All others are from the Unicode CLDR.
country-HK = 中国香港
country-MO = 中国澳门
country-TW = 中国台湾

