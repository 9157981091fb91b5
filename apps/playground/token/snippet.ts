import type { Wishes } from './checks.ts';

/** The verification of this page as a line of TypeScript. The key is not in it. */
export function codeSnippet(wishes: Wishes): string {
  const rules = [
    `algorithms: [${quoted(wishes.algorithm)}]`,
    ...(wishes.type === '' ? [] : [`type: ${quoted(wishes.type)}`]),
    ...(wishes.issuer === '' ? [] : [`issuer: ${quoted(wishes.issuer)}`]),
    ...(wishes.audience === '' ? [] : [`audience: ${quoted(wishes.audience)}`]),
    ...(wishes.leewaySeconds === 0 ? [] : [`leeway: ${wishes.leewaySeconds}`]),
    ...(wishes.allowWeakKey ? ['allowWeakKey: true'] : []),
  ];
  return `import { verify } from '@countersign/jwt';

const claims = await verify(token, key, {
${rules.map((rule) => `  ${rule},`).join('\n')}
});`;
}

/** The same as a command, with the key in a file. */
export function commandSnippet(wishes: Wishes): string {
  return [
    'countersign jwt verify',
    `--alg ${wishes.algorithm}`,
    '--key-file KEYFILE',
    ...(wishes.type === '' ? [] : [`--typ ${shellQuoted(wishes.type)}`]),
    ...(wishes.issuer === '' ? [] : [`--iss ${shellQuoted(wishes.issuer)}`]),
    ...(wishes.audience === '' ? [] : [`--aud ${shellQuoted(wishes.audience)}`]),
    ...(wishes.leewaySeconds === 0 ? [] : [`--leeway ${wishes.leewaySeconds}s`]),
    ...(wishes.allowWeakKey ? ['--allow-weak-key'] : []),
    'TOKEN',
  ].join(' ');
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`;
const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
