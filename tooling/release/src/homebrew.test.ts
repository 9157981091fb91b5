import { join } from 'node:path';
import { expect, test } from 'vitest';
import { homebrewFormula } from './homebrew.ts';
import { publishedPackages } from './workspace.ts';

const cli = publishedPackages().find(({ directory }) => directory === join('apps', 'cli'));

test('the formula has the address, digest and files of the released command', () => {
  if (cli === undefined) throw new Error('the command is not published');
  const manifest = { ...cli.manifest, version: '1.2.3' };
  const formula = homebrewFormula(manifest, { file: 'countersign-cli-1.2.3.tgz', sha256: 'ab'.repeat(32) });
  const value = (name: string): string | undefined =>
    new RegExp(`^  ${name} "(.*)"$`, 'm').exec(formula)?.[1];
  expect({ url: value('url'), sha256: value('sha256'), license: value('license') }).toEqual({
    url: 'https://github.com/countersign/countersign/releases/download/%40countersign%2Fcli%401.2.3/countersign-cli-1.2.3.tgz',
    sha256: 'ab'.repeat(32),
    license: manifest.license,
  });
  // Homebrew rejects descriptions that end in a full stop or are longer than 80 characters.
  expect(value('desc')).toMatch(/^[A-Z].{5,78}[^.]$/);
  expect(manifest.bin).toHaveProperty('countersign');
  const [, manual = ''] = /node_modules\/(@countersign\/cli\/dist\/\*\.1)"/.exec(formula) ?? [];
  expect(manual).toBe('@countersign/cli/dist/*.1');
});

test('the formula quotes what Ruby would evaluate', () => {
  const manifest = { name: '@countersign/cli', version: '1.0.0', description: 'Say "#{1}" and \\.' };
  expect(homebrewFormula(manifest, { file: 'a.tgz', sha256: '00' })).toContain(
    'desc "Say \\"\\#{1}\\" and \\\\"',
  );
});
