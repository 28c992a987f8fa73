neighbourhoods-title = الأحياء الدولية
neighbourhoods-description = الأحياء الدولية في { $city }: ما يقع على مسافة مشي من مدارس وثقافة ورعاية صحية وترفيه، وما ينقص.
neighbourhoods-intro = تطلب اللائحة أن يكون التعليم والثقافة والرعاية الصحية والترفيه قرب المسكن. وفيما يلي ما نعرفه وما ينقص.
neighbourhoods-none = لا يوجد حيّ دولي مسجل بعد.
neighbourhoods-education = التعليم
neighbourhoods-culture = الثقافة
neighbourhoods-medical = الرعاية الصحية
neighbourhoods-leisure = الترفيه
neighbourhoods-gap = لا نعرف شيئًا منها ضمن 1 كم
neighbourhoods-unknown = غير معروف بعد
neighbourhoods-districts = ما يوجد في كل منطقة
neighbourhoods-districts-text = تعدّ هذه الأرقام الأماكن الواردة في قائمتنا، لا كل ما هو موجود؛ وعبارة «لا نعرف شيئًا» لا تعني العدم.
neighbourhoods-none-known = لا نعرف شيئًا
neighbourhoods-silent = لا نعرف شيئًا عن هذه المنطقة بعد.
neighbourhoods-figure = { $n ->
    [zero] لا أماكن للتعليم والثقافة والصحة والترفيه في القائمة
    [one] مكان واحد للتعليم والثقافة والصحة والترفيه في القائمة
    [two] مكانان للتعليم والثقافة والصحة والترفيه في القائمة
    [few] { $n } أماكن للتعليم والثقافة والصحة والترفيه في القائمة
    [many] { $n } مكانًا للتعليم والثقافة والصحة والترفيه في القائمة
   *[other] { $n } مكان للتعليم والثقافة والصحة والترفيه في القائمة
}
