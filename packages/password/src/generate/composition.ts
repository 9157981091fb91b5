import { randomBelow, shuffle } from '@countersign/core';
import { RuleTooComplexError } from '../errors.ts';
import { type CountableRule, needsAfter, type PasswordSpace } from './space.ts';

/** Steps of about 80 ns, so a count takes about 30 ms. Only rules that nobody writes by hand need more. */
const MAX_WORK = 400_000;

/**
 * The passwords of a rule that only says how many characters of which kind.
 *
 * For each atom in turn, the number of its characters is drawn in proportion to the passwords that have this number. Then the
 * positions are shuffled and the characters chosen, all uniformly.
 */
export class CompositionSpace implements PasswordSpace {
  readonly #rule: CountableRule;
  readonly #counts = new Map<string, bigint>();
  /** For each requirement, the last atom that can satisfy it. */
  readonly #lastAtoms: readonly number[];
  #work = 0;
  readonly size: bigint;

  constructor(rule: CountableRule) {
    this.#rule = rule;
    this.#lastAtoms = rule.minimums.map((_, requirement) =>
      rule.atoms.findLastIndex(({ satisfies }) => satisfies.includes(requirement)),
    );
    this.size = this.count(rule.length, rule.minimums);
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

  /** How many texts of a length satisfy these minimums. */
  count(length: number, minimums: readonly number[]): bigint {
    return this.#count(0, length, minimums);
  }

  /** Each number of characters that an atom can have, and how many passwords that leaves. */
  *#choices(
    atom: number,
    left: number,
    needs: readonly number[],
  ): Generator<{ readonly amount: number; readonly needs: readonly number[]; readonly passwords: bigint }> {
    const current = this.#rule.atoms[atom] ?? { characters: [], satisfies: [] };
    const isLast = atom === this.#rule.atoms.length - 1;
    const size = BigInt(current.characters.length);
    // The last atom has all the rest.
    let ways = isLast ? size ** BigInt(left) : 1n;
    for (let amount = isLast ? left : 0; amount <= left; amount++) {
      const after = needsAfter(needs, current, amount);
      const isHopeless = after.some(
        (need, requirement) => need > 0 && (this.#lastAtoms[requirement] ?? -1) <= atom,
      );
      if (!isHopeless)
        yield { amount, needs: after, passwords: ways * this.#count(atom + 1, left - amount, after) };
      // C(left, amount + 1) · size^(amount + 1) from C(left, amount) · size^amount
      ways = (ways * BigInt(left - amount) * size) / BigInt(amount + 1);
    }
  }

  #count(atom: number, left: number, needs: readonly number[]): bigint {
    // No choice leaves a need that no later atom satisfies.
    if (atom === this.#rule.atoms.length) return left === 0 ? 1n : 0n;
    const key = `${atom};${left};${needs.join()}`;
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const choices = atom === this.#rule.atoms.length - 1 ? 1 : left + 1;
    this.#work += choices * (needs.length + 2);
    if (this.#work > MAX_WORK) throw new RuleTooComplexError();
    let count = 0n;
    for (const { passwords } of this.#choices(atom, left, needs)) count += passwords;
    this.#counts.set(key, count);
    return count;
  }
}
