import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { PasswordHasher } from './index.ts';

// The real software on the other side, in one process for each: it makes hashes that are verified here, and verifies what was made here.

const python = process.env['COUNTERPART_PYTHON'] ?? '/usr/bin/python3';
const password = 'lètmein, plenty of pénguins';

function ask(command: string, args: readonly string[], input: unknown): unknown {
  const done = spawnSync(command, args, { input: JSON.stringify(input), encoding: 'utf8' });
  if (done.status !== 0)
    throw new Error(
      `${command} is needed with its packages (.ci/install-counterparts installs them): ${done.error?.message ?? done.stderr}`,
    );
  return JSON.parse(done.stdout);
}

const MAKE = `
import json, sys
from passlib.hash import argon2, bcrypt, bcrypt_sha256, pbkdf2_sha256, pbkdf2_sha512, scrypt, sha256_crypt, sha512_crypt, phpass, django_pbkdf2_sha256
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
  'passlib bcrypt_sha256': bcrypt_sha256.using(rounds=5).hash(password),
  'passlib pbkdf2_sha256': pbkdf2_sha256.using(rounds=1000).hash(password),
  'passlib pbkdf2_sha512': pbkdf2_sha512.using(rounds=1000).hash(password),
  'passlib scrypt': scrypt.using(rounds=10).hash(password),
  'passlib sha256_crypt': sha256_crypt.using(rounds=1000).hash(password),
  'passlib sha512_crypt': sha512_crypt.using(rounds=1000).hash(password),
  'passlib phpass': phpass.using(rounds=7).hash(password),
  'argon2-cffi': cffi.PasswordHasher(memory_cost=1024).hash(password),
  'bcrypt': plain.hashpw(password.encode(), plain.gensalt(5)).decode(),
  'Werkzeug pbkdf2': generate_password_hash(password, 'pbkdf2:sha256:1000'),
  'Django PBKDF2': make_password(password, hasher='pbkdf2_sha256'),
  'Django PBKDF2 SHA-1': make_password(password, hasher='pbkdf2_sha1'),
  'Django Argon2': make_password(password, hasher='argon2'),
  'Django bcrypt': make_password(password, hasher='bcrypt_sha256'),
}))`;

const VERIFY = `
import json, sys
from passlib.context import CryptContext
import argon2
context = CryptContext(['argon2', 'scrypt', 'bcrypt', 'bcrypt_sha256', 'pbkdf2_sha256', 'pbkdf2_sha512'])
password, hashes = json.load(sys.stdin)
def cffi(stored, text):
  try: return argon2.PasswordHasher().verify(stored, text)
  except argon2.exceptions.VerifyMismatchError: return False
print(json.dumps([[context.verify(password, stored), context.verify(password + 'x', stored)] for stored in hashes] + [[cffi(hashes[0], password), cffi(hashes[0], password + 'x')]]))`;

const PHP = `<?php
[$password, $hashes] = json_decode(file_get_contents('php://stdin'));
echo json_encode([
  'made' => [password_hash($password, PASSWORD_BCRYPT, ['cost' => 5]), password_hash($password, PASSWORD_ARGON2ID, ['memory_cost' => 1024])],
  'verified' => array_map(fn($stored) => [password_verify($password, $stored), password_verify($password . 'x', $stored)], $hashes),
]);`;

const hasher = new PasswordHasher();

describe('hashes that Python made', () => {
  const made = ask(python, ['-c', MAKE], password);
  const entries = Object.entries(typeof made === 'object' && made !== null ? made : {});

  test('there are fifteen kinds', () => expect(entries).toHaveLength(15));

  test.each(entries)('%s', async (_, stored) => {
    expect(await hasher.verify(password, String(stored))).toMatchObject({ valid: true, needsRehash: true });
    expect(await hasher.verify(`${password}x`, String(stored))).toMatchObject({ valid: false });
  });
});

const ours = await Promise.all(
  (
    [
      { algorithm: 'argon2id' },
      { algorithm: 'bcrypt', cost: 10 },
      { algorithm: 'scrypt', cost: 2 ** 14, parallelization: 5 },
      { algorithm: 'pbkdf2-sha256' },
      { algorithm: 'pbkdf2-sha512' },
      { algorithm: 'bcrypt-sha256', cost: 10 },
    ] as const
  ).map((hash) => new PasswordHasher({ hash }).hash(password)),
);

test('passlib and argon2-cffi verify what is made here', () => {
  expect(ask(python, ['-c', VERIFY], [password, ours])).toEqual(
    Array.from({ length: ours.length + 1 }, () => [true, false]),
  );
});

test('PHP verifies what is made here, and makes what is verified here', async () => {
  const script = PHP.replace('<?php', '');
  const answer = ask('php', ['-r', script], [password, ours.slice(0, 2)]);
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
  expect(made).toHaveLength(2);
  for (const stored of made) expect(await hasher.isValid(password, String(stored))).toBe(true);
});
