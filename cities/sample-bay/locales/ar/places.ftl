places-nav = الأماكن
places-title = الأماكن في { $city }
places-description = المستشفيات والمدارس والمحطات والموانئ والمعالم في { $city }: أين تقع، وبأي لغات يُتحدَّث فيها، ومتى تفتح.
places-intro = يمكن البحث بحسب النوع والمنطقة واللغة. الرقم في القائمة هو الرقم على الخريطة.
places-place-description = { $name } ({ $kind })، { $city }: العنوان وبيانات التواصل واللغات وأوقات العمل.
places-kind = النوع
places-district = المنطقة
places-language = اللغة
places-any = الكل
places-only = عرض ما يلي فقط
places-only-spoken = يتحدث بها العاملون أنفسهم (لا بالترجمة الشفوية وحدها)
places-only-open = مفتوح الآن
places-only-wheelchair = دخول الكراسي المتحركة ممكن (كليًّا أو جزئيًّا)
places-show = عرض
places-all = عرض جميع الأماكن
places-empty = لا نعرف مكانًا يطابق ذلك. يمكن المحاولة بشروط أقل.
places-call = عند الشك يمكنك الاتصال بالخط الساخن وذكر لغتك:
places-silence = حين لا يُذكر شيء عن اللغات أو الأوقات أو دخول الكراسي المتحركة فنحن لا نعلم بعد؛ ولا يعني ذلك النفي.
places-near = بالقرب مني
places-near-hint = سيسأل المتصفح عن موقعك. يُستخدم الموقع على جهازك لحساب المسافات ولا يُرسل إلى أي مكان.
places-near-waiting = جارٍ تحديد موقعك…
places-near-none = لا يُعرف موقع أي من هذه الأماكن على الخريطة.
places-near-denied = لم يعطِ المتصفح موقعك. ما زال البحث بحسب المنطقة ممكنًا.
places-near-failed = تعذّر تحميل هذا الآن. يرجى المحاولة لاحقًا.
places-map = خريطة الأماكن؛ كل رقم مذكور في القائمة
places-map-one = موقعه في المدينة
places-map-more = تكبير الخريطة وتحريكها
places-map-in = تكبير
places-map-out = تصغير
places-number = الرقم على الخريطة
places-no-point = ليس على الخريطة: موقعه غير معروف
places-spoken = اللغات المتحدَّث بها
places-interpreted = لغات الترجمة الشفوية
places-list-spoken = اللغات المتحدَّث بها: { $languages }
places-list-interpreted = لغات الترجمة الشفوية: { $languages }
places-wheelchair = الكراسي المتحركة
places-wheelchair-yes = دخول الكراسي المتحركة ممكن
places-wheelchair-partly = دخول الكراسي المتحركة ممكن جزئيًّا
places-wheelchair-no = دخول الكراسي المتحركة غير ممكن
places-pages = صفحات القائمة
places-page = الصفحة { $n } من { $of }
places-previous = الصفحة السابقة
places-next = الصفحة التالية
places-driver = لعرضه على السائق
places-address = العنوان
places-phone = الهاتف
places-email = البريد الإلكتروني
places-website = الموقع الإلكتروني
places-specialities = التخصصات
places-hours = أوقات العمل
places-day = اليوم
places-today = اليوم
places-all-day = طوال اليوم
places-span = من { $from } إلى { $to }
places-closed-day = مغلق
places-perhaps = غير مؤكد
places-doubtful = لا تذكر الأوقات المنشورة شيئًا عن هذه الأيام؛ يرجى الاتصال قبل الذهاب.
places-made-up = يوم عمل تعويضي عن { $holiday }
places-open = مفتوح الآن
places-open-until = مفتوح الآن حتى الساعة { $time }
places-open-until-day = مفتوح الآن حتى { $day } الساعة { $time }
places-closed = مغلق الآن
places-closed-until = مغلق الآن، يفتح الساعة { $time }
places-closed-until-day = مغلق الآن، يفتح { $day } الساعة { $time }
places-maybe-open = قد يكون مغلقًا اليوم؛ يرجى الاتصال قبل الذهاب
places-metres = { $n } م
places-kilometres = { $n } كم
places-nearby = على مسافة مشي (1 كم)
places-source = المصدر
places-confidence = درجة التأكد
places-confidence-high = الموقع معروف
places-confidence-medium = الموقع تقريبي، أو البيانات قديمة
places-confidence-listed = الاسم والعنوان من قائمة منشورة، ولم يُتحقق منهما
places-unknown = غير معروف بعد: { $what }.
places-fact-point = الموقع على الخريطة
places-fact-hours = أوقات العمل
places-fact-languages = اللغات
places-fact-wheelchair = دخول الكراسي المتحركة
places-fact-phone = رقم الهاتف
places-tell = هل لديك معلومات أخرى؟ يسعدنا أن نعرفها
places-back = جميع الأماكن
places-count = { $n ->
    [zero] لا أماكن
    [one] مكان واحد
    [two] مكانان
    [few] { $n } أماكن
    [many] { $n } مكانًا
   *[other] { $n } مكان
}
places-figure = { $n ->
    [zero] لا أماكن في القائمة
    [one] مكان واحد في القائمة
    [two] مكانان في القائمة
    [few] { $n } أماكن في القائمة
    [many] { $n } مكانًا في القائمة
   *[other] { $n } مكان في القائمة
}
places-silent = { $n ->
    [zero] لا يوجد مكان آخر لا تُذكر عنه معلومة كهذه.
    [one] هناك مكان آخر لا تُذكر عنه معلومة كهذه، ولا يظهر هنا.
    [two] هناك مكانان آخران لا تُذكر عنهما معلومة كهذه، ولا يظهران هنا.
    [few] هناك { $n } أماكن أخرى لا تُذكر عنها معلومة كهذه، ولا تظهر هنا.
    [many] هناك { $n } مكانًا آخر لا تُذكر عنها معلومة كهذه، ولا تظهر هنا.
   *[other] هناك { $n } مكان آخر لا تُذكر عنها معلومة كهذه، ولا تظهر هنا.
}

## What kinds of places are for

places-group-transport = النقل
places-group-health = الصحة
places-group-school = المدارس
places-group-university = الجامعات
places-group-police = الشرطة
places-group-government = الجهات الحكومية
places-group-consulate = القنصليات
places-group-legal = الشؤون القانونية
places-group-business = الأعمال
places-group-community = المجتمع
places-group-culture = الثقافة
places-group-sight = المعالم
places-group-park = الحدائق والشواطئ
places-group-sport = الرياضة
places-group-sea = في البحر
places-group-shopping = التسوق

## Transport, ports and crossings

transport-title = النقل والموانئ والمعابر
transport-description = كيفية الوصول إلى { $city }: المطار والمحطات وموانئ العبّارات والخطوط التي تصل إليها.
transport-intro = المطار والمحطات والموانئ والخطوط التي نعرفها. تتغير المواعيد، فيرجى سؤال شركة النقل قبل الانطلاق.
transport-none = لا يوجد في القائمة بعدُ مطار ولا محطة ولا ميناء لهذه المدينة.
transport-means-air = جوًّا
transport-means-rail = بالقطار
transport-means-ferry = بالعبّارة
transport-means-road = برًّا
transport-calls = يتوقف في:
transport-source = المصدر: { $sources }
transport-unconfirmed = غير مؤكد؛ بتاريخ { $date }
transport-unconfirmed-undated = غير مؤكد؛ المصدر بلا تاريخ
transport-as-of = بتاريخ { $date }
