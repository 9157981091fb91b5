// Memory of one token, key, verifier, revocation and waiting hash, for the page "At scale".
// node --expose-gc --conditions=@countersign/source bench/memory.ts
import { createVerifier, exportKey, generateKey, importKey, sign } from '@countersign/jwt';
import { createRevocationList } from '@countersign/jwt/http';
import { PasswordHasher } from '@countersign/password';

const { gc } = globalThis;
if (!gc) throw new Error('Start Node.js with --expose-gc.');

function used(): number {
  gc?.();
  gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Reports the bytes of one of many things that are kept. */
async function measure(name: string, count: number, create: (index: number) => unknown): Promise<void> {
  const kept: unknown[] = new Array(count).fill(undefined);
  await create(-1);
  const before = used();
  for (let index = 0; index < count; index++) kept[index] = await create(index);
  const bytes = (used() - before) / count;
  process.stdout.write(`${name}: ${Math.round(bytes)} bytes each, of ${kept.length}\n`);
}

const { privateKey, publicKey } = await generateKey('ES256');
const rules = { algorithms: ['ES256'], audience: 'api' } as const;

const cached = createVerifier(publicKey, rules, { cacheSize: 10_000 });
await measure('token in the cache of a verifier', 5000, async (index) => {
  const claims = { sub: `user-${index}`, aud: 'api', scope: 'read write' };
  await cached(await sign(claims, privateKey, { algorithm: 'ES256', expiresIn: '5m' }));
});
const revocations = createRevocationList();
const exp = Date.now() / 1000 + 300;
await measure('entry of a revocation list', 100_000, (index) =>
  revocations.revoke({ iss: 'https://auth.example.com', jti: `c9b1f0e2-${index}`, exp }),
);
const jwks = await Promise.all(
  Array.from({ length: 501 }, async () => exportKey((await generateKey('ES256')).publicKey, 'jwk')),
);
const token = await sign({}, privateKey, { algorithm: 'ES256' });
await measure('public key that was used', 500, async (index) => {
  const key = await importKey(jwks[index + 1] ?? {}, { algorithm: 'ES256', kind: 'public' });
  await createVerifier(key, { algorithms: ['ES256'] })(token).catch(() => undefined);
  return key;
});
await measure('verifier', 2000, () => createVerifier(publicKey, rules));

const hasher = new PasswordHasher({ concurrency: 1, queueLength: 2000 });
const stored = await hasher.hash('correct horse battery staple');
const waiting: Promise<unknown>[] = [];
await measure('hash that waits in the queue', 200, (index) => {
  if (index >= 0) waiting.push(hasher.verify('correct horse battery staple', stored));
});
await Promise.all(waiting);
