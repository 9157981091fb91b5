import { createServer, type Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { PROBLEMS, type ProblemCode, problemBody } from '../api/problems.ts';

/** The defaults of Node.js are for servers that a proxy protects. */
const LIMITS = {
  headersTimeout: 5000,
  requestTimeout: 5000,
  connectionsCheckingInterval: 500,
  keepAliveTimeout: 5000,
  maxHeaderSize: 8192,
  // The adapter rejects such a request with a problem. Node.js would send an empty body.
  requireHostHeader: false,
} as const;

const MAX_CONNECTIONS = 8192;

/** A client that neither sends nor reads for this time is disconnected. */
const SILENCE_MILLISECONDS = 12_000;

const HEADERS = {
  'content-type': 'application/problem+json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  connection: 'close',
} as const;

/** Listens, and resolves with the port. Call {@link handle} before the next turn of the event loop. */
export async function listen(
  host: string,
  port: number,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(LIMITS);
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(SILENCE_MILLISECONDS);
  server.on('clientError', answerClientError);
  const bound = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: 1024 }, () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address);
    });
  });
  return { server, port: bound.port };
}

/** Answers the requests of a server with `fetch`. */
export function handle(
  server: Server,
  fetch: (request: Request, env: object) => Response | Promise<Response>,
): void {
  const listener = getRequestListener(fetch, {
    errorHandler: () =>
      new Response(JSON.stringify(problemBody('invalid-request')), { status: 400, headers: HEADERS }),
  });
  server.on('request', (request, response) => void listener(request, response));
}

/** Takes no new connection, waits for the current requests, and then closes what is left. */
export async function close(server: Server, graceSeconds: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const deadline = setTimeout(() => server.closeAllConnections(), graceSeconds * 1000);
  server.closeIdleConnections();
  await closed;
  clearTimeout(deadline);
}

const CLIENT_ERRORS: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'timeout',
};

/** Answers malformed or slow requests, and closes the connection. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  // After the head of another response, these bytes would look like its body.
  const current: unknown = Reflect.get(socket, '_httpMessage');
  const isAnswering = current instanceof ServerResponse && current.headersSent;
  if (!socket.writable || error.code === 'ECONNRESET' || isAnswering) {
    socket.destroy();
    return;
  }
  const code = CLIENT_ERRORS[error.code ?? ''] ?? 'invalid-request';
  const body = JSON.stringify(problemBody(code));
  const headers = { ...HEADERS, 'content-length': Buffer.byteLength(body) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${PROBLEMS[code].status} Error\r\n${lines.join('')}\r\n${body}`);
}
