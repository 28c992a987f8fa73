## Labels that the public sees

partners-title = الشركاء
partners-any = الكل

partners-kind = النوع
partners-country = البلد أو الإقليم
partners-since = منذ { $date }
partners-since-label = منذ
partners-until-label = يُجدَّد قبل
partners-languages = اللغات
partners-articles = المواد
partners-article = المادة { $n }
partners-unit = الجهة المسؤولة
partners-confirmed = مؤكد بتاريخ { $date }
partners-documents = الوثائق
partners-document = وثيقة
partners-document-of = بتاريخ { $date }
partners-size = { $n } كيلوبايت

## What the public sees

partners-public-title = شركاء المدينة
partners-public-intro = مدن وهيئات وبرامج تعمل معها المدينة.
partners-public-description = { $name } ({ $kind })، من شركاء المدينة: منذ متى، وأي جهة تجيب عن الأسئلة.
partners-public-by-kind = بحسب النوع
partners-public-by-country = بحسب البلد أو الإقليم
partners-public-no-country = بلا بلد أو إقليم
partners-public-show = عرض
partners-public-active =
    { $n ->
        [zero] لا شركاء حاليًّا
        [one] شريك واحد حاليًّا
        [two] شريكان حاليًّا
        [few] { $n } شركاء حاليًّا
        [many] { $n } شريكًا حاليًّا
       *[other] { $n } شريك حاليًّا
    }
partners-public-unconfirmed = غير مؤكد
partners-public-unconfirmed-hint = لم يُتحقق من هذا لدى الشريك أو في وثيقة بعد.
partners-public-other-language = لغة الاسم: { $language }
partners-public-empty = لا يوجد شركاء في القائمة حاليًّا.
partners-public-empty-filtered = لا يوجد شريك يطابق اختيارك.
partners-public-all = عرض الكل
partners-public-pages = الصفحات
partners-public-previous = الصفحة السابقة
partners-public-next = الصفحة التالية
partners-public-back = العودة إلى الشركاء
partners-public-related = شركاء ذوو صلة
partners-public-website = زيارة الموقع الإلكتروني
partners-public-ask = لمعرفة المزيد أو للمشاركة يمكنك سؤال الجهة: { $unit }.
