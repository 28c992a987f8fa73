// What the walks share: days around the National Day of 2026, and the words that are written.
//
// China's State Council gave 1 to 7 October 2026 off and made Saturday 10 October a working day. Counted from the day
// after Wednesday 30 September, seven working days are 8, 9, 10, 12, 13, 14 and 15 October.

export const days = {
  opened: "2026-09-30T10:00:00+08:00",
  acceptanceDue: "2026-10-15",
  routedWrong: "2026-10-08T09:30:00+08:00",
  returned: "2026-10-09T09:30:00+08:00",
  routedRight: "2026-10-09T15:00:00+08:00",
  // A Monday. Sixty days after it is Friday 11 December.
  accepted: "2026-10-12T09:00:00+08:00",
  resolutionDue: "2026-12-11",
  asked: "2026-10-12T10:00:00+08:00",
  stillWaiting: "2026-10-16T10:00:00+08:00",
  dueWhileWaiting: "2026-12-15",
  // A week after the question: the date has moved by a week.
  answered: "2026-10-19T10:00:00+08:00",
  dueAfterWaiting: "2026-12-18",
  resolved: "2026-10-20T10:00:00+08:00",
  rated: "2026-10-21T10:00:00+08:00",
  reopened: "2026-10-21T10:05:00+08:00",
  resolvedAgain: "2026-10-23T10:00:00+08:00",
};

export const complaint = {
  service: "consumer-complaint",
  fields: { shop: "Haibin Lu 8", bought: "in-shop", what: "Winter coat", wish: "refund" },
};

/** The same, as a form asks it. */
export const answers = {
  topic: "other",
  "fields.shop": complaint.fields.shop,
  "fields.bought": complaint.fields.bought,
  "fields.what": complaint.fields.what,
  "fields.wish": complaint.fields.wish,
};

/** What the resident writes, and the answer as they read it, by language. */
export const words = {
  ko: {
    complaint: "지난주에 산 겨울 외투의 솔기가 하루 만에 터졌는데, 가게에서 환불을 해 주지 않습니다. 도와주세요.",
    answer: "영수증 번호는 20260923-0117입니다.",
    reopening: "가게에서 아직 돈을 돌려주지 않았습니다. 다시 확인해 주세요.",
    translatedQuestion: "영수증 번호를 알려 주세요.",
    translatedAnswer: "상점이 7일 안에 전액을 환불하기로 했습니다.",
    script: /\p{Script=Hangul}/u,
    acceptanceDue: /2026년 10월 15일/,
  },
  ru: {
    complaint: "На прошлой неделе я купил зимнее пальто, на следующий день разошёлся шов, а магазин отказывается вернуть деньги.",
    answer: "Номер чека: 20260923-0117.",
    reopening: "Магазин до сих пор не вернул деньги. Пожалуйста, проверьте ещё раз.",
    translatedQuestion: "Пожалуйста, укажите номер чека.",
    translatedAnswer: "Магазин согласился вернуть всю сумму в течение семи дней.",
    script: /\p{Script=Cyrillic}/u,
    acceptanceDue: /15 октября 2026/,
  },
};

/** What the units write, in the city's own language. */
export const units = {
  wrongUnit: "这是商品质量纠纷，不属于文化和旅游局职责。",
  question: "请提供发票或小票号码。",
  answer: "商家同意七日内全额退款。",
  answerAgain: "退款已到账，商家已提供凭证。",
};
