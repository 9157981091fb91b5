import { CountersignError } from '@countersign/core';
import {
  entropyBits,
  generatePassphrase,
  generatePassword,
  type PassphraseOptions,
  type PasswordOptions,
  passphraseEntropyBits,
} from '@countersign/password';
import { box, h, input, onClick } from '../dom.ts';
import { averageGuessesLog10, GUESSING, guessingTime } from './guessing.ts';

/** The form that makes passwords: one at every change of it, with the exact entropy of all that the rule can make. */
export function startGenerating(use: (password: string) => void): void {
  box('recipe').addEventListener('input', generate);
  box('recipe').addEventListener('submit', (event) => event.preventDefault());
  onClick('again', generate);
  onClick('use', () => use(box('generated').textContent ?? ''));
  generate();
}

function generate(): void {
  const areWords = document.querySelector('[name=kind][value=words]:checked') !== null;
  box('words').hidden = !areWords;
  box('characters').hidden = areWords;
  box('length-value').textContent = `${input('length').value} characters`;
  box('count-value').textContent = input('count').value;
  try {
    const [password, bits] = areWords
      ? [generatePassphrase(passphraseOptions()), passphraseEntropyBits(passphraseOptions())]
      : [generatePassword(passwordOptions()), entropyBits(passwordOptions())];
    box('generated').replaceChildren(...coloured(password));
    const time = guessingTime(averageGuessesLog10(bits), GUESSING.fast);
    box('entropy').replaceChildren(
      h('strong', {}, `${bits.toFixed(1)} bits`),
      ` of entropy, counted exactly. At 10¹¹ guesses a second it is found in: ${time}.`,
    );
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    box('generated').textContent = '';
    box('entropy').replaceChildren(error.message);
  }
}

/** Digits and symbols in colours of their own, so that O and 0 are told apart when it is copied by hand. */
function coloured(password: string): readonly Node[] {
  return (password.match(/\p{L}+|\p{N}+|[^\p{L}\p{N}]+/gu) ?? []).map((run) => {
    const kind = /^\p{L}/u.test(run) ? 'letters' : /^\p{N}/u.test(run) ? 'digits' : 'symbols';
    return h('span', { class: kind }, run);
  });
}

function passwordOptions(): PasswordOptions {
  return {
    length: input('length').valueAsNumber,
    upper: least('upper'),
    lower: least('lower'),
    digits: least('digits'),
    symbols: least('symbols'),
    excludeAmbiguous: input('unambiguous').checked,
  };
}

/** The least number of a class; an empty field is for none at all. */
function least(id: string): number | false {
  return input(id).value === '' ? false : input(id).valueAsNumber;
}

function passphraseOptions(): PassphraseOptions {
  return {
    words: input('count').valueAsNumber,
    separator: input('separator').value,
    capitalize: input('capitalize').checked,
    number: input('number').checked,
  };
}
