import { readVectors } from '@countersign/vitest-config/vectors';
import { expect, test } from 'vitest';
import type { Algorithm } from '../index.ts';
import { checkAlgorithm } from '../keys/algorithms.ts';
import { importMaterial } from '../keys/import.ts';
import { verifyBytes as verifyOnNode } from '../signature/node.ts';
import { verifyBytes as verifyOnWeb } from '../signature/webcrypto.ts';

// Wycheproof's signatures of bytes, through the signature functions of both runtimes.

interface Vector {
  readonly tcId: number;
  readonly msg: string;
  readonly sig: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
}

interface Group {
  readonly publicKeyPem: string;
  readonly tests: readonly Vector[];
}

const FILES: readonly (readonly [Algorithm, string, number])[] = [
  ['ES256', 'ecdsa_secp256r1_sha256_p1363_test', 262],
  ['ES384', 'ecdsa_secp384r1_sha384_p1363_test', 280],
  ['ES512', 'ecdsa_secp521r1_sha512_p1363_test', 318],
  ['Ed25519', 'ed25519_test', 151],
  ['PS256', 'rsa_pss_2048_sha256_mgf1_32_test', 108],
  ['RS256', 'rsa_signature_2048_sha256_test', 259],
];

const RUNTIMES = { node: verifyOnNode, web: verifyOnWeb } as const;

/** The only vector that is `acceptable` lacks a NULL in its DigestInfo (RFC 8017 section 9.2), and both runtimes reject it. */
const expected = ({ result }: Vector): boolean => result === 'valid';

test.each(FILES.flatMap((file) => Object.entries(RUNTIMES).map((runtime) => [...file, ...runtime] as const)))(
  '%s agrees with all vectors of %s (%i) on %s',
  async (algorithm, name, count, _runtime, verifyBytes) => {
    const { testGroups } = readVectors(`wycheproof/${name}.json`) as {
      readonly testGroups: readonly Group[];
    };
    const info = checkAlgorithm(algorithm);
    const wrong: number[] = [];
    let seen = 0;
    for (const { publicKeyPem, tests } of testGroups) {
      const material = await importMaterial(publicKeyPem);
      for (const vector of tests) {
        const text = Buffer.from(vector.sig, 'hex').toString('base64url');
        const signature = { text, bytes: new Uint8Array(Buffer.from(vector.sig, 'hex')) };
        const message = new Uint8Array(Buffer.from(vector.msg, 'hex'));
        if ((await verifyBytes(message, signature, material, info)) !== expected(vector))
          wrong.push(vector.tcId);
        seen += 1;
      }
    }
    expect({ wrong, seen }).toEqual({ wrong: [], seen: count });
  },
);
