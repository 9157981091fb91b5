import { checkPassword, estimateStrength, nistPolicy, type Strength } from '@countersign/password';
import { box, byId, h, input } from '../dom.ts';
import { GUESSING, guessingTime } from './guessing.ts';

const SCORES = [
  'Very weak: guessed immediately',
  'Weak: guessed with little effort',
  'Fair: safe from slow guessing alone',
  'Good: hard to guess',
  'Strong: very hard to guess',
] as const;

/** The strength meter, and what a service with NIST's policy says. */
export function startJudging(): void {
  input('reveal').addEventListener('change', () => {
    input('judged').type = input('reveal').checked ? 'text' : 'password';
  });
  box('judge-form').addEventListener('input', () => void judge());
  box('judge-form').addEventListener('submit', (event) => event.preventDefault());
  void judge();
}

let latest = 0;

async function judge(): Promise<void> {
  const turn = ++latest;
  const password = input('judged').value;
  const context = input('context')
    .value.split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const [strength, violations] = await Promise.all([
    estimateStrength(password, { inputs: context.slice(0, 100) }),
    checkPassword(password, nistPolicy({ context })),
  ]);
  // Judging is slower than typing the first time, while the dictionaries are prepared.
  if (turn !== latest) return;
  showStrength(password, strength);
  box('violations').replaceChildren(
    ...(password === ''
      ? []
      : violations.length === 0
        ? ['Yes.']
        : violations.map(({ message }) => message)
    ).map((text) => h('li', {}, text)),
  );
}

function showStrength(password: string, { score, guessesLog10, warning, suggestions }: Strength): void {
  const isEmpty = password === '';
  byId('strength', HTMLMeterElement).value = isEmpty ? 0 : score;
  box('strength-text').textContent = isEmpty
    ? ''
    : `${SCORES[score]}. Someone who knows how people choose needs about 10^${guessesLog10.toFixed(1)} guesses: ${guessingTime(guessesLog10, GUESSING.fast)} if it was stored with a fast hash, ${guessingTime(guessesLog10, GUESSING.slow)} with Argon2id.`;
  const advice = isEmpty ? [] : [...(warning === undefined ? [] : [warning]), ...suggestions];
  box('advice').replaceChildren(...advice.map((text) => h('li', {}, text)));
}
