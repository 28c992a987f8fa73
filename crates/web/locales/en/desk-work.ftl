work-stale-title = This record changed since you opened it
work-not-allowed = Your role may not do this here: { $what }.
work-wrong-state = The state is “{ $state }”; this is not possible now: { $what }.
work-unsure = The reply from the database was lost. Your text is kept below. Check first whether it is there, and send it again only if it is not.

## Inputs that mean the same in every noun

input-text-language = Language of this text
input-since-hint = A year, a month or a day: 1987, 2023-09 or 1992-05-18
input-articles-hint = Numbers, separated by commas: 18, 42
