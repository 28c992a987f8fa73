date-long = { $weekday }، { $date }
date-moment = { $date }، الساعة { $time }
