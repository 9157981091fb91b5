import { sign, verify } from '../index.ts';
import type { Attacks } from './attacks/attack.ts';
import {
  answersTo,
  type Codes,
  codesOf,
  type ExchangeAnswer,
  type ExchangeCase,
  type Way,
} from './exchange.ts';

// Runs in a browser, bundled from the default entry. A page calls each of these with one argument.

const WAYS: readonly Way[] = [{ sign, verify }];

export function answers(cases: readonly ExchangeCase[]): Promise<readonly ExchangeAnswer[]> {
  return answersTo(cases, WAYS);
}

export function codes({ attacks, secret }: { attacks: Attacks; secret: Uint8Array }): Promise<Codes> {
  return codesOf(attacks, secret, WAYS);
}
