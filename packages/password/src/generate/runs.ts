import { randomBelow } from '@countersign/core';
import { ImpossibleRuleError } from '../errors.ts';
import { type Atom, type CountableRule, needsAfter, type PasswordSpace } from './space.ts';

/**
 * The passwords of a rule that limits runs of one character.
 *
 * A password is a row of runs, each of another character than the run before. From each point the completions that satisfy the
 * rule are counted, and the next run is drawn in proportion to them. So it takes as many steps as the password has runs.
 */
export class RunLimitedSpace implements PasswordSpace {
  readonly #rule: CountableRule;
  readonly #maxRun: number;
  readonly #completions = new Map<string, Completions>();
  readonly size: bigint;

  constructor(rule: CountableRule) {
    this.#rule = rule;
    this.#maxRun = Math.min(rule.maxConsecutive ?? rule.length, rule.length);
    this.size = this.#from(rule.length, rule.minimums).all;
  }

  /** The additions that counting takes at most. */
  static work({ length, atoms, minimums, maxConsecutive = length }: CountableRule): number {
    const needs = minimums.reduce((product, min) => product * (min + 1), 1);
    return length * needs * atoms.length * (Math.min(maxConsecutive, length) + 1);
  }

  draw(): string {
    let [password, left, needs] = ['', this.#rule.length, this.#rule.minimums];
    let previous: { readonly atom: number; readonly character: string } | undefined;
    while (left > 0) {
      const { atom, weight } = this.#nextAtom(left, needs, previous?.atom);
      const { characters, run } = this.#nextRun(atom, left, needs, weight, previous?.character);
      const character = characters[randomBelow(characters.length)] ?? '';
      password += character.repeat(run);
      left -= run;
      needs = needsAfter(needs, this.#atom(atom), run);
      previous = { atom, character };
    }
    return password;
  }

  #nextAtom(
    left: number,
    needs: readonly number[],
    last: number | undefined,
  ): { atom: number; weight: bigint } {
    const { all, withRunOf } = this.#from(left, needs);
    let ticket = randomBelow(last === undefined ? all : all - (withRunOf[last] ?? 0n));
    for (const [atom, { characters }] of this.#rule.atoms.entries()) {
      const weight = withRunOf[atom] ?? 0n;
      const choices = BigInt(characters.length - (atom === last ? 1 : 0)) * weight;
      if (ticket < choices) return { atom, weight };
      ticket -= choices;
    }
    throw new ImpossibleRuleError('its counts do not add up');
  }

  #nextRun(
    atom: number,
    left: number,
    needs: readonly number[],
    weight: bigint,
    previous: string | undefined,
  ): { characters: readonly string[]; run: number } {
    const characters = this.#atom(atom).characters.filter((character) => character !== previous);
    let ticket = randomBelow(weight);
    for (let run = 1; run <= Math.min(this.#maxRun, left); run++) {
      const completions = this.#afterRun(atom, run, left, needs);
      if (ticket < completions) return { characters, run };
      ticket -= completions;
    }
    throw new ImpossibleRuleError('its counts do not add up');
  }

  #atom(index: number): Atom {
    return this.#rule.atoms[index] ?? { characters: [], satisfies: [] };
  }

  /** The completions after a run of one given character of an atom. */
  #afterRun(atom: number, run: number, left: number, needs: readonly number[]): bigint {
    const { all, withRunOf } = this.#from(left - run, needsAfter(needs, this.#atom(atom), run));
    return all - (withRunOf[atom] ?? 0n);
  }

  #from(left: number, needs: readonly number[]): Completions {
    if (left === 0) return { all: needs.every((need) => need === 0) ? 1n : 0n, withRunOf: [] };
    if (Math.max(0, ...needs) > left) return { all: 0n, withRunOf: [] };
    const key = `${left};${needs.join()}`;
    const known = this.#completions.get(key);
    if (known) return known;
    let all = 0n;
    const withRunOf = this.#rule.atoms.map(({ characters }, atom) => {
      let count = 0n;
      for (let run = 1; run <= Math.min(this.#maxRun, left); run++)
        count += this.#afterRun(atom, run, left, needs);
      all += BigInt(characters.length) * count;
      return count;
    });
    const completions = { all, withRunOf };
    this.#completions.set(key, completions);
    return completions;
  }
}

/** The texts that complete a password from some point. */
interface Completions {
  /** All of them. */
  readonly all: bigint;
  /** For each atom, those that begin with a run of one given character of it. */
  readonly withRunOf: readonly bigint[];
}
