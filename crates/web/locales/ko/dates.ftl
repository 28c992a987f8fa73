date-long = { $date } { $weekday }
date-moment = { $date } { $time }
