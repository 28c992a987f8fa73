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
