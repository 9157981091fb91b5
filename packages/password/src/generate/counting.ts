import { randomBelow, shuffle } from '@countersign/core';
import { ImpossibleRuleError, RuleTooComplexError } from '../errors.ts';
import { RunLimitedSpace } from './runs.ts';
import type { CountableRule, PasswordSpace } from './space.ts';

/** More states would take seconds; only rules that nobody writes by hand have them. */
const MAX_STATES = 30_000;

/**
 * The passwords that satisfy a rule.
 *
 * @throws {@link ImpossibleRuleError} when there is none
 */
export function passwordSpace(rule: CountableRule): PasswordSpace {
  const space = rule.maxConsecutive === undefined ? new CompositionSpace(rule) : new RunLimitedSpace(rule);
  if (space.size > 0n) return space;
  throw new ImpossibleRuleError('its minimums, alphabet and length contradict each other');
}

/**
 * The passwords of a rule that only says how many characters of which kind.
 *
 * Atom by atom, the number of its characters is drawn by how many passwords have that number: so many ways to place them,
 * to choose them, and to complete the rest. Then the places are shuffled and the characters chosen, all uniformly.
 */
class CompositionSpace implements PasswordSpace {
  readonly #rule: CountableRule;
  readonly #counts = new Map<string, bigint>();
  /** For each requirement, the last atom that can satisfy it. */
  readonly #lastAtoms: readonly number[];
  readonly size: bigint;

  constructor(rule: CountableRule) {
    this.#rule = rule;
    this.#lastAtoms = rule.minimums.map((_, requirement) =>
      rule.atoms.findLastIndex(({ satisfies }) => satisfies.includes(requirement)),
    );
    this.size = this.#count(0, rule.length, rule.minimums);
  }

  draw(): string {
    const atoms: number[] = [];
    let left = this.#rule.length;
    let needs = this.#rule.minimums;
    for (const atom of this.#rule.atoms.keys()) {
      let ticket = randomBelow(this.#count(atom, left, needs));
      for (const choice of this.#choices(atom, left, needs)) {
        if (ticket < choice.passwords) {
          for (let drawn = 0; drawn < choice.amount; drawn++) atoms.push(atom);
          left -= choice.amount;
          needs = choice.needs;
          break;
        }
        ticket -= choice.passwords;
      }
    }
    return shuffle(atoms)
      .map((atom) => {
        const { characters = [] } = this.#rule.atoms[atom] ?? {};
        return characters[randomBelow(characters.length)] ?? '';
      })
      .join('');
  }

  /** Each number of characters that an atom can have, with how many passwords that leaves. */
  *#choices(
    atom: number,
    left: number,
    needs: readonly number[],
  ): Generator<{ readonly amount: number; readonly needs: readonly number[]; readonly passwords: bigint }> {
    const { characters, satisfies } = this.#rule.atoms[atom] ?? { characters: [], satisfies: [] };
    let ways = 1n;
    for (let amount = 0; amount <= left; amount++) {
      const after = needs.map((need, index) =>
        satisfies.includes(index) ? Math.max(0, need - amount) : need,
      );
      const isHopeless = after.some(
        (need, requirement) => need > 0 && (this.#lastAtoms[requirement] ?? -1) <= atom,
      );
      if (!isHopeless)
        yield { amount, needs: after, passwords: ways * this.#count(atom + 1, left - amount, after) };
      // C(left, amount + 1) · n^(amount + 1) from C(left, amount) · n^amount
      ways = (ways * BigInt(left - amount) * BigInt(characters.length)) / BigInt(amount + 1);
    }
  }

  #count(atom: number, left: number, needs: readonly number[]): bigint {
    // No choice leaves a need behind that no later atom satisfies.
    if (atom === this.#rule.atoms.length) return left === 0 ? 1n : 0n;
    const key = `${atom};${left};${needs.join()}`;
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    let count = 0n;
    for (const { passwords } of this.#choices(atom, left, needs)) count += passwords;
    if (this.#counts.size >= MAX_STATES) throw new RuleTooComplexError();
    this.#counts.set(key, count);
    return count;
  }
}
