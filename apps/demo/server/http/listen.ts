import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { PROBLEMS, type ProblemCode, problemBody } from '../api/problems.ts';

type Fetch = (request: Request, env: object) => Response | Promise<Response>;

/** How long each part of a request may take, and how much there may be. Node's defaults are for servers behind others. */
const LIMITS = {
  headersTimeout: 5000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1000,
  keepAliveTimeout: 5000,
  maxHeaderSize: 8192,
  // Node would answer a request without it by itself, and with nothing; the adapter refuses it, too.
  requireHostHeader: false,
} as const;

/** More are closed at once: each costs memory, and a file. */
const MAX_CONNECTIONS = 8192;

/** Longer than a request may take to arrive, which is answered. */
const SILENCE_MILLISECONDS = 12_000;

/** A server that listens. */
export interface Listening {
  readonly server: Server;
  readonly url: string;
  /** Takes no new connection, lets requests under way finish for so long, and ends the rest. */
  close(graceSeconds: number): Promise<void>;
}

export async function listen(fetch: Fetch, host: string, port: number): Promise<Listening> {
  const server = createServer(LIMITS, getRequestListener(fetch, { errorHandler: refusal }));
  server.maxConnections = MAX_CONNECTIONS;
  // Who neither sends nor reads for so long is gone, or wants to hold a connection.
  server.setTimeout(SILENCE_MILLISECONDS);
  server.on('clientError', answerClientError);
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: 1024 }, () => {
      const bound = server.address();
      if (typeof bound === 'object' && bound) resolve(bound);
    });
  });
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    server,
    url: `http://${name}:${address.port}`,
    close: (graceSeconds) => close(server, graceSeconds),
  };
}

/** A request that is no request for anybody: without a host, or with one that is none. */
function refusal(): Response {
  const headers = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    connection: 'close',
  };
  return new Response(JSON.stringify(problemBody('invalid-request')), {
    status: PROBLEMS['invalid-request'].status,
    headers,
  });
}

async function close(server: Server, graceSeconds: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const deadline = setTimeout(() => server.closeAllConnections(), graceSeconds * 1000);
  // Connections between two requests; those within one close after its answer.
  server.closeIdleConnections();
  await closed;
  clearTimeout(deadline);
}

const CLIENT_ERRORS: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'timeout',
};

/** Answers what is no HTTP, or comes too slowly, and closes the connection. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  // In the middle of an answer another one would be taken for its rest.
  const underWay: unknown = Reflect.get(socket, '_httpMessage');
  if (isStarted(underWay)) {
    socket.destroy();
    return;
  }
  const code = CLIENT_ERRORS[error.code ?? ''] ?? 'invalid-request';
  const body = JSON.stringify(problemBody(code));
  const { status } = PROBLEMS[code];
  socket.end(
    `HTTP/1.1 ${status} Error\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body}`,
  );
}

function isStarted(message: unknown): message is ServerResponse {
  return (
    typeof message === 'object' &&
    message !== null &&
    'headersSent' in message &&
    message.headersSent === true
  );
}
