import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromUtf8, utf8 } from '../bytes.ts';
import {
  encoded,
  fromBase64,
  fromBase64Url,
  fromHex,
  encoding as readEncoding,
  textFromBase64Url,
  textToBase64Url,
  toBase64,
  toBase64Url,
  toHex,
} from './encoding.ts';

const codecs = [
  ['hex', toHex, fromHex],
  ['base64', toBase64, fromBase64],
  ['base64url', toBase64Url, fromBase64Url],
] as const;

test.each(codecs)('%s encodes as Node.js does, and decodes it', (name, to, from) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = to(bytes);
      expect(text).toBe(Buffer.from(bytes).toString(name));
      expect(from(text)).toEqual(bytes);
    }),
  );
});

test.each(codecs)('%s encodes a megabyte', (_name, to, from) => {
  const bytes = new Uint8Array(2 ** 20).map((_, index) => index * 7);
  expect(from(to(bytes))).toEqual(bytes);
});

test.each(codecs)('%s encodes a view of a part of a buffer', (_name, to) => {
  expect(to(new Uint8Array([1, 2, 3, 4]).subarray(1, 3))).toBe(to(new Uint8Array([2, 3])));
});

test('rejects long Base64url text with one wrong character anywhere', () => {
  const text = toBase64Url(new Uint8Array(400).map((_, index) => index * 7));
  for (let at = 0; at < text.length; at++) {
    for (const wrong of ['=', '+', '/', ' ', '\n', '.', 'é', '\u0141', '\0']) {
      const changed = `${text.slice(0, at)}${wrong}${text.slice(at + 1)}`;
      expect(() => fromBase64Url(changed)).toThrow(expect.objectContaining({ position: at }));
    }
  }
  for (const changed of [`${text}=`, `${text}==`, `${text}A`.slice(0, -1).concat('B'), `${text}AAA`]) {
    expect(() => fromBase64Url(changed)).toThrow(expect.objectContaining({ code: 'ERR_ENCODING' }));
  }
});

describe('text in one step', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }).filter((text) => text.isWellFormed()),
    fc.constantFrom('\ufffd', '\ufeff{}', 'é'.repeat(6000), '\u{1f600}'.repeat(9000), 'a'.repeat(20_000)),
  );

  test('equals two steps, and is reversible', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(textToBase64Url(text)).toBe(toBase64Url(utf8(text)));
        expect(textFromBase64Url(textToBase64Url(text))).toBe(text);
      }),
    );
  });

  test('fails exactly where two steps fail', () => {
    const anyPart = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map(toBase64Url),
      fc.string({ maxLength: 200 }),
      fc
        .tuple(fc.uint8Array({ maxLength: 20 }), fc.string({ maxLength: 2 }))
        .map(([bytes, more]) => toBase64Url(bytes) + more),
    );
    const outcome = (read: () => string): string => {
      try {
        return read();
      } catch (error) {
        return String(error);
      }
    };
    fc.assert(
      fc.property(anyPart, (part) => {
        expect(outcome(() => textFromBase64Url(part))).toBe(outcome(() => fromUtf8(fromBase64Url(part))));
      }),
      { numRuns: 2000 },
    );
  });

  test('rejects a lone surrogate', () => {
    expect(() => textToBase64Url('a\ud800')).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'text' }),
    );
  });
});

// RFC 4648 section 10.
test.each([
  ['', '', '', ''],
  ['f', '66', 'Zg==', 'Zg'],
  ['fo', '666f', 'Zm8=', 'Zm8'],
  ['foo', '666f6f', 'Zm9v', 'Zm9v'],
  ['foob', '666f6f62', 'Zm9vYg==', 'Zm9vYg'],
  ['fooba', '666f6f6261', 'Zm9vYmE=', 'Zm9vYmE'],
  ['foobar', '666f6f626172', 'Zm9vYmFy', 'Zm9vYmFy'],
])('encodes %j as RFC 4648 does', (text, hex, base64, base64url) => {
  expect([toHex(utf8(text)), toBase64(utf8(text)), toBase64Url(utf8(text))]).toEqual([
    hex,
    base64,
    base64url,
  ]);
});

