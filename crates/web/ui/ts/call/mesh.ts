// Each with each: a connection to everyone else in the call. Signals go by the server, as rows that may come late. Each attempt
// to connect two pages has a session at either end; a page that was loaded anew, or for which nothing came of it, begins another,
// and what belongs to an earlier one is left.

/** What one page tells another. `to` is the session that it is meant for; none: whoever is there, who begins another. */
interface Said {
  session: string;
  to?: string;
  hello?: true;
  held?: boolean;
  description?: RTCSessionDescriptionInit;
  candidates?: RTCIceCandidateInit[];
}

interface Peer {
  id: number;
  /** That of the other end. */
  session: string;
  connection: RTCPeerConnection;
  stream: MediaStream;
  offers: boolean;
  held: boolean;
  candidates: RTCIceCandidateInit[];
  later: number;
  restarts: number;
  /** Resolves when it is let go: what was begun on a connection that is closed meanwhile never ends. */
  gone: Promise<void>;
  leave: () => void;
}

export interface Hears {
  /** Sends one thing to one other; whoever sends keeps the order. */
  tell(to: number, data: string): void;
  /** Something about somebody changed: their sound and picture, or whether there is a way to them. */
  changed(): void;
}

const GATHER_MS = 60;
/** A line that is gone so long does not come back by itself. */
const GONE_MS = 3_000;
/** One that is not there after so long is begun anew; each time that nothing comes of it, twice as long. */
const ANEW_MS = 6_000;
const ANEW_MOST_MS = 60_000;

export class Mesh {
  readonly #peers = new Map<number, Peer>();
  /** The sessions at this end. */
  readonly #own = new Map<number, string>();
  /** How often each was begun anew, and what begins it again. */
  readonly #anew = new Map<number, number>();
  readonly #waits = new Map<number, number>();
  #held = false;

  constructor(
    readonly me: number,
    readonly own: MediaStream,
    readonly ice: RTCIceServer[],
    readonly hears: Hears,
  ) {}

