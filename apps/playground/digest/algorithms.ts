import { algorithmsGuaranteed, resolveAlgorithm } from '@countersign/core';

export const ALGORITHMS: readonly string[] = [...algorithmsGuaranteed];

/** A short note about an algorithm. */
export function noteOn(name: string, isKeyed: boolean): string {
  if (name === 'md5' || name === 'sha1') {
    return isKeyed
      ? 'Broken as a plain digest. As an HMAC it is not broken; use it only for existing systems.'
      : 'Broken: two inputs with the same digest can be made. For old checksums only, never for security.';
  }
  const { family, digestSize } = resolveAlgorithm(name);
  const uses: Readonly<Record<string, string>> = {
    fixed: `${digestSize} bytes.`,
    blake2: `${digestSize} bytes, or fewer. A shorter digest is not a prefix of the longer one.`,
    xof: `Any length; ${digestSize} bytes by default.`,
    blake3: `Any length; ${digestSize} bytes by default.`,
  };
  return `${uses[family]} Too fast for passwords: use the Password page.`;
}

/** Whether the length of its digest can be chosen; that of an HMAC cannot. */
export const hasLength = (name: string, isKeyed: boolean): boolean =>
  !isKeyed && resolveAlgorithm(name).family !== 'fixed';
