import { checkPassword, nistPolicy } from '@countersign/password';
import { blocklistFile } from '@countersign/password/node';
import { defineCommand } from '../../args/command.ts';
import { flag, repeated, single } from '../../args/option.ts';
import { passwordOptions, requirePassword } from '../../args/secret.ts';
import { fileName, nonEmptyText } from '../../args/values.ts';

export const checkCommand = defineCommand({
  summary: 'Check a password against NIST SP 800-63B-4',
  options: {
    mfa: flag({ help: 'It is one of two factors: require 8 characters instead of 15.' }),
    context: repeated(nonEmptyText, {
      help: 'A predictable value, such as the user’s name. Repeatable.',
      value: 'TEXT',
    }),
    blocklist: single(fileName, {
      help: 'Forbidden passwords, one per line, or a file of password blocklist build.',
      value: 'FILE',
    }),
    ...passwordOptions(),
  },
  json: {
    '': '{ acceptable: boolean, violations: { code: string, message: string, details: { [name: string]: number | string } }[] }',
  },
  examples: [
    'countersign password check',
    'countersign password check --mfa --context alice@example.com --password-file secret',
  ],
  notes: 'The exit code is 1 if the password is not acceptable.',
  async run({ options }, io) {
    const password = await requirePassword(options, io);
    const { blocklist, mfa, context } = options;
    const breach = blocklist === undefined ? {} : { breach: { source: blocklistFile(blocklist) } };
    const violations = await checkPassword(password, nistPolicy({ mfa, context, ...breach }));
    io.result(violations.map(({ message }) => message).join('\n') || 'The password is acceptable.', {
      acceptable: violations.length === 0,
      violations,
    });
    return violations.length === 0 ? 0 : 1;
  },
});
