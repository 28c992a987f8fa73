## How a case came in, and what its timeline says of its contacts

desk-channel-chat = 채팅
desk-channel-call = 브라우저 통화
desk-event-contact = 핫라인 연락
desk-event-contact-began = 채팅 시작
desk-event-contact-answered = 상담원이 채팅에 응답
desk-event-contact-ended = 채팅 종료
desk-event-contact-wrapped-up-answered = 채팅에서 답변
desk-event-contact-wrapped-up-passed-on = 채팅 후 담당 부서로 전달
desk-event-contact-wrapped-up-follow-up = 채팅 후 핫라인이 계속 처리
desk-event-contact-wrapped-up-no-matter = 채팅에서 문의 없음
desk-event-contact-rated = 채팅 평가
case-step-contact-began = 채팅 시작
case-step-contact-answered = 상담원이 채팅에 응답
case-step-contact-ended = 채팅 종료
case-step-contact-wrapped-up-answered = 채팅에서 답변
case-step-contact-wrapped-up-passed-on = 채팅 후 담당 부서로 전달
case-step-contact-wrapped-up-follow-up = 채팅 후 핫라인이 계속 처리
case-step-contact-wrapped-up-no-matter = 채팅에서 문의 없음
case-step-contact-rated = 채팅 평가
