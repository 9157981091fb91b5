import { connect, type Socket } from 'node:net';

/** One answer. The status is 0 if none came. The time ends with the last byte, and includes opening a new connection. */
export interface Outcome {
  readonly status: number;
  readonly milliseconds: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const NOTHING = Buffer.alloc(0);

/** A connection with one request at a time. It reads little of an answer, because its own work adds to the measured time. */
export class Connection {
  readonly #socket: Socket;
  #received: Buffer<ArrayBufferLike> = NOTHING;
  #started = 0;
  #done: ((outcome: Outcome) => void) | undefined;

  constructor(url: URL) {
    this.#socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    this.#socket.on('data', (chunk) => this.#read(chunk));
    // A lost connection counts as no answer.
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => this.#finish(0));
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  send(request: string): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#done = resolve;
      this.#started = performance.now();
      this.#socket.write(request, 'latin1');
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = this.#received.indexOf(HEAD_END);
    if (end < 0) return;
    const head = this.#received.toString('latin1', 0, end).toLowerCase();
    const length = Number(/\ncontent-length: (\d+)/.exec(head)?.[1] ?? 0);
    if (this.#received.length < end + HEAD_END.length + length) return;
    this.#received = NOTHING;
    this.#finish(Number(head.slice(9, 12)));
    if (head.includes('\nconnection: close')) this.close();
  }

  #finish(status: number): void {
    const done = this.#done;
    this.#done = undefined;
    done?.({ status, milliseconds: performance.now() - this.#started });
  }
}

/** A request as text. */
export function requestText(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): string {
  const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries({ host: 'demo', ...headers, ...length });
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
