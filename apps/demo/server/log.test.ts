import { hash } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { createLog, scrub } from './log.ts';

function logged(entry: object): string {
  const lines: string[] = [];
  createLog('info', { write: (line) => void lines.push(line) }).info(entry);
  return lines.join('');
}

describe('the log', () => {
  const opaque = 'Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9';

  test.each([
    [
      'a token in the text of an error',
      { err: new Error(`cannot read eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln`) },
      'eyJ',
    ],
    ['an encrypted token', { note: 'eyJhbGciOiJkaXIifQ..aXY.dGV4dA.dGFn' }, 'dGV4dA'],
    ['a header', { note: 'authorization: Bearer abc.def-ghi' }, 'abc.def'],
    ['a refresh token', { note: `used csr_${opaque}` }, opaque],
    ['the token of a link', { note: `https://example.com/reset#${opaque}` }, opaque],
    ['a stored hash', { note: 'row: $argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA' }, 'aGFzaA'],
    ['a password in a connection string', { note: 'postgres://demo:hunter2@db/demo' }, 'hunter2'],
    [
      'what an error carries along',
      { err: Object.assign(new Error('no'), { parameters: ['hunter2'] }) },
      'hunter2',
    ],
    [
      'a token in the cause of an error',
      { err: new Error('no', { cause: new Error(`csr_${opaque}`) }) },
      opaque,
    ],
  ])('does not hold %s', (_, entry, secret) => {
    const line = logged(entry);
    expect(line).not.toContain(secret);
    expect(JSON.parse(line)).toMatchObject({ level: 'info' });
  });

  test('scrubs a hostile line in linear time', () => {
    const lines = ['eyJ-', 'eyJ', 'a.', 'csr_', '://a:', 'Bearer ', '$2a'].map((part) => part.repeat(65_536));
    const started = performance.now();
    for (const line of lines) scrub(line);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('keeps what helps', () => {
    const err = Object.assign(new Error('no such table'), { code: '42P01' });
    expect(JSON.parse(logged({ event: 'failed', err, kid: opaque }))).toMatchObject({
      event: 'failed',
      kid: opaque,
      err: {
        type: 'Error',
        message: 'no such table',
        code: '42P01',
        stack: expect.stringContaining('log.test.ts'),
      },
    });
    const digest = hash('sha256', 'x', { encoding: 'hex' });
    expect(scrub(`"digest":"${digest}"`)).toContain(digest);
  });
});
