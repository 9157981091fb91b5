import { algorithmsGuaranteed, resolveAlgorithm } from '@countersign/core';

export const ALGORITHMS: readonly string[] = [...algorithmsGuaranteed];

/** Advice about an algorithm. */
export function noteOn(name: string, isKeyed: boolean): string {
  if (name === 'md5' || name === 'sha1') {
    return isKeyed
      ? 'Broken as a plain digest. As an HMAC it is still secure, but use it only for existing systems.'
      : 'Broken: anybody can make two inputs with one digest. Use it only for old checksums.';
  }
  const { family, digestSize } = resolveAlgorithm(name);
  const uses: Readonly<Record<string, string>> = {
    fixed: `${digestSize} bytes.`,
    blake2: `${digestSize} bytes unless you ask for fewer, which is another digest and no part of the longer one.`,
    xof: `As long as you like; ${digestSize} bytes unless you say.`,
    blake3: `As long as you like; ${digestSize} bytes unless you say.`,
  };
  return `${uses[family]} Too fast for passwords: use the Password page for those.`;
}

/** Whether the length of its digest can be chosen; that of an HMAC cannot. */
export const hasLength = (name: string, isKeyed: boolean): boolean =>
  !isKeyed && resolveAlgorithm(name).family !== 'fixed';
