/**
 * Hash, verify and migrate passwords; generate and check them; make reset tokens.
 *
 * @packageDocumentation
 */
export * from './common.ts';
export { argon2, calibrate, hashPassword, PasswordHasher, passwordRuntime, verifyPassword } from './hash.ts';
