import QuickLRU from 'quick-lru';
import type { KeyMaterial } from './key.ts';

// A raw key that is passed with every call is read once. The cache key is derived from the copy of the key.

/** Raw keys that are kept. */
const MAX_KEYS = 1000;

/** Longer texts are read each time, so that the cache stays small. */
const MAX_TEXT = 16 * 1024;

const byText = new QuickLRU<string, KeyMaterial>({ maxSize: MAX_KEYS });
const byObject = new WeakMap<object, KeyMaterial>();

/** The material that a text stands for, read now or before. */
export function cachedByText(text: string, read: () => KeyMaterial): KeyMaterial {
  const known = byText.get(text);
  if (known) return known;
  return remember(text, read());
}

/** The material that was read from a text before. */
export function recall(text: string): KeyMaterial | undefined {
  return byText.get(text);
}

/** Keeps the material of a text. */
export function remember(text: string, material: KeyMaterial): KeyMaterial {
  if (text.length <= MAX_TEXT) byText.set(text, material);
  return material;
}

/** The material of a platform key, which never changes. */
export function cachedByObject(object: object, read: () => KeyMaterial): KeyMaterial {
  const known = byObject.get(object);
  if (known) return known;
  const material = read();
  byObject.set(object, material);
  return material;
}
