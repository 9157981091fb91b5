import { UsageError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { textOf } from '../../io/text.ts';

/** The stored hash from the argument or standard input. @throws UsageError */
export function readStoredHash([given]: readonly string[], io: Io): string {
  if (given !== undefined && given !== '-') return given;
  if (io.isInputTerminal)
    throw new UsageError('The stored hash is missing. Pass it as an argument or on standard input.');
  const bytes = io.readInput();
  return (textOf(bytes) ?? bytes.toString('latin1')).trim();
}
