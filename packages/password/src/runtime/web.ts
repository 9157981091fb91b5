import { hashWasmArgon2 } from './argon2.hash-wasm.ts';
import { nobleArgon2 } from './argon2.noble.ts';
import { bcryptjs } from './bcrypt.bcryptjs.ts';
import { hashWasmBcrypt } from './bcrypt.hash-wasm.ts';
import { Runtime } from './runtime.ts';

/** Browsers, Deno and other runtimes. Also the entry `/pure`, on every runtime. */
export const runtime: Runtime = new Runtime(
  [hashWasmArgon2, nobleArgon2],
  [hashWasmBcrypt, bcryptjs],
  () => 1,
);
