import { h } from '../dom.ts';
import type { Check } from './checks.ts';

const STATES = { passed: 'Passed', failed: 'Failed', unchecked: 'Not checked' };

export function checkItem({ name, state, detail }: Check): Node {
  return h(
    'li',
    { class: `check ${state}` },
    h('strong', {}, STATES[state]),
    h('code', {}, name),
    h('span', {}, detail),
  );
}
