import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { clientAddress, subscriber } from './address.ts';

describe('an address counts for its subscriber', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s as %s', (address, expected) => {
    expect(subscriber(address)).toBe(expected);
  });
});

describe('X-Forwarded-For', () => {
  test.each([
    [0, '192.0.2.7', '127.0.0.1'],
    [1, '192.0.2.7', '192.0.2.7'],
    [1, '198.51.100.1, 192.0.2.7', '192.0.2.7'],
    [2, '198.51.100.1, 192.0.2.7', '198.51.100.1'],
    [2, '203.0.113.9, 198.51.100.1, 192.0.2.7', '198.51.100.1'],
    [2, '192.0.2.7', '127.0.0.1'],
    [1, '192.0.2.7:51234', '192.0.2.7'],
    [1, '[2001:db8:1:2::1]', '2001:db8:1:2::/64'],
    [1, '[2001:db8:1:2::1]:51234', '2001:db8:1:2::/64'],
    [2, '198.51.100.1:80, [2001:db8::1]:51234', '198.51.100.1'],
    [1, '192.0.2.7:port', '127.0.0.1'],
    [1, 'nobody', '127.0.0.1'],
    [1, undefined, '127.0.0.1'],
  ])('after %i trusted proxies, %s means %s', async (proxies, forwarded, expected) => {
    const app = new Hono().get('/', (c) => c.text(clientAddress(c, proxies)));
    const server = createAdaptorServer({ fetch: app.fetch });
    try {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      if (typeof address !== 'object' || address === null) throw new Error('It listens on a port.');
      const answer = await fetch(`http://127.0.0.1:${address.port}/`, {
        headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
      });
      expect(await answer.text()).toBe(expected);
    } finally {
      server.close();
    }
  });
});
