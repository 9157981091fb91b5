import { CountersignError } from '@countersign/core';
import {
  entropyBits,
  type GeneratePasswordOptions,
  generatePassphrase,
  generatePassword,
  type PassphraseOptions,
  passphraseEntropyBits,
} from '@countersign/password';
import { box, type Child, h, input, onClick, textarea } from '../dom.ts';
import { averageGuessesLog10, GUESSING, guessingTime } from './guessing.ts';

/** The form that makes passwords: one at every change of it, with the exact entropy of all that the rule can make. */
export function startGenerating(use: (password: string) => void): void {
  box('recipe').addEventListener('input', generate);
  box('recipe').addEventListener('submit', (event) => event.preventDefault());
  onClick('again', generate);
  onClick('use', () => use(box('generated').textContent ?? ''));
  generate();
}

const KINDS = ['characters', 'words', 'rules'] as const;

function generate(): void {
  const kind = document.querySelector<HTMLInputElement>('[name=kind]:checked')?.value ?? 'characters';
  for (const each of KINDS) box(each).hidden = each !== kind;
  box('length-value').textContent = `${input('length').value} characters`;
  box('count-value').textContent = input('count').value;
  const result = made(kind);
  box('generated').replaceChildren(...('problem' in result ? [] : coloured(result.password)));
  box('entropy').classList.toggle('problem', 'problem' in result);
  box('entropy').replaceChildren(...('problem' in result ? [result.problem] : entropyWords(result)));
}

type Made = { readonly password: string; readonly bits: number } | { readonly problem: string };

function made(kind: string): Made {
  try {
    if (kind === 'words')
      return {
        password: generatePassphrase(passphraseOptions()),
        bits: passphraseEntropyBits(passphraseOptions()),
      };
    const recipe = kind === 'rules' ? { passwordRules: textarea('password-rules').value } : characterRecipe();
    return { password: generatePassword(recipe), bits: entropyBits(recipe) };
  } catch (error) {
    if (error instanceof CountersignError) return { problem: error.message };
    throw error;
  }
}

function entropyWords({
  password,
  bits,
}: {
  readonly password: string;
  readonly bits: number;
}): readonly Child[] {
  const time = guessingTime(averageGuessesLog10(bits), GUESSING.fast);
  return [
    h('strong', {}, `${bits.toFixed(1)} bits`),
    ` of entropy in ${password.length} characters, counted exactly. At 10¹¹ guesses a second it is found in: ${time}.`,
  ];
}

/** Colours digits and symbols, so that a reader distinguishes O and 0. */
function coloured(password: string): readonly Node[] {
  return (password.match(/\p{L}+|\p{N}+|[^\p{L}\p{N}]+/gu) ?? []).map((run) => {
    const kind = /^\p{L}/u.test(run) ? 'letters' : /^\p{N}/u.test(run) ? 'digits' : 'symbols';
    return h('span', { class: kind }, run);
  });
}

function characterRecipe(): GeneratePasswordOptions {
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
