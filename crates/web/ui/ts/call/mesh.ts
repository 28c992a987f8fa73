// Each with each: a connection to everyone else in the call. Signals go by the server, as rows that may come late and are never
// lost; a page that was loaded anew begins with a session of its own, and the others begin again with it.

/** What one page tells another. `to` is the session that it is meant for. */
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
  /** That of the page at the other end; unknown until it has said something. */
  session: string;
  connection: RTCPeerConnection;
  stream: MediaStream;
  offers: boolean;
  ignores: boolean;
  held: boolean;
  candidates: RTCIceCandidateInit[];
  later: number;
  restarts: number;
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

export class Mesh {
  readonly #session = crypto.randomUUID();
  readonly #peers = new Map<number, Peer>();
  readonly #greeted = new Set<number>();
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
    for (const id of this.#greeted) if (!ids.includes(id)) this.#greeted.delete(id);
    for (const id of ids) {
      if (this.#greeted.has(id)) continue;
      this.#greeted.add(id);
      this.#tell(id, { session: this.#session, hello: true });
    }
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
    if (said.to !== undefined && said.to !== this.#session) return;
    let peer = this.#peers.get(from);
    if (peer && peer.session !== said.session) {
      // What a page said before it was loaded anew comes before its hello, never after.
      if (!said.hello) return;
      this.#drop(peer);
      peer = undefined;
    }
    if (!peer) {
      this.#greeted.add(from);
      peer = this.#meet(from, said.session);
      // An answer to who greets everybody; one that is meant for this page is such an answer.
      if (said.hello && said.to === undefined) this.#say(peer, { hello: true });
      if (this.#held) this.#say(peer, { held: true });
    }
    if (said.held !== undefined) {
      peer.held = said.held;
      this.hears.changed();
    }
    try {
      if (said.description) await this.#described(peer, said.description);
      for (const candidate of said.candidates ?? []) {
        try {
          await peer.connection.addIceCandidate(candidate);
        } catch (error) {
          if (!peer.ignores) throw error;
        }
      }
    } catch {
      // What cannot be understood is left; a line that does not come about is begun again.
      peer.connection.restartIce();
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
    for (const peer of [...this.#peers.values()]) this.#drop(peer);
  }

  #tell(to: number, said: Said): void {
    this.hears.tell(to, JSON.stringify(said));
  }

  #say(peer: Peer, said: Omit<Said, "session" | "to">): void {
    this.#tell(peer.id, { session: this.#session, to: peer.session, ...said });
  }

  #meet(id: number, session: string): Peer {
    const connection = new RTCPeerConnection({ iceServers: this.ice });
    const stream = new MediaStream();
    const peer: Peer = {
      id,
      session,
      connection,
      stream,
      offers: false,
      ignores: false,
      held: false,
      candidates: [],
      later: 0,
      restarts: 0,
    };
    this.#peers.set(id, peer);
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
      if (connection.connectionState === "failed") connection.restartIce();
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
    peer.ignores = !polite && collides;
    if (peer.ignores) return;
    await connection.setRemoteDescription(description);
    if (description.type !== "offer") return;
    await connection.setLocalDescription();
    if (connection.localDescription) this.#say(peer, { description: connection.localDescription.toJSON() });
  }

  #drop(peer: Peer): void {
    window.clearTimeout(peer.later);
    window.clearTimeout(peer.restarts);
    peer.connection.close();
    this.#peers.delete(peer.id);
    this.hears.changed();
  }
}
