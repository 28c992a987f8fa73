page-site = هاربورلاين { $city }
page-skip = الانتقال إلى المحتوى الرئيسي
page-menu = القائمة الرئيسية
page-footer-menu = صفحات أخرى
page-nav-services = الخدمات
page-nav-follow = متابعة معاملة
page-nav-regulation = اللائحة
page-nav-help = المساعدة
page-language = اللغة:
page-desk = للموظفين
page-description = منصة الخدمات العامة في { $city } للقادمين من الخارج: أسئلة وشكاوى وطلبات بلغتك.
page-crumbs = موقعك في الموقع
page-home = الرئيسية
page-back = رجوع
page-print = طباعة
page-copy = نسخ
page-copied = تم النسخ

language-other = لغة أخرى ({"\u2066"}{ $code }{"\u2069"})
language-unknown = لغة غير معروفة، { $script }

# Where the city's country has names of its own. All others are from the Unicode CLDR.
country-HK = هونغ كونغ، الصين
country-MO = ماكاو، الصين
country-TW = تايوان، الصين

page-more = صفحات ذات صلة
page-unchecked-text = لم تُراجَع الترجمة العربية لهذا النص بعد، ولذلك يظهر بلغته الأصلية ({ $language }).
page-unchecked-parts = لم تُراجَع الترجمة العربية لأجزاء من هذه الصفحة بعد، فتظهر بلغتها الأصلية ({ $language }).
page-unconfirmed = راجع فريق المشروع هذه الترجمة على النص الأصلي، ولم تؤكدها المدينة بعد.
page-list-comma = ،{" "}
page-full-stop = .
page-colon = :{" "}
page-demo = عرض تجريبي: كل ما يظهر هنا غير حقيقي. يرجى عدم إدخال بيانات حقيقية.
page-made-up = مدينة خيالية: { $city } نموذج ولا وجود لها. لا يتخذ أحد إجراءً بناءً على ما يُكتب هنا، ولا تصل أرقامها إلى أحد.
