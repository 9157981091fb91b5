import { lint, type Severity } from '@countersign/jwt';
import { defineCommand } from '../../args/command.ts';
import { defined } from '../../args/defined.ts';
import { keyOptions, keySource, readSecret } from '../../args/secret.ts';
import { Painted, visibleLine } from '../../io/visible.ts';
import { decodeKey, keyEncodingOption } from '../key/key-encoding.ts';
import { readToken, tokenOptions } from './token.ts';

const COLORS: Readonly<Record<Severity, string>> = {
  error: '\u001B[31m',
  warning: '\u001B[33m',
  note: '\u001B[36m',
};

export const lintCommand = defineCommand({
  summary: 'Check a token against RFC 8725',
  positionals: '[TOKEN]',
  arity: [0, 1],
  options: {
    ...keyOptions('The key, to check its strength.'),
    keyEncoding: keyEncodingOption,
    ...tokenOptions,
  },
  json: {
    '': "{ findings: { id: string, severity: 'error' | 'warning' | 'note', message: string, source: string }[] }",
  },
  examples: ['countersign jwt lint < token', 'countersign jwt lint --key-file secret --json < token'],
  notes: 'The exit code is 1 if a finding is an error.',
  async run({ options, positionals }, io) {
    const secret = await readSecret(keySource(options), io);
    const key = secret === undefined ? undefined : decodeKey(secret, options.keyEncoding);
    const { maxTokenLength } = options;
    const findings = lint(readToken(positionals, io), defined({ maxTokenLength, key }));
    const lines = findings.map(({ id, severity, message, source }) => {
      const shown = io.hasColor ? `${COLORS[severity]}${severity}\u001B[0m` : severity;
      return `${shown} ${id}: ${visibleLine(message)} [${source}]`;
    });
    io.result(new Painted(lines.join('\n') || 'No findings.'), { findings });
    return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
});
