import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** A TCP proxy in front of a PostgreSQL cluster, which can fail in the ways that networks fail. */
export class DatabaseProxy {
  /** The folder of the cluster that new connections reach. */
  target: string;
  /** `silent` forwards nothing. `lose-commit` forwards a COMMIT, and closes the connection before the answer. */
  mode: 'forward' | 'silent' | 'lose-commit' = 'forward';
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((client) => this.#accept(client));

  constructor(target: string) {
    this.target = target;
  }

  /** Listens, and returns the URL of a database. */
  async start(database: string): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    return `postgres://demo@127.0.0.1:${Reflect.get(Object(address), 'port')}/${database}`;
  }

  /** Closes all connections. New ones are possible. */
  disconnect(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.disconnect();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    const database = connect(join(this.target, '.s.PGSQL.5432'));
    for (const socket of [client, database]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        database.destroy();
      });
    }
    let isCommitting = false;
    client.on('data', (chunk) => {
      if (this.mode === 'silent') return;
      isCommitting ||= this.mode === 'lose-commit' && chunk.toString('latin1').includes('commit');
      database.write(chunk);
    });
    database.on('data', (chunk) => {
      if (isCommitting) client.destroy();
      else if (this.mode !== 'silent') client.write(chunk);
    });
  }
}
