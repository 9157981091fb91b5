import { createResetToken, resetUrl } from '@countersign/password';
import { defineCommand } from '../../args/command.ts';
import { defined } from '../../args/defined.ts';
import { flag, single } from '../../args/option.ts';
import { duration, integer } from '../../args/values.ts';

export const resetUrlCommand = defineCommand({
  summary: 'Make a reset token and its link',
  positionals: 'BASE-URL',
  arity: [1, 1],
  options: {
    bytes: single(integer(), { help: 'The random bytes of the token. Default 32.', value: 'NUMBER' }),
    expiresIn: single(duration, { help: 'The lifetime of the link. Default 30m.', value: 'TIME' }),
    fragment: flag({ help: 'Put the token after #, so that it is not logged.' }),
  },
  json: { '': '{ url: string, digest: string, expiresAt: string }' },
  examples: [
    'countersign password reset-url https://example.com/reset-pwd',
    'countersign password reset-url https://example.com/reset --fragment --json',
  ],
  notes: 'The link goes to standard output; the digest and expiry to store go to standard error or the JSON.',
  async run({ options: { bytes, expiresIn, fragment }, positionals: [base = ''] }, io) {
    const { token, digest, expiresAt } = createResetToken(defined({ bytes, expiresIn }));
    const url = resetUrl(base, token, { place: fragment ? 'fragment' : 'path' });
    io.result(url, { url, digest, expiresAt: expiresAt.toISOString() });
    if (!io.isJson) io.note(`store: digest ${digest}, expires ${expiresAt.toISOString()}`);
    return 0;
  },
});
