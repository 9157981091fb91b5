// What the examples of core's documentation take as given.
import { hash, hmac, toHex } from '@countersign/core';

export { hashPassword } from '@countersign/password';

export const key = 'a key of thirty-two bytes or more';
export const masterKey = new Uint8Array(32);
export const header = '{"id":1}';
export const body = '{"amount":100}';
export const tag = hmac('sha256', key, header + body);
export const request = { headers: { 'x-signature': toHex(hmac('sha256', key, body)) } };
export const response = { body: new Blob(['Hash me now!']).stream() };
export const expectedDigest = hash('sha256', body, { encoding: 'hex' });
export const givenDigest = hash('sha256', header, { encoding: 'hex' });
export const password = 'correct horse battery staple';
export const form = { password };
export const log = { info: (entry: object) => JSON.stringify(entry) };
export const bar = { set: (share: number) => share };
export const participants = ['Ada', 'Grace', 'Joan', 'Radia'];
export const cards = ['ace', 'king', 'queen', 'jack'];
