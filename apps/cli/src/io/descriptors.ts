import { readdirSync, readlinkSync } from 'node:fs';
import { InputOutputError } from '../errors.ts';

const DESCRIPTORS = '/proc/self/fd';

/**
 * Rejects descriptors that Node.js opened for itself: reading from them can block forever. Those are objects without a
 * name, and pipes that have both ends in this process. Other systems than Linux cannot tell.
 *
 * @throws InputOutputError
 */
export function checkPassed(descriptor: number): void {
  const target = targetOf(descriptor);
  if (target === undefined) return;
  const isOwn =
    target.startsWith('anon_inode:') || (target.startsWith('pipe:') && hasBothEnds(descriptor, target));
  if (isOwn) throw new InputOutputError(`descriptor ${descriptor}: was not passed to this command`, 'EBADF');
}

function hasBothEnds(descriptor: number, target: string): boolean {
  return readdirSync(DESCRIPTORS).some(
    (other) => Number(other) !== descriptor && Number(other) > 2 && targetOf(Number(other)) === target,
  );
}

function targetOf(descriptor: number): string | undefined {
  try {
    return readlinkSync(`${DESCRIPTORS}/${descriptor}`);
  } catch {
    return undefined;
  }
}
