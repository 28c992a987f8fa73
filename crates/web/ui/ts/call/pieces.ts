// One's own speech in short pieces, cut where nothing is said. What is silent goes nowhere.

/** Louder than this is speech, as the root of the mean square of samples from -1 to 1. */
const LOUD = 0.01;
const STEP_MS = 100;
/** So many steps are speech: one is a click. */
const STEPS = 2;
const PAUSE_MS = 500;
const LONGEST_MS = 8_000;
/** After so long without a word a piece is begun anew, so that none begins with silence. */
const SILENT_MS = 2_000;
/** Enough for speech. */
const BITS_A_SECOND = 32_000;

export class Pieces {
  readonly #context = new AudioContext();
  readonly #analyser = this.#context.createAnalyser();
  readonly #samples = new Float32Array(4096);
  readonly #timer: number;
  readonly #wake = (): void => void this.#context.resume();
  #recorder?: MediaRecorder;
  #begun = 0;
  #loud = 0;
  #last = 0;

  /** Hears the sound of `own` until it is ended, and gives each piece to `take`. */
  constructor(
    readonly own: MediaStream,
    readonly take: (piece: Blob) => void,
  ) {
    this.#analyser.fftSize = this.#samples.length;
    this.#context.createMediaStreamSource(this.#sound()).connect(this.#analyser);
    // A page that was loaded anew may measure nothing before somebody has touched it.
    document.addEventListener("pointerdown", this.#wake);
    document.addEventListener("keydown", this.#wake);
    this.#wake();
    this.#begin();
    this.#timer = window.setInterval(() => this.#step(), STEP_MS);
  }

  end(): void {
    window.clearInterval(this.#timer);
    document.removeEventListener("pointerdown", this.#wake);
    document.removeEventListener("keydown", this.#wake);
    this.#finish(false);
    void this.#context.close();
  }

  /** Without a picture. */
  #sound(): MediaStream {
    return new MediaStream(this.own.getAudioTracks());
  }

  #step(): void {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    const now = performance.now();
    if (Math.sqrt(power) > LOUD) {
      this.#loud += 1;
      this.#last = now;
    }
    const age = now - this.#begun;
    const speech = this.#loud >= STEPS;
    if ((speech && now - this.#last > PAUSE_MS) || age > LONGEST_MS || (!speech && age > SILENT_MS)) {
      this.#finish(speech);
      this.#begin();
    }
  }

  #begin(): void {
    const type = "audio/webm;codecs=opus";
    const mimeType = MediaRecorder.isTypeSupported(type) ? type : undefined;
    this.#recorder = new MediaRecorder(this.#sound(), { ...(mimeType ? { mimeType } : {}), audioBitsPerSecond: BITS_A_SECOND });
    this.#recorder.start();
    this.#begun = this.#last = performance.now();
    this.#loud = 0;
  }

  #finish(keep: boolean): void {
    const recorder = this.#recorder;
    this.#recorder = undefined;
    if (!recorder || recorder.state === "inactive") return;
    recorder.ondataavailable = ({ data }) => {
      if (keep && data.size > 0) this.take(data);
    };
    recorder.stop();
  }
}
