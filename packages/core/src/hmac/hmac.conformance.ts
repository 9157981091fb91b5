import { expect, test } from 'vitest';
import { wycheproof } from '../testing/wycheproof.ts';
import { createHmac, hmac, verifyHmac } from './hmac.ts';

test.each([
  ['sha256', 'hmac_sha256'],
  ['sha384', 'hmac_sha384'],
  ['sha512', 'hmac_sha512'],
  ['sha3-256', 'hmac_sha3_256'],
])('hmac-%s agrees with Wycheproof', (algorithm, file) => {
  const outcomes = wycheproof(file).map(({ group, test: vector }) => {
    const [key, message, tag] = [vector.bytes('key'), vector.bytes('msg'), vector.bytes('tag')];
    const tagLength = group.number('tagSize') / 8;
    const isValid = verifyHmac(algorithm, key, message, tag, { tagLength });
    const inParts = createHmac(algorithm, key).update(message.subarray(0, 3)).update(message.subarray(3));
    expect(inParts.verify(tag, { tagLength })).toBe(isValid);
    if (isValid) expect(hmac(algorithm, key, message).subarray(0, tagLength)).toEqual(tag);
    return [vector.number('tcId'), isValid ? 'valid' : 'invalid', vector.text('result')];
  });
  expect(outcomes.filter(([, ours, theirs]) => ours !== theirs)).toEqual([]);
});
