work-stale-title = 画面を開いている間に、この記録が更新されました
work-not-allowed = 現在の役割では、この操作を行えません：{ $what }
work-wrong-state = 現在の状態は「{ $state }」のため、今は行えません：{ $what }
work-unsure = データベースの応答を受け取れませんでした。入力内容は下に残っています。保存されたかどうかを先に確かめ、保存されていない場合だけもう一度送信してください。

## Inputs that mean the same in every noun

input-text-language = この文章の言語
input-since-hint = 年、年月、または日付：1987、2023-09、1992-05-18
input-articles-hint = 条の番号をコンマで区切って入力：18, 42
