import { toBase64Url } from '@countersign/core/internal';
import type { ExternalMaterial } from '../keys/key.ts';

/** Signs with a key that another system holds; returns the signature as Base64url. */
export async function signExternal(bytes: Uint8Array, { sign }: ExternalMaterial): Promise<string> {
  return toBase64Url(await sign(bytes));
}
