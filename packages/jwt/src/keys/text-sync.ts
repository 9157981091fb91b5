import { readDer } from '../runtime/keys.node.ts';
import type { KeyMaterial } from './key.ts';
import { materialOfContentSync, readText } from './text.ts';

/** Reads a key text without waiting. A key with a passphrase must be imported with `importKey` first. */
export function readTextSync(text: string, kind: 'private' | 'public'): KeyMaterial {
  return materialOfContentSync(readText(text, kind), readDer);
}
