import { algorithmsGuaranteed, resolveAlgorithm } from '@countersign/core';

export const ALGORITHMS: readonly string[] = [...algorithmsGuaranteed];

/** What its user should know about an algorithm. */
export function noteOn(name: string, isKeyed: boolean): string {
  if (name === 'md5' || name === 'sha1') {
    return isKeyed
      ? 'Broken as a plain digest. As an HMAC it still stands, for what is there already.'
      : 'Broken: two inputs with one digest can be made. For old checksums only, never against anybody.';
  }
  const { family, digestSize } = resolveAlgorithm(name);
  const uses: Readonly<Record<string, string>> = {
    fixed: `${digestSize} bytes.`,
    blake2: `${digestSize} bytes unless you ask for fewer, which is another digest and no part of the longer one.`,
    xof: `As long as you like; ${digestSize} bytes unless you say.`,
    blake3: `As long as you like; ${digestSize} bytes unless you say.`,
  };
  return `${uses[family]} Fast, and so not for passwords: those have a page of their own.`;
}

/** Whether the length of its digest can be chosen; that of an HMAC cannot. */
export const hasLength = (name: string, isKeyed: boolean): boolean =>
  !isKeyed && resolveAlgorithm(name).family !== 'fixed';
