// pnpm differential [--seed NUMBER] [--factor NUMBER]: the tests that ask other software the same questions, with the day's
// seed and many more questions than in an ordinary run, and how many answers each compared.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../../../..');
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');

interface Counterpart {
  readonly name: string;
  readonly folder: string;
  readonly test: string;
  /** Runs the tests so often, each time from the next seed: they ask about one value a run. */
  readonly rounds?: number;
}

const COUNTERPARTS: readonly Counterpart[] = [
  { name: 'CPython: hashlib, hmac, secrets', folder: 'packages/core', test: 'src/cpython.test.ts' },
  { name: 'CPython on OpenSSL: PBKDF2, scrypt', folder: 'packages/core', test: 'src/python3.test.ts' },
  { name: 'PyJWT: tokens and claims', folder: 'packages/jwt', test: 'src/pyjwt.test.ts' },
  { name: 'OpenSSL: signatures', folder: 'packages/jwt', test: 'src/openssl.test.ts' },
  { name: 'jose and the Node engine', folder: 'packages/jwt', test: 'src/engines.test.ts' },
  {
    name: 'Django, passlib, Werkzeug, argon2-cffi, bcrypt, PHP',
    folder: 'packages/password',
    test: 'src/interoperability.test.ts',
    rounds: 5,
  },
];

const { values } = parseArgs({ options: { seed: { type: 'string' }, factor: { type: 'string' } } });
const seed = Number(values.seed ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''));
const factor = values.factor ?? '10';

/** The parts of Vitest's JSON report that are read here. */
interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly meta?: { readonly cases?: number };
    }[];
  }[];
}

function compare({ folder, test }: Counterpart, round: number): Report {
  const { error } = spawnSync(
    process.execPath,
    [VITEST, 'run', test, '--testTimeout=900000', '--hookTimeout=900000'],
    {
      cwd: join(ROOT, folder),
      env: { ...process.env, DIFFERENTIAL_SEED: String(seed + round), DIFFERENTIAL_FACTOR: factor },
    },
  );
  if (error) throw error;
  // The report of the package's test run.
  return JSON.parse(readFileSync(join(ROOT, folder, 'reports/test.json'), 'utf8'));
}

let total = 0;
for (const counterpart of COUNTERPARTS) {
  const reports = Array.from({ length: counterpart.rounds ?? 1 }, (_, round) => compare(counterpart, round));
  const results = reports.flatMap(({ testResults }) =>
    testResults.flatMap(({ assertionResults }) => assertionResults),
  );
  const cases = results.reduce((sum, { meta }) => sum + (meta?.cases ?? 0), 0);
  const failed = results.filter(({ status }) => status === 'failed');
  total += cases;
  // A file that compared nothing has not shown that nothing differs.
  const isRight = reports.every(({ success }) => success) && cases > 0;
  if (!isRight) process.exitCode = 1;
  process.stdout.write(
    `${counterpart.name}: ${cases} answers compared, ${isRight ? 'no difference' : 'FAILED'}\n`,
  );
  for (const { fullName } of failed) process.stdout.write(`  ${fullName}\n`);
}
process.stdout.write(`${total} answers in all, from seed ${seed}\n`);
