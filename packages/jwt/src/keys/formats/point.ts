import { toBase64Url } from '@countersign/core/internal';
import { InvalidKeyError } from '../../errors.ts';
import type { Curve } from './curves.ts';
import type { Jwk } from './jwk.ts';

const UNCOMPRESSED = 4;

/** Reads an uncompressed point (SEC 1 section 2.3.3) as the public half of a JWK. */
export function pointJwk(curve: Curve, point: Uint8Array): Jwk {
  if (point[0] !== UNCOMPRESSED || point.length !== 1 + 2 * curve.bytes)
    throw new InvalidKeyError('The EC key has no uncompressed public point.');
  return {
    kty: 'EC',
    crv: curve.name,
    x: toBase64Url(point.subarray(1, 1 + curve.bytes)),
    y: toBase64Url(point.subarray(1 + curve.bytes)),
  };
}
