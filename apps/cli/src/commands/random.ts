import { randomUUID } from 'node:crypto';
import {
  choice,
  randomBelow,
  randomBits,
  toBase64,
  tokenBytes,
  tokenHex,
  tokenUrlSafe,
} from '@countersign/core';
import { type Arguments, type Command, type Option, UsageError } from '../args/command.ts';
import { wholeNumber } from '../args/kinds.ts';
import { wholeNumberOf } from '../args/values.ts';

interface Kind {
  readonly summary: string;
  readonly positionals?: string;
  readonly arity?: readonly [number, number];
  readonly examples: readonly string[];
  readonly draw: (positionals: readonly string[]) => string;
}

const count: Option = {
  help: 'How many. Default 1.',
  value: 'NUMBER',
  kind: wholeNumber({ min: 1, max: 1_000_000 }),
  short: 'n',
};

const readCount = (args: Arguments): number => args.integer('count') ?? 1;

const bytesOf = (positionals: readonly string[]): number | undefined =>
  positionals[0] === undefined ? undefined : wholeNumberOf(positionals[0], 'The number of bytes');

/** A command that prints one random value, or `--count` of them. */
function command({ summary, positionals, arity, examples, draw }: Kind): Command {
  return {
    summary,
    ...(positionals !== undefined && { positionals }),
    ...(arity !== undefined && { arity }),
    options: { count },
    json: { '': '{ values: string[] }' },
    examples,
    async run(args, io) {
      const values = Array.from({ length: readCount(args) }, () => draw(args.positionals));
      io.result(values.join('\n'), { values });
      return 0;
    },
  };
}

export const randomCommands: Readonly<
  Record<'bytes' | 'hex' | 'urlsafe' | 'int' | 'bits' | 'choice' | 'uuid', Command>
> = {
  bytes: {
    summary: 'Random bytes, raw',
    positionals: '[NUMBER]',
    arity: [0, 1],
    options: { count },
    json: { '': "{ values: string[], encoding: 'base64' }" },
    examples: ['countersign random bytes 32 > key', 'countersign random bytes 16 | base64'],
    notes: 'Nothing stands between several. With --json they are Base64.',
    async run(args, io) {
      const size = bytesOf(args.positionals);
      const number = readCount(args);
      if (io.isJson) {
        const values = Array.from({ length: number }, () => toBase64(tokenBytes(size)));
        io.result('', { values, encoding: 'base64' });
      } else for (let index = 0; index < number; index++) io.writeBytes(tokenBytes(size));
      return 0;
    },
  },
  hex: command({
    summary: 'Random bytes as hexadecimal',
    positionals: '[BYTES]',
    arity: [0, 1],
    examples: ['countersign random hex', 'countersign random hex 16 --count 5'],
    draw: (positionals) => tokenHex(bytesOf(positionals)),
  }),
  urlsafe: command({
    summary: 'Random bytes as URL-safe text',
    positionals: '[BYTES]',
    arity: [0, 1],
    examples: ['countersign random urlsafe', 'countersign random urlsafe 16'],
    draw: (positionals) => tokenUrlSafe(bytesOf(positionals)),
  }),
  int: command({
    summary: 'A random whole number from 0 up to, and without, a limit',
    positionals: 'LIMIT',
    arity: [1, 1],
    examples: ['countersign random int 1000000', 'countersign random int 6 --count 10'],
    draw: ([limit = '']) => {
      if (!/^\d{1,1000}$/.test(limit) || BigInt(limit) === 0n)
        throw new UsageError('The limit must be a whole number of at least 1.');
      return randomBelow(BigInt(limit)).toString();
    },
  }),
  bits: command({
    summary: 'A whole number of random bits',
    positionals: 'NUMBER',
    arity: [1, 1],
    examples: ['countersign random bits 32', 'countersign random bits 256 --count 2'],
    draw: ([bits = '']) => randomBits(wholeNumberOf(bits, 'The number of bits')).toString(),
  }),
  choice: command({
    summary: 'One of the arguments, each equally likely',
    positionals: 'VALUE…',
    arity: [1, Number.POSITIVE_INFINITY],
    examples: ['countersign random choice heads tails', 'countersign random choice red green blue --count 4'],
    draw: (values) => choice(values),
  }),
  uuid: command({
    summary: 'A random UUID, version 4 (RFC 9562)',
    examples: ['countersign random uuid', 'countersign random uuid --count 3'],
    draw: () => randomUUID(),
  }),
};
