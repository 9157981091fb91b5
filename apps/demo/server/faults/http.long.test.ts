import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newSqlite } from '../testing/databases.ts';
import { call } from '../testing/harness.ts';
import { head, Peer, statusOf } from '../testing/peer.ts';
import { type ServiceProcess, startProcess } from '../testing/process.ts';

describe('slow clients', () => {
  let target: ServiceProcess;
  beforeAll(async () => {
    target = await startProcess(newSqlite());
  });
  afterAll(() => target.kill('SIGTERM'));

  /** The number of requests that are answered, one after the other, before `end`. */
  async function answeredBefore(end: Promise<unknown>): Promise<number> {
    let isOver = false;
    void end.finally(() => {
      isOver = true;
    });
    for (let answers = 0; ; answers += 1) {
      expect((await call(target.url, 'GET', '/livez')).status).toBe(200);
      if (isOver) return answers;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** The open files of the service, its connections included. */
  const openFiles = (): number => readdirSync(`/proc/${target.child.pid}/fd`).length;

  test('slow headers, incomplete bodies and clients that do not read are disconnected, and delay no other client', async () => {
    const before = openFiles();
    const dripping = Array.from({ length: 500 }, () => {
      const peer = new Peer(target.url).send('GET /livez HTTP/1.1\r\nHost: demo\r\nX: ');
      const drip = setInterval(() => peer.socket.write('a'), 1000);
      void peer.closed.finally(() => clearInterval(drip));
      return peer;
    });
    const stalled = Array.from({ length: 50 }, () =>
      new Peer(target.url).send(`${head('Content-Length: 100')}{"email":`),
    );
    const deaf = Array.from({ length: 3 }, () => {
      const peer = new Peer(target.url);
      peer.socket.pause();
      return peer.send('GET /openapi.json HTTP/1.1\r\nHost: demo\r\n\r\n'.repeat(1000));
    });
    const all = Promise.all([...dripping, ...stalled].map(({ closed }) => closed));
    expect(await answeredBefore(all)).toBeGreaterThan(0);
    // A client that does not read does not notice the end. Twelve seconds of silence begin when its buffers are full.
    await expect.poll(openFiles).toBeLessThanOrEqual(before);
    for (const { socket } of deaf) socket.resume();
    const heard = await Promise.all(deaf.map(({ closed }) => closed));
    expect(dripping.map((peer) => statusOf(peer.received))).toEqual(dripping.map(() => '408'));
    // Ten seconds for a body and twelve for silence: on a machine that pauses for two, silence may be noticed first.
    for (const peer of stalled) expect(['408', 'closed']).toContain(statusOf(peer.received));
    for (const answers of heard) expect(answers.match(/HTTP\/1\.1 200/g)?.length ?? 0).toBeLessThan(1000);
  });

  test('ten thousand open connections use bounded memory, and the service answers afterwards', async () => {
    const memory = async (): Promise<number> =>
      Number(
        /^process_resident_memory_bytes (\S+)/m.exec((await call(target.url, 'GET', '/metrics')).text)?.[1],
      ) /
      2 ** 20;
    const before = await memory();
    const peers: Peer[] = [];
    for (let batch = 0; batch < 100; batch += 1) {
      const opened = Array.from({ length: 100 }, () => new Peer(target.url).send('GET /livez HTTP/1.1\r\n'));
      peers.push(...opened);
      await Promise.all(
        opened.map(
          ({ socket }) => new Promise((resolve) => socket.once('connect', resolve).once('close', resolve)),
        ),
      );
    }
    // Unfinished requests end after five seconds. Connections beyond the limit end immediately.
    await Promise.all(peers.map(({ closed }) => closed));
    for (const peer of peers) expect(['408', 'closed']).toContain(statusOf(peer.received));
    expect((await call(target.url, 'GET', '/livez')).status).toBe(200);
    expect((await memory()) - before).toBeLessThan(300);
  });
});
