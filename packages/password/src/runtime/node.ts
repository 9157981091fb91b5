import { hashWasmArgon2 } from './argon2.hash-wasm.ts';
import { nativeArgon2 } from './argon2.native.ts';
import { nobleArgon2 } from './argon2.noble.ts';
import { nodeCryptoArgon2 } from './argon2.node-crypto.ts';
import { bcryptjs } from './bcrypt.bcryptjs.ts';
import { hashWasmBcrypt } from './bcrypt.hash-wasm.ts';
import { nativeBcrypt } from './bcrypt.native.ts';
import { nodeThreads } from './pool.ts';
import { Runtime } from './runtime.ts';

/** Node.js and Bun. */
export const runtime: Runtime = new Runtime(
  [nativeArgon2, nodeCryptoArgon2, hashWasmArgon2, nobleArgon2],
  [nativeBcrypt, hashWasmBcrypt, bcryptjs],
  nodeThreads,
);
