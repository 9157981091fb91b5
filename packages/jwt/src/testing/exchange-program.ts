import process from 'node:process';
import { text } from 'node:stream/consumers';
import { sign, verify } from '../index.ts';
import { signSync, verifySync } from '../node.ts';
import { ATTACKS } from './attacks/all.ts';
import {
  answersTo,
  type Codes,
  codesOf,
  type ExchangeAnswer,
  type ExchangeCase,
  type Way,
} from './exchange.ts';
import { SECRET } from './forge.ts';

// The program that Bun and Deno run: it reads cases from standard input and prints its answers.

/** Everything that a runtime with Node.js's modules says. */
export interface Exchange {
  readonly answers: readonly ExchangeAnswer[];
  readonly codes: Codes;
}

const WAYS: readonly Way[] = [
  { sign, verify },
  { sign: signSync, verify: verifySync },
];

/** The code of every attack, by both kinds of functions. */
export function codes(): Promise<Codes> {
  return codesOf(ATTACKS, SECRET, WAYS);
}

if (import.meta.main) {
  const cases: ExchangeCase[] = JSON.parse(await text(process.stdin));
  const exchange: Exchange = { answers: await answersTo(cases, WAYS), codes: await codes() };
  process.stdout.write(JSON.stringify(exchange));
}
