import { readVectors } from '@countersign/vitest-config/vectors';
import { fromHex } from '../encoding/encoding.ts';

/** One object of a vector file, whose members are checked as they are read. */
export class VectorObject {
  readonly #members: ReadonlyMap<string, unknown>;

  constructor(value: unknown) {
    if (typeof value !== 'object' || value === null) throw new Error('a vector must be an object');
    this.#members = new Map(Object.entries(value));
  }

  text(name: string): string {
    const value = this.#members.get(name);
    if (typeof value === 'string') return value;
    throw new Error(`${name} must be a string`);
  }

  number(name: string): number {
    const value = this.#members.get(name);
    if (typeof value === 'number') return value;
    throw new Error(`${name} must be a number`);
  }

  bytes(name: string): Uint8Array {
    return fromHex(this.text(name));
  }

  list(name: string): VectorObject[] {
    const value = this.#members.get(name);
    if (Array.isArray(value)) return value.map((element) => new VectorObject(element));
    throw new Error(`${name} must be an array`);
  }
}

/** The tests of a Wycheproof file, each with its group. */
export function wycheproof(name: string): { readonly group: VectorObject; readonly test: VectorObject }[] {
  const file = new VectorObject(readVectors(`wycheproof/${name}_test.json`));
  const tests = file
    .list('testGroups')
    .flatMap((group) => group.list('tests').map((test) => ({ group, test })));
  if (tests.length !== file.number('numberOfTests')) throw new Error(`${name}: tests are missing`);
  return tests;
}
