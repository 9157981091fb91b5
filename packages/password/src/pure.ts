/**
 * `@countersign/password` without native bindings: WebAssembly if it is available, and JavaScript otherwise. For bundles
 * in one file, and for systems that forbid native code.
 *
 * @packageDocumentation
 */
export * from './common.ts';

import type { Bytes, Encoding, Message } from '@countersign/core';
import { type Argon2Options, argon2On } from './hashing/argon2.ts';
import { type CalibrateOptions, type Calibration, calibrateOn } from './hashing/calibrate.ts';
import { Hasher } from './hashing/hasher.ts';
import type { HashOptions } from './hashing/options.ts';
import type { HasherPolicy } from './hashing/policy.ts';
import { SingleHashes } from './hashing/single.ts';
import type { PasswordRuntime } from './runtime/runtime.ts';
import { runtime } from './runtime/web.ts';

/** PasswordHasher of the main entry, without native bindings. */
export class PasswordHasher extends Hasher {
  constructor(policy: HasherPolicy = {}) {
    super(policy, runtime);
  }
}

const single = new SingleHashes(runtime);

/** hashPassword of the main entry, without native bindings. */
export function hashPassword(password: string, options?: HashOptions): Promise<string> {
  return single.hash(password, options);
}

let shared: PasswordHasher | undefined;

/** verifyPassword of the main entry, without native bindings. */
export function verifyPassword(password: string, encoded: string | null | undefined): Promise<boolean> {
  shared ??= new PasswordHasher({ queueLength: 1_000_000, queueTimeout: '1d' });
  return shared.isValid(password, encoded);
}

/** argon2 of the main entry, without native bindings. */
export function argon2(
  password: Message,
  salt: Message,
  options: Argon2Options & { readonly encoding: Encoding },
): Promise<string>;
export function argon2(
  password: Message,
  salt: Message,
  options?: Argon2Options & { readonly encoding?: undefined },
): Promise<Bytes>;
export function argon2(
  password: Message,
  salt: Message,
  options: Argon2Options = {},
): Promise<Bytes | string> {
  return argon2On(runtime, password, salt, options);
}

/** calibrate of the main entry, without native bindings. */
export function calibrate(options: CalibrateOptions = {}): Promise<Calibration> {
  return calibrateOn(runtime, options);
}

/** passwordRuntime of the main entry, without native bindings. */
export function passwordRuntime(): Promise<PasswordRuntime> {
  return runtime.describe();
}
