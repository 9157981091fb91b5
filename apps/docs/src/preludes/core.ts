// The names that the examples of core's documentation use without declaring them.
import { hash, hmac, toHex } from '@countersign/core';
import { PasswordHasher } from '@countersign/password';

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
export const signature = `sha256=${toHex(hmac('sha256', key, body))}`;
export const hasher = new PasswordHasher();
export const error: unknown = new Error('An error of another library.');
export const signInAgain = (): void => undefined;
export const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
/** The request's text as it was received. */
export const rawBody: string = `${body}`;
export const rawHeaders = { 'x-hub-signature-256': `sha256=${toHex(hmac('sha256', secret, body))}` };
