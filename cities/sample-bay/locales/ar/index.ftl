# The charts of an index (`harborline index build`). $index is its name, with the year where there are several.
index-dated = { $index }، { $year }
index-ranking = { $index }: الدرجات والمراتب
index-ranking-first = { $index }: الدرجات والمراتب، أول { $shown } من { $all }
index-ranking-shows = { $all ->
    [zero] لا توجد درجات بعد.
    [one] درجة وحدة واحدة.
    [two] درجتا وحدتين، والأعلى أولًا.
    [few] درجات { $all } وحدات، والأعلى أولًا.
   *[other] درجات { $all } وحدة، والأعلى أولًا.
}
index-ranking-shows-bands = إلى جانب كل منها المراتب التي تنالها في تسع من كل عشر عمليات حساب بخيارات أخرى.
index-ranks = المراتب
index-rank-mark = المرتبة في هذا الحساب
index-rank-band = في تسع من كل عشر من أصل { $builds } عملية حساب بخيارات أخرى (في الطرق والأوزان) تقع مرتبة الوحدة ضمن هذا النطاق
index-radar = { $index }: أول { $shown }
index-radar-shows = درجات الوحدات الأولى في مكوّنات المؤشر العام.
index-correlations = { $index }: كيف تتلازم مؤشراته الفرعية
index-correlations-first = { $index }: كيف تتلازم مؤشراته الفرعية، أول { $shown } من { $all }
index-correlations-shows = معاملات ارتباط بيرسون بين المؤشرات الفرعية بعد توحيدها، بحيث تكون الزيادة في كل منها أفضل.
index-against = أحدهما مرتفع والآخر منخفض
index-together = كلاهما مرتفع أو كلاهما منخفض
index-weights = { $index }: وزن كل عنصر
index-weights-shows = عرض كل عنصر بقدر وزنه في المؤشر العام.
index-percent = %
