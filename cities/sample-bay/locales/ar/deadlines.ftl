deadlines-limit-working-days = { $n ->
    [one] يوم عمل واحد
    [two] يومَي عمل
    [few] { $n } أيام عمل
   *[other] { $n } يوم عمل
}
deadlines-limit-days = { $n ->
    [one] يوم واحد
    [two] يومين
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
}
deadlines-limit-hours = { $n ->
    [one] ساعة واحدة
    [two] ساعتين
    [few] { $n } ساعات
   *[other] { $n } ساعة
}
deadlines-clock-first-reply = الرد الأول
deadlines-clock-acceptance = قرار القبول
deadlines-clock-resolution = الجواب
deadlines-clock-stage = الخطوة
deadlines-clock-return = الإعادة من إحدى الجهات
