import { decodeUnverified } from '@countersign/jwt';
import { defineCommand } from '../../args/command.ts';
import { defined } from '../../args/defined.ts';
import { jsonText } from '../../io/visible.ts';
import { exactParts } from './claims.ts';
import { describeTimes } from './times.ts';
import { readToken, tokenOptions } from './token.ts';

export const decodeCommand = defineCommand({
  summary: 'Print a token without verifying it',
  positionals: '[TOKEN]',
  arity: [0, 1],
  options: tokenOptions,
  json: {
    '': '{ verified: false, header: { alg: string, [name: string]: unknown }, claims: { [name: string]: unknown } }',
  },
  examples: ['countersign jwt decode < token', 'pbpaste | countersign jwt decode --json'],
  notes: 'The output is not verified: anyone can have written it. Use countersign jwt verify for decisions.',
  async run({ options, positionals }, io) {
    const token = readToken(positionals, io);
    const { claims } = decodeUnverified(token, defined(options));
    const exact = exactParts(token);
    io.note('Not verified: anyone can have written this.');
    io.result(`${jsonText(exact.header, 2)}\n${jsonText(exact.claims, 2)}`, { verified: false, ...exact });
    if (!io.isJson) for (const line of describeTimes(claims, new Date())) io.note(line);
    return 0;
  },
});
