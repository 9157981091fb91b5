import { registerHooks } from 'node:module';
import type { PasswordHasher } from '@countersign/password';

const MARK = '?quick';

/**
 * A hasher whose Argon2id costs a microsecond, so that 10^5 verifications can be timed, and what the package does around
 * the derivation is not drowned in it. Its policy has no way to be so weak: this is a second copy of the package, with
 * another runtime.
 */
export async function quickHasher(): Promise<PasswordHasher> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (!context.parentURL?.endsWith(MARK)) return next(specifier, context);
      if (specifier === '#runtime')
        return { url: new URL('./quick-runtime.ts', import.meta.url).href, shortCircuit: true };
      const found = next(specifier, context);
      return found.url.includes('/packages/password/') ? { ...found, url: found.url + MARK } : found;
    },
  });
  const { PasswordHasher: Hasher }: typeof import('@countersign/password') = await import(
    import.meta.resolve('@countersign/password') + MARK
  );
  hooks.deregister();
  return new Hasher({ concurrency: 1 });
}
