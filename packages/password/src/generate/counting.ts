import { ImpossibleRuleError } from '../errors.ts';
import { CompositionSpace } from './composition.ts';
import { RejectionSpace } from './rejection.ts';
import { RunLimitedSpace } from './runs.ts';
import type { CountableRule, PasswordSpace } from './space.ts';

/** Additions of about 0.5 µs. */
const MAX_WORK = 140_000;

/**
 * The passwords that satisfy a rule.
 *
 * @throws {@link ImpossibleRuleError} if there is none, {@link RuleTooComplexError} if counting them takes too long
 */
export function passwordSpace(rule: CountableRule): PasswordSpace {
  const space = spaceOf(withoutIdleLimits(rule));
  if (space.size > 0n) return space;
  throw new ImpossibleRuleError('its minimums, alphabet and length contradict each other');
}

/** Removes the limits that no password of this length can exceed. */
function withoutIdleLimits(rule: CountableRule): CountableRule {
  const { length, maxConsecutive = length, maxSequential = length } = rule;
  return {
    ...rule,
    maxConsecutive: maxConsecutive < length ? maxConsecutive : undefined,
    maxSequential: maxSequential < length ? maxSequential : undefined,
  };
}

function spaceOf(rule: CountableRule): PasswordSpace {
  if (rule.maxConsecutive === undefined && rule.maxSequential === undefined)
    return new CompositionSpace(rule);
  if (rule.maxSequential === undefined && RunLimitedSpace.work(rule) <= MAX_WORK)
    return new RunLimitedSpace(rule);
  return new RejectionSpace(rule);
}