  /** Those who are in it now. Whoever is new is greeted; who has left is let go. */
  people(ids: number[]): void {
    for (const [id, peer] of this.#peers) if (!ids.includes(id)) this.#drop(peer);
    for (const id of [...this.#own.keys()]) if (!ids.includes(id)) this.#forget(id);
    for (const id of ids) if (!this.#own.has(id)) this.#greet(id);
  }

  /** What somebody told. */
  async take(from: number, data: string): Promise<void> {
    let said: Said;
    try {
      said = JSON.parse(data) as Said;
    } catch {
      return;
    }
    if (typeof said?.session !== "string") return;
    const toAll = said.to === undefined;
    if (!toAll && said.to !== this.#own.get(from)) return;
    let peer = this.#peers.get(from);
    if (peer && peer.session !== said.session) {
      // What belongs to an earlier session comes before the next one's hello, never after.
      if (!said.hello) return;
      this.#drop(peer);
      peer = undefined;
      // What is still on its way for the one before is not for this.
      if (toAll) this.#own.delete(from);
    }
    if (!peer) {
      if (!said.hello) return;
      if (!this.#own.has(from)) this.#own.set(from, crypto.randomUUID());
      peer = this.#meet(from, said.session);
      // Whoever greets has nothing of this end yet.
      if (toAll) this.#say(peer, { hello: true });
      if (this.#held) this.#say(peer, { held: true });
    }
    if (said.held !== undefined) {
      peer.held = said.held;
      this.hears.changed();
    }
    // Whoever waits here hears nothing else.
    await Promise.race([peer.gone, this.#heed(peer, said)]);
  }

  async #heed(peer: Peer, said: Said): Promise<void> {
    try {
      if (said.description) await this.#described(peer, said.description);
    } catch {
      // What cannot be understood is left; a line that does not come about is begun anew.
    }
    for (const candidate of said.candidates ?? []) {
      // Of a description that was given up meanwhile, it leads nowhere; the others may.
      await peer.connection.addIceCandidate(candidate).catch(() => undefined);
    }
  }

  /** Sound and picture of each of the others, and whether there is a way to them. */
  others(): { id: number; stream: MediaStream; connected: boolean; held: boolean }[] {
    return [...this.#peers.values()].map(({ id, stream, connection, held }) => ({
      id,
      stream,
      held,
      connected: connection.connectionState === "connected",
    }));
  }

  /** Sends this track, too, or not any more. */
  show(track: MediaStreamTrack): void {
    for (const peer of this.#peers.values()) peer.connection.addTrack(track, this.own);
  }

  hide(track: MediaStreamTrack): void {
    for (const { connection } of this.#peers.values()) {
      const sender = connection.getSenders().find((sender) => sender.track === track);
      if (sender) connection.removeTrack(sender);
    }
  }

  /** Nobody hears this side, and the others are told. */
  hold(held: boolean): void {
    this.#held = held;
    for (const peer of this.#peers.values()) this.#say(peer, { held });
  }

  end(): void {
    this.people([]);
  }

  #tell(to: number, said: Said): void {
    this.hears.tell(to, JSON.stringify(said));
  }

  #say(peer: Peer, said: Omit<Said, "session" | "to">): void {
    const session = this.#own.get(peer.id);
    // What comes of a connection that was let go is nobody's.
    if (session && this.#peers.get(peer.id) === peer) this.#tell(peer.id, { session, to: peer.session, ...said });
  }

  /** Begins a session with somebody of whom nothing is known. */
  #greet(id: number): void {
    const session = crypto.randomUUID();
    this.#own.set(id, session);
    this.#tell(id, { session, hello: true });
    this.#wait(id);
  }

  /** Unless the line comes about in time, it is begun anew. */
  #wait(id: number): void {
    window.clearTimeout(this.#waits.get(id));
    const times = this.#anew.get(id) ?? 0;
    const begin = (): void => {
      this.#anew.set(id, times + 1);
      const peer = this.#peers.get(id);
      if (peer) this.#drop(peer);
      this.#greet(id);
    };
    this.#waits.set(id, window.setTimeout(begin, Math.min(ANEW_MS * 2 ** times, ANEW_MOST_MS)));
  }

  #forget(id: number): void {
    window.clearTimeout(this.#waits.get(id));
    for (const known of [this.#waits, this.#own, this.#anew]) known.delete(id);
  }

  #meet(id: number, session: string): Peer {
    const connection = new RTCPeerConnection({ iceServers: this.ice });
    const stream = new MediaStream();
    let leave = (): void => undefined;
    const gone = new Promise<void>((done) => {
      leave = done;
    });
    const peer: Peer = {
      id,
      session,
      connection,
      stream,
      offers: false,
      held: false,
      candidates: [],
      later: 0,
      restarts: 0,
      gone,
      leave,
    };
    this.#peers.set(id, peer);
    this.#wait(id);
    connection.ontrack = ({ track }) => {
      stream.addTrack(track);
      track.onmute = track.onunmute = () => this.hears.changed();
      track.onended = () => stream.removeTrack(track);
      this.hears.changed();
    };
    connection.onnegotiationneeded = async () => {
      try {
        peer.offers = true;
        await connection.setLocalDescription();
        if (connection.localDescription) this.#say(peer, { description: connection.localDescription.toJSON() });
      } catch {
        // It was closed meanwhile.
      } finally {
        peer.offers = false;
      }
    };
    // Several at once: each is a row.
    connection.onicecandidate = ({ candidate }) => {
      if (!candidate) return;
      peer.candidates.push(candidate.toJSON());
      window.clearTimeout(peer.later);
      peer.later = window.setTimeout(() => {
        this.#say(peer, { candidates: peer.candidates.splice(0) });
      }, GATHER_MS);
    };
    connection.onconnectionstatechange = () => {
      window.clearTimeout(peer.restarts);
      if (connection.connectionState === "connected") {
        window.clearTimeout(this.#waits.get(id));
        this.#anew.delete(id);
      }
      if (connection.connectionState === "failed") {
        connection.restartIce();
        this.#wait(id);
      }
      if (connection.connectionState === "disconnected") {
        peer.restarts = window.setTimeout(() => connection.restartIce(), GONE_MS);
      }
      this.hears.changed();
    };
    for (const track of this.own.getTracks()) connection.addTrack(track, this.own);
    this.hears.changed();
    return peer;
  }

  /** Perfect negotiation: of two who offer at once, the one with the higher number gives way. */
  async #described(peer: Peer, description: RTCSessionDescriptionInit): Promise<void> {
    const { connection } = peer;
    const polite = this.me > peer.id;
    const collides = description.type === "offer" && (peer.offers || connection.signalingState !== "stable");
    if (!polite && collides) return;
    await connection.setRemoteDescription(description);
    if (description.type !== "offer") return;
    await connection.setLocalDescription();
    if (connection.localDescription) this.#say(peer, { description: connection.localDescription.toJSON() });
  }

  #drop(peer: Peer): void {
    window.clearTimeout(peer.later);
    window.clearTimeout(peer.restarts);
    peer.connection.close();
    peer.leave();
    this.#peers.delete(peer.id);
    this.hears.changed();
  }
}
