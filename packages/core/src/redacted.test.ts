import { expect, test } from 'vitest';
import { Redacted } from './redacted.ts';

const SECRET = 'correct horse battery staple';
const redacted = new Redacted(SECRET);

test('reveals the secret', () => {
  expect(redacted.reveal()).toBe(SECRET);
  expect(new Redacted(undefined).reveal()).toBeUndefined();
});

test.each([
  ['String', () => String(redacted)],
  ['a template', () => `${redacted}`],
  ['concatenation', () => `${redacted} and more`],
  ['JSON', () => JSON.stringify({ redacted, list: [redacted] })],
  ['toLocaleString', () => redacted.toLocaleString()],
  ['valueOf', () => String(redacted.valueOf())],
  ['an error message', () => String(new Error(`${redacted}`).stack)],
  ['the names and values of properties', () => JSON.stringify([Reflect.ownKeys(redacted), { ...redacted }])],
  ['structuredClone', () => failure(() => JSON.stringify(structuredClone(redacted)))],
  ['Object.entries', () => JSON.stringify(Object.entries(Object.getOwnPropertyDescriptors(redacted)))],
])('does not show its secret in %s', (_name, show) => {
  expect(show()).not.toContain('horse');
});

test('throws in structuredClone, which would return an empty object', () => {
  expect(() => structuredClone(redacted)).toThrow(expect.objectContaining({ name: 'DataCloneError' }));
});

test('does not deeply equal another one', () => {
  expect(new Redacted('a')).not.toEqual(new Redacted('b'));
  expect(redacted).toEqual(redacted);
});

test('prints as <redacted>', () => {
  expect(`${redacted}`).toBe('<redacted>');
  expect(JSON.stringify([redacted])).toBe('["<redacted>"]');
});

function failure(action: () => unknown): string {
  try {
    return String(action());
  } catch (error) {
    return String(error);
  }
}
