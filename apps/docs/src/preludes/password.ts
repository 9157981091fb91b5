// The names that the examples of password's documentation use without declaring them.
import { hashPassword } from '@countersign/password';

export { tokenBytes } from '@countersign/core';

export const password = 'correct horse battery staple';
export const account = { passwordHash: await hashPassword(password) };
export const token = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ';
export const user = { name: 'Grace Hopper', email: 'grace@example.com' };
export const salt = 'c29tZSBzYWx0IGJ5dGVz';
export const hash = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
