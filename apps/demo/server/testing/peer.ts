import { connect, type Socket } from 'node:net';
import { expect } from 'vitest';

const portOf = (url: string): number => Number(new URL(url).port);

/** A connection that sends given text, and keeps the answer. */
export class Peer {
  readonly socket: Socket;
  readonly closed: Promise<string>;
  received = '';

  constructor(url: string, { halfOpen = false } = {}) {
    this.socket = connect({ port: portOf(url), host: '127.0.0.1', allowHalfOpen: halfOpen });
    this.socket.on('data', (chunk) => {
      this.received += chunk.toString('latin1');
    });
    // A lost connection is one of the expected answers.
    this.socket.on('error', () => {});
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve(this.received)));
  }

  send(text: string): this {
    this.socket.write(text, 'latin1');
    return this;
  }
}

export const head = (...lines: readonly string[]): string =>
  `${['POST /v1/password/forgot HTTP/1.1', 'Host: demo', 'Content-Type: application/json', ...lines].join('\r\n')}\r\n\r\n`;

/** The status of a raw answer, and the code of its problem if it has one. `closed` if there is no answer. */
export function statusOf(answer: string): string {
  if (answer === '') return 'closed';
  const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
  const code = /"code":"([\w-]+)"/.exec(answer)?.[1];
  if (code === undefined) return String(status);
  expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
  return `${status} ${code}`;
}
