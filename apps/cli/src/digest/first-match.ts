import { compareDigest } from '@countersign/core';
import type { Io } from '../io/io.ts';
import type { Method } from './candidates.ts';
import { digestAll } from './digests.ts';

/** The first of several digests that a file matches. */
export async function firstMatch(
  name: string,
  hex: string,
  methods: readonly Method[],
  io: Io,
): Promise<Method | undefined> {
  for (const method of methods) {
    let isMatched = false;
    await digestAll([{ name, ...method }], io, ({ outcome }) => {
      isMatched = 'digest' in outcome && compareDigest(outcome.digest, hex);
    });
    if (isMatched) return method;
  }
  return undefined;
}
