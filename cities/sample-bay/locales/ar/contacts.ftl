### The hotline as its visitors read it: page, chat, call, call-back, recording. The desk’s texts can come last.

case-step-contact-began = بدأت محادثة
case-step-contact-answered = أجاب الخط الساخن
case-step-contact-ended = انتهى التواصل مع الخط الساخن
case-step-contact-wrapped-up-answered = أجاب الخط الساخن في الحال
case-step-contact-wrapped-up-passed-on = أحالها الخط الساخن
case-step-contact-wrapped-up-follow-up = يتابعها الخط الساخن
case-step-contact-wrapped-up-no-matter = لم يُطرح أي سؤال
case-step-contact-rated = قُيّم الخط الساخن
case-step-contact-called = مكالمة مع الخط الساخن
case-step-contact-call-back = طُلبت معاودة الاتصال
case-step-contact-not-reached = عاودنا الاتصال ولم يُجب أحد
contacts-stands-waiting = نبحث عمن يتحدث لغتك. يمكنك مواصلة الكتابة.
contacts-stands-talking = معك الآن من يساعدك.
contacts-stands-wrapping-up = انتهت المحادثة.
contacts-stands-ended = انتهت المحادثة.
contacts-kind-chat = محادثة
contacts-kind-call = مكالمة
contacts-kind-call-back = معاودة اتصال

## The hotline, for everybody

contacts-public-title = الخط الساخن
contacts-public-about = محادثة أو مكالمة: بأي اللغات يجيب الخط الساخن للمدينة الآن، وكم تطول مدة الانتظار.
contacts-lede = يُطرح السؤال بلغتك. يجيب من يتحدثها، وإن لم يوجد أحد الآن فهناك ترجمة.
contacts-lede-plain = يُطرح السؤال بلغتك. يجيب من يتحدثها، وإن لم يوجد أحد الآن بحثنا عنه.
contacts-emergency = عند الخطر يرجى الاتصال فورًا
contacts-begin = محادثة معنا
contacts-call = الاتصال بالرقم {"\u2066"}{ $number }{"\u2069"}
contacts-open = الخط الساخن مفتوح.
contacts-closed = الخط الساخن مغلق الآن.
contacts-closed-text = لا أحد يجيب في هذا الوقت. ما تكتبه يُحفظ، والجواب يأتي لاحقًا.
contacts-now = الآن
contacts-ready = يوجد من يجيب
contacts-not-ready = الجميع مشغولون، وهناك ترجمة
contacts-nobody-free = الجميع مشغولون الآن
contacts-nobody = لا يوجد الآن من يجيب بأي لغة. يمكنك الكتابة إلينا أو طلب معاودة الاتصال، ويصلك الجواب.
contacts-expected = لم تزد مدة انتظار نصف الزوار في المدة الأخيرة على { $middle } (والنصف الأوسط منهم: من { $short } إلى { $long }).
contacts-now-text = بحسب الساعتين الأخيرتين.
contacts-follow = متابعة معاملة موجودة
contacts-nav = محادثة مع الخط الساخن

## The visitor’s chat

