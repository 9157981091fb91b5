import { entropyBits, generatePassword, parsePasswordRules } from '@countersign/password';
import fc from 'fast-check';
import { damagedText } from '../damage.ts';
import { PROMPT, type Target } from '../target.ts';
import { isCountersignError } from './typed.ts';

const TEXTS = [
  'minlength: 8; maxlength: 20; required: lower, upper; required: digit; allowed: [-_.]; max-consecutive: 2',
  'required: upper; required: lower; required: digit; max-consecutive: 2; minlength: 8;',
  'minlength: 20; required: lower; required: upper; required: digit; required: [-];',
  'allowed: ascii-printable; maxlength: 64',
  'required: [!#$%&()*+,.:;<=>?@[]^_{}|~]]; allowed: special',
  'minlength:0;maxlength:0',
  'allowed: unicode',
];
const WORDS = [
  'required:',
  'allowed:',
  'minlength:',
  'maxlength:',
  'max-consecutive:',
  'upper',
  'digit',
  'special',
  '[',
  ']',
  ']]',
  ';',
  ',',
  '0',
  '99999',
  '-1',
  '1e3',
  '[aaaa]',
  'MINLENGTH:1',
];

export const passwordRules: Target<string> = {
  name: 'password rules',
  inputs: fc.oneof(
    { arbitrary: damagedText(TEXTS, WORDS), weight: 8 },
    {
      arbitrary: fc.array(fc.constantFrom(...WORDS), { maxLength: 20 }).map((words) => words.join(' ')),
      weight: 2,
    },
    fc.string({ unit: 'binary', maxLength: 200 }),
  ),
  answer(text) {
    parsePasswordRules(text);
    const password = generatePassword({ passwordRules: text });
    if (password.length === 0 || !(entropyBits({ passwordRules: text }) >= 0))
      throw new Error('An empty password.');
  },
  isTyped: isCountersignError,
  ceiling: PROMPT,
};
