import { describe, expect, test } from 'vitest';
import {
  checkPassword,
  compositionRequired,
  maxLength,
  minLength,
  minStrength,
  type NistOptions,
  nistPolicy,
  notListed,
  type PolicyRule,
} from '../index.ts';

const codes = async (password: string, options: NistOptions = {}): Promise<readonly string[]> =>
  (await checkPassword(password, nistPolicy(options))).map(({ code }) => code);

const DIGITS = '0123456789';
const random = (length: number, alphabet: string): string =>
  Array.from({ length }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join('');

describe('nistPolicy', () => {
  test.each([
    ['xkqv tmzp 7#4w', {}, ['too-short']],
    ['xkqv tmzp 7#4w!', {}, []],
    ['correct horse battery staple', {}, []],
    ['unsolved-bobcat-renewal-clutter', {}, []],
    ['8f14e45fceea167a', {}, []],
    ['x7#qLm2v', { mfa: true }, []],
    ['x7#qLm2', { mfa: true }, ['too-short']],
    // Eight characters, 17 UTF-16 units: length is counted in code points.
    ['🐎🔋📎✏🐎🔋📎✏', { mfa: true }, []],
    // The spaces and accents as they are hashed: 14 characters after composition.
    ['e\u0300 xkqv tmzp 7#', {}, ['too-short']],
    ['xkqv\u2003tmzp 7#4w!', {}, []],
    ['half \ud800 a character', {}, ['ill-formed']],
  ])('finds in %j with %j: %j', async (password, options, expected) => {
    expect(await codes(password, options)).toEqual(expected);
  });

  test.each([
    ['repetition', 'aaaaaaaaaaaaaaa', 'predictable'],
    ['spaces', ' '.repeat(15), 'predictable'],
    ['a run', '123456789012345', 'predictable'],
    ['a run downwards', 'zyxwvutsrqponmlk', 'predictable'],
    ['groups', '111222333444555', 'predictable'],
    ['short runs', 'abc123def456ghi789', 'predictable'],
    ['keyboard rows', 'qwertyuiopasdfgh', 'predictable'],
    ['keyboard rows of other countries', 'azertyuiopqsdfghjklm', 'predictable'],
    ['keyboard columns', '1qaz2wsx3edc4rfv', 'predictable'],
    ['a repeated pattern', 'x7#qx7#qx7#qx7#q', 'too-weak'],
    ['a doubled common word', 'PasswordPassword1', 'common'],
    ['a decorated common word', '!!password2026!!', 'common'],
    ['a common word with signs', 'P@ssw0rd2026!!!', 'common'],
    ['a common word with spaces', 's u n s h i n e 2 0 2 6', 'common'],
    ['a common word and a date', 'Password01.02.1999', 'too-weak'],
    ['a common password in other case', 'QWERTYUIOP123456', 'predictable'],
  ])('rejects %s: %j', async (_kind, password, code) => {
    expect(await codes(password)).toContain(code);
  });

  test.each([
    ['countersign.example', 'Countersign.example'],
    ['erika.mustermann', 'Erika.Mustermann@example.com'],
    ['smithsmithsmith', 'Smith'],
    ['Mustermann Erika', 'Erika Mustermann'],
    ['annalena annalena', 'Anna-Lena'],
    ['OBrien OBrien 12', "O'Brien"],
    ['example example', 'https://login.example.com'],
    ['acme acme acme 1', 'mail.acme.co.uk'],
    ['C0unt3r$1gn 2026!', 'countersign'],
    ['**4l1ce** Countersign', 'alice@countersign.example'],
    ['Álice Álice 1234', 'alice'],
    ['alicealicealice', 'Álice'],
    ['strasse strasse1', 'Straße'],
    ['bjornbjornbjorn', 'Bjørn'],
    ['bjoernbjoern 123', 'Bjørn'],
    ['mullermuller2026', 'Müller'],
    ['muellermueller1!', 'Müller'],
    ['alice1987alice1987', 'alice1987'],
    ['李明李明李明李明李明李明李明李', '李明'],
    ['김민준김민준김민준김민준김민준', '김민준'],
    ['countersign countersignature', 'countersign'],
  ])('rejects %j made of the context value %j', async (password, value) => {
    expect(await codes(password, { context: [value] })).toContain('expected');
  });

  test.each([
    ['alice purple penguin plaza', 'alice'],
    ['my erika.mustermann phrase', 'erika.mustermann'],
    ['x7#qbobLm2v9Kd4', 'bob'],
    ['bob4839201847563', 'bob'],
    ['tm7liqx9 3kfz2p', 'li'],
  ])('accepts %j although it contains the context value %j', async (password, value) => {
    expect(await codes(password, { context: [value] })).toEqual([]);
  });

  test.each([
    ['a short name and 13 random digits', () => `bob${random(13, DIGITS)}`],
    ['16 random letters and digits', () => random(16, `${DIGITS}abcdefghijklmnopqrstuvwxyz`)],
  ])('accepts %s', async (_kind, draw) => {
    const rejected: string[] = [];
    for (let round = 0; round < 60; round++) {
      const password = draw();
      if ((await codes(password, { context: ['bob', 'smith'] })).length > 0) rejected.push(password);
    }
    // A date or a year in random digits may make one of them weak.
    expect(rejected.length).toBeLessThan(3);
  });

  test.each([
    [{ mfa: true }, 8, 256],
    [{ mfa: false, maxLength: 64 }, 15, 64],
  ])('with %j accepts %d to %d characters', async (options, min, max) => {
    const text = 'x7#q Lm2v '.repeat(26);
    const lengthCodes = async (length: number): Promise<readonly string[]> =>
      (await codes(text.slice(0, length), options)).filter((code) => code.startsWith('too-'));
    expect(await lengthCodes(min - 1)).toContain('too-short');
    expect(await lengthCodes(min)).not.toContain('too-short');
    expect(await lengthCodes(max)).not.toContain('too-long');
    expect(await lengthCodes(max + 1)).toContain('too-long');
  });

  test('rejects more bytes than hash accepts', async () => {
    const password = '馬電池'.repeat(120);
    expect(await codes(password, { maxLength: 512 })).toContain('too-long');
    expect(await codes(password, { maxLength: 512, maxPasswordBytes: 2048 })).not.toContain('too-long');
  });

  test.each([
    [{ maxLength: 63 }, 'maxLength'],
    [{ mfa: 1 }, 'mfa'],
    [{ minLength: 8 }, 'minLength'],
    [{ context: undefined }, 'context'],
    [{ context: ['alice', undefined] }, 'context'],
    [{ context: 'alice' }, 'context'],
    [{ breach: undefined }, 'breach'],
    [{ breach: { source: 5 } }, 'source'],
    [{ maxLength: 64n }, 'maxLength'],
    [{ dictionary: 'de' }, 'dictionary'],
    [null, 'options'],
  ])('rejects the options %o', (options, argument) => {
    // @ts-expect-error wrong on purpose
    expect(() => nistPolicy(options)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });

  test('reads its options when it is called', async () => {
    const context = ['smith'];
    const policy = nistPolicy({ context });
    context[0] = 'other';
    expect((await checkPassword('smithsmithsmith', policy)).map(({ code }) => code)).toContain('expected');
  });

  test('costs little for each user', () => {
    const start = performance.now();
    for (let user = 0; user < 1000; user++) nistPolicy({ context: [`user${user}@example.com`] });
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('checkPassword', () => {
  test('returns the numbers of a violation', async () => {
    expect(await checkPassword('short')).toContainEqual(
      expect.objectContaining({ code: 'too-short', details: { length: 5, min: 15 } }),
    );
  });

  test('returns all violations of all rules', async () => {
    const policy = [
      compositionRequired({ upper: 1, digits: 2, symbols: 1 }),
      minLength(10),
      minStrength(3),
      notListed(['PASSWORD1 ']),
    ];
    expect((await checkPassword('password1', policy)).map(({ code }) => code)).toEqual([
      'missing-upper',
      'missing-digits',
      'missing-symbols',
      'too-short',
      'too-weak',
      'listed',
    ]);
  });

  test('gives a rule the password as it is hashed and as it was typed', async () => {
    const seen: string[][] = [];
    const rule: PolicyRule = (...texts) => void seen.push(texts);
    await checkPassword('e\u0301\u2003', [rule]);
    expect(seen).toEqual([['é ', 'e\u0301\u2003']]);
  });

  test.each([
    ['a password that is not a string', 5, [], 'password'],
    ['a policy that is not an array', 'x', {}, 'policy'],
    ['a rule that is not a function', 'x', [5], 'policy'],
    ['a rule that returns true', 'x', [() => true], 'policy'],
    ['a rule that returns null', 'x', [() => null], 'policy'],
  ])('rejects %s', async (_kind, password, policy, argument) => {
    // @ts-expect-error wrong on purpose
    await expect(checkPassword(password, policy)).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      argument,
    });
  });
});

describe('rules', () => {
  test.each([
    [{ uppercase: 1 }, 'uppercase'],
    [{ upper: Number.NaN }, 'upper'],
    [{ digits: -1 }, 'digits'],
    [{ lower: undefined }, 'lower'],
    [{}, 'min'],
    [{ upper: 0 }, 'min'],
    [undefined, 'min'],
  ])('compositionRequired rejects %o, which requires nothing', (min, argument) => {
    // @ts-expect-error wrong on purpose
    expect(() => compositionRequired(min)).toThrow(expect.objectContaining({ argument }));
  });

  test.each([
    ['Abc1!', []],
    ['Äß٣€', []],
    ['ABC1 ', ['missing-lower', 'missing-symbols']],
    ['', ['missing-upper', 'missing-lower', 'missing-digits', 'missing-symbols']],
  ])('compositionRequired finds in %j: %j', async (password, expected) => {
    const policy = [compositionRequired({ upper: 1, lower: 1, digits: 1, symbols: 1 })];
    expect((await checkPassword(password, policy)).map(({ code }) => code)).toEqual(expected);
  });

  test.each([
    [() => minLength(0), 'min'],
    [() => maxLength(63), 'max'],
    // @ts-expect-error wrong on purpose
    [() => minStrength(5), 'score'],
    // @ts-expect-error wrong on purpose
    [() => minStrength(3, [5]), 'inputs'],
    // @ts-expect-error wrong on purpose
    [() => minStrength(3, [], { inputs: [] }), 'inputs'],
    [() => notListed('password'), 'words'],
    // @ts-expect-error wrong on purpose
    [() => notListed([5]), 'words'],
    // @ts-expect-error wrong on purpose
    [() => notListed(undefined), 'words'],
  ])('%o names its wrong argument', (make, argument) => {
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }));
  });

  test('minStrength reports the code of the warning', async () => {
    const [found] = await checkPassword('aaaaaaaaaaaaaaa', [minStrength(3)]);
    expect(found).toMatchObject({ code: 'too-weak', details: { score: 0, min: 3, warning: 'simpleRepeat' } });
  });
});
