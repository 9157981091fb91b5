import { describe, expect, test } from 'vitest';
import { decodeUnverified, sign, verify, verifyJws } from '../index.ts';
import { codeOf } from '../testing/code-of.ts';
import { b64, forge, SECRET, signHs256 } from '../testing/forge.ts';
import { isType } from './header.ts';

const rules = { algorithms: ['HS256'] } as const;
const good = forge({ id: 1 });
const [header = '', payload = '', signature = ''] = good.split('.');

describe('the text of a token', () => {
  test.each([
    ['empty', ''],
    ['one part', 'abc'],
    ['two parts', `${header}.${payload}`],
    ['four parts', `${good}.x`],
    ['the five parts of a JWE', `${good}.x.y`],
    ['a JSON serialization', JSON.stringify({ payload, protected: header, signature })],
    ['a space before it', ` ${good}`],
    ['a line end after it', `${good}\n`],
    ['a scheme before it', `Bearer ${good}`],
    ['padding', `${header}.${payload}.${signature}=`],
    ['an empty header', `.${payload}.${signature}`],
    ['Base64 instead of Base64url', `${header}.${payload}.${'+/'.repeat(20)}`],
    ['a character beyond ASCII', `${header}.${payload}.${signature.slice(0, -1)}é`],
  ])('%s is refused', async (_name, token) => {
    expect(await codeOf(() => verify(token, SECRET, rules))).toBe('ERR_TOKEN_MALFORMED');
    expect(await codeOf(() => decodeUnverified(token))).toBe('ERR_TOKEN_MALFORMED');
  });

  test('a signature with other trailing bits is another token, and refused', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(signature.slice(-1));
    const sibling = alphabet[last ^ 1] ?? '';
    const token = `${header}.${payload}.${signature.slice(0, -1)}${sibling}`;
    expect(Buffer.from(token.split('.')[2] ?? '', 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
    expect(await codeOf(() => verify(token, SECRET, rules))).toBe('ERR_TOKEN_MALFORMED');
  });

  test('16 KiB are the limit, before anything is read, unless the caller says otherwise', async () => {
    const long = forge({ text: 'x'.repeat(20_000) });
    await expect(verify(long, SECRET, rules)).rejects.toThrow(/at most 16384/);
    expect(await codeOf(() => verify(long, SECRET, { ...rules, maxTokenLength: 40_000 }))).toBeUndefined();
    expect(() => decodeUnverified('.'.repeat(10), { maxTokenLength: 9 })).toThrow(/at most 9/);
  });

  test.each([0, -1, 1.5, Number.NaN, '9', 2 ** 40])('maxTokenLength %j is refused', (maxTokenLength) => {
    expect(() => decodeUnverified(good, { maxTokenLength: maxTokenLength as number })).toThrow(
      expect.objectContaining({ argument: 'maxTokenLength' }),
    );
  });
});

describe('the JSON of a token', () => {
  test.each([
    ['an array', '[]'],
    ['a text', '"x"'],
    ['null', 'null'],
    ['nothing', ''],
    ['a number', '1'],
    ['cut off', '{"a":1'],
    ['followed by more', '{"a":1}{}'],
    ['a member twice', '{"iss":"a","iss":"b"}'],
    ['a member twice, with white space after its name', '{"iss" :"a","iss":"b"}'],
    ['a member twice, both with a line break behind', '{"iss"\n:"a","iss"\n:"b"}'],
    ['a member twice, both with a carriage return behind', '{"iss"\r:"a","iss"\r:"b"}'],
    ['a member twice, beside texts with colons', '{"iss"\t:":","iss":":","a":":"}'],
    ['a member twice, once escaped', '{"iss":"a","\\u0069ss":"b"}'],
    ['a member twice, deep inside', '{"a":[{"b":{"c":1,"c":1}}]}'],
    ['a member named __proto__', '{"__proto__":{"admin":true}}'],
    ['a member named __proto__, escaped and deep inside', '{"a":{"\\u005f_proto__":{}}}'],
    ['a lone surrogate', '{"iss":"\\ud800"}'],
    ['a lone surrogate in a name', '{"\\udc00":1}'],
    ['NaN', '{"exp":NaN}'],
    ['Infinity', '{"exp":Infinity}'],
    ['single quotes', "{'a':1}"],
    ['a byte order mark', '\uFEFF{}'],
    ['65 levels', `{"a":${'['.repeat(64)}${']'.repeat(64)}}`],
    ['6000 levels', `{"a":${'['.repeat(6000)}${']'.repeat(6000)}}`],
  ])('%s is refused, in a payload and in a header', async (_name, json) => {
    const inPayload = forge(json);
    expect(await codeOf(() => verify(inPayload, SECRET, rules))).toBe('ERR_TOKEN_MALFORMED');
    expect(await codeOf(() => decodeUnverified(inPayload))).toBe('ERR_TOKEN_MALFORMED');
    const inHeader = forge({}, json.replace('{', '{"alg":"HS256",'));
    expect(await codeOf(() => verify(inHeader, SECRET, rules))).toBe('ERR_TOKEN_MALFORMED');
  });

  test.each([
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
    ['bytes that are not UTF-8', Uint8Array.from([0x7b, 0xff, 0x7d])],
    ['an overlong encoding', Uint8Array.from([0x7b, 0x22, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d])],
    ['a surrogate in UTF-8', Uint8Array.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d])],
  ])('%s is refused', async (_name, bytes) => {
    expect(await codeOf(() => verify(forge(bytes), SECRET, rules))).toBe('ERR_TOKEN_MALFORMED');
  });

  test('64 levels, white space, escapes and the same name in different objects are accepted', async () => {
    const json = `{"a":${'['.repeat(63)}${']'.repeat(63)},\r\n "b" : {"a":"\\u00e9\\"\\\\:{[", "c":{"a":1}} }`;
    expect(await verify(forge(json), SECRET, rules)).toMatchObject({ b: { a: 'é"\\:{[' } });
  });

  test('a claim named constructor is data and changes nothing', async () => {
    const claims = await verify(forge('{"constructor":{"prototype":{"admin":true}}}'), SECRET, rules);
    expect(Object.getPrototypeOf(claims)).toBe(Object.prototype);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('admin');
    expect(claims['constructor']).toEqual({ prototype: { admin: true } });
  });
});

