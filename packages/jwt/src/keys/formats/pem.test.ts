import { describe, expect, test } from 'vitest';
import { pemOf } from '../../testing/encodings.ts';
import { isPem, readPem, writeLegacyPem } from './pem.ts';

const LABELS = [
  ['PRIVATE KEY', 'private'],
  ['ENCRYPTED PRIVATE KEY', 'private'],
  ['RSA PRIVATE KEY', 'private'],
  ['EC PRIVATE KEY', 'private'],
  ['OPENSSH PRIVATE KEY', 'private'],
  ['PUBLIC KEY', 'public'],
  ['RSA PUBLIC KEY', 'public'],
  ['CERTIFICATE', 'public'],
  ['X509 CERTIFICATE', 'public'],
  ['TRUSTED CERTIFICATE', 'public'],
] as const;

test.each(LABELS)('finds a %s in other text', (label, kind) => {
  expect(readPem(`before\n${pemOf(label, 'AA\r\n AA')}\nafter`, undefined)).toEqual({
    label,
    kind,
    der: new Uint8Array(3),
  });
});

const bytes = Buffer.from(Array.from({ length: 100 }, (_, index) => index));
const text = pemOf('PUBLIC KEY', bytes.toString('base64').replaceAll(/.{64}/g, '$&\n'));

test.each([
  ['literal \\n', text.replaceAll('\n', '\\n')],
  ['literal \\r\\n', text.replaceAll('\n', '\\r\\n')],
  ['CR LF', text.replaceAll('\n', '\r\n')],
  ['CR', text.replaceAll('\n', '\r')],
  ['spaces', text.replaceAll('\n', ' ')],
  ['tabs', text.replaceAll('\n', '\t')],
  ['no separators', text.replaceAll('\n', '')],
  ['indentation', text.replaceAll('\n', '\n    ')],
  ['blank lines', text.replaceAll('\n', '\n\n')],
  ['lines of 76 characters', pemOf('PUBLIC KEY', bytes.toString('base64').replaceAll(/.{76}/g, '$&\n'))],
  ['quotes', `"${text.trim()}"`],
  ['quotes around each line', text.replaceAll('\n', '"\n"')],
  ['continued lines', text.replaceAll('\n', '\\\n')],
  ['no padding', text.replaceAll('=', '')],
  ['a name', `PUBLIC_KEY='${text}'`],
  ['JSON', JSON.stringify({ key: text })],
])('reads a PEM with %s', (_name, variant) => {
  expect(isPem(variant)).toBe(true);
  expect(Buffer.from(readPem(variant, undefined).der)).toEqual(bytes);
});

describe('a PEM of several blocks', () => {
  const both = `${pemOf('CERTIFICATE', 'AAAA')}${pemOf('PRIVATE KEY', 'BBBB')}`;
  test.each([
    ['the private one', both, 'private', 'PRIVATE KEY'],
    ['the certificate', both, 'public', 'CERTIFICATE'],
    [
      'the first of a chain',
      `${pemOf('CERTIFICATE', 'AAAA')}${pemOf('CERTIFICATE', 'BB==')}`,
      undefined,
      'CERTIFICATE',
    ],
    [
      'the key beside parameters',
      `${pemOf('EC PARAMETERS', 'AAAA')}${pemOf('EC PRIVATE KEY', 'AAAA')}`,
      undefined,
      'EC PRIVATE KEY',
    ],
    ['the only one, even if it is of the other half', pemOf('PRIVATE KEY', 'AAAA'), 'public', 'PRIVATE KEY'],
  ] as const)('selects %s', (_name, pem, kind, label) => {
    expect(readPem(pem, kind).label).toBe(label);
  });

  test.each([
    ['no half was named', both, undefined],
    ['two keys fit', `${pemOf('PUBLIC KEY', 'AAAA')}${pemOf('CERTIFICATE', 'AAAA')}`, 'public'],
  ] as const)('is rejected by their names if %s', (_name, pem, kind) => {
    expect(() => readPem(pem, kind)).toThrow(/CERTIFICATE/);
    expect(() => readPem(pem, kind)).toThrow(expect.objectContaining({ code: 'ERR_KEY_INVALID' }));
  });
});

const ENCRYPTED = 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899aabbccddeeff\n\nAAAA';

test.each([
  ['lines', ENCRYPTED],
  ['spaces instead of line breaks', ENCRYPTED.replaceAll('\n', ' ')],
  ['indented lines', ENCRYPTED.replaceAll('\n', '\n  ')],
])('reads the old encryption in %s', (_name, body) => {
  const block = readPem(pemOf('RSA PRIVATE KEY', body), undefined);
  expect(block.encryption).toBe(
    'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n',
  );
  expect(writeLegacyPem(block, 'AAAA')).toBe(
    `-----BEGIN RSA PRIVATE KEY-----\n${block.encryption}\nAAAA\n-----END RSA PRIVATE KEY-----\n`,
  );
});

test.each([
  ['parameters only', pemOf('EC PARAMETERS', 'AAAA')],
  ['no end', '-----BEGIN PUBLIC KEY-----\nAAAA'],
  ['no end of its label', '-----BEGIN PUBLIC KEY\nAAAA'],
  ['an end before it', '-----END FO-----\n-----BEGIN FOX'],
  ['another end', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PRIVATE KEY-----'],
  ['a label in lower case', pemOf('public key', 'AAAA')],
  ['an endless label', pemOf('X'.repeat(41), 'AAAA')],
  ['a block within a block', `-----BEGIN PUBLIC KEY-----\n${pemOf('PUBLIC KEY', 'AAAA')}`],
  ['a DSA key', pemOf('DSA PRIVATE KEY', 'AAAA')],
  ['a certificate request', pemOf('CERTIFICATE REQUEST', 'AAAA')],
  ['an OpenPGP key', pemOf('PGP PUBLIC KEY BLOCK', 'AAAA')],
  ['an unknown label', pemOf('SOMETHING', 'AAAA')],
  ['another text than Base64', pemOf('PUBLIC KEY', 'A*AA')],
  ['the old encryption around PKCS#8', pemOf('ENCRYPTED PRIVATE KEY', ENCRYPTED)],
  ['old encryption without its cipher', pemOf('RSA PRIVATE KEY', 'Proc-Type: 4,ENCRYPTED\n\nAAAA')],
])('rejects a PEM with %s', (_name, pem) => {
  expect(() => readPem(pem, undefined)).toThrow(expect.objectContaining({ code: 'ERR_KEY_INVALID' }));
});
