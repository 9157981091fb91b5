import { nobleArgon2 } from './argon2.noble.ts';
import { compiledArgon2 } from './argon2.workerd.ts';
import { bcryptjs } from './bcrypt.bcryptjs.ts';
import { Runtime } from './runtime.ts';

/** Cloudflare's workerd. */
export const runtime: Runtime = new Runtime([compiledArgon2, nobleArgon2], [bcryptjs], () => 1);