describe('the header', () => {
  test.each([
    ['no alg', {}],
    ['alg a number', { alg: 1 }],
    ['alg null', { alg: null }],
    ['alg an array', { alg: ['HS256'] }],
    ['kid a number', { alg: 'HS256', kid: 1 }],
    ['kid null', { alg: 'HS256', kid: null }],
    ['kid of 1025 characters', { alg: 'HS256', kid: 'k'.repeat(1025) }],
    ['typ a number', { alg: 'HS256', typ: 1 }],
    ['zip', { alg: 'HS256', zip: 'DEF' }],
    ['crit null', { alg: 'HS256', crit: null }],
    ['crit empty', { alg: 'HS256', crit: [] }],
    ['crit a text', { alg: 'HS256', crit: 'b64', b64: true }],
    ['crit of an unknown extension', { alg: 'HS256', crit: ['exp2'], exp2: 1 }],
    ['crit of an extension that is not there', { alg: 'HS256', crit: ['exp2'] }],
    ['crit of a registered name', { alg: 'HS256', crit: ['alg'] }],
    ['crit with a name twice', { alg: 'HS256', crit: ['b64', 'b64'], b64: true }],
    ['crit with a number', { alg: 'HS256', crit: [1] }],
    ['crit of an inherited name', { alg: 'HS256', crit: ['toString'] }],
    ['b64 in a JWT', { alg: 'HS256', b64: true, crit: ['b64'] }],
    ['b64 false in a JWT', { alg: 'HS256', b64: false, crit: ['b64'] }],
  ])('%s is refused, also unverified', async (_name, value) => {
    const token = forge({}, value);
    expect(await codeOf(() => verify(token, SECRET, rules))).toBe('ERR_TOKEN_MALFORMED');
    expect(await codeOf(() => decodeUnverified(token))).toBe('ERR_TOKEN_MALFORMED');
  });

  test.each(['none', 'None', 'nOnE', 'NONE', 'hs256', 'HS256 ', 'HS2560', 'HS', '', 'RS256', 'HS512'])(
    'rejects the algorithm %j',
    async (alg) => {
      const unsigned = `${b64(JSON.stringify({ alg }))}.${payload}.`;
      expect(await codeOf(() => verify(unsigned, SECRET, rules))).toBe('ERR_TOKEN_ALGORITHM');
      expect(await codeOf(() => verify(forge({}, { alg }), SECRET, rules))).toBe('ERR_TOKEN_ALGORITHM');
    },
  );

  test.each([
    ['at+jwt', 'at+jwt', true],
    ['AT+JWT', 'at+jwt', true],
    ['application/at+jwt', 'at+jwt', true],
    ['at+jwt', 'application/AT+jwt', true],
    ['JWT', 'jwt', true],
    ['JWT', 'at+jwt', false],
    ['text/at+jwt', 'at+jwt', false],
    ['application/x/at+jwt', 'x/at+jwt', false],
    ['application/a/b', 'a/b', false],
    ['at+jwt ', 'at+jwt', false],
    [undefined, 'at+jwt', false],
    [7, 'at+jwt', false],
  ])('typ %j is the expected %j: %s', (typ, expected, is) => {
    expect(isType(typ, expected)).toBe(is);
  });

  test('a token of another type is refused when one is expected', async () => {
    const token = forge({}, { alg: 'HS256', typ: 'reset+jwt' });
    expect(await codeOf(() => verify(token, SECRET, { ...rules, type: 'at+jwt' }))).toBe(
      'ERR_TOKEN_MALFORMED',
    );
    expect(await codeOf(() => verify(token, SECRET, { ...rules, type: 'RESET+JWT' }))).toBeUndefined();
  });
});

describe('a JWS with a payload outside', () => {
  const unencoded = { alg: 'HS256', b64: false, crit: ['b64'] };

  test.each([
    ['b64 false and a payload inside', forge('x', unencoded), undefined],
    ['a payload inside and another outside', forge('x'), 'x'],
    ['b64 without crit', signHs256(`${b64('{"alg":"HS256","b64":false}')}.`), 'x'],
    ['b64 a text', signHs256(`${b64('{"alg":"HS256","b64":"false","crit":["b64"]}')}.`), 'x'],
  ])('%s is refused', async (_name, token, detachedPayload) => {
    const act = () =>
      verifyJws(token, SECRET, { ...rules, ...(detachedPayload !== undefined && { detachedPayload }) });
    expect(await codeOf(act)).toBe('ERR_TOKEN_MALFORMED');
  });

  test('an empty token payload is an empty payload when none is passed', async () => {
    const { payload: bytes } = await verifyJws(forge(''), SECRET, rules);
    expect(bytes).toEqual(new Uint8Array());
  });
});

test('a token of encode says JWT, the algorithm and the key id, and nothing else', async () => {
  const token = await sign({}, SECRET, { algorithm: 'HS256', keyId: 'k1' });
  expect(decodeUnverified(token).header).toEqual({ typ: 'JWT', alg: 'HS256', kid: 'k1' });
});