contacts-chat-title = محادثة مع الخط الساخن
contacts-begin-lede = يرجى كتابة الموضوع باللغة الأسهل عليك.
contacts-about = الموضوع معاملتك {"\u2066"}{ $reference }{"\u2069"}.
contacts-lost = لم يعد على هذا الجهاز إيصال المعاملة المقصودة. يمكنك فتح المعاملة برمز الدخول، أو المتابعة أدناه من دونها: ما كتبته ما زال هنا.
contacts-first = كلماتك الأولى
contacts-first-hint = يرجى عدم كتابة أرقام جواز السفر أو البطاقة المصرفية.
contacts-send-first = بدء المحادثة
contacts-kept = ما يقال يُحفظ مع معاملة، يفتحها لك هذا الجهاز إلى أن يُغلق المتصفح.
contacts-not-sent = لم يُرسل
contacts-kept-words = هذا ما كتبته. انتهت المحادثة، ولم يعد إرساله هنا ممكنًا.
contacts-talk = المحادثة
contacts-say = الكتابة
contacts-send = إرسال
contacts-refresh = عرض الجديد
contacts-after = المتابعة: رأيك في الخدمة، أو محادثة أخرى
contacts-leave = مغادرة المحادثة
contacts-you = أنت
contacts-hotline = الخط الساخن
contacts-ask-solved = هل حُلّت مشكلتك؟
contacts-ask-satisfied = هل نالت طريقة مساعدتك رضاك؟
contacts-yes = نعم
contacts-no = لا
contacts-rated = شكرًا لك على رأيك.
contacts-case = إيصال هذه المحادثة ومعاملتها
contacts-again = محادثة أخرى عن الموضوع نفسه
contacts-read = عرض تواصلك مع الخط الساخن
contacts-about-it = محادثة مع الخط الساخن عن هذه المعاملة
contacts-made-machine = بلغة: { $language }، ترجمة آلية
contacts-made-memory = بلغة: { $language }، كما تُرجمت من قبل
contacts-made-person = بلغة: { $language }، ترجمة بشرية
contacts-made-corrected = بلغة: { $language }، ترجمة صُححت
contacts-doubtful = غير مؤكدة.
contacts-told-answered = وصل من يجيبك
contacts-told-joined = انضم شخص آخر
contacts-told-left = غادر أحد المشاركين
contacts-told-ended-done = انتهت المحادثة
contacts-told-ended-silent = انتهت المحادثة لأنه لم يصل شيء آخر
contacts-told-ended-insult = أنهى الخط الساخن المحادثة
contacts-told-ended-visitor-left = غادر الزائر
contacts-told-ended-not-reached = لم يُجب أحد في المحاولة الأخيرة
contacts-told-ended-nobody-came = لم يتمكن أحد من الحضور، ويتابع الخط الساخن المعاملة
contacts-told-you-left = غادرت المحادثة
contacts-told-you-were-gone = انتهت المحادثة لأن صفحتك بقيت مغلقة مدة، ويتابع الخط الساخن المعاملة
contacts-told-erased = مُحيت هذه الكلمات
contacts-told-handed-over = يتابع موظف آخر
contacts-told-not-reached = اتصلنا ولم يُجب أحد
contacts-seconds = { $n } ث
contacts-minutes = { $n } د

## A chat as it happens

contacts-line-lost = انقطع الاتصال وتجري إعادته. ما تكتبه يُرسل عند عودته.
contacts-line-away = نظامنا لا يستجيب الآن. لم يضع شيء مما أُرسل.
contacts-line-over = لم تعد هذه الصفحة تتجدد. يرجى إعادة تحميلها.
contacts-pending = جارٍ الإرسال…
contacts-hotline-types = الخط الساخن يكتب…
contacts-has-read = قُرئت
contacts-changed = تغيّرت هذه المحادثة: عرضها

## Calls and call-backs

