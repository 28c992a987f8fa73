deadlines-limit-working-days = { $n ->
    [one] { $n } рабочий день
    [few] { $n } рабочих дня
   *[other] { $n } рабочих дней
}
deadlines-limit-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[other] { $n } дней
}
deadlines-limit-hours = { $n ->
    [one] { $n } час
    [few] { $n } часа
   *[other] { $n } часов
}
deadlines-clock-first-reply = Первый ответ
deadlines-clock-acceptance = Решение о принятии
deadlines-clock-resolution = Итоговый ответ
deadlines-clock-stage = Этап
deadlines-clock-return = Возврат
deadlines-card-clear = В срок
deadlines-card-yellow = Срок истекает
deadlines-card-red = Просрочено
