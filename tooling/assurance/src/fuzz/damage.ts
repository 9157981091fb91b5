import fc, { type Arbitrary } from 'fast-check';

/** A fault in a sequence: some items are replaced by others. Positions wrap around. */
interface Fault<Item> {
  readonly at: number;
  readonly remove: number;
  readonly insert: readonly Item[];
  /** Inserts items from this position of the sequence instead, to repeat and move parts. */
  readonly copyFrom: number | undefined;
}

function faults<Item>(
  item: Arbitrary<Item>,
  word: Arbitrary<readonly Item[]>,
): Arbitrary<readonly Fault<Item>[]> {
  return fc.array(
    fc.record({
      at: fc.nat({ max: 1 << 20 }),
      remove: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 200 })),
      insert: fc.oneof(fc.array(item, { maxLength: 4 }), word),
      copyFrom: fc.option(fc.nat({ max: 1 << 20 }), { nil: undefined, freq: 4 }),
    }),
    { maxLength: 4 },
  );
}

function apply<Item>(whole: readonly Item[], list: readonly Fault<Item>[]): readonly Item[] {
  let items = whole;
  for (const { at, remove, insert, copyFrom } of list) {
    const place = at % (items.length + 1);
    const from = copyFrom === undefined ? undefined : copyFrom % (items.length + 1);
    const comes = from === undefined ? insert : items.slice(from, from + remove + 1);
    items = [...items.slice(0, place), ...comes, ...items.slice(place + remove)];
  }
  return items;
}

/** Texts of a list, whole or with a few faults. `words` are what the format's own parser looks for. */
export function damagedText(texts: readonly string[], words: readonly string[]): Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom(...texts),
      faults(
        fc.oneof(
          fc.string({ minLength: 1, maxLength: 1 }),
          fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        ),
        fc.constantFrom(...words).map((word) => [...word]),
      ),
    )
    .map(([text, list]) => (list.length === 0 ? text : apply([...text], list).join('')));
}

/** The same for bytes. */
export function damagedBytes(all: readonly Uint8Array[]): Arbitrary<Uint8Array> {
  const byte = fc.oneof(fc.constantFrom(0, 1, 2, 0x30, 0x7f, 0x80, 0x81, 0x84, 0xff), fc.nat({ max: 255 }));
  return fc
    .tuple(fc.nat({ max: all.length - 1 }), faults(byte, fc.array(byte, { maxLength: 4 })))
    .map(([index, list]) => Uint8Array.from(apply([...(all[index] ?? [])], list)));
}
