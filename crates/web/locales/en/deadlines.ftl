deadlines-limit-working-days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
deadlines-limit-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
deadlines-limit-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
deadlines-clock-first-reply = First reply
deadlines-clock-acceptance = Decision to accept
deadlines-clock-resolution = Answer
deadlines-clock-stage = Step
deadlines-clock-return = Return by a unit
deadlines-card-clear = In time
deadlines-card-yellow = Due soon
deadlines-card-red = Overdue