contacts-again-at = مرة أخرى: { $at }
contacts-part-caller = المتصل
contacts-part-agent = الخط الساخن
contacts-part-interpreter = مترجم شفوي
contacts-part-officer = موظف المكتب المختص
contacts-call-title = مكالمة في المتصفح
contacts-call-about = مكالمة مع الخط الساخن للمدينة في المتصفح، من دون هاتف، وبالكاميرا لمن يشغّلها.
contacts-call-lede = يمكنك التحدث معنا هنا مباشرة. يلزم ميكروفون، وتبقى الكاميرا مطفأة إلى أن تُشغَّل.
contacts-call-closed = لا أحد يجيب على المكالمات في هذا الوقت. يمكنك طلب معاودة الاتصال.
contacts-call-no-script = تحتاج المكالمات إلى البرامج النصية، وهي معطّلة في هذا المتصفح. يمكنك بدل ذلك المحادثة أو طلب معاودة الاتصال أو استعمال الهاتف.
contacts-call-begin = الاتصال الآن
contacts-call-resume = العودة إلى المكالمة
contacts-call-connect = الاتصال
contacts-call-idle = يمكن البدء متى شئت.
contacts-call-asks = يرجى السماح باستعمال الميكروفون.
contacts-call-waiting = الهاتف يرن. يرجى البقاء في هذه الصفحة.
contacts-call-talking = تم الاتصال.
contacts-call-over = انتهت المكالمة.
contacts-call-held = لحظة من فضلك: المكالمة معلّقة.
contacts-call-held-by-you = المكالمة معلّقة: لا أحد يسمعك.
contacts-call-lost = انقطع الاتصال. نحاول من جديد.
contacts-call-failed = تعذّر بدء المكالمة. يرجى المحاولة مرة أخرى بعد لحظة.
contacts-call-mute = كتم الصوت
contacts-call-unmute = إلغاء كتم الصوت
contacts-call-hold = تعليق المكالمة
contacts-call-unhold = استئناف المكالمة
contacts-call-camera = تشغيل الكاميرا
contacts-call-no-camera = إطفاء الكاميرا
contacts-call-sound = تشغيل الصوت
contacts-call-hang-up = إنهاء المكالمة
contacts-call-peers = المشاركون في المكالمة
contacts-call-no-microphone = لا يوجد ميكروفون يمكن استعماله. يمكنك بدل ذلك المحادثة معنا:
contacts-call-no-calls = لا يستطيع هذا المتصفح إجراء المكالمات. يمكنك بدل ذلك طلب معاودة الاتصال:
contacts-call-no-microphone-here = لا يوجد ميكروفون يمكن استعماله: لا أحد يسمعك.
contacts-call-no-calls-here = لا يستطيع هذا المتصفح إجراء المكالمات.
contacts-call-mixed = في المكالمة أكثر من ثلاثة، ولذلك يمر الصوت بخادم المدينة الذي يجمعه للجميع. لا يُسجّل عليه، لكنه غير مشفّر فيه. ولا توجد صورة في هذه الأثناء.
contacts-call-unmixed = تعذّر الوصول إلى الخادم المخصص للمكالمات التي فيها أكثر من ثلاثة. نحاول من جديد، وينتقل الصوت في هذه الأثناء بين الأجهزة مباشرة.
contacts-call-crowded = في المكالمة أكثر من ثلاثة، ولذلك يرسل كل جهاز إلى جميع الأجهزة الأخرى. قد يتقطع الصوت عند ضعف الاتصال، ويفيد إطفاء الكاميرات.
contacts-call-kept = لا تُسجّل المكالمات. بعد الرد تُحفظ في معاملة: متى كانت المكالمة وبأي لغة وما نتيجتها، لا ما قيل فيها.
contacts-call-others = طرق أخرى
contacts-captions-title = نص مكتوب للكلام
contacts-captions-about = يكتب برنامج آلي ما يقال ويترجمه، وقد يخطئ. لا يبدأ إلا بعد موافقة جميع المشاركين في المكالمة. لا يُحفظ الصوت ولا النص. يمكنك إيقافه في أي وقت.
contacts-captions-off = النص المكتوب متوقف.
contacts-captions-asked = يطلب أحد المشاركين نصًا مكتوبًا للكلام. لا يبدأ إلا بعد موافقة الجميع.
contacts-captions-agreed = سُجّلت موافقتك. يبدأ النص بعد موافقة جميع المشاركين.
contacts-captions-on = النص المكتوب يعمل. يمكنك إيقافه في أي وقت.
contacts-captions-deaf = تعذّرت كتابة الكلام الآن. المكالمة مستمرة.
contacts-captions-agree = الموافقة على النص المكتوب
contacts-captions-stop = إيقاف النص المكتوب
contacts-captions-lines = ما قيل
contacts-captions-you = أنت
contacts-voice-case = الإيصال والمعاملة
contacts-call-stands-waiting = نبحث عمن يتابع مكالمتك.
contacts-call-stands-again = نبحث عمن يتابع مكالمتك.
contacts-call-stands-talking = المكالمة جارية.
contacts-call-stands-wrapping-up = انتهت المكالمة.
contacts-call-stands-ended = انتهت المكالمة.
contacts-call-stands-not-reached = انتهت المكالمة.
contacts-call-back-title = طلب معاودة الاتصال
contacts-call-back-lede = يرجى ترك رقم ووقت يناسبك. نتصل بك بلغتك.
contacts-call-back-number = رقم الهاتف
contacts-call-back-number-hint = من الخارج مع رمز البلد، مثال: {"\u2066"}+82 10 1234 5678{"\u2069"}.
contacts-call-back-time = الوقت
contacts-call-back-soon = في أقرب وقت ممكن
contacts-call-back-between = من { $from } إلى { $until }
contacts-call-back-day = اليوم
contacts-call-back-day-hint = لا أهمية له عند اختيار «في أقرب وقت ممكن».
contacts-call-back-offset = منطقتك الزمنية
contacts-call-back-offset-hint = الوقت المختار أعلاه محسوب بها.
contacts-call-back-here = {"\u2066"}{ $offset }{"\u2069"} (توقيت { $city })
contacts-call-back-language = لغة المكالمة
contacts-call-back-topic = الموضوع
contacts-call-back-any = موضوع آخر، أو غير محدد
contacts-call-back-text = بإيجاز (اختياري)
contacts-call-back-send = طلب الاتصال
contacts-call-back-kept = لا يرى الرقم إلا من يتصل بك. ويُمحى مع معاملتك.
contacts-call-back-offer = لا يوجد الآن من يجيب. هل نعاود الاتصال بك؟ يمكنك أيضًا مواصلة الانتظار.
contacts-call-back-cancel = إلغاء معاودة الاتصال
contacts-call-back-stands-waiting = نتصل بك في هذا الوقت.
contacts-call-back-stands-again = لم نتمكن من الوصول إليك. نحاول مرة أخرى في هذا الوقت.
contacts-call-back-stands-talking = نتصل بك الآن.
contacts-call-back-stands-wrapping-up = انتهت المكالمة.
contacts-call-back-stands-ended = انتهت معاودة الاتصال.
contacts-call-back-stands-not-reached = اتصلنا عدة مرات ولم نتمكن من الوصول إليك. يمكنك تقديم طلب آخر، أو الاتصال بالخط الساخن.
contacts-window = { $date }، من { $from } إلى { $until }
contacts-window-here = بتوقيت { $city }: { $when }
contacts-fact-when = الموعد
contacts-fact-lasted = المدة
contacts-earlier = تواصل آخر في هذه المعاملة
contacts-earlier-one = { $kind }، { $at }

