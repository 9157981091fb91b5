import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newSqlite } from '../testing/databases.ts';
import { call } from '../testing/harness.ts';
import { head, Peer, told } from '../testing/peer.ts';
import { type ServiceProcess, startProcess } from '../testing/process.ts';

describe('who is slow', () => {
  let target: ServiceProcess;
  beforeAll(async () => {
    target = await startProcess(newSqlite());
  });
  afterAll(() => target.kill('SIGTERM'));

  /** How many get an answer that has nothing to wait for, one after the other, before something else is over. */
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

  test('headers that drip, bodies that stall and readers that do not read are ended in time, and hold up nobody else', async () => {
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
    expect(dripping.map((peer) => told(peer.received))).toEqual(dripping.map(() => '408'));
    // Ten seconds for a body and twelve for silence: on a machine that pauses for two, silence may be noticed first.
    for (const peer of stalled) expect(['408', 'closed']).toContain(told(peer.received));
    for (const answers of heard) expect(answers.match(/HTTP\/1\.1 200/g)?.length ?? 0).toBeLessThan(1000);
  });

  test('ten thousand open connections cost bounded memory, and the service answers when they are gone', async () => {
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
    // Unfinished requests are ended after five seconds, and those beyond the limit at once.
    await Promise.all(peers.map(({ closed }) => closed));
    for (const peer of peers) expect(['408', 'closed']).toContain(told(peer.received));
    expect((await call(target.url, 'GET', '/livez')).status).toBe(200);
    expect((await memory()) - before).toBeLessThan(300);
  });
});
