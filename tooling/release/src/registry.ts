import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { runServer } from 'verdaccio';

/** A package registry on the loopback interface, empty at first, that serves `@countersign/*` and nothing else. */
export interface LocalRegistry {
  readonly url: string;
  /** The lines of an .npmrc that send this scope, and nothing else, to it; the rest comes from wherever npm is configured to look. */
  readonly npmrc: string;
  stop(): Promise<void>;
}

/** Starts a registry in this process, which keeps what is published to it in `folder`. */
export async function startRegistry(folder: string): Promise<LocalRegistry> {
  mkdirSync(folder, { recursive: true });
  const server: Server = await runServer({
    // verdaccio resolves its other paths from here
    configPath: join(folder, 'config.yaml'),
    self_path: join(folder, 'config.yaml'),
    storage: join(folder, 'storage'),
    uplinks: {},
    packages: { '@countersign/*': { access: '$all', publish: '$all', unpublish: '$all' } },
    auth: { htpasswd: { file: join(folder, 'htpasswd') } },
    log: { type: 'stdout', format: 'pretty', level: 'fatal' },
    web: { enable: false },
    max_body_size: '50mb',
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the registry has no port');
  const host = `127.0.0.1:${address.port}`;
  return {
    url: `http://${host}/`,
    // npm asks for a token before it publishes; this registry lets everybody on this machine do so.
    npmrc: `@countersign:registry=http://${host}/\n//${host}/:_authToken=anybody\nprovenance=false\n`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
