results-title = كيف تجيب المدينة
results-nav = النتائج
results-description = كيف تجيب { $city } القادمين من الخارج: الرد في الموعد وحلّ المشكلة والرضا، بحسب الخدمة والشهر منذ البداية.
results-lede = ثلاث نسب لكل خدمة ولكل شهر منذ البداية. تُحسب من المعاملات نفسها، ولا يُدخلها أحد يدويًّا.
results-as-of = حتى { $at }.
results-of = ({ $count } من { $of })
results-few = العدد أقل من أن يُبنى عليه
results-none = لا شيء بعد
results-bars =
    { $n ->
        [one] الشهر الأخير
        [two] الشهران الأخيران
        [few] آخر { $n } أشهر
        [many] آخر { $n } شهرًا
       *[other] آخر { $n } شهر
    }
results-by-service = بحسب الخدمة
results-by-month = بحسب الشهر
results-by-month-of = بحسب الشهر: { $service }
results-service = الخدمة
results-month = الشهر
results-all-services = جميع الخدمات
results-all-months = منذ البداية
results-other-services = خدمات انتهت
results-show = عرض
results-small = إذا قلّ عدد المعاملات في خدمة ما في شهر واحد عن { $n } فلا تظهر أرقامها، لئلا يُعرف أحد من خلالها؛ ولا تظهر كذلك الأرقام التي تكشفها.
results-excluded = ما لا يُحتسب
results-merged = مدموجة في معاملة أخرى تُحتسب: { $n }
results-declined = لم تُقبل لأن البتّ فيها ليس للمدينة: { $n }
results-unrated = صدر جوابها ولم يُقيَّم: { $n }. تُحتسب في الرد، ولا تُحتسب في الحلّ والرضا.
results-download = تنزيل الكل ({"\u2066"}CSV{"\u2069"})
results-how = كيف يُحسب ذلك
results-how-responded = الرد في الموعد: الردود الأولى التي جاءت ضمن مهلتها ÷ الردود الأولى التي حلّ موعدها أو صدرت.
results-how-rated = الحلّ والرضا: من أجابوا بذلك ÷ المتابعات الصالحة. والجواب الذي لم يقيّمه أحد لا يُعدّ متابعة.
results-how-month = يُحتسب الرد في الشهر الذي صدر فيه أو حلّ فيه موعده، أيهما أسبق؛ ويُحتسب التقييم في الشهر الذي جرى فيه.
results-empty = لا شيء يُحسب بعد.
