import type { AddressInfo } from 'node:net';
import { PasswordHasher } from '@countersign/password';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app.ts';
import { accessTokens, newSigningKey } from './auth/tokens.ts';
import type { Config } from './config.ts';
import { memoryOutbox } from './mail/outbox.ts';
import { openStore } from './store/store.ts';

/** A service that answers. */
export interface RunningService {
  readonly url: string;
  /** Takes no new request, finishes those under way, and closes the database. */
  stop(): Promise<void>;
}

/** Starts the service and resolves when it answers. */
export async function serve(config: Config, log: (entry: object) => void): Promise<RunningService> {
  const store = openStore(config.databaseFile);
  const fresh = await newSigningKey();
  const signingKey = store.signingKey(() => fresh);
  let app: ReturnType<typeof createApp> | undefined;
  const server = createAdaptorServer({
    fetch: (request: Request) => app?.fetch(request) ?? new Response(null, { status: 503 }),
    serverOptions: {
      headersTimeout: 5000,
      requestTimeout: 10_000,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: 5000,
      maxHeaderSize: 8192,
    },
  });
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, () => {
      const bound = server.address();
      if (typeof bound === 'object' && bound) resolve(bound);
    });
  });
  const url = `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
  const publicUrl = config.publicUrl ?? url;
  const tokens = await accessTokens(signingKey, publicUrl);
  app = createApp(
    {
      store,
      hasher: new PasswordHasher(),
      tokens,
      outbox: memoryOutbox(),
      publicUrl,
      isProduction: config.isProduction,
    },
    log,
  );
  return {
    url,
    async stop() {
      await new Promise((resolve) => server.close(resolve));
      store.close();
    },
  };
}
