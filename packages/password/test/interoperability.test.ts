import { spawnSync } from 'node:child_process';
import { missingCounterparts, needs, PYTHON } from '@countersign/vitest-config/counterparts';
import { countCases, differentialFactor, differentialSeed } from '@countersign/vitest-config/differential';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PasswordHasher } from '../src/index.ts';

// One process of each other software makes hashes that are verified here, and verifies hashes made here.

// A password that none of them cuts: bcrypt ends at 72 bytes and at a NUL. `pnpm differential` draws another one for each run.
const drawn = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 16 })
  .map((text) => text.normalize('NFC').replace(/\p{Zs}|\0/gu, ' '))
  .filter((text) => Buffer.byteLength(text) <= 70 && text.isWellFormed());
const [password = ''] =
  differentialFactor > 1
    ? fc.sample(drawn, { numRuns: 1, seed: differentialSeed })
    : ['lètmein, plenty of pénguins'];

function ask(command: string, args: readonly string[], input: unknown): unknown {
  const done = spawnSync(command, args, { input: JSON.stringify(input), encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${command} failed: ${done.error?.message ?? done.stderr}`);
  return JSON.parse(done.stdout);
}

const MAKE = `
import json, sys
from passlib.hash import argon2, bcrypt, bcrypt_sha256, pbkdf2_sha1, pbkdf2_sha256, pbkdf2_sha512, ldap_pbkdf2_sha256, ldap_salted_sha1, scrypt, sha256_crypt, sha512_crypt, phpass, django_bcrypt, django_argon2, django_salted_sha1
from werkzeug.security import generate_password_hash
import django
from django.conf import settings
settings.configure(PASSWORD_HASHERS=['django.contrib.auth.hashers.' + name for name in ('PBKDF2PasswordHasher', 'PBKDF2SHA1PasswordHasher', 'Argon2PasswordHasher', 'BCryptSHA256PasswordHasher')])
from django.contrib.auth.hashers import make_password
import argon2 as cffi
import bcrypt as plain
password = json.load(sys.stdin)
print(json.dumps({
  'passlib argon2': argon2.using(memory_cost=1024, rounds=2, parallelism=1).hash(password),
  'passlib argon2i': argon2.using(type='i', memory_cost=1024, rounds=3, parallelism=2).hash(password),
  'passlib bcrypt': bcrypt.using(rounds=5).hash(password),
  'passlib bcrypt_sha256': bcrypt_sha256.using(rounds=5).hash(password),
  'passlib bcrypt_sha256, version 1': bcrypt_sha256.using(version=1, rounds=5).hash(password),
  'passlib pbkdf2_sha1': pbkdf2_sha1.using(rounds=1000).hash(password),
  'passlib ldap_pbkdf2_sha256': ldap_pbkdf2_sha256.using(rounds=1000).hash(password),
  'passlib ldap_salted_sha1': ldap_salted_sha1.hash(password),
  'passlib django_bcrypt': django_bcrypt.using(rounds=5).hash(password),
  'passlib django_argon2': django_argon2.using(memory_cost=1024, rounds=2).hash(password),
  'passlib django_salted_sha1': django_salted_sha1.hash(password),
  'passlib pbkdf2_sha256': pbkdf2_sha256.using(rounds=1000).hash(password),
  'passlib pbkdf2_sha512': pbkdf2_sha512.using(rounds=1000).hash(password),
  'passlib scrypt': scrypt.using(rounds=10).hash(password),
  'passlib sha256_crypt': sha256_crypt.using(rounds=1000).hash(password),
  'passlib sha512_crypt': sha512_crypt.using(rounds=1000).hash(password),
  'passlib phpass': phpass.using(rounds=7).hash(password),
  'argon2-cffi': cffi.PasswordHasher(memory_cost=1024).hash(password),
  'bcrypt': plain.hashpw(password.encode(), plain.gensalt(5)).decode(),
  'Werkzeug pbkdf2': generate_password_hash(password, 'pbkdf2:sha256:1000'),
  'Werkzeug pbkdf2 SHA-512': generate_password_hash(password, 'pbkdf2:sha512:1000'),
  'Django PBKDF2': make_password(password, hasher='pbkdf2_sha256'),
  'Django PBKDF2 SHA-1': make_password(password, hasher='pbkdf2_sha1'),
  'Django Argon2': make_password(password, hasher='argon2'),
  'Django bcrypt': make_password(password, hasher='bcrypt_sha256'),
}))`;

// Each of what is on the other side says of each hash that it can read whether the password is right, and whether another is.
const VERIFY = `
import json, sys
from passlib.context import CryptContext
import django
from django.conf import settings
settings.configure(PASSWORD_HASHERS=['django.contrib.auth.hashers.' + name for name in ('Argon2PasswordHasher', 'BCryptPasswordHasher')])
from django.contrib.auth.hashers import check_password
import argon2 as cffi
import bcrypt as plain
password, hashes = json.load(sys.stdin)
context = CryptContext(['argon2', 'scrypt', 'bcrypt', 'bcrypt_sha256', 'pbkdf2_sha256', 'pbkdf2_sha512'])
def by_cffi(text, stored):
  try: return cffi.PasswordHasher().verify(stored, text)
  except cffi.exceptions.VerifyMismatchError: return False
def both(verify, stored): return [verify(password, stored), verify(password + 'x', stored)]
print(json.dumps({
  **{'passlib ' + name: both(context.verify, stored) for name, stored in hashes.items()},
  'argon2-cffi argon2id': both(by_cffi, hashes['argon2id']),
  'bcrypt bcrypt': both(lambda text, stored: plain.checkpw(text.encode(), stored.encode()), hashes['bcrypt']),
  'Django argon2id': both(check_password, 'argon2' + hashes['argon2id']),
  'Django bcrypt': both(check_password, 'bcrypt$' + hashes['bcrypt']),
}))`;

// Everything from the shortest password to some that are longer than two digests, by the crypt of this system's C library.
const CRYPT = `
import json, sys, warnings
warnings.simplefilter('ignore')
import crypt
print(json.dumps([[n, crypt.crypt('pässwörd ' * 20 if n < 0 else 'x' * n, '$%d$rounds=1000$seasalt' % scheme)] for scheme in (5, 6) for n in [-1, *range(1, 140)]]))`;

const PHP = `<?php
[$password, $hashes] = json_decode(file_get_contents('php://stdin'));
echo json_encode([
  'made' => [
    password_hash($password, PASSWORD_BCRYPT, ['cost' => 5]),
    password_hash($password, PASSWORD_ARGON2ID, ['memory_cost' => 1024]),
    password_hash($password, PASSWORD_ARGON2I, ['memory_cost' => 1024, 'threads' => 2]),
    crypt($password, '$6$rounds=1000$seasalt'),
    '$wp' . password_hash(base64_encode(hash_hmac('sha384', $password, 'wp-sha384', true)), PASSWORD_BCRYPT, ['cost' => 5]),
  ],
  'verified' => array_map(fn($stored) => [password_verify($password, $stored), password_verify($password . 'x', $stored)], $hashes),
]);`;

const hasher = new PasswordHasher({ acceptWeak: ['ldap-ssha', 'django-digests'] });

describe('hashes that Python made', needs('passlib'), () => {
  const made = missingCounterparts().includes('passlib') ? {} : ask(PYTHON, ['-c', MAKE], password);
  const entries = Object.entries(typeof made === 'object' && made !== null ? made : {});

  test('there are twenty-five kinds', () => expect(entries).toHaveLength(25));

  test.for(entries)('%s', async ([, stored], { task }) => {
    expect(await hasher.verify(password, String(stored))).toMatchObject({ valid: true, needsRehash: true });
    expect(await hasher.verify(`${password}x`, String(stored))).toMatchObject({ valid: false });
    countCases(task, 2);
  });
});

const PARAMETERS = [
  { algorithm: 'argon2id' },
  { algorithm: 'bcrypt', cost: 10 },
  { algorithm: 'scrypt', cost: 2 ** 14, parallelization: 5 },
  { algorithm: 'pbkdf2-sha256' },
  { algorithm: 'pbkdf2-sha512' },
  { algorithm: 'bcrypt-sha256', cost: 10 },
] as const;
const ours = Object.fromEntries(
  await Promise.all(
    PARAMETERS.map(
      async (hash) => [hash.algorithm, await new PasswordHasher({ hash }).hash(password)] as const,
    ),
  ),
);

test('passlib, argon2-cffi, bcrypt and Django verify what is made here', needs('passlib'), ({ task }) => {
  const names = [
    ...PARAMETERS.map(({ algorithm }) => `passlib ${algorithm}`),
    'argon2-cffi argon2id',
    'bcrypt bcrypt',
    'Django argon2id',
    'Django bcrypt',
  ];
  expect(ask(PYTHON, ['-c', VERIFY], [password, ours])).toEqual(
    Object.fromEntries(names.map((name) => [name, [true, false]])),
  );
  countCases(task, 2 * names.length);
});

test('what the C library made of passwords of every length verifies', needs('passlib'), async ({ task }) => {
  const made = ask(PYTHON, ['-W', 'ignore', '-c', CRYPT], null);
  const rows: readonly unknown[] = Array.isArray(made) ? made : [];
  expect(rows).toHaveLength(280);
  const wrong: unknown[] = [];
  for (const row of rows) {
    const [length, stored]: readonly unknown[] = Array.isArray(row) ? row : [];
    const text = Number(length) < 0 ? 'pässwörd '.repeat(20) : 'x'.repeat(Number(length));
    if (!(await hasher.isValid(text, String(stored)))) wrong.push(row);
  }
  expect(wrong).toEqual([]);
  countCases(task, rows.length);
});

test('PHP verifies what is made here, and makes what is verified here', needs('php'), async ({ task }) => {
  const script = PHP.replace('<?php', '');
  const answer = ask('php', ['-r', script], [password, [ours['argon2id'], ours['bcrypt']]]);
  expect(answer).toMatchObject({
    verified: [
      [true, false],
      [true, false],
    ],
  });
  const made =
    typeof answer === 'object' && answer !== null && 'made' in answer && Array.isArray(answer.made)
      ? answer.made
      : [];
  expect(made).toHaveLength(5);
  for (const stored of made) {
    expect(await hasher.verify(password, String(stored))).toMatchObject({ valid: true, needsRehash: true });
    expect(await hasher.isValid(`${password}x`, String(stored))).toBe(false);
  }
  countCases(task, 2 * made.length + 4);
});
