import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import type { ProblemCode } from '../api/problems.ts';
import { answerClientError, answerRefusal, noRequest } from './refusals.ts';

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

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Why a request is refused before anything is made of it. Default: none is. */
  readonly refuse?: (request: IncomingMessage) => ProblemCode | undefined;
}

/** A server that listens. */
export interface Listening {
  readonly server: Server;
  readonly url: string;
  /** How many connections are open. */
  connections(): Promise<number>;
  /** Takes no new connection, lets requests under way finish for so long, and ends the rest. */
  close(graceSeconds: number): Promise<void>;
}

export async function listen(
  fetch: Fetch,
  { host, port, refuse = () => undefined }: ListenOptions,
): Promise<Listening> {
  const serve = getRequestListener(fetch, { errorHandler: noRequest });
  const server = createServer(LIMITS, (request, response) => {
    const refused = refuse(request);
    if (refused === undefined) void serve(request, response);
    else answerRefusal(request, response, refused);
  });
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
    connections: promisify(server.getConnections.bind(server)),
    close: (graceSeconds) => close(server, graceSeconds),
  };
}

async function close(server: Server, graceSeconds: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const deadline = setTimeout(() => server.closeAllConnections(), graceSeconds * 1000);
  // Connections between two requests; those within one close after its answer.
  server.closeIdleConnections();
  await closed;
  clearTimeout(deadline);
}
