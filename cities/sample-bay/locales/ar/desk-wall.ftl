# Only what the public page of results shows, too.
desk-wall-responded = الرد في الموعد
desk-wall-solved = حُلّت المشكلة
desk-wall-satisfied = نالت الرضا
desk-wall-percent = { $n }%
desk-wall-merged = مدموجة
desk-wall-declined = لم تُقبل
desk-wall-unrated = لم تُقيَّم
