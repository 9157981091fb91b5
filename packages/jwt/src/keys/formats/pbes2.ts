import { type Bytes, type HashName, pbkdf2, scrypt } from '@countersign/core';
import { InvalidKeyError } from '../../errors.ts';
import type { CbcCipher } from '../../runtime/keys.ts';
import { contentOf, type Element, numberOf, objectId, sequence, TAG } from './der.ts';

/** A key derivation and a cipher (RFC 8018 section 6.2). */
export interface Pbes2 {
  readonly kdf: Kdf;
  readonly cipher: CbcCipher['name'];
  readonly keyBytes: number;
  readonly iv: Bytes;
}

type Kdf =
  | { readonly name: 'pbkdf2'; readonly salt: Bytes; readonly rounds: number; readonly digest: HashName }
  | {
      readonly name: 'scrypt';
      readonly salt: Bytes;
      readonly cost: number;
      readonly blockSize: number;
      readonly parallelization: number;
    };

const PBES2 = '2a864886f70d01050d';
const PBKDF2 = '2a864886f70d01050c';
/** RFC 7914 section 7. */
const SCRYPT = '2b06010401da47040b';

const DIGESTS: ReadonlyMap<string, HashName> = new Map([
  ['2a864886f70d0207', 'sha1'],
  ['2a864886f70d0208', 'sha224'],
  ['2a864886f70d0209', 'sha256'],
  ['2a864886f70d020a', 'sha384'],
  ['2a864886f70d020b', 'sha512'],
]);

const CIPHERS: ReadonlyMap<string, { readonly name: CbcCipher['name']; readonly keyBytes: number }> = new Map(
  [
    ['2a864886f70d0307', { name: 'des-ede3-cbc', keyBytes: 24 }],
    ['608648016503040102', { name: 'aes-128-cbc', keyBytes: 16 }],
    ['608648016503040116', { name: 'aes-192-cbc', keyBytes: 24 }],
    ['60864801650304012a', { name: 'aes-256-cbc', keyBytes: 32 }],
  ],
);

/** Maximum rounds of key derivation by default: a few seconds. OpenSSL writes 2048 rounds of PBKDF2. */
const MAX_ROUNDS = 10_000_000;

/**
 * Reads the parameters of an encrypted private key.
 *
 * @throws {@link InvalidKeyError} for anything but PBES2 with PBKDF2 or scrypt, and AES or Triple DES in CBC mode
 */
export function readPbes2(parameters: Element): Pbes2 {
  const [id, schemes] = sequence(parameters);
  if (objectId(id) !== PBES2) throw unsupported();
  const [derivation, encryption] = sequence(schemes);
  const [cipherId, iv] = sequence(encryption);
  const cipher = CIPHERS.get(objectId(cipherId));
  if (!cipher) throw unsupported();
  const copy = new Uint8Array(contentOf(iv, TAG.octetString));
  return { kdf: readKdf(derivation), cipher: cipher.name, keyBytes: cipher.keyBytes, iv: copy };
}

function readKdf(derivation: Element | undefined): Kdf {
  const [id, parameters] = sequence(derivation);
  const [first, second, third, fourth, fifth] = sequence(parameters);
  const salt = new Uint8Array(contentOf(first, TAG.octetString));
  switch (objectId(id)) {
    case PBKDF2: {
      const prf = [third, fourth].find((part) => part?.tag === TAG.sequence);
      const digest = prf ? DIGESTS.get(objectId(sequence(prf)[0])) : 'sha1';
      if (digest === undefined) throw unsupported();
      return { name: 'pbkdf2', salt, rounds: numberOf(second), digest };
    }
    case SCRYPT:
      if (fifth && fifth.tag !== TAG.integer) throw unsupported();
      return {
        name: 'scrypt',
        salt,
        cost: numberOf(second),
        blockSize: numberOf(third),
        parallelization: numberOf(fourth),
      };
    default:
      throw unsupported();
  }
}

function unsupported(): InvalidKeyError {
  return new InvalidKeyError(
    'The encryption of the private key is not supported. Convert it: `openssl pkcs8 -topk8 -v2 aes256 -in KEYFILE -out key.pem`.',
  );
}

/**
 * Derives the key of the cipher. The number of rounds is checked first, because the file chooses it and everything else
 * waits.
 *
 * @throws {@link InvalidKeyError}
 */
export async function deriveCipher(
  { kdf, cipher, keyBytes, iv }: Pbes2,
  passphrase: string,
  maxRounds: number = MAX_ROUNDS,
): Promise<CbcCipher> {
  checkRounds(roundsOf(kdf), maxRounds);
  try {
    const key =
      kdf.name === 'pbkdf2'
        ? await pbkdf2(passphrase, kdf.salt, {
            algorithm: kdf.digest,
            iterations: kdf.rounds,
            length: keyBytes,
          })
        : await scrypt(passphrase, kdf.salt, {
            cost: kdf.cost,
            blockSize: kdf.blockSize,
            parallelization: kdf.parallelization,
            length: keyBytes,
          });
    return { name: cipher, key, iv };
  } catch {
    throw new InvalidKeyError(
      'The key derivation of the encrypted key has parameters that are not accepted.',
    );
  }
}

/** The work of a key derivation. For scrypt, it is the product of its three parameters. */
function roundsOf(kdf: Kdf): number {
  return kdf.name === 'pbkdf2' ? kdf.rounds : kdf.cost * kdf.blockSize * kdf.parallelization;
}

/** Rejects a key that asks for more rounds than the caller allows. */
export function checkRounds(rounds: number, max: number): void {
  if (rounds <= max) return;
  throw new InvalidKeyError(
    `The encrypted key asks for ${rounds} rounds of key derivation; at most ${max} are accepted. If you trust it, raise maxRounds.`,
  );
}
