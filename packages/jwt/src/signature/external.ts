import { toBase64Url } from '@countersign/core';
import type { ExternalMaterial } from '../keys/key.ts';
import type { SigningInput } from './engine.ts';

/** Signs with a key that another system holds; returns the signature as Base64url. */
export async function signExternal(
  { header, payload }: SigningInput,
  { sign }: ExternalMaterial,
): Promise<string> {
  const start = new TextEncoder().encode(`${header}.`);
  const rest = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
  const bytes = new Uint8Array(start.length + rest.length);
  bytes.set(start);
  bytes.set(rest, start.length);
  return toBase64Url(await sign(bytes));
}
