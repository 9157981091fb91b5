import type { Jwk } from '@countersign/jwt';
import { defineCommand } from '../../args/command.ts';
import { UsageError } from '../../errors.ts';
import { jsonText } from '../../io/visible.ts';
import { keyFileOptions, publicHalf, readKeyFile } from './read-key.ts';
import { jwkOf } from './write-key.ts';

export const jwksCommand = defineCommand({
  summary: 'Combine public keys into a JWK Set',
  positionals: 'FILE…',
  arity: [1, 100],
  options: keyFileOptions,
  json: { '': '{ keys: { kty: string, kid: string, [name: string]: unknown }[] }' },
  examples: [
    'countersign key jwks one.pub two.pub --algorithm RS256',
    'countersign key jwks key.pem > jwks.json',
  ],
  notes: 'The set contains only public halves. Each has its key id, or its thumbprint as key id.',
  async run({ options, positionals }, io) {
    const keys: Jwk[] = [];
    for (const path of positionals) {
      const jwk = await jwkOf(publicHalf(await readKeyFile(path, options, io)));
      if (keys.some(({ kid }) => kid === jwk.kid))
        throw new UsageError(`${path}: the set already contains a key with this key id.`);
      keys.push(jwk);
    }
    io.result(jsonText({ keys }, 2), { keys });
    return 0;
  },
});
