import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';

/** The defaults of Node.js are for servers that a proxy protects. Node.js itself answers malformed and slow requests. */
const LIMITS = {
  headersTimeout: 5000,
  requestTimeout: 5000,
  connectionsCheckingInterval: 500,
  keepAliveTimeout: 5000,
  maxHeaderSize: 8192,
} as const;

const MAX_CONNECTIONS = 8192;

/** A client that neither sends nor reads for this time is disconnected. */
const SILENCE_MILLISECONDS = 12_000;

/** Listens, and resolves with the port. Call {@link handle} before the next turn of the event loop. */
export async function listen(
  host: string,
  port: number,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(LIMITS);
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(SILENCE_MILLISECONDS);
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
  const listener = getRequestListener(fetch);
  server.on('request', (request, response) => void listener(request, response));
}

/** Takes no new connection, waits for the current requests, and then closes the other connections. */
export async function close(server: Server, graceSeconds: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const deadline = setTimeout(() => server.closeAllConnections(), graceSeconds * 1000);
  server.closeIdleConnections();
  await closed;
  clearTimeout(deadline);
}
