import fc from 'fast-check';
import { algorithmsGuaranteed, toHex } from '../index.ts';
import type { SuiteCase } from './suite.ts';

const hex = (max: number, min = 0): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: min, maxLength: max, size: 'max' }).map((bytes) => toHex(bytes));

/** Parameters that the algorithm takes. */
function parametersOf(algorithm: string): fc.Arbitrary<Partial<SuiteCase['parameters']>> {
  if (algorithm.startsWith('shake')) return fc.record({ length: fc.nat(300) });
  if (algorithm === 'blake3') {
    const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => toHex(bytes));
    const length = fc.nat(300);
    return fc.oneof(
      fc.record({ length, key }),
      fc.record({ length, context: fc.string({ unit: 'grapheme' }) }),
    );
  }
  if (!algorithm.startsWith('blake2')) return fc.constant({});
  const max = algorithm === 'blake2b' ? 64 : 32;
  const length = fc.integer({ min: 1, max });
  return fc.record({ length, key: hex(max, 1), salt: hex(max / 4), personalization: hex(max / 4) });
}

const NOTHING = {
  key: undefined,
  salt: undefined,
  personalization: undefined,
  length: undefined,
  context: undefined,
};

/** Random messages and parameters for every algorithm. */
export function randomCases(seed: number): SuiteCase[] {
  return [...algorithmsGuaranteed].flatMap((algorithm) =>
    fc
      .sample(fc.tuple(hex(700), parametersOf(algorithm)), { numRuns: 20, seed })
      .map(([message, parameters]) => ({ algorithm, message, parameters: { ...NOTHING, ...parameters } })),
  );
}
