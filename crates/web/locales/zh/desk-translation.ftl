## The translation desk

desk-translation-title = 翻译台
desk-translation-intro = 有人还读不懂的留言，期限最近的在前。
desk-translation-count = 共 { $n } 条待译
desk-translation-which = 语言
desk-translation-mine = 我懂的语言
desk-translation-all = 全部语言
desk-translation-pair = { $from } → { $to }
desk-translation-since = 等待自
desk-translation-message = 内容
desk-translation-empty = 没有待译的留言。
desk-translation-empty-mine = 您懂的语言没有待译的留言。
desk-translation-see-only = 您可以查看待译内容，但翻译由译员和坐席完成。
desk-translation-one-title = 翻译：{ $from } → { $to }
desk-translation-of = 办件 { $reference }，{ $kind }
desk-translation-text = 译文
desk-translation-text-hint = 译意而不是逐字译；术语用右侧的译法。
desk-translation-save-next = 保存，翻译下一条
desk-translation-save = 保存
desk-translation-skip = 跳过
desk-translation-terms = 术语
desk-translation-no-terms = 没有找到术语。
desk-translation-context = 此前的往来
desk-translation-now = 现有译文
desk-translation-saved = 已保存译文。
desk-translation-all-done = 全部译完了。
