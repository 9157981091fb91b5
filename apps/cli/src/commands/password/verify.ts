import { PasswordHasher, verifyPassword, WEAK_FORMATS } from '@countersign/password';
import { defineCommand } from '../../args/command.ts';
import { flag } from '../../args/option.ts';
import { passwordOptions, requirePassword } from '../../args/secret.ts';
import { readStoredHash } from './stored-hash.ts';

export const verifyCommand = defineCommand({
  summary: 'Verify a password against a stored hash',
  positionals: '[HASH]',
  arity: [0, 1],
  options: {
    acceptWeak: flag({ help: 'Accept fast digests: Django’s md5$ and sha1$, {SSHA}, bare ones.' }),
    ...passwordOptions(),
  },
  json: { '': '{ valid: boolean }' },
  examples: [
    "countersign password verify '$argon2id$v=19$m=19456,t=2,p=1$…' --password-file secret",
    'countersign password verify --password-env PASSWORD < hash',
  ],
  notes:
    'Reads hashes of Django, Werkzeug, passlib, PHP, Spring, better-auth, ASP.NET and Linux. The exit code is 1 if the password is wrong.',
  async run({ options, positionals }, io) {
    const stored = readStoredHash(positionals, io);
    const password = await requirePassword(options, io);
    const weak = new PasswordHasher({
      acceptWeak: WEAK_FORMATS,
    });
    const valid = await (options.acceptWeak
      ? weak.isValid(password, stored)
      : verifyPassword(password, stored));
    if (io.isJson) io.result('', { valid });
    else io.note(valid ? 'The password is right.' : 'The password is wrong.');
    return valid ? 0 : 1;
  },
});
