import { decodeUnverified, lint, type Severity } from '@countersign/jwt';
import type { Command } from '../args/command.ts';
import { describeTimes } from '../claims.ts';
import { readSecret, secretOptions } from '../io/secret.ts';
import { jsonText, Painted, visibleLine } from '../io/visible.ts';
import { longestToken, readToken, tokenOptions } from './jwt-verify.ts';

export const decodeCommand: Command = {
  summary: 'Print a token without verifying it',
  positionals: '[TOKEN]',
  arity: [0, 1],
  options: tokenOptions,
  json: {
    '': '{ verified: false, header: { alg: string, [name: string]: unknown }, claims: { [name: string]: unknown } }',
  },
  examples: ['countersign jwt decode < token', 'pbpaste | countersign jwt decode --json'],
  notes:
    'Nothing is verified: anyone can have written what is shown. Use `countersign jwt verify` to decide anything.',
  async run(args, io) {
    const { header, claims } = decodeUnverified(readToken(args, io), longestToken(args));
    io.note('Not verified: anyone can have written this.');
    io.result(`${jsonText(header, 2)}\n${jsonText(claims, 2)}`, {
      verified: false,
      header,
      claims,
    });
    if (!io.isJson) for (const line of describeTimes(claims, new Date())) io.note(line);
    return 0;
  },
};

const COLORS: Readonly<Record<Severity, string>> = {
  error: '\u001B[31m',
  warning: '\u001B[33m',
  note: '\u001B[36m',
};

export const lintCommand: Command = {
  summary: 'Judge a token by RFC 8725',
  positionals: '[TOKEN]',
  arity: [0, 1],
  options: { ...secretOptions('key', 'the key, to judge its strength, too'), ...tokenOptions },
  json: {
    '': "{ findings: { id: string, severity: 'error' | 'warning' | 'note', message: string, source: string }[] }",
  },
  examples: ['countersign jwt lint < token', 'countersign jwt lint --key-file secret --json < token'],
  notes: 'The exit code is 1 when there is an error among the findings.',
  async run(args, io) {
    const key = await readSecret('key', 'The key', args, io);
    const judged = lint(readToken(args, io), { ...longestToken(args), ...(key !== undefined && { key }) });
    const findings = judged.map((finding) => ({
      ...finding,
      message: finding.message.replace('maxTokenLength', '--max-token-length'),
    }));
    const lines = findings.map(({ id, severity, message, source }) => {
      const shown = io.hasColor ? `${COLORS[severity]}${severity}\u001B[0m` : severity;
      return `${shown} ${id}: ${visibleLine(message)} [${source}]`;
    });
    io.result(new Painted(lines.join('\n') || 'Nothing to remark.'), { findings });
    return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
};
