"""How many pieces of words a file has by a SentencePiece vocabulary, the end of each line counted as one.

usage: pieces.py VOCABULARY FILE
"""

import sys

from sentencepiece import SentencePieceProcessor

vocabulary = SentencePieceProcessor(model_file=sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as file:
    print(sum(len(vocabulary.encode(line.rstrip("\n"))) + 1 for line in file))
