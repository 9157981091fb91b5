import * as crypto from 'node:crypto';
import { createHash, createHmac, hash, hmac, utf8 } from '@countersign/core';
import { blake2b, blake2s } from '@noble/hashes/blake2.js';
import { blake3 } from '@noble/hashes/blake3.js';
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { sha3_256, shake128 } from '@noble/hashes/sha3.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import {
  createBLAKE2b,
  createBLAKE2s,
  createBLAKE3,
  createHMAC,
  createSHA3,
  createSHA256,
  createSHA512,
  type IHasher,
} from 'hash-wasm';
import { cpythonSpeed } from './cpython.ts';
import type { Contender } from './measure.ts';

/** A thing to do with a message, in one form of the result, and who does it. */
export interface Race {
  readonly name: string;
  readonly contenders: readonly Contender[];
  /** CPython's speed where it is the measure, in operations a second. */
  readonly cpython?: () => number;
}

/** This package, among the contenders. */
export const OURS = 'countersign';

interface Row {
  readonly name: string;
  readonly openssl: string;
  readonly noble: (message: Uint8Array) => Uint8Array;
  readonly wasm: () => Promise<IHasher>;
}

const OPENSSL: readonly Row[] = [
  { name: 'sha256', openssl: 'sha256', noble: sha256, wasm: createSHA256 },
  { name: 'sha512', openssl: 'sha512', noble: sha512, wasm: createSHA512 },
  { name: 'sha3-256', openssl: 'sha3-256', noble: sha3_256, wasm: () => createSHA3(256) },
  { name: 'blake2b', openssl: 'blake2b512', noble: blake2b, wasm: () => createBLAKE2b() },
  { name: 'blake2s', openssl: 'blake2s256', noble: blake2s, wasm: () => createBLAKE2s() },
];

/** Digests that OpenSSL has, in every form. */
export async function opensslRaces(message: Uint8Array): Promise<Race[]> {
  const races = OPENSSL.map(async ({ name, openssl, noble, wasm }): Promise<Race[]> => {
    const hasher = await wasm();
    return [
      {
        name: `${name}, hex`,
        contenders: [
          { name: OURS, run: () => hash(name, message, { encoding: 'hex' }) },
          { name: 'node:crypto hash', run: () => crypto.hash(openssl, message, 'hex') },
          {
            name: 'node:crypto createHash',
            run: () => crypto.createHash(openssl).update(message).digest('hex'),
          },
          { name: '@noble/hashes', run: () => bytesToHex(noble(message)) },
          { name: 'hash-wasm', run: () => hasher.init().update(message).digest('hex') },
        ],
      },
      {
        name: `${name}, bytes`,
        contenders: [
          { name: OURS, run: () => hash(name, message) },
          { name: 'node:crypto hash', run: () => crypto.hash(openssl, message, 'buffer') },
          {
            name: 'node:crypto hash, latin1',
            run: () => Buffer.from(crypto.hash(openssl, message, 'binary'), 'binary'),
          },
          { name: 'node:crypto createHash', run: () => crypto.createHash(openssl).update(message).digest() },
          { name: '@noble/hashes', run: () => noble(message) },
          { name: 'hash-wasm', run: () => hasher.init().update(message).digest('binary') },
        ],
      },
      {
        name: `${name}, in parts, hex`,
        contenders: [
          { name: OURS, run: () => createHash(name).update(message).digest('hex') },
          {
            name: 'node:crypto createHash',
            run: () => crypto.createHash(openssl).update(message).digest('hex'),
          },
        ],
      },
    ];
  });
  return (await Promise.all(races)).flat();
}

/** HMAC, with a key given each time and with one made ready. */
export async function hmacRaces(message: Uint8Array): Promise<Race[]> {
  const key = new Uint8Array(32).fill(7);
  const keyObject = crypto.createSecretKey(key);
  const prepared = createHmac('sha256', key);
  const hasher = await createHMAC(createSHA256(), key);
  return [
    {
      name: 'hmac-sha256, key given, hex',
      contenders: [
        { name: OURS, run: () => hmac('sha256', key, message, { encoding: 'hex' }) },
        {
          name: 'node:crypto, bytes as key',
          run: () => crypto.createHmac('sha256', key).update(message).digest('hex'),
        },
        {
          name: 'node:crypto, KeyObject',
          run: () => crypto.createHmac('sha256', crypto.createSecretKey(key)).update(message).digest('hex'),
        },
        { name: '@noble/hashes', run: () => bytesToHex(nobleHmac(sha256, key, message)) },
      ],
    },
    {
      name: 'hmac-sha256, key prepared, hex',
      contenders: [
        { name: OURS, run: () => prepared.copy().update(message).digest('hex') },
        {
          name: 'node:crypto, KeyObject',
          run: () => crypto.createHmac('sha256', keyObject).update(message).digest('hex'),
        },
        { name: 'hash-wasm', run: () => hasher.init().update(message).digest('hex') },
      ],
    },
  ];
}

const PERSON = 'countersign';

/** Digests that OpenSSL lacks, and extendable output. */
export async function otherRaces(message: Uint8Array): Promise<Race[]> {
  const wasm3 = await createBLAKE3();
  const wasm2 = await createBLAKE2b(256);
  const length = 32;
  const personalization = utf8(PERSON.padEnd(16, '\0'));
  const options = { length, personalization };
  return [
    {
      name: 'blake3, hex',
      contenders: [
        { name: OURS, run: () => hash('blake3', message, { encoding: 'hex' }) },
        { name: '@noble/hashes', run: () => bytesToHex(blake3(message)) },
        { name: 'hash-wasm', run: () => wasm3.init().update(message).digest('hex') },
      ],
    },
    {
      name: 'blake2b of 32 bytes, hex',
      contenders: [
        { name: OURS, run: () => hash('blake2b', message, { length, encoding: 'hex' }) },
        { name: '@noble/hashes', run: () => bytesToHex(blake2b(message, { dkLen: length })) },
        { name: 'hash-wasm', run: () => wasm2.init().update(message).digest('hex') },
      ],
    },
    {
      name: 'blake2b, personalised, bytes',
      cpython: () =>
        cpythonSpeed(
          `hashlib.blake2b(message, digest_size=32, person=b'${PERSON}').digest()`,
          message.length,
        ),
      contenders: [
        { name: OURS, run: () => hash('blake2b', message, options) },
        { name: '@noble/hashes', run: () => blake2b(message, { dkLen: length, personalization }) },
      ],
    },
    {
      name: 'shake128, 32 bytes, hex',
      contenders: [
        { name: OURS, run: () => hash('shake128', message, { length, encoding: 'hex' }) },
        {
          name: 'node:crypto hash',
          run: () => crypto.hash('shake128', message, { outputLength: length, outputEncoding: 'hex' }),
        },
        {
          name: 'node:crypto createHash',
          run: () => crypto.createHash('shake128', { outputLength: length }).update(message).digest('hex'),
        },
        { name: '@noble/hashes', run: () => bytesToHex(shake128(message, { dkLen: length })) },
      ],
    },
  ];
}
