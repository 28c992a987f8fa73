## How a case came in, and what its timeline says of its contacts

desk-channel-chat = チャット
desk-channel-call = ブラウザー通話
desk-event-contact = ホットラインとの連絡
desk-event-contact-began = チャットを開始
desk-event-contact-answered = 担当者がチャットに応答
desk-event-contact-ended = チャットを終了
desk-event-contact-wrapped-up-answered = チャットで回答
desk-event-contact-wrapped-up-passed-on = チャットの後、担当部署へ取り次ぎ
desk-event-contact-wrapped-up-follow-up = チャットの後、ホットラインが引き続き対応
desk-event-contact-wrapped-up-no-matter = チャットでの質問なし
desk-event-contact-rated = チャットを評価
case-step-contact-began = チャットを開始
case-step-contact-answered = 担当者がチャットに応答
case-step-contact-ended = チャットを終了
case-step-contact-wrapped-up-answered = チャットで回答
case-step-contact-wrapped-up-passed-on = チャットの後、担当部署へ取り次ぎ
case-step-contact-wrapped-up-follow-up = チャットの後、ホットラインが引き続き対応
case-step-contact-wrapped-up-no-matter = チャットでの質問なし
case-step-contact-rated = チャットを評価
