import { Console } from 'node:console';
import { Session } from 'node:inspector/promises';
import { PassThrough } from 'node:stream';
import { format, inspect, isDeepStrictEqual } from 'node:util';
import { serialize } from 'node:v8';
import { expect, test } from 'vitest';
import { Redacted } from './redacted.ts';

const SECRET = 'correct horse battery staple';

test.each([
  ['util.inspect', (value: unknown) => inspect(value, { showHidden: true, depth: 10, getters: true })],
  ['util.inspect of a deep object', (value: unknown) => inspect({ a: [{ value }] }, { depth: 10 })],
  ['util.format', (value: unknown) => format('%s %o %O %j %d', value, value, value, value, value)],
  ['console.log', printed],
])('%s does not show it', (_name, show) => {
  expect(show(new Redacted(SECRET))).not.toContain('horse');
});

test('cannot be serialised, and is not strictly equal to another one', () => {
  expect(() => serialize(new Redacted(SECRET))).toThrow();
  expect(isDeepStrictEqual(new Redacted('a'), new Redacted('b'))).toBe(false);
});

test("a debugger's preview does not show it", async () => {
  const session = new Session();
  session.connect();
  try {
    Object.assign(globalThis, { suspect: new Redacted(SECRET) });
    const evaluated = await session.post('Runtime.evaluate', {
      expression: 'suspect',
      generatePreview: true,
    });
    const preview = JSON.stringify(evaluated);
    const objectId = /"objectId":"([^"]+)"/.exec(preview)?.[1];
    const properties = JSON.stringify(await session.post('Runtime.getProperties', { objectId }));
    expect(preview).toContain('"className":"Redacted"');
    expect(preview + properties).not.toContain('horse');
  } finally {
    Reflect.deleteProperty(globalThis, 'suspect');
    session.disconnect();
  }
});

function printed(value: unknown): string {
  const stdout = new PassThrough();
  new Console({ stdout }).log(value, { value });
  return String(stdout.read());
}
