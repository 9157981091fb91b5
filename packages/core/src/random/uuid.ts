import { bytesRuntime } from '#runtime/bytes';
import { InvalidArgumentError } from '../errors.ts';
import { withDefault } from '../option-readers.ts';
import { type OptionTable, readOptions } from '../options.ts';
import { randomBytes, randomNumber } from './pool.ts';

/** The kind of a UUID. */
export interface RandomUuidOptions {
  /** 4: random. 7: ordered by time of creation, for keys of a database. Default 4. */
  readonly version?: 4 | 7 | undefined;
}

const OPTIONS = { version: withDefault(version, 4) } as const satisfies OptionTable<RandomUuidOptions>;

function version(value: unknown, argument: string): 4 | 7 {
  if (value === 4 || value === 7) return value;
  throw new InvalidArgumentError(argument, `${argument} must be 4 or 7.`);
}

/**
 * Returns a UUID in lower case (RFC 9562): version 4 with 122 random bits, or version 7 with a timestamp, a counter and 32
 * random bits. Each version 7 of a process is greater than the one before.
 *
 * A UUID is an identifier, not a secret. Version 7 reveals its time. For a secret use {@link tokenUrlSafe}.
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @see RFC 9562 sections 5.4 and 5.7
 * @example
 * randomUuid({ version: 7 }) // '01990c2e-8f5a-7…'
 */
export function randomUuid(options: RandomUuidOptions = {}): string {
  const read = readOptions(options, OPTIONS);
  const bytes = randomBytes(16);
  if (read.version === 7) writeOrder(bytes);
  bytes.set([((bytes[6] ?? 0) & 0x0f) | (read.version << 4)], 6);
  bytes.set([((bytes[8] ?? 0) & 0x3f) | 0x80], 8);
  const hex = bytesRuntime.encode(bytes, 'hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The counter has 12 bits before the variant and 30 after it (RFC 9562 section 6.2, method 1). */
const COUNTER_BITS = 42;
const LOW_COUNTER = 2 ** 30;

let lastTimestamp = 0;
let lastCounter = 0;

/** Writes the timestamp and the counter of a version 7. */
function writeOrder(bytes: Uint8Array<ArrayBuffer>): void {
  const now = Date.now();
  if (now > lastTimestamp) {
    lastTimestamp = now;
    // The highest bit is zero, so that the counter does not overflow soon.
    lastCounter = randomNumber(COUNTER_BITS - 1);
  } else {
    // The same millisecond, or the clock went back.
    lastCounter += 1;
    if (lastCounter === 2 ** COUNTER_BITS) {
      lastTimestamp += 1;
      lastCounter = 0;
    }
  }
  const fields = new DataView(bytes.buffer);
  fields.setUint16(0, Math.floor(lastTimestamp / 2 ** 32));
  fields.setUint32(2, lastTimestamp % 2 ** 32);
  fields.setUint16(6, Math.floor(lastCounter / LOW_COUNTER));
  fields.setUint32(8, lastCounter % LOW_COUNTER);
}
