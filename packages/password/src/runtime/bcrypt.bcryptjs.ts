import { UnsupportedError } from '../errors.ts';
import { toBcryptBase64, writeBcrypt } from '../formats/bcrypt.ts';
import type { BcryptImplementation } from './runtime.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** JavaScript, on the calling thread, which it leaves free between rounds. It takes passwords as text alone. */
export const bcryptjs: BcryptImplementation = {
  kind: 'javascript',
  source: 'bcryptjs',
  load: async () => {
    const { default: bcrypt } = await import('bcryptjs');
    return {
      hash: (password, cost, salt) =>
        bcrypt.hash(textOf(password), writeBcrypt(cost, toBcryptBase64(salt), '')),
      verify: (password, encoded) => bcrypt.compare(textOf(password), encoded),
    };
  },
};

/** A password that was cut within a character is not text. */
function textOf(password: Uint8Array): string {
  try {
    return decoder.decode(password);
  } catch {
    throw new UnsupportedError(
      'bcrypt in JavaScript hashes text alone, and this password was cut within a character. Use a runtime with WebAssembly or the native binding.',
    );
  }
}
