import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEMS, type ProblemCode, problemBody, RETRY_SECONDS } from '../api/problems.ts';

// Refusals that reach no route: of what is no HTTP, and of what there is no room for.

/** A body that is longer, or does not say how long it is, is not read to its end for the sake of the connection. */
const LONGEST_UNREAD_BYTES = 16 * 1024;

const HEADERS = {
  'content-type': 'application/problem+json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** A request that is no request for anybody: without a host, or with one that is none. */
export function noRequest(): Response {
  const { status } = PROBLEMS['invalid-request'];
  return new Response(JSON.stringify(problemBody('invalid-request')), {
    status,
    headers: { ...HEADERS, connection: 'close' },
  });
}

/** Answers before anything is made of a request, and as cheaply as can be: it is what a flood of them gets. */
export function answerRefusal(request: IncomingMessage, response: ServerResponse, code: ProblemCode): void {
  const { status } = PROBLEMS[code];
  const body = JSON.stringify(problemBody(code));
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  if (status === 503) response.setHeader('retry-after', RETRY_SECONDS);
  if (!(length <= LONGEST_UNREAD_BYTES)) response.setHeader('connection', 'close');
  response.writeHead(status, { ...HEADERS, 'content-length': Buffer.byteLength(body) }).end(body);
}

const CLIENT_ERRORS: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'timeout',
};

/** Answers what is no HTTP, or comes too slowly, and closes the connection. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  // In the middle of an answer another one would be taken for its rest.
  const underWay: unknown = Reflect.get(socket, '_httpMessage');
  if (underWay instanceof ServerResponse && underWay.headersSent) {
    socket.destroy();
    return;
  }
  const code = CLIENT_ERRORS[error.code ?? ''] ?? 'invalid-request';
  const body = JSON.stringify(problemBody(code));
  const headers = { ...HEADERS, 'content-length': Buffer.byteLength(body), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${PROBLEMS[code].status} Error\r\n${lines.join('')}\r\n${body}`);
}
