// Habits of users of other tools, typed into bash. Each names the tool it comes from.
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { IN_BASH, workbench } from './test/run.ts';

const { folder, run, file, other } = workbench('habits');

const HEX = '10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783';
const BASE64 = Buffer.from(HEX, 'hex').toString('base64');
const BOM = '\uFEFF';
const KEY = '0123456789abcdef0123456789abcdef';
const UTF16BE = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

file('one', 'Hash me now!');
file('two', 'x');
file('bom', `${BOM}${HEX}  one\n`);
file('bad-bom', `${BOM}${'0'.repeat(64)}  one\n`);
file('crlf', `${HEX}  one\r\n`);
file('wide-le', Buffer.from(`${BOM}${HEX}  one\r\n`, 'utf16le'));
file('wide-be', UTF16BE(`${BOM}${HEX}  one\r\n`));
file('wide-bare', Buffer.from(`${HEX}  one\r\n`, 'utf16le'));
file('damaged', `# list\nrubbish\n${HEX}  one\n`);
file('one.sha256', `${HEX}\n`);
file('secret', KEY);
file('secret.bom', `${BOM}${KEY}\r\n`);
file('secret.hex', Buffer.from(KEY).toString('hex'));
file('empty', '');
file('claims', '{"id":7}');
file('big', '{"id":12345678901234567890}');
const token = (await run(['jwt', 'sign', '--algorithm', 'HS256', '--key-file', 'secret', '-c', 'id:=7']))
  .output;
