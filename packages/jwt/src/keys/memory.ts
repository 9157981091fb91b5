import { compareDigest } from '@countersign/core';
import { isJwk } from './jwk.ts';
import { Key, type KeyMaterial, materialOf } from './key.ts';

// A key that is passed with every call is read once. Texts and JWKs are remembered by what they say, since a JWK may be
// changed or written anew; everything else by its identity.
const byObject = new WeakMap<object, KeyMaterial>();
const byText = new Map<string, KeyMaterial>();
const MAX_REMEMBERED_TEXTS = 64;

/** What a source was read as before, if it still is the same. */
export function remembered(source: unknown): KeyMaterial | undefined {
  if (source instanceof Key) return materialOf(source);
  const text = textOf(source);
  if (text !== undefined) return byText.get(text);
  if (typeof source !== 'object' || source === null) return undefined;
  const material = byObject.get(source);
  // Bytes may have been overwritten since.
  const isSame =
    !(source instanceof Uint8Array) ||
    (material?.secret !== undefined && compareDigest(material.secret, source));
  return isSame ? material : undefined;
}

/** Remembers what a source was read as. */
export function remember(source: unknown, material: KeyMaterial): KeyMaterial {
  const text = textOf(source);
  if (text !== undefined) {
    const [oldest] = byText.keys();
    if (byText.size >= MAX_REMEMBERED_TEXTS && oldest !== undefined) byText.delete(oldest);
    byText.set(text, material);
  } else if (typeof source === 'object' && source !== null && !isJwk(source)) {
    byObject.set(source, material);
  }
  return material;
}

function textOf(source: unknown): string | undefined {
  if (typeof source === 'string') return source;
  if (!isJwk(source)) return undefined;
  try {
    return JSON.stringify(source);
  } catch {
    // It holds something that JSON cannot: read it each time.
    return undefined;
  }
}