describe('canonical form', () => {
  test.each([
    [fromHex, 'abc', 3],
    [fromHex, 'ab cd', 2],
    [fromHex, 'abcg', 3],
    [fromHex, '0xab', 1],
    [fromHex, 'ab\n', 2],
    [fromHex, 'ａb', 0],
    [fromBase64, 'Zg', 2],
    [fromBase64, 'Zg=', 3],
    [fromBase64, 'Zg===', 2],
    [fromBase64, 'Z===', 1],
    [fromBase64, 'Zh==', 1],
    [fromBase64, 'Zm9=', 2],
    [fromBase64, 'Zm9v\n', 4],
    [fromBase64, ' Zm9v', 0],
    [fromBase64, 'Zm-v', 2],
    [fromBase64, 'Zg==Zg==', 2],
    [fromBase64, '=', 1],
    [fromBase64, '====', 0],
    [fromBase64Url, 'Zg==', 2],
    [fromBase64Url, 'Z', 1],
    [fromBase64Url, 'Zh', 1],
    [fromBase64Url, 'Zm9', 2],
    [fromBase64Url, 'Zm+v', 2],
    [fromBase64Url, 'Zm9v Zg', 4],
  ])('%o rejects %j at position %d', (from, text, position) => {
    expect(() => from(text)).toThrow(expect.objectContaining({ code: 'ERR_ENCODING', position }));
  });

  test.each([...'+/'])('rejects %j as the end of text with unused bits', (last) => {
    expect(() => fromBase64(`A${last}==`)).toThrow(expect.objectContaining({ position: 1 }));
    expect(() => fromBase64(`AA${last}=`)).toThrow(expect.objectContaining({ position: 2 }));
  });

  test('never decodes two texts to the same bytes', () => {
    const alphabet = 'ABCDwxyz0189-_+/='.split('');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 8 }), (text) => {
        for (const [, to, from] of codecs) {
          let bytes: Uint8Array;
          try {
            bytes = from(text);
          } catch {
            continue;
          }
          expect(to(bytes).toLowerCase()).toBe(text.toLowerCase());
          if (from !== fromHex) expect(to(bytes)).toBe(text);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('does not put the text into the message', () => {
    expect(() => fromHex('hunter2-password')).toThrow(/^(?!.*hunter2).*$/);
  });
});

describe('arguments', () => {
  test.each(codecs)('%s rejects other types', (_name, to, from) => {
    // @ts-expect-error no bytes
    expect(() => to('text')).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'bytes' }),
    );
    // @ts-expect-error no text
    expect(() => from(new Uint8Array())).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'text' }),
    );
  });

  test.each(['hex', 'base64', 'base64url'] as const)('accepts the encoding %j', (encoding) => {
    expect(readEncoding(encoding, 'encoding', true)).toBe(encoding);
    const texts = { hex: 'fbff', base64: '+/8=', base64url: '-_8' };
    expect(encoded(new Uint8Array([251, 255]), encoding)).toBe(texts[encoding]);
  });

  test.each(['utf8', '', null, 'HEX'])('rejects the encoding %j', (encoding) => {
    expect(() => readEncoding(encoding, 'encoding', true)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'encoding' }),
    );
  });
});

describe('UTF-8', () => {
  test('is reversible, also for a byte order mark', () => {
    for (const text of ['', 'é€😀', '\uFEFFx']) expect(fromUtf8(utf8(text))).toBe(text);
  });

  test.each([[[0xff]], [[0xc0, 0x80]], [[0xed, 0xa0, 0x80]], [[0xe2, 0x82]], [[0xf5, 0x80, 0x80, 0x80]]])(
    'rejects the bytes %j',
    (bytes) => {
      expect(() => fromUtf8(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ argument: 'bytes' }));
    },
  );

  test('rejects a lone surrogate', () => {
    expect(() => utf8('\ud800')).toThrow(expect.objectContaining({ argument: 'text' }));
  });
});
