import { randomBelow } from '@countersign/core';
import { ImpossibleRuleError, RuleTooComplexError } from '../errors.ts';
import type { CountableRule, PasswordSpace } from './space.ts';

/** Where a password under way stands: what is still missing, and how it ends. */
interface State {
  readonly left: number;
  readonly needs: readonly number[];
  /** The last character's atom, and how often the character stands at the end. Only kept when runs are limited. */
  readonly last: number;
  readonly run: number;
}

/** More states would take seconds; only rules that nobody writes by hand have them. */
const MAX_STATES = 60_000;

/**
 * The passwords of a rule that limits runs of one character.
 *
 * From each point the completions that satisfy the rule are counted; the next character's atom is drawn by those counts,
 * then the character within it. That takes exactly as many steps as the password has characters, and never fails.
 */
export class RunLimitedSpace implements PasswordSpace {
  readonly #rule: CountableRule;
  readonly #counts = new Map<string, bigint>();
  readonly size: bigint;

  constructor(rule: CountableRule) {
    this.#rule = rule;
    this.size = this.#count(this.#start());
  }

  draw(): string {
    const password: string[] = [];
    for (let state = this.#start(); state.left > 0; ) {
      const { next, character } = this.#step(state, password.at(-1));
      password.push(character);
      state = next;
    }
    return password.join('');
  }

  #start(): State {
    return { left: this.#rule.length, needs: this.#rule.minimums, last: -1, run: 0 };
  }

  #step(state: State, previous: string | undefined): { readonly next: State; readonly character: string } {
    let ticket = randomBelow(this.#count(state));
    for (const { next, ways, isRepeat, atom } of this.#moves(state)) {
      const weight = ways * this.#count(next);
      if (ticket >= weight) {
        ticket -= weight;
        continue;
      }
      if (isRepeat) return { next, character: previous ?? '' };
      const { characters = [] } = this.#rule.atoms[atom] ?? {};
      const choices = characters.filter((character) => character !== previous);
      return { next, character: choices[randomBelow(choices.length)] ?? '' };
    }
    throw new ImpossibleRuleError('its counts do not add up');
  }

  /** Every kind of next character: the same again, or another one of each atom. */
  *#moves(state: State): Generator<{
    readonly next: State;
    readonly ways: bigint;
    readonly isRepeat: boolean;
    readonly atom: number;
  }> {
    const { atoms, maxConsecutive = 1 } = this.#rule;
    for (const [atom, { characters, satisfies }] of atoms.entries()) {
      const needs = state.needs.map((need, index) =>
        need > 0 && satisfies.includes(index) ? need - 1 : need,
      );
      const left = state.left - 1;
      const isSameAtom = atom === state.last;
      const others = characters.length - (isSameAtom ? 1 : 0);
      if (others > 0)
        yield { next: { left, needs, last: atom, run: 1 }, ways: BigInt(others), isRepeat: false, atom };
      if (isSameAtom && state.run < maxConsecutive) {
        yield { next: { left, needs, last: atom, run: state.run + 1 }, ways: 1n, isRepeat: true, atom };
      }
    }
  }

  #count(state: State): bigint {
    if (state.left === 0) return state.needs.every((need) => need === 0) ? 1n : 0n;
    if (Math.max(0, ...state.needs) > state.left) return 0n;
    const key = `${state.left};${state.needs.join()};${state.last};${state.run}`;
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    let count = 0n;
    for (const { next, ways } of this.#moves(state)) count += ways * this.#count(next);
    if (this.#counts.size >= MAX_STATES) throw new RuleTooComplexError();
    this.#counts.set(key, count);
    return count;
  }
}
