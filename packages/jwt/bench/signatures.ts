// Signing and verifying beside jose and fast-jwt: operations a second, one after the other, medians of
// interleaved rounds, and as ratios to ours.
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createSigner as fastSigner, createVerifier as fastVerifier } from 'fast-jwt';
import { jwtVerify, SignJWT } from 'jose';
import { createSigner, createVerifier } from '../src/index.ts';
import { decodeSync, encodeSync } from '../src/node.ts';

const ROUND_MS = 300;
const ROUNDS = 5;

type Work = () => unknown;

interface Subject {
  readonly algorithm: 'HS256' | 'RS256' | 'ES256';
  readonly signWith: KeyObject | Buffer;
  readonly verifyWith: KeyObject | Buffer;
}

function pair(kind: 'rsa' | 'ec'): Omit<Subject, 'algorithm'> {
  const { privateKey, publicKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { signWith: privateKey, verifyWith: publicKey };
}

const secret = randomBytes(32);
const subjects: readonly Subject[] = [
  { algorithm: 'HS256', signWith: secret, verifyWith: secret },
  { algorithm: 'RS256', ...pair('rsa') },
  { algorithm: 'ES256', ...pair('ec') },
];

const claims = {
  iss: 'https://auth.example.com',
  sub: 'user-42',
  aud: 'api',
  role: 'editor',
  exp: Math.floor(Date.now() / 1000) + 3600,
  iat: Math.floor(Date.now() / 1000),
};
const rules = { issuer: 'https://auth.example.com', audience: 'api' };

function pem(key: KeyObject | Buffer): string | Buffer {
  if (Buffer.isBuffer(key)) return key;
  return String(key.export({ format: 'pem', type: key.type === 'private' ? 'pkcs8' : 'spki' }));
}

async function rate(work: Work): Promise<number> {
  const end = performance.now() + ROUND_MS;
  let count = 0;
  while (performance.now() < end) {
    await work();
    count += 1;
  }
  return (count / ROUND_MS) * 1000;
}

async function race(title: string, contenders: Readonly<Record<string, Work>>): Promise<object> {
  const rates = new Map<string, number[]>();
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, work] of Object.entries(contenders)) {
      const taken = await rate(work);
      if (round > 0) rates.set(name, [...(rates.get(name) ?? []), taken]);
    }
  }
  const medians = Object.entries(contenders).map(
    ([name]) => [name, (rates.get(name) ?? []).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0] as const,
  );
  const [[, ours] = ['', 1]] = medians;
  process.stdout.write(`${title}\n`);
  for (const [name, median] of medians)
    process.stdout.write(
      `  ${name.padEnd(22)} ${median.toFixed(0).padStart(8)} /s   ${(median / ours).toFixed(2)} x ours\n`,
    );
  return { title, perSecond: Object.fromEntries(medians) };
}

const results: object[] = [];
for (const { algorithm, signWith, verifyWith } of subjects) {
  const sign = createSigner(signWith, { algorithm });
  const verify = createVerifier(verifyWith, { algorithms: [algorithm], ...rules });
  const token = encodeSync(claims, signWith, { algorithm });
  const fastSign = fastSigner({ key: pem(signWith), algorithm, noTimestamp: true });
  const fastVerify = fastVerifier({
    key: pem(verifyWith),
    algorithms: [algorithm],
    allowedIss: rules.issuer,
    allowedAud: rules.audience,
    cache: false,
  });
  results.push(
    await race(`${algorithm} sign`, {
      countersign: () => sign(claims),
      'countersign encodeSync': () => encodeSync(claims, signWith, { algorithm }),
      jose: () => new SignJWT(claims).setProtectedHeader({ alg: algorithm }).sign(signWith),
      'fast-jwt': () => fastSign(claims),
    }),
    await race(`${algorithm} verify`, {
      countersign: () => verify(token),
      'countersign decodeSync': () => decodeSync(token, verifyWith, { algorithms: [algorithm], ...rules }),
      jose: () =>
        jwtVerify(token, verifyWith, {
          algorithms: [algorithm],
          issuer: rules.issuer,
          audience: rules.audience,
        }),
      'fast-jwt': () => fastVerify(token),
    }),
  );
}
mkdirSync('reports', { recursive: true });
writeFileSync('reports/bench.json', `${JSON.stringify(results, null, 2)}\n`);
