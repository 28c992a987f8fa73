date-long = { $weekday }, { $date }
date-moment = { $date }, { $time }