## Recording a call

contacts-call-kept-recorded = لا تُسجّل المكالمة إلا بموافقة جميع المشاركين فيها. بعد الرد تُحفظ في معاملة: متى كانت المكالمة وبأي لغة وما نتيجتها، لا ما قيل فيها.
contacts-recording-title = التسجيل
contacts-recording-about = لا يبدأ إلا بعد موافقة جميع المشاركين في المكالمة، كلٌّ على صفحته. يُحفظ مشفّرًا { $days ->
        [one] يومًا واحدًا
        [two] يومين
        [few] { $days } أيام
        [many] { $days } يومًا
       *[other] { $days } يوم
    } ثم يُمحى. يمكن لأي مشارك إيقافه في أي وقت، ويمكن للمتصل حفظ نسخة من صفحة المعاملة.
contacts-recording-off = هذه المكالمة غير مسجّلة.
contacts-recording-asked = هل يجوز تسجيل هذه المكالمة؟
contacts-recording-agreed = سُجّلت موافقتك. يبدأ التسجيل بعد موافقة جميع المشاركين.
contacts-recording-on = يجري تسجيل هذه المكالمة.
contacts-recording-held = المكالمة معلّقة: لا يُسجّل شيء.
contacts-recording-lost = تعذّر إرسال التسجيل الآن. المكالمة مستمرة.
contacts-recording-ask = السؤال عن إمكان التسجيل
contacts-recording-agree = الموافقة على التسجيل
contacts-recording-refuse = عدم التسجيل
contacts-recording-stop = إيقاف التسجيل
contacts-recordings = تسجيلات المكالمة
contacts-recording-one = { $at }، { $lasted }
contacts-recording-kept-until = محفوظ حتى { $date }
contacts-recording-gone = مُحي
contacts-recording-save = حفظ التسجيل
