import { RuleTooComplexError } from '../errors.ts';
import { CompositionSpace } from './composition.ts';
import { type CountableRule, needsAfter, type PasswordSpace } from './space.ts';

/** At least one of this many draws must satisfy the limits. */
const MAX_REJECTED = 64n;
const MAX_DRAWS = 10_000;

/** Texts that must not occur, grouped: `amount` texts of the same length, with the same requirements left after each. */
interface Forbidden {
  readonly amount: number;
  readonly length: number;
  readonly needs: readonly number[];
}

/**
 * The passwords of a rule with limits that are too many to count: one is drawn without the limits, until it keeps them. So all
 * are equally likely.
 *
 * The size is a lower bound: each forbidden text is subtracted at each position, also if a password has several.
 */
export class RejectionSpace implements PasswordSpace {
  readonly #rule: CountableRule;
  readonly #all: CompositionSpace;
  readonly size: bigint;

  constructor(rule: CountableRule) {
    this.#rule = rule;
    this.#all = new CompositionSpace(rule);
    const all = this.#all.size;
    const characters = BigInt(rule.atoms.reduce((sum, atom) => sum + atom.characters.length, 0));
    // The minimums can be ignored around a forbidden text, if so few texts are forbidden that it makes no difference.
    const bound = all - forbiddenTexts(rule, (length) => characters ** BigInt(length));
    this.size =
      bound * 16n >= all * 15n
        ? bound
        : all - forbiddenTexts(rule, (length, needs) => this.#all.count(length, needs));
    if (this.size * MAX_REJECTED < all) throw new RuleTooComplexError();
  }

  draw(): string {
    for (let draws = 0; draws < MAX_DRAWS; draws++) {
      const password = this.#all.draw();
      if (keepsLimits(password, this.#rule)) return password;
    }
    throw new RuleTooComplexError();
  }
}

/** At most how many passwords have a forbidden text, given how many texts there are around it. */
function forbiddenTexts(
  rule: CountableRule,
  textsAround: (length: number, needs: readonly number[]) => bigint,
): bigint {
  return [...forbiddenRuns(rule), ...forbiddenSequences(rule)].reduce((sum, { amount, length, needs }) => {
    const positions = rule.length - length + 1;
    return sum + BigInt(amount * positions) * textsAround(rule.length - length, needs);
  }, 0n);
}

function forbiddenRuns({ atoms, minimums, maxConsecutive }: CountableRule): readonly Forbidden[] {
  if (maxConsecutive === undefined) return [];
  const length = maxConsecutive + 1;
  return atoms.map((atom) => ({
    amount: atom.characters.length,
    length,
    needs: needsAfter(minimums, atom, length),
  }));
}

function forbiddenSequences({ atoms, minimums, maxSequential }: CountableRule): readonly Forbidden[] {
  if (maxSequential === undefined) return [];
  const length = maxSequential + 1;
  const atomOf = new Map(
    atoms.flatMap((atom) => atom.characters.map((character) => [character, atom] as const)),
  );
  const groups = new Map<string, Forbidden>();
  for (const first of atomOf.keys()) {
    let [needs, last, isForbidden] = [minimums, '', true];
    for (let at = 0; at < length; at++) {
      const character = String.fromCodePoint((first.codePointAt(0) ?? 0) + at);
      const atom = atomOf.get(character);
      isForbidden &&= atom !== undefined && (at === 0 || isNext(last, character));
      if (atom) needs = needsAfter(needs, atom, 1);
      last = character;
    }
    // Upwards and downwards.
    const amount = (groups.get(needs.join())?.amount ?? 0) + 2;
    if (isForbidden) groups.set(needs.join(), { amount, length, needs });
  }
  return [...groups.values()];
}

function keepsLimits(password: string, { maxConsecutive, maxSequential }: CountableRule): boolean {
  const characters = [...password];
  let [run, up, down] = [0, 0, 0];
  return characters.every((character, index) => {
    const previous = characters[index - 1] ?? '';
    run = character === previous ? run + 1 : 1;
    up = isNext(previous, character) ? up + 1 : 1;
    down = isNext(character, previous) ? down + 1 : 1;
    return run <= (maxConsecutive ?? run) && Math.max(up, down) <= (maxSequential ?? Math.max(up, down));
  });
}

/** Whether a letter or digit follows another in its alphabet. */
function isNext(first: string, second: string): boolean {
  return (
    /^[a-zA-Z0-9]$/.test(first) &&
    /^[a-zA-Z0-9]$/.test(second) &&
    second.charCodeAt(0) === first.charCodeAt(0) + 1
  );
}