file('token', token);
file('response', JSON.stringify({ token_type: 'Bearer', access_token: token.trim(), expires_in: 900 }));
file('quoted', `"${token.trim()}"\n`);
const payload = Buffer.from('{"id":12345678901234567890}').toString('base64url');
file('big-token', `eyJhbGciOiJIUzI1NiJ9.${payload}.AAAA`);
const bigHeader = Buffer.from('{"alg":"HS256","n":12345678901234567890}').toString('base64url');
file('big-header', `${bigHeader}.e30.AAAA`);
file('jwk', JSON.stringify({ kty: 'oct', alg: 'HS256', k: Buffer.from(KEY).toString('base64url') }));
await run(['key', 'generate', 'ES256', '--out', 'pair']);
file('jwks', (await run(['key', 'jwks', 'pair'])).output);
file('x25519', generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
const strange = Buffer.concat([Buffer.from(`${folder}/`), Buffer.of(0x66, 0xff, 0xfe), Buffer.from('.txt')]);
if (process.platform === 'linux') writeFileSync(strange, 'Hash me now!');

const verify = 'countersign jwt verify --alg HS256 --key-file secret';
const sign = 'countersign jwt sign --alg HS256 --key-file secret';

interface Expected {
  readonly exit?: number;
  readonly output?: string | RegExp;
  readonly error?: RegExp;
}

const HABITS: readonly (readonly [tool: string, line: string, expected: Expected])[] = [
  ['sha256sum', 'countersign hash one', { output: `${HEX}  one\n` }],
  ['sha256sum', 'countersign hash one two | countersign hash -c -', { output: 'one: OK\ntwo: OK\n' }],
  ['sha256sum, an editor', 'countersign hash -c bom', { output: 'one: OK\n' }],
  ['sha256sum, an editor', 'countersign hash -c bad-bom', { exit: 1, output: 'one: FAILED\n' }],
  ['Windows', 'countersign hash -c crlf', { output: 'one: OK\n' }],
  ['PowerShell >', 'countersign hash -c wide-le', { output: 'one: OK\n' }],
  ['PowerShell, big endian', 'countersign hash -c wide-be', { output: 'one: OK\n' }],
  ['PowerShell, without a mark', 'countersign hash -c wide-bare', { output: 'one: OK\n' }],
  ['sha256sum', 'countersign hash -c damaged', { exit: 1, output: 'one: OK\n', error: /--lenient/ }],
  ['sha256sum', 'countersign hash -c --lenient damaged', { output: 'one: OK\n' }],
  ['a download page', 'countersign hash -c one.sha256', { output: 'one: OK\n' }],
  [
    'b2sum',
    'countersign hash -a blake2b -l 32 one | countersign hash -c',
    { output: 'one: OK\n', error: /--algorithm blake2b/ },
  ],
  [
    'b3sum',
    'countersign hash -a blake3 one | countersign hash -c',
    { output: 'one: OK\n', error: /--algorithm blake3/ },
  ],
  [
    'openssl dgst -sha3-256',
    'countersign hash -a sha3-256 one | countersign hash -c',
    { output: 'one: OK\n', error: /--algorithm sha3-256/ },
  ],
  [
    'openssl dgst -sha3-512',
    'countersign hash -a sha3-512 one | countersign hash -c',
    { output: 'one: OK\n', error: /--algorithm sha3-512/ },
  ],
  ['a release page', `countersign hash --verify sha256:${HEX} one`, {}],
  ['a release page', `countersign hash --verify ${HEX.toUpperCase()} one`, {}],
  ['sha256sum', `countersign hash --verify '${HEX}  one' one`, {}],
  ['HTML integrity', `countersign hash --verify sha256-${BASE64} one`, {}],
  ['openssl base64', `countersign hash --verify ${BASE64} one`, {}],
  ['curl -v (Content-Digest)', `countersign hash --verify sha-256=:${BASE64}: one`, {}],
  ['docker', `countersign hash --verify '"sha256:${HEX}"' one`, {}],
  [
    'openssl x509 -fingerprint',
    `countersign hash --verify ${HEX.replace(/(?<=..)(?=(..)+$)/g, ':')} one`,
    {},
  ],
  [
    'b3sum',
    'countersign hash --verify "$(countersign hash -a blake3 one)" one',
    { error: /--algorithm blake3/ },
  ],
  ['sha512sum', 'countersign hash --verify "$(countersign hash -a sha512 one)" one', {}],
  ['md5sum', 'countersign hash --verify "$(countersign hash -a md5 one)" one', {}],
  [
    'sha256sum',
    'countersign hash --verify "$(countersign hash -a blake3 one)" < one',
    { exit: 1, error: /compared as sha256/ },
  ],
  ['sha256sum', `countersign hash --verify ${HEX} one two`, { exit: 1, error: /two: the digest differs/ }],
  [
    'openssl dgst -binary',
    'countersign hash --encoding raw one | od -An -tx1 | tr -d " \\n"',
    { output: HEX },
  ],
  ['openssl base64', 'countersign hash --encoding base64 one', { output: `${BASE64}  one\n` }],
  ['openssl rand -base64', 'countersign random bytes 3 -e base64 | wc -c', { output: /^\s*5\n$/ }],
  ['openssl dgst -hmac', 'countersign hmac --key-file secret one | wc -c', { output: /^\s*65\n$/ }],
  [
    'curl',
    'countersign hmac --key-file secret one --verify nonsense',
    { exit: 1, error: /not a tag of 32 bytes/ },
  ],
  [
    'openssl -macopt hexkey',
    'cmp <(countersign hmac --key-file secret.hex --key-encoding hex one) <(countersign hmac --key-file secret one)',
    {},
  ],
  [
    'Notepad',
    'cmp <(countersign hmac --key-file secret.bom one) <(countersign hmac --key-file secret one)',
    {},
  ],
  ['a script', 'countersign hmac --key-file empty one', { exit: 2, error: /empty/ }],
  ['gpg --passphrase-fd', 'countersign hmac --key-fd 9 one 9< secret | wc -c', { output: /^\s*65\n$/ }],
  [
    'gpg --passphrase-fd',
    'for n in 3 4 5 10 15 20; do countersign hmac --key-fd $n one < /dev/null; echo $?; done',
    { output: '3\n'.repeat(6) },
  ],
  ['/dev/stdin', 'countersign hmac --key-file /dev/stdin - < secret', { exit: 2, error: /only once/ }],
  [
    'GitHub',
    'countersign hmac --webhook github --key-file secret one',
    { output: /^x-hub-signature-256: sha256=[0-9a-f]{64}\n$/ },
  ],
  ['step crypto jwt sign', `${sign} --exp $(($(date +%s) + 900)) | ${verify} --require exp > /dev/null`, {}],
  [
    'step crypto jwt sign',
    `${sign} --exp 1h30m --nbf=-5m --iat | ${verify} --max-age 1h`,
    { output: /"exp"/ },
  ],
  ['date -I', `${sign} --exp 2040-01-01 | ${verify}`, { output: /2208988800/ }],
  ['date "+%F %T"', `${sign} --exp '2040-01-01 00:00:00Z' | ${verify}`, { output: /2208988800/ }],
  ['date -d @', `${sign} --exp @2208988800 | ${verify}`, { output: /2208988800/ }],
  ['JavaScript', `${sign} --exp 1900000000000`, { exit: 2, error: /--exp must be/ }],
  ['jwt-cli', `${sign} < claims | ${verify}`, { output: '{\n  "id": 7\n}\n' }],
  ['jwt-cli', `echo '{"id":7}' | ${sign} --iss me | ${verify}`, { output: /"id": 7/ }],
  ['jwt-cli', `echo '{"id":8}' | ${sign} claims`, { exit: 2, error: /from claims and from standard input/ }],
  ['ssh', `sleep 0.5 | ${sign} claims | ${verify}`, { output: /"id": 7/ }],
  ['jwt-cli', `${sign} big`, { exit: 2, error: /12345678901234567890/ }],
  ['jwt.io', 'countersign jwt decode - < big-token', { output: /"id": 12345678901234567890/ }],
  [
    'jwt.io',
    "countersign jwt decode - < big-header | tr -d ' \n'",
    { output: '{"alg":"HS256","n":12345678901234567890}{}' },
  ],
  [
    'Notepad',
    'countersign password hash -a bcrypt --cost 10 --password-file secret | countersign password verify --password-file secret.bom',
    { error: /right/ },
  ],
  ['bash', 'countersign hmac --key-file <(cat secret) one | wc -c', { output: /^\s*65\n$/ }],
  ['curl', `${verify} < response`, { output: '{\n  "id": 7\n}\n' }],
  ['jq', `${verify} < quoted`, { output: '{\n  "id": 7\n}\n' }],
  [
    'curl -v',
    `printf 'Host: a\\nAuthorization: Bearer %s\\nAccept: */*\\n' "$(cat token)" | ${verify}`,
    { output: /"id": 7/ },
  ],
  [
    'curl -v',
    `printf '> authorization: Bearer %s\\n> accept: */*\\n' "$(cat token)" | ${verify}`,
    { output: /"id": 7/ },
  ],
  ['step crypto jwt sign', `${sign} --header x=1 -c a=b | countersign jwt decode`, { output: /"x": "1"/ }],
  [
    'step crypto jwt sign',
    'countersign jwt sign --key-file jwk -c id:=7 | countersign jwt verify --key-file jwk',
    { output: /"id": 7/ },
  ],
  ['openssl pkey', 'countersign key inspect pair', { output: /curve: P-256/ }],
  [
    'openssl pkey -outform DER',
    'countersign key convert pair --format der > der && countersign key inspect der',
    { output: /kind: private/ },
  ],
  [
    'openssl pkey -aes256',
    'countersign key convert pair --new-passphrase-file secret && ! countersign key convert pair --new-passphrase-file empty',
    { output: /ENCRYPTED PRIVATE KEY/ },
  ],
  ['openssl pkey', 'countersign key inspect x25519', { output: /type: x25519/ }],
  [
    'Keycloak',
    'countersign key convert pair --format der | base64 > der64 && countersign key inspect der64',
    { output: /bits: 256/ },
  ],
  ['file', 'countersign key inspect jwks', { exit: 1, error: /is a JWK Set/ }],
  ['file', 'countersign key inspect claims', { exit: 1, error: /not a key file/ }],
  [
    'ssh-keygen -C',
    'countersign key public pair --format openssh --comment me@host',
    { output: / me@host\n$/ },
  ],
  ['git', 'countersign -v && countersign version && countersign -V', { output: /^(\d+\.\d+\.\d+\n)\1\1$/ }],
  ['uuidgen', 'countersign random uuid --version 7', { output: /^[0-9a-f]{8}-[0-9a-f]{4}-7/ }],
  ['pwgen', 'countersign random text 8 --alphabet abc', { output: /^[abc]{8}\n$/ }],
  ['shuf', 'countersign random int 6 extra', { exit: 2, error: /"extra"/ }],
  [
    'argon2',
    'countersign password hash --memory 99999999 --password-file secret',
    { exit: 2, error: /from 7168 to 1048576/ },
  ],
  ['openssl', 'countersign hash --algorithm sha265 one', { exit: 2, error: /Did you mean sha256\?/ }],
];

/** Names that are not UTF-8, which only Linux has. */
const NAMES: typeof HABITS = [
  ['sha256sum', "countersign hash $'f\\xff\\xfe.txt' | cmp - <(sha256sum $'f\\xff\\xfe.txt')", {}],
  ['sha256sum -c', "sha256sum f*.txt | countersign hash -c | cmp - <(printf 'f\\xff\\xfe.txt: OK\\n')", {}],
  ['sha256sum', 'mkdir d && cp f*.txt d && countersign hash -r d | countersign hash -c --status', {}],
];

/** Runs a line in bash. */
function inBash(line: string) {
  return other('bash', ['-c', `set -o pipefail; ${IN_BASH}; ${line}`]);
}

test.each([...HABITS, ...(process.platform === 'linux' ? NAMES : [])])('%s: %s', (_tool, line, expected) => {
  const { exit, output, error } = inBash(line);
  expect({ exit, error }).toEqual({
    exit: expected.exit ?? 0,
    error: expect.stringMatching(expected.error ?? /^/),
  });
  if (typeof expected.output === 'string') expect(output).toBe(expected.output);
  else if (expected.output) expect(output).toMatch(expected.output);
});
