import { expect, test } from 'vitest';
import { ChecksumReader } from './checksum.ts';

const DIGEST = '00112233445566778899aabbccddeeff';

// What fuzzing found.
test.each([
  ['a tagged line without a name', `MD5 () = ${DIGEST}`],
  ['a NUL in a name', `${DIGEST}  one\0two`],
  ['a NUL in an escaped name', `\\${DIGEST}  one\\n\0two`],
])('%s is no line of digests', (_name, line) => {
  expect(new ChecksumReader(true).read(line)).toBeUndefined();
});
