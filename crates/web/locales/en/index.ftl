# The charts of an index (`harborline index build`). $index is its name, with the year where there are several.
index-dated = { $index }, { $year }
index-ranking = { $index }: scores and ranks
index-ranking-first = { $index }: scores and ranks, the first { $shown } of { $all }
index-ranking-shows = { $all ->
    [one] The score of one unit.
   *[other] Scores of { $all } units, the highest first.
}
index-ranking-shows-bands = Beside each, the ranks it has in nine out of ten builds with other choices.
index-ranks = Ranks
index-rank-mark = Rank in this build
index-rank-band = Nine out of ten of { $builds } builds with other choices (methods, weights) rank the unit within this band
index-radar = { $index }: the first { $shown }
index-radar-shows = Scores of the first units in what the index is made of.
index-correlations = { $index }: how its indicators go together
index-correlations-first = { $index }: how its indicators go together, the first { $shown } of { $all }
index-correlations-shows = Pearson’s correlations of the indicators as normalised, so that more of each is better.
index-against = One high, the other low
index-together = Both high or both low
index-weights = { $index }: what counts how much
index-weights-shows = Each element as wide as its weight within the index.
index-percent = %
